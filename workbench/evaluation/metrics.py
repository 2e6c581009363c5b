"""How well a ranking brings up what should be found.

    hit@k     share of queries with a relevant item among the first k
    map       mean average precision: mean over queries of mean over relevant items of (relevant up to it) / (its rank)
    macro     mean over classes of the share within each class, so that large classes do not decide

Manning, Raghavan & Schütze (2008), Introduction to Information Retrieval, chapters 8 and 13.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Found:
    """What one query found.

    Attributes:
        first: Rank of the first relevant item, from 1.
        precision: Average precision, 0 to 1.
        label: The query's class.
    """

    first: int
    precision: float
    label: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Accuracy over n queries, in percent."""

    n: int
    hit_at_1: float
    hit_at_5: float
    hit_at_10: float
    mean_average_precision: float
    macro_hit_at_1: float

    def as_json(self) -> dict[str, float]:
        """The figures by the names of the command line, to two decimals."""
        named = {
            "hit@1": self.hit_at_1,
            "hit@5": self.hit_at_5,
            "hit@10": self.hit_at_10,
            "map": self.mean_average_precision,
            "macro_hit@1": self.macro_hit_at_1,
        }
        return {"n": self.n, **{name: round(value, 2) for name, value in named.items()}}


def found(
    scores: NDArray[np.floating], relevant: NDArray[np.bool_], allowed: NDArray[np.bool_], label: str
) -> Found | None:
    """What a query found; None where nothing relevant is allowed.

    Of equal scores the lower row counts as the higher rank, as in the engine.

    Args:
        scores: Of every item, (n,).
        relevant: Items that should be found, (n,).
        allowed: Items that are ranked, (n,).
        label: The query's class.
    """
    wanted = relevant & allowed
    if not wanted.any():
        return None
    # Whatever scores below the last relevant item changes nothing.
    candidates = np.flatnonzero(allowed & (scores >= scores[wanted].min()))
    order = candidates[np.argsort(-scores[candidates], kind="stable")]
    ranks = np.flatnonzero(wanted[order]) + 1
    precision = float(np.mean(np.arange(1, len(ranks) + 1) / ranks))
    return Found(int(ranks[0]), precision, label)


def figures(results: Sequence[Found]) -> Figures:
    """Accuracy over queries; all 0 where there is none."""
    if not results:
        return Figures(0, 0.0, 0.0, 0.0, 0.0, 0.0)
    first = np.array([one.first for one in results])
    _, labels = np.unique([one.label for one in results], return_inverse=True)
    hits = np.bincount(labels, weights=first == 1) / np.bincount(labels)
    return Figures(
        n=len(results),
        hit_at_1=100 * float(np.mean(first <= 1)),
        hit_at_5=100 * float(np.mean(first <= 5)),
        hit_at_10=100 * float(np.mean(first <= 10)),
        mean_average_precision=100 * float(np.mean([one.precision for one in results])),
        macro_hit_at_1=100 * float(np.mean(hits)),
    )
