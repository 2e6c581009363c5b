"""Findings of a condition as rows: ring = what publications say, dot with its interval = the donors here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html

from components.tables import WITHHELD, Column, Table, count_beside, interval, share
from ontology.terms import TermId
from workbench.disclosure.values import Count, Share

NOT_STATED = "not stated"
_TICKS = (20, 40, 60, 80)


@dataclass(frozen=True, slots=True)
class FrequencyRow:
    """One finding with its published and its donated frequency.

    Attributes:
        lay: The finding in everyday words, empty when there are none.
        published: Share of published patients, percent; None where no publication states one.
        count: Donors of the condition here with the finding or a narrower one.
        here: The same as a share of the condition's donors.
    """

    term: TermId
    label: str
    lay: str
    published: float | None
    count: Count
    here: Share


def frequencies_figure(rows: Sequence[FrequencyRow]) -> html.Div:
    """A heading, one row a finding on an axis of 0 to 100 percent, the axis at the foot."""
    return html.Div(
        [_heading(), html.Div([_row(row) for row in rows], role="rowgroup"), _axis()],
        className="comparison condition-frequencies",
        role="table",
        **{"aria-label": "Published and donated frequencies of findings"},
    )


def frequencies_table(rows: Sequence[FrequencyRow]) -> Table:
    """The numbers of every row; a withheld count is None."""
    heads = ("Finding", "HPO id", "In lay words", "Published, share", "Here, donors", "Here, share", "95 % interval")
    cells = tuple(
        (
            row.label,
            row.term,
            row.lay,
            published_words(row.published),
            count_beside(row.count, row.here),
            share(row.here),
            interval(row.here),
        )
        for row in rows
    )
    columns = tuple(Column(head, number=at > 2) for at, head in enumerate(heads))
    return Table("Published and donated frequencies of findings", columns, cells)


def published_words(percent: float | None) -> str:
    """A published frequency for people: "64 %", or that none is stated."""
    return NOT_STATED if percent is None else f"{percent:.0f} %"


def _heading() -> html.Div:
    hidden = [html.Div(_hidden(words), className=name, role="columnheader") for words, name in _HEADS]
    shown = [html.Div(words, className="comparison-number", role="columnheader") for words in ("Published", "Here")]
    return html.Div([*hidden, *shown], className="comparison-row comparison-heading", role="row")


_HEADS = (("Finding", "comparison-term"), ("Shares", "comparison-plot"))


def _row(row: FrequencyRow) -> html.Div:
    is_withheld = row.here.percent is None
    words = [html.Span(row.label, className="comparison-label"), html.Span(row.lay, className="comparison-lay")]
    cells = [
        html.Div(words, className="comparison-term", role="rowheader", title=f"{row.term} {row.lay}".strip()),
        html.Div(_plot(row), className="comparison-plot", role="cell"),
        html.Div(published_words(row.published), className="comparison-number", role="cell"),
        html.Div(_here(row), className="comparison-number of-cohort", role="cell"),
    ]
    return html.Div(cells, className="comparison-row withheld-row" if is_withheld else "comparison-row", role="row")


def _here(row: FrequencyRow) -> str | html.Span:
    return html.Span(WITHHELD, className="withheld-word") if row.here.percent is None else share(row.here)


def _plot(row: FrequencyRow) -> list[html.Span]:
    marks = [_at("comparison-grid", tick) for tick in _TICKS]
    here, published = row.here, row.published
    if here.percent is not None and published is not None:
        tone = "comparison-band" if here.percent >= published else "comparison-band fewer"
        marks.append(_from_to(tone, min(here.percent, published), max(here.percent, published)))
    if here.bound == "under" and here.percent is not None:
        marks.append(_from_to("comparison-bound", 0.0, here.percent))
    if here.bound == "over" and here.percent is not None:
        marks.append(_from_to("comparison-bound", here.percent, 100.0))
    if here.low is not None and here.high is not None:
        marks.append(_from_to("comparison-interval", here.low, here.high))
    if published is not None:
        marks.append(_at("comparison-ring", published))
    if here.percent is not None:
        marks.append(_at("comparison-dot", here.percent))
    return marks


def _axis() -> html.Div:
    ticks = []
    for value in (0, *_TICKS, 100):
        tick = _at("comparison-tick", value)
        tick.children = f"{value}\u00a0%" if value else "0"
        ticks.append(tick)
    caption = html.Div("Share of patients with the finding", className="comparison-caption")
    return html.Div(
        [html.Div(className="comparison-term"), html.Div([*ticks, caption], className="comparison-plot")],
        className="comparison-row comparison-axis",
        **{"aria-hidden": "true"},
    )


def _hidden(words: str) -> html.Span:
    return html.Span(words, className="visually-hidden")


def _at(name: str, percent: float) -> html.Span:
    return html.Span(className=name, style={"left": f"{percent:.2f}%"})


def _from_to(name: str, start: float, end: float) -> html.Span:
    return html.Span(className=name, style={"left": f"{start:.2f}%", "width": f"{end - start:.2f}%"})
