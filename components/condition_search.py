"""The search for a condition by name, among them disease areas and "undiagnosed"."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html

from components.clause_links import ClauseChoice, choice_links
from components.cohort_ids import Picker
from components.icons import icon
from workbench.cohorts.query import HasCondition, Query


def condition_search() -> html.Div:
    """The text box, and the place of its links."""
    box = dcc.Input(
        id=Picker.CONDITION_TEXT,
        type="text",
        value="",
        placeholder="A condition, such as: Duchenne",
        autoComplete="off",
        spellCheck=False,
        maxLength=120,
        className="term-input",
    )
    return html.Div(
        [
            html.Label(
                "A condition or a disease area, by name", htmlFor=Picker.CONDITION_TEXT, className="visually-hidden"
            ),
            html.Div([icon("search"), box], className="term-box"),
            dcc.Store(id=Picker.CONDITION_TYPED),
            html.Div(id=Picker.CONDITIONS, className="condition-links", **{"aria-live": "polite"}),
        ]
    )


def condition_links(query: Query, typed: str, found: Sequence[tuple[str, str]]) -> html.Div:
    """One link a condition; without typed words, what is most often asked for.

    Args:
        found: Condition id and name.
    """
    if not found:
        words = (
            f"No condition of ten donors or more matches “{typed}”." if typed else "No condition can be asked for yet."
        )
        return html.Div([html.P(words), html.P("Try one word of its name, or its disease area.", className="faint")])
    choices = [ClauseChoice(HasCondition(identifier), name, _note(identifier)) for identifier, name in found]
    return choice_links(query, choices, "choice-links in-rows")


def _note(identifier: str) -> str:
    if identifier.startswith("AREA:"):
        return "disease area"
    return identifier if ":" in identifier else ""
