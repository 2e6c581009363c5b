"""The door: everything a question needs, assembled once by the composition root."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from data_access.snapshots import Snapshot
from data_access.store import Store
from ontology.annotations import Annotations
from ontology.ontology import Ontology
from ontology.terms import TermId
from workbench.cohorts.cohort import Population
from workbench.cohorts.text import Glossary
from workbench.cohorts.vocabulary import PublishedVocabulary, SnapshotVocabulary
from workbench.disclosure.release import Gate


class AnswerCache(Protocol):
    """Keeps released answers as bytes, shared between workers."""

    def get(self, key: str) -> bytes | None:
        """What was kept under the key, or None."""

    def set(self, key: str, value: bytes) -> None:
        """Keeps the bytes under the key."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks. Sign-in comes with its own issue; until then there is one local researcher."""

    user: str = "local"
    study: str | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """What the questions of `workbench.api` are asked of.

    Pages get it from `components.asking.door()` and hand it to a question unread.

    Attributes:
        population: The donors of the snapshot, for counting.
        usual: Findings in their own right, as published annotations use them; the others are headings.
        published: What makes two questions the same whatever the donors have; questions are shown in its form.
        glossary: Words for terms, published diseases and disease areas. Knows nothing of donors.
        condition_names: Condition of the snapshot -> name. Which there are is known to nobody outside.
    """

    ontology: Ontology
    annotations: Annotations
    snapshot: Snapshot
    store: Store
    gate: Gate
    cache: AnswerCache
    population: Population
    published: PublishedVocabulary
    glossary: Glossary
    condition_names: Mapping[str, str]
    usual: frozenset[TermId]
    asker: Asker = Asker()

    @property
    def vocabulary(self) -> SnapshotVocabulary:
        """What makes two questions on this snapshot the same."""
        return self.population.vocabulary

    def asked_by(self, asker: Asker) -> Door:
        """The same door for another person."""
        return replace(self, asker=asker)
