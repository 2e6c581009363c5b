"""The builder: the clauses of a cohort, each with its switch and its way out, and a place to add one more."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components.clause_links import cohort_link, switched, why_clauses
from components.cohort_ids import Cohorts
from components.condition_search import condition_search
from components.icons import icon
from components.released_words import cardinal, ordinal
from components.term_picker import term_picker
from workbench.cohorts.query import MOST_CLAUSES, Excluded, Query
from workbench.cohorts.text import ClauseWords


def builder_frame() -> html.Section:
    """The builder before its cohort is read: a skeleton of the clauses, and the tabs of what can be added."""
    bones = html.Div(
        [html.Span(className="bone bone-title"), html.Span(className="bone bone-1")], className="clauses-bones"
    )
    adding = html.Div(
        [html.P("Add a clause", id=Cohorts.ADD_LABEL, className="label"), _tabs()],
        id=Cohorts.CHOICES,
        className="choices",
    )
    return html.Section(
        [html.Div(bones, id=Cohorts.CLAUSES), html.Div(id=Cohorts.FULL), adding], className="panel builder"
    )


def clauses_list(query: Query, words: Sequence[ClauseWords]) -> list[Component]:
    """Who is in the cohort: a heading, and a row a clause.

    Args:
        words: Plain words a clause, in the order of the query.
    """
    title = [
        html.H2("Who is in the cohort", className="panel-title"),
        html.P("All must be true. For “either of two”, pick the broader term above both.", className="panel-subtitle"),
    ]
    head = [
        html.Div(title, className="panel-words"),
        html.Span(f"{len(query.clauses)} of {MOST_CLAUSES} clauses", className="clause-number"),
    ]
    rows = [_clause(query, at, told) for at, told in enumerate(words)]
    return [html.Header(head, className="panel-head"), html.Ol(rows, className="clauses")]


def all_clauses_used(query: Query) -> html.Div:
    """What stands in place of the choices when a cohort has its four clauses."""
    why = (
        "Each clause more would bring it nearer to one person. Remove one to add another, "
        "or pick a broader finding that covers two of them."
    )
    return html.Div(
        [
            html.P([icon("shield-check"), f"This cohort has its {cardinal(MOST_CLAUSES)} clauses."], className="label"),
            html.P(why, className="quiet"),
            why_clauses(query),
        ],
        className="clauses-full",
    )


def add_label(query: Query) -> str:
    """What adding a clause is called: "Add the third clause"."""
    return f"Add the {ordinal(len(query.clauses) + 1)} clause"


def _tabs() -> html.Div:
    """What a clause can be of; `assets/cohorts.js` moves between the tabs."""
    bodies: tuple[tuple[str, Component], ...] = (
        ("Finding", term_picker()),
        ("Age", html.Div(id=Cohorts.AGES)),
        ("Sex", html.Div(id=Cohorts.SEXES)),
        ("Region", html.Div(id=Cohorts.REGIONS)),
        ("Condition", condition_search()),
    )
    tabs = [_tab(at, label) for at, (label, _) in enumerate(bodies)]
    panels = [_tab_panel(at, body) for at, (_, body) in enumerate(bodies)]
    names = {"aria-labelledby": Cohorts.ADD_LABEL}
    return html.Div([html.Div(tabs, role="tablist", className="clause-tabs", **names), *panels])


def _tab(at: int, label: str) -> html.Button:
    states = {"aria-selected": str(at == 0).lower(), "aria-controls": Cohorts.tab_panel(at)}
    return html.Button(
        label, id=Cohorts.tab(at), role="tab", tabIndex="0" if at == 0 else "-1", className="clause-tab", **states
    )


def _tab_panel(at: int, body: Component) -> html.Div:
    names = {"aria-labelledby": Cohorts.tab(at)}
    return html.Div(body, id=Cohorts.tab_panel(at), role="tabpanel", hidden=at > 0, **names)


def _clause(query: Query, at: int, words: ClauseWords) -> html.Li:
    clause = query.clauses[at]
    told = html.Div(
        [
            html.Div([html.Strong(words.title), html.Span(words.detail, className="clause-detail")]),
            html.Div(words.lay, className="lay") if words.lay else None,
        ],
        className="clause-words",
    )
    tone = "ruled-out" if isinstance(clause, Excluded) else "accent"
    return html.Li(
        [
            html.Span("and", className="clause-and") if at else None,
            icon(words.icon, f"clause-icon {tone}"),
            told,
            _switch(query, at, words.title),
            dcc.Link(
                [icon("x-lg"), html.Span(f"Remove {words.title}", className="visually-hidden")],
                href=cohort_link(query.without(at)),
                className="clause-remove",
                title="Remove this clause",
            ),
        ],
        className="clause",
    )


def _switch(query: Query, at: int, title: str) -> html.Span | None:
    other = switched(query, at)
    if other is None:
        return None
    ruled_out = isinstance(query.clauses[at], Excluded)
    here, there = ("ruled out", "recorded") if ruled_out else ("recorded", "ruled out")
    shown = html.Span([html.Span(f"{title}: ", className="visually-hidden"), here], className="switch-on")
    way = dcc.Link(
        [there, html.Span(f": switch {title}", className="visually-hidden")],
        href=cohort_link(other),
        className="switch-off",
        title="Somebody looked and it is not there" if there == "ruled out" else "Recorded as present",
    )
    return html.Span([way, shown] if ruled_out else [shown, way], className="clause-switch")
