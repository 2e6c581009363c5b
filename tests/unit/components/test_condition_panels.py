"""A condition's page: its facts, published beside donated, its neighbours; small counts are withheld throughout."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from condition_values_made import parts, small_plane, words
from map_values import comparison, exact, finding_row

from components.condition_findings import apart_panel, frequency_rows, published_panel
from components.condition_head import condition_head, facts_strip
from components.condition_near import NearRow, near_panel, near_table
from components.condition_sentences import apart_title, nearest_title, published_title
from components.condition_undiagnosed import undiagnosed_panel
from components.condition_unknown import unknown_words
from components.figures.frequencies import FrequencyRow, frequencies_figure, frequencies_table
from workbench.api.conditions import PublishedCondition
from workbench.disclosure.condition_values import UndiagnosedPlacement
from workbench.disclosure.values import FactRow, Facts, FindingsComparison, Share

SHARED = (("HP:0001724", "Aortic dilatation", "Wide aorta"),)
WITHHELD = Share("withheld")


def released(value):
    return SimpleNamespace(value=value, snapshot="2026-11-22-abc", synthetic=False)


def facts(cohort: int | None) -> Facts:
    sex = (FactRow("female", "Female", 25), FactRow("male", "Male", 30))
    ages = (FactRow("0-4", "0–4 years", None), FactRow("18-39", "18–39 years", 25), FactRow("40-59", "40–59 years", 10))
    return Facts(cohort, sex, ages, (), (), (), ())


def near(at: int, count: int | None = 25, in_group: bool = True) -> NearRow:
    return NearRow(f"OMIM:{at}", f"Condition {at}", 0.72, SHARED, count, in_group)


def frequency(count: int | None, here: Share, published: float | None = 55.0) -> FrequencyRow:
    return FrequencyRow("HP:0001724", "Aortic dilatation", "Wide aorta", published, count, here)


def test_facts_tell_donors_sex_age_group_and_code():
    strip = facts_strip("OMIM:613795", facts(55), small_plane().groups[0], "")
    told = words(strip)
    assert "55" in told
    assert "Female 25 · male 30" in told
    assert "18–39" in told
    assert "Aorta and tall stature" in told
    code = parts(strip, "A")[0]
    assert code.href == "https://omim.org/entry/613795"
    assert code.rel == "noopener noreferrer"


def test_facts_of_fewer_than_ten_donors_are_withheld():
    told = words(facts_strip("OMIM:613795", facts(None), None, ""))
    assert "fewer than 10" in told
    assert "Female" not in told


def test_a_code_cannot_lead_elsewhere():
    strip = facts_strip("OMIM:1/../../x", facts(55), None, "")
    assert parts(strip, "A") == []
    assert "OMIM:1/../../x" in words(strip)


def test_a_condition_of_ten_donors_leads_to_its_cohort_and_to_the_map():
    published = PublishedCondition("OMIM:613795", "Loeys-Dietz syndrome 3", "Arteries that widen.", (), ())
    head = condition_head(published, 55, "HP:0001250")
    assert [link.href for link in parts(head, "Link")] == [
        "/map?q=condition:OMIM:613795",
        "/cohorts?q=condition:OMIM:613795",
    ]
    assert parts(condition_head(published, None, ""), "Link") == []


def test_what_sets_donors_apart_is_withheld_below_ten():
    told = words(apart_panel(released(FindingsComparison(None, 500, (), 0)), ""))
    assert "Fewer than 10 donors here have it" in told


def test_what_sets_donors_apart_is_a_sentence_with_both_shares():
    rows = comparison(finding_row("Osteoarthritis", exact(55), Share("under", 5)))
    assert apart_title(rows) == "Osteoarthritis marks it: 55\u00a0% have it, under 5\u00a0% of all donors do"
    rarer = comparison(finding_row("Seizure", exact(10), exact(40)))
    assert apart_title(rarer) == "Seizure is rarer here: 10\u00a0%, against 40\u00a0% of all donors"
    alike = comparison(finding_row("Seizure", exact(40), exact(40), 0.9))
    assert apart_title(alike) == "No finding sets its donors clearly apart from all donors"
    assert apart_title(comparison()) == "Every finding has fewer than 10 donors of this condition"


def test_published_findings_meet_what_is_recorded_here():
    donated = comparison(finding_row("Seizure", exact(40), exact(20)), finding_row("Other", WITHHELD, exact(20), None))
    rows = frequency_rows([("HP:0001250", "Seizure", "Fits", 0.5), ("HP:0000001", "Rare", "", None)], donated)
    assert [(row.published, row.here.bound) for row in rows][1] == (None, "withheld")
    assert rows[0].published == 50


def test_a_withheld_share_is_hatched_and_the_published_ring_stays():
    row = frequencies_figure([frequency(None, WITHHELD)])
    assert "fewer than 10" in words(row)
    names = [span.className for span in parts(row, "Span")]
    assert "comparison-ring" in names
    assert "comparison-dot" not in names


def test_a_frequency_that_no_publication_states_says_so():
    assert "not stated" in words(frequencies_figure([frequency(30, exact(55), None)]))
    assert frequencies_table([frequency(30, exact(55), None)]).rows[0][3] == "not stated"


@pytest.mark.parametrize("bound", ["under", "over"])
def test_a_bounded_share_is_drawn_as_a_dotted_stretch(bound):
    names = [span.className for span in parts(frequencies_figure([frequency(30, Share(bound, 5))]), "Span")]
    assert "comparison-bound" in names


def test_the_table_has_every_published_finding_while_the_figure_has_the_commonest():
    panel = published_panel([frequency(30, exact(55))] * 20, released(comparison()))
    assert "The table has all 20." in words(panel)
    assert words(panel).count("Aortic dilatation") == 12


def test_a_condition_that_nobody_described_says_so():
    assert "No finding of this condition is published" in words(published_panel([], released(comparison())))


def test_the_title_counts_published_findings_that_are_released_here():
    rows = [frequency(30, exact(55)), frequency(None, WITHHELD)]
    assert published_title(rows) == "1 of 2 published findings are recorded in ten donors or more here"
    assert published_title(rows[1:]) == "Published: one finding; it is not recorded in ten donors here"


@pytest.mark.parametrize(
    ("in_group", "title"),
    [
        ([True] * 8, "Its eight nearest conditions are all in its group"),
        ([True] * 5 + [False] * 3, "Five of its eight nearest conditions are in its group"),
        ([True] + [False] * 7, "One of its eight nearest conditions is in its group"),
        ([True], "Its nearest condition is in its group"),
        ([False] * 8, "Nearest in findings: Marfan syndrome"),
    ],
)
def test_the_nearest_are_told_by_group_or_by_name(in_group, title):
    assert nearest_title(in_group, "Marfan syndrome") == title


def test_the_nearest_are_links_with_overlap_what_is_shared_and_released_donors():
    panel = near_panel([near(1), near(2, None, in_group=False)], "", "near.csv")
    assert [link.href for link in parts(panel, "Link")] == ["/condition?id=OMIM:1", "/condition?id=OMIM:2"]
    told = words(panel)
    assert "wide aorta" in told
    assert "0.72" in told
    assert "under 10" in told
    assert near_table([near(2, None)]).rows == (
        ("Condition 2", "OMIM:2", "0.72", None, "Aortic dilatation (HP:0001724)"),
    )


def test_without_published_findings_nothing_is_near():
    assert "There is nothing to compare it by" in words(near_panel([], "", "near.csv"))


def test_an_unknown_code_says_what_codes_look_like():
    assert "No published condition has the code “OMIM:0”." in words(unknown_words("OMIM:0"))
    assert "names no condition" in words(unknown_words(""))


def test_the_undiagnosed_below_ten_are_an_invitation():
    told = words(undiagnosed_panel(released(UndiagnosedPlacement(None, (), None)), ""))
    assert "Fewer than 10 donors here are without a diagnosis" in told


def test_the_undiagnosed_are_bars_with_a_withheld_rest():
    told = words(undiagnosed_panel(released(UndiagnosedPlacement(50, (("Immunity", 45),), None)), ""))
    assert "Of 50 donors without a diagnosis, 45 lie nearest to “Immunity”" in told
    assert "fewer than 10" in told
