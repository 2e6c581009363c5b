"""Bars along a line each: a label, a bar, and its number at the end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dash import html

from components.notices import withheld_word


@dataclass(frozen=True, slots=True)
class Bar:
    """One line.

    Attributes:
        size: Length against the others, None when withheld.
        words: What stands at the end of the bar.
        more: A second, quieter number.
    """

    label: str
    size: float | None
    words: str
    more: str = ""


def bars(lines: Sequence[Bar], *, lead: Collection[int] = (0,)) -> html.Dl:
    """The lines as bars, the longest as wide as there is room.

    Args:
        lead: The lines in the accent colour.
    """
    longest = max((line.size for line in lines if line.size is not None), default=0) or 1
    parts = []
    for position, line in enumerate(lines):
        parts += [html.Dt(line.label), html.Dd(_bar(line, longest, position in lead))]
    return html.Dl(parts, className="bars")


def _bar(line: Bar, longest: float, leads: bool) -> list[html.Span]:
    if line.size is None:
        return [html.Span(className="bar bar-withheld"), withheld_word(line.words)]
    look = "bar bar-lead" if leads else "bar"
    shown = [
        html.Span(className=look, style={"--share": f"{line.size / longest:.4f}"}),
        html.Span(line.words, className="num"),
    ]
    return [*shown, html.Span(line.more, className="num bar-count")] if line.more else shown
