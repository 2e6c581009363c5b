"""The tables of the map, its legend, and the panel of a selected area."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from map_values import WITHHELD, comparison, exact, finding_row, seizure_shares, small_map

from components.figures.map_colours import by_body_area, by_finding
from components.map_controls import legend
from components.map_page import map_page
from components.map_tables import OUTSIDE, area_table, cell_rows, cell_table
from components.region_panel import (
    FULL,
    Region,
    apart_title,
    fit_words,
    guidance,
    invitation,
    largest_part,
    region_panel,
    region_table,
    telling,
)
from workbench.disclosure.values import CohortOnMap, RegionRule, Share

RULE = RegionRule(("HP:0001250", "HP:0001276"), ("Seizure", "Hypertonia"), exact(35), exact(47))
ROWS = (
    finding_row("Seizure", exact(81), exact(20)),
    finding_row("Skin finding", exact(6), exact(27)),
    finding_row("Hypertonia", exact(49), exact(8)),
    finding_row("Hearing loss", WITHHELD, exact(9), q=None),
)


def region(**changes) -> Region:
    findings = comparison(*ROWS)
    whole = Region(
        name="Seizures with stiffness",
        cells=26,
        donors=465,
        inside=45,
        has_cohort=True,
        findings=findings,
        rule=RULE,
        as_rule="/cohorts?q=HP:0001250~HP:0001276",
        as_clause="/cohorts?q=map:x:1-26",
    )
    return replace(whole, **changes)


def words(component) -> str:
    """All text of a component, in order."""

    def walk(part):
        if isinstance(part, dict):
            yield from walk(part.get("props", {}).get("children"))
        elif isinstance(part, list):
            for one in part:
                yield from walk(one)
        elif part is not None:
            yield str(part)

    return "".join(walk(json.loads(json.dumps(component, default=lambda c: c.to_plotly_json()))))


def test_cells_are_listed_by_area_and_outlying_ones_last():
    rows = cell_rows(small_map(), by_body_area(small_map()))
    assert [row["area"] for row in rows] == ["Kidney"] * 2 + ["Seizures <b>with</b> stiffness"] * 3 + [OUTSIDE]
    assert [row["cell"] for row in rows] == [2, 3, 0, 1, 5, 4]


def test_the_download_of_cells_has_every_cell_with_its_colour_in_words():
    table = cell_table(small_map(), by_finding(small_map(), seizure_shares()))
    assert table.columns[-1].label == "Seizure"
    assert len(table.rows) == 6
    assert {row[-1] for row in table.rows} == {"over 95 %", "50 %", "under 5 %", "fewer than 10", "70 %"}


def test_areas_are_listed_by_donors_with_the_cohort_where_there_is_one():
    cohort = CohortOnMap(45, ((0, 45, exact(60)), (1, None, WITHHELD)))
    plain, with_cohort = area_table(small_map()), area_table(small_map(), cohort)
    assert [row[0] for row in plain.rows] == ["Kidney", "Seizures <b>with</b> stiffness"]
    assert len(with_cohort.columns) == len(plain.columns) + 1
    assert with_cohort.columns[1].label == "In your cohort"
    assert [row[1] for row in with_cohort.rows] == [None, 45]


def test_the_legend_has_words_beside_every_colour():
    shown = "|".join(words(entry) for entry in legend(by_body_area(small_map()), "light"))
    assert shown == "Kidney and bladder|Brain and nerves|mixed or outlying"


def test_the_legend_of_a_finding_names_both_ends_and_the_withheld_cells():
    shown = [words(entry) for entry in legend(by_finding(small_map(), seizure_shares()), "dark", CohortOnMap(45, ()))]
    assert shown[0] == "under 5 %over 95 % of the cell’s donors have it"
    assert shown[1] == "fewer than 10 have it"
    assert "45 in all" in shown[2]


def test_what_tells_an_area_comes_first_and_what_is_clearly_rarer_last():
    told = telling(comparison(*ROWS))
    assert [row.label for row in told.rows] == ["Seizure", "Hypertonia", "Skin finding"]


def test_nine_findings_are_told_however_many_are_rarer():
    commoner = [finding_row(f"Finding {at}", exact(90 - at), exact(10)) for at in range(12)]
    rarer = [finding_row(f"Rare finding {at}", exact(10), exact(20 + at)) for at in range(3)]
    assert [len(telling(comparison(*commoner, *rarer[:some])).rows) for some in range(4)] == [9] * 4


def test_a_finding_that_is_not_clearly_rarer_is_left_out():
    unsure = finding_row("Limb finding", exact(14), exact(15), q=0.4)
    assert telling(comparison(unsure)).rows == ()


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (ROWS[:1], "What sets them apart: seizure, 81\u00a0% against 20\u00a0% of all donors"),
        ((finding_row("Seizure", exact(22), exact(20), q=0.3),), "Nothing sets them clearly apart from all donors"),
        ((), "No finding is recorded often enough here to compare"),
    ],
)
def test_the_title_says_what_sets_the_area_apart_or_that_nothing_does(rows, title):
    assert apart_title(comparison(*rows)) == title


@pytest.mark.parametrize(
    ("finds", "lies_in", "reading"),
    [
        (exact(35), exact(47), "A loose fit."),
        (exact(50), exact(90), "A fair fit."),
        (exact(75), Share("over", 95), "A close fit."),
        (exact(99), Share("under", 5), "A loose fit."),
        (WITHHELD, exact(99), "A loose fit."),
    ],
)
def test_a_rule_is_read_by_its_weaker_side(finds, lies_in, reading):
    assert fit_words(replace(RULE, finds=finds, lies_in=lies_in)) == reading


def test_the_panel_says_who_they_are_and_how_good_the_rule_is():
    shown = words(region_panel(region()))
    assert "465 donors in 26 cells · 45 of them in your cohort" in shown
    assert (
        "Seizure and hypertonia: finds 35\u00a0% of this area; 47\u00a0% of those it finds lie in it. A loose fit."
        in shown
    )


def test_a_selection_without_a_name_is_called_yours():
    assert "Your selection: 26 cells" in words(region_panel(region(name="")))


def test_an_overlap_with_the_cohort_under_ten_is_withheld():
    assert "fewer than 10 of them in your cohort" in words(region_panel(region(inside=None)))


def test_the_table_of_an_area_gives_shares_with_intervals_and_q():
    rows = region_table(comparison(*ROWS)).rows
    assert rows[0] == ("Seizure", "81 %", "76–86 %", "20 %", "< 0.001")
    assert rows[3][1:3] == ("withheld", "")


def test_without_a_cohort_nothing_is_said_of_one():
    assert "in your cohort" not in words(region_panel(region(has_cohort=False)))


def test_a_full_cohort_says_why_the_area_cannot_be_added():
    assert FULL in words(region_panel(region(as_clause="")))
    assert FULL not in words(region_panel(region()))


def test_an_area_without_a_rule_says_so_and_offers_none():
    shown = words(region_panel(region(rule=None, as_rule="")))
    assert "No one or two findings come near this area." in shown


def test_before_a_selection_there_is_an_example_a_click_away():
    panel = invitation("Kidney", "/map?sel=2-3")
    assert "Kidney" in words(panel)
    assert "/map?sel=2-3" in json.dumps(panel, default=lambda c: c.to_plotly_json())


def test_a_selection_that_cannot_be_asked_says_what_to_do():
    way = largest_part(7, "/map?sel=1-7")
    shown = words(guidance("This area has fewer than 50 donors.", "Add cells beside it.", way))
    assert "Keep the largest part, 7 cells" in shown
    assert "fewer than 50 donors" in shown
    assert "Add cells beside it." in shown


def test_the_page_stands_with_nothing_given():
    assert "Map of findings" in words(map_page("", [], "area", ""))
