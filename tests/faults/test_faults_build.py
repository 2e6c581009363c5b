"""kill -9 while a snapshot is built."""

from __future__ import annotations

from collections.abc import Callable

from tests.faults import build_killed
from tests.faults.faults import Fault, Figures


def test_a_killed_build_leaves_the_snapshot_before_and_nothing_half(made: Callable[[Fault, int], Figures]) -> None:
    figures = made(build_killed.FAULT, 3)
    assert figures["half folders opened"] == figures["left after the next build"] == 0
