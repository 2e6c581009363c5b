"""Invented donors over an invented ontology, large enough for what chance gives to be measured."""

from __future__ import annotations

from typing import Any, cast

import numpy as np

from ontology.graph import Rows
from ontology.ontology import Ontology
from workbench.analysis.engine.described import Described, described

AREAS, BRANCHES, LEVELS = 8, 4, 3
SYNDROMES, TYPICAL = 12, 14


class InventedOntology:
    """A root, `AREAS` areas under it, and under each a tree; position 0 is the root."""

    def __init__(self) -> None:
        parents = [-1, *([0] * AREAS)]
        level = list(range(1, AREAS + 1))
        for _ in range(LEVELS):
            level = [len(parents) + place for place in range(len(level) * BRANCHES)]
            first = level[0]
            parents.extend(level[0] - len(level) // BRANCHES + (one - first) // BRANCHES for one in level)
        self.parents_of = parents
        self.numbers = np.arange(len(parents), dtype=np.int32)
        rows = [self.upwards(one) for one in range(len(parents))]
        self.ancestor_indptr = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32)
        self.ancestor_indices = np.array([one for row in rows for one in row], np.int32)

    def upwards(self, one: int) -> list[int]:
        found = [one]
        while self.parents_of[found[-1]] >= 0:
            found.append(self.parents_of[found[-1]])
        return sorted(found)

    def parent_rows(self) -> Rows:
        rows = [[one] if one >= 0 else [] for one in self.parents_of]
        indptr = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32)
        return Rows(indptr, np.array([one for row in rows for one in row], np.int32))

    def body_areas(self) -> tuple[int, ...]:
        return tuple(range(1, AREAS + 1))

    def descendant_positions(self, term: int) -> np.ndarray:
        starts, ends = self.ancestor_indptr[:-1], self.ancestor_indptr[1:]
        rows = zip(starts, ends, strict=True)
        return np.array([at for at, (a, b) in enumerate(rows) if term in self.ancestor_indices[a:b]])

    @property
    def specific(self) -> np.ndarray:
        """The terms of the two lowest levels."""
        return self.numbers[1 + AREAS * (1 + BRANCHES) :]


def ontology() -> Ontology:
    """The invented ontology, as what it stands in for."""
    return cast("Ontology", InventedOntology())


def donors(count: int, seed: int = 3) -> Described:
    """Donors of twelve syndromes, each with a part of its typical findings and two of any."""
    rng = np.random.default_rng(seed)
    invented = InventedOntology()
    rows = [_findings(int(rng.integers(SYNDROMES)), invented, rng) for _ in range(count)]
    indptr = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    return described(indptr, np.concatenate(rows).astype(np.int32), cast("Any", invented))


def typical(syndrome: int) -> np.ndarray:
    """The typical findings of a syndrome."""
    rng = np.random.default_rng(1000 + syndrome)
    return np.sort(rng.choice(InventedOntology().specific, TYPICAL, replace=False))


def _findings(syndrome: int, invented: InventedOntology, rng: np.random.Generator) -> np.ndarray:
    own = rng.choice(typical(syndrome), int(rng.integers(4, 12)), replace=False)
    return np.union1d(own, rng.choice(invented.specific, 2, replace=False))
