"""The map as tables: its named areas, and its cells as a list from which the keyboard selects."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag

from components.figures.map_colours import Colouring
from components.map_ids import Map
from components.tables import Column, Table, share
from workbench.disclosure.values import CohortOnMap, MapView

OUTSIDE = "outside the named areas"


def area_table(view: MapView, cohort: CohortOnMap | None = None) -> Table:
    """One row a named area, the fullest first; with the cohort's donors where there is a cohort."""
    inside = {area: count for area, count, _ in cohort.areas} if cohort else {}
    columns = [
        Column("Named area"),
        *([Column("In your cohort", number=True)] if cohort else []),
        Column("Donors", number=True),
        Column("Cells", number=True),
        Column("Leading body area"),
        Column("Leading condition"),
        Column("Under 18", number=True),
        Column("Typical findings"),
    ]
    rows = []
    for area in sorted(view.areas, key=lambda a: (-(a.count or 0), a.name)):
        typical = "; ".join(f"{label} {share(part)}" for _, label, part in area.typical)
        facts = (area.count, len(area.cells), area.body_area, area.condition, share(area.children), typical)
        rows.append((area.name, inside.get(area.id), *facts) if cohort else (area.name, *facts))
    return Table("Named areas of the map", tuple(columns), tuple(rows))


def cell_rows(view: MapView, colouring: Colouring) -> list[dict[str, Any]]:
    """One row a cell, sorted by its area: what the grid shows."""
    names = {area.id: area.name for area in view.areas}
    rows = [
        {
            "id": str(cell.id),
            "cell": cell.id,
            "area": names.get(cell.area, OUTSIDE) if cell.area is not None else OUTSIDE,
            "donors": cell.count,
            "shown": colouring.words.get(cell.id, ""),
        }
        for cell in view.cells
    ]
    return sorted(rows, key=lambda row: (row["area"] == OUTSIDE, row["area"], row["cell"]))


def cell_table(view: MapView, colouring: Colouring) -> Table:
    """The cells for a download, each with the place of its centre on the map's grid."""
    places = {cell.id: (cell.x, cell.y) for cell in view.cells}
    heads = ("Cell", "Named area", "x", "y", "Donors", colouring.column)
    columns = tuple(Column(head, number=head in {"Cell", "x", "y", "Donors"}) for head in heads)
    rows = tuple(
        (row["cell"], row["area"], *(round(part, 3) for part in places[row["cell"]]), row["donors"], row["shown"])
        for row in cell_rows(view, colouring)
    )
    return Table("Cells of the map", columns, rows)


def columns(colouring: Colouring | None = None) -> list[dict[str, Any]]:
    """Columns of the grid, the last one under the name of what colours the map."""
    return [
        {"field": "area", "headerName": "Named area", "flex": 2, "minWidth": 160},
        {"field": "cell", "headerName": "Cell", "type": "rightAligned", "width": 90},
        {"field": "donors", "headerName": "Donors, about", "type": "rightAligned", "width": 130},
        {"field": "shown", "headerName": colouring.column if colouring else "Shown as", "flex": 1, "minWidth": 130},
    ]


def cell_grid(selected: list[int]) -> dag.AgGrid:
    """The list of cells; the space bar selects the row that has the focus."""
    return dag.AgGrid(
        id=Map.GRID,
        rowData=[],
        columnDefs=columns(),
        getRowId="params.data.id",
        selectedRows={"ids": [str(cell) for cell in selected]},
        dashGridOptions={
            "rowSelection": {"mode": "multiRow", "headerCheckbox": False, "enableClickSelection": False},
            "rowHeight": 34,
            "headerHeight": 36,
            "animateRows": False,
            "domLayout": "normal",
        },
        defaultColDef={"sortable": True, "resizable": True, "filter": False},
        className="ag-theme-quartz map-grid",
        style={"height": "320px"},
    )
