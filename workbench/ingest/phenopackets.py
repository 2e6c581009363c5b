"""Import of GA4GH phenopackets: every file is stored whole or not at all.

Consent. A phenopacket has no field for it. A case that cites a publication is recorded as released for research by
that publication (`given_by="publication"`), on the day on which the phenopacket was made. For any other case the
person who runs the import vouches that it may be used for research: it is recorded as `given_by="operator"`, on the
day of its first import, unless `vouched` is false, when it has no consent and is left out of every snapshot. Consents
that the store already holds are never given again or taken back by an import: withdrawn stays withdrawn. Whoever was
erased does not come back: the file is refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Literal, Protocol

from data_access.pseudonyms import Pseudonymiser, bind_key
from data_access.records import Consent, Donor
from data_access.rules import check_donor
from data_access.store import Outcome, Store
from data_access.suppression import Suppressor
from ontology.ontology import Ontology
from workbench.errors import ChangedMeanwhile, RefusedFile, StoreError
from workbench.ingest.cases import Case, read_case
from workbench.ingest.documents import read_document
from workbench.ingest.reports import ImportReport
from workbench.ingest.sources import Found, count_files, find_files
from workbench.ingest.tallies import Tally

DEFAULT_SOURCE = "phenopackets"
CONSENT_VERSION = "phenopacket-import-1"
_FILES_TOGETHER = 250
_ACTOR = "local"  # whoever works at the command line of this machine
_ERASED = RefusedFile(
    "The person in this file was erased and may not be imported again.", do="Leave the file out.", where="id"
)

__all__ = ["ImportReport", "Progress", "import_paths"]


class Progress(Protocol):
    """Hears how far an import is; `check` raises `Cancelled` to stop it between two files."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A stage of `total` steps begins."""

    def advance(self, n: int = 1) -> None:
        """n more steps are done."""

    def check(self) -> None:
        """Raises `Cancelled` where the person who started the import stopped it."""


