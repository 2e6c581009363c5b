"""What is published about conditions, as rows of findings and as closures with frequencies. About no donor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ontology.annotations import Annotations
from ontology.ontology import Ontology
from workbench.analysis.engine.described import Weights, weights

MISSING = 1.0  # a finding whose frequency nobody gives is named because it is typical
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class PublishedRows:
    """The findings that c conditions are said to have, R rows.

    Attributes:
        conditions: c.
        owner: Condition of each row, ascending, 0 ... c-1, (R,), int64.
        term: Position in `Ontology.numbers`, (R,), int64.
        frequency: Share of patients, above 0, (R,), float64.
    """

    conditions: int
    owner: NDArray[np.int64]
    term: NDArray[np.int64]
    frequency: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Closures:
    """The closures of c conditions: E pairs of a condition and a term it has, itself or through a narrower one.

    Attributes:
        conditions: c.
        owner: Condition of each pair, ascending, (E,), int32.
        term: Position in `Ontology.numbers`, ascending within a condition, (E,), int32.
        source: For each pair the rows that give it, back to back, (S,), int32.
        starts: Where each pair's rows begin in `source`, (E,), int64.
    """

    conditions: int
    owner: NDArray[np.int32]
    term: NDArray[np.int32]
    source: NDArray[np.int32]
    starts: NDArray[np.int64]

    def frequencies(self, of_rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Share of patients with each pair's term: the highest of the rows that give it, (E,), float64.

        Args:
            of_rows: Frequency of each row, 0 for a row that is left out, (R,).
        """
        if not len(self.starts):
            return np.empty(0)
        highest: NDArray[np.float64] = np.maximum.reduceat(of_rows[self.source], self.starts)
        return highest


def published_rows(ids: Sequence[str], annotations: Annotations, ontology: Ontology) -> PublishedRows:
    """What is published about the conditions, in the order of their ids; nothing for an unknown id."""
    places = {one: place for place, one in enumerate(annotations.diseases)}
    known = np.array([places.get(one, -1) for one in ids], dtype=np.int64)
    first = np.where(known < 0, 0, annotations.indptr[known])
    length = np.where(known < 0, 0, annotations.indptr[known + 1] - first)
    owner = np.repeat(np.arange(len(ids)), length)
    row = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length) + first[owner]
    given = annotations.frequencies[row].astype(np.float64)
    frequency = np.where(np.isnan(given), MISSING, given)
    kept = ~annotations.excluded[row] & (frequency > 0)
    term = np.searchsorted(ontology.numbers, annotations.terms[row[kept]])
    return PublishedRows(len(ids), owner[kept], term, frequency[kept])


def closures(rows: PublishedRows, ontology: Ontology) -> Closures:
    """The conditions' closures: their terms and all that is broader.

    Worked out a block of conditions at a time: all published ones at once would take a web worker 150 MB for a moment,
    and it gives little of that back.
    """
    edges = np.append(np.searchsorted(rows.owner, np.arange(0, rows.conditions, _AT_ONCE)), len(rows.owner))
    blocks = [_closures(rows, first, last, ontology) for first, last in pairwise(edges.tolist())]
    sources = np.cumsum([0, *(len(block.source) for block in blocks)])
    return Closures(
        rows.conditions,
        np.concatenate([np.empty(0, np.int32), *(block.owner for block in blocks)]),
        np.concatenate([np.empty(0, np.int32), *(block.term for block in blocks)]),
        np.concatenate([np.empty(0, np.int32), *(block.source for block in blocks)]),
        np.concatenate([np.empty(0, np.int64), *(block.starts + at for block, at in zip(blocks, sources))]),
    )


def _closures(rows: PublishedRows, first: int, last: int, ontology: Ontology) -> Closures:
    terms = rows.term[first:last]
    begins = ontology.ancestor_indptr[terms].astype(np.int64)
    length = ontology.ancestor_indptr[terms + 1] - begins
    source = np.repeat(np.arange(first, last), length)
    within = np.arange(len(source)) - np.repeat(np.cumsum(length) - length, length)
    broader = ontology.ancestor_indices[np.repeat(begins, length) + within]
    return _paired(rows, source, broader, ontology)


def as_recorded(rows: PublishedRows, ontology: Ontology) -> Closures:
    """The same without ancestors: each term that is named, once a condition."""
    return _paired(rows, np.arange(len(rows.term)), rows.term, ontology)


def _paired(rows: PublishedRows, source: NDArray[np.int64], terms: NDArray[np.integer], ontology: Ontology) -> Closures:
    """Every term once a condition, with the rows that give it."""
    size = len(ontology.numbers)
    key = rows.owner[source] * size + terms
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    owner, term = np.divmod(ordered[starts], size)
    return Closures(
        rows.conditions, owner.astype(np.int32), term.astype(np.int32), source[order].astype(np.int32), starts
    )


@lru_cache(maxsize=1)
def published_weights(annotations: Annotations, ontology: Ontology) -> Weights:
    """What terms weigh among all published conditions.

    Published conditions weigh, not donors: so no answer about conditions among themselves tells anything of donors.
    """
    whole = closures(published_rows(annotations.diseases, annotations, ontology), ontology)
    return weights(whole.term, len(np.unique(whole.owner)), ontology)
