"""kill -9 during an import."""

from __future__ import annotations

from collections.abc import Callable

from tests.faults import import_killed
from tests.faults.faults import Fault, Figures


def test_a_killed_import_loses_and_doubles_nobody(made: Callable[[Fault, int], Figures]) -> None:
    figures = made(import_killed.FAULT, 5)
    assert figures["partial donors"] == figures["acknowledged donors lost"] == 0