def import_paths(
    paths: Iterable[Path | str],
    *,
    store: Store,
    ontology: Ontology,
    pseudonymiser: Pseudonymiser,
    source: str | None = None,
    dry_run: bool = False,
    vouched: bool = True,
    suppressor: Suppressor | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Stores the phenopackets under the paths and says what became of each file.

    Stopped or killed midway, it leaves whole files only; run again, it changes nothing that is there already.

    Args:
        paths: Files, folders and zips.
        source: Who the files come from. Part of every pseudonym, so the same case from two sources is two donors.
        dry_run: Reads and reports, stores nothing.
        vouched: Records consent for research also for cases that cite no publication; see above.
        suppressor: Tells who was erased; without it nobody is refused for that.

    Raises:
        StoreError: The store cannot be written, or its pseudonyms were made with another key.
        Cancelled: `progress` stopped the import; what was taken until then is stored and recorded.
    """
    if not dry_run or store.fact("pseudonym_key") is not None:
        bind_key(store, pseudonymiser)
    run = _Import(store, ontology, pseudonymiser, _named(source), suppressor, dry_run=dry_run, vouched=vouched)
    try:
        run.read([Path(path) for path in paths], progress)
    finally:
        run.finish()
    return run.report


def _named(source: str | None) -> str:
    name = (source or "").strip() or DEFAULT_SOURCE
    if len(name) > 100 or not name.isprintable():
        raise StoreError("This name of a source cannot be kept.", do="Use at most 100 printable characters.")
    return name


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file that was read and is not written yet."""

    file: str
    donor: Donor
    tally: Tally
    hashes: frozenset[str]


class _Import:
    """One run: collects donors, writes them together, and counts."""

    def __init__(
        self,
        store: Store,
        ontology: Ontology,
        pseudonymiser: Pseudonymiser,
        source: str,
        suppressor: Suppressor | None,
        *,
        dry_run: bool,
        vouched: bool,
    ) -> None:
        self._suppressor = suppressor
        self._store, self._ontology, self._pseudonymiser = store, ontology, pseudonymiser
        self._source, self._dry_run, self._vouched = source, dry_run, vouched
        self._now = dt.datetime.now(dt.UTC)
        self._waiting: list[_Waiting] = []
        self._seen: dict[str, bytes] = {}
        self.report = ImportReport()

    def read(self, paths: Sequence[Path], progress: Progress | None) -> None:
        """Takes every file under the paths."""
        if progress:
            progress.stage("Importing phenopackets", count_files(paths))
        for found in find_files(paths):
            if progress:
                progress.check()
                progress.advance()
            self._take(found)
            if len(self._waiting) == _FILES_TOGETHER:
                self._write()
        self._write()

    def finish(self) -> None:
        """Keeps the record of what was done."""
        if not self._dry_run and self.report.read:
            self._store.add_import(self.report.to_record(self._source, self._now), actor=_ACTOR)

    def _take(self, found: Found) -> None:
        if found.passed_over:
            self.report.tally.dropped[found.passed_over] += 1
            return
        try:
            if found.refusal:
                raise found.refusal
            case = read_case(read_document(found.content or b""), self._ontology)
            donor = self._donor(case)
            repeated = self._is_repeated(donor)
        except RefusedFile as refusal:
            self.report.refuse(found.name, refusal)
            return
        if repeated:
            self.report.take("unchanged", case.tally)
        else:
            self._waiting.append(_Waiting(found.name, donor, case.tally, self._hashes(case)))

    def _donor(self, case: Case) -> Donor:
        donor = Donor(
            id=self._pseudonymiser.pseudonym(self._source, case.identity),
            source=self._source,
            sex=case.sex,
            age_band=case.age_band,
            undiagnosed=case.undiagnosed,
            findings=case.findings,
            conditions=case.conditions,
            consents=self._consents(case),
        )
        try:
            check_donor(donor)
        except StoreError as error:
            raise RefusedFile(error.what, do="Correct the file and import again.", where=error.where) from error
        return donor

    def _hashes(self, case: Case) -> frozenset[str]:
        """What the suppression list would hold of the case, whichever key was in use when it was erased."""
        if self._suppressor is None:
            return frozenset()
        return frozenset(self._suppressor.hashes(self._pseudonymiser.chain(self._source, case.identity)))

    def _consents(self, case: Case) -> tuple[Consent, ...]:
        today = self._now.date()
        if case.published:
            return (Consent("research", CONSENT_VERSION, "publication", case.created or today),)
        return (Consent("research", CONSENT_VERSION, "operator", today),) if self._vouched else ()

    def _is_repeated(self, donor: Donor) -> bool:
        """True where this import already took the same donor with the same content.

        Raises:
            RefusedFile: It took the same donor with another content, and either would overwrite the other.
        """
        content = sha256(repr(donor).encode()).digest()[:16]
        before = self._seen.setdefault(donor.id, content)
        if before is content:
            return False
        if before != content:
            raise RefusedFile(
                "Another file of this import has the same ids and other content.",
                do="Keep the newer one, or give each its own id.",
                where="id",
            )
        return True

    def _write(self) -> None:
        """Puts the waiting donors into the store in one transaction."""
        waiting, self._waiting = self._waiting, []
        written = None
        while written is None:
            written = self._put(waiting)
        for (donor, outcome), one in zip(written, waiting, strict=True):
            if outcome == "erased":
                self.report.refuse(one.file, _ERASED)
            else:
                self.report.take(outcome, one.tally)
                self.report.without_consent += not donor.consents_to("research")

    def _put(self, waiting: Sequence[_Waiting]) -> list[tuple[Donor, Outcome | Literal["erased"]]] | None:
        """Writes the donors over what stands; None where somebody changed one of them in between.

        Whoever was erased is left out. The list is read after the donors: somebody who was there a moment ago is on it
        by now, or is still there and the store notices.

        Raises:
            StoreError: The key was rotated meanwhile: the same person would be stored under two pseudonyms.
        """
        donors = [one.donor for one in waiting]
        standing = [self._store.get(donor.id) for donor in donors]
        erased = self._store.suppressed({content for one in waiting for content in one.hashes})
        merged = [_with_consents(donor, before) for donor, before in zip(donors, standing, strict=True)]
        outcomes: list[Outcome | Literal["erased"]] = [
            "erased" if one.hashes & erased else _outcome(donor, before)
            for one, donor, before in zip(waiting, merged, standing, strict=True)
        ]
        changed = [place for place, outcome in enumerate(outcomes) if outcome in ("stored", "updated")]
        if not self._dry_run:
            try:
                self._store.put(
                    [merged[place] for place in changed],
                    key_id=self._pseudonymiser.key_id,
                    standing=[standing[place] for place in changed],
                )
            except ChangedMeanwhile:
                return None
        return list(zip(merged, outcomes, strict=True))


def _with_consents(donor: Donor, before: Donor | None) -> Donor:
    """The donor with the consents that the store holds, and with new ones for other purposes only."""
    if before is None:
        return donor
    held = {consent.purpose for consent in before.consents}
    added = tuple(consent for consent in donor.consents if consent.purpose not in held)
    return replace(donor, consents=before.consents + added)


def _outcome(donor: Donor, before: Donor | None) -> Outcome:
    if before is None:
        return "stored"
    return "unchanged" if before == donor else "updated"
