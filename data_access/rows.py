"""Donors, imports and cohorts as rows of tables, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from sqlalchemy import RowMapping

from data_access.records import Condition, Consent, Donor, Finding, ImportRecord

Row = Sequence[Any]
Parameters = dict[str, Any]
_Parts = tuple[list[Finding], list[Condition], list[Consent]]


def digest(donor: Donor) -> str:
    """SHA-256 of everything the donor holds, as 64 hexadecimal digits; equal donors have equal digests."""
    content = (
        (donor.id, donor.source, donor.sex, donor.age_band, donor.country, donor.region),
        (bool(donor.undiagnosed), bool(donor.synthetic)),
        [(f.term, f.state, f.onset, f.severity, f.source, f.words) for f in donor.findings],
        [(c.id, c.name, c.status) for c in donor.conditions],
        [_content(consent) for consent in donor.consents],
    )
    return sha256(json.dumps(content, default=str).encode()).hexdigest()


def _content(consent: Consent) -> tuple[object, ...]:
    """What a consent adds to the digest; one that is not frozen adds what it did before there was freezing."""
    c = consent
    whole = c.purpose, c.version, c.given_by, c.given_on, c.age_then, c.withdrawn_on
    return whole if c.frozen_on is None else (*whole, c.frozen_on)


def donor_row(donor: Donor, content: str) -> Parameters:
    """The donor's own row, with the digest of its content."""
    return {
        "id": donor.id,
        "digest": content,
        "source": donor.source,
        "sex": donor.sex,
        "age_band": donor.age_band,
        "country": donor.country,
        "region": donor.region,
        "undiagnosed": donor.undiagnosed,
        "synthetic": donor.synthetic,
    }


def finding_rows(donor: Donor) -> list[Parameters]:
    """One row a finding, in the donor's order."""
    return [
        {
            "donor_id": donor.id,
            "position": position,
            "term": finding.term,
            "state": finding.state,
            "onset": finding.onset,
            "severity": finding.severity,
            "source": finding.source,
            "words": finding.words,
        }
        for position, finding in enumerate(donor.findings)
    ]


def condition_rows(donor: Donor) -> list[Parameters]:
    """One row a condition, in the donor's order."""
    return [
        {
            "donor_id": donor.id,
            "position": position,
            "condition_id": condition.id,
            "name": condition.name,
            "status": condition.status,
        }
        for position, condition in enumerate(donor.conditions)
    ]


def consent_rows(donor: Donor) -> list[Parameters]:
    """One row a consent, in the donor's order."""
    return [
        {
            "donor_id": donor.id,
            "position": position,
            "purpose": consent.purpose,
            "version": consent.version,
            "given_by": consent.given_by,
            "given_on": consent.given_on,
            "age_then": consent.age_then,
            "withdrawn_on": consent.withdrawn_on,
            "frozen_on": consent.frozen_on,
        }
        for position, consent in enumerate(donor.consents)
    ]


def assemble_donors(
    donors: Sequence[Row], findings: Iterable[Row], conditions: Iterable[Row], consents: Iterable[Row]
) -> list[Donor]:
    """Whole donors, in the order of their own rows.

    Rows are read by place: the columns of `schema.py` stand in the order of the fields in `records.py`. Rows
    that hang on none of the donors are left out.
    """
    parts: dict[str, _Parts] = {row[0]: ([], [], []) for row in donors}
    for place, (kind, rows) in enumerate(((Finding, findings), (Condition, conditions), (Consent, consents))):
        for donor_id, _, *fields in rows:
            if donor_id in parts:
                parts[donor_id][place].append(kind(*fields))
    return [_assemble_one(row, parts[row[0]]) for row in donors]


def _assemble_one(row: Row, parts: _Parts) -> Donor:
    donor_id, _, source, sex, age_band, country, region, undiagnosed, synthetic = row
    facts = donor_id, source, sex, age_band, country, region, undiagnosed, synthetic
    findings, conditions, consents = parts
    return Donor(*facts, tuple(findings), tuple(conditions), tuple(consents))


def import_row(record: ImportRecord) -> Parameters:
    """The row of an import; its two lists as JSON."""
    row = asdict(record)
    return row | {"reasons": json.dumps(record.reasons), "dropped": json.dumps(record.dropped)}


def import_record(row: RowMapping) -> ImportRecord:
    """The import that a row holds."""
    reasons = tuple((name, times) for name, times in json.loads(row["reasons"]))
    dropped = tuple((name, times) for name, times in json.loads(row["dropped"]))
    return ImportRecord(**{**row, "reasons": reasons, "dropped": dropped})
