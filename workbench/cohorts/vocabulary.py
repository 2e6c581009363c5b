"""What a question needs to know to be understood: which terms are broader, which conditions lie in which area."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ontology.disease_areas import area_of
from ontology.terms import TermId, from_number

AREA_PREFIX = "AREA:"


class Vocabulary(Protocol):
    """What reading a query needs to know of the ontology; `ontology.Ontology` is one."""

    def require_phenotype(self, text: str) -> TermId:
        """The text as a current phenotype term."""

    def ancestors(self, term: TermId) -> frozenset[TermId]:
        """The term and everything broader."""


class Terms(Vocabulary, Protocol):
    """What evaluating a query needs to know of the ontology; `ontology.Ontology` is one."""

    def is_phenotype(self, term: TermId) -> bool:
        """True for HP:0000118 and what is under it."""

    def depth(self, term: TermId) -> int:
        """Steps from HP:0000118 by the shortest path."""


class Meanings(Protocol):
    """What comparing the meaning of clauses needs to know; `SnapshotVocabulary` is one."""

    def ancestors(self, term: TermId) -> frozenset[TermId]:
        """The term and everything broader."""

    def area(self, condition: str) -> str | None:
        """The disease area (`AREA:...`) that the condition lies in."""


class SnapshotVocabulary:
    """The ontology, and the disease areas of the conditions of one snapshot.

    Args:
        ontology: Terms and what is broader.
        condition_areas: Condition id -> `AREA:...`, for those that lie in an area.
    """

    def __init__(self, ontology: Terms, condition_areas: Mapping[str, str]) -> None:
        self._ontology = ontology
        self._areas = dict(condition_areas)
        # Tables ask for the same terms thousands of times.
        self._ancestors: dict[TermId, frozenset[TermId]] = {}
        self._depths: dict[int, int] = {}

    def require_phenotype(self, text: str) -> TermId:
        """The text as a current phenotype term."""
        return self._ontology.require_phenotype(text)

    def ancestors(self, term: TermId) -> frozenset[TermId]:
        """The term and everything broader."""
        if term not in self._ancestors:
            self._ancestors[term] = self._ontology.ancestors(term)
        return self._ancestors[term]

    def area(self, condition: str) -> str | None:
        """The disease area (`AREA:...`) that the condition lies in."""
        return self._areas.get(condition)

    def conditions_in(self, area: str) -> tuple[str, ...]:
        """Ids of the snapshot's conditions that lie in the area (`AREA:...`), sorted."""
        return tuple(sorted(condition for condition, its_area in self._areas.items() if its_area == area))

    def depths(self, numbers: NDArray[np.int32]) -> NDArray[np.int64]:
        """Steps from HP:0000118 to each term, given as HPO numbers (m,); int64 (m,), -1 for other kinds of term."""
        return np.array([self._depth(int(one)) for one in numbers], dtype=np.int64)

    def _depth(self, one: int) -> int:
        if one not in self._depths:
            term = from_number(one)
            self._depths[one] = self._ontology.depth(term) if self._ontology.is_phenotype(term) else -1
        return self._depths[one]


class PublishedVocabulary:
    """The ontology, and the disease areas of published diseases: what may be told whatever the donors have.

    Args:
        ontology: Terms and what is broader.
        names: Id of a published disease -> its name.
    """

    def __init__(self, ontology: Vocabulary, names: Mapping[str, str]) -> None:
        self._ontology = ontology
        self._names = names

    def ancestors(self, term: TermId) -> frozenset[TermId]:
        """The term and everything broader."""
        return self._ontology.ancestors(term)

    def area(self, condition: str) -> str | None:
        """The disease area (`AREA:...`) that a published disease lies in."""
        name = self._names.get(condition)
        return None if name is None else area_id(condition, name)


def area_id(condition: str, name: str) -> str | None:
    """The disease area (`AREA:...`) of a condition of that id and name."""
    area = area_of(condition, name)
    return None if area is None else f"{AREA_PREFIX}{area}"


def condition_areas(names: Mapping[str, str]) -> dict[str, str]:
    """Condition id -> `AREA:...`, for the named conditions that lie in a disease area."""
    areas = {identifier: area_id(identifier, name) for identifier, name in names.items()}
    return {identifier: area for identifier, area in areas.items() if area is not None}
