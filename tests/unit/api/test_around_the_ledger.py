"""Ways around the ledger: what tells of a group without being asked as a cohort is written down all the same."""

from __future__ import annotations

import dataclasses
import json

import cohort_world as world
import numpy as np
import pytest

from data_access.memory_store import MemoryStore
from workbench.api import cohorts
from workbench.api import map as maps
from workbench.api.answers import as_question
from workbench.api.asked import margin_between
from workbench.api.door import Door
from workbench.api.opening import ledger_of
from workbench.cohorts.cohort import packed
from workbench.cohorts.query import InAgeBand, InMapRegion, InSex, Observed, Query
from workbench.disclosure.layers import Layers
from workbench.disclosure.overlap import MOST_MARGIN, AnsweredGroups
from workbench.disclosure.policy import EXPLORE
from workbench.disclosure.profile_seal import ProfileSeal
from workbench.errors import InvalidQuery


@pytest.fixture(scope="module")
def crowd() -> Door:
    return world.door(world.donors(1_200))


@pytest.fixture
def door(crowd: Door) -> Door:
    store = MemoryStore()
    ledger = ledger_of(store, crowd.population, crowd.ontology, world.KEY)
    gate = dataclasses.replace(crowd.gate, ledger=ledger)
    return dataclasses.replace(crowd, store=store, gate=gate, cache=world.KeptAnswers())


def asked(door: Door) -> list[list[object]]:
    return [json.loads(row.query)["all"] for row in reversed(door.store.questions.latest())]


def test_a_region_that_is_refused_as_too_small_was_a_question(door: Door) -> None:
    small = InMapRegion(world.SNAPSHOT, (0,))
    for question in (lambda: maps.region_query(door, [0]), lambda: cohorts.count(door, Query((small, InSex("male"))))):
        with pytest.raises(InvalidQuery, match="fewer than 50 donors"):
            question()
    assert [len(clauses) for clauses in asked(door)] == [1]


def test_each_step_of_an_attrition_is_a_question_after_the_whole_cohort(door: Door) -> None:
    one, other = InSex("male"), InAgeBand("5-11")
    term = Observed(world.TERMS[1])
    cohorts.attrition(door, Query((other, one, term)))
    assert [len(clauses) for clauses in asked(door)] == [3, 1, 2]
    cohorts.count(door, Query((one, other)))
    assert len(asked(door)) == 3


def test_how_near_is_too_near_is_not_known_and_padding_both_questions_gives_no_fresh_draw() -> None:
    layers = Layers(EXPLORE, world.KEY, world.SNAPSHOT)
    margin = margin_between(layers, ProfileSeal(world.KEY))
    drawn = set()
    for term in world.TERMS[1:]:
        wide, narrow = Query((InSex("male"),)), Query((InSex("male"), Observed(term)))
        apart = margin(as_question(wide), as_question(narrow))
        padded = [as_question(one.adding(InAgeBand("0-4"))) for one in (narrow, wide)]
        assert margin(*padded) == apart
        drawn.add(apart)
    assert drawn == set(range(MOST_MARGIN + 1))


def test_whoever_knows_a_difference_to_be_nine_or_ten_seldom_learns_which_from_its_fate() -> None:
    everybody, group = packed(np.ones(200, dtype=np.bool_)), np.arange(200) < 100
    margin = margin_between(Layers(EXPLORE, world.KEY, world.SNAPSHOT), ProfileSeal(world.KEY))
    told = 0
    for term in world.TERMS[1:]:
        fates = []
        for apart in (9, 10):
            audit = AnsweredGroups(everybody, margin)
            wide, narrow = Query((InSex("male"),)), Query((InSex("male"), Observed(term)))
            audit.decide("ana", None, as_question(wide), packed(group))
            less = packed(group & (np.arange(200) >= apart))
            fates.append(audit.decide("ana", None, as_question(narrow), less))
        assert fates[0]
        told += fates[0] != fates[1]
    assert told < len(world.TERMS) / 3
