"""The nearest donors of one profile, exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.engine.measure import Measure

_BLOCKS = 64


@dataclass(frozen=True, slots=True)
class Ranked:
    """Donors, closest first; of equally close ones the lower row first.

    Attributes:
        rows: int32 (at most k,).
        scores: float64, as many.
    """

    rows: NDArray[np.int32]
    scores: NDArray[np.float64]


def nearest_to(
    measure: Measure, profile: NDArray[np.int32], k: int, allowed: NDArray[np.bool_] | None = None
) -> Ranked:
    """The k donors closest to a profile; fewer where there are no more. Donors without findings are nobody's.

    Args:
        measure: Scores all donors.
        profile: Terms as positions in `Ontology.numbers`, ascending, each once.
        k: How many.
        allowed: Donors to choose from, (n,); all when not given.
    """
    some = measure.has_findings if allowed is None else measure.has_findings & allowed
    scores = np.where(some, measure.scores(profile), -np.inf)
    rows = highest(scores, k)
    return Ranked(rows.astype(np.int32), scores[rows])


def highest(scores: NDArray[np.float64], k: int) -> NDArray[np.int64]:
    """Positions of the k highest finite scores, highest first, of equal ones the first."""
    if k <= 0:
        return np.empty(0, dtype=np.int64)
    candidates = np.flatnonzero(scores >= _bound(scores, k))
    candidates = candidates[np.isfinite(scores[candidates])]
    return candidates[np.argsort(-scores[candidates], kind="stable")[:k]]


def _bound(scores: NDArray[np.float64], k: int) -> float:
    """A score that at least k have: the k-th highest of the maxima of blocks. Twelve times as fast as a partition."""
    width = len(scores) // _BLOCKS
    if width < k:
        return -np.inf
    maxima = scores[: width * _BLOCKS].reshape(_BLOCKS, width).max(axis=0)
    return float(np.partition(maxima, width - k)[width - k])
