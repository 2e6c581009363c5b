"""A store in memory, in plain Python: what the other stores are measured against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from threading import RLock

from data_access.connections import Left
from data_access.memory_trail import MemoryAuditLog, MemoryQuestionLog, MemoryStudyBook
from data_access.records import Consent, Donor, ImportRecord, SavedCohort
from data_access.rules import (
    check_batch,
    check_cohort,
    check_consents,
    check_criterion,
    check_donor,
    check_fact,
    check_import,
    check_key,
    check_standing,
    check_suppressed,
)
from data_access.store import DEMO_SOURCE, KEY_FACT, Criterion, Outcome
from workbench.errors import StoreError


def _values_of(donor: Donor, criterion: Criterion) -> set[str | None]:
    """What the donor holds in the field of the criterion."""
    match criterion.field:
        case "observed" | "excluded" as state:
            return {finding.term for finding in donor.findings if finding.state == state}
        case "condition":
            return {condition.id for condition in donor.conditions}
        case "region":
            return {donor.country, donor.region}
        case "undiagnosed":
            return {"true"} if donor.undiagnosed else set()
        case "sex":
            return {donor.sex}
        case "age_band":
            return {donor.age_band}


def fits(donor: Donor, criterion: Criterion) -> bool:
    """True where the donor holds any of the criterion's values."""
    return not _values_of(donor, criterion).isdisjoint(criterion.values)


