"""How alike conditions are by their published findings: one measure to use, two to check it by."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ontology.ontology import Ontology
from workbench.analysis.conditions.closures import Closures, PublishedRows, as_recorded, closures
from workbench.analysis.engine.described import Weights

Square = NDArray[np.float32]
BROAD = 0.75  # share of the part with ancestors; see docs/decisions/9


class Part:
    """Profiles of c conditions over the terms that two or more of them have; to be compared again and again.

    A term that one condition alone has adds to its own length only, so it needs no column.

    Args:
        pairs: Terms of the conditions.
        weight: What the square of a term's value weighs, (T,).
    """

    def __init__(self, pairs: Closures, weight: NDArray[np.float64]) -> None:
        self._pairs = pairs
        self._root = np.sqrt(weight[pairs.term])
        held = np.bincount(pairs.term, minlength=len(weight))
        self._shared = np.flatnonzero((held[pairs.term] > 1) & (self._root > 0))
        columns, self._columns = np.unique(pairs.term[self._shared], return_inverse=True)
        self._width = len(columns)

    def cosine(self, of_rows: NDArray[np.float64]) -> Square:
        """Cosine of frequency times root of weight, (c, c), float32."""
        return _cosine(*self.products(of_rows))

    def products(self, of_rows: NDArray[np.float64]) -> tuple[Square, NDArray[np.float32]]:
        """Products of every two profiles, and of each with itself; the diagonal of the first holds no meaning.

        Args:
            of_rows: Frequency of each published row, 0 for one that is left out, (R,).
        """
        values = self._pairs.frequencies(of_rows) * self._root
        owner, size = self._pairs.owner, self._pairs.conditions
        dense = np.zeros((size, self._width), dtype=np.float32)
        dense[owner[self._shared], self._columns] = values[self._shared]
        squares = np.bincount(owner, weights=values**2, minlength=size).astype(np.float32)
        return dense @ dense.T, squares


class Profiles:
    """Profiles of conditions in two parts: with all that is broader, and as recorded.

    Like the default measure for donors: the first part knows near misses, the second honours the very same words.

    Args:
        rows: The conditions' findings.
        weights: What terms weigh: increments in the first part, squares of information content in the second.
    """

    def __init__(self, rows: PublishedRows, ontology: Ontology, weights: Weights) -> None:
        self.broad = Part(closures(rows, ontology), weights.increment)
        self.exact = Part(as_recorded(rows, ontology), weights.content**2)

    def likeness(self, of_rows: NDArray[np.float64]) -> Square:
        """¾ of the cosine of f·√Δ over closures, and ¼ of that of √f·IC over recorded terms, 0 to 1, (c, c), float32.

        Args:
            of_rows: Frequency of each published row, 0 for one that is left out, (R,).
        """
        broad, exact = self.broad.cosine(of_rows), self.exact.cosine(np.sqrt(of_rows))
        both: Square = np.float32(BROAD) * broad + np.float32(1 - BROAD) * exact
        return both

    def extended_jaccard(self, of_rows: NDArray[np.float64]) -> Square:
        """x·y / (x·x + y·y - x·y) of f·√Δ over closures, (c, c), float32.

        Also tells conditions apart that are described at different length. Tanimoto (1958); where profiles are sets it
        is Jaccard's index.
        """
        return _jaccard(*self.broad.products(of_rows))

    def jaccard(self, of_rows: NDArray[np.float64]) -> Square:
        """Σ Δ over the terms both have / Σ Δ over the terms either has, whatever the frequencies, (c, c), float32."""
        return _jaccard(*self.broad.products(np.ones_like(of_rows)))


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
