"""`/map`: where donors with like findings lie, and what sets a selected area apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import dash
from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, dcc, html, no_update

from components.asking import door, link, reported, shown
from components.figures.comparison import comparison_table
from components.figures.hexagons import largest_piece
from components.figures.map import Look, area_of, map_figure
from components.figures.map_colours import (
    COLOUR_BY,
    Colouring,
    by_age,
    by_body_area,
    by_condition,
    by_donors,
    by_finding,
    uncoloured,
)
from components.ids import Panel, Shell
from components.map_controls import LASSO, legend
from components.map_ids import Map
from components.map_page import map_page
from components.map_tables import area_table, cell_rows, cell_table, columns
from components.panel import empty, failed
from components.region_panel import Region, guidance, invitation, largest_part, region_panel
from components.tables import csv_file, csv_text, share, table
from workbench.api import cohorts, terms
from workbench.api import map as maps
from workbench.api.door import Door
from workbench.cohorts.address import cell_ranges, cells_of, to_address
from workbench.cohorts.query import MOST_CLAUSES, Observed, Query
from workbench.disclosure.values import CohortOnMap, MapView
from workbench.errors import InvalidQuery, WorkbenchError

dash.register_page(__name__, path="/map", title="Map of findings", name="Phenotype space")

EXAMPLES = ("HP:0001250", "HP:0001252", "HP:0001263", "HP:0003198", "HP:0001627", "HP:0002664")
LISTED = 40
NO_CELLS = empty(
    "There are too few donors to draw a map",
    "A hexagon is drawn for ten donors or more that are alike in findings. In this snapshot no hexagon has so many. "
    "Import more donors, build a snapshot, and the map will stand here.",
    actions=[dcc.Link("What is in the data", href="/data", className="button")],
)


def layout(q: object = "", sel: object = "", colour: object = "", term: object = "", **_: object) -> html.Div:
    """The page with the cohort, the selection and the colours of its address."""
    by = colour if isinstance(colour, str) and colour in COLOUR_BY else "area"
    return map_page(_text(q), _selected(_text(sel)), by, _text(term))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _selected(text: str) -> list[int]:
    try:
        return sorted(set(cells_of(text))) if text else []
    except InvalidQuery:
        return []


def _colouring(opened: Door, view: MapView, by: str, term: str | None) -> Colouring:
    match by:
        case "condition":
            return by_condition(view)
        case "donors":
            return by_donors(view)
        case "age":
            return by_age(view)
        case "finding":
            return by_finding(view, maps.finding(opened, term).value) if term else uncoloured(view)
        case _:
            return by_body_area(view)


def _on_map(opened: Door, q: str) -> CohortOnMap | None:
    query = cohorts.parse_address(opened, q)
    return maps.cohort(opened, query).value if query.clauses else None


def _answer(build: Callable[[], tuple[Any, ...]], otherwise: tuple[Any, ...]) -> tuple[Any, ...]:
    """What `build` makes; where it fails, `otherwise` and a panel that says why."""
    try:
        return build()
    except WorkbenchError as error:
        return (*otherwise, failed(error.what, error.do, retry="/map"))
    except Exception as error:
        return (
            *otherwise,
            failed("The map did not load", "Please try again.", reference=reported(error), retry="/map"),
        )


def _region(cells: list[int], q: str, seen: dict[str, str]) -> html.Section:
    opened = door()
    cohort = cohorts.parse_address(opened, q)
    view = maps.view(opened).value
    if not view.cells:
        return guidance("There is nothing to select yet", "Cohorts and their findings work without the map.")
    if not cells:
        return _invitation(view, q, seen)
    try:
        query = maps.region_query(opened, cells)
    except InvalidQuery as error:
        return guidance(error.what, error.do, _smaller(view, cells, q, seen))
    return region_panel(_answered(opened, view, cohort, query, cells))


def _smaller(view: MapView, cells: list[int], q: str, seen: dict[str, str]) -> dcc.Link | None:
    """A way to the largest part of a selection that falls apart."""
    wanted = [cell for cell in view.cells if cell.id in set(cells)]
    piece = largest_piece(wanted, view.size)
    if len(piece) in (0, len(cells)):
        return None
    href = link("/map", q, sel=cell_ranges(tuple(cell.id for cell in piece)), **seen)
    return largest_part(len(piece), href)


def _answered(opened: Door, view: MapView, cohort: Query, area: Query, cells: Sequence[int]) -> Region:
    """The selected area with everything that is asked about it."""
    wider = cohort.adding(area.clauses[0])
    has_room = len(wider.clauses) <= MOST_CLAUSES
    named, rule = area_of(view, cells), maps.rule(opened, area).value
    return Region(
        name=named.name if named else "",
        cells=len(cells),
        donors=cohorts.count(opened, area).value.count,
        inside=cohorts.count(opened, wider).value.count if has_room and cohort.clauses else None,
        has_cohort=has_room and bool(cohort.clauses),
        findings=cohorts.findings(opened, area, top=LISTED).value,
        rule=rule,
        as_rule=link("/cohorts", to_address(Query(tuple(map(Observed, rule.terms))))) if rule else "",
        as_clause=link("/cohorts", to_address(wider)) if has_room else "",
    )


def _invitation(view: MapView, q: str, seen: dict[str, str]) -> html.Section:
    if not view.areas:
        return invitation("", "")
    example = max(view.areas, key=lambda area: area.count or 0)
    return invitation(example.name, link("/map", q, sel=cell_ranges(tuple(sorted(example.cells))), **seen))


@callback(
    Output(Map.GRAPH, "figure"),
    Output(Map.TITLE, "children"),
    Output(Map.LEGEND, "children"),
    Output(Map.STATE, "children"),
    Input(Map.COLOUR, "value"),
    Input(Map.TERM, "value"),
    Input(Map.SELECTION, "data"),
    Input(Map.MODE, "value"),
    Input(Map.SIZE, "data"),
    Input(Shell.THEME, "data"),
    State(Map.COHORT, "data"),
)
def draw(
    by: str, term: str | None, cells: list[int], mode: str, size: dict[str, int] | None, theme: str | None, q: str
) -> tuple[Any, ...]:
    """The map, coloured as asked, with the selection and the cohort on it."""

    def build() -> tuple[Any, ...]:
        opened = door()
        view = maps.view(opened).value
        if not view.cells:
            return no_update, no_update, no_update, NO_CELLS
        colouring, cohort = _colouring(opened, view, by, term), _on_map(opened, q)
        look = Look(theme or "light", lasso=mode == LASSO, **(size or {}))
        figure = map_figure(view, colouring, cells, cohort, look)
        return figure, colouring.title, legend(colouring, look.theme, cohort), None

    return _answer(build, (no_update,) * 3)


@callback(
    Output(Map.GRID, "rowData"),
    Output(Map.GRID, "columnDefs"),
    Output(Map.AREA_TABLE, "children"),
    Output(Panel.rows(Map.NAME), "data"),
    Output(Panel.rows(Map.AREAS_NAME), "data"),
    Output(Map.HELD, "children"),
    Input(Map.COLOUR, "value"),
    Input(Map.TERM, "value"),
    Input(Map.COHORT, "data"),
)
def tabulate(by: str, term: str | None, q: str) -> tuple[Any, ...]:
    """The numbers of the map: its cells and its areas, for the page and for download."""
    try:
        opened = door()
        released = maps.view(opened)
        view = released.value
        if not view.cells:
            return (no_update,) * 6
        colouring = _colouring(opened, view, by, term)
        areas, cells = area_table(view, _on_map(opened, q)), cell_table(view, colouring)
    except WorkbenchError:
        return (no_update,) * 6  # `draw` meets the same and says so
    held = (
        f"{'1 cell holds' if len(view.cells) == 1 else f'{len(view.cells):,} cells hold'} {share(view.shown)} of donors"
    )
    files = [
        {"filename": csv_file(name, released.snapshot, released.synthetic), "content": csv_text(data)}
        for name, data in (("map-cells", cells), ("map-areas", areas))
    ]
    return cell_rows(view, colouring), columns(colouring), table(areas), *files, held


@callback(Output(Map.AREA, "options"), Output(Map.AREA_CELLS, "data"), Input(Map.COHORT, "data"))
def name_areas(_: str) -> tuple[list[dict[str, str]], dict[str, list[int]]]:
    """The named areas to pick from, by name, and the cells of each."""
    try:
        areas = sorted(maps.view(door()).value.areas, key=lambda area: area.name)
    except WorkbenchError:
        return [], {}
    options = [{"label": area.name, "value": str(area.id)} for area in areas]
    return options, {str(area.id): list(area.cells) for area in areas}


@callback(Output(Map.TERM, "options"), Input(Map.TERM, "search_value"), State(Map.TERM, "value"))
def suggest(text: str | None, term: str | None) -> list[dict[str, str]]:
    """At most 25 findings for what was typed, and always the one that is chosen."""
    try:
        opened = door()
        matches = [match.term for match in terms.search(opened, text)] if text else list(EXAMPLES)
        ids = list(dict.fromkeys([*([term] if term else []), *matches]))
        return [{"label": terms.describe(opened, one).label, "value": one} for one in ids]
    except WorkbenchError:
        return []


@callback(
    Output(Map.REGION, "children"),
    Input(Map.SELECTION, "data"),
    State(Map.COHORT, "data"),
    State(Map.COLOUR, "value"),
    State(Map.TERM, "value"),
)
def read_region(cells: list[int], q: str, by: str, term: str | None) -> Any:
    """What sets the selected area apart."""
    seen = {"colour": by, **({"term": term} if term else {})} if by != "area" else {}
    return shown(lambda: _region(cells, q, seen))


@callback(
    Output(Map.REGION_FILE, "data"),
    Input(Map.REGION_CSV, "n_clicks"),
    State(Map.SELECTION, "data"),
    prevent_initial_call=True,
)
def download_region(clicks: int | None, cells: list[int]) -> Any:
    """All findings of the selected area against all donors, as a file."""
    if not clicks:
        return no_update
    opened = door()
    released = cohorts.findings(opened, maps.region_query(opened, cells), everything=True)
    name = csv_file("map-area-findings", released.snapshot, released.synthetic)
    return {"filename": name, "content": csv_text(comparison_table(released.value)), "type": "text/csv"}


clientside_callback(
    ClientsideFunction("map", "select"),
    Output(Map.SELECTION, "data"),
    Output(Map.GRAPH, "clickData"),
    Output(Map.AREA, "value"),
    Output(Map.GRID, "selectedRows"),
    Input(Map.GRAPH, "selectedData"),
    Input(Map.GRAPH, "clickData"),
    Input(Map.AREA, "value"),
    Input(Map.GRID, "selectedRows"),
    Input(Map.CLEAR, "n_clicks"),
    State(Map.MODE, "value"),
    State(Map.SELECTION, "data"),
    State(Map.AREA_CELLS, "data"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("map", "address"),
    Output(Map.ADDRESS, "data"),
    Input(Map.SELECTION, "data"),
    Input(Map.COLOUR, "value"),
    Input(Map.TERM, "value"),
    prevent_initial_call=True,
)
clientside_callback(ClientsideFunction("map", "measure"), Output(Map.SIZE, "data"), Input(Map.COHORT, "data"))