class MemoryStore:
    """Donors, imports and saved cohorts, gone with the process."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._donors: dict[str, Donor] = {}
        self._imports: dict[str, ImportRecord] = {}
        self._cohorts: dict[str, list[SavedCohort]] = {}
        self._facts: dict[str, str] = {}
        self._suppressed: set[str] = set()
        self.audit = MemoryAuditLog()
        self.questions = MemoryQuestionLog()
        self.studies = MemoryStudyBook()

    def put(
        self,
        donors: Sequence[Donor],
        *,
        key_id: str | None = None,
        standing: Sequence[Donor | None] | None = None,
    ) -> list[Outcome]:
        """See `Store.put`."""
        for donor in donors:
            check_donor(donor)
        with self._lock:
            if key_id is not None:
                check_key(key_id, self._facts.get(KEY_FACT))
            if standing is not None:
                check_standing(standing == [self._donors.get(donor.id) for donor in donors])
            return [self._put_one(donor) for donor in donors]

    def _put_one(self, donor: Donor) -> Outcome:
        before = self._donors.get(donor.id)
        self._donors[donor.id] = donor
        if before is None:
            return "stored"
        return "unchanged" if before == donor else "updated"

    def get(self, donor_id: str) -> Donor | None:
        """See `Store.get`."""
        with self._lock:
            return self._donors.get(donor_id)

    def erase(self, donor_id: str) -> bool:
        """See `Store.erase`."""
        with self._lock:
            return self._donors.pop(donor_id, None) is not None

    def forget_erased(self) -> Left:
        """See `Store.forget_erased`; memory keeps nothing."""
        return ""

    def set_consents(self, donor_id: str, consents: Sequence[Consent]) -> bool:
        """See `Store.set_consents`."""
        check_consents(consents)
        with self._lock:
            donor = self._donors.get(donor_id)
            if donor is not None:
                self._donors[donor_id] = replace(donor, consents=tuple(consents))
            return donor is not None

    def suppress(self, hashes: Collection[str]) -> int:
        """See `Store.suppress`."""
        check_suppressed(hashes)
        with self._lock:
            before = len(self._suppressed)
            self._suppressed.update(hashes)
            return len(self._suppressed) - before

    def suppressed(self, hashes: Collection[str]) -> set[str]:
        """See `Store.suppressed`."""
        with self._lock:
            return self._suppressed & set(hashes)

    def is_suppressed(self, suppressed_hash: str) -> bool:
        """See `Store.is_suppressed`."""
        return bool(self.suppressed([suppressed_hash]))

    def rekey(
        self,
        before: str,
        after: str,
        rename: Callable[[str], str],
        *,
        actor: str,
        step: Callable[[int, int], None] = lambda done, of: None,
    ) -> int:
        """See `Store.rekey`."""
        with self._lock:
            check_key(before, self._facts.get(KEY_FACT))
            kept = {d.id: d for d in self._donors.values() if d.synthetic and d.source == DEMO_SOURCE}
            renamed = [replace(d, id=rename(d.id)) for d in self._donors.values() if d.id not in kept]
            step(len(renamed), len(renamed))
            self.audit.append(actor, "key_rotated", after, {"before": before})
            self._donors = kept | {donor.id: donor for donor in renamed}
            self._facts[KEY_FACT] = after
            return len(renamed)

    def donors(self, *, purpose: str | None = None, batch: int = 1000) -> Iterator[Donor]:
        """See `Store.donors`."""
        check_batch(batch)
        with self._lock:
            standing = sorted(self._donors.items())
        for _, donor in standing:
            if purpose is None or donor.consents_to(purpose):
                yield donor

    def count(self, *, purpose: str | None = None, synthetic: bool | None = None) -> int:
        """See `Store.count`."""
        donors = self.donors(purpose=purpose)
        return sum(synthetic is None or donor.synthetic is synthetic for donor in donors)

    def count_matching(self, criteria: Iterable[Criterion], *, purpose: str | None = None) -> int:
        """See `Store.count_matching`."""
        wanted = list(criteria)
        for criterion in wanted:
            check_criterion(criterion)
        donors = self.donors(purpose=purpose)
        return sum(all(fits(donor, criterion) for criterion in wanted) for donor in donors)

    def add_import(self, record: ImportRecord, *, actor: str | None = None) -> None:
        """See `Store.add_import`."""
        check_import(record)
        with self._lock:
            if record.id in self._imports:
                raise StoreError("An import with this id is kept already.", do="Give every import its own id.")
            if actor is not None:
                self.audit.append(actor, "import", record.source, {"import": record.id})
            self._imports[record.id] = replace(record, at=record.at.astimezone(dt.UTC))

    def imports(self) -> list[ImportRecord]:
        """See `Store.imports`."""
        with self._lock:
            return sorted(self._imports.values(), key=lambda record: (record.at, record.id), reverse=True)

    def save_cohort(self, cohort: SavedCohort) -> SavedCohort:
        """See `Store.save_cohort`."""
        check_cohort(cohort)
        with self._lock:
            versions = self._cohorts.setdefault(cohort.id, [])
            if versions and versions[0].owner != cohort.owner:
                raise StoreError("This cohort belongs to somebody else.", do="Save it as a cohort of your own.")
            saved_at = cohort.saved_at.astimezone(dt.UTC)
            versions.append(replace(cohort, version=len(versions) + 1, saved_at=saved_at))
            return versions[-1]

    def cohorts(self, *, owner: str) -> list[SavedCohort]:
        """See `Store.cohorts`."""
        with self._lock:
            latest = [versions[-1] for versions in self._cohorts.values() if versions[0].owner == owner]
        return sorted(latest, key=lambda cohort: (cohort.saved_at, cohort.id), reverse=True)

    def cohort_versions(self, cohort_id: str, *, owner: str) -> list[SavedCohort]:
        """See `Store.cohort_versions`."""
        with self._lock:
            versions = self._cohorts.get(cohort_id, [])
            return [cohort for cohort in reversed(versions) if cohort.owner == owner]

    def fact(self, name: str) -> str | None:
        """See `Store.fact`."""
        with self._lock:
            return self._facts.get(name)

    def keep_fact(self, name: str, value: str) -> str:
        """See `Store.keep_fact`."""
        check_fact(name, value)
        with self._lock:
            return self._facts.setdefault(name, value)

    def close(self) -> None:
        """See `Store.close`; nothing to give back."""
