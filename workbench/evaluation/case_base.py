"""Known cases as a second source beside the annotations: the closest known case of each condition.

For the evaluation only. A ranking in the product asks annotations alone: known cases would be donors, and the closest
of them a statement about one person.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.conditions.profiles import FindingRows
from workbench.analysis.conditions.ranking import FittingIndex, with_findings
from workbench.evaluation.scorers import FormulaScorer

WEIGHT = 0.5


class CaseBase:
    """m cases with a known condition.

    Args:
        rows: Observed findings of each, positions, one row a case.
        conditions: Condition of each, 0 ... D-1, (m,).
        publications: What each comes from.
        index: Gives the weights of terms and the formula; of that the forward and the backward part are used.
    """

    def __init__(
        self,
        indptr: NDArray[np.int64],
        terms: NDArray[np.int32],
        conditions: NDArray[np.int64],
        publications: Sequence[tuple[str, ...]],
        index: FittingIndex,
    ) -> None:
        self._scorer = FormulaScorer(with_findings(index, FindingRows(indptr, terms, np.ones(len(terms)))))
        self._conditions = conditions
        self._count = len(index.findings)
        self._of_publication: dict[str, list[int]] = {}
        for case, held in enumerate(publications):
            for one in held:
                self._of_publication.setdefault(one, []).append(case)
        self._publications = publications

    def best(self, case: int, terms: NDArray[np.int32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The closest case of each condition, among other cases and among those of other publications, (D,), (D,).

        0 where a condition has no such case.
        """
        near = self._scorer.all(terms)
        near[case] = 0.0
        others = self._closest(near)
        for one in self._publications[case]:
            near[self._of_publication[one]] = 0.0
        return others, self._closest(near)

    def _closest(self, near: NDArray[np.float64]) -> NDArray[np.float64]:
        best = np.zeros(self._count)
        np.maximum.at(best, self._conditions, near)
        return best
