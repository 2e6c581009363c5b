"""The exact nearest donors of every donor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.similarity import DefaultMeasure


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


def nearest(
    measure: DefaultMeasure, has_findings: NDArray[np.bool_], k: int, on_rows: Callable[[int], None] = lambda n: None
) -> Neighbours:
    """The k nearest other donors of every donor, compared with all of them.

    Args:
        measure: Scores all pairs.
        has_findings: Donors with at least one observed finding, (n,).
        k: Neighbours a donor.
        on_rows: Told after each tile how many donors it held.
    """
    rows = np.full((measure.donors, k), -1, dtype=np.int32)
    scores = np.zeros((measure.donors, k), dtype=np.float32)
    for start, tile in measure.tiles():
        tile[:, ~has_findings] = -np.inf
        for offset, found in enumerate(tile):
            donor = start + offset
            if has_findings[donor]:
                found[donor] = -np.inf
                best = _highest(found, k)
                rows[donor, : len(best)] = best
                scores[donor, : len(best)] = found[best]
        on_rows(len(tile))
    return Neighbours(rows, scores)


def _highest(scores: NDArray[np.float64], k: int) -> NDArray[np.int64]:
    """Positions of the k highest finite scores, highest first, of equal ones the first."""
    k = min(k, int(np.count_nonzero(np.isfinite(scores))))
    if k == 0:
        return np.empty(0, dtype=np.int64)
    least = np.partition(scores, len(scores) - k)[len(scores) - k]
    candidates = np.flatnonzero(scores >= least)
    order = np.argsort(-scores[candidates], kind="stable")[:k]
    return candidates[order]
