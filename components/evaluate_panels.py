"""What the page of evaluations says: the studies, a definition in words, its answer. Pure functions of their values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.icons import icon
from components.ids import Panel
from components.notices import notice, withheld_strip
from components.panel import panel
from components.tables import number
from workbench.api.evaluations import Checked, OpenStudy
from workbench.disclosure.caps import EVALUATIONS
from workbench.disclosure.policy import STUDY
from workbench.disclosure.release import Released
from workbench.disclosure.values import CohortCount
from workbench.errors import WorkbenchError

_FREE = "The study has had this definition counted before: running it again is free and gives the same answer."
_NAME = "evaluation"


def study_options(studies: Sequence[OpenStudy]) -> list[dict[str, Any]]:
    """The studies to choose from."""
    return [{"label": _study(one), "value": one.id} for one in studies]


def no_study() -> html.Section:
    """That no study is open to this account, and how one comes about."""
    steps = [
        [
            "Somebody of the platform's staff enters the study, what the data are for, and the ethics approval: ",
            html.Code("workbench study add"),
            ". You are named in it as its lead, or as a member.",
        ],
        ["A second person, who takes no part in it, approves it: ", html.Code("workbench study approve"), "."],
        ["Then it stands here, until the ethics approval runs out."],
    ]
    body = [
        html.P(
            "Only an approved study, whose ethics approval has not run out, can have definitions counted.",
            className="panel-text",
        ),
        html.P("How a study is approved", className="label"),
        html.Ol([html.Li(step) for step in steps]),
        html.P("Ask a data steward of your platform. Have the approval at hand as a file."),
    ]
    return panel("No study is open to you", html.Div(body, className="evaluate-prose"))


def words_panel(checked: Checked) -> html.Div:
    """The definition in words, before anything is asked."""
    return html.Div(
        [
            html.P("Whom this counts", className="label"),
            html.P(checked.sentence, className="evaluate-sentence"),
            html.P("No donor was counted for this, and no evaluation was used.", className="faint"),
        ]
    )


def cost_words(checked: Checked) -> str:
    """What running it costs."""
    if checked.is_free:
        return _FREE
    if not checked.left:
        return (
            f"The study has had its {EVALUATIONS} evaluations of this snapshot. Definitions counted before stay free; "
            "new ones wait for the next snapshot."
        )
    return f"This uses one of {checked.left} left. The same definition again is free."


def may_run(checked: Checked) -> bool:
    """Whether pressing "Run" would be answered."""
    return checked.is_free or checked.left > 0


def refusal(error: WorkbenchError) -> html.Div:
    """What is wrong with a definition, with its place in it."""
    place = f"{error.where[:1].upper()}{error.where[1:]}: " if error.where else ""
    return notice(f"{place}{error.what}", error.do, kind="caution")


def answer_panel(released: Released[CohortCount], study: str, sentence: str, document: str) -> html.Section:
    """The number, or that it is withheld, with the sentence that it answers.

    Args:
        study: Title of the study that asked.
        document: The answer with its definition, as the download has it.
    """
    count = released.value.count
    if count is None:
        title = "Too few donors fit to show a number"
        figure = html.Div([withheld_strip(f"fewer than about {STUDY.shown_from}")])
        why = (
            f"Numbers of a study are shown from about {STUDY.shown_from} donors. Nobody at all and a few look the "
            "same. The evaluation is used; a broader definition may be shown."
        )
    else:
        title = f"About {number(count)} donors fit"
        figure = html.Div([html.Strong(number(count), className="count-number"), html.Span(" donors")])
        why = "A little chance is added, always the same for one definition, and the number is rounded to 5."
    body = html.Div(
        [
            html.Div(figure, className="evaluate-figure"),
            html.P(sentence, className="evaluate-sentence"),
            html.Div([_download(document, released.snapshot)], className="evaluate-buttons"),
        ],
        className="evaluate-answer",
    )
    return panel(title, body, subtitle=[f"{study}, snapshot ", html.Code(released.snapshot)], footer=why)


def _download(document: str, snapshot: str) -> html.Div:
    words = [icon("download"), "Keep the answer with its definition (JSON)"]
    file = {"filename": f"evaluation_{snapshot}.json", "content": document, "type": "application/json"}
    return html.Div(
        [
            html.Button(words, id=Panel.csv(_NAME), n_clicks=0, className="button"),
            dcc.Store(id=Panel.rows(_NAME), data=file),
            dcc.Download(id=Panel.download(_NAME)),
        ]
    )


def _study(study: OpenStudy) -> Component:
    until = f"valid until {_day(study.ethics_until)}" if study.ethics_until else "no end date"
    left = f"{study.left} of {EVALUATIONS} evaluations left in this snapshot"
    return html.Span(
        [
            html.Strong(study.title),
            html.Span(f"Ethics reference: {study.ethics_reference}; {until}"),
            html.Span(left),
        ],
        className="evaluate-study",
    )


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
