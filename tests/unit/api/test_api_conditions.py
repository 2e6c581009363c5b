"""Questions about conditions among themselves, on an invented snapshot."""

from __future__ import annotations

import random
from dataclasses import replace

import cohort_world as world
import condition_world as published_world
import numpy as np
import pytest

from data_access.records import Condition, Donor
from workbench.analysis.counts import disease_areas
from workbench.api import conditions, overview
from workbench.api.door import Door
from workbench.errors import InvalidTerm

PLANTED = published_world.planted(kinds=2, each=6, alone=8)
BARE, RARE = "OMIM:900", "OMIM:901"
NAMES = {one: f"Condition {one[5:]}" for one in (*PLANTED, BARE, RARE)}


def donors() -> list[Donor]:
    """Thirty donors of each condition, four of a rare one, forty without a diagnosis."""
    have = [*(one for one in (*PLANTED, BARE) for _ in range(30)), *[RARE] * 4, *[None] * 40]
    random.Random(1).shuffle(have)
    return [
        Donor(
            f"{place:032x}",
            "invented",
            undiagnosed=one is None,
            synthetic=True,
            conditions=() if one is None else (Condition(one, NAMES[one]),),
        )
        for place, one in enumerate(have)
    ]


@pytest.fixture(scope="module")
def door() -> Door:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(world, "CONDITIONS", NAMES)
        made = donors()
        snapshot = world.snapshot_of(made)
        kin = [
            place for place, one in enumerate(made) if one.conditions and one.conditions[0].id in sorted(PLANTED)[:6]
        ]
        near = np.full((len(made), 5), -1, dtype=np.int32)
        near[[place for place, one in enumerate(made) if one.undiagnosed][:30]] = kin[:5]
        opened = world.door(made, snapshot=replace(snapshot, neighbours=near))
    told = published_world.annotations(PLANTED)
    glossary = replace(opened.glossary, conditions={**told.names, **dict(disease_areas())})
    return replace(
        opened,
        ontology=published_world.ONTOLOGY,
        annotations=told,
        condition_names=NAMES,
        glossary=glossary,
        usual=frozenset(published_world.PARENTS),
    )


def test_the_plane_holds_every_condition_of_ten_donors_or_more(door: Door) -> None:
    view = conditions.overview(door).value
    assert {disc.id for disc in view.discs} == set(PLANTED)
    assert [(one, name) for one, name, _ in view.not_described] == [(BARE, NAMES[BARE])]
    assert RARE not in repr(view)


def test_counts_are_those_of_the_overview(door: Door) -> None:
    known = {row.key: row.count for row in overview.summary(door).value.facts.conditions}
    assert all(disc.count == known[disc.id] for disc in conditions.overview(door).value.discs)


def test_planted_groups_are_on_the_plane_with_a_name(door: Door) -> None:
    view = conditions.overview(door).value
    ids = sorted(PLANTED)
    homes = [
        [group.id for group in view.groups if kind <= set(group.conditions)] for kind in (set(ids[:6]), set(ids[6:12]))
    ]
    assert [len(home) for home in homes] == [1, 1]
    assert homes[0] != homes[1]
    assert len({group.name for group in view.groups}) == 2
    for group in view.groups:
        assert {disc.id for disc in view.discs if disc.group == group.id} == set(group.conditions)


def test_the_undiagnosed_are_placed_by_their_nearest_donors(door: Door) -> None:
    placed = conditions.undiagnosed(door).value
    (name, count), *others = placed.groups
    first = next(group for group in conditions.overview(door).value.groups if sorted(PLANTED)[0] in group.conditions)
    assert (name, others) == (first.name, [])
    assert count == pytest.approx(30, abs=12)
    assert placed.undiagnosed == pytest.approx(40, abs=12)


def test_answers_are_kept(door: Door) -> None:
    assert conditions.overview(door) == conditions.overview(door)


def test_a_condition_nobody_wrote_about_is_named_only_where_its_count_is_released(door: Door) -> None:
    bare = conditions.published(door, BARE)
    assert (bare.name, bare.findings) == (NAMES[BARE], ())
    assert "No finding of it is published" in bare.sentence
    for unknown in (RARE, "OMIM:999999", "AREA:rett", "undiagnosed"):
        with pytest.raises(InvalidTerm):
            conditions.published(door, unknown)


def test_what_is_published_is_told(door: Door) -> None:
    first = sorted(PLANTED)[0]
    told = conditions.published(door, first)
    assert {one.term for one in told.findings} == set(PLANTED[first])
    assert told.name == NAMES[first]


def test_the_nearest_conditions_of_a_planted_one_are_of_its_kind(door: Door) -> None:
    ids = sorted(PLANTED)
    near = conditions.nearest(door, ids[0], top=5)
    assert {one.id for one in near} == set(ids[1:6])
    assert [one.overlap for one in near] == sorted((one.overlap for one in near), reverse=True)
    assert conditions.nearest(door, BARE) == ()


def test_conditions_are_found_by_words_and_ids(door: Door) -> None:
    assert conditions.search(door, "cond 100") == [("OMIM:100", "Condition 100")]
    assert conditions.search(door, "omim:101") == [("OMIM:101", "Condition 101")]
    assert len(conditions.search(door, "condition", top=3)) == 3
    assert conditions.search(door, " ") == []
    assert conditions.search(door, "900") == []
