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
from workbench.accounts.roles import ROLES, Permission, Role, is_allowed
from workbench.cohorts.cohort import Population
from workbench.cohorts.text import Glossary
from workbench.cohorts.vocabulary import PublishedVocabulary, SnapshotVocabulary
from workbench.disclosure.release import Gate
from workbench.errors import NotAllowed


class AnswerCache(Protocol):
    """Keeps released answers as bytes, shared between workers."""

    def get(self, key: str) -> bytes | None:
        """What was kept under the key, or None."""

    def set(self, key: str, value: bytes) -> None:
        """Keeps the bytes under the key."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks.

    Attributes:
        user: Id of the account; "local" for whoever works at the command line of this machine.
        role: Role of the account; None for nobody in particular, who may ask nothing.
        study: Study on whose behalf they ask; None outside of one.
    """

    user: str = ""
    role: Role | None = None
    study: str | None = None

    def require(self, permission: Permission) -> None:
        """Lets those pass whose role has the permission.

        Raises:
            NotAllowed: It has not.
        """
        if not is_allowed(self.role, permission):
            raise NotAllowed("This is not open to you.", do="Sign in with an account that may see it.")

    def require_signed_in(self) -> None:
        """Lets everybody pass who has signed in: for public facts, such as what a term means.

        Raises:
            NotAllowed: Nobody in particular asks.
        """
        if self.role not in ROLES:
            raise NotAllowed("You are not signed in.", do="Sign in.")


NOBODY = Asker()
OPERATOR = Asker("local", "researcher")
"""Whoever works at the command line of this machine."""


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
    asker: Asker = NOBODY

    @property
    def vocabulary(self) -> SnapshotVocabulary:
        """What makes two questions on this snapshot the same."""
        return self.population.vocabulary

    def asked_by(self, asker: Asker) -> Door:
        """The same door for another person."""
        return replace(self, asker=asker)
