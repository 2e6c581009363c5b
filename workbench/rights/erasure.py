"""Erases a donor from everywhere, or says that it did not: store, identity, snapshots, kept answers, files.

Steps, each of which can be done again: a mark on disk; the suppression list, so that no import brings the donor back;
the store; the identity store; a new snapshot in place of all older ones; the answers; the files of the databases, so
that no deleted byte is left. The mark goes last. Killed at any moment, `finish` goes on where it was: `donor erase`
with the same id does, and so does `consent review`, which runs after every change made on a page, and daily.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from dataclasses import dataclass

from data_access.audit import link_hash
from data_access.identity import IdentityStore
from data_access.pseudonyms import Pseudonymiser, load_pseudonymiser
from data_access.store import Store
from data_access.suppression import Suppressor, load_suppressor
from ontology.ontology import Ontology
from workbench.accounts.linking import pseudonym_of
from workbench.errors import StoreError
from workbench.jobs.consents import freeze_at_majority
from workbench.jobs.pending import Mark, clear, mark, marks, only_worker
from workbench.jobs.progress import Progress, Silent
from workbench.jobs.renewing import majorities, renew_snapshot
from workbench.settings import Settings

PLACES = ("store", "suppression", "identity", "accounts", "snapshots", "answers")
_TRIES = 30


@dataclass(frozen=True, slots=True)
class Estate:
    """Everything that may hold something of a donor."""

    settings: Settings
    store: Store
    identity: IdentityStore
    ontology: Ontology

    @property
    def pseudonymiser(self) -> Pseudonymiser:
        """The one that stands now; a rotation may have changed it."""
        return load_pseudonymiser(self.settings.keys, self.store)

    @property
    def suppressor(self) -> Suppressor:
        """Makes the hashes of the suppression list."""
        return load_suppressor(self.settings.keys)


@dataclass(frozen=True, slots=True)
class Done:
    """What was removed, and what a server still keeps that we may not touch.

    Attributes:
        places: Place -> how much was removed there.
        left: Databases whose server keeps deleted rows in its log for a while.
    """

    places: Counter[str]
    left: tuple[str, ...] = ()


def erase(
    estate: Estate,
    donor_id: str,
    actor: str,
    progress: Progress = Silent(),  # noqa: B008 - it holds nothing
) -> Done:
    """Erases a donor, and gives what was removed.

    Done for somebody who was erased before it removes nothing and says so.

    Raises:
        StoreError: There is no such donor, or something could not be erased; doing it again goes on.
    """
    done = begin(estate, donor_id, actor)
    rest = finish(estate, progress)
    done.update(rest.places)
    return Done(Counter({place: done[place] for place in PLACES}), rest.left)


def begin(estate: Estate, donor_id: str, actor: str) -> Counter[str]:
    """The quick part, for a page: the donor is gone from the databases; what is made of them follows in `finish`.

    Raises:
        StoreError: There is no such donor, and never was one.
    """
    hashed = estate.suppressor.hash(donor_id)
    is_there = estate.store.get(donor_id) is not None
    if not is_there and not estate.store.is_suppressed(hashed):
        raise StoreError("There is no such donor.", do="Nothing was erased.")
    if not is_there and not any(one.suppressed == hashed for one in marks(estate.settings)):
        return Counter()
    if is_there:
        mark(estate.settings, "erasure", link_hash(donor_id), suppressed=hashed, actor=actor)
        estate.store.audit.append(actor, "erasure", link_hash(donor_id), {"state": "begun"})
    return _from_databases(estate, donor_id)


def _from_databases(estate: Estate, donor_id: str) -> Counter[str]:
    done: Counter[str] = Counter()
    # First the list: what an import puts back after this line, it finds on the list itself.
    done["suppression"] = estate.store.suppress([estate.suppressor.hash(donor_id)])
    done["store"] = int(estate.store.erase(donor_id))
    pseudonymiser, names = estate.pseudonymiser, {donor_id}
    if not done["store"]:
        # The key may have been rotated since the donor was found.
        names.update(pseudonymiser.newer_forms(donor_id))
        done["store"] = sum(estate.store.erase(name) for name in sorted(names))
    for person in estate.identity.people():
        if pseudonym_of(person.id, pseudonymiser) == donor_id:
            # The accounts first: once the person is gone, nobody would find them.
            for relation in estate.identity.relations_to(person.id):
                done["accounts"] += int(_leaves(estate.identity, relation.account, person.id))
            done["identity"] += int(estate.identity.remove_person(person.id))
    return done


def _leaves(identity: IdentityStore, account_id: str, person_id: str) -> bool:
    """Removes an account of a family that stands for nobody else; those of demo mode stay."""
    account = identity.account(account_id)
    if account is None or account.demo or account.role != "family":
        return False
    if any(person.id != person_id for person, _ in identity.people_of(account_id)):
        return False
    return identity.remove_account(account_id)


def finish(
    estate: Estate,
    progress: Progress = Silent(),  # noqa: B008 - it holds nothing
) -> Done:
    """Works off every mark: begun erasures and changed consents reach the snapshot, the answers and the files.

    Raises:
        StoreError: Something could not be removed; the marks stay, and doing it again goes on.
    """
    with only_worker(estate.settings):
        done: Counter[str] = Counter()
        waiting = marks(estate.settings)
        if not waiting:
            return Done(done)
        done += _begun_erasures(estate, waiting)
        progress.stage("Renew the snapshot")
        known = majorities(estate.identity, estate.pseudonymiser)
        renewal = renew_snapshot(estate.settings, estate.store, estate.ontology, known, progress)
        done["snapshots"], done["answers"] = len(renewal.removed), renewal.answers
        erased = [one for one in waiting if one.kind == "erasure"]
        left: tuple[str, ...] = ()
        if erased:
            progress.stage("Rewrite the files of the databases")
            left = _forget(estate)
        _audit_done(estate, erased, renewal.snapshot)
        clear(estate.settings, waiting)
        return Done(done, left)


def review(
    estate: Estate,
    today: dt.date,
    actor: str,
    progress: Progress = Silent(),  # noqa: B008 - it holds nothing
) -> tuple[int, Done]:
    """Freezes consents at majority and works off every mark; gives how many donors froze, and what was removed."""
    known = majorities(estate.identity, estate.pseudonymiser)
    frozen = freeze_at_majority(estate.settings, estate.store, known, today, actor=actor, progress=progress)
    return frozen, finish(estate, progress)


def _begun_erasures(estate: Estate, waiting: list[Mark]) -> Counter[str]:
    """Erases those whose erasure was begun and not finished: found by hash, as no mark names a donor."""
    done: Counter[str] = Counter()
    begun = {one.suppressed for one in waiting if one.kind == "erasure"}
    if begun:
        suppressor, pseudonymiser = estate.suppressor, estate.pseudonymiser
        there = {donor.id for donor in estate.store.donors()}
        there |= {pseudonym_of(person.id, pseudonymiser) for person in estate.identity.people()}
        for donor_id in sorted(there):
            if suppressor.hash(donor_id) in begun:
                done += _from_databases(estate, donor_id)
    return done


def _forget(estate: Estate) -> tuple[str, ...]:
    """Rewrites the files of both databases; gives those whose server keeps its log.

    Raises:
        StoreError: Somebody reads for so long that the files still hold what was erased.
    """
    left = []
    for name, database in (("research store", estate.store), ("identity store", estate.identity)):
        for _ in range(_TRIES):
            held = database.forget_erased()
            if held != "held by a reader":
                break
            time.sleep(0.2)
        else:
            raise StoreError(
                "The donor is erased, but the files of a database still hold deleted rows.",
                do="Do the same again while nobody reads for long.",
            )
        if held:
            left.append(name)
    return tuple(left)


def _audit_done(estate: Estate, erased: list[Mark], snapshot: str | None) -> None:
    for subject, actor in dict.fromkeys((one.subject, one.actor) for one in erased):
        estate.store.audit.append(actor, "erasure", subject, {"state": "done", "snapshot": snapshot or ""})
