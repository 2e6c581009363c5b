"""Three engines count alike: bitmaps over a snapshot, SQL in the store, and plain pandas written here as the oracle."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
import pytest

sys.path.append(str(Path(__file__).parents[1] / "unit" / "cohorts"))

import cohort_world as world

from data_access.opening import open_store
from data_access.records import Donor
from data_access.store import Store
from workbench.analysis.counts import Counter
from workbench.cohorts.clauses import AnyOf, Not, StudyClause
from workbench.cohorts.cohort import size
from workbench.cohorts.criteria import criteria
from workbench.cohorts.query import (
    Clause,
    Excluded,
    HasCondition,
    InAgeBand,
    InMapRegion,
    InRegion,
    InSex,
    Observed,
    Query,
    canonical,
)
from workbench.cohorts.study_query import canonical_study
from workbench.errors import InvalidQuery

DONORS = 400
QUERIES = 10_000 if os.environ.get("WORKBENCH_MANY_QUERIES") else 2_000


class Oracle:
    """Counts donors in plain pandas, from the records alone."""

    def __init__(self, donors: list[Donor]) -> None:
        self._found: dict[StudyClause, frozenset[str]] = {}
        self.donors = pd.DataFrame(
            {
                "id": one.id,
                "sex": one.sex,
                "age_band": one.age_band,
                "country": one.country,
                "region": one.region,
                "undiagnosed": one.undiagnosed,
            }
            for one in donors
        )
        self.findings = pd.DataFrame(
            [(one.id, finding.term, finding.state) for one in donors for finding in one.findings],
            columns=["id", "term", "state"],
        )
        self.conditions = pd.DataFrame(
            [(one.id, condition.id) for one in donors for condition in one.conditions], columns=["id", "condition"]
        )

    def count(self, query: Query) -> int:
        return len(self.fitting(query.clauses))

    def fitting(self, clauses: Iterable[StudyClause]) -> frozenset[str]:
        fitting = frozenset(self.donors["id"])
        for clause in clauses:
            fitting &= self.ids(clause)
        return fitting

    def ids(self, clause: StudyClause) -> frozenset[str]:
        if clause not in self._found:
            match clause:
                case AnyOf(options):
                    found = frozenset().union(*(self.ids(one) for one in options))
                case Not(of):
                    found = frozenset(self.donors["id"]) - self.ids(of)
                case _:
                    found = frozenset(self._ids(clause))
            self._found[clause] = found
        return self._found[clause]

    def _ids(self, clause: Clause) -> set[str]:
        donors, findings, conditions = self.donors, self.findings, self.conditions
        match clause:
            case Observed(term):
                narrower = [one for one in world.TERMS if term in world.ONTOLOGY.ancestors(one)]
                return set(findings[(findings["state"] == "observed") & findings["term"].isin(narrower)]["id"])
            case Excluded(term):
                broader = list(world.ONTOLOGY.ancestors(term))
                return set(findings[(findings["state"] == "excluded") & findings["term"].isin(broader)]["id"])
            case InSex(sex):
                return set(donors[donors["sex"] == sex]["id"])
            case InAgeBand(band):
                return set(donors[donors["age_band"] == band]["id"])
            case InRegion(code):
                return set(donors[(donors["country"] == code) | (donors["region"] == code)]["id"])
            case HasCondition("undiagnosed"):
                return set(donors[donors["undiagnosed"]]["id"])
            case HasCondition(identifier):
                meant = [one for one, area in world.AREAS.items() if area == identifier] or [identifier]
                return set(conditions[conditions["condition"].isin(meant)]["id"])
        raise AssertionError(clause)


@pytest.fixture(scope="module")
def donors() -> list[Donor]:
    return world.donors(DONORS)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, donors: list[Donor]) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path_factory.mktemp('engines') / 'store.db'}")
    opened.put(donors)
    yield opened
    opened.close()


def test_bitmaps_sql_and_pandas_agree_on_thousands_of_queries(donors: list[Donor], store: Store) -> None:
    population, oracle, rng = world.population(donors), Oracle(donors), random.Random(20261121)
    vocabulary, manifest = population.vocabulary, population.snapshot.manifest
    above_zero = 0
    for _ in range(QUERIES):
        query = world.query(rng)
        expected = oracle.count(query)
        above_zero += expected > 0
        assert size(population.fitting(query)) == expected, query
        assert size(population.fitting(canonical(query, vocabulary))) == expected, query
        assert store.count_matching(criteria(query, world.ONTOLOGY, vocabulary, manifest)) == expected, query
    assert above_zero > QUERIES / 2


def test_bitmaps_and_pandas_agree_on_the_questions_of_studies(donors: list[Donor]) -> None:
    population, oracle, rng = world.population(donors), Oracle(donors), random.Random(20261122)
    above_zero = 0
    for _ in range(QUERIES):
        query = world.study(rng)
        expected = len(oracle.fitting(query.clauses))
        above_zero += expected > 0
        assert size(population.fitting(query.clauses)) == expected, query
        canonical_form = canonical_study(query, population.vocabulary)
        assert Counter(canonical_form.clauses, population).whole().n == expected, query
    assert above_zero > QUERIES / 2


def test_the_store_refuses_a_map_region(donors: list[Donor]) -> None:
    population = world.population(donors[:1])
    query = Query((InMapRegion(world.SNAPSHOT, (1,)),))
    with pytest.raises(InvalidQuery, match="knows no map"):
        criteria(query, world.ONTOLOGY, population.vocabulary, population.snapshot.manifest)
