"""Places in the plane whose distances come near given ones, by stress majorisation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_ITERATIONS = 60
Points = NDArray[np.float64]


def majorised(apart: NDArray[np.float64], start: Points | None = None) -> Points:
    """Places with the least stress found: Σ w·(distance - wanted)², w = 1 / wanted², (n, 2), float64.

    SMACOF (de Leeuw, 1977; Gansner, Koren and North, 2004); from classical scaling where no start is given.

    Args:
        apart: Wanted distances, symmetric, above 0 off the diagonal, (n, n).
    """
    size = len(apart)
    places = scaled(apart) if start is None else start
    if size < 3:
        return places
    weights = np.zeros_like(apart)
    np.divide(1.0, apart**2, out=weights, where=apart > 0)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.inv(laplacian + 1.0 / size) - 1.0 / size
    wanted = weights * apart
    for _ in range(_ITERATIONS):
        ratio = -wanted / np.maximum(distances(places), 1e-9)
        np.fill_diagonal(ratio, 0.0)
        np.fill_diagonal(ratio, -ratio.sum(axis=1))
        places = inverse @ (ratio @ places)
    return places


def scaled(apart: NDArray[np.float64]) -> Points:
    """Classical scaling (Torgerson, 1952): two principal axes, each pointing where it reaches furthest, (n, 2)."""
    size = len(apart)
    centring = np.eye(size) - 1.0 / size
    values, vectors = np.linalg.eigh(-0.5 * centring @ apart**2 @ centring)
    axes = vectors[:, ::-1][:, :2] * np.sqrt(np.maximum(values[::-1][:2], 1e-12))
    furthest = axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])]
    pointed: Points = axes * np.where(furthest < 0, -1.0, 1.0)
    return pointed


def distances(places: Points) -> NDArray[np.float64]:
    """Distance of every two places, (n, n)."""
    squares = (places**2).sum(axis=1)
    between = squares[:, None] + squares - 2 * places @ places.T
    found: NDArray[np.float64] = np.sqrt(np.maximum(between, 0.0))
    return found
