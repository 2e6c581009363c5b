"""Files damaged while nobody looked."""

from __future__ import annotations

from collections.abc import Callable

from tests.faults import damaged_files
from tests.faults.faults import Fault, Figures


def test_a_damaged_file_is_never_a_wrong_number(made: Callable[[Fault, int], Figures]) -> None:
    figures = made(damaged_files.FAULT, 8)
    assert figures["snapshot files found"] == 8
