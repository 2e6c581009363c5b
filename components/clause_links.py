"""Links from one cohort to the next: adding a clause, switching one, opening the example.

A cohort lives in the address, so every change of it is a link to another address: it can be opened in a new tab,
copied, and undone with the browser's Back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from components.asking import link
from components.icons import icon
from workbench.cohorts.address import to_address
from workbench.cohorts.query import Clause, Excluded, Observed, Query
from workbench.cohorts.text import ClauseWords

PATH = "/cohorts"
HELP = "/help#cohort"


@dataclass(frozen=True, slots=True)
class ClauseChoice:
    """One clause to add with a click.

    Attributes:
        note: A few words beside the label, such as a country's code.
    """

    clause: Clause
    label: str
    note: str = ""


def cohort_link(query: Query, path: str = PATH) -> str:
    """The address of a page with this cohort in it."""
    return link(path, to_address(query))


def why_clauses(query: Query) -> dcc.Link:
    """The link that explains why a cohort is made of clauses."""
    return dcc.Link("Why clauses, not free search", href=cohort_link(query, HELP))


def switched(query: Query, position: int) -> Query | None:
    """The cohort with the finding at the position ruled out instead of recorded, or the other way round."""
    match query.clauses[position]:
        case Observed(term):
            return query.replacing(position, Excluded(term))
        case Excluded(term):
            return query.replacing(position, Observed(term))
        case _:
            return None


def choice_links(query: Query, choices: Sequence[ClauseChoice], class_name: str = "choice-links") -> html.Div:
    """One link a choice; a choice that the cohort holds already is marked and leads nowhere."""
    return html.Div([_choice(query, choice) for choice in choices], className=class_name)


def example_chips(words: Sequence[ClauseWords]) -> html.Div:
    """The example cohort as chips joined by "and".

    Args:
        words: Plain words a clause.
    """
    parts: list[Component] = []
    for at, told in enumerate(words):
        parts += [html.Span("and", className="and")] if at else []
        parts.append(html.Span([icon(told.icon, "accent"), told.title], className="chip"))
    return html.Div(parts, className="chips")


def example_link(query: Query) -> dcc.Link:
    """The button that opens the example cohort."""
    return dcc.Link([icon("play"), "Try this cohort"], href=cohort_link(query), className="button button-main")


def _choice(query: Query, choice: ClauseChoice) -> Component:
    note = html.Small(choice.note) if choice.note else None
    if choice.clause in query.clauses:
        words = [icon("check2", "accent"), choice.label, html.Span(" is in the cohort", className="visually-hidden")]
        return html.Span(words, className="choice-link chosen")
    return dcc.Link([choice.label, note], href=cohort_link(query.adding(choice.clause)), className="choice-link")
