"""The cohort of the address, above every page: its clauses as chips, its count, and what to do with it."""

from __future__ import annotations

from dash import ClientsideFunction, Input, Output, callback, clientside_callback, dcc, html
from dash.development.base_component import Component

from components.asking import cohort_in, door, link
from components.icons import ICONS, icon
from components.ids import Shell
from components.notices import WITHHELD_COHORT, withheld_word
from components.tables import number
from workbench.api import cohorts
from workbench.api.door import Door
from workbench.cohorts.address import to_address
from workbench.cohorts.query import Clause, Excluded, Query
from workbench.disclosure.values import CohortCount
from workbench.errors import WorkbenchError

_PLAIN = "button button-plain"


def bar() -> html.Div:
    """The bar with empty places; the address fills them."""
    copy = html.Button([icon("link-45deg"), "Copy link"], id=Shell.COPY_LINK, n_clicks=0, className=_PLAIN)
    said = html.Span(id=Shell.COPY_LINK_SAID, className="said", role="status")
    tools = html.Div(
        [said, html.Span(id=Shell.COHORT_LINKS, className="cohort-bar-tools"), copy], className="cohort-bar-tools"
    )
    chips = html.Div(html.Span(className="bone bone-label"), id=Shell.COHORT, className="chips")
    return html.Div(
        html.Div([html.Span("Cohort", className="label"), chips, tools], className="cohort-bar-inside"),
        className="cohort-bar",
        role="region",
        **{"aria-label": "Current cohort"},
    )


def chips(asked: Door, query: Query, *, removable: bool = True) -> list[Component]:
    """The clauses as chips with "and" between them; with `removable`, each leads to the cohort without it."""
    parts: list[Component] = []
    for position, clause in enumerate(query.clauses):
        if position:
            parts.append(html.Span("and", className="chip-and"))
        parts.append(_chip(asked, clause, query.without(position) if removable else None))
    return parts


def _chip(asked: Door, clause: Clause, without: Query | None) -> html.Span:
    words = cohorts.clause_words(asked, clause)
    glyph = icon(words.icon if words.icon in ICONS else "check2")
    kind = "chip chip-out" if isinstance(clause, Excluded) else "chip"
    return html.Span([glyph, html.Span(words.title), *_remove(words.title, without)], className=kind)


def _remove(title: str, without: Query | None) -> list[Component]:
    if without is None:
        return []
    words = html.Span(f"Remove {title}", className="visually-hidden")
    return [dcc.Link([icon("x-lg"), words], href=_here(without), className="chip-remove")]


def _here(query: Query) -> str:
    return link("", to_address(query)) or "?q="


def _count(released: CohortCount) -> html.Span:
    count = withheld_word(WITHHELD_COHORT) if released.count is None else html.B(number(released.count))
    return html.Span([count, f" of {number(released.everyone)} donors"], className="cohort-count")


def _everyone(released: CohortCount) -> list[Component]:
    return [
        html.Span("All donors", className="chip"),
        html.Span([html.B(number(released.everyone)), " donors"], className="cohort-count"),
    ]


@callback(
    Output(Shell.COHORT, "children"),
    Output(Shell.COHORT_LINKS, "children"),
    Input(Shell.LOCATION, "search"),
    Input(Shell.LOCATION, "pathname"),
)
def show_cohort(search: str | None, pathname: str | None) -> tuple[list[Component], list[Component]]:
    """Chips, count and links of the address's cohort."""
    try:
        asked = door()
        query = cohorts.parse_address(asked, cohort_in(search))
        released = cohorts.count(asked, query).value
    except WorkbenchError as error:
        over = [dcc.Link("Start over", href="?q=", className=_PLAIN)] if cohort_in(search) else []
        return [html.Span(error.what, className="quiet"), *over], []
    if not query.clauses:
        # The overview and the builder have a button of their own.
        begins = pathname in ("/", "/cohorts")
        return _everyone(released), [] if begins else [_to("New cohort", "plus-lg", "/cohorts", Query(), "button")]
    return [*chips(asked, query), _count(released)], [
        _to("Save", "bookmark", "/cohorts", query, _PLAIN, save="1"),
        _to("Edit", "pencil", "/cohorts", query, "button"),
    ]


def _to(words: str, glyph: str, path: str, query: Query, look: str, **parameters: str) -> dcc.Link:
    return dcc.Link([icon(glyph), words], href=link(path, to_address(query), **parameters), className=look)


clientside_callback(
    ClientsideFunction("workbench", "copy_link"),
    Output(Shell.COPY_LINK_SAID, "children"),
    Input(Shell.COPY_LINK, "n_clicks"),
    prevent_initial_call=True,
)
