"""Findings of a cohort against all donors: the sentence, the marks and the table."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plotly.utils import PlotlyJSONEncoder

from components.figures.comparison import (
    axis_end,
    comparison_figure,
    comparison_lead,
    comparison_table,
    comparison_title,
)
from components.findings_grid import findings_grid
from components.released_words import q_words
from ontology.terms import TermId
from workbench.disclosure.values import FindingRow, FindingsComparison, Share

WITHHELD = Share("withheld")


def _exact(percent: float, half: float = 5.0) -> Share:
    return Share("exact", percent, max(0.0, percent - half), min(100.0, percent + half))


def _row(label: str, cohort: Share, everyone: Share, q: float | None = 0.0001) -> FindingRow:
    count = None if cohort.bound == "withheld" else 50
    return FindingRow(TermId("HP:0001263"), label, "Late in most areas", count, 500, cohort, everyone, q)


def _comparison(*rows: FindingRow) -> FindingsComparison:
    return FindingsComparison(195, 10_575, rows, 767)


def _drawn(part: object) -> str:
    return json.dumps(part, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_the_title_is_the_largest_difference_as_a_sentence() -> None:
    rows = (_row("Global developmental delay", _exact(77), _exact(30)), _row("Motor delay", _exact(51), _exact(18)))
    assert (
        comparison_title(_comparison(*rows))
        == "Global developmental delay is recorded in 77 % of this cohort, in 30 % of all donors"
    )


def test_the_title_claims_no_difference_where_none_is_clear() -> None:
    rows = (_row("Scoliosis", _exact(8), _exact(6), q=0.34),)
    assert comparison_title(_comparison(*rows)) == "No finding sets this cohort clearly apart from all donors"


def test_the_title_says_when_every_row_is_withheld() -> None:
    rows = (_row("Regression", WITHHELD, _exact(6), q=None),)
    assert comparison_title(_comparison(*rows)).startswith("Every other finding has fewer than 10")


def test_a_withheld_row_is_hatched_and_has_no_dot() -> None:
    drawn = _drawn(comparison_figure(_comparison(_row("Regression", WITHHELD, Share("under", 5.0), q=None))))
    assert "comparison-hatch" in drawn
    assert "fewer than 10 in the cohort" in drawn
    assert "comparison-dot" not in drawn


def test_a_share_that_is_only_bounded_is_dotted_and_said_in_words() -> None:
    drawn = _drawn(comparison_figure(_comparison(_row("Absent speech", _exact(21), Share("under", 5.0)))))
    assert "comparison-bound" in drawn
    assert "under 5 %" in drawn


def test_only_the_first_row_is_labelled_on_its_marks() -> None:
    rows = (_row("A finding", _exact(60), _exact(20)), _row("Another", _exact(50), _exact(20)))
    assert _drawn(comparison_figure(_comparison(*rows))).count("cohort, 95 % interval") == 1


def test_words_on_crowded_marks_are_short() -> None:
    drawn = _drawn(comparison_figure(_comparison(_row("A finding", _exact(90, 2), _exact(85, 2)))))
    assert "cohort, 95 % interval" not in drawn


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6))
def test_every_mark_fits_on_the_axis(percents: list[float]) -> None:
    rows = [_row("A finding", _exact(percent), _exact(100 - percent)) for percent in percents]
    end = axis_end(rows)
    assert end % 20 == 0
    assert all((row.cohort_share.high or 0) <= end and (row.everyone_share.high or 0) <= end for row in rows)


@pytest.mark.parametrize(
    ("q", "words"),
    [(None, "–"), (0.0, "< 0.001"), (0.0009, "< 0.001"), (0.034, "0.034"), (0.34, "0.34"), (1.0, "1.00")],
)
def test_a_q_value_is_written_with_the_digits_that_count(q: float | None, words: str) -> None:
    assert q_words(q) == words


def test_the_lead_counts_the_findings_in_words() -> None:
    row = _row("A finding", _exact(60), _exact(20))
    assert comparison_lead(_comparison(row)).startswith("One finding, ")
    assert comparison_lead(_comparison(*[row] * 15)).startswith("Fifteen findings, ")


def test_the_table_has_a_cell_for_every_heading() -> None:
    made = comparison_table(_comparison(_row("A", _exact(60), _exact(20)), _row("B", WITHHELD, WITHHELD, q=None)))
    assert {len(row) for row in made.rows} == {len(made.columns)}
    assert made.rows[1][3] is None


def test_the_grid_lists_released_rows_and_counts_the_others() -> None:
    rows = (
        _row("A", _exact(60), _exact(20)),
        _row("B", WITHHELD, _exact(6), None),
        _row("C", WITHHELD, _exact(6), None),
    )
    drawn = findings_grid(_comparison(*rows))
    assert [row["label"] for row in drawn.children[0].rowData] == ["A"]
    assert "2 more findings have fewer than 10 donors in this cohort, or none" in _drawn(drawn)
