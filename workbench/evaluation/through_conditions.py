"""The default measure with a third source: published conditions that fit both profiles.

    score(q,p) + w · Σ_d √(P(d|q) · P(d|p))     P: softmax of the fit of a profile to conditions, T = .03, best 100

Conditions are annotated from the very papers that the cases come from. So P can be worked out in two ways: from the
annotations as they are, which flatters, and held out: for each case without every row that cites a publication of its
own. For the evaluation only: the product ranks donors by shared findings alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ontology.annotations import Annotations
from ontology.evidence import Evidence
from ontology.graph import Rows
from ontology.ontology import Ontology
from workbench.analysis.conditions.profiles import published_conditions
from workbench.analysis.conditions.ranking import fitting_index
from workbench.analysis.engine.measure import Measure
from workbench.evaluation.held_out import HeldOut, holding_out
from workbench.evaluation.scorers import FormulaScorer, leak_controlled

TEMPERATURE = 0.03
BEST = 100


@dataclass(frozen=True, slots=True)
class Published:
    """What is published about conditions, and by whom."""

    annotations: Annotations
    evidence: Evidence


class Fitting:
    """How well conditions fit a case: √P of its best conditions."""

    def __init__(self, published: Published, ontology: Ontology, *, held_out: bool) -> None:
        known = published_conditions(published.annotations, ontology)
        index = fitting_index(known.findings, Rows(ontology.ancestor_indptr, ontology.ancestor_indices))
        self._scorer = FormulaScorer(index)
        self._without: Callable[[tuple[str, ...]], HeldOut] | None = None
        if held_out:
            self._without = holding_out(known, index, published.evidence, ontology, shared=False)
        self.conditions = len(known.ids)

    def roots(self, profile: NDArray[np.int32], publications: tuple[str, ...]) -> sparse.csr_array:
        """√P of every condition, one row (1, D).

        Args:
            profile: Terms as positions in `Ontology.numbers`.
            publications: What the case comes from; left out of the annotations where that is asked for.
        """
        scores = self._scorer.all(profile)
        if self._without:
            scores = leak_controlled(self._scorer, profile, scores, self._without(publications))
        best, roots = root_chances(scores)
        return sparse.csr_array((roots, best, [0, len(best)]), shape=(1, self.conditions))


@dataclass(frozen=True, slots=True)
class ThroughConditions:
    """Scores cases by shared findings and by shared conditions.

    Attributes:
        measure: Scores shared findings.
        fitting: Says which conditions fit.
        publications: What each case comes from.
        of_cases: √P of each case, transposed, (D, n).
        weight: w.
    """

    measure: Measure
    fitting: Fitting
    publications: tuple[tuple[str, ...], ...]
    of_cases: sparse.csr_array
    weight: float

    def scores(self, profile: NDArray[np.int32], case: int) -> NDArray[np.float64]:
        """Closeness of a profile to every case, (n,); the profile is that of a case, or made from it."""
        shared = self.fitting.roots(profile, self.publications[case]) @ self.of_cases
        total: NDArray[np.float64] = self.measure.scores(profile) + self.weight * shared.toarray()[0]
        return total


def through_conditions(
    measure: Measure,
    profiles: list[NDArray[np.int32]],
    publications: tuple[tuple[str, ...], ...],
    fitting: Fitting,
    weight: float,
) -> ThroughConditions:
    """Cases by their profiles, terms as positions in `Ontology.numbers`, ready to be compared."""
    rows = [fitting.roots(profile, cited) for profile, cited in zip(profiles, publications, strict=True)]
    return ThroughConditions(measure, fitting, publications, sparse.vstack(rows).T.tocsr(), weight)


def root_chances(
    scores: NDArray[np.float64], temperature: float = TEMPERATURE, best: int = BEST
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The best conditions and √P of each, P = softmax of score / T over them; their squares sum to 1."""
    kept = min(best, len(scores))
    places = np.sort(np.argpartition(-scores, kept - 1)[:kept])
    odds = np.exp((scores[places] - scores[places].max()) / temperature)
    return places, np.sqrt(odds / odds.sum())
