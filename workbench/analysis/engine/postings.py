"""Which donors have a term, and sums of weights over the terms that two profiles share.

Sums go through the compiled loops of scipy's own matrix product (`scipy.sparse._sparsetools`): one posting list costs
0.9 ns a donor and no copy, where a product of a sliced matrix costs 100 µs before it begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import _sparsetools, csr_array

from ontology.ontology import Ontology
from workbench.analysis.engine.fixed_point import LARGEST_SUM, in_steps, step_for

_Value = TypeVar("_Value", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Postings:
    """For each of T terms the donors that have it, ascending.

    Attributes:
        indptr: Where each term's donors begin, (T + 1,), int64.
        donors: Their rows, int32.
    """

    indptr: NDArray[np.int64]
    donors: NDArray[np.int32]

    def __getitem__(self, term: int) -> NDArray[np.int32]:
        """Rows of the donors that have a term."""
        return self.donors[self.indptr[term] : self.indptr[term + 1]]

    def counts(self) -> NDArray[np.int64]:
        """How many donors have each term, (T,)."""
        return np.diff(self.indptr)

    def counts_of(self, terms: NDArray[np.integer]) -> NDArray[np.int64]:
        """How many donors have each of these terms."""
        counts: NDArray[np.int64] = self.indptr[terms + 1] - self.indptr[terms]
        return counts


def postings(indptr: NDArray[np.integer], terms: NDArray[np.integer], width: int) -> Postings:
    """The donors of each of `width` terms, from the terms of each donor."""
    ones = np.ones(len(terms), dtype=np.int8)
    turned = csr_array((ones, terms, indptr), shape=(len(indptr) - 1, width)).tocsc()
    return Postings(turned.indptr.astype(np.int64), turned.indices.astype(np.int32, copy=False))


@dataclass(frozen=True, slots=True)
class SharedTerms:
    """Sums of weights over the terms that a profile and each of n donors share.

    Attributes:
        held: Donors of each term.
        weights: Weight of each term in whole steps, (T,), int32.
        step: What a step is worth.
        own: Sum of the weights of each donor's own terms, in steps, (n,), int32.
        ones: n ones, int32: each donor has a term once.
    """

    held: Postings
    weights: NDArray[np.int32]
    step: float
    own: NDArray[np.int32]
    ones: NDArray[np.int32]

    def of(self, terms: NDArray[np.integer]) -> int:
        """Sum of the weights of these terms, in steps."""
        return int(self.weights[terms].sum(dtype=np.int64))

    def shared(self, terms: NDArray[np.integer]) -> NDArray[np.int32]:
        """Sum of the weights of the terms that each donor shares with these, in steps, (n,), int32."""
        sums = np.zeros(len(self.own), dtype=np.int32)
        span = np.zeros(2, dtype=np.int32)
        for term in terms[self.weights[terms] > 0].tolist():
            donors = self.held[term]
            span[1] = len(donors)
            _sparsetools.csc_matvec(len(sums), 1, span, donors, self.ones, self.weights[term : term + 1], sums)
        return sums


def shared_terms(
    indptr: NDArray[np.int64],
    terms: NDArray[np.int32],
    weights: NDArray[np.floating],
    donors_of: Postings | None = None,
) -> SharedTerms:
    """Prepares sums over the terms of donors, given row by row, by the weight of each term of the ontology, (T,)."""
    held = donors_of or postings(indptr, terms, len(weights))
    largest = float(row_sums(indptr, np.asarray(weights, dtype=np.float64)[terms]).max(initial=0.0))
    # A profile may have weightier terms than any donor: each weight alone has to be a whole number too.
    step = step_for(max(largest, float(np.max(weights, initial=0.0))), LARGEST_SUM)
    steps = in_steps(weights, step)
    own = row_sums(indptr, steps[terms])
    return SharedTerms(held, steps, step, own.astype(np.int32), np.ones(len(own), dtype=np.int32))


def row_sums(indptr: NDArray[np.int64], values: NDArray[np.generic]) -> NDArray[np.generic]:
    """Sum of the values of each row, (n,), 0 for an empty one."""
    sums = np.zeros(
        len(indptr) - 1, dtype=np.result_type(values.dtype, np.int64 if values.dtype.kind == "i" else float)
    )
    filled = np.flatnonzero(np.diff(indptr))
    if len(filled):
        sums[filled] = np.add.reduceat(values, indptr[filled], dtype=sums.dtype)
    return sums


def closure_of(profile: NDArray[np.integer], ontology: Ontology) -> NDArray[np.int32]:
    """The terms of a profile and their ancestors, ascending, each once."""
    return broader_of(profile, ontology.ancestor_indptr, ontology.ancestor_indices)


def broader_of(
    profile: NDArray[np.integer], indptr: NDArray[np.integer], ancestors: NDArray[np.int32]
) -> NDArray[np.int32]:
    """The terms of a profile and their ancestors, ascending, each once."""
    return np.unique(joined(indptr, ancestors, profile.tolist()))


def joined(indptr: NDArray[np.integer], values: NDArray[_Value], rows: Iterable[int]) -> NDArray[_Value]:
    """The values of some rows, back to back."""
    parts = [values[indptr[row] : indptr[row + 1]] for row in rows]
    return np.concatenate(parts) if parts else values[:0]
