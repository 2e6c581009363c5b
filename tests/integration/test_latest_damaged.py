"""A snapshot that is damaged while it is served."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.api.opening import NoCache
from workbench.errors import SnapshotError
from workbench.settings import Settings
from workbench.web.latest import LatestDoor


def test_a_worker_notices_within_seconds_that_its_snapshot_was_damaged(home: Settings, tmp_path: Path) -> None:
    shutil.copytree(home.home, tmp_path / "home")
    now = [0.0]
    doors = LatestDoor(replace(home, home=tmp_path / "home"), NoCache(), clock=lambda: now[0])
    served = doors.door()
    now[0] += 10
    assert doors.door() is served
    file = served.snapshot.path / "sex.npy"
    sound = file.read_bytes()
    file.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
    now[0] += 10
    with pytest.raises(SnapshotError, match=r"sex\.npy is missing or not what was written"):
        doors.door()
    file.write_bytes(sound)
    assert doors.door().snapshot.manifest == served.snapshot.manifest
    served.store.close()
    doors.door().store.close()
