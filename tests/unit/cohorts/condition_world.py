"""A small world of published conditions: 91 invented terms in six branches, and conditions of a few kinds."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import cohort_world as world
import numpy as np

from ontology.annotations import Annotations
from ontology.graph import Rows
from ontology.ontology import Ontology
from ontology.pooling import DiseaseRows, Pooled, arrays
from ontology.terms import PHENOTYPIC_ABNORMALITY, TermId, from_number, number

ROOT = PHENOTYPIC_ABNORMALITY
BRANCHES = tuple(from_number(1000 * one) for one in range(1, 7))
LEAVES = {branch: tuple(from_number(number(branch) + one) for one in range(1, 15)) for branch in BRANCHES}
PARENTS: dict[TermId, tuple[TermId, ...]] = {
    ROOT: (),
    **dict.fromkeys(BRANCHES, (ROOT,)),
    **{leaf: (branch,) for branch, leaves in LEAVES.items() for leaf in leaves},
}
NUMBERS = np.array(sorted(number(term) for term in PARENTS), dtype=np.int32)


class FlatOntology(world.SmallOntology):
    """Three steps deep; has the arrays that the engine needs."""

    numbers = NUMBERS

    def __init__(self) -> None:
        rows = [sorted(self.position(one) for one in self.ancestors(from_number(int(n)))) for n in NUMBERS]
        self.ancestor_indptr = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int32)
        self.ancestor_indices = np.array([one for row in rows for one in row], dtype=np.int32)

    def position(self, term: TermId) -> int:
        return int(np.searchsorted(NUMBERS, number(term)))

    def require_phenotype(self, text: str) -> TermId:
        return TermId(text)

    def parents(self, term: TermId) -> tuple[TermId, ...]:
        return PARENTS[term]

    def ancestors(self, term: TermId) -> frozenset[TermId]:
        return frozenset({term}.union(*(self.ancestors(parent) for parent in PARENTS[term])))

    def descendants(self, term: TermId) -> frozenset[TermId]:
        return frozenset(one for one in PARENTS if term in self.ancestors(one))

    def is_phenotype(self, term: TermId) -> bool:
        return term in PARENTS

    def depth(self, term: TermId) -> int:
        return len(self.ancestors(term)) - 1

    def parent_rows(self) -> Rows:
        rows = [sorted(self.position(one) for one in PARENTS[from_number(int(n))]) for n in NUMBERS]
        indptr = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int32)
        return Rows(indptr, np.array([one for row in rows for one in row], dtype=np.int32))


ONTOLOGY = cast("Ontology", FlatOntology())


def planted(kinds: int, each: int, alone: int, seed: int = 1) -> dict[str, dict[TermId, float]]:
    """Conditions of so many kinds, each with findings of its own branch mostly, and others with findings of any.

    Returns:
        Id -> term -> published frequency; ids of one kind stand side by side.
    """
    rng = random.Random(seed)
    every = [leaf for leaves in LEAVES.values() for leaf in leaves]
    drawn = [rng.sample(LEAVES[BRANCHES[kind]], 9) + rng.sample(every, 2) for kind in range(kinds) for _ in range(each)]
    drawn += [rng.sample(every, 9) for _ in range(alone)]
    return {
        f"OMIM:{100 + place}": {term: rng.choice((0.5, 0.9, 1.0)) for term in terms}
        for place, terms in enumerate(drawn)
    }


def annotations(conditions: Mapping[str, Mapping[TermId, float | None]], **more: Any) -> Annotations:
    """Annotations that say so; names are "Condition 100" and so on.

    Args:
        more: `excluded`, `course` or `inheritance`, each id -> terms.
    """
    rows = [_disease(one, conditions[one], more) for one in sorted(conditions)]
    return Annotations(arrays(rows), {"release": "2025-01-16", "checksum": "c" * 64})


def _disease(identifier: str, having: Mapping[TermId, float | None], more: Mapping[str, Any]) -> DiseaseRows:
    def others(kind: str, excluded: bool = False) -> tuple[Pooled, ...]:
        return tuple(_pooled(term, None, excluded) for term in more.get(kind, {}).get(identifier, ()))

    phenotypes = tuple(_pooled(term, share) for term, share in sorted(having.items()))
    name = f"Condition {identifier.partition(':')[2]}"
    return DiseaseRows(
        identifier, name, phenotypes + others("excluded", excluded=True), others("course"), others("inheritance")
    )


def _pooled(term: str, share: float | None, excluded: bool = False) -> Pooled:
    return Pooled(number(TermId(term)), share, excluded, "")


def in_order(ids: Iterable[str], seed: int) -> Sequence[str]:
    """The ids in another order."""
    return random.Random(seed).sample(sorted(ids), k=len(set(ids)))
