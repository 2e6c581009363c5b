"""No demonstration over real donors, whatever store the settings name beside their snapshot."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from data_access.memory_store import MemoryStore
from data_access.snapshots import manifest
from workbench.errors import WorkbenchError
from workbench.settings import Settings
from workbench.web import opened
from workbench.web.opened import Contents, contents_served, is_demo, require_honest_mode


def test_an_empty_store_beside_a_snapshot_of_real_donors_is_no_demonstration(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = dataclasses.replace(manifest(home.snapshots), synthetic=False)
    assert contents_served(home, MemoryStore()) == Contents(synthetic=False, real=False)
    monkeypatch.setattr(opened, "manifest", lambda folder: real)
    there = contents_served(home, MemoryStore())
    assert not is_demo(home, there)
    with pytest.raises(WorkbenchError, match="not synthetic"):
        require_honest_mode(dataclasses.replace(home, mode="demo"), there)


def test_a_store_without_a_snapshot_is_what_it_holds(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.db'}")
    assert contents_served(settings, MemoryStore()) == Contents(synthetic=False, real=False)
