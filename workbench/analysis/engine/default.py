"""The default measure: how much of what one profile has another has too, rare findings counting most.

    O(q,p) = Σ_{a ∈ cl(q) ∩ cl(p)} Δ(a) · g(p) / Σ_{a ∈ cl(q)} Δ(a)     with ancestors; Δ: increment of information
    E(q,p) = Σ_{t ∈ q ∩ p} idf(t) · g'(p) / Σ_{t ∈ q} idf(t)            exact terms only
    g(p)   = (k₁ + 1) / (1 + k₁ · (1 - b + b · L_p / L̄))               long profiles match anything: damped as in BM25
    score  = (1 - x) · O + x · E

L_p is the sum of Δ over p with ancestors in O, the number of terms of p in E; L̄ its mean over donors with any finding.
The score runs from q to p: it is not symmetric. Every addend is one reason that can be shown (`explain`).
BM25: Robertson & Zaragoza (2009), doi:10.1561/1500000019.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ontology.ontology import Ontology
from workbench.analysis.engine.described import Described
from workbench.analysis.engine.parameters import PARAMETERS, Damping, DefaultParameters
from workbench.analysis.engine.postings import SharedTerms, closure_of, shared_terms


@dataclass(frozen=True, slots=True)
class DefaultMeasure:
    """The default measure to each of n donors.

    Attributes:
        broader: Sums of Δ over shared terms and ancestors.
        exact: Sums of idf over shared terms.
        broader_factor: (1 - x) · g(p), (n,), float64.
        exact_factor: x · g'(p), (n,), float64.
        mean_said, mean_length: Mean sum of Δ and mean number of terms of donors with any finding.
        has_findings: Donors with any finding, (n,).
        ontology: Gives ancestors.
        parameters: What it is set to.
    """

    broader: SharedTerms
    exact: SharedTerms
    broader_factor: NDArray[np.float64]
    exact_factor: NDArray[np.float64]
    mean_said: float
    mean_length: float
    has_findings: NDArray[np.bool_]
    ontology: Ontology
    parameters: DefaultParameters

    @property
    def donors(self) -> int:
        """How many donors there are."""
        return len(self.has_findings)

    def scores(self, profile: NDArray[np.int32]) -> NDArray[np.float64]:
        """Closeness of a profile to every donor, (n,), float64."""
        closure = closure_of(profile, self.ontology)
        total = self.broader.shared(closure) * self.broader_factor
        total *= share_of(self.broader.of(closure))
        exact = self.exact.shared(profile) * self.exact_factor
        exact *= share_of(self.exact.of(profile))
        total += exact
        return total


def default_measure(
    donors: Described, ontology: Ontology, parameters: DefaultParameters = PARAMETERS
) -> DefaultMeasure:
    """The default measure over these donors, by the increments in their weights."""
    lengths = np.diff(donors.observed_indptr)
    counts = np.bincount(donors.observed, minlength=len(donors.weights.increment))
    idf = inverse_document_frequency(counts, int(np.count_nonzero(lengths)))
    broader = shared_terms(donors.closure_indptr, donors.closure, donors.weights.increment)
    said = broader.own * broader.step
    mean_said, mean_length = _mean(said), _mean(lengths)
    return DefaultMeasure(
        broader=broader,
        exact=shared_terms(donors.observed_indptr, donors.observed, idf),
        broader_factor=(1.0 - parameters.exact_share) * damping(said, parameters.broader, mean_said),
        exact_factor=parameters.exact_share * damping(lengths, parameters.exact, mean_length),
        mean_said=mean_said,
        mean_length=mean_length,
        has_findings=lengths > 0,
        ontology=ontology,
        parameters=parameters,
    )


def inverse_document_frequency(counts: NDArray[np.integer], donors: int) -> NDArray[np.float64]:
    """ln(1 + (N - n + ½) / (n + ½)) for terms that n of N donors have, (T,), float64 (Robertson & Zaragoza 2009)."""
    held = np.asarray(counts, dtype=np.float64)
    return np.log1p((donors - held + 0.5) / (held + 0.5))


def damping(lengths: NDArray[np.generic], by: Damping, mean: float) -> NDArray[np.float64]:
    """g(p) for profiles of these lengths, (n,), float64: 1 at the mean length.

    Args:
        lengths: Sums of Δ or numbers of terms, (n,).
        by: How much they are damped.
        mean: The mean length of the donors with any finding.
    """
    relative = np.asarray(lengths, dtype=np.float64) / mean
    damped: NDArray[np.float64] = (by.saturation + 1.0) / (
        1.0 + by.saturation * (1.0 - by.length + by.length * relative)
    )
    return damped


def _mean(lengths: NDArray[np.integer] | NDArray[np.floating]) -> float:
    """The mean of those above 0; 1 where there are none."""
    some = lengths[lengths > 0]
    return float(some.mean()) if len(some) else 1.0


def share_of(own: int) -> float:
    """What one step is of a profile's own sum; 0 for a profile that says nothing."""
    return 1.0 / own if own > 0 else 0.0
