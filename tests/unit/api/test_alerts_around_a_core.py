"""Twenty different cohorts around one small group call the data steward; around a large one they do not."""

from __future__ import annotations

import dataclasses

import cohort_world as world
import pytest

from data_access.memory_store import MemoryStore
from workbench.api import cohorts
from workbench.api.door import Door
from workbench.api.opening import ledger_of
from workbench.cohorts.query import Clause, InAgeBand, InMapRegion, InSex, Observed, Query
from workbench.errors import TooManyQuestions


@pytest.fixture(scope="module")
def crowd() -> Door:
    return world.door(world.donors(900))


@pytest.fixture
def door(crowd: Door) -> Door:
    store = MemoryStore()
    ledger = ledger_of(store, crowd.population, crowd.ontology, world.KEY)
    gate = dataclasses.replace(crowd.gate, ledger=ledger)
    return dataclasses.replace(crowd, store=store, gate=gate, cache=world.KeptAnswers())


def ask_around(door: Door, *core: Clause) -> None:
    for term in world.TERMS[2:23]:
        cohorts.count(door, Query((*core, Observed(term))))


def test_a_narrow_core_raises_one_alert_without_any_number(door: Door) -> None:
    core = (InSex("other"), InSex("male"))
    ask_around(door, *core)
    (alert,) = door.store.questions.alerts()
    assert (alert.asker, alert.core) == ("local", '{"all":[{"sex":"male"},{"sex":"other"}]}')
    (event,) = door.store.audit.events()
    assert (event.action, event.details) == ("alert", f'{{"kind":"narrow_core","snapshot":"{world.SNAPSHOT}"}}')


def test_a_large_core_raises_none(door: Door) -> None:
    wide = InMapRegion(world.SNAPSHOT, tuple(range(world.COLUMNS * world.ROWS)))
    ask_around(door, InSex("female"), wide)
    assert door.store.questions.alerts() == []


def test_after_two_hundred_questions_of_a_day_the_next_new_one_is_refused_and_old_ones_stay(door: Door) -> None:
    clauses = [Observed(one) for one in world.TERMS[1:]]
    pairs = [Query((one, other)) for at, one in enumerate(clauses) for other in clauses[:at]]
    with pytest.raises(TooManyQuestions):
        [cohorts.count(door, query) for query in pairs]
    assert len(door.store.questions.latest(limit=500)) == 200
    cohorts.facts(door, pairs[0])
    cohorts.count(door, Query())
    with pytest.raises(TooManyQuestions):
        cohorts.facts(door, Query((InSex("male"), InAgeBand("0-4"))))
    assert [event.action for event in door.store.audit.events()].count("refused") == 1
