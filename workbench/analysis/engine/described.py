"""What the engine compares: donors as terms of the ontology, and what each term weighs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ontology.information import increments, information_content
from ontology.ontology import Ontology


@dataclass(frozen=True, slots=True)
class Weights:
    """What each of the T terms of the ontology weighs, among the donors it was counted in.

    Attributes:
        content: Information content, nats, (T,), float64.
        increment: What a term says that its parents do not, nats, >= 0, (T,), float64.
    """

    content: NDArray[np.float64]
    increment: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Described:
    """n donors as rows of terms; terms are positions in `Ontology.numbers` (0 ... T-1), ascending, each once a row.

    Attributes:
        observed_indptr: Where each donor's recorded terms begin, (n + 1,), int64.
        observed: Recorded terms, (recorded,), int32.
        closure_indptr: Where each donor's terms with ancestors begin, (n + 1,), int64.
        closure: Recorded terms and their ancestors, (closures,), int32.
        weights: What terms weigh.
    """

    observed_indptr: NDArray[np.int64]
    observed: NDArray[np.int32]
    closure_indptr: NDArray[np.int64]
    closure: NDArray[np.int32]
    weights: Weights

    @property
    def donors(self) -> int:
        """How many donors there are."""
        return len(self.observed_indptr) - 1

    def profile(self, row: int) -> NDArray[np.int32]:
        """The recorded terms of one donor."""
        return self.observed[self.observed_indptr[row] : self.observed_indptr[row + 1]]


def described(indptr: NDArray[np.int64], numbers: NDArray[np.int32], ontology: Ontology) -> Described:
    """Donors given by their recorded HPO numbers, weighed among themselves.

    Args:
        indptr: Where each donor's terms begin, (n + 1,).
        numbers: HPO numbers of current terms, each once a donor, (recorded,).
    """
    from scipy import sparse

    size = len(ontology.numbers)
    columns = np.searchsorted(ontology.numbers, numbers)
    held = sparse.csr_matrix((np.ones(len(columns), np.int32), columns, indptr), shape=(len(indptr) - 1, size))
    held.sort_indices()
    links = np.ones(len(ontology.ancestor_indices), np.int32)
    broader = sparse.csr_matrix((links, ontology.ancestor_indices, ontology.ancestor_indptr), shape=(size, size))
    closure: Any = held @ broader
    closure.sort_indices()
    return Described(
        observed_indptr=np.asarray(held.indptr, dtype=np.int64),
        observed=np.asarray(held.indices, dtype=np.int32),
        closure_indptr=np.asarray(closure.indptr, dtype=np.int64),
        closure=np.asarray(closure.indices, dtype=np.int32),
        weights=weights(np.asarray(closure.indices), int(np.count_nonzero(np.diff(held.indptr))), ontology),
    )


def weights(closure: NDArray[np.integer], donors: int, ontology: Ontology) -> Weights:
    """What terms weigh among donors with any finding.

    Args:
        closure: Terms with ancestors of all donors, positions in `Ontology.numbers`.
        donors: How many of them have any finding.
    """
    counts = np.bincount(closure, minlength=len(ontology.numbers))
    content = information_content(counts, donors)
    return Weights(content, increments(content, ontology.parent_rows()))
