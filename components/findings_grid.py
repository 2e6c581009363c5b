"""Every finding that was compared, as a grid that scrolls, sorts and filters in the browser."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
from dash import html

from components.released_words import q_words
from components.tables import interval, number, share
from workbench.disclosure.values import FindingRow, FindingsComparison

_TEXT: dict[str, Any] = {"sortable": False}
_COUNT: dict[str, Any] = {
    "type": "rightAligned",
    "width": 130,
    "valueFormatter": {"function": "params.value == null ? '' : d3.format(',')(params.value)"},
}
_COLUMNS: list[dict[str, Any]] = [
    {"field": "label", "headerName": "Finding", "flex": 2, "minWidth": 200, "filter": "agTextColumnFilter"},
    {"field": "term", "headerName": "HPO id", "width": 120},
    {"field": "cohort", "headerName": "Cohort", **_COUNT},
    {"field": "cohort_share", "headerName": "Share of it", "width": 115, **_TEXT},
    {"field": "interval", "headerName": "95 % interval", "width": 120, **_TEXT},
    {"field": "everyone", "headerName": "All donors", **_COUNT},
    {"field": "everyone_share", "headerName": "Share of all", "width": 115, **_TEXT},
    {"field": "q", "headerName": "q", "width": 90, **_TEXT},
]


def findings_grid(comparison: FindingsComparison) -> html.Div:
    """The grid, and how many more findings are withheld: a row for each of these would say nothing."""
    told = [row for row in comparison.rows if row.cohort_share.bound != "withheld"]
    grid = dag.AgGrid(
        rowData=[_row(row) for row in told],
        columnDefs=_COLUMNS,
        defaultColDef={"sortable": True, "resizable": True},
        dashGridOptions={"rowHeight": 36, "headerHeight": 40, "animateRows": False, "enableCellTextSelection": True},
        className="ag-theme-quartz findings-grid",
        style={"height": "640px"},
    )
    return html.Div([grid, html.P(_withheld_words(len(comparison.rows) - len(told)), className="faint")])


def _row(row: FindingRow) -> dict[str, str | int | None]:
    return {
        "label": row.label,
        "term": row.term,
        "cohort": row.cohort,
        "cohort_share": share(row.cohort_share),
        "interval": interval(row.cohort_share),
        "everyone": row.everyone,
        "everyone_share": share(row.everyone_share),
        "q": q_words(row.q),
    }


def _withheld_words(withheld: int) -> str:
    if not withheld:
        return "The file holds the lay words of each finding, too."
    findings = "finding has" if withheld == 1 else "findings have"
    return (
        f"{number(withheld)} more {findings} fewer than 10 donors in this cohort, or none: they are in the file only."
    )
