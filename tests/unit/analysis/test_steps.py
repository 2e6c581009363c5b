"""Small steps: a clause that takes away a few donors is told as if it took away some more."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parents[1] / "cohorts"))

import cohort_world as world

from data_access.records import Donor, Finding
from workbench.analysis.counts import Counter
from workbench.analysis.map_counts import cell_shares, map_cells
from workbench.analysis.results import Cell, TermTable
from workbench.analysis.steps import LEAST_STEP, SMALLEST, Told
from workbench.cohorts.canonical import asked, asked_with
from workbench.cohorts.clauses import HasCondition, InAgeBand, InMapCell, InSex, Observed, TableClause
from workbench.cohorts.cohort import Population, size

VOCABULARY = world.vocabulary()
WIDE, NARROW = world.TERMS[1], world.TERMS[-1]


def _people(lacking: int) -> list[Donor]:
    """Forty girls with a finding, of whom a few are not under five; and ten boys under five without it."""
    plain = replace(
        world.donor(0, random.Random(1)), findings=(Finding(WIDE, "observed"),), sex="female", age_band="0-4"
    )
    girls = [replace(plain, age_band="5-11" if at < lacking else "0-4") for at in range(40)]
    return girls + [replace(plain, findings=(), sex="male") for _ in range(10)]


def _counted(donors: list[Donor], *clauses: TableClause) -> Cell:
    return Counter(clauses, world.population(donors)).whole()


@pytest.mark.parametrize("lacking", range(LEAST_STEP + 1))
def test_a_step_of_a_few_is_told_as_one_of_five(lacking: int) -> None:
    cell = _counted(_people(lacking), Observed(WIDE), InAgeBand("0-4"))
    assert (cell.n, cell.told) == (40 - lacking, 35)


def test_a_step_of_more_is_told_as_it_is() -> None:
    cell = _counted(_people(LEAST_STEP + 1), Observed(WIDE), InAgeBand("0-4"))
    assert (cell.n, cell.told) == (34, 34)


def test_two_such_steps_are_told_as_two() -> None:
    cell = _counted(_people(1), Observed(WIDE), InAgeBand("0-4"), InSex("female"))
    assert (cell.n, cell.told) == (39, 30)


@pytest.mark.parametrize(("whole", "least"), [(12, 5), (59, 5), (60, 6), (99, 9), (100, 10), (5_000, 10)])
def test_the_least_step_is_a_tenth_between_five_and_ten(whole: int, least: int) -> None:
    sizes = {(): whole, ("a",): whole - 1}
    assert Told(lambda parts: sizes[parts]).of(("a",)) == whole - least  # type: ignore[index, arg-type]


def test_a_clause_that_another_implies_is_no_step() -> None:
    assert _counted(_people(0), Observed(WIDE), Observed(world.ROOT)).told == 40


def test_everyone_is_told_as_counted() -> None:
    assert _counted(_people(0)).told == 50


def test_a_cell_made_without_it_is_told_as_counted() -> None:
    assert Cell((), 7).told == 7
    table = TermTable((), (WIDE, NARROW), np.array([3, 4]))
    assert table.told.tolist() == [3, 4]


FACTS: dict[TableClause, int] = {Observed(WIDE): 1, InSex("female"): 2, InAgeBand("0-4"): 4, HasCondition("X:1"): 8}


def _told_of(donors: list[int], *clauses: TableClause) -> int:
    """Told of donors given as their four facts, in bits."""

    def count(parts: tuple[TableClause, ...]) -> int:
        wanted = sum(FACTS[one] for one in parts)
        return sum(donor & wanted == wanted for donor in donors)

    return Told(count).of(clauses)


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_told_is_never_more_and_at_most_ten_less_for_each_clause(data: st.DataObject) -> None:
    donors = data.draw(st.lists(st.integers(0, 15), min_size=1, max_size=200))
    clauses = tuple(data.draw(st.sets(st.sampled_from(list(FACTS)))))
    wanted = sum(FACTS[one] for one in clauses)
    n = sum(donor & wanted == wanted for donor in donors)
    assert n - 10 * len(clauses) <= _told_of(donors, *clauses) <= n
    assert _told_of(donors, *clauses) == _told_of(donors, *clauses[::-1])


@pytest.mark.parametrize("known", range(LEAST_STEP))
@pytest.mark.parametrize("inside", [30, 52, 84, 107, 250])
def test_a_difference_says_nothing_of_one_of_a_few_who_make_it(inside: int, known: int) -> None:
    """Some have both facts, some neither; a few whose facts are known have the first only, and perhaps the target."""
    first, both = Observed(WIDE), (Observed(WIDE), InSex("female"))
    others = [3] * inside + [1] * known + [0] * 40 + [2] * 40
    without, having = (_told_of(some, first) - _told_of(some, *both) for some in ([*others, 0], [*others, 1]))
    assert without == having


@pytest.fixture(scope="module")
def people() -> Population:
    return world.population(world.donors(120))


def _alone(people: Population, *clauses: TableClause) -> int:
    """The told count by the definition, sets of donors counted one by one."""
    counted = {one: people.mask(people.bitmap(one)) for one in clauses}

    def count(parts: tuple[TableClause, ...]) -> int:
        fitting = np.ones(people.snapshot.donors, dtype=bool)
        for one in parts:
            fitting &= counted.setdefault(one, people.mask(people.bitmap(one)))
        return int(fitting.sum())

    return Told(count).of(asked(clauses, VOCABULARY))


def test_rows_of_tables_are_told_as_if_asked_alone(people: Population) -> None:
    rng, small = random.Random(2), 0
    for _ in range(200):
        group = Counter(world.query(rng, on_map=True).clauses, people)
        table = group.table(world.TERMS)
        rows: list[tuple[TableClause, int, int]] = [
            (Observed(term), int(n), int(said))
            for term, n, said in zip(table.terms, table.counts, table.told, strict=True)
        ]
        rows += [(HasCondition(key), cell.n, cell.told) for key, _, cell in group.conditions(world.CONDITIONS)]
        for clause, n, said in rows:
            assert n == size(people.fitting((*group.clauses, clause)))
            if n >= SMALLEST:
                expected = _alone(people, *group.clauses, clause)
                assert said == expected == group.cell(clause).told
                small += said != n
    assert small > 25


def test_cells_of_the_map_are_told_as_if_asked_alone(people: Population) -> None:
    everyone = Counter((), world.population(world.donors(1_000)))
    for cell in map_cells(everyone).cells:
        assert cell.donors == everyone.cell(InMapCell(cell.id))
    shares = cell_shares(everyone, range(30), world.ROOT, "").cells
    assert any(part.told != part.n for _, _, part in shares)
    for number, _, part in shares:
        assert part == everyone.cell(InMapCell(number), Observed(world.ROOT))


def test_adding_a_clause_to_a_canonical_question_is_the_canonical_question() -> None:
    rng = random.Random(3)
    for _ in range(2_000):
        base, clause = world.query(rng, on_map=True).clauses, world.clause(rng)
        if isinstance(clause, Observed | HasCondition):
            assert asked_with(asked(base, VOCABULARY), clause, VOCABULARY) == asked((*base, clause), VOCABULARY)
