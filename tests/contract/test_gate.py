"""What the gate promises, asked through the door that pages use: thousands of random questions."""

from __future__ import annotations

import dataclasses
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parents[1] / "unit" / "cohorts"))

import cohort_world as world

from data_access.records import Condition, Finding
from workbench.api import cohorts, data, overview, terms
from workbench.api import map as map_questions
from workbench.api.door import Door
from workbench.cohorts.cohort import Population
from workbench.cohorts.query import (
    HasCondition,
    InAgeBand,
    InMapRegion,
    InRegion,
    InSex,
    Observed,
    Query,
    to_data,
)
from workbench.cohorts.vocabulary import SnapshotVocabulary
from workbench.disclosure.release import Released
from workbench.errors import InvalidQuery

QUERIES = 5_000
PEOPLE = 1_500


@pytest.fixture(scope="module")
def door() -> Door:
    return world.door(world.donors(PEOPLE))


def counts_in(value: object) -> Iterator[int]:
    """Every whole number in a released value that counts donors: all but ids, totals of rows and differences."""
    if isinstance(value, int) and not isinstance(value, bool):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from counts_in(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name not in {"id", "area", "cells", "compared", "conditions_shown", "removed"} or _holds_cells(
                value, field
            ):
                yield from counts_in(getattr(value, field.name))


def _holds_cells(value: object, field: dataclasses.Field[Any]) -> bool:
    return field.name == "cells" and type(value).__name__ in {"MapView", "MapCells"}


def check(value: object) -> None:
    for n in counts_in(value):
        assert n >= 10
        assert n % 5 == 0


def ask(question: Any, door: Door, *arguments: object) -> Any:
    """The released answer, or the refusal in words: both are answers."""
    try:
        return question(door, *arguments)
    except InvalidQuery as refusal:
        return str(refusal)


def test_no_released_number_is_below_ten_in_thousands_of_questions(door: Door) -> None:
    rng = random.Random(1)
    shown = 0
    for _ in range(QUERIES):
        answer = ask(cohorts.count, door, world.query(rng, on_map=True))
        if isinstance(answer, Released):
            check(answer.value)
            shown += answer.value.count is not None
    assert shown > QUERIES / 5


def test_no_table_holds_a_number_below_ten(door: Door) -> None:
    rng = random.Random(2)
    for _ in range(60):
        query = world.query(rng, on_map=True)
        for question in (cohorts.attrition, cohorts.findings, cohorts.facts):
            answer = ask(question, door, query)
            if isinstance(answer, Released):
                check(answer.value)
        on_map = ask(map_questions.cohort, door, query)
        if isinstance(on_map, Released):
            check(tuple(n for _, n, _ in on_map.value.areas if n is not None))
    for question in (overview.summary, data.quality, data.imports, map_questions.view):
        check(question(door).value)


def test_the_same_question_in_other_words_gets_the_same_answer(door: Door) -> None:
    rng = random.Random(3)
    for _ in range(1_500):
        query = world.query(rng, on_map=True)
        answer, again = ask(cohorts.count, door, query), ask(cohorts.count, door, reworded(query, rng))
        if isinstance(answer, Released):
            assert answer.value == again.value
        else:
            assert isinstance(again, str)  # refused either way


def reworded(query: Query, rng: random.Random) -> Query:
    """The same meaning: repeats, broader findings, whole countries and areas added while there is room; shuffled."""
    clauses = list(query.clauses)
    for clause in query.clauses:
        if len(clauses) == 4:
            break
        match clause:
            case Observed(term):
                clauses.append(Observed(rng.choice(sorted(world.ONTOLOGY.ancestors(term)))))
            case InRegion(code) if "-" in code:
                clauses.append(InRegion(code[:2]))
            case HasCondition(identifier) if identifier in world.AREAS:
                clauses.append(HasCondition(world.AREAS[identifier]))
            case _:
                clauses.append(clause)
    rng.shuffle(clauses)
    return Query(tuple(clauses))


def test_cells_of_tables_are_the_numbers_one_gets_by_asking_alone(door: Door) -> None:
    rng = random.Random(4)
    compared = 0
    for _ in range(40):
        cohort = Query(world.query(rng).clauses[:3])
        if isinstance(answer := ask(cohorts.findings, door, cohort, 15, True), str):
            continue
        facts = cohorts.facts(door, cohort).value
        cells = [(Observed(row.term), row.cohort) for row in answer.value.rows if row.cohort_share.bound == "exact"]
        cells += [(InSex(row.key), row.count) for row in facts.sex]
        cells += [(InAgeBand(row.key), row.count) for row in facts.age_bands]
        cells += [(HasCondition(row.key), row.count) for row in (*facts.conditions, *facts.areas)]
        for clause, n in cells:
            assert cohorts.count(door, Query((*cohort.clauses, clause))).value.count == n
            compared += n is not None
    assert compared > 300


def test_no_count_stands_beside_a_share_that_it_would_give_away(door: Door) -> None:
    rng, bounded = random.Random(8), 0
    for _ in range(60):
        answer = ask(cohorts.findings, door, world.query(rng), 15, True)
        for row in answer.value.rows if isinstance(answer, Released) else ():
            for count, share in ((row.cohort, row.cohort_share), (row.everyone, row.everyone_share)):
                assert (count is None) == (share.bound != "exact")
                bounded += share.bound in ("under", "over")
    for area in overview.summary(door).value.body_areas:
        assert (area.count is None) == (area.share.bound != "exact")
    assert bounded


def test_asking_again_gives_the_same_answer_with_and_without_the_cache(door: Door) -> None:
    cold = dataclasses.replace(door, cache=world.KeptAnswers())
    rng = random.Random(5)
    for _ in range(100):
        query = world.query(rng)
        assert ask(cohorts.facts, door, query) == ask(cohorts.facts, door, query) == ask(cohorts.facts, cold, query)


TARGET = world.TERMS[-1]
MARKED = InAgeBand("65+")


def two_worlds() -> tuple[Door, Door]:
    """The same people, and the same with the only one who has the target finding: once without it, once with it.

    The finding is the only one that this person has more; sex, age and place are those of the person in both worlds.
    """
    others = [world.without_finding(one, TARGET) for one in world.donors(PEOPLE)]
    base = world.without_finding(world.donor(PEOPLE, random.Random(9)), TARGET)
    broader = tuple(Finding(one, "observed") for one in sorted(world.ONTOLOGY.ancestors(TARGET) - {TARGET}))
    plain = dataclasses.replace(base, age_band="65+", findings=broader)
    marked = dataclasses.replace(plain, findings=(*broader, Finding(TARGET, "observed")))
    return world.door([*others, plain]), world.door([*others, marked])


def kept(door: Door) -> dict[str, bytes]:
    cache = door.cache
    assert isinstance(cache, world.KeptAnswers)
    return cache.kept


def test_a_finding_of_one_donor_looks_like_a_finding_of_nobody() -> None:
    """Every answer that could tell the two worlds apart is the same, byte for byte."""
    nobody, somebody = two_worlds()
    rng = random.Random(6)
    queries = [Query((Observed(TARGET),)), Query((Observed(TARGET), MARKED)), Query(), Query((MARKED,))]
    queries += [Query((*world.query(rng).clauses[:3], Observed(TARGET))) for _ in range(40)]
    queries += [world.query(rng) for _ in range(40)]
    for door in (nobody, somebody):
        for query in queries:
            for question in (cohorts.count, cohorts.attrition, cohorts.findings, map_questions.cohort):
                ask(question, door, query)
            ask(cohorts.findings, door, query, 15, True)
        terms.counts(door, world.TERMS)
        map_questions.finding(door, TARGET)
        map_questions.view(door)
    assert kept(nobody) == kept(somebody)


def test_a_country_of_one_donor_looks_like_a_country_of_nobody() -> None:
    others = world.donors(PEOPLE)
    plain = dataclasses.replace(world.donor(PEOPLE, random.Random(9)), country=None, region=None)
    nobody, somebody = world.door([*others, plain]), world.door([*others, dataclasses.replace(plain, country="XK")])
    assert overview.summary(nobody).value == overview.summary(somebody).value
    assert ask(cohorts.count, nobody, Query((InRegion("XK"),))) == ask(
        cohorts.count, somebody, Query((InRegion("XK"),))
    )


@pytest.mark.parametrize("rare", ["OMIM:4", world.UNPUBLISHED])
def test_a_condition_of_one_donor_looks_like_a_condition_of_nobody(rare: str) -> None:
    """Published or known from that donor only: no name, no area, no form of the question tells that somebody has it."""
    others = [dataclasses.replace(one, conditions=()) for one in world.donors(PEOPLE)]
    plain = dataclasses.replace(world.donor(PEOPLE, random.Random(9)), conditions=())
    one = dataclasses.replace(plain, conditions=(Condition(rare, world.CONDITIONS[rare]),))
    nobody, somebody = world.door([*others, plain]), world.door([*others, one])
    nobody = dataclasses.replace(nobody, condition_names={}, population=unaware(nobody))
    assert terms.conditions(nobody, "") == terms.conditions(somebody, "")
    assert overview.summary(nobody).value == overview.summary(somebody).value
    for query in (Query((HasCondition(rare),)), Query((HasCondition(rare), HasCondition("AREA:rett")))):
        assert cohorts.count(nobody, query) == cohorts.count(somebody, query)
        assert cohorts.attrition(nobody, query) == cohorts.attrition(somebody, query)
        assert cohorts.sentence(nobody, query) == cohorts.sentence(somebody, query)
        assert cohorts.widenings(nobody, query) == cohorts.widenings(somebody, query)
        assert cohorts.definition(nobody, query) == cohorts.definition(somebody, query)
        assert cohorts.clause_words(nobody, query.clauses[0]) == cohorts.clause_words(somebody, query.clauses[0])


def unaware(door: Door) -> Population:
    """The population of a snapshot whose manifest names no condition at all, as when nobody has one."""
    manifest = dataclasses.replace(door.snapshot.manifest, conditions=(), condition_names=())
    snapshot = dataclasses.replace(door.snapshot, manifest=manifest)
    return Population(snapshot, SnapshotVocabulary(world.ONTOLOGY, {}))


def test_map_cells_of_fewer_than_ten_are_not_sent(door: Door) -> None:
    view = map_questions.view(door).value
    true = {cell: int((door.snapshot.cell == cell).sum()) for cell in range(world.COLUMNS * world.ROWS)}
    sparse = world.door(world.donors(250))
    assert {cell.id for cell in view.cells} <= {cell for cell, n in true.items() if n >= 10}
    shown = {cell.id for cell in map_questions.view(sparse).value.cells}
    assert 0 < len(shown) < world.COLUMNS * world.ROWS
    refused = next(cell for cell in range(world.COLUMNS * world.ROWS) if cell not in shown)
    with pytest.raises(InvalidQuery, match="does not show"):
        map_questions.region_query(sparse, [refused])


def test_a_cohort_drawn_to_touch_an_area_in_one_cell_is_not_counted_there(door: Door) -> None:
    left = {cell.id for cell in map_questions.view(door).value.cells if cell.area == 0}
    right = {cell.id for cell in map_questions.view(door).value.cells if cell.area == 1}
    edge = next(cell for cell in sorted(left) if cell + 1 in right)
    drawn = InMapRegion(world.SNAPSHOT, (edge, *sorted(right)))
    answer = map_questions.cohort(door, Query((drawn, Observed(world.ROOT)))).value
    assert answer.areas[0][1] is None
    assert answer.areas[1][1] is not None


def test_every_question_about_a_cohort_is_written_down(door: Door) -> None:
    ledger = door.gate.ledger
    assert isinstance(ledger, world.KeptLedger)
    ledger.entries.clear()
    query = Query((InAgeBand("0-4"), Observed(world.TERMS[1]), Observed(world.ROOT)))
    for question in (cohorts.count, cohorts.attrition, cohorts.findings, cohorts.facts, map_questions.cohort):
        question(door, query)
        question(door, query)
    step, whole = '{"age_band":"0-4"}', '{"observed":"' + world.TERMS[1] + '"}'
    told = Counter(entry.cohort for entry in ledger.entries)
    # Twice each: five questions, and two steps of the attrition that are the same cohort; and its first step.
    assert told == {f'{{"all":[{step},{whole}]}}': 14, f'{{"all":[{step}]}}': 2}
    assert {(entry.asker, entry.snapshot) for entry in ledger.entries} == {("local", world.SNAPSHOT)}


def test_the_question_of_an_answer_is_the_canonical_query(door: Door) -> None:
    query = Query((InSex("male"), InAgeBand("0-4"), InSex("male")))
    assert cohorts.count(door, query).question == '{"all":[{"age_band":"0-4"},{"sex":"male"}]}'
    assert to_data(query)["all"][0] == {"sex": "male"}
