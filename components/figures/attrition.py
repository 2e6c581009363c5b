"""The attrition of a cohort: who is left after each clause, as rows of text and bars.

Drawn with plain elements, so it follows the theme, prints, zooms and reads aloud without a script.
"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from components.released_words import inside, ordinal
from components.tables import WITHHELD, Column, Table, number
from workbench.cohorts.query import Clause, InAgeBand, InMapRegion, InRegion, InSex, Observed, Query
from workbench.disclosure.values import Attrition, AttritionStep, Count

_LONGEST_LABEL = 60


def attrition_figure(attrition: Attrition) -> html.Div:
    """One row a step: words, bar, count, and how many the clause removed."""
    whole = attrition.steps[0].count if attrition.steps else None
    last = len(attrition.steps) - 1
    rows = [_row(step, whole, at == last and at > 0) for at, step in enumerate(attrition.steps)]
    return html.Div(rows, className="attrition", role="list")


def attrition_title(query: Query, titles: Sequence[str], attrition: Attrition) -> str:
    """The step that matters as a sentence, by rule from released counts.

    Args:
        titles: A title a clause, in the order of the query, such as "Seizure" or "Age 0–4".
    """
    counts = [step.count for step in attrition.steps]
    if not query.clauses or len(counts) < 2:
        return f"{number(counts[0])} donors before any clause" if counts else "Donors left, clause by clause"
    left, before = counts[-1], counts[-2]
    if left is None:
        return _withheld_title(counts)
    subject = _subject(query.clauses[-1], titles[-1])
    return f"{subject} leaves {left:,} of the {number(before)} donors{_of_whom(query.clauses[:-1], titles)}"


def attrition_table(attrition: Attrition) -> Table:
    """The table beside the figure: clause, donors left, donors removed by it."""
    rows = tuple((step.words, step.count, "" if at == 0 else _removed(step)) for at, step in enumerate(attrition.steps))
    columns = (Column("Clause"), Column("Donors left", number=True), Column("Donors removed", number=True))
    return Table("Donors left after each clause", columns, rows)


def _row(step: AttritionStep, whole: Count, marked: bool) -> html.Div:
    left = f"{step.count:,}" if step.count is not None else ""
    removed = _minus(step.removed)
    return html.Div(
        [
            html.Div(_shortened(step.words), className="attrition-label", title=step.words),
            html.Div(
                [
                    _bar(step.count, whole, marked),
                    html.Span(left, className="attrition-count") if left else None,
                    html.Span(removed, className="attrition-removed") if removed else None,
                ],
                className="attrition-track",
            ),
        ],
        className="attrition-row",
        role="listitem",
    )


def _bar(count: Count, whole: Count, marked: bool) -> html.Span:
    if count is None:
        return html.Span(WITHHELD, className="withheld-mark")
    share = 100.0 * count / whole if whole else 0.0
    tone = "attrition-bar marked" if marked else "attrition-bar"
    return html.Span(className=tone, style={"width": f"calc((100% - 8.5rem) * {min(share, 100.0) / 100:.4f})"})


def _minus(removed: Count) -> str:
    return f"−{removed:,}" if removed is not None and removed > 0 else ""


def _removed(step: AttritionStep) -> Count:
    return None if step.removed is None else max(step.removed, 0)


def _withheld_title(counts: Sequence[Count]) -> str:
    first = next(at for at, count in enumerate(counts) if count is None)
    if not first:
        return "Too few donors to show"
    return (
        f"Fewer than 10 donors are left after the {ordinal(first)} clause, or too close to a group asked about before"
    )


def _subject(clause: Clause, title: str) -> str:
    match clause:
        case InAgeBand():
            return "Age"
        case InSex():
            return "Sex"
        case InRegion():
            return "The country"
        case InMapRegion():
            return "The map region"
        case _:
            return title


def _of_whom(before: Sequence[Clause], titles: Sequence[str]) -> str:
    if not before:
        return " in all data"
    if all(isinstance(clause, Observed) for clause in before):
        if len(before) == 1:
            return f" with {inside(titles[0])}"
        return " with both findings" if len(before) == 2 else " with all three findings"
    return " who fit the clause before" if len(before) == 1 else " who fit the clauses before"


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST_LABEL else f"{words[: _LONGEST_LABEL - 1].rstrip()}…"
