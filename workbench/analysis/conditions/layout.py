"""Conditions on a plane: near means alike, discs side by side, groups apart from each other and from the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.conditions.alike import Square
from workbench.analysis.conditions.majorising import Points, distances, majorised

WIDTH, HEIGHT = 620.0, 540.0
_SMALLEST_COUNT = 10
_SMALLEST, _LARGEST = 4.0, 23.0
_GAPS = (16.0, 12.0, 9.0, 6.0, 4.0, 2.0, 1.0)
_AROUND_GROUP = 14.0
_FILLED = 0.5
_ROUNDS = 100
_CLOSE_ENOUGH = 0.25


@dataclass(frozen=True, slots=True)
class _Unit:
    """A group or a condition by itself: whose places move together.

    Attributes:
        members: Places of its conditions.
        inner: Where they lie around its centre, (members, 2).
        radius: Of the circle that holds their discs and the room around them.
    """

    members: NDArray[np.int64]
    inner: Points
    radius: float


def plane(alike: Square, groups: Sequence[Sequence[int]], counts: Sequence[int]) -> Points:
    """Places on a plane of about 620 by 540 units, centred on 0, (c, 2), float64.

    First all conditions by stress majorisation; then each group about its own centre, and last groups and conditions by
    themselves are moved apart until nothing overlaps. A unit is about a pixel of a figure 720 pixels wide.

    Args:
        alike: Likeness of profiles, (c, c).
        groups: Places of the conditions of each group.
        counts: Donors of each condition; the area of its disc.
    """
    if len(alike) < 2:
        return np.zeros((len(alike), 2))
    apart = _dissimilarity(alike)
    free = majorised(apart)
    radii = _radii(counts)
    for gap in _GAPS:
        units = _units(apart, free, radii, groups, gap)
        if _room(units) <= WIDTH * HEIGHT:
            break
    places = _arranged(units, free)
    low, high = places.min(axis=0), places.max(axis=0)
    fitting = float((np.array((WIDTH, HEIGHT)) / np.maximum(high - low, 1e-9)).min())
    fitted: Points = (places - (low + high) / 2) * min(fitting, 1.0)
    return fitted


def _dissimilarity(alike: Square) -> NDArray[np.float64]:
    """1 - likeness, stretched so that the likest pair is near 0 and most pairs are far, (c, c)."""
    distance = 1.0 - alike.astype(np.float64)
    distance = (distance + distance.T) / 2
    others = distance[~np.eye(len(distance), dtype=bool)]
    stretched: NDArray[np.float64] = 0.1 + (distance - others.min()) / max(float(np.ptp(others)), 1e-9)
    np.fill_diagonal(stretched, 0.0)
    return stretched


def _radii(counts: Sequence[int]) -> NDArray[np.float64]:
    """Radii of discs whose areas are as the counts are."""
    most = max(max(counts), _SMALLEST_COUNT)
    step = min(_SMALLEST / _SMALLEST_COUNT**0.5, _LARGEST / most**0.5)
    made: NDArray[np.float64] = step * np.sqrt(np.asarray(counts, dtype=np.float64))
    return made


def _units(
    apart: NDArray[np.float64], free: Points, radii: NDArray[np.float64], groups: Sequence[Sequence[int]], gap: float
) -> list[_Unit]:
    grouped = {one for group in groups for one in group}
    alone = [one for one in range(len(free)) if one not in grouped]
    return [
        *(_group(np.array(group), apart, free, radii, gap) for group in groups),
        *(_Unit(np.array([one]), np.zeros((1, 2)), float(radii[one]) + gap / 2) for one in alone),
    ]


def _room(units: Sequence[_Unit]) -> float:
    """The area to spread the units over."""
    return np.pi * sum(unit.radius**2 for unit in units) / _FILLED


def _arranged(units: Sequence[_Unit], free: Points) -> Points:
    """Places of all conditions, the units where their members lie on average, moved apart."""
    centres = np.stack([free[unit.members].mean(axis=0) for unit in units])
    spread = np.maximum(np.ptp(centres, axis=0), 1e-9)
    sides = np.sqrt(_room(units) * np.array((WIDTH / HEIGHT, HEIGHT / WIDTH)))
    centres = (centres - centres.mean(axis=0)) / spread * sides
    centres = moved_apart(centres, np.array([unit.radius for unit in units]))
    places = np.empty_like(free)
    for unit, centre in zip(units, centres, strict=True):
        places[unit.members] = unit.inner + centre
    return places


def _group(
    members: NDArray[np.int64], apart: NDArray[np.float64], free: Points, radii: NDArray[np.float64], gap: float
) -> _Unit:
    """A group about its centre, turned as its members lie among all conditions."""
    own = radii[members] + gap / 2
    start = free[members] - free[members].mean(axis=0)
    inner = majorised(apart[np.ix_(members, members)], start)
    room = np.pi * float((own**2).sum()) / _FILLED
    reach = max(float(np.sqrt((inner**2).sum(axis=1)).max()), 1e-9)
    inner = moved_apart((inner - inner.mean(axis=0)) / reach * np.sqrt(room / np.pi), own)
    inner = inner - (inner.min(axis=0) + inner.max(axis=0)) / 2
    radius = float((np.sqrt((inner**2).sum(axis=1)) + radii[members]).max())
    return _Unit(members, inner, radius + _AROUND_GROUP)


def moved_apart(places: Points, radii: NDArray[np.float64]) -> Points:
    """Circles moved as little as it takes for none to lie on another; small ones give way to large ones, (n, 2)."""
    moved = places.astype(np.float64, copy=True)
    for _ in range(_ROUNDS):
        first, second, overlap = _overlapping(moved, radii)
        if not len(overlap) or overlap.max() < _CLOSE_ENOUGH:
            break
        offset = moved[second] - moved[first]
        offset[(offset == 0).all(axis=1)] = (1.0, 0.0)
        step = offset * (overlap / np.maximum(np.sqrt((offset**2).sum(axis=1)), 1e-9))[:, None]
        gives = (radii[second] ** 2 / (radii[first] ** 2 + radii[second] ** 2))[:, None]
        np.add.at(moved, first, -step * gives)
        np.add.at(moved, second, step * (1 - gives))
    return moved


def _overlapping(places: Points, radii: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64], Points]:
    """Pairs of circles that lie on one another, and by how much."""
    overlap = np.triu(radii[:, None] + radii - distances(places), k=1)
    first, second = np.nonzero(overlap > 0)
    return first, second, overlap[first, second]
