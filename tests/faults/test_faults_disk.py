"""A full disk."""

from __future__ import annotations

from collections.abc import Callable

from tests.faults import disk_full
from tests.faults.faults import Fault, Figures


def test_a_full_disk_ends_in_a_sentence_and_leaves_nothing_half(made: Callable[[Fault, int], Figures]) -> None:
    figures = made(disk_full.FAULT, 1)
    assert figures["builds stopped"] == 1
