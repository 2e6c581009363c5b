"""The figures of a neighbourhood: parts that add up as printed, hatches, chance against the profile."""

from __future__ import annotations

import json
import math
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from map_values import small_map
from plotly.utils import PlotlyJSONEncoder
from similar_values import exact, neighbourhood, nobody, part

from components.figures.chance import axis, chance_figure, chance_sentence, chance_table
from components.figures.neighbourhood_map import neighbourhood_map
from components.figures.parts import printed
from components.figures.waterfall import one_in, printed_parts, waterfall, waterfall_table
from ontology.terms import TermId
from workbench.disclosure.neighbourhood_values import Placement


def _drawn(shown: object) -> str:
    return json.dumps(shown, cls=PlotlyJSONEncoder, ensure_ascii=False)


PARTS = st.lists(st.floats(-5, 60, allow_nan=False), max_size=30)


@given(PARTS, st.integers(0, 2))
def test_printed_parts_add_up_to_their_printed_sum(parts: list[float], digits: int) -> None:
    shown = printed(parts, digits)
    assert math.isclose(sum(shown), round(math.fsum(part * 10**digits for part in parts)) / 10**digits, abs_tol=1e-9)


@given(PARTS, st.integers(0, 2))
def test_no_printed_part_is_a_whole_unit_away(parts: list[float], digits: int) -> None:
    assert all(abs(a - b) < 10.0**-digits + 1e-9 for a, b in zip(parts, printed(parts, digits), strict=True))


@given(st.lists(st.one_of(st.none(), st.floats(0, 40, allow_nan=False)), min_size=1, max_size=20))
def test_the_waterfall_prints_parts_that_add_up_to_the_sum_it_prints(parts: list[float | None]) -> None:
    found = neighbourhood(*(part(f"Finding {at}", one, exact(50), number=at + 1) for at, one in enumerate(parts)))
    shown, whole = printed_parts(found)
    assert sum(one for one in shown if one is not None) == whole == round(found.shared)
    total = waterfall_table(found).rows[-1]
    assert total[3] == whole
    assert f"{whole} %" in _drawn(waterfall(found))


def test_a_withheld_part_is_hatched_and_has_no_bar() -> None:
    drawn = _drawn(waterfall(neighbourhood(part("Hypertelorism", None))))
    assert "similar-part-hatch" in drawn
    assert "fewer than 10" in drawn
    assert drawn.count("similar-part-bar") == 1  # the sum


def test_many_findings_are_drawn_in_twelve_lines_and_listed_in_full() -> None:
    found = neighbourhood(*(part(f"Finding {at}", 4, exact(50), number=at + 1) for at in range(20)))
    drawn = _drawn(waterfall(found))
    assert "9 more findings" in drawn
    assert "+36" in drawn
    assert len(waterfall_table(found).rows) == 21


def test_a_near_miss_names_the_broader_finding_that_more_of_them_have() -> None:
    near = replace(part("Bifid uvula", 5, exact(20)), broader=(TermId("HP:0000163"), "Abnormal mouth", exact(60)))
    assert "60 % have the broader “Abnormal mouth”" in _drawn(waterfall(neighbourhood(near)))


def test_how_common_a_finding_is_follows_from_released_counts() -> None:
    assert one_in(110, 7_170) == "1 in 65"
    assert one_in(7_000, 7_170) == "1 in 1"
    assert one_in(30, 7_170) == "1 in 240"
    assert one_in(None, 7_170) == "fewer than 10"


def test_the_histogram_shows_both_lines_with_their_numbers() -> None:
    drawn = _drawn(chance_figure(neighbourhood()))
    assert "close enough from 0.37" in drawn
    assert "this profile 0.60" in drawn
    assert "200 profiles drawn by chance" in drawn


def test_a_profile_below_every_step_has_no_line_of_its_own() -> None:
    drawn = _drawn(chance_figure(nobody(closeness=0)))
    assert "this profile stays below 0.37" in drawn
    assert "similar-chance-line own" not in drawn


def test_chance_is_said_in_words_for_people_who_do_not_see_it() -> None:
    assert chance_sentence(neighbourhood()) == (
        "200 profiles drawn by chance reach a closeness of 0.26 in the middle; close enough is from 0.37 on; "
        "this profile reaches 0.60."
    )
    assert chance_table(neighbourhood()).rows[-2] == ("Profiles drawn by chance that came as close", 0)


@given(st.sampled_from([0.05 * step for step in range(21)]))
def test_the_axis_holds_every_bin_and_both_lines(closeness: float) -> None:
    found = neighbourhood(closeness=closeness)
    low, high = axis(found)
    assert low <= min(found.chance.edges) + 1e-9
    assert high >= max(*found.chance.edges, found.chance.threshold, closeness) - 1e-9


def test_the_small_map_outlines_home_and_names_its_area() -> None:
    figure = neighbourhood_map(small_map(), Placement(50, ((0, 40, exact(80)),), 0, "narrow"), "light")
    assert "Seizures &lt;b&gt;with&lt;/b&gt; stiffness" in figure.layout.annotations[0].text.replace("<br>", " ")
    assert [trace.line.width for trace in figure.data if trace.mode == "lines"] == [0, 0, 2]


def test_a_neighbourhood_outside_the_named_areas_leaves_the_map_pale() -> None:
    figure = neighbourhood_map(small_map(), Placement(50, (), None, "wide"), "dark")
    assert len([trace for trace in figure.data if trace.mode == "lines"]) == 1
    assert not figure.layout.annotations
