"""Ways around the ledger: what tells of a group without being asked as a cohort is written down all the same."""

from __future__ import annotations

import dataclasses
import json

import cohort_world as world
import pytest

from data_access.memory_store import MemoryStore
from workbench.api import cohorts
from workbench.api import map as maps
from workbench.api.door import Door
from workbench.api.opening import ledger_of
from workbench.cohorts.query import InAgeBand, InMapRegion, InSex, Observed, Query
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
