"""What the command line makes: a snapshot, an import of real cases, a server that answers. Time and memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from benchmarks.measures import Measure
from benchmarks.places import CASES, ROOT
from benchmarks.running import COOKIE, environment, free_port, signed_in

_PATIENCE = 120


def build_snapshot(home: Path, donors: int) -> list[Measure]:
    """Builds the snapshot of a filled home."""
    seconds, megabytes = _timed(home, "snapshot", "build")
    name = f"snapshot of {donors:,} donors"
    # The budget is for ten thousand donors; a smaller home has none.
    return [
        Measure(name, seconds, "s", 180 if donors == 10_000 else None),
        Measure(f"{name}, memory at its peak", megabytes, "MB"),
    ]


def import_cases(home: Path) -> list[Measure]:
    """Imports the published cases that lie beside the checkout into an empty home; nothing where there are none."""
    if not CASES.exists():
        return []
    seconds, megabytes = _timed(home, "import", str(CASES))
    name = "import of 7,168 published cases"
    return [Measure(name, seconds, "s", 60), Measure(f"{name}, memory at its peak", megabytes, "MB", 500)]


def restart(home: Path) -> Measure:
    """Starts the workbench of a ready home as a person does, and waits for the first page."""
    port = free_port()
    start = time.perf_counter()
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=ROOT,
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _first_page(f"http://127.0.0.1:{port}", process)
        return Measure("make run again, to the first page", time.perf_counter() - start, "s", 5)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def _first_page(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.perf_counter() + _PATIENCE
    while time.perf_counter() < until and process.poll() is None:
        try:
            cookie = f"{COOKIE}={signed_in(address)}"
            for path in ("/", "/_dash-layout"):
                asked = urllib.request.Request(f"{address}{path}", headers={"Cookie": cookie})
                with urllib.request.urlopen(asked, timeout=_PATIENCE) as answer:
                    answer.read()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("make run did not answer.")


def _timed(home: Path, *arguments: str) -> tuple[float, float]:
    """Runs one command; gives its seconds on the wall clock and its largest resident memory in MB."""
    log = home / "bench.log"
    start = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "workbench", *arguments],
            cwd=ROOT,
            env=environment(home),
            stdout=output,
            stderr=output,
        )
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"workbench {arguments[0]}: {log.read_text()[-500:]}")
    scale = 1 if sys.platform == "darwin" else 1024
    return time.perf_counter() - start, usage.ru_maxrss * scale / 1e6
