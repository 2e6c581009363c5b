"""The command line: `python -m workbench ...`, one module per group of commands.

Names, arguments and JSON keys are a promise (docs/reference/command-line.md). The answer goes to stdout; progress and
prose go to stderr. Exit 0 done, 1 refused or failed with one line that says what to do, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import cast

from workbench import __version__
from workbench.cli.answers import Answer, Command
from workbench.errors import WorkbenchError
from workbench.settings import from_environment

_COMMANDS = {
    "servers": ("prepare", "serve"),
    "donors": ("demo", "import"),
    "ontologies": ("ontology", "terms"),
    "snapshots": ("snapshot",),
    "rights": ("donor", "consent"),
    "cohorts": ("count",),
    "neighbourhoods": ("neighbourhood",),
    "conditions": ("rank-conditions",),
    "evaluations": ("evaluate",),
    "benches": ("bench",),
    "accounts": ("account",),
    "audits": ("audit",),
    "keys": ("keys",),
    "studies": ("study",),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    parsed = _parser(given).parse_args(given)
    command = cast(Command, parsed.command)
    try:
        answer = command(parsed, from_environment())
    except WorkbenchError as error:
        print(_one_line(str(error)), file=sys.stderr)
        return 1
    except OSError as error:
        print(_one_line(_refused_by_the_system(error)), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Nothing was left half-written.", file=sys.stderr)
        return 1
    if answer is not None:
        try:
            _show(answer, as_json=parsed.json)
            sys.stdout.flush()
        except BrokenPipeError:  # whoever reads, such as head, has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0 if answer is None or not answer.refused else 1


def _refused_by_the_system(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    reason = error.strerror or type(error).__name__
    return f"{where}The system refused this ({reason}). Check that the disk has room and that the place is yours."


def _parser(arguments: Sequence[str] = ()) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="workbench", description="The Share4Rare researcher workbench.")
    parser.add_argument("--version", action="version", version=__version__)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="one JSON document on stdout, nothing else there")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for group in _groups(arguments):
        group.register(commands, shared)
    return parser


def _groups(arguments: Sequence[str]) -> list[ModuleType]:
    """The module of the command that is asked for, all of them for help: to import all takes longer than most run."""
    first = next((one for one in arguments if not one.startswith("-")), "")
    asked = [name for name, commands in _COMMANDS.items() if first in commands]
    return [import_module(f"workbench.cli.{name}") for name in asked or _COMMANDS]


def _show(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer.data, ensure_ascii=False))
    elif answer.text:
        print(answer.text)
    if answer.refused:
        print(_one_line(answer.refused), file=sys.stderr)


def _one_line(text: str) -> str:
    return " ".join(text.split())
