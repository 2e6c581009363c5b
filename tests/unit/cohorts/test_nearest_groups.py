"""The undiagnosed beside the diagnosed: who lies near a group, and that it is a question like any other."""

from __future__ import annotations

from dataclasses import replace

import cohort_world as world
import numpy as np

from data_access.records import Condition, Donor
from data_access.snapshots import Snapshot
from workbench.cohorts.canonical import table_key
from workbench.cohorts.clauses import HasCondition, NearestGroup
from workbench.cohorts.nearest_groups import lie_near

GROUP = ("OMIM:1", "OMIM:2")


def donor(position: int, condition: str | None) -> Donor:
    conditions = () if condition is None else (Condition(condition, world.CONDITIONS[condition]),)
    return Donor(f"{position:032x}", "invented", undiagnosed=condition is None, synthetic=True, conditions=conditions)


def snapshot(conditions: list[str | None], near: list[list[int]]) -> Snapshot:
    """Donors with these conditions; the nearest of the first ones, the others have none."""
    made = world.snapshot_of([donor(place, one) for place, one in enumerate(conditions)])
    width = max(map(len, near))
    rows = np.full((len(conditions), width), -1, dtype=np.int32)
    for place, row in enumerate(near):
        rows[place, : len(row)] = row
    return replace(made, neighbours=rows)


def test_most_of_the_nearest_and_three_of_them_must_be_of_the_group() -> None:
    conditions = [None, None, None, "OMIM:1", "OMIM:1", "OMIM:2", "OMIM:3", "OMIM:4", "OMIM:3"]
    near = [[3, 4, 5, 6], [3, 4, 6], [3, 4, 5, 6, 7, 8]]
    assert lie_near(GROUP, snapshot(conditions, near)).tolist() == [True, *[False] * 8]


def test_the_undiagnosed_among_the_nearest_do_not_vote() -> None:
    conditions = [None, "OMIM:1", "OMIM:1", "OMIM:1", None, None, None, None]
    assert lie_near(GROUP, snapshot(conditions, [[1, 2, 3, 4, 5, 6, 7]])).tolist() == [True, *[False] * 7]


def test_a_diagnosed_donor_is_never_placed() -> None:
    conditions = ["OMIM:3", "OMIM:1", "OMIM:1", "OMIM:1"]
    assert not lie_near(GROUP, snapshot(conditions, [[1, 2, 3]])).any()


def test_that_they_are_undiagnosed_adds_nothing_to_the_question() -> None:
    near = NearestGroup(GROUP)
    vocabulary = world.vocabulary()
    assert table_key([near, HasCondition("undiagnosed")], vocabulary) == table_key([near], vocabulary)
    assert table_key([near], vocabulary) != table_key([NearestGroup(("OMIM:1",))], vocabulary)
