"""Ways to score conditions for a profile, with what one term says kept for the cases that follow."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.conditions.ranking import FittingIndex, TermFit, shared_content, term_fit, together
from workbench.evaluation.held_out import HeldOut

_KEPT = 300  # terms; cases of one cohort share theirs, and each takes 0.3 MB


class Scorer(Protocol):
    """Scores conditions for a profile."""

    def all(self, terms: NDArray[np.int32]) -> NDArray[np.float64]:
        """The score of every condition, (D,)."""

    def of(self, index: FittingIndex, terms: NDArray[np.int32]) -> NDArray[np.float64]:
        """The score of other conditions, weighed as these are."""

    def lowest(self) -> float:
        """What a condition without findings scores."""


class FormulaScorer:
    """The formula of `workbench.analysis.conditions.ranking`."""

    def __init__(self, index: FittingIndex) -> None:
        self._index = index
        self.term = lru_cache(_KEPT)(self._term)

    def _term(self, term: int) -> TermFit:
        return term_fit(self._index, term)

    def all(self, terms: NDArray[np.int32]) -> NDArray[np.float64]:
        """The score of every condition, (D,)."""
        return together(self._index, terms, [self.term(one) for one in terms.tolist()]).scores

    def of(self, index: FittingIndex, terms: NDArray[np.int32]) -> NDArray[np.float64]:
        """The score of other conditions, weighed as these are."""
        fits = [term_fit(index, one, self.term(one).closeness) for one in terms.tolist()]
        return together(index, terms, fits).scores

    def lowest(self) -> float:
        """What a condition without findings scores: nothing forward and backward, and the likelihood of chance."""
        formula = self._index.formula
        return formula.likelihood * float(np.log(1 - formula.present))


class PhenomizerStyle:
    """mean_t max_u Res(t, u), from the profile to the condition: Köhler et al. (2009), doi:10.1016/j.ajhg.2009.09.003.

    Their one-sided score, and none of their p-values. A baseline.
    """

    def __init__(self, index: FittingIndex) -> None:
        self._index = index
        self._term = lru_cache(_KEPT)(self._fit)

    def _fit(self, term: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What a term shares with every term, and at most with the findings of each condition."""
        shared = shared_content(self._index, term)
        return shared, _most(self._index, shared)

    def all(self, terms: NDArray[np.int32]) -> NDArray[np.float64]:
        """The score of every condition, (D,)."""
        scores: NDArray[np.float64] = np.mean([self._term(one)[1] for one in terms.tolist()], axis=0)
        return scores

    def of(self, index: FittingIndex, terms: NDArray[np.int32]) -> NDArray[np.float64]:
        """The score of other conditions, weighed as these are."""
        scores: NDArray[np.float64] = np.mean([_most(index, self._term(one)[0]) for one in terms.tolist()], axis=0)
        return scores

    def lowest(self) -> float:
        """What a condition without findings scores."""
        return 0.0


def _most(index: FittingIndex, shared: NDArray[np.float64]) -> NDArray[np.float64]:
    """The highest value of the findings of each condition, (D,)."""
    most: NDArray[np.float64] = np.maximum.reduceat(shared[index.findings.terms], index.findings.indptr[:-1])
    return most


def leak_controlled(
    scorer: Scorer, terms: NDArray[np.int32], scores: NDArray[np.float64], held_out: HeldOut
) -> NDArray[np.float64]:
    """The scores with those of the held-out conditions in their place, (D,)."""
    controlled = scores.copy()
    controlled[held_out.emptied] = scorer.lowest()
    if held_out.index is not None:
        controlled[held_out.changed] = scorer.of(held_out.index, terms)
    return controlled
