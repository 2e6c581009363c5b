"""Workers that share a store come to the same answers, whoever wrote the question down, and so does a restart."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import pytest

from ontology.terms import from_number
from workbench.api import cohorts, similar
from workbench.api.door import Asker, Door
from workbench.api.opening import open_door
from workbench.cohorts.query import InAgeBand, InSex, Observed, Query
from workbench.settings import Settings

MINA = Asker("mina of the workers", "researcher")


@pytest.fixture
def workers(home: Settings) -> Iterator[list[Door]]:
    opened = [open_door(home).asked_by(MINA) for _ in range(3)]
    yield opened
    for door in opened:
        door.store.close()


def test_three_workers_tell_the_same_of_every_cohort_and_profile(workers: list[Door]) -> None:
    rng, door = random.Random(9), workers[0]
    often = np.argsort(-np.bitwise_count(door.snapshot.bitmaps).sum(axis=1, dtype=np.int64))[:40]
    terms = [from_number(int(door.snapshot.terms[at])) for at in often]
    terms = [term for term in terms if door.ontology.is_phenotype(term)]
    clauses = [*map(Observed, terms), InSex("female"), InAgeBand("5-11")]
    asked = [Query(tuple(rng.sample(clauses, rng.choice((1, 2, 2, 3))))) for _ in range(40)]
    profiles = [similar.profile(door, rng.sample(terms, 3), []) for _ in range(3)]
    first, last = workers[:2], workers[2]
    told = [cohorts.count(rng.choice(first), query) for query in asked]
    near = [similar.neighbourhood(rng.choice(first), profile) for profile in profiles]
    assert [cohorts.count(last, query) for query in asked] == told
    assert [cohorts.count(first[0], query) for query in asked] == told
    assert [similar.neighbourhood(last, profile) for profile in profiles] == near
    rows = door.store.questions.of(asker=MINA.user, study=None, snapshot=door.snapshot.manifest.id, tier="explore")
    assert len(rows) == len({row.query for row in rows})
    assert any(answer.value.count is None for answer in told)
