"""The term picker: typed words become HPO terms, by keyboard or pointer.

The rows are a listbox that belongs to the text box (the combobox pattern of ARIA). `assets/term_picker.js` moves the
highlight, and follows `data-include` or `data-rule-out`, the addresses of the cohort with the term added. A row never
shows what the cohort would become: each such number would be a question of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from components.clause_links import cohort_link
from components.cohort_ids import Picker
from components.icons import icon
from components.tables import number
from ontology.terms import Match, TermId
from workbench.cohorts.query import Excluded, Observed, Query
from workbench.disclosure.values import Count

SHOWN = 8
SEARCHED = 100
IN_THE_COHORT = "in the cohort"
Ways = Callable[[TermId], tuple[str, str] | None]
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A term found for the typed words, with what helps to choose it.

    Attributes:
        lay: The term in everyday words, empty when there are none.
        narrower: How many narrower terms it covers.
        count: Donors with it in all data.
        broader: Label of the next broader term, empty at the top.
    """

    match: Match
    lay: str
    narrower: int
    count: Count
    broader: str = ""


def term_picker(ids: type[Picker] = Picker, placeholder: str = "A finding, such as: unsteady walk") -> html.Div:
    """The text box, and the place of its rows; at most one on a page.

    Args:
        ids: Ids of its parts.
    """
    return html.Div(
        [
            html.Label("A finding, in your words or in HPO's", htmlFor=ids.TEXT, className="visually-hidden"),
            html.Div(
                [
                    icon("search"),
                    dcc.Input(
                        id=ids.TEXT,
                        type="text",
                        value="",
                        placeholder=placeholder,
                        autoComplete="off",
                        spellCheck=False,
                        maxLength=120,
                        className="term-input",
                    ),
                    html.Span(id=ids.MATCHES, className="term-matches", role="status"),
                ],
                className="term-box",
            ),
            dcc.Store(id=ids.TYPED),
            dcc.Store(id=ids.ANSWER),
            html.Div(id=ids.LIST, className="term-list", hidden=True),
            html.P(
                [
                    html.Kbd("↑"),
                    " ",
                    html.Kbd("↓"),
                    " to move, ",
                    html.Kbd("↵"),
                    " to include, ",
                    html.Kbd("⇧ ↵"),
                    " for ruled out: somebody looked and it is not there.",
                ],
                className="term-hint",
            ),
            html.Div(id=ids.AREAS),
        ],
        className="term-picker",
    )


def matches_words(found: int) -> str:
    """How many terms match: "23 matches", "100 matches or more"."""
    if found >= SEARCHED:
        return f"{SEARCHED} matches or more"
    return f"{found} {'match' if found == 1 else 'matches'}"


def suggestion_rows(query: Query, typed: str, suggestions: Sequence[Suggestion]) -> html.Div:
    """The rows whose ways lead to the cohort with the term added."""

    def ways(term: TermId) -> tuple[str, str] | None:
        include, rule_out = Observed(term), Excluded(term)
        if include in query.clauses or rule_out in query.clauses:
            return None
        return cohort_link(query.adding(include)), cohort_link(query.adding(rule_out))

    return option_rows(typed, suggestions, ways)


def option_rows(
    typed: str, suggestions: Sequence[Suggestion], ways: Ways, *, held: str = IN_THE_COHORT, ids: type[Picker] = Picker
) -> html.Div:
    """The listbox and the line below it, marked with the typed words they answer.

    Args:
        ways: Addresses with the term included and with it ruled out; None for a term that is there already. One that
            begins with `#` is a part of the page's own address.
        held: What is said of a term that is there already.
    """
    rows = [_row(typed, suggestion, at, ways(suggestion.match.term), held) for at, suggestion in enumerate(suggestions)]
    names = {"aria-label": "Findings that match"}
    listed = [html.Div(rows, role="listbox", id=ids.OPTIONS, **names), _last()] if rows else [_nothing(typed)]
    return html.Div(listed, **{"data-question": typed})


def marked(text: str, typed: str) -> list[Component | str]:
    """The text with the part of each word marked that a typed word begins."""
    starts = [word.casefold() for word in _WORD.findall(typed)]
    parts: list[Component | str] = []
    done = 0
    for word in _WORD.finditer(text):
        length = max((len(start) for start in starts if word.group().casefold().startswith(start)), default=0)
        if length:
            parts += [text[done : word.start()], html.Mark(text[word.start() : word.start() + length])]
            done = word.start() + length
    return [part for part in (*parts, text[done:]) if part != ""]


def _row(typed: str, suggestion: Suggestion, at: int, ways: tuple[str, str] | None, held: str) -> html.Div:
    match = suggestion.match
    by_label = match.kind == "label"
    label = marked(match.label, typed) if by_label else [match.label]
    has_lay = suggestion.lay not in ("", match.matched)
    told = [
        html.Div([html.Strong(label), html.Span(match.term, className="term-id")]),
        None if by_label else html.Div(["also “", *marked(match.matched, typed), "”"], className="term-also"),
        html.Div(suggestion.lay, className="term-lay") if has_lay else None,
        _broader(suggestion.broader, always=by_label or not has_lay),
    ]
    return html.Div(
        [html.Div(told, className="term-words"), _side(suggestion, "" if ways else held)],
        id=f"term-option-{at}",
        role="option",
        className="term-option" if ways else "term-option held",
        **{"aria-selected": "false"},
        **({"data-include": ways[0], "data-rule-out": ways[1]} if ways else {}),
    )


def _side(suggestion: Suggestion, held: str) -> html.Div:
    amount = number(suggestion.count)
    counted: list[Component | str] = [amount if suggestion.count is None else html.B(amount), " donors"]
    ways = [
        html.Span(["Include ", html.Kbd("↵")], className="term-include"),
        html.Span(["Ruled out ", html.Kbd("⇧↵")], className="term-rule-out", **{"data-way": "rule-out"}),
    ]
    return html.Div(
        [
            html.Div(counted, className="term-count"),
            html.Div(narrower_words(suggestion.narrower), className="term-narrower"),
            html.Div(held or ways, className="term-ways"),
        ],
        className="term-side",
    )


def narrower_words(narrower: int) -> str:
    """How many narrower terms a term covers: "with 38 narrower terms"."""
    if not narrower:
        return "no narrower term"
    return f"with {narrower:,} narrower {'term' if narrower == 1 else 'terms'}"


def _broader(label: str, *, always: bool) -> html.Div | None:
    """The way to the broader term; it fills the third line of a row, or is there while highlighted."""
    if not label:
        return None
    way = html.Span(label, className="term-way", **{"data-search": label})
    look = "term-broader always" if always else "term-broader"
    return html.Div(["broader: ", way, html.Kbd("Alt ↑")], className=look)


def _last() -> html.Div:
    return html.Div([icon("chat-left-text"), "Not here? Try a broader or another word."], className="term-last")


def _nothing(typed: str) -> html.Div:
    words = f"No finding matches “{typed}”. Try a broader or another word: one word is often enough."
    return html.Div([icon("chat-left-text"), words], className="term-last")
