"""The plane of conditions: areas as the counts are, colours with a second cue, names whole and apart."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from condition_values_made import disc, many_groups, small_plane, without_groups
from hypothesis import given
from hypothesis import strategies as st

from components.condition_picked import picked
from components.figures.disc_hulls import MARGIN, soft_hull
from components.figures.disc_labels import Circle, lines_of, name_discs, name_groups
from components.figures.discs import DISCS, DiscLook, cues, diameters, discs_figure, hover_text
from components.theme import DARK, LIGHT
from workbench.disclosure.condition_values import ConditionMap


def discs_of(figure):
    return next(trace for trace in figure.data if trace.name == DISCS)


def hulls_of(figure) -> list:
    return [trace for trace in figure.data if trace.fill == "toself"]


def names_of(figure) -> list[str]:
    return [note.name for note in figure.layout.annotations]


def test_there_is_one_disc_a_condition_and_one_outline_a_group():
    drawn = discs_figure(small_plane())
    assert len(discs_of(drawn).x) == 8
    assert len(hulls_of(drawn)) == 2


def test_areas_are_as_the_counts_are():
    sizes = diameters([40, 10, 160])
    assert sizes[0] == pytest.approx(2 * sizes[1])
    assert sizes[2] == pytest.approx(2 * sizes[0])


def test_discs_are_smaller_on_a_phone_and_never_too_large():
    assert max(diameters([5000, 10])) == pytest.approx(46)
    assert max(diameters([5000, 10], width=350)) == pytest.approx(28)
    assert len(diameters([])) == 0


def test_the_largest_lie_below():
    sizes = list(discs_of(discs_figure(small_plane())).marker.size)
    assert sizes == sorted(sizes, reverse=True)


def test_a_click_selects_the_condition_with_its_group():
    chosen = [picked(text) for text in discs_of(discs_figure(small_plane())).customdata]
    assert chosen[0].group is None
    assert chosen[0].condition == "OMIM:100001"
    assert chosen[1].group == 0


@pytest.mark.parametrize(("theme", "tokens"), [("light", LIGHT), ("dark", DARK)])
def test_groups_take_the_class_colours_and_the_others_are_grey(theme, tokens):
    colours = discs_of(discs_figure(small_plane(), DiscLook(theme))).marker.color
    red, green, blue = (int(tokens.classes[0][at : at + 2], 16) for at in (1, 3, 5))
    grey = tuple(int(tokens.line_2[at : at + 2], 16) for at in (1, 3, 5))
    assert colours[1] == f"rgba({red},{green},{blue},1)"
    assert colours[0] == f"rgba({grey[0]},{grey[1]},{grey[2]},1)"


def test_from_the_ninth_group_on_the_colours_come_again_with_a_second_cue():
    known = cues(many_groups(20))
    assert len({(cue.slot, cue.turn) for cue in known.values()}) == 20
    assert [known[at].turn for at in (0, 7, 8, 15, 16)] == [0, 0, 1, 1, 2]


def test_the_other_groups_grow_pale_when_one_is_selected():
    colours = discs_of(discs_figure(small_plane(), DiscLook(group=0))).marker.color
    assert colours[1].endswith(",1)")
    assert not colours[4].endswith(",1)")


def test_the_selected_condition_has_a_ring_of_ink():
    rings = [
        trace
        for trace in discs_figure(small_plane(), DiscLook(condition="OMIM:100008")).data
        if trace.mode == "markers" and trace.name != DISCS
    ]
    assert [(list(ring.x), ring.marker.color) for ring in rings] == [([0.0], LIGHT.ink)]
    assert "OMIM:100008" in names_of(discs_figure(small_plane(), DiscLook(condition="OMIM:100008")))


def test_without_groups_there_is_no_outline_and_no_colour():
    drawn = discs_figure(without_groups())
    assert hulls_of(drawn) == []
    assert len(set(discs_of(drawn).marker.color)) == 1


def test_a_single_condition_stands_in_the_middle():
    drawn = discs_figure(ConditionMap((disc(1, 20, 3.0, 5.0),), (), ()))
    assert sum(drawn.layout.xaxis.range) / 2 == pytest.approx(3.0)


def test_a_name_cannot_carry_markup_into_the_figure():
    plane = small_plane()
    texts = [note.text for note in discs_figure(plane).layout.annotations] + list(discs_of(discs_figure(plane)).text)
    assert any("&lt;b&gt;" in text for text in texts)
    assert not any("<b>syndrome" in text for text in texts)


def test_every_name_stands_once():
    for plane in (small_plane(), many_groups(20)):
        names = names_of(discs_figure(plane))
        assert len(set(names)) == len(names)


def test_hover_says_the_condition_its_donors_and_its_group():
    plane = small_plane()
    assert (
        hover_text(plane.discs[2], plane.groups[0])
        == "<b>Condition 3</b><br>≈ 90 donors<br>Group: Aorta and tall stature"
    )
    assert "In no group" in hover_text(plane.discs[0], None)


def test_the_figure_tells_no_count_below_ten():
    sent = discs_figure(small_plane()).to_json()
    counts = [int(found) for found in re.findall(r"(?:≈|\\u2248) (\d+) donors", sent)]
    assert counts
    assert min(counts) >= 10


def test_the_figure_holds_conditions_and_nothing_finer():
    drawn = discs_figure(small_plane())
    assert len(discs_of(drawn).x) == len(small_plane().discs)
    assert all(len(trace.x) <= 8 * 24 for trace in drawn.data)


@given(
    st.lists(
        st.tuples(st.floats(-400, 400), st.floats(-400, 400), st.floats(2, 20)), min_size=1, max_size=3, unique=True
    )
)
def test_an_outline_holds_the_discs_of_a_small_group(circles):
    places, radii = np.array([c[:2] for c in circles]), np.array([c[2] for c in circles])
    hull = soft_hull(places, radii)
    assert tuple(hull[0]) == tuple(hull[-1])
    for place, radius in zip(places, radii, strict=True):
        for x, y in itertools.pairwise(hull):
            side = y - x
            away = (side[0] * (place - x)[1] - side[1] * (place - x)[0]) / (np.hypot(*side) or 1.0)
            assert away >= radius + MARGIN * 0.9 - 1 or np.hypot(*side) < 1e-6


def test_an_outline_leaves_out_what_lies_far_from_its_group():
    near = [(0.0, 0.0), (10.0, 0.0), (0.0, 10.0), (10.0, 10.0), (5.0, 4.0)]
    hull = soft_hull(np.array([*near, (500.0, 500.0)]), np.full(6, 5.0))
    assert hull.max() < 100


@given(
    st.lists(st.tuples(st.floats(0, 700), st.floats(0, 500), st.floats(3, 20), st.integers(1, 40)), max_size=25),
    st.integers(0, 12),
)
def test_no_two_names_overlap_or_leave_the_figure(places, groups):
    discs = [Circle(x, y, radius) for x, y, radius, _ in places]
    wanted = [(str(at), lines_of("word " * (length // 5) + "n", 720)) for at, (*_, length) in enumerate(places)]
    outlines = [(f"group {at}", ("A group", "of them"), discs[at].box) for at in range(min(groups, len(discs)))]
    named = name_groups(outlines, discs, 720, 520)
    beside = name_discs(
        [(key, lines, own) for (key, lines), own in zip(wanted, discs, strict=True)], discs, named, (720, 520), 8
    )
    boxes = [name.box for name in (*named, *beside)]
    for at, one in enumerate(boxes):
        assert one[0] >= 0
        assert one[1] >= 0
        assert one[2] <= 720
        assert one[3] <= 520
        for other in boxes[at + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    assert len(beside) <= 8


@given(st.text(alphabet="abc -,", max_size=120))
def test_a_name_is_whole_or_not_there(words):
    lines = lines_of(words, 720)
    assert not lines or "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert len(lines) <= 2
