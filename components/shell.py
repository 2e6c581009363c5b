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
from components.asking import door, may_open, reported, session
from components.icons import icon
from components.ids import Shell
from components.notices import SYNTHETIC, notice, synthetic_badge
from workbench.api import data
from workbench.errors import WorkbenchError

NAVIGATION: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("", "", (("Overview", "/"),)),
    ("Find", "search", (("Cohorts", "/cohorts"), ("Similar", "/similar"), ("Conditions", "/conditions"))),
    ("Map", "map", (("Phenotype space", "/map"),)),
    ("Study", "ui-checks", (("Evaluate", "/evaluate"),)),
    ("Watch", "shield-lock", (("Audit", "/audit"), ("Accounts", "/admin"))),
)
_FOOT = (("Data and provenance", "/data"), ("Help", "/help"))
_ROLES = {
    "family": "Family",
    "researcher": "Clinical researcher",
    "lead": "Study lead",
    "steward": "Data steward",
}


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
    """Whether there is a page under the path that whoever asks may open: nothing else is linked."""
    return any(page["path"] == path for page in dash.page_registry.values()) and may_open(path)


def page_head(title: str, lead: Any = "", tools: tuple[Component, ...] = ()) -> html.Div:
    """The first lines of a page: its title, a lead, and its buttons at the right."""
    words = [html.H1(title), html.P(lead, className="page-lead")] if lead else [html.H1(title)]
    return html.Div(
        [html.Div(words), html.Div(tools, className="page-tools") if tools else None], className="page-head"
    )


def _snapshot() -> tuple[data.Provenance | None, Component | None]:
    # Dash asks for the layout once while it is put together, before there is a request.
    # And the first request may be anybody's: nothing is asked for people who have not signed in.
    return _tried(lambda: data.provenance(door())) if has_app_context() and session() else (None, None)


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
            cohort_bar.bar() if may_open("/cohorts") else None,
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
        href=first_page(),
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


def first_page() -> str:
    """The first page that whoever asks may open."""
    return next((path for path in ("/", "/audit", "/admin", "/help") if page_exists(path)), "/")


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
    return html.Div(
        [html.Div(shown, title=snapshot.snapshot if snapshot else ""), *links, _signed_in(switch)],
        className="side-foot",
    )


def _signed_in(switch: Component) -> html.Div:
    """Who is signed in, and the way out: a form with its token, so that it works whatever scripts do."""
    here = session()
    if here is None:
        return html.Div(switch, className="side-foot-row")
    who = html.Span([html.B(here.account.name), html.Span(_ROLES[here.account.role])], className="side-who")
    leave = html.Form(
        [
            dcc.Input(type="hidden", name="csrf", value=here.csrf),
            html.Button([icon("box-arrow-right"), "Sign out"], type="submit", className="side-leave"),
        ],
        action="/sign-out",
        method="post",
    )
    return html.Div([html.Div([who, switch], className="side-foot-row"), leave], className="side-account")


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
