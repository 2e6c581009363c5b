"""Donors to measure the engine on: published cases where they are, else synthetic ones, resampled to any number."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.places import CASES
from ontology.annotations import load_annotations
from ontology.ontology import Ontology
from ontology.terms import TermId, number
from workbench.analysis.engine.described import Described, described

SEED = 7
_SYNTHETIC = 7_168
_LEFT_OUT, _BROADER, _ADDED = 0.25, 0.15, 1.0


@dataclass(frozen=True, slots=True)
class Profiles:
    """n profiles of observed findings.

    Attributes:
        indptr: Where each begins, (n + 1,), int64.
        terms: Positions in `Ontology.numbers`, ascending, each once a profile, int32.
        source: What they are, in words.
    """

    indptr: NDArray[np.int64]
    terms: NDArray[np.int32]
    source: str

    def __len__(self) -> int:
        return len(self.indptr) - 1

    def weighed(self, ontology: Ontology) -> Described:
        """The profiles as donors of the engine, weighed among themselves."""
        return described(self.indptr, ontology.numbers[self.terms], ontology)


def to_start_from(ontology: Ontology, compiled: Path, synthetic: int | None = None) -> Profiles:
    """The open published cases that lie beside the checkout, else as many synthetic donors.

    Args:
        compiled: Folder of the compiled ontology.
        synthetic: Take this many synthetic donors, whatever lies there.
    """
    if synthetic is None and CASES.exists():
        from workbench.evaluation.cases import read_cases

        cases = read_cases(CASES, ontology)
        return Profiles(cases.observed_indptr, _positions(cases.observed, ontology), f"{len(cases):,} published cases")
    from workbench.ingest.demo import synthetic_donors

    donors = synthetic_donors(synthetic or _SYNTHETIC, SEED, load_annotations(compiled), ontology)
    rows = [sorted(number(TermId(one.term)) for one in donor.findings if one.state == "observed") for donor in donors]
    rows = [row for row in rows if row]
    indptr = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    terms = _positions(np.concatenate(rows), ontology)
    return Profiles(indptr, terms, f"{len(rows):,} synthetic donors")


def resampled(start: Profiles, n: int, ontology: Ontology, seed: int = SEED) -> Profiles:
    """n profiles: some of those given, or all of them and then altered copies. The same for the same seed.

    In a copy a quarter of the findings is left out, one in seven is said more broadly, and one in the mean is added, as
    often as it stands in the others.
    """
    rng = np.random.default_rng([seed, n])
    if n <= len(start):
        rows = np.sort(rng.permutation(len(start))[:n])
        owners, terms = _taken(start, rows)
        return Profiles(*_tidy(owners, terms, n, len(ontology)), f"{n:,} of {start.source}")
    copied = rng.integers(len(start), size=n - len(start))
    owners, terms = _altered(*_taken(start, copied), start, len(copied), ontology, rng)
    first, first_terms = _taken(start, np.arange(len(start)))
    together = np.concatenate([first, owners + len(start)]), np.concatenate([first_terms, terms])
    source = f"{start.source} and {len(copied):,} altered copies"
    return Profiles(*_tidy(*together, n, len(ontology)), source)


def _taken(start: Profiles, rows: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The terms of rows, one after another, and which of the rows each belongs to."""
    lengths = np.diff(start.indptr)[rows]
    owners = np.repeat(np.arange(len(rows)), lengths)
    within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return owners, start.terms[start.indptr[rows][owners] + within].astype(np.int64)


def _altered(
    owners: NDArray[np.int64],
    terms: NDArray[np.int64],
    start: Profiles,
    n: int,
    ontology: Ontology,
    rng: np.random.Generator,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    kept = rng.random(len(terms)) >= _LEFT_OUT
    kept[np.flatnonzero(np.diff(owners, prepend=-1))] = True  # nobody is left without any
    owners, terms = owners[kept], terms[kept]
    broader = rng.random(len(terms)) < _BROADER
    terms[broader] = _parent(terms[broader], ontology, rng)
    added = rng.poisson(_ADDED, size=n)
    drawn = rng.choice(start.terms, size=added.sum())
    return np.concatenate([owners, np.repeat(np.arange(n), added)]), np.concatenate([terms, drawn])


def _parent(terms: NDArray[np.int64], ontology: Ontology, rng: np.random.Generator) -> NDArray[np.int64]:
    """One parent of each term by chance; the term itself where its parents are no findings."""
    parents = ontology.parent_rows()
    choice = (rng.random(len(terms)) * np.diff(parents.indptr)[terms]).astype(np.int64)
    found = parents.indices[np.minimum(parents.indptr[terms] + choice, len(parents.indices) - 1)].astype(np.int64)
    depth = np.diff(ontology.ancestor_indptr)[found]
    return np.where(depth > 2, found, terms)  # the root and HP:0000118 are no findings


def _tidy(owners: NDArray[Any], terms: NDArray[Any], n: int, size: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Rows in order, their terms ascending and each once."""
    keys = np.unique(owners.astype(np.int64) * size + terms)
    indptr = np.searchsorted(keys, np.arange(n + 1, dtype=np.int64) * size)
    return indptr.astype(np.int64), (keys % size).astype(np.int32)


def _positions(numbers: NDArray[Any], ontology: Ontology) -> NDArray[np.int32]:
    return np.searchsorted(ontology.numbers, numbers).astype(np.int32)
