"""Hexagonal cells, and pieces of the plane moved together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from workbench.analysis.cells import AT_LEAST, FINEST, REACH, axial_of, cells_of, centres_of, neighbouring
from workbench.analysis.pieces import drawn_together, pieces_of

SEEDS = st.integers(0, 2**32 - 1)


def blobs(seed: int, donors: int = 400) -> NDArray[np.float64]:
    """Donors around a few points, some alone."""
    rng = np.random.default_rng(seed)
    middles = rng.uniform(-50, 50, size=(6, 2))
    return middles[rng.integers(0, 6, donors)] + rng.normal(scale=rng.uniform(0.5, 8), size=(donors, 2))


@given(SEEDS)
def test_a_point_lies_in_the_cell_whose_centre_is_nearest(seed: int) -> None:
    points = np.random.default_rng(seed).uniform(-9, 9, size=(50, 2))
    axial = axial_of(points)
    around = np.array([(q, r) for q in range(-25, 26) for r in range(-15, 16)])
    distances = np.linalg.norm(points[:, None] - centres_of(around)[None], axis=2)
    own = np.linalg.norm(points - centres_of(axial), axis=1)
    np.testing.assert_allclose(own, distances.min(axis=1), atol=1e-9)


def test_centres_of_cells_that_share_an_edge_are_one_apart() -> None:
    axial = np.array([(q, r) for q in range(4) for r in range(4)])
    pairs = neighbouring(axial)
    centres = centres_of(axial)
    np.testing.assert_allclose(np.linalg.norm(centres[pairs[:, 0]] - centres[pairs[:, 1]], axis=1), 1.0)
    assert {(b, a) for a, b in pairs.tolist()} == {tuple(pair) for pair in pairs.tolist()}


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_no_cell_holds_fewer_than_ten_and_nobody_is_counted_far_from_where_he_lies(seed: int) -> None:
    positions = blobs(seed)
    cells = cells_of(positions)
    counts = np.bincount(cells.cell[cells.cell >= 0], minlength=len(cells.axial))
    assert counts.min() >= AT_LEAST
    assert cells.across <= FINEST
    assert np.ptp(cells.points, axis=0).max() == pytest.approx(cells.across)
    inside = cells.cell >= 0
    distance = np.linalg.norm(cells.points[inside] - cells.centres[cells.cell[inside]], axis=1)
    assert distance.max() <= REACH + 1e-6
    np.testing.assert_allclose(centres_of(cells.axial), cells.centres, atol=1e-5)
    assert len(np.unique(cells.axial, axis=0)) == len(cells.axial)


def test_the_grid_gets_coarser_until_hardly_anybody_is_left_out() -> None:
    few, many = cells_of(blobs(3, donors=200)), cells_of(blobs(3, donors=8000))
    assert few.left_out <= 0.02 * 200
    assert few.moved <= 0.1 * 200
    assert few.across < many.across


def test_the_plane_is_never_stretched() -> None:
    positions = blobs(5)
    cells = cells_of(positions)
    shift = cells.points[0] - positions[0] * cells.scale
    np.testing.assert_allclose(positions * cells.scale + shift, cells.points, atol=1e-9)


def test_donors_all_in_one_place_share_one_cell() -> None:
    cells = cells_of(np.ones((30, 2)))
    assert len(cells.axial) == 1
    assert cells.left_out == 0


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_a_piece_is_moved_as_it_is(seed: int) -> None:
    positions = blobs(seed)
    drawn = drawn_together(positions)
    assert np.ptp(drawn, axis=0).max() <= np.ptp(positions, axis=0).max() + 1e-9
    pieces = pieces_of(positions, np.ptp(drawn, axis=0).max() / 36)
    for piece in range(pieces.max() + 1):
        before, after = positions[pieces == piece], drawn[pieces == piece]
        np.testing.assert_allclose(after - after[0], before - before[0], atol=1e-9)


def test_far_pieces_come_near_and_do_not_overlap() -> None:
    rng = np.random.default_rng(1)
    near, far = rng.uniform(size=(300, 2)), rng.uniform(size=(50, 2)) + 40
    drawn = drawn_together(np.vstack([near, far]))
    assert np.ptp(drawn, axis=0).max() < 4
    gap = np.linalg.norm(drawn[:300, None] - drawn[None, 300:], axis=2).min()
    assert gap > 0.01
