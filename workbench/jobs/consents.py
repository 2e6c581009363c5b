"""Consents in the store: changed one donor at a time, and reviewed for those who came of age. Everything is audited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from data_access.audit import link_hash
from data_access.records import AgeBand, Donor, Giver
from data_access.store import Store
from workbench.consent.changing import freeze, give, withdraw
from workbench.consent.standing import stands
from workbench.errors import StoreError
from workbench.jobs.pending import mark
from workbench.jobs.progress import Progress, Silent
from workbench.settings import Settings

Change = Literal["give", "withdraw"]
_ACTIONS = {"give": "consent_given", "withdraw": "consent_withdrawn"}


def change_consent(
    settings: Settings,
    store: Store,
    donor_id: str,
    purpose: str,
    change: Change,
    *,
    actor: str,
    by: Giver,
    today: dt.date,
    age: AgeBand | None = None,
    majority_on: dt.date | None = None,
) -> bool:
    """Gives or withdraws consent for one purpose, and marks that the snapshot has to follow. False: nothing to change.

    Raises:
        StoreError: There is no such donor or purpose.
    """
    donor = store.get(donor_id)
    if donor is None:
        raise StoreError("There is no such donor.", do="See who it is with: workbench donor export ID.")
    if change == "give":
        after = give(donor.consents, purpose, by=by, today=today, age=age, majority_on=majority_on)
    else:
        after = withdraw(donor.consents, purpose, today)
    if after == donor.consents:
        return False
    subject = link_hash(donor_id)
    # Marked before, so that a power cut cannot leave a withdrawal that no snapshot follows; and after, because whoever
    # works off the first mark may have read the donor a moment too early.
    mark(settings, "consent", subject, actor=actor)
    store.set_consents(donor_id, after)
    mark(settings, "consent", subject, actor=actor)
    store.audit.append(actor, _ACTIONS[change], subject, {"purpose": purpose})
    return True


def freeze_at_majority(
    settings: Settings,
    store: Store,
    majorities: Mapping[str, dt.date],
    today: dt.date,
    *,
    actor: str,
    progress: Progress = Silent(),  # noqa: B008 - it holds nothing
) -> int:
    """Freezes what legal representatives gave for those who are of age by now; gives for how many donors.

    Run again it changes nothing more.

    Args:
        majorities: Pseudonym -> day of majority, of those whose day is known.
    """
    progress.stage("Review consents", store.count())
    frozen = 0
    for donor in _due(store, majorities, today, progress):
        mark(settings, "consent", link_hash(donor.id), actor=actor)
        # Read again: it may have changed since the list was begun.
        standing = store.get(donor.id)
        if standing is not None:
            store.set_consents(donor.id, freeze(standing.consents, today, majorities.get(donor.id)))
            store.audit.append(actor, "consent_frozen", link_hash(donor.id))
            frozen += 1
    return frozen


def _due(store: Store, majorities: Mapping[str, dt.date], today: dt.date, progress: Progress) -> list[Donor]:
    due = []
    for donor in store.donors():
        progress.advance()
        if freeze(donor.consents, today, majorities.get(donor.id)) != donor.consents:
            due.append(donor)
    return due


def purposes_that_stand(donor: Donor, today: dt.date, majority_on: dt.date | None) -> frozenset[str]:
    """The purposes for which any of the donor's consents stands today."""
    named = {consent.purpose for consent in donor.consents}
    return frozenset(purpose for purpose in named if stands(donor, purpose, today, majority_on))
