"""Where a profile lies on the map: at the mean of the places of the donors nearest to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_access.snapshots import Snapshot

NEAREST = 30
_NARROW = 0.25


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the map. Never leaves the server: what does is the named area it lies in.

    Attributes:
        x, y: On the grid on which neighbouring cells are 1 apart.
        spread: Root of the mean squared distance of the nearest donors from there.
    """

    x: float
    y: float
    spread: float


def place(rows: NDArray[np.integer], scores: NDArray[np.floating], positions: NDArray[np.floating]) -> Place:
    """The mean of the donors' places, the closer the heavier.

    Args:
        rows: The donors, (k,), at least one.
        scores: Their closeness, above 0, (k,).
        positions: Places of all donors, (n, 2).
    """
    around = np.asarray(positions[rows], dtype=np.float64)
    weights = np.asarray(scores, dtype=np.float64) / np.sum(scores, dtype=np.float64)
    x, y = weights @ around
    return Place(float(x), float(y), float(np.sqrt(weights @ np.sum((around - (x, y)) ** 2, axis=1))))


def nearest_on_map(
    scores: NDArray[np.floating], least: float, snapshot: Snapshot, k: int = NEAREST
) -> tuple[NDArray[np.int64], NDArray[np.floating]]:
    """Rows and scores of the k highest-scoring donors that lie on the map and reach the least score, highest first."""
    near = np.flatnonzero((scores >= least) & (scores > 0) & (snapshot.cell >= 0))
    order = np.argsort(-scores[near], kind="stable")[:k]
    return near[order], scores[near[order]]


def area_at(where: Place, snapshot: Snapshot) -> int | None:
    """The named area of the cell that the place lies in; None outside of all and in outlying cells."""
    if not len(snapshot.cell_centres):
        return None
    apart = np.hypot(*(np.asarray(snapshot.cell_centres, dtype=np.float64) - (where.x, where.y)).T)
    closest = int(np.argmin(apart))
    area = int(snapshot.cell_area[closest])
    return area if area >= 0 and apart[closest] <= snapshot.manifest.cell_size else None


def is_narrow(where: Place, snapshot: Snapshot) -> bool:
    """True where the nearest donors lie four times as close together as donors do over the whole map."""
    placed = np.asarray(snapshot.positions[snapshot.cell >= 0], dtype=np.float64)
    whole = float(np.sqrt(np.sum(placed.var(axis=0)))) if len(placed) else 0.0
    return where.spread <= _NARROW * whole
