"""Evaluate, for study leads: an exact definition, checked in words, counted a dozen times for an approved study."""

from __future__ import annotations

import json
from typing import Any

import dash
from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, ctx, html, no_update
from dash.development.base_component import Component

from components import evaluate_panels as panels
from components.asking import cohort_of, door, shown
from components.evaluate_asking import checked_choice, choice, study_door
from components.evaluate_ids import Evaluate
from components.evaluate_page import EXAMPLE, evaluate_page
from workbench.api import cohorts, evaluations
from workbench.cohorts.query import to_data
from workbench.errors import InvalidQuery, InvalidTerm, WorkbenchError

dash.register_page(__name__, path="/evaluate", title="Evaluate · Share4Rare workbench", name="Evaluate")


def layout(q: object = "", **_: object) -> html.Div:
    """The page with its studies still to be asked for.

    Args:
        q: The cohort as the address holds it.
    """
    return evaluate_page(cohort_of(q))


@callback(
    Output(Evaluate.STUDY, "options"),
    Output(Evaluate.STUDY, "value"),
    Output(Evaluate.STEPS, "hidden"),
    Output(Evaluate.NONE, "children"),
    Input(Evaluate.NONE, "id"),
    Input(Evaluate.SPENT, "data"),
    State(Evaluate.STUDY, "value"),
)
def show_studies(_: str, _spent: object, chosen: object) -> tuple[list[dict[str, Any]], Any, bool, Component | None]:
    """The studies that are open to the account with what is left of each; without one, how one is approved."""
    found: list[evaluations.OpenStudy] = []

    def build() -> Component:
        found.extend(evaluations.open_studies(door()))
        return panels.no_study()

    said = shown(build, retry="/evaluate")
    ids = [one.id for one in found]
    value = chosen if chosen in ids else next(iter(ids), None)
    return panels.study_options(found), value, not found, None if found else said


@callback(
    Output(Evaluate.TEXT, "value"),
    Input(Evaluate.QUESTION, "data"),
    Input(Evaluate.COHORT, "n_clicks"),
    Input(Evaluate.EXAMPLE, "n_clicks"),
)
def fill(address: object, _cohort: int | None, _example: int | None) -> Any:
    """The definition to start from: the example, or the cohort of the address where there is one."""
    if ctx.triggered_id == Evaluate.EXAMPLE:
        return EXAMPLE
    if not isinstance(address, str) or not address:
        return no_update
    try:
        query = cohorts.parse_address(door(), address)
    except (InvalidQuery, InvalidTerm):  # the bar above says what is wrong with it
        return no_update
    return json.dumps(to_data(query), indent=2)


@callback(
    Output(Evaluate.CHECKED, "data"),
    Output(Evaluate.WORDS, "children"),
    Input(Evaluate.CHECK, "n_clicks"),
    State(Evaluate.STUDY, "value"),
    State(Evaluate.TEXT, "value"),
    prevent_initial_call=True,
)
def check(clicks: int | None, study: object, text: object) -> tuple[dict[str, object] | None, Any]:
    """The definition in words and what it would cost, or what is wrong with it and where; nothing is counted."""
    if not clicks:
        return None, None
    passed: dict[str, object] = {}

    def build() -> Component:
        try:
            chosen = choice(study, text)
            here = study_door(chosen.study)
            checked = evaluations.check(here, evaluations.parse(here, chosen.text))
        except WorkbenchError as error:
            return panels.refusal(error)
        passed.update(study=chosen.study, text=chosen.text)
        passed.update(cost=panels.cost_words(checked), may_run=panels.may_run(checked))
        return panels.words_panel(checked)

    words = shown(build)
    return passed or None, words


clientside_callback(
    ClientsideFunction("evaluate", "ready"),
    Output(Evaluate.RUN, "disabled"),
    Output(Evaluate.COST, "children"),
    Output(Evaluate.WORDS, "className"),
    Input(Evaluate.CHECKED, "data"),
    Input(Evaluate.SPENT, "data"),
    Input(Evaluate.STUDY, "value"),
    Input(Evaluate.TEXT, "value"),
)


@callback(
    Output(Evaluate.ANSWER, "children"),
    Output(Evaluate.SPENT, "data"),
    Input(Evaluate.RUN, "n_clicks"),
    State(Evaluate.CHECKED, "data"),
    prevent_initial_call=True,
)
def run(clicks: int | None, checked: object) -> tuple[Any, Any]:
    """The answer to the definition that was checked: the one question of this page that counts."""
    if not clicks:
        return no_update, no_update
    spent: dict[str, object] = {}

    def build() -> Component:
        try:
            chosen = checked_choice(checked)
            here = study_door(chosen.study)
            definition = evaluations.parse(here, chosen.text)
            released = evaluations.evaluate(here, definition)
        except WorkbenchError as error:
            return panels.refusal(error)
        spent.update(study=chosen.study, text=chosen.text)
        title = next((one.title for one in evaluations.open_studies(here) if one.id == chosen.study), chosen.study)
        document = evaluations.record(here, definition, released)
        return panels.answer_panel(released, title, evaluations.sentence(here, definition), document)

    answer = shown(build)
    return answer, spent or no_update
