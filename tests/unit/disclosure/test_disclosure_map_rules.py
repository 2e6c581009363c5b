"""What is said of a named area: its leading body area and condition, and its children."""

from __future__ import annotations

from collections.abc import Sequence

import cohort_world as world
import numpy as np
import pytest

from workbench.analysis.results import Cell, MapAreaResult, MapCellCells, MapCellsResult, MapResult, TermTable
from workbench.cohorts.query import HasCondition, InAgeBand, InMapCell, InMapRegion, Observed
from workbench.disclosure.numbers import Numbers
from workbench.disclosure.policy import EXPLORE
from workbench.disclosure.rules.maps import MIXED, ONE_CONDITION, map_view
from workbench.disclosure.values import MapArea

REGION = InMapRegion(world.SNAPSHOT, (1, 2))
EVERYONE = 10_000
HERE = 1_000
NO_FINDINGS = np.zeros(0, np.int64)


def area(
    body_areas: Sequence[tuple[str, int, int]] = (),
    conditions: Sequence[tuple[str, int]] = (),
    ages: Sequence[int] = (0, 0),
    donors: int = HERE,
) -> list[MapArea]:
    """The released areas of a map with one area, given as true numbers: (name, here, everyone), (name, here), ages."""
    terms = world.TERMS
    result = MapAreaResult(
        id=0,
        name="Named",
        x=0.0,
        y=0.0,
        cells=(1, 2),
        donors=Cell((REGION,), donors),
        findings=TermTable((REGION,), (), NO_FINDINGS),
        body_areas=tuple(
            (name, Cell((REGION, Observed(terms[at])), here), Cell((Observed(terms[at]),), overall))
            for at, (name, here, overall) in enumerate(body_areas)
        ),
        conditions=tuple((name, Cell((REGION, HasCondition(name)), n)) for name, n in conditions),
        ages=(
            (True, Cell((REGION, InAgeBand("0-4")), ages[0])),
            (False, Cell((REGION, InAgeBand("18-39")), ages[1])),
        ),
    )
    cells = tuple(MapCellCells(one, 0.0, 0.0, 0, Cell((InMapCell(one),), donors // 2)) for one in (1, 2))
    whole = MapCellsResult(Cell((), EVERYONE), cells)
    numbers = Numbers(EXPLORE, world.KEY, world.SNAPSHOT, world.vocabulary(), world.ONTOLOGY)
    return list(map_view(MapResult(whole, (result,), TermTable((), (), NO_FINDINGS), frozenset(), 1.0), numbers).areas)


def test_the_body_area_that_stands_out_leads_not_the_commonest_nor_the_rarest() -> None:
    (named,) = area([("Nerves", 700, 6_800), ("Heart", 600, 3_000), ("Breasts", 50, 60)])
    assert named.body_area == "Heart"


def test_an_area_in_which_nothing_stands_out_is_mixed() -> None:
    (named,) = area([("Nerves", 700, 6_900), ("Heart", 300, 2_900)])
    assert named.body_area == MIXED


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        ([], MIXED),
        ([("A", 9), ("B", 3)], MIXED),
        ([("A", 300), ("B", 200)], "A"),
        ([("A", 860), ("B", 100)], "A"),
        ([("A", 960)], ONE_CONDITION),
    ],
)
def test_a_condition_leads_from_ten_donors_and_under_ninety_percent(
    conditions: list[tuple[str, int]], words: str
) -> None:
    (named,) = area(conditions=conditions)
    assert named.condition == words


def test_children_are_a_share_of_those_whose_age_is_known() -> None:
    (named,) = area(ages=(100, 300))
    assert named.children.percent == pytest.approx(25, abs=3)
    (unknown,) = area(ages=(3, 300))
    assert unknown.children.bound == "withheld"


def test_an_area_under_fifty_is_not_named() -> None:
    assert area(donors=30) == []
