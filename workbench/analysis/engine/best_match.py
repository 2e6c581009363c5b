"""Best-match average: every term of either profile with the term of the other that fits it best.

    BMA(q,p)    = (Σ_{t ∈ p} max_{s ∈ q} sim(s,t) + Σ_{s ∈ q} max_{t ∈ p} sim(s,t)) / (|q| + |p|)
    Resnik(s,t) = max IC over the common ancestors of s and t
    Lin(s,t)    = 2 · Resnik(s,t) / (IC(s) + IC(t))

Resnik (1995), arXiv:cmp-lg/9511007; Lin (1998); average: Wang et al. (2007), doi:10.1093/bioinformatics/btm087.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import _sparsetools

from ontology.ontology import Ontology
from workbench.analysis.engine.described import Described
from workbench.analysis.engine.fixed_point import LARGEST_VALUE, in_steps, step_for, sum_type
from workbench.analysis.engine.term_likeness import TermLikeness, term_likeness
from workbench.analysis.engine.usual_ancestors import UsualAncestors, usual_ancestors


@dataclass(frozen=True, slots=True)
class Recorded:
    """Which of the D terms that any donor has recorded each donor has.

    Attributes:
        indptr: Where each donor's terms begin, (n + 1,), int32.
        columns: Positions among the D terms, int32.
        ones: As many ones; their type holds the sums.
    """

    indptr: NDArray[np.int32]
    columns: NDArray[np.int32]
    ones: NDArray[np.signedinteger]

    def sums(self, values: NDArray[np.signedinteger]) -> NDArray[np.signedinteger]:
        """Sum over each donor's terms of the values of the D terms, (n,)."""
        total = np.zeros(len(self.indptr) - 1, dtype=self.ones.dtype)
        values = values.astype(self.ones.dtype, copy=False)
        _sparsetools.csr_matvec(len(total), len(values), self.indptr, self.columns, self.ones, values, total)
        return total


@dataclass(frozen=True, slots=True)
class ResnikBestMatch:
    """Resnik's best-match average to each of n donors; symmetric.

    Attributes:
        recorded: Terms of each donor.
        likeness: Resnik's likeness of terms, in steps.
        usual: Best matches of a term among the donors' terms.
        lengths: Terms of each donor, (n,), float64.
        has_findings: Donors with any finding, (n,).
    """

    recorded: Recorded
    likeness: TermLikeness
    usual: UsualAncestors
    lengths: NDArray[np.float64]
    has_findings: NDArray[np.bool_]

    @property
    def donors(self) -> int:
        """How many donors there are."""
        return len(self.lengths)

    def scores(self, profile: NDArray[np.int32]) -> NDArray[np.float64]:
        """Closeness of a profile to every donor, (n,), float64."""
        if not len(profile):
            return np.zeros(self.donors)
        total = self.recorded.sums(self.likeness.best(profile)) + self.usual.best_sums(profile)
        scores: NDArray[np.float64] = total * self.likeness.step
        scores /= self.lengths + len(profile)
        return scores


@dataclass(frozen=True, slots=True)
class LinBestMatch:
    """Lin's best-match average to each of n donors; symmetric, 0 to 1.

    Lin's likeness of two terms depends on both, not on their common ancestor alone, so the best match of each query
    term is looked up term by term: n · m look-ups a pair, where Resnik's takes n.

    Attributes:
        recorded: Terms of each donor.
        likeness: Resnik's likeness of terms, in steps.
        content: Information content of all T terms, in steps, (T,).
        lengths: Terms of each donor, (n,), float64.
        has_findings: Donors with any finding, (n,).
    """

    recorded: Recorded
    likeness: TermLikeness
    content: NDArray[np.int32]
    lengths: NDArray[np.float64]
    has_findings: NDArray[np.bool_]

    @property
    def donors(self) -> int:
        """How many donors there are."""
        return len(self.lengths)

    def scores(self, profile: NDArray[np.int32]) -> NDArray[np.float64]:
        """Closeness of a profile to every donor, (n,), float64."""
        total = np.zeros(self.donors, dtype=np.int64)
        best = np.zeros(len(self.likeness.recorded), dtype=np.int64)
        filled = np.flatnonzero(self.has_findings)
        if not len(profile) or not len(filled):
            return np.zeros(self.donors)
        for term in profile.tolist():
            like = self._like(term)
            np.maximum(best, like, out=best)
            total[filled] += np.maximum.reduceat(like[self.recorded.columns], self.recorded.indptr[filled])
        total += self.recorded.sums(best)
        scores: NDArray[np.float64] = total / LARGEST_VALUE
        scores /= self.lengths + len(profile)
        return scores

    def _like(self, term: int) -> NDArray[np.int64]:
        """Lin's likeness of a term to the D recorded ones, in parts of 2²⁴, (D,), int64.

        At most 1 where no term says less than a broader one; weights counted elsewhere may say so, hence 64 bits.
        """
        both = self.content[self.likeness.recorded].astype(np.float64) + self.content[term]
        like = 2.0 * self.likeness.best(np.array([term]))
        share = np.divide(like, both, out=np.zeros(len(both)), where=both > 0)
        parts: NDArray[np.int64] = np.rint(share * LARGEST_VALUE).astype(np.int64)
        return parts


def resnik_best_match(donors: Described, ontology: Ontology) -> ResnikBestMatch:
    """Resnik's best-match average over these donors, by the information content in their weights."""
    content, step = _content_in_steps(donors)
    likeness = term_likeness(donors.observed, content, step, ontology)
    lengths = np.diff(donors.observed_indptr)
    recorded = _recorded(donors, likeness, int(content.max(initial=0)))
    usual = usual_ancestors(donors, content, ontology)
    return ResnikBestMatch(recorded, likeness, usual, lengths.astype(np.float64), lengths > 0)


def lin_best_match(donors: Described, ontology: Ontology) -> LinBestMatch:
    """Lin's best-match average over these donors, by the information content in their weights."""
    content, step = _content_in_steps(donors)
    likeness = term_likeness(donors.observed, content, step, ontology)
    lengths = np.diff(donors.observed_indptr)
    recorded = _recorded(donors, likeness, 2**31)
    return LinBestMatch(recorded, likeness, content, lengths.astype(np.float64), lengths > 0)


def _content_in_steps(donors: Described) -> tuple[NDArray[np.int32], float]:
    step = step_for(float(np.max(donors.weights.content, initial=0.0)), LARGEST_VALUE)
    return in_steps(donors.weights.content, step), step


def _recorded(donors: Described, likeness: TermLikeness, largest: int) -> Recorded:
    longest = int(np.diff(donors.observed_indptr).max(initial=0))
    columns = np.searchsorted(likeness.recorded, donors.observed).astype(np.int32)
    ones = np.ones(len(columns), dtype=sum_type(largest, longest))
    return Recorded(donors.observed_indptr.astype(np.int32), columns, ones)
