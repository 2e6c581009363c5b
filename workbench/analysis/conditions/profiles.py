"""Conditions as rows of terms with the share of patients who have each. From published annotations; about no donor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ontology.annotations import Annotations
from ontology.graph import Rows
from ontology.ontology import Ontology

CANDIDATES = ("OMIM:", "DECIPHER:")
"""Orphanet's groups and disorders describe the same conditions again, with classes for frequencies."""
_ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class FindingRows:
    """D rows of terms back to back; terms are positions in `Ontology.numbers`, ascending, each once a row.

    Attributes:
        indptr: Where each row begins, (D + 1,), int64.
        terms: (n,), int32.
        frequencies: Share of patients who have the term, above 0 to 1, (n,), float64.
    """

    indptr: NDArray[np.int64]
    terms: NDArray[np.int32]
    frequencies: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.indptr) - 1

    @property
    def owners(self) -> NDArray[np.int64]:
        """The row of each term, (n,), int64."""
        return np.repeat(np.arange(len(self)), np.diff(self.indptr))


@dataclass(frozen=True, slots=True)
class PublishedConditions:
    """D conditions with at least one finding.

    Attributes:
        ids: OMIM and DECIPHER ids, ascending.
        findings: Their findings; frequency 1 where no publication gives one.
        given: True where a publication gives the frequency, (n,), bool.
    """

    ids: tuple[str, ...]
    findings: FindingRows
    given: NDArray[np.bool_]


def published_conditions(annotations: Annotations, ontology: Ontology) -> PublishedConditions:
    """The conditions that may fit a profile: those of OMIM and DECIPHER with a finding that some patient has."""
    owners = np.repeat(np.arange(len(annotations)), np.diff(annotations.indptr))
    candidate = np.array([one.startswith(CANDIDATES) for one in annotations.diseases], dtype=bool)
    kept = candidate[owners] & is_had(annotations.frequencies, annotations.excluded)
    held, counts = np.unique(owners[kept], return_counts=True)
    frequencies = annotations.frequencies[kept]
    findings = FindingRows(
        indptr=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        terms=np.searchsorted(ontology.numbers, annotations.terms[kept]).astype(np.int32),
        frequencies=or_always(frequencies),
    )
    return PublishedConditions(tuple(annotations.diseases[one] for one in held), findings, ~np.isnan(frequencies))


def is_had(frequencies: NDArray[np.float32], excluded: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """True for rows about a finding that some patient has: neither excluded nor found in nobody."""
    had: NDArray[np.bool_] = ~excluded & ~(frequencies == 0)
    return had


def or_always(frequencies: NDArray[np.float32]) -> NDArray[np.float64]:
    """The frequencies, 1 where none is given."""
    return np.where(np.isnan(frequencies), 1.0, frequencies).astype(np.float64)


def closures(findings: FindingRows, ancestors: Rows) -> FindingRows:
    """The rows with every broader term; a broader term is as frequent as the most frequent finding under it.

    Args:
        ancestors: Every term's ancestors and the term itself.
    """
    pieces = [_closures(piece, ancestors) for piece in _pieces(findings)]
    counts = np.concatenate([np.diff(piece.indptr) for piece in pieces])
    return FindingRows(
        indptr=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        terms=np.concatenate([piece.terms for piece in pieces]),
        frequencies=np.concatenate([piece.frequencies for piece in pieces]),
    )


def _pieces(findings: FindingRows) -> Iterator[FindingRows]:
    """The rows in pieces: all at once would take a web worker 100 MB for a moment, and it gives none of it back."""
    for first in range(0, max(len(findings), 1), _ROWS_AT_ONCE):
        indptr = findings.indptr[first : first + _ROWS_AT_ONCE + 1]
        some = slice(int(indptr[0]), int(indptr[-1]))
        yield FindingRows(indptr - indptr[0], findings.terms[some], findings.frequencies[some])


def _closures(findings: FindingRows, ancestors: Rows) -> FindingRows:
    lengths = np.diff(ancestors.indptr)[findings.terms].astype(np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    offsets = np.arange(starts[-1]) - np.repeat(starts[:-1], lengths)
    terms = ancestors.indices[np.repeat(ancestors.indptr[findings.terms].astype(np.int64), lengths) + offsets]
    size = np.int64(len(ancestors.indptr) - 1)
    keys = np.repeat(findings.owners, lengths) * size + terms
    order = np.argsort(keys, kind="stable")
    unique, first = np.unique(keys[order], return_index=True)
    strongest = np.maximum.reduceat(np.repeat(findings.frequencies, lengths)[order], first)
    ends = np.searchsorted(unique, np.arange(len(findings) + 1) * size)
    return FindingRows(ends.astype(np.int64), (unique % size).astype(np.int32), strongest)
