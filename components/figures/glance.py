"""The facts of a cohort at a glance: one line a fact, and findings per donor as five columns."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.notices import withheld_word
from components.released_words import inside
from components.tables import WITHHELD, Column, Table
from workbench.disclosure.values import Count, FactRow, Facts

_NAMES = 8
_FEW = 2


def glance_figure(facts: Facts) -> html.Dl:
    """Sex, age, findings per donor, countries, conditions and disease areas of a cohort."""
    return html.Dl(
        [
            *_line("Sex", "", _every(facts.sex)),
            *_line("Age at last record", "", _every(facts.age_bands)),
            *_line("Findings per donor", "", _columns(facts.findings)),
            *_line("Countries with ten or more", "", _shown(facts.regions)),
            *_line("Conditions with ten or more", _share_told(facts), _shown(facts.conditions)),
            *_line("Disease areas", "one donor may be in several", _shown(facts.areas)),
        ],
        className="glance",
    )


def glance_table(facts: Facts) -> Table:
    """Every fact and value with its donors, in the cohort and in all data."""
    groups = (
        ("Sex", facts.sex),
        ("Age at last record", facts.age_bands),
        ("Findings per donor", facts.findings),
        ("Country", facts.regions),
        ("Condition", facts.conditions),
        ("Disease area", facts.areas),
    )
    rows = tuple((name, row.label, row.count, row.everyone) for name, group in groups for row in group)
    columns = (Column("Fact"), Column("Value"), Column("Cohort, donors", True), Column("All donors", True))
    return Table("Facts of the cohort and of all donors", columns, rows)


def _line(term: str, lay: str, told: Component) -> list[Component]:
    note = [html.Small(lay)] if lay else []
    return [html.Dt([html.Span(term), *note]), html.Dd(told)]


def _share_told(facts: Facts) -> str:
    told = sum(row.count for row in facts.conditions if row.count is not None)
    return f"of {facts.cohort:,} donors" if facts.cohort is not None and told else ""


def _every(rows: Sequence[FactRow]) -> html.Span:
    """Every value with its count; those under ten together, last."""
    told = [row for row in rows if row.count is not None]
    small = [row for row in rows if row.count is None]
    parts: list[Component | str] = [*_pairs(told)]
    if small and told:
        names = ", ".join(inside(row.label) for row in small) if len(small) <= _FEW else "each of the others"
        parts += [" · ", f"{names} ", withheld_word()]
    elif small:
        parts = [withheld_word(f"each {WITHHELD}")]
    return html.Span(parts)


def _shown(rows: Sequence[FactRow]) -> html.Span:
    """The largest values with their counts; the others are under ten or one click away in the table."""
    told = [row for row in rows if row.count is not None]
    if not told:
        return html.Span(withheld_word(f"each {WITHHELD}"))
    more = len(told) - _NAMES
    parts: list[Component | str] = [*_pairs(told[:_NAMES])]
    if more > 0:
        parts.append(html.Span(f" and {more} more in the table", className="faint"))
    return html.Span([*parts, html.Span(["Each of the others: ", withheld_word()], className="glance-others")])


def _pairs(rows: Sequence[FactRow]) -> list[Component | str]:
    parts: list[Component | str] = []
    for at, row in enumerate(rows):
        parts += [" · "] if at else []
        parts.append(html.Span([f"{row.label} ", html.B(f"{row.count:,}")], className="glance-pair"))
    return parts


def _columns(rows: Sequence[FactRow]) -> html.Div:
    most = max((row.count for row in rows if row.count is not None), default=0)
    return html.Div(
        [_column(row.label.removesuffix(" findings"), row.count, most) for row in rows],
        className="columns",
        role="list",
    )


def _column(label: str, count: Count, most: int) -> html.Div:
    height = 0.0 if count is None or not most else 100.0 * count / most
    bar = (
        html.Span(className="column-hatch", title=WITHHELD)
        if count is None
        else html.Span(className="column-bar", style={"height": f"{height:.1f}%"})
    )
    words = html.Span("<\u00a010" if count is None else f"{count:,}", className="column-count")
    return html.Div(
        [html.Div([words, bar], className="column-space"), html.Span(label, className="column-label")],
        className="column",
        role="listitem",
    )
