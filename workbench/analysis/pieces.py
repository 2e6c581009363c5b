"""Pieces of the plane that hang together, moved towards the middle as they are, so that little room stays empty.

Distances across empty room mean nothing on a UMAP, so nothing is lost; inside a piece nothing changes, and nothing is
stretched. What is won are finer cells: the grid is laid over the whole width.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

_GAP = 1 / 35
_ROUNDS = 6
_WORTH_A_ROUND = 0.97


def drawn_together(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    """The positions, (n, 2), float64, with every piece moved towards the largest until it comes near another one.

    Near is a 35th of the width of the plane, about one cell. Repeated while the plane still gets narrower.
    """
    for _ in range(_ROUNDS):
        width = _width(positions)
        positions = _drawn_once(positions, width * _GAP)
        if _width(positions) > width * _WORTH_A_ROUND:
            break
    return positions


def pieces_of(positions: NDArray[np.float64], gap: float) -> NDArray[np.int64]:
    """Piece of each point, (n,), int64: in one piece are points that steps of at most `gap` lead to."""
    from scipy.spatial import cKDTree

    pairs = cKDTree(positions).query_pairs(gap, output_type="ndarray")
    shape = (len(positions), len(positions))
    links = sparse.coo_array((np.ones(len(pairs), dtype=np.int8), (pairs[:, 0], pairs[:, 1])), shape=shape)
    pieces: NDArray[np.int64] = sparse.csgraph.connected_components(links, directed=False)[1].astype(np.int64)
    return pieces


def _drawn_once(positions: NDArray[np.float64], gap: float) -> NDArray[np.float64]:
    piece = pieces_of(positions, gap)
    largest = int(np.bincount(piece).argmax())
    middle = positions[piece == largest].mean(axis=0)
    middles = np.array([positions[piece == one].mean(axis=0) for one in range(piece.max() + 1)])
    inwards = np.argsort(np.linalg.norm(middles - middle, axis=1), kind="stable")
    drawn = positions.copy()
    placed = positions[piece == largest]
    for one in inwards[inwards != largest]:
        moved = _moved_in(positions[piece == one], middle - middles[one], placed, gap)
        drawn[piece == one] = moved
        placed = np.vstack([placed, moved])
    return drawn


def _moved_in(
    points: NDArray[np.float64], way: NDArray[np.float64], placed: NDArray[np.float64], gap: float
) -> NDArray[np.float64]:
    """The points moved along the way, until they come within the gap of what is placed or have gone all of it."""
    from scipy.spatial import cKDTree

    length = float(np.linalg.norm(way))
    if length == 0.0:
        return points
    tree = cKDTree(placed)
    gone = 0.0
    while gone < length:
        room = float(tree.query(points + way * (gone / length))[0].min()) - gap
        if room <= 0.02 * gap:
            break
        gone = min(gone + room, length)
    moved: NDArray[np.float64] = points + way * (gone / length)
    return moved


def _width(positions: NDArray[np.float64]) -> float:
    return float(np.ptp(positions, axis=0).max())
