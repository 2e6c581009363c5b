"""The attrition of a cohort as a sentence, as bars and as a table."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from plotly.utils import PlotlyJSONEncoder

from components.figures.attrition import attrition_figure, attrition_table, attrition_title
from ontology.terms import TermId
from workbench.cohorts.query import Clause, Excluded, HasCondition, InAgeBand, InRegion, InSex, Observed, Query
from workbench.disclosure.values import Attrition, AttritionStep, Count

SEIZURE, HYPOTONIA = Observed(TermId("HP:0001250")), Observed(TermId("HP:0001252"))
TITLES = {SEIZURE: "Seizure", HYPOTONIA: "Hypotonia", InAgeBand("0-4"): "Age 0–4"}


def _attrition(*counts: Count) -> Attrition:
    removed: list[Count] = [None]
    for before, after in pairwise(counts):
        removed.append(before - after if before is not None and after is not None else None)
    return Attrition(tuple(AttritionStep(f"step {at}", n, out) for at, (n, out) in enumerate(zip(counts, removed))))


def _title(clauses: tuple[Clause, ...], *counts: Count) -> str:
    titles = [TITLES.get(clause, "Something") for clause in clauses]
    return attrition_title(Query(clauses), titles, _attrition(*counts))


def _drawn(attrition: Attrition) -> str:
    return json.dumps(attrition_figure(attrition), cls=PlotlyJSONEncoder, ensure_ascii=False)


@pytest.mark.parametrize(
    ("clauses", "counts", "title"),
    [
        ((SEIZURE,), (10_575, 2_075), "Seizure leaves 2,075 of the 10,575 donors in all data"),
        ((SEIZURE, HYPOTONIA), (10_575, 2_075, 890), "Hypotonia leaves 890 of the 2,075 donors with seizure"),
        (
            (SEIZURE, HYPOTONIA, InAgeBand("0-4")),
            (10_575, 2_075, 890, 195),
            "Age leaves 195 of the 890 donors with both findings",
        ),
        (
            (InSex("female"), InRegion("ES")),
            (100, 50, 20),
            "The country leaves 20 of the 50 donors who fit the clause before",
        ),
        (
            (Excluded(TermId("HP:0001250")), HasCondition("undiagnosed"), InSex("male")),
            (100, 50, 40, 20),
            "Sex leaves 20 of the 40 donors who fit the clauses before",
        ),
    ],
)
def test_the_title_says_what_the_last_clause_leaves(
    clauses: tuple[Clause, ...], counts: tuple[int, ...], title: str
) -> None:
    assert _title(clauses, *counts) == title


def test_the_title_names_the_clause_after_which_too_few_are_left() -> None:
    assert (
        _title((SEIZURE, HYPOTONIA), 10_575, None, None)
        == "Fewer than 10 donors are left after the first clause, or too close to a group asked about before"
    )
    assert (
        _title((SEIZURE, HYPOTONIA), 10_575, 40, None)
        == "Fewer than 10 donors are left after the second clause, or too close to a group asked about before"
    )


def test_a_withheld_step_is_hatched_and_says_so_and_shows_no_number() -> None:
    drawn = _drawn(_attrition(100, None))
    assert "withheld-mark" in drawn
    assert "fewer than 10" in drawn
    assert "−" not in drawn


def test_a_clause_that_removes_nobody_gets_no_minus() -> None:
    assert "−" not in _drawn(_attrition(100, 105))


def test_the_table_keeps_withheld_apart_from_zero() -> None:
    rows = attrition_table(_attrition(100, 60, None)).rows
    assert rows == (("step 0", 100, ""), ("step 1", 60, 40), ("step 2", None, None))
