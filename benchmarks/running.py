"""A workbench in a process of its own, and a browser to look at it: for benchmarks, pictures and browser tests."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks.places import ROOT
from data_access.identity import Account, open_identity
from workbench.accounts.roles import Role
from workbench.accounts.sessions import Sessions

CHROMIUM = shutil.which("chromium")
COOKIE = "workbench_session"
_PASSWORD = "a password for whoever measures"
_homes: dict[str, Path] = {}  # address -> home that is served there
_SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def environment(home: Path) -> dict[str, str]:
    """The environment of a workbench that lives in the folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WORKBENCH_")}
    return {**kept, "WORKBENCH_HOME": str(home)}


def command(home: Path, *arguments: str, given: str = "") -> dict[str, object]:
    """Runs one command with `--json` in the home and gives its answer.

    Args:
        given: What it reads from stdin.

    Raises:
        RuntimeError: The command did not exit with 0; says what it printed on stderr.
    """
    done = subprocess.run(
        [sys.executable, "-m", "workbench", *arguments, "--json"],
        cwd=ROOT,
        env=environment(home),
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"workbench {' '.join(arguments)}: {done.stderr.strip()[-500:]}")
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    home: Path, *, options: Sequence[str] = (), settings: Mapping[str, str] | None = None
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serves the home on a free port; gives the address and the process, and stops it at the end.

    Args:
        settings: Variables of the environment besides the home.
    """
    port = free_port()
    log = home / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "workbench", "serve", "--port", str(port), *options],
            cwd=ROOT,
            env={**environment(home), **(settings or {})},
            stdout=output,
            stderr=output,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process, log)
        _homes[address] = home
        yield address, process
    finally:
        _homes.pop(address, None)
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped: {log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(f"{address}/", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not answer: {log.read_text()[-2000:]}")


@cache
def signed_in(address: str, role: str = "researcher") -> str:
    """The session cookie of somebody with the role, who has signed in at the address.

    By a card in the demonstration; elsewhere with an account that is added to the home served there.

    Raises:
        RuntimeError: They were not let in.
    """
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    with browser.open(f"{address}/sign-in", timeout=30) as answer:
        page = answer.read().decode()
    token = page.partition('name="csrf" value="')[2].partition('"')[0]
    if f'value="{role}"' in page:
        path, fields = "/sign-in/demo", {"role": role}
    else:
        path, fields = "/sign-in", {"email": _account(_homes[address], role), "password": _PASSWORD}
    form = urlencode({"csrf": token, "next": "/how-your-data-is-processed", **fields}).encode()
    with browser.open(f"{address}{path}", form, timeout=30) as answer:
        answer.read()
    found = next((cookie.value for cookie in jar if cookie.name == COOKIE), None)
    if not found:
        raise RuntimeError(f"nobody was let in as {role} at {address}")
    return found


def _account(home: Path, role: str) -> str:
    email = f"{role}-{os.urandom(4).hex()}@workbench.invalid"
    command(home, "account", "add", email, "--role", role, "--name", role, "--password-stdin", given=f"{_PASSWORD}\n")
    return email


def newcomer(address: str, role: Role = "researcher") -> str:
    """The session cookie of somebody new: nobody's questions before stand in the way of theirs.

    Their account and session are put straight into the home that is served at the address.
    """
    identity = open_identity(f"sqlite:///{_homes[address] / 'identity.db'}")
    now = dt.datetime.now(dt.UTC)
    name = f"{role}-{os.urandom(6).hex()}"
    account = Account(name, f"{name}@workbench.invalid", name, role, "en", (), True, now)
    try:
        identity.put_account(account)
        return Sessions(identity, idle_minutes=30).begin(account.id, now)
    finally:
        identity.close()


def enter(context: BrowserContext, address: str, cookie: str = "") -> None:
    """Signs a profile of the browser in, as a researcher where no session cookie is given."""
    value = cookie or signed_in(address)
    context.add_cookies([{"name": COOKIE, "value": value, "url": address, "httpOnly": True}])


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without any traffic of its own.

    Raises:
        RuntimeError: There is no chromium on this machine.
    """
    if CHROMIUM is None:
        raise RuntimeError("No chromium here. To get it: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_SWITCHES))
        try:
            yield browser
        finally:
            browser.close()
