"""The published conditions nearest to one, and the findings they share with it. About no donor."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from scipy import sparse

from ontology.annotations import Annotations
from ontology.ontology import Ontology
from ontology.terms import TermId, from_number
from workbench.analysis.conditions.alike import BROAD
from workbench.analysis.conditions.closures import Closures, as_recorded, closures, published_rows, published_weights

_SHARED = 6
_SHALLOWEST = 2


@dataclass(frozen=True, slots=True)
class NearCondition:
    """A condition near another one.

    Attributes:
        overlap: Likeness of their profiles (see `alike.Profiles`), 0 (nothing in common) to 1 (the same findings).
        shared: Findings of both, the most telling first: (term, label, lay words).
    """

    id: str
    name: str
    overlap: float
    shared: tuple[tuple[TermId, str, str], ...]


@dataclass(frozen=True, slots=True)
class _Index:
    """The conditions of one database: their ids, frequencies by term (d, T), and both parts of profiles (d, 2 T)."""

    ids: tuple[str, ...]
    frequencies: Any
    profiles: Any


def nearest_conditions(
    condition: str, top: int, annotations: Annotations, ontology: Ontology, usual: Collection[TermId]
) -> tuple[NearCondition, ...]:
    """The nearest conditions of the same database, nearest first; those without anything in common are left out.

    Args:
        usual: Findings in their own right; what is shared is told in these.
    """
    if condition not in annotations:
        return ()
    index = _index(annotations, ontology, _database(condition))
    place = index.ids.index(condition)
    overlap = np.asarray((index.profiles @ index.profiles[[place]].T).toarray()).ravel()
    overlap[place] = 0.0
    best = np.argsort(-overlap, kind="stable")[:top]
    content = published_weights(annotations, ontology).content
    return tuple(
        NearCondition(
            index.ids[one],
            annotations.name(index.ids[one]),
            min(float(overlap[one]), 1.0),
            tuple(
                (term, ontology.label(term), ontology.lay_words(term))
                for term in _shared(index, (place, one), content, ontology, usual)
            ),
        )
        for one in best.tolist()
        if overlap[one] > 0
    )


@lru_cache(maxsize=4)
def _index(annotations: Annotations, ontology: Ontology, database: str) -> _Index:
    ids = tuple(one for one in annotations.diseases if _database(one) == database)
    rows = published_rows(ids, annotations, ontology)
    weights = published_weights(annotations, ontology)
    broad, exact = closures(rows, ontology), as_recorded(rows, ontology)
    frequency = broad.frequencies(rows.frequency)
    shape = (len(ids), len(ontology.numbers))
    parts = [
        _of_length_one(broad, frequency * np.sqrt(weights.increment[broad.term]), shape),
        _of_length_one(exact, np.sqrt(exact.frequencies(rows.frequency)) * weights.content[exact.term], shape),
    ]
    scaled = [part * np.float32(np.sqrt(share)) for part, share in zip(parts, (BROAD, 1 - BROAD), strict=True)]
    profiles = sparse.csr_array(sparse.hstack(scaled))
    return _Index(ids, _by_row(broad, frequency, shape), profiles)


def _of_length_one(pairs: Closures, values: np.ndarray, shape: tuple[int, int]) -> Any:
    length = np.sqrt(np.bincount(pairs.owner, weights=values**2, minlength=shape[0]))
    return _by_row(pairs, values / np.maximum(length[pairs.owner], 1e-12), shape)


def _by_row(pairs: Closures, values: np.ndarray, shape: tuple[int, int]) -> Any:
    starts = np.searchsorted(pairs.owner, np.arange(shape[0] + 1))
    return sparse.csr_array((values.astype(np.float32), pairs.term, starts.astype(np.int32)), shape=shape)


def _shared(
    index: _Index, pair: tuple[int, int], content: np.ndarray, ontology: Ontology, usual: Collection[TermId]
) -> Iterable[TermId]:
    """What both have, by information content times the lower frequency: rare findings that are frequent in both."""
    first, second = (index.frequencies[[one]] for one in pair)
    both = first.minimum(second).tocoo()
    order = np.lexsort((both.col, -both.data * content[both.col]))
    terms = (from_number(int(number)) for number in ontology.numbers[both.col[order]])
    telling = (one for one in terms if one in usual and ontology.is_phenotype(one))
    return _apart((one for one in telling if ontology.depth(one) >= _SHALLOWEST), ontology)


def _apart(terms: Iterable[TermId], ontology: Ontology) -> Iterator[TermId]:
    """The first few, less those that are broader or narrower than one before."""
    kept: list[TermId] = []
    for term in terms:
        if len(kept) == _SHARED:
            return
        if not any(term in ontology.ancestors(one) or one in ontology.ancestors(term) for one in kept):
            kept.append(term)
            yield term


def _database(condition: str) -> str:
    return condition.partition(":")[0]
