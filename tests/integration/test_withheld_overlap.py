"""A cohort too near to one that was answered: nothing tells it from a cohort of nobody, in any table or panel."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from data_access.memory_store import MemoryStore
from ontology.terms import from_number
from workbench.analysis.chance import narrowest_findings
from workbench.analysis.engine.snapshot_donors import described_snapshot
from workbench.api import cohorts, similar
from workbench.api import map as map_questions
from workbench.api.admission import calibration
from workbench.api.door import Asker, Door
from workbench.api.opening import ledger_of, open_door
from workbench.cohorts.clauses import CloseTo, InAgeBand, InSex, Observed, Query, TableClause
from workbench.cohorts.cohort import packed, size
from workbench.cohorts.profile import Profile
from workbench.cohorts.query import canonical
from workbench.disclosure.overlap import NEAR
from workbench.settings import Settings


class Kept(dict[str, bytes]):
    def set(self, key: str, value: bytes) -> None:
        self[key] = value


@pytest.fixture(scope="module")
def opened(home: Settings) -> Iterator[Door]:
    door = open_door(home)
    yield door
    door.store.close()


@pytest.fixture
def door(opened: Door) -> Door:
    """The door of a researcher who has asked nothing yet, with a ledger and a cache of its own."""
    return asked_by(opened, "ana", MemoryStore(), Kept())


def asked_by(door: Door, user: str, store: MemoryStore, cache: Kept) -> Door:
    ledger = ledger_of(store, door.population, door.ontology, door.gate.key)
    gate = dataclasses.replace(door.gate, ledger=ledger)
    return dataclasses.replace(door, store=store, gate=gate, cache=cache, asker=Asker(user, "researcher"))


@pytest.fixture(scope="module")
def pair(opened: Door) -> tuple[Query, Query]:
    """A cohort of twenty donors or more, and one that differs from it by one to nine."""
    snapshot = opened.snapshot
    often = np.argsort(-np.bitwise_count(snapshot.bitmaps).sum(axis=1, dtype=np.int64))[3:120]
    found = [from_number(int(snapshot.terms[at])) for at in often]
    clauses = [Observed(term) for term in found if opened.ontology.is_phenotype(term)]
    sizes = {one: size(opened.population.fitting((one, InSex("female")))) for one in clauses}
    for one, other in itertools.permutations(clauses, 2):
        wide, narrow = Query((one, InSex("female"))), Query((one, InSex("female"), other))
        left = size(opened.population.fitting(narrow))
        if left >= 30 and 0 < sizes[one] - left <= NEAR and len(canonical(narrow, opened.published).clauses) == 3:
            return wide, narrow
    raise AssertionError("no such pair among these donors")


def without(door: Door, clauses: tuple[TableClause, ...]) -> Door:
    """The same snapshot for somebody whom no ledger stands in the way of, but nobody fits the clauses: plainly so."""

    class Emptied(type(door.population)):  # type: ignore[misc]
        def fitting(self, asked: Any = ()) -> Any:
            every = tuple(asked.clauses if isinstance(asked, Query) else asked)
            nobody = packed(np.zeros(self.snapshot.donors, dtype=np.bool_))
            return nobody if set(clauses) <= set(every) else super().fitting(every)

    population = door.population
    emptied = Emptied(population.snapshot, population.vocabulary, population.closeness)
    return asked_by(dataclasses.replace(door, population=emptied), "oracle", MemoryStore(), Kept())


QUESTIONS: dict[str, Callable[[Door, Query], Any]] = {
    "count": cohorts.count,
    "attrition": cohorts.attrition,
    "findings": cohorts.findings,
    "every finding": lambda door, query: cohorts.findings(door, query, everything=True),
    "facts": cohorts.facts,
    "on the map": map_questions.cohort,
    "rule": map_questions.rule,
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_withheld_cohort_is_answered_byte_for_byte_like_a_cohort_of_nobody(
    door: Door, pair: tuple[Query, Query], question: str
) -> None:
    wide, narrow = pair
    assert cohorts.count(door, wide).value.count is not None
    said = QUESTIONS[question](door, narrow)
    nobody = QUESTIONS[question](without(door, cohorts_clauses(door, narrow)), narrow)
    assert repr(said) == repr(nobody)
    assert cohorts.count(door, narrow).value.count is None


def cohorts_clauses(door: Door, query: Query) -> tuple[TableClause, ...]:
    return canonical(query, door.published).clauses


def test_the_order_of_asking_decides_and_the_same_question_keeps_its_fate(
    opened: Door, pair: tuple[Query, Query]
) -> None:
    wide, narrow = pair
    first, second = (asked_by(opened, "ana", MemoryStore(), Kept()) for _ in range(2))
    assert shown(first, wide)
    assert not shown(first, narrow)
    assert shown(first, wide)
    assert not shown(first, Query(tuple(reversed(narrow.clauses))))
    assert shown(second, narrow)
    assert not shown(second, wide)
    assert shown(second, narrow)


def shown(door: Door, query: Query) -> bool:
    return cohorts.count(door, query).value.count is not None


def test_what_is_withheld_from_one_is_answered_to_others_from_the_same_cache(
    door: Door, pair: tuple[Query, Query]
) -> None:
    wide, narrow = pair
    stranger = door.asked_by(Asker("ben", "researcher"))
    assert shown(door, wide)
    assert not shown(door, narrow)
    assert shown(stranger, narrow)
    assert not shown(door, narrow)
    assert cohorts.facts(door, narrow).value.sex[0].count is None
    assert cohorts.facts(stranger, narrow).value.sex[0].count is not None
    assert not shown(stranger, wide)


def test_colleagues_of_a_study_share_what_was_answered(door: Door, pair: tuple[Query, Query]) -> None:
    wide, narrow = pair
    assert shown(door.asked_by(Asker("ana", "researcher", "rett")), wide)
    assert not shown(door.asked_by(Asker("ben", "researcher", "rett")), narrow)
    assert shown(door.asked_by(Asker("eva", "researcher", "other")), narrow)


def test_a_table_shows_its_cells_as_before(door: Door, pair: tuple[Query, Query]) -> None:
    """Cells rely on the noise; the audit is about cohorts."""
    wide, _ = pair
    before = cohorts.facts(door.asked_by(Asker("ben", "researcher")), wide)
    assert cohorts.facts(door, wide) == before


def test_everybody_is_a_free_question_and_not_written_down(door: Door) -> None:
    assert shown(door, Query())
    cohorts.facts(door, Query())
    assert door.store.questions.latest() == []


def test_a_table_of_a_cohort_is_not_counted_again(door: Door) -> None:
    query = Query((InSex("female"), InAgeBand("5-11")))
    for question in ("count", "attrition", "findings", "facts", "on the map"):
        QUESTIONS[question](door, query)
    assert len(door.store.questions.latest()) == 2  # the cohort, and the first step of its attrition


def test_a_clause_more_does_not_show_a_withheld_cohort_as_a_step(door: Door, pair: tuple[Query, Query]) -> None:
    wide, narrow = pair
    assert shown(door, wide)
    assert not shown(door, narrow)
    steps = cohorts.attrition(door, narrow.adding(InAgeBand("5-11"))).value.steps
    assert steps[len(wide.clauses)].count is not None
    assert steps[len(narrow.clauses)].count is None


@pytest.fixture(scope="module")
def near(opened: Door) -> tuple[Profile, Query]:
    """A profile with a neighbourhood, and a cohort that holds all of it but nine donors or fewer."""
    snapshot, asker = opened.snapshot, opened.asked_by(Asker("ana", "researcher"))
    often = np.argsort(-np.bitwise_count(snapshot.bitmaps).sum(axis=1, dtype=np.int64))
    terms = [from_number(int(snapshot.terms[at])) for at in often[:40]]
    clauses = [Observed(term) for term in terms if opened.ontology.is_phenotype(term)]
    clauses = [one for one in clauses if snapshot.donors - size(opened.population.bitmap(one)) > NEAR]
    donors, held = narrowest_findings(described_snapshot(snapshot, opened.ontology), opened.ontology)
    having = np.repeat(np.arange(snapshot.donors), np.diff(snapshot.condition_indptr))
    for condition in np.argsort(-np.bincount(snapshot.condition_indices))[:20]:
        owners = having[snapshot.condition_indices == condition]
        counts = np.bincount(held[np.isin(donors, owners)], minlength=len(opened.ontology.numbers))
        usual = [from_number(int(one)) for one in opened.ontology.numbers[np.argsort(-counts)[:12]]]
        profile = Profile(Profile(tuple(sorted(usual))).narrowest(opened.ontology))
        close = CloseTo(profile.observed, calibration(asker).threshold(len(profile.observed)))
        group = opened.population.fitting((close,))
        for clause in clauses:
            left = size(group & opened.population.bitmap(clause))
            if left >= 18 and size(group) - left <= NEAR:
                return profile, Query((clause,))
    raise AssertionError("no such neighbourhood among these donors")


def test_profiles_take_part_and_a_withheld_neighbourhood_is_nobody_yet(door: Door, near: tuple[Profile, Query]) -> None:
    profile, within = near
    assert similar.neighbourhood(door, profile).value.size is not None
    said = similar.neighbourhood(door, profile, within).value
    assert said.size is None
    assert (said.parts, said.conditions, said.shared) == ((), (), 0.0)
    assert said.closeness < said.chance.threshold
    assert similar.findings(door, profile, within).value.rows == ()
    assert similar.neighbourhood(door, profile).value.size is not None


def test_a_neighbourhood_withheld_first_has_no_place_on_the_map_and_nothing_to_compare(
    door: Door, near: tuple[Profile, Query]
) -> None:
    profile, within = near
    assert similar.neighbourhood(door, profile, within).value.size is not None
    placed = similar.placement(door, profile).value
    assert (placed.size, placed.areas, placed.home) == (None, (), None)
    two = similar.compare(door, profile, profile).value
    assert (two.first, two.second, two.both, two.rows) == (None, None, None, ())


def test_a_cohort_that_is_withheld_is_none_to_draw_a_neighbourhood_from(
    door: Door, near: tuple[Profile, Query], pair: tuple[Query, Query]
) -> None:
    wide, narrow = pair
    cohorts.count(door, wide)
    said = similar.neighbourhood(door, near[0], narrow).value
    assert (said.size, said.everyone) == (None, None)


def test_the_findings_of_a_profile_do_not_stand_in_the_ledger(door: Door, near: tuple[Profile, Query]) -> None:
    similar.neighbourhood(door, near[0])
    similar.compare(door, near[0], similar.profile(door, ["HP:0001250"], []))
    written = [row.query for row in door.store.questions.latest()]
    assert len(written) == 3
    assert not any("HP:" in query for query in written)
