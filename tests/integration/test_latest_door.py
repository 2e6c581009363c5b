"""The door to the newest snapshot: a worker notices a newer one, and what runs on the older one ends well."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data_access.snapshots import Snapshot, open_snapshot, remove, write_snapshot
from workbench.api import overview
from workbench.api.door import OPERATOR
from workbench.errors import SnapshotError
from workbench.settings import Settings
from workbench.web.latest import LatestDoor, WhileThere


class Kept:
    """A cache in memory."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        return self.answers.get(key)

    def set(self, key: str, value: bytes) -> None:
        self.answers[key] = value


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def own_home(home: Settings, tmp_path: Path) -> Settings:
    """A home of one's own with a copy of the snapshot."""
    shutil.copytree(home.home, tmp_path / "home")
    return Settings(home=tmp_path / "home", store_url=f"sqlite:///{tmp_path / 'home' / 'store.db'}")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def latest_door(own_home: Settings, clock: Clock) -> Iterator[LatestDoor]:
    opened = LatestDoor(own_home, Kept(), clock=clock)
    yield opened
    if opened._door is not None:
        opened._door.store.close()


def another(settings: Settings, days: int = 1) -> Snapshot:
    """The same rows frozen a day later, with one map coordinate moved so that it is another snapshot."""
    old = open_snapshot(settings.snapshots)
    arrays = {name: np.array(getattr(old, name)) for name in old.manifest.files}
    arrays["positions"][0] += days
    created = dt.datetime.fromisoformat(old.manifest.created) + dt.timedelta(days=days)
    return write_snapshot(settings.snapshots, replace(old.manifest, created=created.isoformat()), arrays)


def test_a_newer_snapshot_is_noticed_within_seconds(own_home: Settings, latest_door: LatestDoor, clock: Clock) -> None:
    first = latest_door.door()
    newer = another(own_home)
    assert latest_door.door() is first
    clock.now += 2.0
    second = latest_door.door()
    assert second.snapshot.manifest.id == newer.manifest.id
    assert second.ontology is first.ontology
    assert second.store is first.store
    clock.now += 2.0
    assert latest_door.door() is second


def test_what_began_on_a_removed_snapshot_ends_on_it_and_keeps_no_answer(
    own_home: Settings, latest_door: LatestDoor, clock: Clock
) -> None:
    old = latest_door.door().asked_by(OPERATOR)
    newer = another(own_home)
    remove(own_home.snapshots, [old.snapshot.manifest.id])
    clock.now += 2.0
    assert latest_door.door().snapshot.manifest.id == newer.manifest.id
    kept = latest_door._cache
    assert isinstance(kept, Kept)
    released = overview.everyone(old)
    assert released.snapshot == old.snapshot.manifest.id
    assert kept.answers == {}
    overview.everyone(latest_door.door().asked_by(OPERATOR))
    assert kept.answers


def test_without_a_sound_newest_snapshot_nothing_is_answered(
    own_home: Settings, latest_door: LatestDoor, clock: Clock
) -> None:
    latest_door.door()
    newer = another(own_home)
    (newer.path / "sex.npy").write_bytes(b"")
    clock.now += 2.0
    with pytest.raises(SnapshotError, match="damaged"):
        latest_door.door()
    with pytest.raises(SnapshotError, match="damaged"):
        latest_door.door()
    remove(own_home.snapshots, [newer.manifest.id])
    assert latest_door.door().snapshot.manifest.id != newer.manifest.id


def test_once_every_snapshot_is_removed_nothing_is_answered(
    own_home: Settings, latest_door: LatestDoor, clock: Clock
) -> None:
    door = latest_door.door()
    remove(own_home.snapshots, [door.snapshot.manifest.id])
    clock.now += 2.0
    with pytest.raises(SnapshotError, match="no snapshot yet"):
        latest_door.door()


def test_while_one_thread_opens_the_others_go_on_with_the_older(
    own_home: Settings, latest_door: LatestDoor, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, newer = latest_door.door(), another(own_home)
    opening, go_on = threading.Event(), threading.Event()

    def slowly(folder: Path, id: str) -> Snapshot:
        opening.set()
        assert go_on.wait(60)
        return open_snapshot(folder, id)

    monkeypatch.setattr("workbench.web.latest.open_snapshot", slowly)
    clock.now += 2.0
    opener = threading.Thread(target=latest_door.door)
    opener.start()
    assert opening.wait(60)
    assert latest_door.door() is old
    go_on.set()
    opener.join()
    assert latest_door.door().snapshot.manifest.id == newer.manifest.id


def test_answers_are_kept_only_while_their_snapshot_is_there(tmp_path: Path) -> None:
    kept, folder = Kept(), tmp_path / "2026-11-22-00000000"
    guarded = WhileThere(kept, folder)
    guarded.set("a", b"1")
    folder.mkdir()
    guarded.set("b", b"2")
    assert kept.answers == {"b": b"2"}
    assert guarded.get("b") == b"2"
