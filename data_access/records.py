"""What the store holds about a donor: pseudonymous rows, never a name, a birth date or an address.

A finding is *observed*, *excluded* (somebody looked and it is not there) or *not recorded* (asked, and
no answer known). Not recorded never counts as absent.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Sex = Literal["female", "male", "other"]
AgeBand = Literal["0-4", "5-11", "12-17", "18-39", "40-64", "65+"]
FindingState = Literal["observed", "excluded", "not_recorded"]
ConditionStatus = Literal["confirmed", "suspected"]

Giver = Literal["self", "legal_representative", "publication", "operator"]

SEXES: tuple[Sex, ...] = ("female", "male", "other")
AGE_BANDS: tuple[AgeBand, ...] = ("0-4", "5-11", "12-17", "18-39", "40-64", "65+")
FINDING_STATES: tuple[FindingState, ...] = ("observed", "excluded", "not_recorded")
CONDITION_STATUSES: tuple[ConditionStatus, ...] = ("confirmed", "suspected")
GIVERS: tuple[Giver, ...] = ("self", "legal_representative", "publication", "operator")
_FIRST_YEARS = (0, 5, 12, 18, 40, 65)


def age_band(years: float) -> AgeBand:
    """The band that an age in years falls in."""
    position = sum(years >= first for first in _FIRST_YEARS) - 1
    return AGE_BANDS[max(position, 0)]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a donor.

    Attributes:
        term: HPO id.
        state: Observed, excluded or not recorded.
        onset: ISO 8601 duration (age at onset) or HPO onset id.
        severity: HPO severity id.
        source: Who says so: `clinician`, `family`, `publication`, `synthetic`.
        words: The original words. Never shown to researchers.
    """

    term: str
    state: FindingState
    onset: str | None = None
    severity: str | None = None
    source: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A diagnosis: OMIM, ORPHA or MONDO id, its name as given, and how sure it is."""

    id: str
    name: str
    status: ConditionStatus = "confirmed"


@dataclass(frozen=True, slots=True)
class Consent:
    """Consent for one purpose: `research`, `matching`, `contact` or `study:<id>`.

    Attributes:
        given_by: Who released the data for the purpose: the person, who acts for them, the publication that a case
            comes from, or the operator who imported a record that carries no consent and vouches for it.
        frozen_on: Day on which a consent given for a child lost its force at majority, until the person renews it.
    """

    purpose: str
    version: str
    given_by: Giver
    given_on: dt.date
    age_then: AgeBand | None = None
    withdrawn_on: dt.date | None = None
    frozen_on: dt.date | None = None

    @property
    def active(self) -> bool:
        """True until withdrawn or frozen."""
        return self.withdrawn_on is None and self.frozen_on is None


@dataclass(frozen=True, slots=True)
class Donor:
    """One person, under a pseudonym.

    A donor without a confirmed or suspected condition is *undiagnosed* when `undiagnosed` is true, and of
    unknown diagnosis otherwise.

    Attributes:
        id: Pseudonym: 32 hexadecimal digits of a keyed hash (`pseudonyms.py`).
        source: The name under which the import was made.
        country: ISO 3166-1 alpha-2 code.
        region: ISO 3166-2 code of the part of the country.
    """

    id: str
    source: str
    sex: Sex | None = None
    age_band: AgeBand | None = None
    country: str | None = None
    region: str | None = None
    undiagnosed: bool = False
    synthetic: bool = False
    findings: tuple[Finding, ...] = ()
    conditions: tuple[Condition, ...] = ()
    consents: tuple[Consent, ...] = ()

    def consents_to(self, purpose: str) -> bool:
        """True where consent for the purpose was given and stands."""
        return any(consent.purpose == purpose and consent.active for consent in self.consents)


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """What one import did, for the data page. Counts are of files (one donor a file).

    Attributes:
        id: Random id of the import.
        at: When, UTC.
        reasons: Why files were refused: reason -> files.
        dropped: Fields that the store does not hold: field -> times.
    """

    id: str
    at: dt.datetime
    source: str
    read: int
    stored: int
    updated: int
    unchanged: int
    refused: int
    terms_kept: int
    terms_replaced: int
    terms_unknown: int
    reasons: tuple[tuple[str, int], ...] = ()
    dropped: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SavedCohort:
    """One version of a saved cohort definition. A definition holds no donor.

    Attributes:
        id: Id of the cohort, the same over its versions.
        version: 1, 2, ...
        definition: The query as canonical JSON.
        snapshot: Snapshot on which it was looked at.
    """

    id: str
    version: int
    name: str
    note: str
    definition: str
    owner: str
    snapshot: str
    saved_at: dt.datetime
