"""Redis gone and back."""

from __future__ import annotations

from collections.abc import Callable

from tests.faults import redis_gone
from tests.faults.faults import Fault, Figures


def test_without_redis_the_same_answers_come(made: Callable[[Fault, int], Figures]) -> None:
    assert made(redis_gone.FAULT, 2)["answers that did not come"] == 0
