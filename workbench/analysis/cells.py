"""The map's hexagonal cells: how donors are binned, on the finest grid that leaves hardly anybody out.

Cells are pointy-top hexagons on a grid whose neighbouring centres are 1 apart. A cell has axial coordinates (q, r); its
centre is (q + r/2, r·√3/2). The plane is scaled alike in both directions, never stretched.

A cell with fewer than ten donors is not shown. So that few are left out, donors of such cells are counted in a cell
beside them: first small cells that together reach ten are gathered in the largest of them, then the rest go to the
nearest cell that is shown. Nobody is counted more than one and a half cell widths from the centre of his cell, and on
a grid that would need this for more than a tenth of the donors the cells are too fine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

AT_LEAST = 10
GATHERED = 14
"""Gathered cells get a few more than ten: noise is added before the floor of ten is applied."""
FINEST = 40
COARSEST = 2
MOST_LEFT_OUT = 0.02
MOST_MOVED = 0.10
REACH = 1.5
_ROW_HEIGHT = np.sqrt(3.0) / 2.0


@dataclass(frozen=True, slots=True)
class Cells:
    """Donors in cells.

    Attributes:
        across: Cells along the longer side of the map.
        scale: Factor from the positions given to the grid on which centres are 1 apart.
        cell: Cell of each donor, -1 for none, (n,), int16.
        axial: Axial coordinates of the cells, sorted, (C, 2), int16.
        centres: Their centres, (C, 2), float32.
        points: Where each donor lies on the grid, (n, 2), float64.
        moved: Donors counted in another cell than the one they lie in.
    """

    across: int
    scale: float
    cell: NDArray[np.int16]
    axial: NDArray[np.int16]
    centres: NDArray[np.float32]
    points: NDArray[np.float64]
    moved: int

    @property
    def left_out(self) -> int:
        """Donors in no cell."""
        return int(np.count_nonzero(self.cell < 0))


def cells_of(positions: NDArray[np.floating]) -> Cells:
    """The finest cells, at most 40 across, that leave out at most 2 % of the donors and move at most 10 %.

    Where there are none, those that leave out fewest.

    Args:
        positions: Where each donor lies, (n, 2).
    """
    grids = []
    for across in range(FINEST, COARSEST - 1, -1):
        grid = _on_grid(positions, across)
        if grid.left_out <= MOST_LEFT_OUT * len(positions) and grid.moved <= MOST_MOVED * len(positions):
            return grid
        grids.append(grid)
    return min(grids, key=lambda grid: grid.left_out)


def centres_of(axial: NDArray[np.integer]) -> NDArray[np.float64]:
    """Centres of cells with these axial coordinates, (C, 2), float64."""
    q, r = axial[:, 0], axial[:, 1]
    return np.column_stack([q + r / 2.0, r * _ROW_HEIGHT])


def axial_of(points: NDArray[np.floating]) -> NDArray[np.int64]:
    """Axial coordinates of the cell in which each point of the grid lies, (n, 2), int64 (cube rounding)."""
    r = points[:, 1] / _ROW_HEIGHT
    q = points[:, 0] - r / 2.0
    cube = np.column_stack([q, -q - r, r])
    rounded = np.rint(cube)
    error = np.abs(rounded - cube)
    worst = error.argmax(axis=1)
    each = np.arange(len(points))
    rounded[each, worst] -= rounded.sum(axis=1)
    found: NDArray[np.int64] = rounded[:, [0, 2]].astype(np.int64)
    return found


def neighbouring(axial: NDArray[np.integer]) -> NDArray[np.int64]:
    """Pairs of cells that share an edge, both ways, (pairs, 2), int64 positions in `axial`."""
    place = {(int(q), int(r)): at for at, (q, r) in enumerate(axial)}
    steps = ((1, 0), (1, -1), (0, -1), (-1, 0), (-1, 1), (0, 1))
    pairs = [
        (at, place[(q + dq, r + dr)]) for (q, r), at in place.items() for dq, dr in steps if (q + dq, r + dr) in place
    ]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _on_grid(positions: NDArray[np.floating], across: int) -> Cells:
    lowest, highest = positions.min(axis=0), positions.max(axis=0)
    width = float(np.max(highest - lowest))
    scale = across / width if width > 0 else 1.0
    points = (np.asarray(positions, dtype=np.float64) - (lowest + highest) / 2.0) * scale
    occupied, lies_in = np.unique(axial_of(points), axis=0, return_inverse=True)
    lies_in = lies_in.ravel()
    centres = centres_of(occupied)
    cell = _to_nearest_shown(points, centres, _gathered(points, centres, lies_in))
    shown = np.flatnonzero(np.bincount(cell, minlength=len(occupied)) >= AT_LEAST)
    renumbered = np.full(len(occupied), -1, dtype=np.int16)
    renumbered[shown] = np.arange(len(shown))
    return Cells(
        across=across,
        scale=scale,
        cell=renumbered[cell],
        axial=occupied[shown].astype(np.int16),
        centres=centres[shown].astype(np.float32),
        points=points,
        moved=int(np.count_nonzero((cell != lies_in) & (renumbered[cell] >= 0))),
    )


def _gathered(points: NDArray[np.float64], centres: NDArray[np.float64], cell: NDArray[np.int64]) -> NDArray[np.int64]:
    """Donors of small cells that lie close together, gathered in the fullest of those cells."""
    cell = cell.copy()
    counts = np.bincount(cell, minlength=len(centres))
    free = counts[cell] < AT_LEAST
    small = np.flatnonzero(counts < AT_LEAST)
    for target in small[np.argsort(-counts[small], kind="stable")]:
        loose = np.flatnonzero(free)
        distance = np.linalg.norm(points[loose] - centres[target], axis=1)
        order = np.lexsort((loose, distance, cell[loose] != target))
        taken = loose[order[distance[order] <= REACH][:GATHERED]]
        if free[cell == target].any() and len(taken) == GATHERED:
            cell[taken] = target
            free[taken] = False
    return cell


def _to_nearest_shown(
    points: NDArray[np.float64], centres: NDArray[np.float64], cell: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Donors still in small cells, counted in the nearest cell that is shown where one is near enough."""
    from scipy.spatial import cKDTree

    counts = np.bincount(cell, minlength=len(centres))
    shown = np.flatnonzero(counts >= AT_LEAST)
    loose = np.flatnonzero(counts[cell] < AT_LEAST)
    if not len(shown) or not len(loose):
        return cell
    distance, nearest = cKDTree(centres[shown]).query(points[loose])
    moved = cell.copy()
    moved[loose] = np.where(distance <= REACH, shown[nearest], cell[loose])
    return moved
