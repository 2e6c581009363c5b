"""What a condition's donors have: what sets them apart, and how it compares with what is published."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html

from components.asking import link
from components.condition_ids import Condition
from components.condition_sentences import apart_title, published_title
from components.figures.comparison import comparison_figure, comparison_table
from components.figures.frequencies import FrequencyRow, frequencies_figure, frequencies_table
from components.notices import WHY_WITHHELD
from components.panel import empty, panel, withheld
from components.tables import csv_file, number
from ontology.terms import TermId
from workbench.disclosure.release import Released
from workbench.disclosure.values import FindingsComparison, Share

_ROWS = 12
_WITHHELD = Share("withheld")
NOT_ABSENT = (
    "Published: share of patients in publications that looked for it. Here: donors with it, or a narrower finding, "
    "recorded; not recorded is never absent."
)


def apart_panel(released: Released[FindingsComparison], cohort: str) -> html.Section:
    """The findings that most set its donors apart; withheld where there are fewer than ten."""
    value = released.value
    if value.cohort is None:
        return withheld(
            "Fewer than 10 donors here have it, or too close to a group asked about before: withheld",
            f"{WHY_WITHHELD} What is published about it stands below.",
        )
    return panel(
        apart_title(value),
        comparison_figure(value, names=("Here", "All donors")),
        subtitle=f"The findings that most set its {number(value.cohort)} donors apart from all donors",
        footer=[html.B("q"), " the share of false alarms to expect among findings at least this different."],
        link=dcc.Link("How q is worked out", href=link("/help#statistics", cohort)),
        name=Condition.APART_NAME,
        data=comparison_table(value),
        file=csv_file("condition_findings", released.snapshot, released.synthetic),
        class_name="comparison-panel",
    )


def frequency_rows(
    published: Sequence[tuple[TermId, str, str, float | None]], donated: FindingsComparison
) -> list[FrequencyRow]:
    """Published findings with what is recorded here; what is not released counts as withheld.

    Args:
        published: (term, label, lay words, share of patients 0 to 1 or None), as they should be listed.
    """
    here = {row.term: row for row in donated.rows}
    rows = []
    for term, label, lay, frequency in published:
        row = here.get(term)
        count, shown = (row.cohort, row.cohort_share) if row is not None else (None, _WITHHELD)
        percent = None if frequency is None else 100 * frequency
        rows.append(FrequencyRow(term, label, lay, percent, count, shown))
    return rows


def published_panel(rows: Sequence[FrequencyRow], donated: Released[FindingsComparison]) -> html.Section:
    """Published beside donated frequencies: the commonest published ones, all of them in the table."""
    if not rows:
        return empty(
            "No finding of this condition is published",
            "Nobody has described it in the annotations of this HPO release. What donors here have stands above.",
        )
    more = len(rows) - _ROWS
    rest = f" The table has all {len(rows)}." if more > 0 else ""
    return panel(
        published_title(rows),
        frequencies_figure(rows[:_ROWS]),
        subtitle="Ring: publications. Dot with 95 % interval: donors here. Commonest in publications first; a ring "
        "that rests on few patients stands lower",
        footer=NOT_ABSENT + rest,
        name=Condition.PUBLISHED_NAME,
        data=frequencies_table(rows),
        file=csv_file("condition_published", donated.snapshot, donated.synthetic),
        class_name="comparison-panel",
    )
