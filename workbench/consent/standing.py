"""Whether a consent stands on a day.

It stands when it was given, was not withdrawn, and is not frozen. A consent that a legal representative gave for a
minor is frozen on the day of majority, until the person gives it anew. Where the day is not known it follows from the
age band at the time of the consent.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from data_access.records import AGE_BANDS, AgeBand, Consent, Donor

Standing = Literal["stands", "not_yet", "withdrawn", "frozen"]

MAJORITY = 18
"""Years."""

_YOUNGEST = dict(zip(AGE_BANDS, (0, 5, 12, 18, 40, 65), strict=True))


def standing(consent: Consent, today: dt.date, majority_on: dt.date | None = None) -> Standing:
    """How a consent stands on a day.

    Args:
        majority_on: The day on which the person comes of age; None where nobody has said.
    """
    if consent.withdrawn_on is not None and consent.withdrawn_on <= today:
        return "withdrawn"
    if consent.given_on > today:
        return "not_yet"
    frozen_on = freezes_on(consent, majority_on)
    return "frozen" if frozen_on is not None and frozen_on <= today else "stands"


def freezes_on(consent: Consent, majority_on: dt.date | None = None) -> dt.date | None:
    """The day on which a consent freezes, or did; None where it never will.

    What was frozen once stays frozen: another day of majority learnt later does not bring it back.
    """
    if consent.frozen_on is not None:
        return consent.frozen_on
    if consent.given_by != "legal_representative":
        return None
    if majority_on is not None:
        # Given for somebody of age, who cannot decide alone: majority has nothing to change.
        return majority_on if consent.given_on < majority_on else None
    return _latest_majority(consent.given_on, consent.age_then)


def stands(donor: Donor, purpose: str, today: dt.date, majority_on: dt.date | None = None) -> bool:
    """True where any of the donor's consents for the purpose stands on the day."""
    return any(
        consent.purpose == purpose and standing(consent, today, majority_on) == "stands" for consent in donor.consents
    )


def anniversary(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; for 29 February, 1 March of a year without it."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


def _latest_majority(given_on: dt.date, age_then: AgeBand | None) -> dt.date | None:
    """The day by which somebody of that age band is of age for sure; of an unknown age, somebody born that day."""
    years = MAJORITY - (0 if age_then is None else _YOUNGEST[age_then])
    return anniversary(given_on, years) if years > 0 else None
