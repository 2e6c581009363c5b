"""How alike conditions are by their published findings: one measure to use, two to check it by."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.conditions.closures import Closures

Square = NDArray[np.float32]


class Profiles:
    """Profiles of c conditions over the terms that two or more of them have; ready to be compared again and again.

    A term that one condition alone has adds to its own length only, so it needs no column.

    Args:
        closures: Terms of the conditions.
        increment: What each term of the ontology weighs, (T,).
    """

    def __init__(self, closures: Closures, increment: NDArray[np.float64]) -> None:
        self._closures = closures
        self._increment = increment[closures.term]
        held = np.bincount(closures.term, minlength=len(increment))
        self._shared = np.flatnonzero((held[closures.term] > 1) & (self._increment > 0))
        columns = np.unique(closures.term[self._shared], return_inverse=True)
        self._columns = columns[1]
        self._width = len(columns[0])

    def cosine(self, of_rows: NDArray[np.float64]) -> Square:
        """Cosine of the profiles f·√Δ, 0 to 1, (c, c), float32.

        Args:
            of_rows: Frequency of each published row, 0 for one that is left out, (R,).
        """
        return _cosine(*self._products(self._weighted(of_rows)))

    def cosine_and_extended_jaccard(self, of_rows: NDArray[np.float64]) -> tuple[Square, Square]:
        """Cosine, and x·y / (x·x + y·y - x·y) of the same profiles, (c, c) both, float32.

        The second (Tanimoto, 1958) also tells conditions apart that are described at different length; where profiles
        are sets it is Jaccard's index.
        """
        shared, squares = self._products(self._weighted(of_rows))
        return _cosine(shared, squares), _jaccard(shared, squares)

    def jaccard(self) -> Square:
        """Σ Δ over the terms both have / Σ Δ over the terms either has, whatever the frequencies, (c, c), float32."""
        return _jaccard(*self._products(np.sqrt(self._increment)))

    def _weighted(self, of_rows: NDArray[np.float64]) -> NDArray[np.float64]:
        weighted: NDArray[np.float64] = self._closures.frequencies(of_rows) * np.sqrt(self._increment)
        return weighted

    def _products(self, values: NDArray[np.float64]) -> tuple[Square, NDArray[np.float32]]:
        """Products of every two profiles, and of each with itself."""
        owner, size = self._closures.owner, self._closures.conditions
        dense = np.zeros((size, self._width), dtype=np.float32)
        dense[owner[self._shared], self._columns] = values[self._shared]
        squares = np.bincount(owner, weights=values**2, minlength=size).astype(np.float32)
        return dense @ dense.T, squares


def _cosine(shared: Square, squares: NDArray[np.float32]) -> Square:
    length: NDArray[np.float32] = np.sqrt(np.maximum(squares, np.float32(1e-12)))
    return _finished(shared / length / length[:, None])


def _jaccard(shared: Square, squares: NDArray[np.float32]) -> Square:
    either: Square = squares + squares[:, None] - shared
    index: Square = np.divide(shared, np.maximum(either, np.float32(1e-12)), dtype=np.float32)
    return _finished(index)


def _finished(alike: Square) -> Square:
    np.fill_diagonal(alike, 1.0)
    bounded: Square = np.clip(alike, 0.0, 1.0)
    return bounded
