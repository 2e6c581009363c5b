"""`prepare` makes what is missing, and nothing else."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import pytest

from data_access.snapshots import open_snapshot
from workbench.cli import main
from workbench.cli.servers import _prepare
from workbench.errors import SnapshotError
from workbench.settings import Settings


def test_a_ready_home_is_left_as_it_is(home: Settings) -> None:
    before = sorted(home.snapshots.iterdir())
    answer = _prepare(argparse.Namespace(), home)
    assert answer.data == {"made": []}
    assert sorted(home.snapshots.iterdir()) == before


def test_a_ready_home_is_not_filled_with_synthetic_donors(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(home.home))
    monkeypatch.setenv("WORKBENCH_STORE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    assert main(["prepare", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"made": []}
    assert not (tmp_path / "empty.db").exists()


def test_a_snapshot_of_an_earlier_version_is_built_again(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = Settings(home=tmp_path, store_url=home.store_url)
    shutil.copytree(home.ontology, older.ontology)
    shutil.copytree(home.snapshots, older.snapshots)
    manifest = next(older.snapshots.glob("*/manifest.json"))
    held = json.loads(manifest.read_text())
    del held["files"]["chance_thresholds"]
    manifest.write_text(json.dumps(held))
    with pytest.raises(SnapshotError, match="earlier version"):
        open_snapshot(older.snapshots)
    built: list[Settings] = []
    monkeypatch.setattr("workbench.cli.snapshots.build", built.append)
    assert _prepare(argparse.Namespace(), older).data == {"made": ["snapshot"]}
    assert built == [older]
