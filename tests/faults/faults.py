"""What a fault is, and where its runs live."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from data_access.store import Store
from workbench.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT.parent / "shared" / "data" / "phenopackets" / "phenopackets-open.zip"
Figures = dict[str, int | str]


class Broken(AssertionError):
    """The product did not stand the fault; says what was found instead."""


class CannotRun(Exception):
    """The fault cannot be made on this machine; says why."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is broken on purpose.

    Attributes:
        name: Word on the command line.
        what: What is done, and what must hold.
        times: How often in a long run.
        run: Does it that often and gives what was counted; raises `Broken` where something did not hold.
    """

    name: str
    what: str
    times: int
    run: Callable[[Run], Figures]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a fault.

    Attributes:
        folder: An empty folder of its own.
        ontology: Folder of the compiled ontology, to copy.
        times: How often the fault is made.
        rng: Chooses the moments.
        small: A few seconds only, on files written by us.
    """

    folder: Path
    ontology: Path
    times: int
    rng: random.Random
    small: bool

    def home(self, name: str = "home", place: Path | None = None, **changes: str) -> Settings:
        """Settings of a new home folder that has the ontology."""
        folder = (place or self.folder) / name
        shutil.copytree(self.ontology, folder / "ontology")
        return Settings(**{"home": folder, "store_url": f"sqlite:///{folder / 'store.db'}", **changes})  # type: ignore[arg-type]


def require(holds: bool, otherwise: str) -> None:
    """Goes on where something holds.

    Raises:
        Broken: It does not.
    """
    if not holds:
        raise Broken(otherwise)


def environment(settings: Settings) -> dict[str, str]:
    """The environment of a process that works with these settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WORKBENCH_")}
    ours = {
        "WORKBENCH_HOME": str(settings.home),
        "WORKBENCH_STORE_URL": settings.store_url,
        "WORKBENCH_CACHE_URL": settings.cache_url,
        "WORKBENCH_IDENTITY_URL": settings.identity_url,
        "WORKBENCH_MODE": settings.mode,
    }
    return {**kept, **{name: value for name, value in ours.items() if value}}


def workbench(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One command of the workbench, finished, with what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "workbench", *arguments],
        cwd=ROOT,
        env=environment(settings),
        capture_output=True,
        text=True,
        check=False,
    )


def require_one_sentence(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """Accepts a command that failed with words for people.

    Raises:
        Broken: It did not fail, failed with a traceback, or without the words.
    """
    require(done.returncode == 1, f"exit {done.returncode} where 1 was expected: {done.stderr[-600:]}")
    require("Traceback" not in done.stderr + done.stdout, f"a traceback reached the operator: {done.stderr[-1500:]}")
    for word in words:
        require(word in done.stderr, f"{word!r} is not said: {done.stderr[-600:]}")


def require_whole_chain(store: Store) -> None:
    """Accepts a store whose audit log is unbroken.

    Raises:
        Broken: A row of it is missing, doubled or changed.
    """
    log = getattr(store, "audit", None)
    require(log is None or log.verify().ok, "the audit chain is broken")


def shown(figures: Mapping[str, int | str]) -> str:
    """Figures on one line."""
    return ", ".join(f"{name} {value}" for name, value in figures.items())
