"""The map's figure: nothing finer than a cell, the selection round its cells, names that do not overlap."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from map_values import exact, seizure_shares, small_map

from components.figures.map import CENTRES, Look, area_of, circle_sizes, hover_text, map_figure, shade_colour
from components.figures.map_colours import Shade, by_body_area, by_finding
from components.figures.map_labels import Room, placed
from components.theme import DARK, LIGHT
from workbench.disclosure.values import CohortOnMap, MapArea, MapCell, MapView, Share

ROOM = Room(20.0, (-360.0, 360.0), (-280.0, 280.0))


def figure(selected=(), cohort=None, look=None):
    return map_figure(small_map(), by_body_area(small_map()), selected, cohort, look)


def filled(drawn) -> list:
    return [trace for trace in drawn.data if trace.fill == "toself"]


def test_there_is_one_filled_trace_a_colour():
    assert len(filled(figure())) == 3


def test_marks_are_the_centres_of_cells_and_carry_their_ids():
    centres = next(trace for trace in figure().data if trace.name == CENTRES)
    assert list(centres.customdata) == [0, 1, 2, 3, 4, 5]
    assert centres.marker.opacity == 0


def test_no_trace_has_more_points_than_cells_have_corners():
    drawn = figure(selected=[0, 1])
    assert max(len(trace.x) for trace in drawn.data) <= 8 * len(small_map().cells)


def test_the_selection_is_in_full_colour_with_an_outline_and_the_rest_is_paler():
    drawn = figure(selected=[0, 1])
    strengths = {trace.fillcolor.rsplit(",", 1)[1] for trace in filled(drawn)}
    edges = [trace for trace in drawn.data if trace.line.width == 2.5]
    assert strengths == {"1)", "0.7)"}
    assert [edge.line.color for edge in edges] == [LIGHT.ink]


def test_without_a_selection_everything_is_in_full_colour():
    assert {trace.fillcolor.rsplit(",", 1)[1] for trace in filled(figure())} == {"1)"}


def test_cells_that_the_map_does_not_have_are_not_selected():
    assert len(filled(figure(selected=[4_000]))) == 3


def test_axes_are_equal_and_not_drawn():
    layout = figure().layout
    assert layout.yaxis.scaleanchor == "x"
    assert not layout.xaxis.visible
    assert not layout.yaxis.visible


def test_a_single_cell_does_not_fill_the_figure():
    alone = MapView((MapCell(0, 3.0, 2.0, 10, None),), (), 1.0, exact(50))
    axis = map_figure(alone, by_body_area(alone)).layout.xaxis
    assert axis.range[1] - axis.range[0] == 14.0


def test_dragging_draws_a_lasso_only_in_that_mode():
    assert figure().layout.dragmode == "lasso"
    assert figure(look=Look(lasso=False)).layout.dragmode is False


def test_the_figure_can_be_sent_as_json():
    sent = json.loads(figure(selected=[0], look=Look("dark")).to_json())
    assert {"data", "layout"} <= set(sent)


def test_a_named_area_is_known_by_its_cells_and_by_nothing_else():
    view = small_map()
    assert area_of(view, [5, 1, 0]).id == 0
    assert area_of(view, [0, 1]) is None
    assert area_of(view, [0, 1, 5, 2]) is None
    assert area_of(view, []) is None


def test_hover_says_the_area_the_donors_and_what_is_typical():
    view = small_map()
    colouring = by_finding(view, seizure_shares())
    text = hover_text(view.cells[0], view.areas[0], colouring.column, colouring.words)
    assert text.split("<br>") == [
        "<b>Seizures &lt;b&gt;with&lt;/b&gt; stiffness</b>",
        "≈ 20 donors in this cell",
        "Seizure: over 95 %",
        "Typical of the area:",
        "· Seizure 81 %",
        "· Hypertonia under 5 %",
    ]


def test_hover_on_a_withheld_cell_gives_no_number_but_its_donors():
    view = small_map()
    colouring = by_finding(view, seizure_shares())
    assert "Seizure: fewer than 10" in hover_text(view.cells[3], view.areas[1], colouring.column, colouring.words)


def test_a_name_cannot_carry_markup_into_the_figure():
    texts = [note.text for note in figure().layout.annotations]
    assert any("&lt;b&gt;" in text for text in texts)


def test_the_cohort_is_a_numbered_circle_an_area_and_none_where_withheld():
    cohort = CohortOnMap(45, ((0, 45, exact(60)), (1, None, Share("withheld"))))
    circles = next(trace for trace in figure(cohort=cohort).data if trace.mode == "markers+text")
    assert list(circles.text) == ["<b>45</b>"]
    assert list(circles.x) == [0.5]


def test_circles_grow_with_the_count_but_not_on_a_narrow_screen():
    cohort = CohortOnMap(60, ((0, 45, exact(60)), (1, 15, exact(10))))
    assert circle_sizes(cohort)[0] > circle_sizes(cohort)[1]
    assert len(set(circle_sizes(cohort, width=320).values())) == 1
    assert circle_sizes(None) == {}


@pytest.mark.parametrize(("theme", "tokens"), [("light", LIGHT), ("dark", DARK)])
def test_shades_take_the_colours_of_the_theme(theme, tokens):
    assert shade_colour(Shade("", (), slot=2), theme) == tokens.classes[2]
    assert shade_colour(Shade("", ()), theme) == tokens.line_2
    assert shade_colour(Shade("", (), step=0.0), theme) != shade_colour(Shade("", (), step=1.0), theme)


def only(*areas: MapArea) -> MapView:
    return MapView((), areas, 1.0, exact(98))


def area(at: int, name: str, x: float, y: float, count: int = 50) -> MapArea:
    return MapArea(at, name, count, tuple(range(20)), (), "", "", exact(1), x, y)


def test_a_narrow_map_names_the_largest_areas_and_the_selected_one():
    apart = [area(at, "Kidney", 0.0, 3.0 * at, 500 - at) for at in range(8)]
    wide = Room(40.0, (-500.0, 500.0), (-500.0, 1000.0))
    assert [label.area for label in placed(only(*apart), wide, most=5)] == [0, 1, 2, 3, 4]
    assert [label.area for label in placed(only(*apart), wide, chosen=7, most=5)] == [7, 0, 1, 2, 3]


def test_the_selected_area_is_always_named():
    crowd = [area(at, "A name of some length", 0.0, 0.0, 500 - at) for at in range(20)]
    named = [label.area for label in placed(only(*crowd), ROOM, chosen=19)]
    assert named[0] == 19
    assert len(named) < 20


def test_a_name_at_the_edge_is_moved_inside():
    label = placed(only(area(0, "Seizures with stiffness", 17.5, 0.0)), ROOM)[0]
    assert label.shift < 0


def test_a_name_stands_clear_of_its_circle():
    label = placed(only(area(0, "Kidney", 0.0, 0.0)), ROOM, circles={0: 40.0})[0]
    assert abs(label.lift) > 20


def test_the_name_of_a_small_area_stands_beside_its_cells():
    small = MapArea(0, "Kidney", 60, (0, 1), (), "", "", exact(1), 0.5, 0.0)
    view = MapView((MapCell(0, 0.0, 0.0, 30, 0), MapCell(1, 1.0, 0.0, 30, 0)), (small,), 1.0, exact(98))
    assert placed(view, ROOM)[0].lift > 0.58 * ROOM.scale


def test_a_long_name_takes_two_lines_and_no_more():
    name = "Muscle weakness, raised creatine kinase, joint contractures and more"
    assert len(placed(only(area(0, name, 0.0, 0.0)), ROOM)[0].lines) == 2


@given(st.lists(st.tuples(st.floats(-15, 15), st.floats(-12, 12), st.integers(3, 30)), max_size=25))
def test_no_two_names_overlap(places):
    areas = [area(at, "n" * length, x, y) for at, (x, y, length) in enumerate(places)]
    boxes = []
    for label in placed(only(*areas), ROOM):
        x, y = label.x * ROOM.scale + label.shift, label.y * ROOM.scale + label.lift
        half, tall = max(map(len, label.lines)) * 3.1, len(label.lines) * 8.0
        boxes.append((x - half, y - tall, x + half, y + tall))
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
