"""Snapshots on disk: whole or not there, checked, and never mistaken."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from snapshot_world import arrays, manifest

from data_access.snapshot_files import snapshot_ids
from data_access.snapshots import latest, list_snapshots, open_snapshot, remove, verify, write_snapshot
from workbench.cli import main
from workbench.errors import Cancelled, SnapshotError

WRITE_FOREVER = """
import sys
from pathlib import Path
sys.path[:0] = [sys.argv[2], sys.argv[3]]
from snapshot_world import arrays, manifest
from data_access.snapshots import write_snapshot
seed = int(sys.argv[4])
while True:
    seed += 1
    write_snapshot(Path(sys.argv[1]), manifest(400), arrays(400, seed))
    print(seed, flush=True)
"""


def test_a_snapshot_is_read_back_as_written(tmp_path: Path) -> None:
    given = arrays()
    written = write_snapshot(tmp_path, manifest(), given)
    found = open_snapshot(tmp_path)
    assert found.manifest == written.manifest
    assert found.path == tmp_path / found.manifest.id
    for name, array in given.items():
        assert np.array_equal(getattr(found, name), array)
        assert getattr(found, name).dtype == array.dtype
    assert verify(tmp_path) == []


def test_arrays_are_mapped_and_cannot_be_written_to(tmp_path: Path) -> None:
    found = write_snapshot(tmp_path, manifest(), arrays())
    assert isinstance(found.bitmaps, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        found.bitmaps[0, 0] = 1


def test_the_same_content_gets_the_same_id_and_other_content_another(tmp_path: Path) -> None:
    first = write_snapshot(tmp_path / "a", manifest(), arrays())
    again = write_snapshot(tmp_path / "b", manifest(created="2026-11-21T15:00:00+00:00", seconds={}), arrays())
    other = write_snapshot(tmp_path / "a", manifest(), arrays(seed=2))
    renamed = write_snapshot(tmp_path / "a", manifest(condition_names=("Another name",)), arrays())
    release = write_snapshot(tmp_path / "a", manifest(hpo_checksum="1" * 64), arrays())
    assert first.manifest.id == again.manifest.id
    assert len({first.manifest.id, other.manifest.id, renamed.manifest.id, release.manifest.id}) == 4
    assert first.manifest.id.startswith("2026-11-21-")


def test_the_latest_is_the_one_built_last_even_when_its_content_is_old(tmp_path: Path) -> None:
    first = write_snapshot(tmp_path, manifest(created="2026-11-21T10:00:00+00:00"), arrays(seed=1))
    second = write_snapshot(tmp_path, manifest(created="2026-11-21T11:00:00+00:00"), arrays(seed=2))
    assert latest(tmp_path) == second.manifest.id
    write_snapshot(tmp_path, manifest(created="2026-11-21T12:00:00+00:00"), arrays(seed=1))
    assert list_snapshots(tmp_path) == [second.manifest.id, first.manifest.id]
    assert open_snapshot(tmp_path).manifest.id == first.manifest.id
    assert verify(tmp_path, first.manifest.id) == []


def test_an_empty_or_missing_folder_says_how_to_build_one(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        assert list_snapshots(folder) == []
        assert latest(folder) is None
        with pytest.raises(SnapshotError, match="workbench snapshot build"):
            open_snapshot(folder)


@pytest.mark.parametrize("id", ["../etc", "2026-11-21-../../x", "", ".", "2026-11-21", "2026-11-21-3F9C2A1B", "a" * 99])
def test_an_id_from_outside_cannot_leave_the_folder(tmp_path: Path, id: str) -> None:
    write_snapshot(tmp_path, manifest(), arrays())
    with pytest.raises(SnapshotError, match="not the id of a snapshot"):
        open_snapshot(tmp_path, id)
    with pytest.raises(SnapshotError, match="not the id of a snapshot"):
        verify(tmp_path, id)


def test_an_unknown_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="no such snapshot"):
        open_snapshot(tmp_path, "2026-11-21-00000000")


@pytest.mark.parametrize("name", ["bitmaps", "terms", "cell", "neighbours"])
def test_a_missing_or_cut_file_is_noticed_when_opened(tmp_path: Path, name: str) -> None:
    file = write_snapshot(tmp_path, manifest(), arrays()).path / f"{name}.npy"
    file.write_bytes(file.read_bytes()[:-3])
    with pytest.raises(SnapshotError, match="workbench snapshot build"):
        open_snapshot(tmp_path)
    assert f"{name}.npy is missing or not what was written." in verify(tmp_path)
    file.unlink()
    with pytest.raises(SnapshotError, match=name):
        open_snapshot(tmp_path)
    assert f"{name}.npy is missing or not what was written." in verify(tmp_path)


def test_one_changed_bit_is_found_by_verify(tmp_path: Path) -> None:
    file = write_snapshot(tmp_path, manifest(), arrays()).path / "bitmaps.npy"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    assert verify(tmp_path) == ["bitmaps.npy is missing or not what was written."]


def test_one_changed_bit_anywhere_is_noticed_when_opened(tmp_path: Path) -> None:
    folder = write_snapshot(tmp_path, manifest(), arrays()).path
    for file in sorted(folder.glob("*.npy")):
        sound = file.read_bytes()
        file.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
        with pytest.raises(SnapshotError, match=f"{file.name} is missing or not what was written"):
            open_snapshot(tmp_path)
        file.write_bytes(sound)
    open_snapshot(tmp_path)


def test_a_changed_manifest_is_noticed_when_opened(tmp_path: Path) -> None:
    file = write_snapshot(tmp_path, manifest(), arrays()).path / "manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "condition_names": ["X"]}))
    with pytest.raises(SnapshotError, match="its manifest is not what was written"):
        open_snapshot(tmp_path)


def test_the_command_names_what_is_damaged_and_exits_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = write_snapshot(tmp_path / "snapshots", manifest(), arrays())
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    assert main(["snapshot", "verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["checksum"] == written.manifest.checksum
    (written.path / "sex.npy").write_bytes(b"")
    assert main(["snapshot", "verify", "--json"]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["problems"] == ["sex.npy is missing or not what was written."]
    assert "Build a new one" in said.err


@pytest.mark.parametrize("change", [{"hpo_release": "2024-01-01"}, {"areas": []}, {"condition_names": ["X"]}])
def test_a_changed_manifest_is_found_by_verify(tmp_path: Path, change: dict[str, object]) -> None:
    file = write_snapshot(tmp_path, manifest(), arrays()).path / "manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **change}))
    assert verify(tmp_path) == ["The manifest is not what was written."]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"id": 3}', "[" * 5000])
def test_a_broken_manifest_is_an_error_and_no_older_snapshot_takes_its_place(tmp_path: Path, text: str) -> None:
    write_snapshot(tmp_path, manifest(created="2026-11-20T10:00:00+00:00"), arrays())
    broken = write_snapshot(tmp_path, manifest(), arrays(seed=2))
    (broken.path / "manifest.json").write_text(text)
    with pytest.raises(SnapshotError, match="damaged"):
        open_snapshot(tmp_path)
    assert verify(tmp_path, broken.manifest.id)
    assert broken.manifest.id not in list_snapshots(tmp_path)


def test_pickled_objects_are_never_loaded(tmp_path: Path) -> None:
    path = write_snapshot(tmp_path, manifest(), arrays()).path / "cell.npy"
    np.save(path, np.array([{"a": 1}] * 9, dtype=object), allow_pickle=True)
    with pytest.raises(SnapshotError):
        open_snapshot(tmp_path)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("sex", np.zeros(8, dtype=np.int8)),
        ("sex", np.zeros(9, dtype=np.int64)),
        ("bitmaps", np.zeros((2, 1), dtype=np.uint8)),
        ("closure_indptr", np.zeros(10, dtype=np.int64)),
    ],
)
def test_arrays_that_do_not_fit_are_not_written(tmp_path: Path, name: str, wrong: np.ndarray) -> None:
    with pytest.raises(SnapshotError, match=name):
        write_snapshot(tmp_path, manifest(), {**arrays(), name: wrong})
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_snapshot_is_replaced_by_building_it_again(tmp_path: Path) -> None:
    first = write_snapshot(tmp_path, manifest(), arrays())
    (first.path / "terms.npy").write_bytes(b"")
    write_snapshot(tmp_path, manifest(), arrays())
    assert verify(tmp_path) == []
    assert visible(tmp_path) == [first.manifest.id]


def test_stopping_while_files_are_written_leaves_nothing_new(tmp_path: Path) -> None:
    before = write_snapshot(tmp_path, manifest(), arrays())
    for files in range(0, 24, 5):
        left = iter(range(files))

        def stop(left: object = left) -> None:
            if next(left, None) is None:  # type: ignore[call-overload]
                raise Cancelled("You stopped this.")

        with pytest.raises(Cancelled):
            write_snapshot(tmp_path, manifest(), arrays(seed=2), check=stop)
        assert visible(tmp_path) == [before.manifest.id]
        assert verify(tmp_path) == []


def test_a_killed_writer_leaves_whole_snapshots_and_the_next_one_clears_up(tmp_path: Path) -> None:
    write_snapshot(tmp_path, manifest(400), arrays(400))
    here = Path(__file__).parent
    rng = random.Random(7)
    for turn in range(12):
        command = [
            sys.executable,
            "-c",
            WRITE_FOREVER,
            str(tmp_path),
            str(here.parents[1]),
            str(here),
            str(1000 * turn),
        ]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(rng.random() * 0.05)
            os.kill(writer.pid, signal.SIGKILL)
        for id in list_snapshots(tmp_path)[-2:]:
            assert verify(tmp_path, id) == []
        assert set(list_snapshots(tmp_path)) == {entry.name for entry in tmp_path.iterdir() if entry.name[0] != "."}
    last = write_snapshot(tmp_path, manifest(400, created="2026-11-22T10:00:00+00:00"), arrays(400, seed=2))
    assert latest(tmp_path) == last.manifest.id
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith((".building", ".displaced"))] == []


def visible(folder: Path) -> list[str]:
    """What lies in the folder, but for the lock."""
    return sorted(entry.name for entry in folder.iterdir() if entry.name != ".lock")


def test_a_removed_snapshot_is_gone_from_disk_and_read_on_by_whoever_has_it_open(tmp_path: Path) -> None:
    old = write_snapshot(tmp_path, manifest(), arrays())
    new = write_snapshot(tmp_path, manifest(created="2026-11-22T10:00:00+00:00"), arrays(seed=2))
    sum_before = int(old.bitmaps.sum())
    assert remove(tmp_path, [old.manifest.id, "2026-01-01-00000000"]) == [old.manifest.id]
    assert list_snapshots(tmp_path) == [new.manifest.id]
    assert [entry.name for entry in tmp_path.iterdir() if not entry.name.startswith(".")] == [new.manifest.id]
    assert not list(tmp_path.glob(".displaced-*"))
    assert int(old.bitmaps.sum()) == sum_before
    with pytest.raises(SnapshotError, match="no such snapshot"):
        open_snapshot(tmp_path, old.manifest.id)


def test_a_damaged_snapshot_is_removed_too(tmp_path: Path) -> None:
    damaged = write_snapshot(tmp_path, manifest(), arrays()).path
    (damaged / "manifest.json").write_text("{")
    assert remove(tmp_path, snapshot_ids(tmp_path)) == [damaged.name]
    assert snapshot_ids(tmp_path) == []


@pytest.mark.parametrize("id", ["", "..", "../store.db", "2026-11-21", ".lock"])
def test_only_snapshots_are_removed(tmp_path: Path, id: str) -> None:
    kept = write_snapshot(tmp_path, manifest(), arrays())
    with pytest.raises(SnapshotError, match="not the id"):
        remove(tmp_path, [kept.manifest.id, id])
    assert list_snapshots(tmp_path) == [kept.manifest.id]
