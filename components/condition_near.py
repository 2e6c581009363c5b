"""The conditions nearest to one: how much they overlap with it, in what, and how many donors they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html

from components.condition_groups import condition_link
from components.condition_ids import Condition
from components.condition_sentences import in_short, nearest_title
from components.notices import withheld_word
from components.panel import Content, empty, panel
from components.tables import Column, Table, number
from ontology.terms import TermId
from workbench.disclosure.values import Count

_SHARED = 3
_FEW_LETTERS = 26
READ = "Overlap: 0 nothing in common, 1 the same published findings."


@dataclass(frozen=True, slots=True)
class NearRow:
    """One of the nearest conditions.

    Attributes:
        overlap: 0 to 1.
        shared: What both have, most telling first: (term, label, lay words).
        count: Its released donors.
        in_group: Whether it lies in the same group that survives the checks.
    """

    id: str
    name: str
    overlap: float
    shared: tuple[tuple[TermId, str, str], ...]
    count: Count
    in_group: bool


def near_panel(rows: Sequence[NearRow], cohort: str, file: str) -> html.Section:
    """Bars of overlap with what is shared; an invitation where nothing is published to compare."""
    if not rows:
        return empty(
            "There is nothing to compare it by",
            "No finding of this condition is published, so no nearest condition can be named.",
            actions=[dcc.Link("All conditions", href="/conditions", className="button")],
        )
    heads = html.Div(
        [html.Span(words) for words in ("Condition, what it shares", "Overlap", "Donors")],
        className="condition-near-heads",
        **{"aria-hidden": "true"},
    )
    listed = html.Ul([html.Li(_row(row, cohort), className="condition-near-row") for row in rows])
    listed.className = "condition-near-rows"
    return panel(
        nearest_title([row.in_group for row in rows], rows[0].name),
        [heads, listed],
        subtitle="By published findings; donors are released counts",
        footer=READ,
        name=Condition.NEAR_NAME,
        data=near_table(rows),
        file=file,
        class_name="condition-near",
    )


def near_table(rows: Sequence[NearRow]) -> Table:
    """The numbers of every row, and all that is shared."""
    heads = ("Condition", "Code", "Overlap", "Donors", "Shared findings")
    cells = tuple(
        (row.name, row.id, f"{row.overlap:.2f}", row.count, "; ".join(f"{label} ({t})" for t, label, _ in row.shared))
        for row in rows
    )
    columns = tuple(Column(head, number=head in {"Overlap", "Donors"}) for head in heads)
    return Table("Nearest conditions", columns, cells)


def _told(shared: Sequence[str]) -> list[str]:
    """Three shared findings in their order, those of few letters if there are so many."""
    short = [words for words in shared if len(words) <= _FEW_LETTERS]
    return (short if len(short) >= _SHARED else list(shared))[:_SHARED]


def _row(row: NearRow, cohort: str) -> list[html.Div]:
    shared = ", ".join(_told([in_short(label, lay) for _, label, lay in row.shared]))
    name = dcc.Link(row.name, href=condition_link(row.id, cohort), className="condition-near-name")
    bar = html.Span(html.I(style={"--share": f"{min(max(row.overlap, 0.0), 1.0):.3f}"}), className="condition-overlap")
    donors: Content = withheld_word("under 10") if row.count is None else number(row.count)
    return [
        html.Div([name, html.Span(shared, className="condition-near-shared")]),
        html.Div([bar, html.Span(f"{row.overlap:.2f}", className="num condition-near-shared")]),
        html.Div([donors, html.Span(" donors", className="visually-hidden")], className="num"),
    ]
