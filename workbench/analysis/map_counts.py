"""True numbers over the map: cells, named areas, and rules that come near a region. Results for the gate only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np

from data_access.records import AGE_BANDS
from data_access.snapshots import NamedAreaRecord
from ontology.terms import TermId
from workbench.analysis.counts import Counter
from workbench.analysis.results import (
    Cell,
    CellSharesResult,
    CohortInArea,
    CohortOnMapResult,
    MapAreaResult,
    MapCellCells,
    MapCellsResult,
    MapResult,
    RegionRuleResult,
    RuleCells,
)
from workbench.analysis.steps import SMALLEST
from workbench.cohorts.clauses import InAgeBand, InMapCell, InMapRegion, Observed, TableClause
from workbench.cohorts.grid import cell_numbers

_UNDER_18 = frozenset({"0-4", "5-11", "12-17"})


def map_cells(everyone: Counter) -> MapCellsResult:
    """Every cell with its donors."""
    snapshot = everyone.snapshot
    donors = np.bincount(snapshot.cell[snapshot.cell >= 0], minlength=len(snapshot.cell_axial))
    cells = tuple(
        MapCellCells(
            int(number), float(x), float(y), int(area) if area >= 0 else None, _cell(everyone, int(number), int(n))
        )
        for number, (x, y), area, n in zip(
            cell_numbers(snapshot), snapshot.cell_centres, snapshot.cell_area, donors, strict=True
        )
    )
    return MapCellsResult(everyone.whole(), cells)


def map_view(
    everyone: Counter,
    shown: Mapping[int, Sequence[int]],
    terms: Sequence[TermId],
    usual: frozenset[TermId],
    body_areas: Sequence[tuple[TermId, str]],
    names: Mapping[str, str],
) -> MapResult:
    """Cells and named areas.

    Args:
        shown: Area -> numbers of its cells that are large enough to show.
        terms: Findings that are counted.
        usual: Those of them that may be called typical of an area.
        body_areas: Branches of HPO with their plain names.
        names: Condition id -> name.
    """
    areas = tuple(
        _area(record, shown[record.id], everyone, terms, names)
        for record in everyone.snapshot.manifest.areas
        if shown.get(record.id)
    )
    size = everyone.snapshot.manifest.cell_size
    return MapResult(map_cells(everyone), areas, everyone.table(terms), usual, size, tuple(body_areas))


def cell_shares(everyone: Counter, cells: Iterable[int], term: TermId, label: str) -> CellSharesResult:
    """One finding over the cells of these numbers."""
    snapshot = everyone.snapshot
    inside = snapshot.cell >= 0
    having = inside & Counter((Observed(term),), everyone.population).mask()
    donors, part = (np.bincount(snapshot.cell[mask], minlength=len(snapshot.cell_axial)) for mask in (inside, having))
    wanted = set(cells)
    rows = tuple(
        (int(number), _cell(everyone, int(number), int(n)), _cell(everyone, int(number), int(m), Observed(term)))
        for number, n, m in zip(cell_numbers(snapshot), donors, part, strict=True)
        if int(number) in wanted
    )
    return CellSharesResult(term, label, rows)


def cohort_on_map(cohort: Counter, areas: Mapping[int, tuple[int, ...]]) -> CohortOnMapResult:
    """A cohort in each named area, given as area -> its cells."""
    population = cohort.population
    drawn = tuple(clause for clause in cohort.clauses if isinstance(clause, InMapRegion))
    rows = []
    for identifier, cells in areas.items():
        region = InMapRegion(cohort.snapshot.manifest.id, cells)
        donors = Counter((region,), population).whole()
        place = Counter((region, *drawn), population).whole()
        rows.append(CohortInArea(identifier, donors, place, cohort.cell(region)))
    return CohortOnMapResult(cohort.whole(), tuple(rows))


def region_rules(region: Counter, terms: Sequence[TermId]) -> RegionRuleResult:
    """Every one of the findings, and every two of them that say different things, as a rule for the region."""
    ancestors = region.population.vocabulary.ancestors
    pairs = [
        (one, other)
        for one, other in combinations(terms, 2)
        if one not in ancestors(other) and other not in ancestors(one)
    ]
    rules = [_rule(region, chosen) for chosen in [*((term,) for term in terms), *pairs]]
    return RegionRuleResult(region.whole(), tuple(rules))


def _rule(region: Counter, terms: tuple[TermId, ...]) -> RuleCells:
    clauses = tuple(Observed(term) for term in terms)
    return RuleCells(terms, Counter(clauses, region.population).whole(), region.cell(*clauses))


def _area(
    record: NamedAreaRecord,
    cells: Sequence[int],
    everyone: Counter,
    terms: Sequence[TermId],
    names: Mapping[str, str],
) -> MapAreaResult:
    snapshot = everyone.snapshot
    inside = Counter((InMapRegion(snapshot.manifest.id, tuple(sorted(cells))),), everyone.population)
    return MapAreaResult(
        id=record.id,
        name=record.name,
        x=record.x,
        y=record.y,
        cells=tuple(sorted(cells)),
        donors=inside.whole(),
        findings=inside.table(terms),
        conditions=tuple((name, cell) for _, name, cell in inside.conditions(names)),
        ages=tuple((band in _UNDER_18, inside.cell(InAgeBand(band))) for band in AGE_BANDS),
    )


def _cell(everyone: Counter, number: int, n: int, *more: TableClause) -> Cell:
    clauses = (InMapCell(number), *more)
    return everyone.cell(*clauses) if n >= SMALLEST else Cell(clauses, n)
