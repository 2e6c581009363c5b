"""Why two profiles are close by the default measure: every addend of the score, by term."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.engine.default import DefaultMeasure, damping, share_of
from workbench.analysis.engine.postings import SharedTerms, closure_of


@dataclass(frozen=True, slots=True)
class Addend:
    """What one shared term adds to the score.

    Attributes:
        term: Position in `Ontology.numbers`.
        exact: Through both profiles having recorded it; 0 where one implies it only.
        broader: Through both having it or something narrower.
    """

    term: int
    exact: float
    broader: float

    @property
    def total(self) -> float:
        """Both parts."""
        return self.exact + self.broader


@dataclass(frozen=True, slots=True)
class Explanation:
    """The score from one profile to another, and what it is the sum of.

    Attributes:
        score: As `DefaultMeasure.scores` gives it.
        addends: Shared terms that add anything, the largest addend first, of equal ones the first term.
    """

    score: float
    addends: tuple[Addend, ...]


def explain(measure: DefaultMeasure, profile: NDArray[np.int32], other: NDArray[np.int32]) -> Explanation:
    """Why `other` is as close to `profile` as it is, weighed as if it were one of the donors of the measure.

    Args:
        measure: Gives weights and damping.
        profile: The terms asked about, ascending, each once.
        other: The terms of the profile they are compared with, likewise; `Described.profile(row)` for a donor.
    """
    closures = closure_of(profile, measure.ontology), closure_of(other, measure.ontology)
    broader_factor, exact_factor = _factors(measure, other, closures[1])
    exact = _addends(measure.exact, (profile, other), exact_factor)
    broader = _addends(measure.broader, closures, broader_factor)
    terms = sorted(exact.keys() | broader.keys())
    addends = [Addend(term, exact.get(term, 0.0), broader.get(term, 0.0)) for term in terms]
    return Explanation(
        score=sum(broader.values()) + sum(exact.values()),
        addends=tuple(sorted(addends, key=lambda one: -one.total)),
    )


def _factors(measure: DefaultMeasure, profile: NDArray[np.int32], closure: NDArray[np.int32]) -> tuple[float, float]:
    """What a shared step counts in this profile: (1 - x) · g(p) with ancestors, x · g'(p) for exact terms."""
    by = measure.parameters
    said = np.array([measure.broader.of(closure) * measure.broader.step])
    broader = damping(said, by.broader, measure.mean_said)[0]
    exact = damping(np.array([len(profile)]), by.exact, measure.mean_length)[0]
    return float((1.0 - by.exact_share) * broader), float(by.exact_share * exact)


def _addends(
    half: SharedTerms, profiles: tuple[NDArray[np.int32], NDArray[np.int32]], factor: float
) -> dict[int, float]:
    """What each term that both have adds: its weight, as a share of all the first has, damped."""
    shared = np.intersect1d(*profiles)
    shared = shared[half.weights[shared] > 0]
    parts = half.weights[shared] * factor * share_of(half.of(profiles[0]))
    return dict(zip(shared.tolist(), parts.tolist()))
