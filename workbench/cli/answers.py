"""What a command gives back, and what it is."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workbench.settings import Settings


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of a command.

    Attributes:
        data: What `--json` prints.
        text: What is printed otherwise.
        refused: Why nothing was done, one line; the exit code is then 1.
    """

    data: object
    text: str = ""
    refused: str = ""


Command = Callable[[argparse.Namespace, Settings], Answer | None]
Commands = Any  # argparse's subparsers action has no public type


def table(rows: list[tuple[str, object]]) -> str:
    """Two columns as aligned lines."""
    width = max((len(name) for name, _ in rows), default=0)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in rows)
