"""The store's Protocol: what every store can do, whatever holds the rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from data_access.audit import AuditLog
from data_access.connections import Left
from data_access.questions import QuestionLog
from data_access.records import Consent, Donor, ImportRecord, SavedCohort
from data_access.studies import StudyBook

Outcome = Literal["stored", "updated", "unchanged"]
CriterionField = Literal["observed", "excluded", "sex", "age_band", "region", "condition", "undiagnosed"]
KEY_FACT = "pseudonym_key"
"""Name of the fact that says with which key the store's pseudonyms are made."""

DEMO_SOURCE = "demo"
"""Source of the synthetic donors of the demo, whose ids are plain hashes: a change of key leaves them as they are."""

CRITERION_FIELDS: tuple[CriterionField, ...] = get_args(CriterionField)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A donor fits when the field holds any of the values.

    `observed` and `excluded` take HPO ids, already widened by the caller (to narrower terms for observed, to
    broader ones for excluded). `region` takes country or ISO 3166-2 codes. `undiagnosed` takes `("true",)`.
    """

    field: CriterionField
    values: tuple[str, ...]


class Store(Protocol):
    """Donors, imports and saved cohorts. Every method is one transaction: whole, or not at all.

    Attributes:
        audit: What was done by whom.
        questions: Who asked what.
        studies: Named studies.
    """

    @property
    def audit(self) -> AuditLog:
        """What was done by whom."""

    @property
    def questions(self) -> QuestionLog:
        """Who asked what."""

    @property
    def studies(self) -> StudyBook:
        """Named studies."""

    def put(
        self,
        donors: Sequence[Donor],
        *,
        key_id: str | None = None,
        standing: Sequence[Donor | None] | None = None,
    ) -> list[Outcome]:
        """Stores the donors in order; a donor that is there and equal is left unchanged.

        Args:
            key_id: Which key made the donors' ids; None where no key did.
            standing: What was read of each donor (of different ids) before, so that a consent withdrawn since then, or
                a donor erased since then, does not come back; None to write whatever stands.

        Raises:
            ChangedMeanwhile: A donor is not what was read any more: nothing was stored.
            StoreError: A donor breaks a rule, or the store's key is another one by now: nothing was stored.
        """

    def get(self, donor_id: str) -> Donor | None:
        """The donor, or None."""

    def erase(self, donor_id: str) -> bool:
        """Removes the donor and everything that hangs on it. False when there was none."""

    def forget_erased(self) -> Left:
        """Rewrites the files so that nothing erased is left in them; gives what is left all the same."""

    def set_consents(self, donor_id: str, consents: Sequence[Consent]) -> bool:
        """Replaces the consents of a donor. False when there is no such donor.

        Raises:
            StoreError: A consent breaks a rule.
        """

    def suppress(self, hashes: Collection[str]) -> int:
        """Puts hashes on the list of those who must not come back; gives how many are new (`suppression.py`).

        Raises:
            StoreError: One is not 64 hexadecimal digits.
        """

    def suppressed(self, hashes: Collection[str]) -> set[str]:
        """Those of the hashes that are on the list."""

    def is_suppressed(self, suppressed_hash: str) -> bool:
        """True where the hash is on the list."""

    def rekey(
        self,
        before: str,
        after: str,
        rename: Callable[[str], str],
        *,
        actor: str,
        step: Callable[[int, int], None] = lambda done, of: None,
    ) -> int:
        """Gives every donor whose id a key made the id that `rename` makes of it; gives how many those are.

        With the new ids come the id of the new key and a row in the audit log: all of it, or nothing.

        Args:
            before: Id of the key that made the ids.
            after: Id of the key that makes them from now on.
            step: Told how many of how many are done; what it raises undoes everything.

        Raises:
            StoreError: The store's key is not `before`.
        """

    def donors(self, *, purpose: str | None = None, batch: int = 1000) -> Iterator[Donor]:
        """All donors in order of id, or those whose consent for the purpose stands."""

    def count(self, *, purpose: str | None = None, synthetic: bool | None = None) -> int:
        """How many donors. True numbers: nothing above `workbench.disclosure` may show them."""

    def count_matching(self, criteria: Iterable[Criterion], *, purpose: str | None = None) -> int:
        """How many donors fit every criterion."""

    def add_import(self, record: ImportRecord, *, actor: str | None = None) -> None:
        """Keeps what an import did; where an actor is named, with a row in the audit log."""

    def imports(self) -> list[ImportRecord]:
        """All imports, newest first."""

    def save_cohort(self, cohort: SavedCohort) -> SavedCohort:
        """Saves as the next version of `cohort.id` (1 for a new id), and returns what was saved."""

    def cohorts(self, *, owner: str) -> list[SavedCohort]:
        """Latest versions of the owner's cohorts, newest first."""

    def cohort_versions(self, cohort_id: str, *, owner: str) -> list[SavedCohort]:
        """All versions of one cohort of the owner, newest first; empty when there is none."""

    def fact(self, name: str) -> str | None:
        """A fact about the store itself (never about a donor), or None."""

    def keep_fact(self, name: str, value: str) -> str:
        """Keeps a fact unless there is one of that name already, and returns the one that stands."""

    def close(self) -> None:
        """Gives back connections and files."""
