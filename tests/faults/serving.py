"""The app in a process of its own, and a visitor who asks it over HTTP."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from tests.faults.callbacks import Callback, named, request_of
from tests.faults.faults import ROOT, Broken, environment
from workbench.settings import Settings

_SECONDS = 180  # other work may hold the machine


class Server:
    """A running app.

    Attributes:
        address: Where it answers.
    """

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self._process, self._log = process, log
        self.address = f"http://127.0.0.1:{port}"

    def ended(self) -> bool:
        """Whether it stopped by itself."""
        return self._process.poll() is not None

    def log(self) -> str:
        """What it wrote to its log."""
        return self._log.read_text(errors="replace")


@contextmanager
def serving(settings: Settings, *options: str, log: Path | None = None) -> Iterator[Server]:
    """Serves the home on a free port, and stops at the end.

    Args:
        log: Where the server's words go; beside the home when not given.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    place = log or settings.home.with_name(f"{settings.home.name}-{port}.log")
    command = [sys.executable, "-m", "workbench", "serve", "--port", str(port), *options]
    with place.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(settings), stdout=output, stderr=output)
    server = Server(process, port, place)
    try:
        _wait(server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(server: Server) -> None:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline and not server.ended():
        try:
            if requests.get(f"{server.address}/health", timeout=5).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise Broken(f"the server did not answer: {server.log()[-1500:]}")


class Visitor:
    """Somebody who asks a running app.

    Args:
        role: As whom: by the card of that role on the sign-in page; None for a stranger.

    Attributes:
        callbacks: Those that run on the server; none for whom the app does not tell.
    """

    def __init__(self, address: str, role: str | None = "researcher") -> None:
        self._address = address
        self._session = requests.Session()
        if role is not None:
            self._sign_in(role)
        told = self._session.get(f"{address}/_dash-dependencies", timeout=_SECONDS)
        known: list[Callback] = told.json() if told.ok else []
        self.callbacks = [callback for callback in known if not callback["clientside_function"]]

    def page(self, path: str) -> requests.Response:
        """A page, by its address."""
        return self._session.get(f"{self._address}{path}", timeout=_SECONDS)

    def post(self, body: Mapping[str, Any]) -> requests.Response:
        """The answer of a callback to a request."""
        return self._session.post(f"{self._address}/_dash-update-component", json=body, timeout=_SECONDS)

    def ask(self, output: str, values: Mapping[str, Any]) -> requests.Response:
        """The answer of the callback that fills an output."""
        return self.post(request_of(named(self.callbacks, output), values))

    def overview(self) -> str:
        """What the overview says, with its released numbers."""
        return self.ask("overview-content.children", {"overview-content.id": "overview-content"}).text

    def count(self, question: str) -> str:
        """What the page of cohorts says of a question's count."""
        return self.ask("cohorts-count.children", {"cohorts-question.data": question}).text

    def save(self, question: str, name: str) -> requests.Response:
        """Saves a cohort under a name."""
        typed = {"save-name.value": name, "save-as.value": "new"}
        values = {"save-save.n_clicks": 1, **typed, "cohorts-question.data": question}
        return self.ask("save-result.children", values)

    def _sign_in(self, role: str) -> None:
        form = self._session.get(f"{self._address}/sign-in", timeout=_SECONDS)
        token = re.search(r'name="csrf" value="([^"]+)"', form.text)
        data = {"role": role, "next": "/help", "csrf": token[1] if token else ""}
        done = self._session.post(f"{self._address}/sign-in/demo", data=data, timeout=_SECONDS, allow_redirects=False)
        if done.status_code != 303:
            raise Broken(f"nobody could sign in: {done.status_code} {done.text[:300]}")
