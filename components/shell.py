"""What stands around every page: navigation, the cohort bar, the theme, and the words about synthetic data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import dash
from dash import ALL, ClientsideFunction, Input, Output, State, clientside_callback, dcc, html
from dash.development.base_component import Component
from flask import has_app_context

from components import cohort_bar
from components.asking import door, reported
from components.icons import icon
from components.ids import Shell
from components.notices import SYNTHETIC, notice, synthetic_badge
from workbench.api import data
from workbench.errors import WorkbenchError

NAVIGATION: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("", "", (("Overview", "/"),)),
    ("Find", "search", (("Cohorts", "/cohorts"), ("Similar", "/similar"), ("Conditions", "/conditions"))),
    ("Map", "map", (("Phenotype space", "/map"),)),
)
_FOOT = (("Data and provenance", "/data"), ("Help", "/help"))


def layout() -> html.Div:
    """The frame with a place for the page; asked anew for every visit."""
    snapshot, problem = _snapshot()
    return html.Div(
        [
            dcc.Location(id=Shell.LOCATION, refresh="callback-nav"),
            dcc.Store(id=Shell.THEME),
            html.A("Skip to the content", href=f"#{Shell.CONTENT}", className="skip-link"),
            html.Div([_side(snapshot), _main(snapshot, problem)], className="frame"),
            html.Div(id=Shell.NOTICE, className="notices", **{"aria-live": "polite"}),
        ]
    )


def page_exists(path: str) -> bool:
    """Whether a page is registered under the path: pages that are not built are not linked."""
    return any(page["path"] == path for page in dash.page_registry.values())


def page_head(title: str, lead: Any = "", tools: tuple[Component, ...] = ()) -> html.Div:
    """The first lines of a page: its title, a lead, and its buttons at the right."""
    words = [html.H1(title), html.P(lead, className="page-lead")] if lead else [html.H1(title)]
    return html.Div(
        [html.Div(words), html.Div(tools, className="page-tools") if tools else None], className="page-head"
    )


def _snapshot() -> tuple[data.Provenance | None, Component | None]:
    # Dash asks for the layout once while it is put together, before there is a request.
    return _tried(lambda: data.provenance(door())) if has_app_context() else (None, None)


def _tried(ask: Callable[[], data.Provenance]) -> tuple[data.Provenance | None, Component | None]:
    try:
        return ask(), None
    except WorkbenchError as error:
        return None, notice(error.what, error.do, kind="caution")
    except Exception as error:
        return None, notice("The snapshot could not be opened.", reference=reported(error))


def _main(snapshot: data.Provenance | None, problem: Component | None) -> html.Div:
    return html.Div(
        [
            _printed(snapshot),
            cohort_bar.bar(),
            html.Main(
                [html.Div(problem, className="page page-notice") if problem else None, dash.page_container],
                id=Shell.CONTENT,
                tabIndex="-1",
            ),
        ],
        className="main",
    )


def _printed(snapshot: data.Provenance | None) -> Component | None:
    if snapshot is None:
        return None
    words = f"Share4Rare research workbench · snapshot {snapshot.snapshot} · HPO {snapshot.hpo_release}"
    return html.Div(f"{words} · {SYNTHETIC}" if snapshot.synthetic else words, className="print-only")


def _side(snapshot: data.Provenance | None) -> html.Header:
    brand = dcc.Link(
        [
            html.Span(className="brand-mark", **{"aria-hidden": "true"}),
            html.Span(
                [
                    html.Span("Share4Rare", className="brand-name"),
                    html.Span("Research workbench", className="brand-line"),
                ]
            ),
        ],
        href="/",
        className="brand",
    )
    menu = html.Button(
        icon("list"),
        id=Shell.MENU_BUTTON,
        n_clicks=0,
        className="menu-button",
        **{"aria-label": "Menu", "aria-controls": Shell.MENU, "aria-expanded": "false"},
    )
    badge = synthetic_badge(bool(snapshot and snapshot.synthetic))
    navigation = html.Nav(
        [*(_group(*group) for group in NAVIGATION), _foot(snapshot)],
        id=Shell.MENU,
        className="side-nav",
        **{"aria-label": "Pages"},
    )
    return html.Header([html.Div([brand, menu], className="side-top"), badge, navigation], className="side")


def _group(verb: str, glyph: str, pages: tuple[tuple[str, str], ...]) -> Component | None:
    links = [html.Li(_link(words, path)) for words, path in pages if page_exists(path)]
    if not links:
        return None
    head = [html.Div([icon(glyph), verb], className="nav-verb")] if verb else []
    return html.Div([*head, html.Ul(links, className="nav-list")])


def _link(words: str, path: str) -> dcc.Link:
    return dcc.Link(words, href=path, id=Shell.nav(path), className="nav-link-own")


def _foot(snapshot: data.Provenance | None) -> html.Div:
    shown = ["Snapshot of ", html.B(_day(snapshot.created))] if snapshot else ["No snapshot yet"]
    switch = html.Button(
        icon("circle-half"),
        id=Shell.THEME_SWITCH,
        n_clicks=0,
        className="icon-button",
        title="Light or dark",
        **{"aria-label": "Switch between light and dark"},
    )
    links = [_link(words, path) for words, path in _FOOT if page_exists(path)]
    last = html.Div([html.Span("Local researcher"), switch], className="side-foot-row")
    return html.Div([html.Div(shown, title=snapshot.snapshot if snapshot else ""), *links, last], className="side-foot")


def _day(created: str) -> str:
    day = dt.date.fromisoformat(created[:10])
    return f"{day.day} {day:%b %Y}"


clientside_callback(
    ClientsideFunction("workbench", "theme"), Output(Shell.THEME, "data"), Input(Shell.THEME_SWITCH, "n_clicks")
)
clientside_callback(
    ClientsideFunction("workbench", "navigate"),
    Output(Shell.nav(ALL), "href"),
    Output(Shell.nav(ALL), "className"),
    Input(Shell.LOCATION, "pathname"),
    Input(Shell.LOCATION, "search"),
    State(Shell.nav(ALL), "id"),
)
clientside_callback(
    ClientsideFunction("workbench", "menu"),
    Output(Shell.MENU, "className"),
    Output(Shell.MENU_BUTTON, "aria-expanded"),
    Input(Shell.MENU_BUTTON, "n_clicks"),
    Input(Shell.LOCATION, "pathname"),
    State(Shell.MENU, "className"),
    prevent_initial_call=True,
)
