"""A new snapshot in place of all older ones: after an erasure or a withdrawal, and whenever marks are waiting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from data_access.identity import IdentityStore
from data_access.pseudonyms import Pseudonymiser
from data_access.snapshot_files import snapshot_ids
from data_access.snapshots import list_snapshots, remove
from data_access.store import Store
from ontology.ontology import Ontology
from workbench.accounts.linking import pseudonym_of
from workbench.errors import NoDonors
from workbench.jobs.caches import clear_answers
from workbench.jobs.progress import Progress, Silent
from workbench.jobs.snapshots import build_snapshot
from workbench.settings import Settings


@dataclass(frozen=True, slots=True)
class Renewal:
    """What was done.

    Attributes:
        snapshot: Id of the new snapshot; None where no donor's consent to research stands any more.
        removed: Ids of the older ones.
        answers: How many kept answers were removed.
    """

    snapshot: str | None
    removed: tuple[str, ...]
    answers: int


def renew_snapshot(
    settings: Settings,
    store: Store,
    ontology: Ontology,
    majorities: Mapping[str, dt.date],
    progress: Progress = Silent(),  # noqa: B008 - it holds nothing
) -> Renewal:
    """Builds a snapshot of today's consents and removes all older ones with the answers that were kept of them.

    Killed at any moment it leaves at least the older ones or the new one, and can be done again. Where nobody's
    consent stands any more, no snapshot is left.
    """
    folder = settings.snapshots
    before = snapshot_ids(folder)
    try:
        built = build_snapshot(store, ontology, folder, majorities=majorities, progress=progress).manifest.id
    except NoDonors:
        built = None
    # Another build that this one waited for has read the donors before; one that waited for this one, after.
    readable = list_snapshots(folder)
    newer = readable[readable.index(built) :] if built in readable else []
    older = {*before, *snapshot_ids(folder)} - {*newer}
    progress.stage("Remove older snapshots and answers")
    removed = remove(folder, older)
    return Renewal(built, tuple(removed), clear_answers(settings))


def majorities(identity: IdentityStore, pseudonymiser: Pseudonymiser) -> dict[str, dt.date]:
    """Pseudonym -> day of majority, of everybody whose day the identity store knows."""
    return {
        pseudonym_of(person.id, pseudonymiser): person.majority_on
        for person in identity.people()
        if person.majority_on is not None
    }
