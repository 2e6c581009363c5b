"""What the map is coloured by, and the sentences that follow."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from map_values import WITHHELD, exact, seizure_shares, small_map

from components.figures.map_colours import (
    MOST_CLASSES,
    SLOTS,
    Colouring,
    and_list,
    by_age,
    by_body_area,
    by_condition,
    by_donors,
    by_finding,
    lower_first,
    side_of,
    uncoloured,
)
from workbench.disclosure.values import CellShares, MapArea, MapCell, MapView, Share


def coloured(colouring: Colouring) -> list[int]:
    return sorted(cell for shade in colouring.shades for cell in shade.cells)


@pytest.mark.parametrize("colour", [by_body_area, by_condition, by_donors, by_age, uncoloured])
def test_every_cell_has_exactly_one_colour(colour):
    view = small_map()
    assert coloured(colour(view)) == [cell.id for cell in view.cells]


def test_every_cell_has_exactly_one_colour_by_a_finding():
    assert coloured(by_finding(small_map(), seizure_shares())) == [0, 1, 2, 3, 4, 5]


def test_areas_are_classes_and_an_outlying_cell_is_neutral():
    shades = by_body_area(small_map()).shades
    assert [(s.label, s.cells, s.slot) for s in shades] == [
        ("Kidney and bladder", (2, 3), 0),
        ("Brain and nerves", (0, 1, 5), 1),
        ("mixed or outlying", (4,), None),
    ]


def test_the_title_says_which_side_holds_what():
    assert (
        by_body_area(small_map()).title == "The right of the map holds kidney and bladder; the left, brain and nerves"
    )


def test_without_named_areas_the_title_says_why():
    view = replace(small_map(), areas=(), cells=tuple(replace(cell, area=None) for cell in small_map().cells))
    assert by_body_area(view).title == "No group of alike donors is large enough here to have a name"


def test_a_mixed_condition_is_neutral_and_not_counted_as_leading():
    colouring = by_condition(small_map())
    assert colouring.title == "One condition makes up over 90 % of the donors in none of the named areas"
    assert [shade.label for shade in colouring.shades] == ["Alport syndrome", "mixed or outlying"]


def many_areas(number: int) -> MapView:
    cells = tuple(MapCell(at, float(at), 0.0, 100 - at, at) for at in range(number))
    areas = tuple(
        MapArea(at, f"Area {at}", 100 - at, (at,), (), f"Body {at}", "mixed", WITHHELD, float(at), 0.0)
        for at in range(number)
    )
    return MapView(cells, areas, 1.0, exact(98))


@given(st.integers(1, 30))
def test_there_are_never_more_classes_than_colours(number):
    slots = [shade.slot for shade in by_body_area(many_areas(number)).shades]
    assert slots == list(SLOTS[: min(number, MOST_CLASSES)])


def test_the_smallest_classes_share_the_last_colour():
    last = by_body_area(many_areas(12)).shades[-1]
    assert (last.label, last.slot, len(last.cells)) == ("6 others", SLOTS[-1], 6)


def test_a_cell_with_fewer_than_ten_is_neutral_and_never_the_foot_of_the_scale():
    neutral = by_finding(small_map(), seizure_shares()).shades[-1]
    assert (neutral.label, neutral.step, neutral.cells) == ("fewer than 10 have it", None, (3, 4))


def test_bounded_shares_stand_at_the_ends_of_the_scale():
    steps = {cell: s.step for s in by_finding(small_map(), seizure_shares()).shades for cell in s.cells}
    assert (steps[2], steps[0]) == (0.0, 1.0)
    assert 0.0 < steps[1] < steps[5] < 1.0


def test_a_finding_that_lies_left_is_said_to_gather_left():
    assert by_finding(small_map(), seizure_shares()).title == "Seizure gathers at the left of the map"


def test_a_finding_too_rare_for_any_cell_says_so():
    rare = CellShares("HP:0001250", "Seizure", ((0, WITHHELD),))
    assert by_finding(small_map(), rare).title == "No single hexagon has ten donors with seizure"


def test_the_scale_of_donors_runs_from_the_least_to_the_most():
    colouring = by_donors(small_map())
    steps = {cell: shade.step for shade in colouring.shades for cell in shade.cells}
    assert (colouring.low, colouring.high) == ("10 donors", "60 in one cell")
    assert (steps[4], steps[3]) == (0.0, 1.0)


def test_cells_that_are_all_alike_have_one_colour():
    view = small_map()
    alike = replace(view, cells=tuple(replace(cell, count=15) for cell in view.cells))
    assert len(by_donors(alike).shades) == 1
    assert by_donors(alike).title == "Each hexagon holds 15 donors"


def test_an_area_whose_ages_are_withheld_is_neutral():
    colouring = by_age(small_map())
    assert colouring.shades[-1].cells == (2, 3, 4)
    assert colouring.title == "Most donors are under 18 in 1 of 2 named areas"
    assert colouring.words[2] == "fewer than 10"


def test_weight_at_the_middle_lies_at_no_side():
    view = small_map()
    assert side_of(view.cells, {cell.id: cell.count for cell in view.cells}) == ""
    assert side_of(view.cells, {}) == ""


def test_a_share_of_exactly_fifty_percent_is_not_most():
    view = small_map()
    halves = replace(view, areas=tuple(replace(area, children=Share("exact", 50.0)) for area in view.areas))
    assert by_age(halves).title.endswith("0 of 2 named areas")


@pytest.mark.parametrize(
    ("words", "inside"), [("Seizure", "seizure"), ("EEG abnormality", "EEG abnormality"), ("", ""), ("X", "X")]
)
def test_abbreviations_keep_their_capitals_inside_a_sentence(words, inside):
    assert lower_first(words) == inside


def test_a_list_ends_with_and():
    assert [and_list(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
