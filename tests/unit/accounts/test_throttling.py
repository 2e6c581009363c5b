"""Waits grow after tries that failed, and stop growing."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from workbench.accounts.throttling import PER_ACCOUNT, PER_ADDRESS, Limit

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
LIMITS = st.sampled_from([PER_ACCOUNT, PER_ADDRESS])


def test_the_first_tries_are_free_and_the_waits_double_up_to_a_quarter_of_an_hour() -> None:
    waits = [PER_ACCOUNT.wait(tries).total_seconds() for tries in range(13)]
    assert waits == [0, 0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900]


@given(LIMITS, st.integers(0, 10_000))
def test_no_wait_is_shorter_after_more_tries_or_longer_than_the_longest(limit: Limit, tries: int) -> None:
    assert limit.wait(tries) <= limit.wait(tries + 1) <= limit.longest_wait


@given(LIMITS, st.lists(st.integers(0, 200_000), max_size=200))
def test_nobody_is_locked_out_longer_than_the_longest_wait(limit: Limit, ago: list[int]) -> None:
    tries = sorted(NOW - seconds * SECOND for seconds in ago)
    assert limit.allows(tries, NOW + limit.longest_wait)


@given(LIMITS, st.lists(st.integers(0, 3_000), min_size=40, max_size=60))
def test_after_many_tries_the_next_one_at_once_is_refused(limit: Limit, ago: list[int]) -> None:
    tries = sorted([NOW, *(NOW - seconds * SECOND for seconds in ago)])
    assert not limit.allows(tries, NOW + SECOND)


@given(LIMITS, st.lists(st.integers(0, 500), max_size=300))
def test_whoever_keeps_trying_gets_no_more_than_the_waits_leave(limit: Limit, pauses: list[int]) -> None:
    """A day of tries that are counted only where they are allowed, as signing in does it."""
    moment, counted = NOW, list[dt.datetime]()
    for pause in pauses:
        moment += pause * SECOND
        if limit.allows(counted, moment):
            counted.append(moment)
    hours = (moment - NOW) / dt.timedelta(hours=1)
    most_in_window = limit.free + 7 + (limit.window / limit.longest_wait)
    assert len(counted) <= most_in_window * (1 + hours / (limit.window / dt.timedelta(hours=1)))


def test_tries_before_the_window_count_no_more() -> None:
    old = [NOW - PER_ADDRESS.window - SECOND] * 100
    assert PER_ADDRESS.allows(old, NOW)
    assert not PER_ADDRESS.allows([*old, *[NOW] * 30], NOW)
