"""A study is proposed by one person and approved by another; only an approved one, in time, is evaluated."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from data_access.audit import AuditLog
from data_access.studies import Study, StudyBook
from workbench.consent.duo import study_use
from workbench.consent.studies import not_covered
from workbench.errors import NotAllowed, StoreError

_OPEN = ("approved", "running")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
_DOCUMENT = re.compile(r"[0-9a-f]{64}")
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Registry:
    """Where studies stand, and where decisions about them are written.

    Attributes:
        by: Account id of whoever proposes or decides.
    """

    book: StudyBook
    audit: AuditLog
    by: str


def propose(registry: Registry, study: Study) -> Study:
    """Adds a study that waits for approval.

    Raises:
        StoreError: There is one of that id, or something that approval needs is missing; says what.
    """
    if not _ID.fullmatch(study.id):
        raise StoreError("This id cannot be used.", do="Use small letters, digits and hyphens.", where="id")
    if registry.book.get(study.id) is not None:
        raise StoreError("There is a study of this id.", do="Choose another id.", where=study.id)
    for name in ("title", "lay_purpose", "lead", "ethics_reference"):
        if not getattr(study, name).strip():
            raise StoreError("This is missing.", do="A study needs it.", where=name)
    if not _DOCUMENT.fullmatch(study.ethics_document):
        raise StoreError("The approval of the ethics board is missing.", do="Give its document.", where=study.id)
    study_use(study.duo)
    proposed = replace(study, state="proposed", decided_by=None)
    registry.book.put(proposed)
    registry.audit.append(registry.by, "study_proposed", study.id, {"ethics_document": study.ethics_document})
    return proposed


def approve(registry: Registry, study_id: str, today: dt.date) -> Study:
    """The study, approved by a second person.

    Raises:
        StoreError: There is none, it was decided already, its ethics approval has run out, or what donors agreed to
            does not cover what it declares.
        NotAllowed: Whoever decides proposed it or takes part in it.
    """
    study = _waiting(registry, study_id)
    if study.ethics_until is not None and study.ethics_until < today:
        raise StoreError(
            "The ethics approval has run out.", do="Propose the study again with a new one.", where=study_id
        )
    _require_second_person(registry, study)
    reasons = not_covered(study.duo, today)
    if reasons:
        raise StoreError(
            f"What donors agreed to does not cover this study. {' '.join(reasons)}",
            do="Decline it, or have it proposed again with the right codes (docs/reference/data-use.md).",
            where=study_id,
        )
    return _decided(registry, study, "approved")


def decline(registry: Registry, study_id: str) -> Study:
    """The study, declined by a second person.

    Raises:
        StoreError: There is none, or it was decided already.
        NotAllowed: Whoever decides proposed it or takes part in it.
    """
    study = _waiting(registry, study_id)
    _require_second_person(registry, study)
    return _decided(registry, study, "declined")


def is_open(study: Study, today: dt.date) -> bool:
    """True while the study may be evaluated: approved, and its ethics approval not run out."""
    return study.state in _OPEN and (study.ethics_until is None or study.ethics_until >= today)


def takes_part(study: Study, account: str) -> bool:
    """True for the lead and the members."""
    return bool(account) and (account == study.lead or account in study.members)


def _waiting(registry: Registry, study_id: str) -> Study:
    study = registry.book.get(study_id)
    if study is None:
        raise StoreError("There is no study of this id.", do="See them all: workbench study list.", where=study_id)
    if study.state != "proposed":
        raise StoreError(f"This study is {study.state} already.", do="Nothing is to be decided.", where=study_id)
    return study


def _require_second_person(registry: Registry, study: Study) -> None:
    if takes_part(study, registry.by) or registry.by == _proposer(registry.audit, study.id):
        raise NotAllowed(
            "Who proposed a study, or takes part in it, does not decide on it.",
            do="Ask a second person.",
            where=study.id,
        )


def _decided(registry: Registry, study: Study, state: str) -> Study:
    decided = replace(study, state="approved" if state == "approved" else "declined", decided_by=registry.by)
    registry.book.put(decided)
    registry.audit.append(registry.by, f"study_{state}", study.id)
    return decided


def _proposer(audit: AuditLog, study_id: str) -> str | None:
    """Who proposed the study, by the audit log."""
    before: int | None = None
    while events := audit.events(before=before, limit=_PAGE, action="study_proposed"):
        for event in events:
            if event.subject == study_id:
                return event.actor
        before = events[-1].seq
    return None
