"""What the gate promises of studies and of small steps: thousands of random questions, counted and released."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "unit" / "cohorts"))

import cohort_world as world

from workbench.analysis.counts import Counter
from workbench.cohorts.canonical import canonical
from workbench.cohorts.clauses import Observed, Query
from workbench.cohorts.cohort import Population
from workbench.cohorts.study_query import StudyQuery, canonical_study
from workbench.disclosure.numbers import Numbers
from workbench.disclosure.policy import EXPLORE, STUDY, Policy
from workbench.disclosure.values import Count

QUERIES = 5_000
VOCABULARY = world.vocabulary()


def numbers(policy: Policy) -> Numbers:
    return Numbers(policy, world.KEY, world.SNAPSHOT, VOCABULARY, world.ONTOLOGY)


@pytest.fixture(scope="module")
def people() -> Population:
    return world.population(world.donors(1_500))


def released(query: StudyQuery, people: Population) -> Count:
    return numbers(STUDY).of(Counter(query.clauses, people).whole())


def test_no_study_sees_a_number_under_twenty_nor_any_of_fewer_than_ten_donors(people: Population) -> None:
    rng, shown = random.Random(1), 0
    for _ in range(QUERIES):
        query = canonical_study(world.study(rng, on_map=True), VOCABULARY)
        cell = Counter(query.clauses, people).whole()
        n = numbers(STUDY).of(cell)
        assert n is None or (n >= 20 and n % 5 == 0 and cell.n >= 10)
        shown += n is not None
    assert shown > QUERIES / 5


def test_a_study_in_other_words_gets_the_same_number(people: Population) -> None:
    rng, shown = random.Random(2), 0
    for _ in range(1_000):
        query = world.study(rng, on_map=True)
        again = world.study_in_other_words(query, rng)
        n = released(canonical_study(query, VOCABULARY), people)
        assert n == released(canonical_study(again, VOCABULARY), people)
        assert n == released(again, people)  # the gate alone folds what matters
        shown += n is not None
    assert shown > 200


def test_small_steps_are_told_alike_alone_in_tables_and_in_other_words() -> None:
    people = world.population(world.donors(150))
    rng, small = random.Random(3), 0
    gate = numbers(EXPLORE)
    for _ in range(300):
        clauses = world.query(rng).clauses[:3]
        table = Counter(clauses, people).table(world.TERMS)
        in_table = gate.table(table)
        for at, term in enumerate(table.terms):
            asked = canonical(Query((*clauses, Observed(term))), VOCABULARY).clauses
            alone = Counter(rng.sample(asked, k=len(asked)), people).whole()
            assert in_table[term] == gate.of(alone)
            if alone.n >= 10:
                assert alone.told == int(table.told[at])
                small += alone.told != alone.n
    assert small > 100
