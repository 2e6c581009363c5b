"""Gives every donor a new pseudonym, made out of the old one with a new key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from data_access.pseudonyms import bind_key, key_file, load_key, load_pseudonymiser, renewed
from data_access.store import Store
from workbench.errors import StoreError
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
        left: Why an old pseudonym may still stand in some file of the database; empty where none does.
    """

    key_id: str
    file: Path
    donors: int
    left: str


def rotate_keys(
    store: Store,
    keys: Path,
    *,
    actor: str,
    people: People | None = None,
    require: Callable[[], None] = lambda: None,
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
        require: Asked before and while donors are renamed; what it raises stops the rotation and undoes it. For work
            under way that knows donors by their old pseudonym, such as an erasure that was begun.

    Raises:
        StoreError: The store's keys are not there, somebody else rotated them meanwhile, or the disk is full.
        Cancelled: Somebody stopped the job; nothing has changed.
    """
    require()
    before = load_pseudonymiser(keys, store)
    bind_key(store, before)
    file = key_file(keys, before.generation + 1)
    key = load_key(file)
    after = before.with_next(key)
    told = _Told(progress, require)
    donors = store.rekey(before.key_id, after.key_id, lambda name: renewed(name, key), actor=actor, step=told.step)
    if people is not None:
        people.set_key_id(after.key_id)
    progress.stage("Overwrite the old pseudonyms")
    return Rotation(after.key_id, file, donors, _overwrite(store))


def _overwrite(store: Store) -> str:
    """Overwrites the old pseudonyms in the files; gives what was left. The rotation stands all the same."""
    try:
        return store.forget_erased()
    except StoreError as error:
        return error.what


class _Told:
    """Says how far the renaming is, and whether it may go on."""

    def __init__(self, progress: Progress, require: Callable[[], None]) -> None:
        self._progress, self._require = progress, require
        self._done = 0

    def step(self, done: int, of: int) -> None:
        """So many of so many donors have their new name."""
        if not self._done:
            self._progress.stage("Rename donors", of)
        self._progress.advance(done - self._done)
        self._done = done
        self._progress.check()
        self._require()
