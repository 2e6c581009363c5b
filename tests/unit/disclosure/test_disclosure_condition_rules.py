"""Conditions among themselves through the gate: nothing under ten, everything by released counts."""

from __future__ import annotations

import cohort_world as world
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.condition_results import ConditionCells, ConditionMapResult, FoundGroup, UndiagnosedResult
from workbench.analysis.results import Cell
from workbench.cohorts.clauses import UNDIAGNOSED, HasCondition, NearestGroup
from workbench.disclosure.numbers import Numbers
from workbench.disclosure.policy import EXPLORE
from workbench.disclosure.rules.conditions import condition_map, undiagnosed

TERM = world.TERMS[3]
COUNTS = st.lists(st.integers(0, 60), min_size=1, max_size=12)


def numbers() -> Numbers:
    return Numbers(EXPLORE, world.KEY, world.SNAPSHOT, world.vocabulary(), world.ONTOLOGY)


def cell(identifier: str, n: int) -> Cell:
    return Cell((HasCondition(identifier),), n)


def result(counts: list[int], bare: list[int]) -> ConditionMapResult:
    """Conditions with these numbers of donors, every other one in a group; others nothing is published about."""
    discs = tuple(
        ConditionCells(f"OMIM:{at}", f"Name {at}", float(at), 0.0, at % 2 or None, cell(f"OMIM:{at}", n))
        for at, n in enumerate(counts, 10)
    )
    lacking = tuple((f"OMIM:{at}", f"Name {at}", cell(f"OMIM:{at}", n)) for at, n in enumerate(bare, 100))
    return ConditionMapResult(discs, (FoundGroup(1, "Long fingers", (TERM,), 0.876),), lacking)


@given(COUNTS, COUNTS)
def test_nothing_under_ten_is_listed(counts: list[int], bare: list[int]) -> None:
    true = {f"OMIM:{at}": n for at, n in (*enumerate(counts, 10), *enumerate(bare, 100))}
    view = condition_map(result(counts, bare), numbers())
    listed = {one.id: one.count for one in view.discs} | {one: n for one, _, n in view.not_described}
    assert all(true[one] >= 10 and n >= 10 and n % 5 == 0 for one, n in listed.items())
    for group in view.groups:
        assert group.conditions
        assert group.count == sum(listed[one] for one in group.conditions)


def test_a_condition_has_the_count_that_it_has_everywhere() -> None:
    (disc,) = condition_map(result([40], []), numbers()).discs
    assert disc.count == numbers().of(cell("OMIM:10", 40))


def test_a_group_tells_its_findings_in_words() -> None:
    (group,) = condition_map(result([40, 50, 60], []), numbers()).groups
    assert group.terms == ((TERM, world.ONTOLOGY.label(TERM), world.ONTOLOGY.lay_words(TERM)),)
    assert (group.name, group.holds, group.conditions) == ("Long fingers", 0.88, ("OMIM:11",))


def placed(whole: int, parts: list[int]) -> UndiagnosedResult:
    groups = tuple((f"Group {at}", Cell((NearestGroup((f"OMIM:{at}",)),), n)) for at, n in enumerate(parts))
    return UndiagnosedResult(Cell((HasCondition(UNDIAGNOSED),), whole), groups)


@given(COUNTS, st.integers(0, 60))
def test_groups_of_the_undiagnosed_and_the_rest_come_from_released_counts(parts: list[int], rest: int) -> None:
    view = undiagnosed(placed(sum(parts) + rest, parts), numbers())
    assert all(n is not None and n >= 10 for _, n in view.groups)
    if view.undiagnosed is None:
        assert (view.groups, view.alone) == ((), None)
    else:
        left = view.undiagnosed - sum(n or 0 for _, n in view.groups)
        assert view.alone == (left if left >= 10 else None)


def test_few_undiagnosed_are_not_told_apart() -> None:
    view = undiagnosed(placed(8, [8]), numbers())
    assert (view.undiagnosed, view.groups, view.alone) == (None, (), None)
