"""`/condition?id=OMIM:…`: one condition, as published and as its donors record it, and what lies nearest to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dash
from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, dcc, html
from dash.development.base_component import Component

from components.asking import cohort_of, door, shown
from components.condition_asked import AskedCondition, asked_condition, page_of
from components.condition_findings import apart_panel, frequency_rows, published_panel
from components.condition_groups import Found, found_list
from components.condition_head import condition_head, facts_strip
from components.condition_ids import Condition
from components.condition_near import NearRow, near_panel
from components.condition_picked import Picked, known
from components.condition_unknown import unknown_condition, unknown_words
from components.panel import slot
from components.shell import page_head
from components.tables import csv_file
from workbench.api import cohorts, conditions
from workbench.api.door import Door
from workbench.errors import WorkbenchError

dash.register_page(__name__, path="/condition", title="One condition", name="One condition")

_MOST_LETTERS = 80
_APART = 12
_NEAREST = 6


def layout(q: object = "", id: object = "", **_: object) -> html.Div:
    """The page with every panel still to be asked for."""
    asked = {"id": id.strip()[:_MOST_LETTERS] if isinstance(id, str) else "", "cohort": cohort_of(q)}
    return html.Div(
        [
            dcc.Store(id=Condition.ASKED, data=asked),
            dcc.Store(id=Condition.TYPED),
            html.Div(html.Div(html.H1("One condition"), className="page-head"), id=Condition.HEAD),
            html.Div(unknown_condition(), id=Condition.UNKNOWN, hidden=True),
            html.Div([html.Div(id=Condition.STRIP, className="condition-strip-slot"), _panels()], id=Condition.BODY),
        ],
        className="page condition-page",
    )


def _panels() -> html.Div:
    return html.Div(
        [
            slot(Condition.APART, height=480, rows=9, class_name="span-8"),
            slot(Condition.NEAR, height=480, rows=6, class_name="span-4"),
            slot(Condition.PUBLISHED, height=320, rows=9, class_name="span-12"),
        ],
        className="grid condition-panels",
    )


@callback(
    Output(Condition.HEAD, "children"),
    Output(Condition.BODY, "hidden"),
    Output(Condition.UNKNOWN, "hidden"),
    Output(Condition.SAID, "children"),
    Input(Condition.ASKED, "data"),
)
def show_head(asked: dict[str, str]) -> tuple[Any, ...]:
    """Name, lay sentence and buttons; a message with a search for a code that is not known."""
    try:
        opened = door()
        one = asked_condition(opened, asked)
        if one is None:
            words = unknown_words(asked["id"])
            return page_head("No such condition", "Find another one by its name."), True, False, words
        count = cohorts.count(opened, one.query).value.count
        return condition_head(one.published, count, one.cohort), False, True, None
    except WorkbenchError as error:
        return page_head("One condition", f"{error.what} {error.do}".strip()), False, True, None


@callback(Output(Condition.STRIP, "children"), Input(Condition.ASKED, "data"))
def show_facts(asked: dict[str, str]) -> Component | None:
    """Donors, sex, commonest age band, group and code."""
    return _panel(asked, _facts)


@callback(Output(Condition.APART, "children"), Input(Condition.ASKED, "data"))
def show_apart(asked: dict[str, str]) -> Component | None:
    """The findings that set its donors apart from all donors."""
    return _panel(asked, lambda opened, one: apart_panel(cohorts.findings(opened, one.query, top=_APART), one.cohort))


@callback(Output(Condition.NEAR, "children"), Input(Condition.ASKED, "data"))
def show_near(asked: dict[str, str]) -> Component | None:
    """The nearest conditions by published findings."""
    return _panel(asked, _near)


@callback(Output(Condition.PUBLISHED, "children"), Input(Condition.ASKED, "data"))
def show_published(asked: dict[str, str]) -> Component | None:
    """Published beside donated frequencies."""
    return _panel(asked, _published)


clientside_callback(
    ClientsideFunction("conditions", "settle_on_page"),
    Output(Condition.TYPED, "data"),
    Input(Condition.TEXT, "value"),
    prevent_initial_call=True,
)


@callback(
    Output(Condition.FOUND, "children"),
    Input(Condition.TYPED, "data"),
    State(Condition.ASKED, "data"),
    prevent_initial_call=True,
)
def find(typed: str | None, asked: dict[str, str]) -> Component | None:
    """Published conditions for typed words."""
    return shown(lambda: _found(typed, asked["cohort"])) if typed else None


def _panel(asked: dict[str, str], draw: Callable[[Door, AskedCondition], Component]) -> Component | None:
    """What `draw` makes of a known condition; nothing for another one, of which `show_head` tells."""

    def build() -> Component:
        opened = door()
        one = asked_condition(opened, asked)
        return draw(opened, one) if one is not None else html.Div()

    return shown(build, retry=page_of(asked))


def _facts(opened: Door, one: AskedCondition) -> Component:
    group, _ = known(Picked(None, one.id), conditions.overview(opened).value)
    return facts_strip(one.id, cohorts.facts(opened, one.query).value, group, one.cohort)


def _near(opened: Door, one: AskedCondition) -> Component:
    released = conditions.overview(opened)
    discs = {disc.id: disc for disc in released.value.discs}
    own = discs.get(one.id)
    group = own.group if own else None
    rows = [
        NearRow(
            near.id,
            near.name,
            near.overlap,
            near.shared,
            discs[near.id].count if near.id in discs else None,
            group is not None and near.id in discs and discs[near.id].group == group,
        )
        for near in conditions.nearest(opened, one.id, top=_NEAREST)
    ]
    file = csv_file("nearest_conditions", released.snapshot, released.synthetic)
    return near_panel(rows, one.cohort, file)


def _published(opened: Door, one: AskedCondition) -> Component:
    donated = cohorts.findings(opened, one.query, everything=True)
    listed = [(row.term, row.label, row.lay, row.frequency) for row in one.published.findings]
    return published_panel(frequency_rows(listed, donated.value), donated)


def _found(typed: str, cohort: str) -> Component:
    opened = door()
    view = conditions.overview(opened).value
    discs = {disc.id: disc for disc in view.discs}
    found = [Found(one, name, discs.get(one)) for one, name in conditions.search(opened, typed)]
    return found_list(typed, found, view, cohort)
