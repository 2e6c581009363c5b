"""The cache keeps bytes and unpickles nothing."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from flask import Flask

from workbench.errors import WorkbenchError
from workbench.settings import Settings
from workbench.web.cache import PlainSerializer, open_cache


def _settings(home: Path, cache_url: str = "") -> Settings:
    return Settings(home=home, store_url="sqlite://", cache_url=cache_url)


def test_what_is_kept_comes_back_for_another_worker(tmp_path: Path) -> None:
    open_cache(Flask("one"), _settings(tmp_path)).set("question", b'{"count": 195}')
    assert open_cache(Flask("two"), _settings(tmp_path)).get("question") == b'{"count": 195}'


def test_what_was_never_kept_is_none(tmp_path: Path) -> None:
    assert open_cache(Flask("one"), _settings(tmp_path)).get("question") is None


def test_nobody_else_may_read_the_folder(tmp_path: Path) -> None:
    open_cache(Flask("one"), _settings(tmp_path)).set("question", b"{}")
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in (tmp_path / "cache").iterdir())


class _Trap:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (pytest.fail, ("a cache file ran a command",))


def test_a_rewritten_file_runs_nothing(tmp_path: Path) -> None:
    answers = open_cache(Flask("one"), _settings(tmp_path))
    answers.set("question", b"{}")
    for file in (tmp_path / "cache").iterdir():
        file.write_bytes(file.read_bytes()[:4] + pickle.dumps(_Trap()))
    assert answers.get("question") is None


@pytest.mark.parametrize("value", ["text", 1.5, None, {"a": 1}, [b"x"]])
def test_only_bytes_are_kept(value: object) -> None:
    with pytest.raises(TypeError):
        PlainSerializer().dumps(value)


@pytest.mark.parametrize("value", [b"", b"{}", b"\x00\xff", 0, 17])
def test_a_kept_value_is_the_value(value: bytes | int) -> None:
    assert PlainSerializer().loads(PlainSerializer().dumps(value)) == value


@pytest.mark.parametrize("kept", [None, b"", b"x", b"nnot a number", b"\x80\x04."])
def test_what_we_did_not_write_is_none(kept: bytes | None) -> None:
    assert PlainSerializer().loads(kept) is None


def test_redis_without_a_password_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="no password"):
        open_cache(Flask("one"), _settings(tmp_path, "redis://localhost:6379/0"))
