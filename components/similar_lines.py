"""Lines that the panels of `/similar` share: large figures in a row, and findings with two numbers each."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.tables import WITHHELD


def figures_row(figures: Sequence[tuple[str, str]]) -> html.Div:
    """Large figures side by side, each above its words."""
    told = [html.Div([html.Strong(figure, className="num"), html.Span(words)]) for figure, words in figures]
    return html.Div(told, className="similar-figures")


def finding_lines(
    heads: tuple[str, str, str],
    lines: Sequence[tuple[str, str, str, str]],
    name: str,
    total: tuple[str, str, str] | None = None,
) -> html.Div:
    """Findings as lines: name and lay words, and two numbers.

    Args:
        lines: Name, lay words and the two numbers in words.
        name: What the lines are, for people who cannot see them.
        total: A last line that sums up.
    """
    head = html.Div(
        [html.Div(words, role="columnheader") for words in heads],
        className="similar-line similar-line-head",
        role="row",
    )
    rows = [_line(*line) for line in lines]
    if total is not None:
        rows.append(_line(total[0], "", *total[1:], look="similar-line similar-line-sum"))
    return html.Div(
        [head, html.Div(rows, role="rowgroup")],
        className="similar-finding-lines",
        role="table",
        **{"aria-label": name},
    )


def label_and_lay(label: str, lay: str) -> list[Component]:
    """A finding and what it means in everyday words, below it."""
    lines: list[Component] = [html.Span(label, className="similar-label")]
    return [*lines, html.Span(lay, className="similar-lay")] if lay else lines


def in_words(words: str) -> Component | str:
    """A number in words; hatched where it is withheld."""
    return html.Span(words, className="withheld-word") if words in (WITHHELD, "withheld") else words


def _line(label: str, lay: str, first: str, second: str, look: str = "similar-line") -> html.Div:
    return html.Div(
        [
            html.Div(label_and_lay(label, lay), role="rowheader"),
            html.Div(in_words(first), className="num", role="cell"),
            html.Div(in_words(second), className="num quiet", role="cell"),
        ],
        className=look,
        role="row",
    )
