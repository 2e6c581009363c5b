"""Tiny steps: a clause that takes away nobody, one or two donors is told as if it took away one."""

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
from workbench.analysis.steps import SMALLEST, TINY, told
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


@pytest.mark.parametrize("lacking", range(TINY + 1))
def test_a_step_of_nobody_one_or_two_is_told_as_one(lacking: int) -> None:
    cell = _counted(_people(lacking), Observed(WIDE), InAgeBand("0-4"))
    assert (cell.n, cell.told) == (40 - lacking, 39)


def test_a_step_of_three_is_told_as_it_is() -> None:
    cell = _counted(_people(3), Observed(WIDE), InAgeBand("0-4"))
    assert (cell.n, cell.told) == (37, 37)


def test_two_tiny_steps_are_told_as_two() -> None:
    cell = _counted(_people(1), Observed(WIDE), InAgeBand("0-4"), InSex("female"))
    assert (cell.n, cell.told) == (39, 38)


def test_a_clause_that_another_implies_is_no_step() -> None:
    assert _counted(_people(0), Observed(WIDE), Observed(world.ROOT)).told == 40


def test_everyone_is_told_as_counted() -> None:
    assert _counted(_people(0)).told == 50


def test_a_cell_made_without_it_is_told_as_counted() -> None:
    assert Cell((), 7).told == 7
    table = TermTable((), (WIDE, NARROW), np.array([3, 4]))
    assert table.told.tolist() == [3, 4]


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_told_is_off_by_at_most_the_number_of_clauses(data: st.DataObject) -> None:
    donors = data.draw(st.lists(st.integers(0, 15), min_size=1, max_size=60))  # four facts a donor, as bits
    facts: dict[TableClause, int] = {Observed(WIDE): 1, InSex("female"): 2, InAgeBand("0-4"): 4, HasCondition("X:1"): 8}

    def count(clauses: tuple[TableClause, ...]) -> int:
        wanted = sum(facts[one] for one in clauses)
        return sum(donor & wanted == wanted for donor in donors)

    asked_for = tuple(data.draw(st.sets(st.sampled_from(list(facts)))))
    said = told(asked_for, count)
    assert abs(said - count(asked_for)) <= len(asked_for)
    assert said == told(asked_for[::-1], count)
    for at in range(len(asked_for)):
        rest = (*asked_for[:at], *asked_for[at + 1 :])
        if count(rest) - count(asked_for) <= TINY:
            assert said >= told(rest, count) - 1


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

    return told(asked(clauses, VOCABULARY), count)


def test_rows_of_tables_are_told_as_if_asked_alone(people: Population) -> None:
    rng, tiny = random.Random(2), 0
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
                tiny += said != n
    assert tiny > 25


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
