"""Rows of the store as arrays: numbered donors without pseudonyms, their terms, closures and coarse facts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from data_access.records import AGE_BANDS, SEXES, Donor
from ontology.ontology import Ontology
from ontology.terms import number


class _Row(NamedTuple):
    """What a snapshot holds of one donor; the pseudonym, the source and the words stay in the store."""

    observed: tuple[int, ...]
    excluded: tuple[int, ...]
    conditions: tuple[str, ...]
    sex: int
    age_band: int
    country: str
    region: str
    undiagnosed: bool


@dataclass(slots=True)
class Freezer:
    """Takes donors one by one and gives their arrays.

    Attributes:
        sources: Names of the sources seen.
        synthetic: True when any donor was synthetic.
        complete: False when a finding was left out, because this release of HPO does not know its term.
    """

    ontology: Ontology
    sources: set[str] = field(default_factory=set)
    synthetic: bool = False
    complete: bool = True
    _rows: list[_Row] = field(default_factory=list)
    _names: Counter[tuple[str, str]] = field(default_factory=Counter)
    _terms: dict[str, int | None] = field(default_factory=dict)

    def add(self, donor: Donor) -> None:
        """Takes one donor. Terms that this release of HPO replaced are replaced, unknown ones left out."""
        self.sources.add(donor.source)
        self.synthetic |= donor.synthetic
        self._names.update((condition.id, condition.name) for condition in donor.conditions)
        self._rows.append(
            _Row(
                observed=self._numbers(donor, "observed"),
                excluded=self._numbers(donor, "excluded"),
                conditions=tuple(sorted({condition.id for condition in donor.conditions})),
                sex=SEXES.index(donor.sex) if donor.sex else -1,
                age_band=AGE_BANDS.index(donor.age_band) if donor.age_band else -1,
                country=donor.country or "",
                region=donor.region or "",
                undiagnosed=donor.undiagnosed,
            )
        )

    def freeze(self, seed: int) -> Frozen:
        """The arrays of the donors taken so far.

        The order of the rows follows from what they hold and the seed alone: sorted by content, then shuffled. So the
        same donors give the same arrays, and a row number says nothing about a pseudonym.
        """
        rows = _shuffled(sorted(self._rows), seed)
        regions = sorted({code for row in rows for code in (row.country, row.region) if code})
        conditions = sorted({condition for row in rows for condition in row.conditions})
        arrays = {
            **_findings(rows, self.ontology),
            **_facts(rows, regions),
            **_conditions(rows, conditions),
        }
        names = self._most_used_names()
        return Frozen(
            donors=len(rows),
            sources=tuple(sorted(self.sources)),
            synthetic=self.synthetic,
            regions=tuple(regions),
            conditions=tuple(conditions),
            condition_names=tuple(names[condition] for condition in conditions),
            arrays=arrays,
        )

    def _numbers(self, donor: Donor, state: str) -> tuple[int, ...]:
        found = {self._number(finding.term) for finding in donor.findings if finding.state == state}
        return tuple(sorted(one for one in found if one is not None))

    def _number(self, text: str) -> int | None:
        if text not in self._terms:
            term = self.ontology.resolve(text).term
            self._terms[text] = None if term is None else number(term)
            self.complete &= term is not None
        return self._terms[text]

    def _most_used_names(self) -> dict[str, str]:
        """Condition -> the name most records give it; of two as frequent the first in the alphabet."""
        most: dict[str, tuple[int, str]] = {}
        for (condition, name), times in self._names.items():
            most[condition] = min(most.get(condition, (0, "")), (-times, name))
        return {condition: name for condition, (_, name) in most.items()}


@dataclass(frozen=True, slots=True)
class Frozen:
    """Donors as arrays, and what those arrays index.

    Attributes:
        arrays: Array of `Snapshot` -> its values, for all arrays that hold no result of an analysis.
    """

    donors: int
    sources: tuple[str, ...]
    synthetic: bool
    regions: tuple[str, ...]
    conditions: tuple[str, ...]
    condition_names: tuple[str, ...]
    arrays: dict[str, NDArray[Any]]


def _shuffled(rows: Sequence[_Row], seed: int) -> list[_Row]:
    content = hashlib.sha256(repr([tuple(row) for row in rows]).encode()).digest()
    rng = np.random.default_rng([seed, int.from_bytes(content[:8], "big")])
    return [rows[position] for position in rng.permutation(len(rows))]


def _findings(rows: Sequence[_Row], ontology: Ontology) -> dict[str, NDArray[Any]]:
    observed_indptr, observed = _csr([row.observed for row in rows], np.int32)
    closure = _closure(observed_indptr, observed, ontology)
    used = np.unique(closure.indices)
    closure = closure[:, used]
    closure.sort_indices()
    excluded_indptr, excluded = _csr([row.excluded for row in rows], np.int32)
    excluded_terms, excluded_columns = np.unique(excluded, return_inverse=True)
    return {
        "terms": ontology.numbers[used].astype(np.int32),
        "closure_indptr": closure.indptr.astype(np.int64),
        "closure_indices": closure.indices.astype(np.int32),
        "bitmaps": _bitmaps(closure.indptr, closure.indices, len(used)),
        "observed_indptr": observed_indptr,
        "observed_terms": observed,
        "excluded_terms": excluded_terms.astype(np.int32),
        "excluded_bitmaps": _bitmaps(excluded_indptr, excluded_columns, len(excluded_terms)),
    }


def _closure(indptr: NDArray[np.int64], observed: NDArray[np.int32], ontology: Ontology) -> Any:
    """Observed terms and their ancestors, one row a donor, one column a term of the ontology."""
    size = len(ontology.numbers)
    columns = np.searchsorted(ontology.numbers, observed)
    found = sparse.csr_matrix((np.ones(len(columns), np.int32), columns, indptr), shape=(len(indptr) - 1, size))
    links = np.ones(len(ontology.ancestor_indices), np.int32)
    ancestors = sparse.csr_matrix((links, ontology.ancestor_indices, ontology.ancestor_indptr), shape=(size, size))
    return found @ ancestors


def _bitmaps(indptr: NDArray[Any], columns: NDArray[Any], count: int) -> NDArray[np.uint8]:
    """One row a column of the CSR matrix; bit i, little-endian, is set when donor i has it."""
    n = len(indptr) - 1
    donors = np.repeat(np.arange(n), np.diff(indptr))
    bitmaps = np.zeros((count, (n + 7) // 8), dtype=np.uint8)
    np.bitwise_or.at(bitmaps, (columns, donors >> 3), (1 << (donors & 7)).astype(np.uint8))
    return bitmaps


def _facts(rows: Sequence[_Row], regions: Sequence[str]) -> dict[str, NDArray[Any]]:
    position = partial({code: at for at, code in enumerate(regions)}.get)
    return {
        "sex": np.array([row.sex for row in rows], dtype=np.int8),
        "age_band": np.array([row.age_band for row in rows], dtype=np.int8),
        "region": np.array([position(row.country, -1) for row in rows], dtype=np.int16),
        "subregion": np.array([position(row.region, -1) for row in rows], dtype=np.int16),
        "undiagnosed": np.array([row.undiagnosed for row in rows], dtype=np.bool_),
    }


def _conditions(rows: Sequence[_Row], conditions: Sequence[str]) -> dict[str, NDArray[Any]]:
    position = {condition: at for at, condition in enumerate(conditions)}
    indptr, indices = _csr([[position[condition] for condition in row.conditions] for row in rows], np.int32)
    return {"condition_indptr": indptr, "condition_indices": indices}


def _csr(lists: Iterable[Sequence[int]], dtype: type[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    held = list(lists)
    indptr = np.concatenate([[0], np.cumsum([len(one) for one in held], dtype=np.int64)]).astype(np.int64)
    return indptr, np.array([value for one in held for value in one], dtype=dtype)
