"""Where the right answer stood in a list of candidates, over many cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_TIE = 1e-9


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How often the right condition came first or early, percent.

    Attributes:
        n: Cases.
        top1: Cases whose condition came first; the others accordingly.
        mrr: Mean of 1 / rank.
        macro_top1: Mean over conditions of their cases' `top1`, so that no much-reported condition rules.
        macro_top10: The same for the first ten.
    """

    n: int
    top1: float
    top3: float
    top5: float
    top10: float
    mrr: float
    macro_top1: float
    macro_top10: float


def rank_of(scores: NDArray[np.float64], right: int) -> int:
    """The rank of the right candidate, 1 for the first; of candidates that tie it is taken for the last."""
    return int(np.count_nonzero(scores >= scores[right] - _TIE))


def accuracy(ranks: Sequence[int], labels: Sequence[str]) -> Accuracy:
    """The ranks summed up.

    Args:
        ranks: One a case, at least one.
        labels: The right condition of each case.
    """
    rank = np.asarray(ranks, dtype=np.float64)
    _, of, counts = np.unique(np.asarray(labels), return_inverse=True, return_counts=True)

    def macro(k: int) -> float:
        return _percent(np.mean(np.bincount(of, weights=rank <= k) / counts))

    top1, top3, top5, top10 = (_percent(np.mean(rank <= k)) for k in (1, 3, 5, 10))
    return Accuracy(len(rank), top1, top3, top5, top10, _percent(np.mean(1 / rank)), macro(1), macro(10))


def _percent(share: np.floating) -> float:
    return round(100 * float(share), 2)
