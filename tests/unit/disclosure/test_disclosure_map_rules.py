"""What is said of a named area: its leading body area and condition, and its children."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import cohort_world as world
import numpy as np
import pytest

from ontology.terms import TermId
from workbench.analysis.results import Cell, MapAreaResult, MapCellCells, MapCellsResult, MapResult, TermTable
from workbench.cohorts.query import HasCondition, InAgeBand, InMapCell, InMapRegion
from workbench.disclosure.numbers import Numbers
from workbench.disclosure.policy import EXPLORE
from workbench.disclosure.rules.maps import MIXED, ONE_CONDITION, map_view
from workbench.disclosure.values import MapArea

REGION = InMapRegion(world.SNAPSHOT, (1, 2))
EVERYONE = 10_000
HERE = 1_000
BODY_AREAS = tuple((term, world.ONTOLOGY.area_name(term)) for term in world.ONTOLOGY.body_areas())
NERVES, HEART, _ = BODY_AREAS


def under(branch: TermId, how_many: int) -> list[TermId]:
    """Findings that lie under one branch and no other."""
    others = {term for term, _ in BODY_AREAS} - {branch}
    found = [term for term in world.TERMS if branch in world.ONTOLOGY.ancestors(term) and term != branch]
    return [term for term in found if not others & world.ONTOLOGY.ancestors(term)][:how_many]


def area(
    findings: Mapping[TermId, tuple[int, int]] = MappingProxyType({}),
    conditions: Sequence[tuple[str, int]] = (),
    ages: Sequence[int] = (0, 0),
    donors: int = HERE,
) -> list[MapArea]:
    """The released areas of a map with one area: finding -> true numbers here and in everyone, (name, here), ages."""
    terms, counts = tuple(findings), np.array(list(findings.values()), np.int64).reshape(-1, 2)
    result = MapAreaResult(
        id=0,
        name="Named",
        x=0.0,
        y=0.0,
        cells=(1, 2),
        donors=Cell((REGION,), donors),
        findings=TermTable((REGION,), terms, counts[:, 0]),
        conditions=tuple((name, Cell((REGION, HasCondition(name)), n)) for name, n in conditions),
        ages=(
            (True, Cell((REGION, InAgeBand("0-4")), ages[0])),
            (False, Cell((REGION, InAgeBand("18-39")), ages[1])),
        ),
    )
    cells = tuple(MapCellCells(one, 0.0, 0.0, 0, Cell((InMapCell(one),), donors // 2)) for one in (1, 2))
    whole = MapCellsResult(Cell((), EVERYONE), cells)
    numbers = Numbers(EXPLORE, world.KEY, world.SNAPSHOT, world.vocabulary(), world.ONTOLOGY)
    everywhere = TermTable((), terms, counts[:, 1])
    view = MapResult(whole, (result,), everywhere, frozenset(terms), 1.0, BODY_AREAS)
    return list(map_view(view, numbers).areas)


def test_the_body_area_leads_in_which_the_telling_findings_lie() -> None:
    nerves, heart = under(NERVES[0], 2), under(HEART[0], 1)
    (named,) = area({nerves[0]: (700, 2_000), nerves[1]: (300, 500), heart[0]: (600, 1_500)})
    assert named.body_area == NERVES[1]


def test_a_branch_that_nearly_everyone_has_leads_where_its_findings_stand_out() -> None:
    nerves, heart = under(NERVES[0], 1), under(HEART[0], 1)
    (named,) = area({NERVES[0]: (950, 9_000), nerves[0]: (700, 1_000), HEART[0]: (400, 2_000), heart[0]: (150, 300)})
    assert named.body_area == NERVES[1]


def test_an_area_in_which_nothing_stands_out_is_mixed() -> None:
    (named,) = area({under(NERVES[0], 1)[0]: (700, 6_900), under(HEART[0], 1)[0]: (300, 2_900)})
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
