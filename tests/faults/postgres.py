"""A PostgreSQL that can be killed and brought back on the same data."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg

from tests.faults.faults import CannotRun
from tests.spec.postgres_server import NoServer, _programs_for_us, _run

_SECONDS = 30


class Postgres:
    """The server of one data folder. It keeps what it acknowledges on disk, as in production.

    Attributes:
        url: Where it answers: a socket in its folder.
    """

    def __init__(self, home: Path) -> None:
        self._home, self._data = home, home / "data"
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"postgresql://workbench@/postgres?host={self._data}"
        try:
            self._programs, self._user = _programs_for_us(home)
            self._make()
        except NoServer as reason:
            raise CannotRun(f"PostgreSQL cannot run here: {reason}") from None

    def _make(self) -> None:
        self._data.mkdir(mode=0o700)
        if self._user:
            shutil.chown(self._data, self._user["user"], self._user["group"])
        options = ["-D", self._data, "-U", "workbench", "--auth=trust", "--encoding=utf8", "-N"]
        _run(self._programs / "initdb", *options, **self._user)

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        options: list[Any] = ["-D", self._data, "-k", self._data, "-c", "listen_addresses=", "-c", "max_connections=60"]
        with (self._home / "log").open("ab") as log:
            # A group of its own, so that the kill takes the processes of its connections too.
            self._process = subprocess.Popen(
                [self._programs / "postgres", *options], stdout=log, stderr=log, start_new_session=True, **self._user
            )
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline:
            with suppress(psycopg.OperationalError):
                psycopg.connect(self.url).close()
                return
            time.sleep(0.05)
        raise CannotRun(f"PostgreSQL does not start: {(self._home / 'log').read_text()[-500:]}")

    def kill(self) -> None:
        """kill -9 of the server with all its processes."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
