"""A store in a database does what the store in memory does, whatever is asked of it in whatever order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_access.memory_store import MemoryStore
from data_access.opening import open_store
from data_access.records import (
    AGE_BANDS,
    CONDITION_STATUSES,
    FINDING_STATES,
    GIVERS,
    SEXES,
    Condition,
    Consent,
    Donor,
    Finding,
)
from data_access.rules import is_storable
from data_access.store import CRITERION_FIELDS, Criterion, Store
from tests.spec.store_examples import pseudonym

# Few of each, so that donors meet again and criteria find somebody.
IDS = st.integers(1, 5).map(pseudonym)
TERMS = st.integers(1, 6).map(lambda number: f"HP:{number:07d}")
PURPOSES = st.sampled_from(("research", "matching", "study:1"))
TEXTS = st.text(max_size=8).filter(is_storable)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2026, 11, 21))


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(values, max_size=4).map(tuple)


findings = st.builds(
    Finding, TERMS, st.sampled_from(FINDING_STATES), maybe(TEXTS), maybe(TERMS), maybe(TEXTS), maybe(TEXTS)
)
conditions = st.builds(
    Condition, st.sampled_from(("OMIM:1", "ORPHA:2", "MONDO:3")), TEXTS, st.sampled_from(CONDITION_STATUSES)
)
consents = st.builds(
    Consent, PURPOSES, TEXTS, st.sampled_from(GIVERS), DAYS, maybe(st.sampled_from(AGE_BANDS)), st.none()
) | st.builds(Consent, PURPOSES, TEXTS, st.sampled_from(GIVERS), DAYS, st.none(), st.just(dt.date(2026, 11, 21)))
donors = st.builds(
    Donor,
    IDS,
    st.sampled_from(("clinic", "registry")),
    maybe(st.sampled_from(SEXES)),
    maybe(st.sampled_from(AGE_BANDS)),
    maybe(st.sampled_from(("ES", "PT"))),
    maybe(st.sampled_from(("ES-CT", "ES-MD"))),
    st.booleans(),
    st.booleans(),
    some(findings),
    some(conditions),
    some(consents),
)
VALUES = (
    TERMS
    | st.sampled_from((*SEXES, *AGE_BANDS, "ES", "PT", "ES-CT", "OMIM:1", "ORPHA:2", "true", "\x00"))
    | st.text(max_size=3)
)
criteria = st.builds(Criterion, st.sampled_from(CRITERION_FIELDS), st.lists(VALUES, max_size=6).map(tuple))

Question = Callable[[Store], object]


def putting(batch: list[Donor]) -> Question:
    return lambda store: store.put(batch)


def erasing(donor_id: str) -> Question:
    return lambda store: store.erase(donor_id)


def getting(donor_id: str) -> Question:
    return lambda store: store.get(donor_id)


def counting(wanted: list[Criterion], purpose: str | None) -> Question:
    return lambda store: store.count_matching(wanted, purpose=purpose)


def listing(purpose: str | None, batch: int, synthetic: bool | None) -> Question:
    return lambda store: (
        list(store.donors(purpose=purpose, batch=batch)),
        store.count(purpose=purpose, synthetic=synthetic),
    )


questions = st.one_of(
    st.builds(putting, st.lists(donors, max_size=5)),
    st.builds(erasing, IDS),
    st.builds(getting, IDS),
    st.builds(counting, st.lists(criteria, max_size=3), maybe(PURPOSES)),
    st.builds(listing, maybe(PURPOSES), st.integers(1, 4), maybe(st.booleans())),
)


@pytest.fixture(params=["sqlite", "postgres"], scope="module")
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    if request.param == "postgres":
        yield request.getfixturevalue("postgres_store")
        return
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('equivalence') / 'store.db'}")
    yield store
    store.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sequence=st.lists(questions, min_size=1, max_size=12))
def test_a_database_answers_as_memory_does(database: Store, sequence: list[Question]) -> None:
    for found in list(database.donors()):
        database.erase(found.id)
    memory = MemoryStore()
    for question in sequence:
        assert question(database) == question(memory)
    assert list(database.donors()) == list(memory.donors())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(batch=st.lists(donors, max_size=8), wanted=st.lists(criteria, max_size=3), purpose=maybe(PURPOSES))
def test_a_database_counts_as_memory_does(
    database: Store, batch: list[Donor], wanted: list[Criterion], purpose: str | None
) -> None:
    for found in list(database.donors()):
        database.erase(found.id)
    memory = MemoryStore()
    assert database.put(batch) == memory.put(batch)
    assert database.count_matching(wanted, purpose=purpose) == memory.count_matching(wanted, purpose=purpose)
