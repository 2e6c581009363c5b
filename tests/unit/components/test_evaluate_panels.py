"""What the page of evaluations says, out of values made by hand."""

from __future__ import annotations

import datetime as dt
import json
from types import SimpleNamespace
from typing import Any

import pytest
from dash.development.base_component import Component
from plotly.utils import PlotlyJSONEncoder

from components import evaluate_panels as panels
from components.evaluate_asking import checked_choice, choice
from components.evaluate_ids import Evaluate
from components.evaluate_page import EXAMPLE, evaluate_page
from workbench.api.evaluations import Checked, OpenStudy
from workbench.disclosure.values import CohortCount
from workbench.errors import InvalidQuery

STUDY = OpenStudy("sleep", "Sleep", "Sleep.", "CEIC 1", dt.date(2028, 3, 31), 7)


def words(drawn: Any) -> str:
    return json.dumps(drawn, cls=PlotlyJSONEncoder, ensure_ascii=False)


def answered(count: int | None) -> str:
    released: Any = SimpleNamespace(value=CohortCount(count, 900), snapshot="2026-11-22-abc", synthetic=True)
    return words(panels.answer_panel(released, "Sleep", "Donors with all of: male.", '{"kept": 1}'))


def test_a_study_is_named_with_its_ethics_approval_and_what_is_left() -> None:
    said = words(panels.study_options([STUDY]))
    for part in ("Sleep", "CEIC 1", "31 March 2028", "7 of 12 evaluations left"):
        assert part in said


def test_without_a_study_the_page_says_how_one_is_approved_and_whom_to_ask() -> None:
    said = words(panels.no_study())
    for part in ("workbench study add", "workbench study approve", "data steward"):
        assert part in said


def test_the_cost_is_said_before_it_is_paid() -> None:
    assert "one of 7 left" in panels.cost_words(Checked("All.", False, 7))
    assert "free" in panels.cost_words(Checked("All.", True, 0))
    assert "next snapshot" in panels.cost_words(Checked("All.", False, 0))


@pytest.mark.parametrize(
    ("is_free", "left", "allowed"), [(False, 1, True), (False, 0, False), (True, 0, True), (True, 3, True)]
)
def test_only_what_would_be_answered_can_be_run(is_free: bool, left: int, allowed: bool) -> None:
    assert panels.may_run(Checked("All.", is_free, left)) is allowed


def test_what_is_wrong_stands_with_its_place() -> None:
    said = words(panels.refusal(InvalidQuery("There is no such sex.", do="Use another.", where="part 2")))
    assert "Part 2: There is no such sex." in said
    assert "Use another." in said


def test_an_answer_stands_with_its_sentence_its_study_its_snapshot_and_its_file() -> None:
    said = answered(145)
    for part in ("About 145 donors fit", "Donors with all of: male.", "Sleep", "2026-11-22-abc", "evaluation_", "kept"):
        assert part in said


def test_too_few_are_no_number() -> None:
    said = answered(None)
    assert "Too few donors fit to show a number" in said
    assert "from about 20 donors" in said
    assert "count-number" not in said


def test_nothing_can_be_run_before_it_was_checked() -> None:
    parts: dict[str, Component] = {part.id: part for part in evaluate_page("")._traverse() if hasattr(part, "id")}
    assert parts[Evaluate.RUN].disabled
    assert parts[Evaluate.COHORT].hidden
    assert json.loads(EXAMPLE)["all"]


@pytest.mark.parametrize("junk", [None, "", 7, [], {}])
def test_a_choice_with_a_part_missing_is_refused_in_words(junk: object) -> None:
    with pytest.raises(InvalidQuery):
        choice(junk, "{}")
    with pytest.raises(InvalidQuery):
        choice("sleep", junk)
    with pytest.raises(InvalidQuery):
        checked_choice({"study": junk, "text": "{}"})
    with pytest.raises(InvalidQuery):
        checked_choice(junk)
