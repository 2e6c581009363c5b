"""The exact nearest donors of every donor of a snapshot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ontology.ontology import Ontology
from workbench.analysis.engine.described import Described
from workbench.analysis.engine.prepared import Prepared, prepare

_DONORS_A_BLOCK = 256  # their tables, 4 MB, stay in the cache, which others use too


@dataclass(frozen=True, slots=True)
class Neighbours:
    """For n donors the k that score highest, highest first; of equal scores the lower row first.

    A donor without any observed finding has no neighbours and is nobody's. Places that cannot be filled hold -1.

    Attributes:
        rows: int32 (n, k).
        scores: float32 (n, k), 0 where there is no neighbour.
    """

    rows: NDArray[np.int32]
    scores: NDArray[np.float32]


def neighbour_graph(
    name: str, donors: Described, ontology: Ontology, k: int, advance: Callable[[int], None] = lambda n: None
) -> Neighbours:
    """The k nearest other donors of every donor, compared with all of them.

    Args:
        name: One of `registry.MEASURES`.
        donors: The donors.
        ontology: Gives ancestors.
        k: Neighbours a donor.
        advance: Told after each tile how many donors it held; what it raises stops the work.
    """
    prepared = prepare(name, donors, ontology)
    some = np.flatnonzero(np.diff(donors.observed_indptr))
    rows = np.full((donors.donors, k), -1, dtype=np.int32)
    scores = np.zeros((donors.donors, k), dtype=np.float32)
    for start in range(0, len(some), _DONORS_A_BLOCK):
        stop = min(start + _DONORS_A_BLOCK, len(some))
        found, closeness = graph_rows(prepared, start, stop, k)
        rows[some[start:stop]] = np.where(found >= 0, some[found], -1)
        scores[some[start:stop]] = closeness
        advance(stop - start)
    advance(donors.donors - len(some))
    return Neighbours(rows, scores)


def graph_rows(prepared: Prepared, start: int, stop: int, k: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The k nearest of the donors start ... stop-1, counted among those with findings alone.

    Rows are independent of each other, so blocks of them may be computed anywhere and put together.

    Args:
        prepared: From `prepare`.
        start: The first donor.
        stop: One past the last.
        k: Neighbours a donor.

    Returns:
        Rows, int32 (stop - start, k), -1 where there is none, and scores, float32.
    """
    rows = np.full((stop - start, k), -1, dtype=np.int32)
    scores = np.full((stop - start, k), -np.inf)
    for first in range(0, stop - start if k else 0, _DONORS_A_BLOCK):
        block = slice(first, first + _DONORS_A_BLOCK)
        prepared.fill(start + first, rows[block], scores[block])
    return rows, np.where(rows >= 0, scores, 0.0).astype(np.float32)
