"""The default measure: how much of what one donor has another donor has too, rare findings counting most.

    O(q,p) = Σ_{a ∈ cl(q) ∩ cl(p)} Δ(a) · g(p) / Σ_{a ∈ cl(q)} Δ(a)     with ancestors; Δ: increment of information
    E(q,p) = Σ_{t ∈ q ∩ p} idf(t) · g(p) / Σ_{t ∈ q} idf(t)             exact terms only
    g(p)   = 2.2 / (1 + 1.2 · (.25 + .75 · L_p / L̄))                    long profiles match anything: damped as in BM25
    score  = ½ · O + ½ · E

The score runs from q to p: it is not symmetric. Every addend is one reason that can be shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

_STEP = 2.0**-24
_DENSE_FROM = 1 / 16
_SCORES_A_TILE = 4_000_000


@dataclass(frozen=True, slots=True)
class SharedFindings:
    """One half of the measure for n donors.

    Weights are multiples of 2^-24, so that sums of them are exact whatever the order of addition: equal profiles get
    equal scores, on every machine, and ties can be broken by row.

    Attributes:
        common: Columns that many donors have, 0 or 1, (n, D), float64.
        common_weights: Their weights, (D,), float64.
        rare: The other columns, sparse (n, m), 0 or 1.
        rare_weighted: The same times the weights, transposed, (m, n).
        own: Sum of the weights of each donor's columns, (n,), float64.
        damping: g(p), (n,), float64.
    """

    common: NDArray[np.float64]
    common_weights: NDArray[np.float64]
    rare: Any
    rare_weighted: Any
    own: NDArray[np.float64]
    damping: NDArray[np.float64]

    def scores(self, start: int, stop: int) -> NDArray[np.float64]:
        """Scores from the donors start ... stop-1 to all donors, (stop - start, n), float64."""
        shared = (self.common[start:stop] * self.common_weights) @ self.common.T
        found = (self.rare[start:stop] @ self.rare_weighted).tocoo()
        shared[found.row, found.col] += found.data
        own = self.own[start:stop, None]
        shared *= self.damping
        return np.divide(shared, own, out=np.zeros_like(shared), where=own > 0)


@dataclass(frozen=True, slots=True)
class DefaultMeasure:
    """The default measure over a fixed set of donors."""

    broader: SharedFindings
    exact: SharedFindings
    donors: int

    def tiles(self) -> Iterator[tuple[int, NDArray[np.float64]]]:
        """First row and scores to all donors, (rows, n), float64, of one tile of donors after another."""
        rows = max(1, _SCORES_A_TILE // max(self.donors, 1))
        for start in range(0, self.donors, rows):
            stop = min(start + rows, self.donors)
            yield start, 0.5 * self.broader.scores(start, stop) + 0.5 * self.exact.scores(start, stop)


def default_measure(
    closure_indptr: NDArray[np.int64],
    closure_indices: NDArray[np.int32],
    delta: NDArray[np.floating],
    observed_indptr: NDArray[np.int64],
    observed_terms: NDArray[np.int32],
) -> DefaultMeasure:
    """The measure over the donors of a snapshot's arrays of the same names."""
    closure = _memberships(closure_indptr, closure_indices, len(delta))
    weights = _exact(np.asarray(delta, dtype=np.float64))
    terms, columns = np.unique(observed_terms, return_inverse=True)
    observed = _memberships(observed_indptr, columns, len(terms))
    lengths = np.diff(observed_indptr).astype(np.float64)
    counts = np.bincount(columns, minlength=len(terms))
    idf = _exact(inverse_document_frequency(counts, int(np.count_nonzero(lengths))))
    return DefaultMeasure(
        broader=_shared(closure, weights, closure @ weights),
        exact=_shared(observed, idf, lengths),
        donors=len(closure_indptr) - 1,
    )


def inverse_document_frequency(counts: NDArray[np.integer], donors: int) -> NDArray[np.float64]:
    """ln(1 + (N - n + ½) / (n + ½)) for terms that n of N donors have, (U,), float64 (Robertson & Zaragoza 2009)."""
    held = np.asarray(counts, dtype=np.float64)
    return np.log1p((donors - held + 0.5) / (held + 0.5))


def damping(lengths: NDArray[np.float64]) -> NDArray[np.float64]:
    """g(p) for profiles of these lengths, (n,), float64: 1 at the mean length of those that are not empty."""
    mean = lengths[lengths > 0].mean() if np.any(lengths > 0) else 1.0
    damped: NDArray[np.float64] = 2.2 / (1.0 + 1.2 * (0.25 + 0.75 * lengths / mean))
    return damped


def _shared(members: Any, weights: NDArray[np.float64], lengths: NDArray[np.float64]) -> SharedFindings:
    """Splits the columns: what many donors have goes through a dense product, the rest through a sparse one.

    A column of weight 0, such as the root, adds nothing and is left out.
    """
    counts = np.bincount(members.indices, minlength=members.shape[1])
    common = np.flatnonzero((counts >= members.shape[0] * _DENSE_FROM) & (weights > 0))
    rare = np.flatnonzero((counts < members.shape[0] * _DENSE_FROM) & (weights > 0))
    rare_members = members[:, rare].tocsr()
    return SharedFindings(
        common=members[:, common].toarray(),
        common_weights=weights[common],
        rare=rare_members,
        rare_weighted=(rare_members @ sparse.diags_array(weights[rare])).T.tocsr(),
        own=members @ weights,
        damping=damping(lengths),
    )


def _memberships(indptr: NDArray[np.integer], indices: NDArray[np.integer], width: int) -> Any:
    ones = np.ones(len(indices), dtype=np.float64)
    return sparse.csr_array((ones, np.asarray(indices), np.asarray(indptr)), shape=(len(indptr) - 1, width))


def _exact(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    exact: NDArray[np.float64] = np.round(weights / _STEP) * _STEP
    return exact
