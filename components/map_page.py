"""The page `/map` as it stands before anything is answered: title line with controls, map, side panel."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components.figures.template import CONFIG
from components.icons import icon
from components.ids import Panel
from components.map_controls import colour_control, select_control, term_control
from components.map_ids import Map
from components.map_tables import cell_grid
from components.panel import loading

HOW_TO_READ = "One hexagon: ten donors or more, alike in findings. Distances far apart mean little."


def map_page(cohort: str, selected: Sequence[int], colour: str, term: str) -> html.Div:
    """The whole page.

    Args:
        cohort: The cohort as its address writes it.
        selected: Ids of the cells selected at first.
        colour: What colours the map at first.
        term: The finding that colours it, if one does.
    """
    return html.Div(
        [
            *_stores(cohort, selected),
            html.Header(
                [
                    html.H1("Map of findings"),
                    html.Div([colour_control(colour), select_control()], className="map-controls"),
                ],
                className="map-head",
            ),
            html.Div(
                [_frame(selected, term), html.Aside(html.Div(loading(9), id=Map.REGION, className="slot"))],
                className="map-layout",
            ),
        ],
        className="page map-page",
    )


def _stores(cohort: str, selected: Sequence[int]) -> list[Component]:
    return [
        dcc.Store(id=Map.COHORT, data=cohort),
        dcc.Store(id=Map.SELECTION, data=list(selected)),
        dcc.Store(id=Map.SIZE),
        dcc.Store(id=Map.AREA_CELLS),
        dcc.Store(id=Map.ADDRESS),
        dcc.Download(id=Map.REGION_FILE),
    ]


def _frame(selected: Sequence[int], term: str) -> html.Section:
    """The map's panel; it lives as long as the page, so that a redraw keeps the pointer and the focus."""
    head = html.Header(
        [
            html.Div(
                html.H2(id=Map.TITLE, className="panel-title", **{"aria-live": "polite"}), className="panel-words"
            ),
            html.Div([term_control(term), *_tools()], className="panel-tools"),
        ],
        className="panel-head",
    )
    foot = html.Footer([html.Div(HOW_TO_READ), html.Div(id=Map.HELD, className="map-held")], className="panel-foot")
    state = html.Div(loading(10), id=Map.STATE, className="map-state")
    return html.Section(
        [state, head, html.Div([_figure(), _tables(selected)], className="panel-body"), foot],
        id=Panel.root(Map.NAME),
        className="panel map-panel",
        **{"aria-label": "Map"},
    )


def _figure() -> html.Div:
    graph = dcc.Graph(id=Map.GRAPH, config=CONFIG, responsive=True, className="map-graph")
    keyboard = html.P("The same cells can be selected in the table, with the keyboard.", className="visually-hidden")
    return html.Div(
        [html.Div(graph, className="map-figure"), keyboard, html.Div(id=Map.LEGEND, className="map-legend")],
        className="panel-figure",
    )


def _tables(selected: Sequence[int]) -> html.Div:
    return html.Div(
        [
            _table_head("Cells", "Tick cells with the space bar to select them; they must touch."),
            cell_grid(list(selected)),
            _table_head("Named areas", "Cells that touch, at least 50 donors together.", *_download(Map.AREAS_NAME)),
            html.Div(id=Map.AREA_TABLE),
        ],
        className="panel-table",
    )


def _table_head(title: str, words: str, *more: Component) -> html.Div:
    return html.Div([html.H3(title), html.P(words), *more], className="map-table-head")


def _download(name: str) -> list[Component]:
    return [
        html.Button(
            [icon("download"), html.Span("Download the table as CSV", className="visually-hidden")],
            id=Panel.csv(name),
            n_clicks=0,
            className="tool",
            title="Download CSV",
        ),
        dcc.Store(id=Panel.rows(name)),
        dcc.Download(id=Panel.download(name)),
    ]


def _tools() -> list[Component]:
    views = [
        html.Span([icon("table"), "Table"], className="to-table"),
        html.Span([icon("map"), "Figure"], className="to-figure"),
    ]
    return [
        html.Button([icon("x-lg"), "Clear"], id=Map.CLEAR, n_clicks=0, className="tool", title="Select nothing"),
        html.Button(views, id=Panel.view(Map.NAME), n_clicks=0, className="tool"),
        *_download(Map.NAME),
    ]
