"""The plane of conditions: discs side by side, groups apart, near means alike."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.conditions.layout import HEIGHT, WIDTH, moved_apart, plane
from workbench.analysis.conditions.majorising import distances, majorised


def blocks(sizes: list[int], within: float = 0.7, between: float = 0.1) -> np.ndarray:
    """Likeness of conditions that lie in blocks."""
    of = np.repeat(np.arange(len(sizes)), sizes)
    alike = np.where(of[:, None] == of, within, between).astype(np.float32)
    np.fill_diagonal(alike, 1.0)
    return alike


def members(sizes: list[int]) -> list[range]:
    ends = np.cumsum([0, *sizes]).tolist()
    return [range(first, last) for first, last in pairwise(ends)]


def test_groups_lie_apart_from_each_other_and_from_the_rest() -> None:
    groups = members([6, 9, 4])
    places = plane(blocks([6, 9, 4, *[1] * 12]), groups, [20] * 31)
    for group in groups:
        own = places[list(group)]
        others = np.delete(places, list(group), axis=0)
        reach = distances(np.vstack([own.mean(axis=0), own]))[0].max()
        assert np.sqrt(((others - own.mean(axis=0)) ** 2).sum(axis=1)).min() > reach


def test_the_plane_has_its_size_and_its_middle() -> None:
    places = plane(blocks([5, 5, *[1] * 30]), members([5, 5]), [10] * 40)
    assert (np.ptp(places, axis=0) <= (WIDTH + 1e-6, HEIGHT + 1e-6)).all()
    assert np.allclose(places.min(axis=0) + places.max(axis=0), 0.0, atol=1e-6)


def test_like_conditions_lie_nearer_than_unlike_ones() -> None:
    places = plane(blocks([8, 8]), (), [10] * 16)
    apart = distances(places)
    assert apart[:8, :8].mean() < apart[:8, 8:].mean()


@given(st.integers(0, 3), st.data())
def test_few_conditions_have_places_too(how_many: int, data: st.DataObject) -> None:
    counts = data.draw(st.lists(st.integers(10, 500), min_size=how_many, max_size=how_many))
    places = plane(blocks([1] * how_many), (), counts)
    assert places.shape == (how_many, 2)
    assert np.isfinite(places).all()


@settings(max_examples=20)
@given(st.integers(0, 1000), st.integers(2, 40))
def test_circles_that_were_moved_apart_do_not_lie_on_one_another(seed: int, how_many: int) -> None:
    rng = np.random.default_rng(seed)
    radii = rng.uniform(4, 20, how_many)
    moved = moved_apart(rng.uniform(0, 400, (how_many, 2)), radii)
    apart = distances(moved) - radii[:, None] - radii
    np.fill_diagonal(apart, 0.0)
    assert apart.min() > -2.0


def test_circles_on_one_spot_come_apart() -> None:
    moved = moved_apart(np.zeros((2, 2)), np.array([5.0, 5.0]))
    assert distances(moved)[0, 1] > 9.0


def test_distances_that_fit_in_a_plane_are_met() -> None:
    corners = np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 4.0], [0.0, 4.0]])
    assert np.allclose(distances(majorised(distances(corners))), distances(corners), atol=1e-3)
