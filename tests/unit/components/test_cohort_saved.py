"""Saved cohorts with their versions, and the facts at a glance."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from plotly.utils import PlotlyJSONEncoder

from components.figures.glance import glance_figure, glance_table
from components.save_cohort import NEW, SavedVersion, name_for, save_options, saved_list, saved_notice
from data_access.records import SavedCohort
from workbench.disclosure.values import FactRow, Facts

SAVED = SavedCohort(
    id="c1",
    version=2,
    name="Young, low tone",
    note="For the protocol",
    definition='{"all":[{"observed":"HP:0001250"}]}',
    owner="local",
    snapshot="2026-11-21-ab12cd34",
    saved_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
)
FACTS = Facts(
    cohort=195,
    sex=(
        FactRow("female", "Female", 110, 5_000),
        FactRow("male", "Male", 85, 5_000),
        FactRow("other", "Another sex", None),
    ),
    age_bands=(FactRow("0-4", "0–4", 195, 2_000),),
    findings=(FactRow("1-4", "1–4 findings", None), FactRow("5-9", "5–9 findings", 45)),
    conditions=(),
    areas=(FactRow("undiagnosed", "Undiagnosed", 25),),
    regions=tuple(FactRow(f"C{at}", f"Country {at}", 100 - at) for at in range(12)),
)


def _drawn(part: object) -> str:
    return json.dumps(part, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_a_version_shows_its_sentence_note_day_and_snapshot_and_opens() -> None:
    drawn = _drawn(saved_list([[SavedVersion(SAVED, "People with seizures.", "HP:0001250")]]))
    for words in ("People with seizures.", "“For the protocol”", "Version 2 · 1 November 2026 · snapshot 2026-11-21"):
        assert words in drawn
    assert '"href": "/cohorts?q=HP:0001250"' in drawn


def test_earlier_versions_stand_behind_the_newest() -> None:
    newest, older = SavedVersion(SAVED, "New.", "HP:0001250"), SavedVersion(SAVED, "Old.", "")
    drawn = _drawn(saved_list([[newest, older]]))
    assert "Earlier versions (1)" in drawn
    assert drawn.index("New.") < drawn.index("Old.")


def test_nothing_saved_is_an_invitation() -> None:
    assert "Build a cohort and save it" in _drawn(saved_list([]))


def test_a_cohort_can_be_saved_as_new_or_as_the_next_version() -> None:
    assert [option["label"] for option in save_options([SAVED])] == ["A new cohort", "Version 3 of “Young, low tone”"]
    assert "version 2" in _drawn(saved_notice(SAVED))


def test_a_small_group_is_named_beside_the_word_for_withheld_and_never_counted() -> None:
    drawn = _drawn(glance_figure(FACTS))
    assert "another sex " in drawn
    assert "fewer than 10" in drawn
    assert "and 4 more in the table" in drawn


def test_the_table_of_facts_holds_every_row_with_withheld_kept_apart() -> None:
    rows = glance_table(FACTS).rows
    assert len(rows) == 3 + 1 + 2 + 0 + 1 + 12
    assert ("Sex", "Another sex", None, None) in rows


@pytest.mark.parametrize(
    ("chosen", "typed", "name"),
    [
        ("c1", "", "Young, low tone"),
        ("c1", "Something else", "Young, low tone"),
        (NEW, "Something else", "Something else"),
        (NEW, " Young, low tone ", ""),
    ],
)
def test_a_saved_cohort_brings_its_name_and_a_new_one_asks_for_its_own(chosen: str, typed: str, name: str) -> None:
    assert name_for(chosen, typed, [SAVED]) == name
