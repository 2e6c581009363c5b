"""Donors, imports and cohorts to try stores with. All are made up."""

from __future__ import annotations

import datetime as dt
from typing import Any

from data_access.records import Condition, Consent, Donor, Finding, ImportRecord, SavedCohort

SEIZURE, HYPOTONIA, SCOLIOSIS = "HP:0001250", "HP:0001252", "HP:0002650"
NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)


def pseudonym(number: int) -> str:
    """The pseudonym of donor 1, 2, ..., in that order."""
    return f"{number:032x}"


def observed(*terms: str) -> tuple[Finding, ...]:
    """Findings that are there."""
    return tuple(Finding(term, "observed") for term in terms)


def excluded(*terms: str) -> tuple[Finding, ...]:
    """Findings that somebody looked for in vain."""
    return tuple(Finding(term, "excluded") for term in terms)


def consent(purpose: str = "research", withdrawn_on: dt.date | None = None) -> Consent:
    """Consent of one's own, given on the first of March 2026."""
    return Consent(purpose, "2", "self", dt.date(2026, 3, 1), "18-39", withdrawn_on)


def donor(number: int, **fields: Any) -> Donor:
    """Donor `number`, with nothing known but the fields given."""
    return Donor(pseudonym(number), **{"source": "clinic", **fields})


def full_donor(number: int = 1) -> Donor:
    """A donor with something in every field."""
    findings = (
        Finding(SEIZURE, "observed", "P3Y2M", "HP:0012828", "clinician", "convulsiones, «muchas»"),
        Finding(SCOLIOSIS, "excluded", None, None, "family", "la espalda está recta 🙂"),
        Finding(HYPOTONIA, "not_recorded"),
    )
    conditions = (Condition("OMIM:312750", "Rett syndrome"), Condition("ORPHA:778", "Rett", "suspected"))
    consents = (
        Consent("research", "2", "legal_representative", dt.date(2026, 3, 1), "0-4"),
        Consent("matching", "1", "self", dt.date(2025, 1, 31), "12-17", dt.date(2026, 2, 28)),
    )
    return Donor(
        pseudonym(number), "clinic", "female", "5-11", "ES", "ES-CT", True, True, findings, conditions, consents
    )


def import_record(number: int, **fields: Any) -> ImportRecord:
    """Import `number`, an hour after the one before."""
    values: dict[str, Any] = {"at": NOON + dt.timedelta(hours=number), "source": "clinic"}
    values |= {"read": 9, "stored": 4, "updated": 2, "unchanged": 1, "refused": 2}
    values |= {"terms_kept": 70, "terms_replaced": 3, "terms_unknown": 1}
    return ImportRecord(f"import-{number}", **(values | fields))


def cohort(cohort_id: str = "c1", *, owner: str = "ana", hour: int = 0, **fields: Any) -> SavedCohort:
    """A cohort about to be saved."""
    values: dict[str, Any] = {"version": 0, "name": "Seizures", "note": "", "definition": "{}", "snapshot": "s1"}
    saved_at = NOON + dt.timedelta(hours=hour)
    return SavedCohort(id=cohort_id, owner=owner, saved_at=saved_at, **(values | fields))
