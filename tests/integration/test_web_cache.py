"""The cache keeps bytes and unpickles nothing."""

from __future__ import annotations

import errno
import os
import pickle
import tempfile
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.settings import Settings
from workbench.web.cache import Answers, PlainSerializer, open_cache

ANSWER = b'{"count": 195}'


def _settings(home: Path, cache_url: str = "") -> Settings:
    return Settings(home=home, store_url="sqlite://", cache_url=cache_url)


def _answers(home: Path) -> Answers:
    return open_cache(Flask("workbench"), _settings(home))


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


def test_without_room_nothing_is_kept_and_nothing_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cache = _answers(tmp_path)
    cache.set("question", ANSWER)

    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", no_room)
    cache.set("another", ANSWER)
    monkeypatch.undo()
    cache = _answers(tmp_path)
    assert cache.get("another") is None
    assert cache.get("question") == ANSWER
    assert not list((tmp_path / "cache").glob("tmp*"))
    assert [(record.exc_info, "keeps nothing" in record.message) for record in caplog.records] == [(None, True)]


def test_what_a_killed_worker_was_writing_is_swept(tmp_path: Path) -> None:
    left = tmp_path / "cache" / "tmpx.__wz_cache"
    _answers(tmp_path)
    left.write_bytes(b"half")
    _answers(tmp_path)
    assert left.exists()  # somebody may be writing it
    os.utime(left, (0, 0))
    _answers(tmp_path)
    assert not left.exists()


@settings(max_examples=50)
@given(st.binary(max_size=40), st.integers(0, 200))
def test_a_damaged_file_is_no_answer_or_the_bytes_in_it(written: bytes, cut: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cache = _answers(Path(folder))
        cache.set("question", ANSWER)
        for file in (Path(folder) / "cache").iterdir():
            file.write_bytes(file.read_bytes()[:cut] + written)
        found = cache.get("question")
        assert found is None or isinstance(found, bytes)
        cache.set("question", ANSWER)
        assert cache.get("question") == ANSWER


def test_a_file_in_the_place_of_another_stops_nothing(tmp_path: Path) -> None:
    cache = _answers(tmp_path)
    cache.set("question", ANSWER)
    files = list((tmp_path / "cache").iterdir())
    contents = [file.read_bytes() for file in files]
    for file, content in zip(files, reversed(contents), strict=True):
        file.write_bytes(content)
    for number in range(3):
        cache.set(f"another {number}", ANSWER)
    assert cache.get("another 2") == ANSWER


def test_a_number_that_is_too_long_is_no_number() -> None:
    assert PlainSerializer().loads(b"n" + b"9" * 5000) is None


def test_a_cache_that_does_not_answer_is_asked_again_after_a_while(tmp_path: Path) -> None:
    now, asked = [0.0], []

    class Away:
        def get(self, key: str) -> bytes:
            asked.append(key)
            raise OSError

    cache = Answers(Away(), clock=lambda: now[0])  # type: ignore[arg-type]
    assert [cache.get(key) for key in "abc"] == [None] * 3
    now[0] = 60.0
    cache.get("d")
    assert asked == ["a", "d"]
