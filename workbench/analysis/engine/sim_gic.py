"""simGIC: the information that two profiles share, as a share of what both hold, ancestors included.

    simGIC(q,p) = Σ_{a ∈ cl(q) ∩ cl(p)} IC(a) / Σ_{a ∈ cl(q) ∪ cl(p)} IC(a)

Pesquita et al. (2008), doi:10.1186/1471-2105-9-S5-S4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ontology.ontology import Ontology
from workbench.analysis.engine.described import Described
from workbench.analysis.engine.postings import SharedTerms, closure_of, shared_terms


@dataclass(frozen=True, slots=True)
class SimGic:
    """simGIC to each of n donors; 0 to 1, symmetric.

    Attributes:
        broader: Sums of information content over shared terms.
        has_findings: Donors with any finding, (n,).
        ontology: Gives ancestors.
    """

    broader: SharedTerms
    has_findings: NDArray[np.bool_]
    ontology: Ontology

    @property
    def donors(self) -> int:
        """How many donors there are."""
        return len(self.has_findings)

    def scores(self, profile: NDArray[np.int32]) -> NDArray[np.float64]:
        """Closeness of a profile to every donor, (n,), float64."""
        closure = closure_of(profile, self.ontology)
        shared = self.broader.shared(closure)
        union = (self.broader.own.astype(np.float64) + self.broader.of(closure)) - shared
        return np.divide(shared, union, out=np.zeros(len(shared)), where=union > 0)


def sim_gic(donors: Described, ontology: Ontology) -> SimGic:
    """simGIC over these donors, by the information content in their weights."""
    broader = shared_terms(donors.closure_indptr, donors.closure, donors.weights.content)
    return SimGic(broader, np.diff(donors.observed_indptr) > 0, ontology)
