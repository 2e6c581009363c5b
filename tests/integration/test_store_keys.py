"""Keys in files: made once, for their owner only, and never replaced silently."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from stat import S_IMODE

import pytest

from data_access.pseudonyms import load_key
from workbench.errors import StoreError


def test_a_key_is_made_at_first_use_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "home" / "keys" / "pseudonym.key"
    key = load_key(path)
    assert len(key) == 32
    assert load_key(path) == key == path.read_bytes()
    assert [S_IMODE(place.stat().st_mode) for place in (path.parent, path)] == [0o700, 0o600]
    assert [file.name for file in path.parent.iterdir()] == ["pseudonym.key"]


def test_keys_differ(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    assert load_key(keys / "pseudonym.key") != load_key(keys / "noise.key")


def test_all_who_ask_first_at_once_get_one_key(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "pseudonym.key"
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: load_key(path), range(24)))) == 1
    assert [file.name for file in path.parent.iterdir()] == ["pseudonym.key"]


@pytest.mark.parametrize("content", [b"", b"short", b"k" * 31, b"k" * 33])
def test_a_key_of_another_size_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "keys" / "pseudonym.key"
    load_key(path)
    path.write_bytes(content)
    with pytest.raises(StoreError, match=f"has {len(content)} bytes instead of 32"):
        load_key(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize(("place", "mode"), [("pseudonym.key", 0o640), ("pseudonym.key", 0o604), (".", 0o755)])
def test_a_key_that_others_may_get_at_is_refused(tmp_path: Path, place: str, mode: int) -> None:
    path = tmp_path / "keys" / "pseudonym.key"
    load_key(path)
    (path.parent / place).chmod(mode)
    with pytest.raises(StoreError, match=r"chmod [67]00"):
        load_key(path)


def test_a_key_that_cannot_be_made_or_read_says_where(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match=str(tmp_path)):
        load_key(tmp_path / "keys" / "pseudonym.key")
    os.mkdir(tmp_path / "folder", 0o700)
    os.mkdir(tmp_path / "folder" / "pseudonym.key", 0o700)
    with pytest.raises(StoreError, match="directory"):
        load_key(tmp_path / "folder" / "pseudonym.key")
