"""Equal questions asked at once are worked out once; different ones do not wait for each other."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from workbench.api import one_at_a_time as module
from workbench.api.one_at_a_time import one_at_a_time


def test_the_same_question_is_worked_out_by_one_thread_at_a_time() -> None:
    inside, most = 0, 0
    guard = threading.Lock()
    start = threading.Barrier(8)

    def ask(_: int) -> None:
        nonlocal inside, most
        start.wait()
        with one_at_a_time("conditions"):
            with guard:
                inside += 1
                most = max(most, inside)
            threading.Event().wait(0.01)
            with guard:
                inside -= 1

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ask, range(8)))
    assert most == 1
    assert module._waiting == {}


def test_other_questions_do_not_wait() -> None:
    both = threading.Barrier(2, timeout=10)

    def ask(place: str) -> None:
        with one_at_a_time(place), one_at_a_time(f"a part of {place}"):
            both.wait()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(ask, ["one", "other"]))
    assert module._waiting == {}


def test_a_question_that_fails_lets_the_next_one_in() -> None:
    with pytest.raises(ValueError, match="no"), one_at_a_time("place"):
        raise ValueError("no")
    with one_at_a_time("place"):
        assert len(module._waiting) == 1
    assert module._waiting == {}
