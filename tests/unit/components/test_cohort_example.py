"""The example of an empty cohort page is one that the data answer well."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder

from components import cohort_example
from components.cohort_example import EXAMPLES, example, invitation
from components.cohort_results import nothing_yet
from ontology.terms import TermId
from workbench.cohorts.address import to_address
from workbench.cohorts.query import Clause, InAgeBand, Observed, Query
from workbench.errors import InvalidTerm

DOOR: Any = object()


def _clause(token: str) -> Clause:
    return InAgeBand(token.removeprefix("age:")) if token.startswith("age:") else Observed(TermId(token))


def _holding(monkeypatch: pytest.MonkeyPatch, counts: dict[str, int | None]) -> None:
    """Data that release these counts, of an ontology without the terms of every other example."""

    def parse(_: object, address: str) -> Query:
        if address not in counts:
            raise InvalidTerm("No such term.")
        return Query(tuple(_clause(token) for token in address.split("~")))

    def count(_: object, query: Query) -> SimpleNamespace:
        return SimpleNamespace(value=SimpleNamespace(count=counts[to_address(query)]))

    words = SimpleNamespace(title="A clause", icon="check2")
    api = SimpleNamespace(parse_address=parse, count=count, clause_words=lambda *_: words)
    monkeypatch.setattr(cohort_example, "cohorts", api)


@pytest.mark.parametrize(
    ("counts", "chosen"),
    [
        ((50, 900, 900, 900), 0),
        ((45, 225, 900, 900), 1),
        ((None, None, 60, 900), 2),
        ((None, None, None, 20), 3),
    ],
)
def test_the_first_example_with_fifty_donors_is_offered(
    monkeypatch: pytest.MonkeyPatch, counts: tuple[int | None, ...], chosen: int
) -> None:
    _holding(monkeypatch, dict(zip(EXAMPLES, counts, strict=True)))
    offered = example(DOOR)
    assert offered is not None
    assert to_address(offered) == EXAMPLES[chosen]


def test_without_the_terms_of_any_example_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    _holding(monkeypatch, {})
    assert example(DOOR) is None
    assert "Try this cohort" not in str(invitation(DOOR))


def test_the_example_is_one_click_away_and_offered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    _holding(monkeypatch, {EXAMPLES[0]: 60})
    drawn = json.dumps(invitation(DOOR), cls=PlotlyJSONEncoder)
    assert f"/cohorts?q={EXAMPLES[0]}" in drawn
    assert drawn.count("A clause") == 3
    assert "Try this cohort" not in str(nothing_yet("No cohort to compare yet", "Words."))
