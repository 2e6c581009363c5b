"""Hexagons of the map: their corners, and the outline round a group of them.

Cells lie on a grid with points up: neighbours are one `size` apart to the side, or half a size to the side and
`size * sqrt(3) / 2` up or down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import cos, nan, pi, sin, sqrt

import numpy as np
from numpy.typing import NDArray

from workbench.disclosure.values import MapCell

FACTOR = 0.94
Coordinates = NDArray[np.float32]
_Corner = tuple[int, int]
_RING = tuple((cos(pi / 6 + at * pi / 3), sin(pi / 6 + at * pi / 3)) for at in range(6))


def radius(size: float) -> float:
    """Distance from a cell's centre to its corners, for neighbours `size` apart."""
    return size / sqrt(3)


def corners(cells: Sequence[MapCell], size: float, factor: float = FACTOR) -> tuple[Coordinates, Coordinates]:
    """The hexagons as one path: each closed, and parted from the next by NaN.

    Args:
        cells: The cells to draw.
        size: Distance between the centres of two neighbours.
        factor: Part of the full hexagon to fill, so that a thin gap stays.

    Returns:
        x and y, float32, shape (8 * len(cells),).
    """
    ring = np.array([*_RING, _RING[0]], dtype=np.float32) * radius(size) * factor
    centres = np.array([(cell.x, cell.y) for cell in cells], dtype=np.float32).reshape(-1, 1, 2)
    paths = np.full((len(cells), 8, 2), np.nan, dtype=np.float32)
    paths[:, :7] = centres + ring
    return paths[:, :, 0].ravel(), paths[:, :, 1].ravel()


def outline(cells: Sequence[MapCell], size: float) -> tuple[Coordinates, Coordinates]:
    """The edge round the union of the hexagons, holes included: closed paths parted by NaN.

    Returns:
        x and y, float32, of equal length; empty without cells.
    """
    if not cells:
        return np.empty(0, dtype=np.float32), np.empty(0, dtype=np.float32)
    origin, step = cells[0], (size / 2, radius(size) / 2)
    places: list[tuple[float, float]] = []
    for loop in _loops(_outer_sides(cells, size)):
        places.extend((origin.x + column * step[0], origin.y + row * step[1]) for column, row in loop)
        places.append((nan, nan))
    path = np.array(places, dtype=np.float32)
    return path[:, 0], path[:, 1]


def largest_piece(cells: Sequence[MapCell], size: float) -> tuple[MapCell, ...]:
    """The piece of most cells among those that hang together by shared sides; of equal ones that of most donors."""
    left = {(cell.x, cell.y): cell for cell in cells}
    pieces: list[list[MapCell]] = []
    while left:
        piece = [left.popitem()[1]]
        for reached in piece:
            beside = [place for place, other in left.items() if _touch(reached, other, size)]
            piece.extend(left.pop(place) for place in beside)
        pieces.append(piece)
    best = max(pieces, key=lambda piece: (len(piece), sum(cell.count for cell in piece)), default=[])
    return tuple(sorted(best, key=lambda cell: cell.id))


def _touch(one: MapCell, other: MapCell, size: float) -> bool:
    return (one.x - other.x) ** 2 + (one.y - other.y) ** 2 < (1.1 * size) ** 2


def _outer_sides(cells: Sequence[MapCell], size: float) -> set[tuple[_Corner, _Corner]]:
    """Sides, counter-clockwise round each cell, that no other cell shares.

    All corners lie on a lattice of half a size by half a radius, so whole numbers name them without rounding doubt.
    """
    origin, step = cells[0], (size / 2, radius(size) / 2)
    sides: set[tuple[_Corner, _Corner]] = set()
    for cell in cells:
        ring = [
            (
                round((cell.x - origin.x + x * radius(size)) / step[0]),
                round((cell.y - origin.y + y * radius(size)) / step[1]),
            )
            for x, y in _RING
        ]
        sides.update(zip(ring, (*ring[1:], ring[0]), strict=True))
    return {(start, end) for start, end in sides if (end, start) not in sides}


def _loops(sides: set[tuple[_Corner, _Corner]]) -> Iterator[list[_Corner]]:
    """The sides joined end to end; each loop ends where it began."""
    following = dict(sorted(sides))
    while following:
        start, corner = following.popitem()
        loop = [start, corner]
        while corner in following:
            corner = following.pop(corner)
            loop.append(corner)
        yield loop
