"""Soft outlines round groups of discs, in pixels: the convex hull of slightly larger discs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MARGIN = 11.0
_AROUND = 24
_FAR = 3.0
_LEAST = 4
_CIRCLE = np.linspace(0.0, 2 * np.pi, _AROUND, endpoint=False)
Points = NDArray[np.float64]


def soft_hull(places: Points, radii: Points) -> Points:
    """The outline round discs, rounded at its corners and closed.

    Discs far from the middle of their group are left outside: an outline round them would cover half of the plane
    and other groups with it.

    Args:
        places: Centres in pixels, float64, shape (discs, 2); at least one.
        radii: Radii in pixels, float64, shape (discs,).

    Returns:
        Corners counter-clockwise, float64, shape (corners, 2); the first one again at the end.
    """
    near = _near(places)
    reach = (radii[near] + MARGIN)[:, None]
    ring = np.stack([np.cos(_CIRCLE), np.sin(_CIRCLE)], axis=1)
    points = (places[near][:, None, :] + reach[:, :, None] * ring[None, :, :]).reshape(-1, 2)
    corners = _convex(points)
    return np.vstack([corners, corners[:1]])


def _near(places: Points) -> NDArray[np.bool_]:
    """Which discs lie within three times the median distance from the middle of their group."""
    if len(places) < _LEAST:
        return np.ones(len(places), dtype=bool)
    away = np.linalg.norm(places - np.median(places, axis=0), axis=1)
    kept: NDArray[np.bool_] = away <= _FAR * np.median(away) + MARGIN
    return kept


def _convex(points: Points) -> Points:
    """Corners of the convex hull, counter-clockwise (Andrew's monotone chain, 1979)."""
    ordered = points[np.lexsort((points[:, 1], points[:, 0]))]
    half = [_chain(ordered), _chain(ordered[::-1])]
    return np.array([*half[0][:-1], *half[1][:-1]])


def _chain(ordered: Points) -> Sequence[Points]:
    chain: list[Points] = []
    for point in ordered:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(first: Points, second: Points, third: Points) -> float:
    """Positive where the way from the first over the second to the third turns left."""
    along, then = second - first, third - first
    return float(along[0] * then[1] - along[1] * then[0])
