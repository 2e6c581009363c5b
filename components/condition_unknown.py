"""What stands on a condition's page when its address names none that is known: why, and a search."""

from __future__ import annotations

from dash import dcc, html

from components.condition_ids import Condition
from components.icons import icon


def unknown_condition() -> html.Section:
    """A message with a search by name; `unknown_words` fills in what was asked for."""
    box = dcc.Input(
        id=Condition.TEXT,
        type="text",
        value="",
        placeholder="A condition, such as: Marfan",
        autoComplete="off",
        spellCheck=False,
        maxLength=120,
        className="term-input",
    )
    label = html.Label("Find a condition by its name", htmlFor=Condition.TEXT, className="label")
    return html.Section(
        [
            html.Div(id=Condition.SAID, role="status"),
            html.Div([label, html.Div([icon("search"), box], className="term-box")], className="conditions-search"),
            html.Div(id=Condition.FOUND, className="condition-found", **{"aria-live": "polite"}),
        ],
        className="panel condition-unknown",
    )


def unknown_words(identifier: str) -> list[html.P]:
    """Why there is nothing to show, and what to do."""
    if not identifier:
        why = "This address names no condition."
    else:
        why = f"No published condition has the code “{identifier}”."
    do = "Codes look like OMIM:154700 or ORPHA:558. Type a name below, and follow it to its page."
    return [html.P(html.B(why)), html.P(do, className="quiet")]
