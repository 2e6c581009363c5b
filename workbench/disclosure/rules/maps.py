"""Rules for the map: cells of ten donors or more, named areas of fifty or more, never a donor's place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log

from ontology.terms import TermId
from workbench.analysis.results import (
    CellSharesResult,
    CohortOnMapResult,
    MapAreaResult,
    MapCellsResult,
    MapResult,
    RegionRuleResult,
    RuleCells,
)
from workbench.disclosure.numbers import WITHHELD, Numbers
from workbench.disclosure.rules.base import rule
from workbench.disclosure.rules.findings import Contrast, contrasts, thinned
from workbench.disclosure.values import (
    CellShares,
    CohortOnMap,
    Count,
    MapArea,
    MapCell,
    MapCells,
    MapView,
    RegionRule,
    Share,
)

MIXED = "mixed"
ONE_CONDITION = "one condition, over 90 %"
_ONE_CONDITION = 0.9
_TYPICAL = 3
_VOTING = 20
_LEADING = 40.0  # what a finding tells that 60 % have, twice as many as elsewhere: less does not set an area apart


@rule(MapCellsResult, MapCells)
def map_cells(result: MapCellsResult, numbers: Numbers) -> MapCells:
    """The cells that may be shown; the others are not sent at all."""
    everyone = numbers.of(result.everyone)
    counted = [(cell, numbers.of(cell.donors)) for cell in sorted(result.cells, key=lambda cell: cell.id)]
    cells = tuple(MapCell(cell.id, cell.x, cell.y, n, cell.area) for cell, n in counted if n is not None)
    return MapCells(cells, numbers.share(sum(cell.count for cell in cells) or None, everyone))


@rule(MapResult, MapView)
def map_view(result: MapResult, numbers: Numbers) -> MapView:
    """Cells and named areas; the cells of an area under fifty are shown as outlying."""
    everyone = numbers.of(result.cells.everyone)
    in_everyone = numbers.table(result.findings)
    areas = [_area(area, everyone, in_everyone, result, numbers) for area in result.areas]
    named = tuple(area for area in areas if area.count is not None and area.count >= numbers.policy.region_floor)
    known = {area.id for area in named}
    shown = map_cells(result.cells, numbers)
    cells = (
        MapCell(cell.id, cell.x, cell.y, cell.count, cell.area if cell.area in known else None) for cell in shown.cells
    )
    return MapView(tuple(cells), named, result.size, shown.shown)


@rule(CellSharesResult, CellShares)
def cell_shares(result: CellSharesResult, numbers: Numbers) -> CellShares:
    """The share of a finding in every cell that is shown."""
    counted = [(cell, numbers.of(donors), part) for cell, donors, part in result.cells]
    shares = (
        (cell, numbers.share(numbers.of(part), n)) for cell, n, part in sorted(counted, key=lambda one: one[0]) if n
    )
    return CellShares(result.term, result.label, tuple(shares))


@rule(CohortOnMapResult, CohortOnMap)
def cohort_on_map(result: CohortOnMapResult, numbers: Numbers) -> CohortOnMap:
    """The cohort's donors in each named area, and their share of the area's donors.

    Where the cohort names a map region, an area that meets it in fewer than fifty donors is withheld: else a region
    drawn to touch the area in one cell would give the cohort per cell.
    """
    cohort = numbers.of(result.cohort)
    areas: list[tuple[int, Count, Share]] = []
    for area in sorted(result.areas, key=lambda area: area.id):
        place = numbers.of(area.place)
        n = numbers.of(area.cohort) if place is not None and place >= numbers.policy.region_floor else None
        shown = n if cohort is not None else None
        share = numbers.share(shown, numbers.of(area.donors))
        areas.append((area.id, shown, share if share.bound == "exact" else WITHHELD))  # the map draws the count
    return CohortOnMap(cohort, tuple(areas))


@rule(RegionRuleResult, RegionRule | None)
def region_rule(result: RegionRuleResult, numbers: Numbers) -> RegionRule | None:
    """The rule with the best harmonic mean of recall and precision, by released counts; None when none can be shown."""
    region = numbers.of(result.region)
    scored = [(score, one) for one in result.rules if (score := _harmonic(one, region, numbers)) is not None]
    if not scored:
        return None
    _, best = min(scored, key=lambda pair: (-pair[0], len(pair[1].terms), pair[1].terms))
    inside = numbers.of(best.found_in_region)
    return RegionRule(
        terms=best.terms,
        labels=tuple(numbers.words.label(term) for term in best.terms),
        finds=numbers.share(inside, region),
        lies_in=numbers.share(inside, numbers.of(best.found)),
    )


def _area(
    area: MapAreaResult, everyone: Count, in_everyone: Mapping[TermId, Count], result: MapResult, numbers: Numbers
) -> MapArea:
    count = numbers.of(area.donors)
    ahead = _commoner(area, count, everyone, in_everyone, numbers)
    return MapArea(
        id=area.id,
        name=area.name,
        count=count,
        cells=area.cells,
        typical=tuple(
            (one.term, numbers.words.label(one.term), numbers.share(one.inside, count))
            for one in thinned(ahead, _TYPICAL, numbers.meanings, result.usual)
        ),
        body_area=_leading_body_area(ahead, result, numbers),
        condition=_leading_condition(area, count, numbers),
        children=_children(area, numbers),
        x=area.x,
        y=area.y,
    )


def _commoner(
    area: MapAreaResult, count: Count, everyone: Count, in_everyone: Mapping[TermId, Count], numbers: Numbers
) -> list[Contrast]:
    """The findings that the area has more often than everyone, most different first, by released counts."""
    if count is None or everyone is None:
        return []
    found = contrasts(count, everyone, numbers.table(area.findings), in_everyone)
    return [one for one in found if one.difference > 0]


def _leading_body_area(ahead: Iterable[Contrast], result: MapResult, numbers: Numbers) -> str:
    """The body area of most of what tells the area's donors apart: the sum over its twenty most telling findings.

    Findings vote, not branches: nearly everybody has some finding of the nervous system, so the share of a branch
    says little of an area, however much its findings do. One that lies in two body areas counts in both; headings and
    near repetitions do not count.
    """
    votes: dict[str, float] = {}
    for one in thinned(
        sorted(ahead, key=lambda one: (-_telling(one), one.term)), _VOTING, numbers.meanings, result.usual
    ):
        broader = numbers.meanings.ancestors(one.term)
        for name in (name for term, name in result.body_areas if term in broader):
            votes[name] = votes.get(name, 0.0) + _telling(one)
    name, most = min(votes.items(), key=lambda vote: (-vote[1], vote[0]), default=(MIXED, 0.0))
    return name if most >= _LEADING else MIXED


def _telling(one: Contrast) -> float:
    """How much a finding tells of an area: its share times the logarithm of how many times commoner it is there.

    By points alone what most donors have would lead; by the ratio alone, what few have.
    """
    return one.share * log(one.share / (one.share - one.difference))


def _leading_condition(area: MapAreaResult, count: Count, numbers: Numbers) -> str:
    """Its name from ten donors up and under 90 % of the area; above, the area would name its donors' condition."""
    released = [(n, name) for name, cell in area.conditions if (n := numbers.of(cell)) is not None]
    if not released or count is None:
        return MIXED
    n, name = min(released, key=lambda one: (-one[0], one[1]))
    return ONE_CONDITION if n >= _ONE_CONDITION * count else name


def _children(area: MapAreaResult, numbers: Numbers) -> Share:
    """Share of those under 18 among those of known age, both as sums of released bands."""
    bands = [(young, numbers.of(cell)) for young, cell in area.ages]
    return numbers.share(_sum(n for young, n in bands if young), _sum(n for _, n in bands))


def _sum(counts: Iterable[Count]) -> Count:
    known = [n for n in counts if n is not None]
    return sum(known) if known else None


def _harmonic(one: RuleCells, region: Count, numbers: Numbers) -> float | None:
    found, inside = numbers.of(one.found), numbers.of(one.found_in_region)
    if region is None or found is None or inside is None:
        return None
    recall, precision = min(inside / region, 1.0), min(inside / found, 1.0)
    return 2 * recall * precision / (recall + precision)
