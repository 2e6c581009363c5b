"""PostgreSQL killed under load."""

from __future__ import annotations

from collections.abc import Callable

from tests.faults import postgres_killed
from tests.faults.faults import Fault, Figures


def test_a_killed_database_is_said_in_words_and_nothing_kept_is_lost(made: Callable[[Fault, int], Figures]) -> None:
    figures = made(postgres_killed.FAULT, 2)
    assert figures["acknowledged and lost"] == figures["answers without words"] == 0
