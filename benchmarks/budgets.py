"""`python -m benchmarks budgets`: every budget of the workbench, measured on this machine, beside plain peers."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from benchmarks import browser_side, building, load, server_side
from benchmarks.machine import machine
from benchmarks.measures import Measure, table
from benchmarks.running import chromium, command, serving

_DONORS, _FEW_DONORS = 10_000, 1_000
_SECONDS, _FEW_SECONDS = 40.0, 8.0


def main(arguments: Sequence[str]) -> int:
    """Measures, prints, and gives 0: a budget that is not kept is said, not an error."""
    asked = _asked(arguments)
    donors = asked.donors or (_FEW_DONORS if asked.quick else _DONORS)
    with _home(asked.home) as home:
        measures = _measures(home, donors, _FEW_SECONDS if asked.quick else _SECONDS)
    where = f"{machine()}, load {os.getloadavg()[1]:.1f} while measuring"
    if asked.json:
        print(json.dumps({"machine": where, "donors": donors, "measures": [one.to_data() for one in measures]}))
    else:
        print(f"{where}\n{donors:,} synthetic donors\n\n{table(measures)}")
    return 0


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks budgets", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    parser.add_argument("--donors", type=int, help=f"synthetic donors ({_DONORS:,} by default)")
    parser.add_argument("--home", type=Path, help="a folder to keep; one with a snapshot is measured as it is")
    parser.add_argument("--quick", action="store_true", help=f"{_FEW_DONORS:,} donors and less load: a first look")
    return parser.parse_args(arguments)


@contextmanager
def _home(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as folder:
        yield Path(folder)


def _measures(home: Path, donors: int, seconds: float) -> list[Measure]:
    return [
        *_made(home, donors),
        *_imported(),
        *_told("what the server does", server_side.measure(home)),
        *_told("a restart", [building.restart(home)]),
        *_used(home, seconds),
    ]


def _made(home: Path, donors: int) -> list[Measure]:
    if (home / "snapshots").is_dir():
        return []
    _say(f"{donors:,} synthetic donors and their snapshot")
    command(home, "demo", "--donors", str(donors))
    return building.build_snapshot(home, donors)


def _imported() -> list[Measure]:
    _say("published cases")
    with tempfile.TemporaryDirectory(prefix="workbench-bench-import-") as folder:
        command(Path(folder), "ontology", "show")  # compiled before the clock starts
        return building.import_cases(Path(folder))


def _used(home: Path, seconds: float) -> list[Measure]:
    with serving(home) as (address, process), chromium() as browser:
        server = psutil.Process(process.pid)
        return [
            *_told("pages in Chromium", browser_side.measure(browser, address)),
            *_told("words over HTTP", [load.type_ahead(browser, address)]),
            *_told("fifty people", load.measure(browser, address, server, seconds=seconds)),
        ]


def _told(what: str, measures: list[Measure]) -> list[Measure]:
    _say(f"measured: {what}")
    return measures


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
