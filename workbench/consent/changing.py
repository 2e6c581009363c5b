"""Giving, withdrawing and freezing consent. Consents are values: each function gives the new ones.

Nothing is overwritten but a consent's end. One that ended stays as history beside the one that followed it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from data_access.records import AgeBand, Consent, Giver
from workbench.consent.purposes import CURRENT_VERSION, is_purpose
from workbench.consent.standing import freezes_on, standing
from workbench.errors import StoreError

Consents = tuple[Consent, ...]


def give(
    consents: Consents,
    purpose: str,
    *,
    by: Giver,
    today: dt.date,
    age: AgeBand | None = None,
    version: str = CURRENT_VERSION,
    majority_on: dt.date | None = None,
) -> Consents:
    """The consents with one more for the purpose; as they were where an equal one stands already.

    A person who came of age renews what was frozen in this way, and the frozen one is kept as history.

    Raises:
        StoreError: There is no such purpose.
    """
    if not is_purpose(purpose):
        raise StoreError("There is no such purpose.", do="Use research, matching, contact or study:ID.")
    for one in consents:
        same = (one.purpose, one.version, one.given_by) == (purpose, version, by)
        if same and standing(one, today, majority_on) == "stands":
            return consents
    return (*consents, Consent(purpose, version, by, today, age))


def withdraw(consents: Consents, purpose: str, today: dt.date) -> Consents:
    """The consents with every one for the purpose withdrawn, the frozen ones too."""
    return tuple(
        replace(one, withdrawn_on=max(today, one.given_on))
        if one.purpose == purpose and one.withdrawn_on is None
        else one
        for one in consents
    )


def freeze(consents: Consents, today: dt.date, majority_on: dt.date | None = None) -> Consents:
    """The consents with those marked as frozen whose day has come."""
    return tuple(_frozen(one, today, majority_on) for one in consents)


def _frozen(consent: Consent, today: dt.date, majority_on: dt.date | None) -> Consent:
    if consent.frozen_on is not None or standing(consent, today, majority_on) != "frozen":
        return consent
    return replace(consent, frozen_on=freezes_on(consent, majority_on))
