"""The frame of the page of evaluations: three steps, each with its place."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components.evaluate_ids import Evaluate
from components.icons import icon
from components.panel import panel, slot
from components.shell import page_head
from workbench.cohorts.study_query import MOST_CONDITIONS

_LEAD = "Have the exact group of an approved study counted, with “or” and “not”. Check it in words first; that is free."
EXAMPLE = """{
  "all": [
    {"any": [{"observed": "HP:0001250"}, {"observed": "HP:0001252"}]},
    {"sex": "female"},
    {"not": {"age_band": "0-4"}}
  ]
}"""
"""Girls and women with a seizure or low muscle tone, but for the youngest."""
_GRAMMAR: tuple[tuple[str, str], ...] = (
    ('{"all": [ … ]}', f"Everybody counted fits each part in the list; {MOST_CONDITIONS} conditions at most."),
    (
        '{"observed": "HP:0001250"}',
        "A condition. Others: excluded, sex, age_band, region, condition, each with one value.",
    ),
    ('{"any": [ …, … ]}', "“Or”: one of these conditions is enough."),
    ('{"not": … }', "“Not”: around a condition or an “any”. Counts those not known to fit it."),
)


def evaluate_page(cohort: str) -> html.Div:
    """The page, with its studies still to be asked for.

    Args:
        cohort: The cohort as the address holds it.
    """
    steps = [_study_step(), _definition_step(bool(cohort)), _run_step()]
    return html.Div(
        [
            page_head("Evaluate", _LEAD),
            dcc.Store(id=Evaluate.QUESTION, data=cohort),
            dcc.Store(id=Evaluate.CHECKED),
            dcc.Store(id=Evaluate.SPENT),
            slot(Evaluate.NONE, height=0, class_name="evaluate-none"),
            html.Div(steps, id=Evaluate.STEPS, className="evaluate-steps", hidden=True),
        ],
        className="page",
    )


def _study_step() -> html.Section:
    studies = dbc.RadioItems(id=Evaluate.STUDY, options=[], value=None, className="evaluate-studies")
    group = html.Div(studies, role="group", **{"aria-label": "Study"})
    return panel("1. For which study?", group)


def _definition_step(has_cohort: bool) -> html.Section:
    box = dcc.Textarea(
        id=Evaluate.TEXT, value="", className="evaluate-text", spellCheck="false", maxLength=20_000, rows=9
    )
    starts = [
        _button(Evaluate.COHORT, "people", "Start from the current cohort", hidden=not has_cohort),
        _button(Evaluate.EXAMPLE, "play", "Start with an example"),
    ]
    body: list[Any] = [
        html.Div(starts, className="evaluate-buttons"),
        html.Label("Definition (JSON)", htmlFor=Evaluate.TEXT, className="label"),
        box,
        _grammar(),
        html.Div(_button(Evaluate.CHECK, "check2", "Check", main=True), className="evaluate-buttons"),
        html.Div(id=Evaluate.WORDS, className="evaluate-words", **{"aria-live": "polite"}),
    ]
    return panel("2. Whom do you count?", html.Div(body, className="evaluate-body"))


def _grammar() -> html.Details:
    lines = [html.Li([html.Code(form), html.Span(words)]) for form, words in _GRAMMAR]
    return html.Details(
        [html.Summary("How a definition is written"), html.Ul(lines)], open=True, className="evaluate-grammar"
    )


def _run_step() -> html.Section:
    run = _button(Evaluate.RUN, "play", "Run", main=True, disabled=True)
    body = [
        html.Div([run, html.P(id=Evaluate.COST, className="evaluate-cost", role="status")], className="evaluate-run"),
        html.Div(id=Evaluate.ANSWER, className="evaluate-answers", **{"aria-live": "polite"}),
    ]
    return panel("3. Have it counted", html.Div(body, className="evaluate-body"))


def _button(identifier: str, glyph: str, words: str, *, main: bool = False, **more: Any) -> Component:
    look = "button button-main" if main else "button"
    return html.Button([icon(glyph), words], id=identifier, n_clicks=0, className=look, **more)
