"""Cells of the map: their numbers for the outside, and which lie side by side."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from data_access.snapshots import Snapshot

_STEPS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1))


def cell_numbers(snapshot: Snapshot) -> NDArray[np.int64]:
    """The number of each cell, int64 (C,): where it lies on the grid, counted row by row.

    Numbers follow from the place alone. Were cells numbered one after the other, a gap would tell that a cell of
    about ten donors is withheld there.
    """
    if not len(snapshot.cell_axial):
        return np.zeros(0, dtype=np.int64)
    axial = snapshot.cell_axial.astype(np.int64)
    across, down = (axial - axial.min(axis=0)).T
    return np.asarray(down * (across.max() + 1) + across)


def positions_of(cells: Iterable[int], snapshot: Snapshot) -> NDArray[np.int64]:
    """Rows of the snapshot's cell arrays for cell numbers, int64 (m,); unknown numbers are left out."""
    return np.flatnonzero(np.isin(cell_numbers(snapshot), list(cells)))


def is_contiguous(cells: Iterable[int], snapshot: Snapshot) -> bool:
    """True where one can walk from every cell to every other over shared edges, without leaving them."""
    places = {(int(q), int(r)) for q, r in snapshot.cell_axial[positions_of(cells, snapshot)]}
    if not places:
        return False
    reached, waiting = set(), [next(iter(places))]
    while waiting:
        q, r = waiting.pop()
        if (q, r) in reached:
            continue
        reached.add((q, r))
        waiting.extend(place for dq, dr in _STEPS if (place := (q + dq, r + dr)) in places)
    return reached == places
