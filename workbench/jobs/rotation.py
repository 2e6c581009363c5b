"""Gives every donor a new pseudonym, made out of the old one with a new key."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from data_access.pseudonyms import Pseudonymiser, bind_key, key_file, load_key, load_pseudonymiser, renewed
from data_access.store import Store
from workbench.jobs.progress import Progress, Silent


class People(Protocol):
    """Who stands behind pseudonyms, with the id of the key that makes them: the identity store."""

    def set_key_id(self, key_id: str) -> int:
        """Says of everybody that their pseudonym is made with this key; gives of how many."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """What a rotation did.

    Attributes:
        key_id: Id of the keys that make pseudonyms from now on.
        file: File of the new key.
        donors: How many donors have a new pseudonym. A true number: for no report.
    """

    key_id: str
    file: Path
    donors: int


def rotate_keys(
    store: Store,
    keys: Path,
    *,
    actor: str,
    people: People | None = None,
    progress: Progress = Silent(),  # noqa: B008 - it holds nothing
) -> Rotation:
    """Adopts a new key and renames every donor with it, in one transaction, while others read and write.

    The key is on disk before the store is touched, and belongs to it from the moment of the commit. Stopped or killed
    before that, everything is as it was; the key that was made is taken by the next rotation. Who imports with the old
    key meanwhile is refused at the next write (`Store.put`).

    Args:
        keys: Folder of the keys.
        actor: Who rotates, for the audit log.
        people: The identity store, which keeps the id of the key and no pseudonym.

    Raises:
        StoreError: The store's keys are not there, somebody else rotated them meanwhile, or the disk is full.
        Cancelled: Somebody stopped the job; nothing has changed.
    """
    before = load_pseudonymiser(keys, store)
    bind_key(store, before)
    file = key_file(keys, before.generation + 1)
    key = load_key(file)
    after = before.with_next(key)
    donors = _rename(store, before, after, key, actor, progress)
    if people is not None:
        people.set_key_id(after.key_id)
    progress.stage("Overwrite the old pseudonyms")
    store.overwrite_deleted()
    return Rotation(after.key_id, file, donors)


def _rename(
    store: Store, before: Pseudonymiser, after: Pseudonymiser, key: bytes, actor: str, progress: Progress
) -> int:
    """Renames all donors of the store, and says how far it is."""
    told = 0

    def step(done: int, of: int) -> None:
        nonlocal told
        if not told:
            progress.stage("Rename donors", of)
        progress.advance(done - told)
        told = done
        progress.check()

    return store.rekey(before.key_id, after.key_id, lambda name: renewed(name, key), actor=actor, step=step)
