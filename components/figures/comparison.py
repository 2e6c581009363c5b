"""Findings of a cohort against all donors, as rows: ring = all donors, dot with its interval = the cohort.

Drawn with plain elements, so it follows the theme, prints, zooms and reads aloud without a script.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from dash import html

from components.released_words import cardinal, q_words
from components.tables import WITHHELD, Cell, Column, Table, count_beside, interval, share
from workbench.disclosure.values import FindingRow, FindingsComparison, Share

_TICK = 20
_LINE = 0.05
_FAR_RIGHT, _FAR_APART = 0.72, 0.34


def comparison_figure(
    comparison: FindingsComparison, *, names: tuple[str, str] = ("Cohort", "All donors"), class_name: str = ""
) -> html.Div:
    """A heading, one row a finding on a common axis of percent, the axis at the foot.

    Args:
        names: Headings of the two columns of shares.
        class_name: `compact` for a side panel: words above the marks, no axis.
    """
    most = axis_end(comparison.rows)
    rows = [_row(row, most, at == 0) for at, row in enumerate(comparison.rows)]
    return html.Div(
        [_heading(names), html.Div(rows, role="rowgroup"), _axis(most)],
        className=f"comparison {class_name}".strip(),
        role="table",
        **{"aria-label": "Findings of the cohort and of all donors"},
    )


def comparison_title(comparison: FindingsComparison) -> str:
    """The first finding as a sentence, or that nothing differs, by rule from released shares."""
    told = [row for row in comparison.rows if row.cohort_share.bound != "withheld"]
    if not told:
        return "Every other finding has fewer than 10 donors in this cohort"
    if all(row.q is None or row.q >= _LINE for row in told):
        return "No finding sets this cohort clearly apart from all donors"
    first = told[0]
    cohort, everyone = share(first.cohort_share), share(first.everyone_share)
    return f"{first.label} is recorded in {cohort} of this cohort, in {everyone} of all donors"


def comparison_lead(comparison: FindingsComparison) -> str:
    """What the rows are, in one line."""
    shown = len(comparison.rows)
    noun = "finding" if shown == 1 else "findings"
    return (
        f"{cardinal(shown).capitalize()} {noun}, largest difference first; those implied by the definition are left out"
    )


def comparison_table(comparison: FindingsComparison) -> Table:
    """The numbers of every row: counts, shares, interval and q."""
    heads = ("Finding", "HPO id", "In lay words", "Cohort, donors", "Cohort, share", "95 % interval")
    more = ("All donors", "All donors, share", "q")
    columns = tuple(Column(head, number=at > 2) for at, head in enumerate((*heads, *more)))
    return Table("Findings of the cohort and of all donors", columns, tuple(_cells(row) for row in comparison.rows))


def axis_end(rows: Sequence[FindingRow]) -> int:
    """The right end of the axis in percent: a multiple of 20 that every mark fits in, 20 to 100."""
    ends = [
        end
        for row in rows
        for mark in (row.cohort_share, row.everyone_share)
        for end in (mark.percent, mark.high)
        if end is not None
    ]
    return min(100, max(_TICK, math.ceil(max(ends, default=0.0) / _TICK) * _TICK))


def _cells(row: FindingRow) -> tuple[Cell, ...]:
    cohort, everyone = row.cohort_share, row.everyone_share
    first = (row.label, row.term, row.lay, count_beside(row.cohort, cohort), share(cohort), interval(cohort))
    return (*first, count_beside(row.everyone, everyone), share(everyone), q_words(row.q))


def _heading(names: tuple[str, str]) -> html.Div:
    cells = [html.Div(name, className="comparison-number", role="columnheader") for name in (*names, "q")]
    return html.Div(
        [
            html.Div(
                html.Span("Finding", className="visually-hidden"), className="comparison-term", role="columnheader"
            ),
            html.Div(
                html.Span("Shares", className="visually-hidden"), className="comparison-plot", role="columnheader"
            ),
            *cells,
        ],
        className="comparison-row comparison-heading",
        role="row",
    )


def _row(row: FindingRow, most: int, labelled: bool) -> html.Div:
    return html.Div(
        [
            html.Div(
                [html.Span(row.label, className="comparison-label"), html.Span(row.lay, className="comparison-lay")],
                className="comparison-term",
                role="rowheader",
                title=f"{row.term} {row.lay}".strip(),
            ),
            html.Div(_plot(row, most, labelled), className="comparison-plot", role="cell"),
            html.Div(share(row.cohort_share), className="comparison-number of-cohort", role="cell"),
            html.Div(share(row.everyone_share), className="comparison-number", role="cell"),
            html.Div(q_words(row.q), className=_q_tone(row.q), role="cell"),
        ],
        className="comparison-row withheld-row" if row.cohort_share.bound == "withheld" else "comparison-row",
        role="row",
    )


def _q_tone(q: float | None) -> str:
    return "comparison-number" if q is not None and q < _LINE else "comparison-number faint"


def _plot(row: FindingRow, most: int, labelled: bool) -> list[html.Span]:
    grid = [_span("comparison-grid", tick, most) for tick in range(_TICK, most, _TICK)]
    if row.cohort_share.bound == "withheld" or row.cohort_share.percent is None:
        return [
            *grid,
            html.Span(className="comparison-hatch"),
            html.Span(f"{WITHHELD} in the cohort", className="comparison-why"),
        ]
    marks = [*grid, *_band(row, most), *_uncertain(row.everyone_share, most), *_uncertain(row.cohort_share, most)]
    if row.cohort_share.low is not None and row.cohort_share.high is not None:
        marks.append(_stretch("comparison-interval", row.cohort_share.low, row.cohort_share.high, most))
    if row.everyone_share.percent is not None:
        marks.append(_span("comparison-ring", row.everyone_share.percent, most))
    marks.append(_span("comparison-dot", row.cohort_share.percent, most))
    return [*marks, *_labels(row, most)] if labelled else marks


def _band(row: FindingRow, most: int) -> list[html.Span]:
    cohort, everyone = row.cohort_share.percent, row.everyone_share.percent
    if cohort is None or everyone is None:
        return []
    tone = "comparison-band" if cohort >= everyone else "comparison-band fewer"
    return [_stretch(tone, min(cohort, everyone), max(cohort, everyone), most)]


def _uncertain(bounded: Share, most: int) -> list[html.Span]:
    """A dotted line over the part where a bounded share may lie."""
    if bounded.bound == "under" and bounded.percent is not None:
        return [_stretch("comparison-bound", 0.0, bounded.percent, most)]
    if bounded.bound == "over" and bounded.percent is not None:
        return [_stretch("comparison-bound", bounded.percent, 100.0, most)]
    return []


def _labels(row: FindingRow, most: int) -> list[html.Span]:
    """Words on the marks of the first row, in place of a legend; they stay clear of each other and of the columns."""
    cohort, everyone = row.cohort_share.percent, row.everyone_share.percent
    if cohort is None or everyone is None:
        return []
    right, apart = max(cohort, everyone) / most, abs(cohort - everyone) / most
    is_crowded = right > _FAR_RIGHT and apart < _FAR_APART
    ring = _span("comparison-word", everyone, most)
    dot = _span("comparison-word of-cohort", cohort, most)
    ring.children, dot.children = "all donors", "cohort" if is_crowded else "cohort, 95 % interval"
    first, last = (ring, dot) if everyone <= cohort else (dot, ring)
    first.className += " to-left"
    last.className += " to-left" if right > _FAR_RIGHT and not is_crowded else " to-right"
    return [ring, dot]


def _axis(most: int) -> html.Div:
    ticks = []
    for value in range(0, most + 1, _TICK):
        tick = _span("comparison-tick", value, most)
        tick.children = f"{value}\u00a0%" if value else "0"
        ticks.append(tick)
    caption = html.Div("Share of donors with the finding recorded", className="comparison-caption")
    return html.Div(
        [html.Div(className="comparison-term"), html.Div([*ticks, caption], className="comparison-plot")],
        className="comparison-row comparison-axis",
        **{"aria-hidden": "true"},
    )


def _span(name: str, at: float, most: int) -> html.Span:
    return html.Span(className=name, style={"left": f"{100 * min(at, most) / most:.2f}%"})


def _stretch(name: str, start: float, end: float, most: int) -> html.Span:
    left, right = (100 * min(value, most) / most for value in (start, end))
    return html.Span(className=name, style={"left": f"{left:.2f}%", "width": f"{right - left:.2f}%"})
