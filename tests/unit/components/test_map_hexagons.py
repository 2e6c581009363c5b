"""The corners and the outline of cells."""

from __future__ import annotations

from math import hypot, isnan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.figures.hexagons import corners, largest_piece, outline
from workbench.disclosure.values import MapCell

UP = sqrt(3) / 2


def cell(q: int, r: int, at: int = 0) -> MapCell:
    return MapCell(at, q + r / 2, r * UP, 10, None)


def loops(x: np.ndarray, y: np.ndarray) -> list[list[tuple[float, float]]]:
    found: list[list[tuple[float, float]]] = [[]]
    for along, up in zip(x.tolist(), y.tolist()):
        if isnan(along):
            found.append([])
        else:
            found[-1].append((along, up))
    return [loop for loop in found if loop]


def sides(x: np.ndarray, y: np.ndarray) -> int:
    return sum(len(loop) - 1 for loop in loops(x, y))


def test_each_hexagon_is_a_closed_path_of_six_corners_followed_by_a_gap():
    x, y = corners([cell(0, 0), cell(1, 0)], 1.0)
    assert x.dtype == y.dtype == np.float32
    assert x.shape == (16,)
    assert x[0] == x[6]
    assert isnan(x[7])
    assert isnan(y[15])


def test_corners_are_the_factor_times_the_radius_away_from_the_centre():
    x, y = corners([cell(0, 0)], 1.0, factor=0.5)
    assert [hypot(a, b) for a, b in zip(x[:6], y[:6])] == pytest.approx([0.5 / sqrt(3)] * 6)


def test_the_outline_of_one_cell_has_six_sides():
    assert sides(*outline([cell(0, 0)], 1.0)) == 6


def test_a_shared_side_is_not_part_of_the_outline():
    assert sides(*outline([cell(0, 0), cell(1, 0)], 1.0)) == 10


def test_a_ring_of_cells_has_an_outer_and_an_inner_outline():
    ring = [cell(q, r) for q, r in ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))]
    x, y = outline(ring, 1.0)
    assert sorted(len(loop) - 1 for loop in loops(x, y)) == [6, 18]


def test_cells_apart_have_an_outline_each():
    assert len(loops(*outline([cell(0, 0), cell(5, 0)], 1.0))) == 2


def test_no_cells_have_no_outline():
    x, y = outline([], 1.0)
    assert len(x) == len(y) == 0


def test_the_largest_piece_hangs_together_by_shared_sides():
    row, apart = [cell(q, 0, q) for q in range(3)], [cell(9, 0, 9), cell(9, 1, 8)]
    assert [one.id for one in largest_piece([*apart, *row], 1.0)] == [0, 1, 2]
    assert largest_piece([], 1.0) == ()


@given(
    st.sets(st.tuples(st.integers(-6, 6), st.integers(-6, 6)), min_size=1, max_size=40),
    st.floats(0.1, 30.0),
    st.floats(-50.0, 50.0),
)
def test_every_outline_is_closed_and_as_long_as_the_sides_that_nobody_shares(places, size, shift):
    cells = [MapCell(0, (q + r / 2) * size + shift, r * UP * size - shift, 10, None) for q, r in places]
    steps = ((1, 0), (1, -1), (0, -1), (-1, 0), (-1, 1), (0, 1))
    free = sum((q + dq, r + dr) not in places for q, r in places for dq, dr in steps)
    x, y = outline(cells, size)
    assert sides(x, y) == free
    assert all(loop[0] == loop[-1] for loop in loops(x, y))
