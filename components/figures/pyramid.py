"""Age by sex: two rows of bars that stand back to back, the oldest on top."""

from __future__ import annotations

from dash import html

from components.notices import withheld_word
from components.tables import number
from workbench.disclosure.release import Released
from workbench.disclosure.values import AgeBySex, Count, Overview


def age_pyramid(overview: Released[Overview]) -> html.Div:
    """Donors by age band, female to the left, male to the right."""
    return pyramid(overview.value.age_by_sex)


def pyramid(table: AgeBySex) -> html.Div:
    """The table as bars back to back."""
    longest = max((count for _, *pair in table.rows for count in pair if count is not None), default=1)
    head = [
        html.Div("Female", className="pyramid-head", style={"textAlign": "right"}),
        html.Div("Age", className="pyramid-head pyramid-age"),
        html.Div("Male", className="pyramid-head"),
    ]
    rows = [part for row in reversed(table.rows) for part in _row(*row, longest)]
    return html.Div([*head, *rows], className="pyramid")


def _row(band: str, female: Count, male: Count, longest: int) -> list[html.Div]:
    return [
        html.Div(_side("Female", band, female, longest, "bar bar-lead"), className="pyramid-left"),
        html.Div(band.replace("-", "–"), className="pyramid-age"),
        html.Div(_side("Male", band, male, longest, "bar"), className="pyramid-right"),
    ]


def _side(sex: str, band: str, count: Count, longest: int, look: str) -> list[html.Span]:
    for_ears = html.Span(f"{sex}, {band} years:", className="visually-hidden")
    if count is None:
        return [html.Span(className="bar bar-withheld"), for_ears, withheld_word("under 10")]
    return [
        html.Span(className=look, style={"--share": f"{count / longest:.4f}"}),
        for_ears,
        html.Span(number(count), className="num"),
    ]
