"""The door to the newest snapshot: a worker that runs for weeks notices a new one within seconds.

After an erasure or a withdrawal a new snapshot is built and the older ones are removed. A question that began on the
old one ends on it, because its arrays stay mapped; the next question is asked of the new one.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from data_access.snapshots import file_marks, latest, open_snapshot
from workbench.errors import SnapshotError
from workbench.settings import Settings

if TYPE_CHECKING:
    from workbench.api.door import AnswerCache, Door

_CHECKED_EVERY = 2.0
_TRIES = 3
_log = logging.getLogger("workbench.web")


class WhileThere:
    """Keeps answers only while their snapshot is there: none is written after they were all cleared away."""

    def __init__(self, cache: AnswerCache, folder: Path) -> None:
        self._cache, self._folder = cache, folder

    def get(self, key: str) -> bytes | None:
        """What was kept under the key, or None."""
        return self._cache.get(key)

    def set(self, key: str, value: bytes) -> None:
        """Keeps the bytes, unless the snapshot was removed."""
        if self._folder.is_dir():
            self._cache.set(key, value)


class LatestDoor:
    """Opens the door to the newest snapshot, and opens it anew where there is a newer one.

    Args:
        settings: Where things live.
        cache: Where released answers are kept.
        clock: Seconds that only go forward.
    """

    def __init__(self, settings: Settings, cache: AnswerCache, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._cache, self._clock = settings, cache, clock
        self._door: Door | None = None
        self._marks: tuple[tuple[str, int, int, int], ...] = ()
        self._next_check = 0.0
        self._lock = Lock()

    def door(self) -> Door:
        """The door to the newest snapshot, for nobody in particular.

        While one thread opens a newer one, the others go on with the older.

        Raises:
            SnapshotError: There is none, the newest is damaged, or it was built with another HPO release. An older one
                is not taken in its place: donors may have withdrawn since.
        """
        door = self._door
        if door is not None and self._clock() < self._next_check:
            return door
        if not self._lock.acquire(blocking=door is None):
            assert door is not None
            return door
        try:
            return self._newest()
        finally:
            self._lock.release()

    def _newest(self) -> Door:
        if self._door is not None and self._clock() < self._next_check:
            return self._door
        for left in reversed(range(_TRIES)):
            try:
                self._door = self._opened()
                break
            except SnapshotError:
                # It may have been removed between finding and opening: then there is a newer one.
                if not left:
                    self._door = None
                    raise
        self._next_check = self._clock() + _CHECKED_EVERY
        assert self._door is not None
        return self._door

    def _opened(self) -> Door:
        from workbench.api.opening import door_to, open_door

        folder, standing = self._settings.snapshots, self._door
        newest = latest(folder)
        if standing is not None and newest is not None:
            if newest == standing.snapshot.manifest.id and file_marks(standing.snapshot) == self._marks:
                return standing
            # Newer, or touched since it was opened: opening reads every byte, and refuses a damaged one.
            snapshot = open_snapshot(folder, newest)
            _log.info("a newer snapshot is in use: %s", newest)
            if snapshot.manifest.hpo_checksum == standing.ontology.checksum:
                # HPO, annotations and the connections to the store stay: only the donors are others.
                ontology, annotations, store = standing.ontology, standing.annotations, standing.store
                return self._guarded(door_to(snapshot, self._settings, ontology, annotations, self._cache, store))
        return self._guarded(open_door(self._settings, self._cache))

    def _guarded(self, door: Door) -> Door:
        folder = self._settings.snapshots / door.snapshot.manifest.id
        self._marks = file_marks(door.snapshot)
        return replace(door, cache=WhileThere(self._cache, folder))
