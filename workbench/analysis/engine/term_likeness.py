"""How alike two terms are by Resnik: the information content of their most informative common ancestor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ontology.ontology import Ontology
from workbench.analysis.engine.postings import Postings, broader_of, joined, postings


@dataclass(frozen=True, slots=True)
class TermLikeness:
    """Resnik's likeness of any term to the D terms that donors have recorded.

    Attributes:
        recorded: Those terms, positions in `Ontology.numbers`, ascending, (D,), int32.
        narrower: For each of all T terms the recorded ones it is an ancestor of, as positions among the D.
        content: Information content of all terms, in steps, (T,), int32.
        step: What a step is worth, nats.
        ancestor_indptr, ancestors: Rows of ancestors of all terms.
    """

    recorded: NDArray[np.int32]
    narrower: Postings
    content: NDArray[np.int32]
    step: float
    ancestor_indptr: NDArray[np.int32]
    ancestors: NDArray[np.int32]

    def best(self, profile: NDArray[np.integer]) -> NDArray[np.int32]:
        """R[t] = max over the profile's terms s of Resnik(s,t), for the D recorded terms t, in steps, (D,), int32.

        Each ancestor of the profile writes its content to the terms under it, the least informative first: of several
        writes to one place the last stands.
        """
        broader = broader_of(profile, self.ancestor_indptr, self.ancestors)
        content = self.content[broader]
        order = np.argsort(content, kind="stable")
        order = order[np.searchsorted(content[order], 1) :]
        broader, content = broader[order], content[order]
        best = np.zeros(len(self.recorded), dtype=np.int32)
        under = joined(self.narrower.indptr, self.narrower.donors, broader.tolist())
        best[under] = np.repeat(content, self.narrower.counts_of(broader))
        return best


def term_likeness(
    observed: NDArray[np.int32], content: NDArray[np.int32], step: float, ontology: Ontology
) -> TermLikeness:
    """Likeness to these recorded terms (repeats allowed), by the content of all terms in steps."""
    recorded = np.unique(observed).astype(np.int32)
    indptr, ancestors = ontology.ancestor_indptr, ontology.ancestor_indices
    lengths = np.diff(indptr)[recorded]
    rows = joined(indptr, ancestors, recorded.tolist())
    narrower = postings(np.concatenate([[0], np.cumsum(lengths)]), rows, len(content))
    return TermLikeness(recorded, narrower, content, step, indptr, ancestors)
