"""`prepare` makes what is missing, and nothing else."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from workbench.cli import main
from workbench.cli.servers import _prepare
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
