"""Groups that differ by a few people: the audit, as a table and against a plain oracle on sets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.cohorts.cohort import Bitmap, packed
from workbench.disclosure.overlap import NEAR, AnsweredGroups

DONORS = 120


def group(*rows: int) -> Bitmap:
    mask = np.zeros(DONORS, dtype=np.bool_)
    mask[list(rows)] = True
    return packed(mask)


def first(count: int, start: int = 0) -> Bitmap:
    return group(*range(start, start + count))


def answered(*groups: Bitmap) -> AnsweredGroups:
    kept = AnsweredGroups(first(DONORS))
    for at, one in enumerate(groups):
        assert not kept.decide("ana", None, f"earlier {at}", one)
    return kept


@pytest.mark.parametrize("apart", range(NEAR + 1))
def test_a_group_that_differs_by_nought_to_nine_is_withheld(apart: int) -> None:
    assert answered(first(40)).decide("ana", None, "new", first(40 - apart))
    assert answered(first(40)).decide("ana", None, "new", first(40 + apart))


def test_people_who_leave_and_people_who_come_both_count() -> None:
    assert answered(first(40)).decide("ana", None, "new", first(40, start=4))
    assert not answered(first(40)).decide("ana", None, "new", first(40, start=5))


def test_a_difference_of_ten_is_answered() -> None:
    assert not answered(first(40)).decide("ana", None, "new", first(30))


def test_nearly_everybody_is_too_near_to_everybody() -> None:
    assert answered().decide("ana", None, "new", first(DONORS - 1))
    assert not answered().decide("ana", None, "new", first(DONORS - 10))


def test_the_same_question_of_a_colleague_keeps_its_answer() -> None:
    kept = answered()
    assert not kept.decide("ana", "rett", "same", first(40))
    assert not kept.decide("ben", "rett", "same", first(40))


def test_a_withheld_group_is_not_one_that_was_answered() -> None:
    kept = answered(first(40))
    assert kept.decide("ana", None, "near", first(34))
    assert not kept.decide("ana", None, "near to the near one", first(30))


def test_a_group_too_small_to_show_counts_like_one_that_was_answered() -> None:
    """Else the fate of a larger group around it would say whether it was nine or ten."""
    for small in (9, 10):
        kept = AnsweredGroups(first(DONORS))
        assert not kept.decide("ana", None, "small", first(small))
        assert kept.decide("ana", None, "around it", first(17))


def test_strangers_do_not_stand_in_each_others_way_and_a_study_is_one() -> None:
    kept = AnsweredGroups(first(DONORS))
    assert not kept.decide("ana", "rett", "one", first(40))
    assert not kept.decide("ben", None, "two", first(39))
    assert not kept.decide("eva", "other", "three", first(38))
    assert kept.decide("ben", "rett", "four", first(37))
    assert kept.decide("ana", None, "five", first(36))


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from([None, "s"]), st.sets(st.integers(0, 30))), max_size=12)
)
def test_it_decides_like_plain_sets(asked: list[tuple[str, str | None, set[int]]]) -> None:
    kept, plain = AnsweredGroups(first(DONORS)), [(None, None, set(range(DONORS)))]
    for at, (asker, study, some) in enumerate(asked):
        rows = some | set(range(60, 90))
        near = any(
            len(rows ^ other) <= 9
            for who, where, other in plain
            if who in (None, asker) or (study is not None and study == where)
        )
        assert kept.decide(asker, study, str(at), group(*rows)) == near
        if not near:
            plain.append((asker, study, rows))  # type: ignore[arg-type]
