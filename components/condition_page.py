"""The page `/conditions` as it stands before anything is answered: the plane, the groups beside it, the undiagnosed."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from components.condition_checks import checks
from components.condition_ids import Conditions
from components.figures.template import CONFIG
from components.icons import icon
from components.ids import Panel
from components.panel import loading, slot
from components.shell import page_head

LEAD = (
    "Which conditions look alike. What overlaps follows from their published findings; "
    "how many donors each has here is a released count, rounded to 5."
)
SUBTITLE = "One disc per condition, its area by donors; near means alike in published findings"
HOLDS = "How alike a group stays under three checks: 1 is the same conditions every time."


def conditions_page(cohort: str, picked: str, tools: tuple[Component, ...]) -> html.Div:
    """The whole page.

    Args:
        cohort: The cohort as its address writes it.
        picked: What is selected at first (`components.condition_picked`).
        tools: Buttons beside the title.
    """
    return html.Div(
        [
            dcc.Store(id=Conditions.COHORT, data=cohort),
            dcc.Store(id=Conditions.PICKED, data=picked),
            dcc.Store(id=Conditions.SIZE),
            dcc.Store(id=Conditions.TYPED),
            dcc.Store(id=Conditions.ADDRESS),
            page_head("Conditions that overlap", LEAD, tools),
            html.Div([_plane(), _groups()], className="conditions-layout"),
            slot(Conditions.UNDIAGNOSED, height=180, rows=3, class_name="conditions-below"),
        ],
        className="page conditions-page",
    )


def _plane() -> html.Section:
    """The figure's panel; it lives as long as the page, so that a redraw keeps the pointer and the focus."""
    words = [
        html.H2(id=Conditions.TITLE, className="panel-title", **{"aria-live": "polite"}),
        html.P(SUBTITLE, className="panel-subtitle"),
    ]
    head = html.Header(
        [
            html.Div(words, className="panel-words"),
            html.Div(_tools(Conditions.NAME, "Table"), className="panel-tools"),
        ],
        className="panel-head",
    )
    graph = dcc.Graph(id=Conditions.GRAPH, config=CONFIG, responsive=True, className="conditions-graph")
    keyboard = html.P("The same groups can be selected in the list, with the keyboard.", className="visually-hidden")
    body = html.Div(
        [
            html.Div([html.Div(graph, className="conditions-figure"), keyboard], className="panel-figure"),
            html.Div(id=Conditions.TABLE, className="panel-table"),
        ],
        className="panel-body",
    )
    read = html.Div(["Grey: in no group that survives the checks. ", html.Span(id=Conditions.NOT_DRAWN)])
    return html.Section(
        [
            html.Div(loading(10), id=Conditions.STATE, className="conditions-state"),
            head,
            body,
            html.Footer([read, checks()], className="panel-foot"),
        ],
        id=Panel.root(Conditions.NAME),
        className="panel conditions-plane",
        **{"aria-label": "Conditions"},
    )


def _groups() -> html.Section:
    head = html.Header(
        [
            html.Div(html.H2("The groups, named by their findings", className="panel-title"), className="panel-words"),
            html.Div(_tools(Conditions.GROUPS_NAME, ""), className="panel-tools"),
        ],
        className="panel-head",
    )
    listed = html.Div(
        [
            _search(),
            html.Div(id=Conditions.FOUND, className="conditions-found", hidden=True),
            html.Div(id=Conditions.GROUPS, className="conditions-list"),
        ],
        className="panel-figure",
    )
    body = html.Div([listed, html.Div(id=Conditions.GROUPS_TABLE, className="panel-table")], className="panel-body")
    chosen = html.Div(id=Conditions.CHOSEN, className="conditions-chosen", **{"aria-live": "polite"})
    foot = html.Footer(html.Div([html.B("Holds: "), HOLDS]), className="panel-foot")
    return html.Section(
        [head, body, chosen, foot],
        id=Panel.root(Conditions.GROUPS_NAME),
        className="panel conditions-groups",
        **{"aria-label": "Groups of conditions"},
    )


def _search() -> html.Div:
    box = dcc.Input(
        id=Conditions.TEXT,
        type="text",
        value="",
        placeholder="Find a condition",
        autoComplete="off",
        spellCheck=False,
        maxLength=120,
        className="term-input",
    )
    label = html.Label("Find a condition by its name", htmlFor=Conditions.TEXT, className="visually-hidden")
    return html.Div([label, html.Div([icon("search"), box], className="term-box")], className="conditions-search")


def _tools(name: str, words: str) -> list[Component]:
    """Figure or table, and the download."""
    shown = [words, "Figure"] if words else [_hidden("Table"), _hidden("Groups")]
    views = [
        html.Span([icon("table"), shown[0]], className="to-table"),
        html.Span([icon("bar-chart" if words else "list"), shown[1]], className="to-figure"),
    ]
    csv = [icon("download"), _hidden("Download the table as CSV")]
    return [
        html.Button(views, id=Panel.view(name), n_clicks=0, className="tool", title="" if words else "Table or list"),
        html.Button(csv, id=Panel.csv(name), n_clicks=0, className="tool", title="Download CSV"),
        dcc.Store(id=Panel.rows(name)),
        dcc.Download(id=Panel.download(name)),
    ]


def _hidden(words: str) -> html.Span:
    return html.Span(words, className="visually-hidden")
