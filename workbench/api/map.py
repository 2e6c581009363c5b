"""Questions about the map: cells, named areas, a finding or a cohort on it, and regions drawn on it."""

from __future__ import annotations

from workbench.analysis import map_counts
from workbench.analysis.results import CellSharesResult, CohortOnMapResult, MapResult, RegionRuleResult
from workbench.api import cohorts
from workbench.api.admission import Admitted, admitted, shown_cells
from workbench.api.answers import answer, as_question, common_terms, group, named_question
from workbench.api.door import Door
from workbench.cohorts.clauses import InMapRegion, Query
from workbench.disclosure.release import Released
from workbench.disclosure.values import CellShares, CohortOnMap, FindingRow, MapView, RegionRule

_RULE_FINDINGS = 8
_RULE_Q = 0.05


def view(door: Door) -> Released[MapView]:
    """The map: cells of ten donors or more, named areas of fifty or more."""
    return answer(door, MapResult, named_question("map"), lambda: _map(door))


def finding(door: Door, term: str) -> Released[CellShares]:
    """The share of one finding in every cell that is shown.

    Raises:
        InvalidTerm: The term is unknown, obsolete or no phenotypic abnormality.
    """
    door.asker.require("explore")
    asked = door.ontology.require_phenotype(term)
    return answer(
        door,
        CellSharesResult,
        named_question("map_finding", term=asked),
        lambda: map_counts.cell_shares(
            group(door), [cell.id for cell in shown_cells(door).value.cells], asked, door.ontology.label(asked)
        ),
    )


def cohort(door: Door, query: Query) -> Released[CohortOnMap]:
    """The cohort's donors in each named area, never per cell.

    Raises:
        InvalidQuery: The cohort may not be asked about.
    """
    asked = admitted(door, query)
    return answer(
        door,
        CohortOnMapResult,
        as_question(asked.query),
        lambda: map_counts.cohort_on_map(
            group(door, asked.query.clauses, asked.withheld), {area.id: area.cells for area in view(door).value.areas}
        ),
        withheld=asked.withheld,
    )


def region_query(door: Door, cells: list[int]) -> Query:
    """The cohort of a region of the map.

    Raises:
        InvalidQuery: The cells are not shown, do not touch, or hold fewer than fifty donors; says what to do.
    """
    door.asker.require("explore")
    query = Query((InMapRegion(door.snapshot.manifest.id, tuple(sorted(set(cells)))),))
    admitted(door, query)
    return query


def rule(door: Door, query: Query) -> Released[RegionRule | None]:
    """One or two findings that come near the region: what they find of it, and how much of what they find lies in it.

    Raises:
        InvalidQuery: The region may not be asked about.
    """
    asked = admitted(door, query)
    return answer(
        door, RegionRuleResult, as_question(asked.query), lambda: _rules(door, asked), withheld=asked.withheld
    )


def _rules(door: Door, asked: Admitted) -> RegionRuleResult:
    apart = cohorts.findings(door, asked.query).value.rows
    marked = [row.term for row in apart if row.q is not None and row.q < _RULE_Q and _is_more_common(row)]
    return map_counts.region_rules(group(door, asked.query.clauses, asked.withheld), marked[:_RULE_FINDINGS])


def _map(door: Door) -> MapResult:
    shown: dict[int, list[int]] = {}
    for cell in shown_cells(door).value.cells:
        if cell.area is not None:
            shown.setdefault(cell.area, []).append(cell.id)
    body_areas = [(term, door.ontology.area_name(term)) for term in door.ontology.body_areas()]
    return map_counts.map_view(group(door), shown, common_terms(door), door.usual, body_areas, door.condition_names)


def _is_more_common(row: FindingRow) -> bool:
    here, overall = row.cohort_share.percent, row.everyone_share.percent
    return here is not None and overall is not None and here > overall
