"""Homes to attack: one of real cases or of synthetic donors, and one for each world, served in a process of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Literal

from benchmarks.places import CASES
from benchmarks.running import command, serving
from data_access.memory_store import MemoryStore
from tests.attack.asking import Answer, Question
from tests.attack.games import Series, World, with_snapshot
from tests.attack.over_http import HttpAsker, OverHttp
from tests.attack.worlds import arrays_of, on_disk
from workbench.api.door import Door
from workbench.api.opening import open_door
from workbench.settings import Settings

Data = Literal["cases", "demo"]
_DONORS = 1000
_LONG = 600  # minutes that a session lasts


def settings_of(home: Path) -> Settings:
    """Settings of a home with its embedded databases."""
    return Settings(home=home, store_url=f"sqlite:///{home / 'store.db'}", idle_minutes=_LONG)


def prepared(home: Path, data: Data) -> Door:
    """The door of a home that is filled and frozen, once."""
    if not any((home / "snapshots").glob("*/manifest.json")):
        home.mkdir(parents=True, exist_ok=True)
        fill = ("demo", "--donors", str(_DONORS)) if data == "demo" else ("import", str(CASES), "--source", "cases")
        command(home, *fill)
        command(home, "snapshot", "build")
    return open_door(settings_of(home))


class Served:
    """A world behind running servers, one for each of its snapshots, started when it is first asked.

    All have the keys of the world, as one home has over time.

    Args:
        folder: Empty; the homes are made in it.
        filled: The home whose ontology and store they take.
        stack: Stops the servers.
    """

    def __init__(self, folder: Path, filled: Path, world: World, stack: ExitStack, *, changing: bool = False) -> None:
        self._folder, self._filled, self._stack = folder, filled, stack
        self._key = world.base.gate.key
        self._series = Series(world, changing=changing)
        self._apps: dict[int, OverHttp] = {}
        # The snapshot that is served has an id of its own: the noise, and regions of the map, are by that id.
        opened = open_door(settings_of(self._home(0)))
        opened.store.close()
        self.world = replace(world, base=with_snapshot(replace(opened, store=MemoryStore()), opened.snapshot))

    def attacker(self, name: str) -> ServedAsker:
        """Somebody with accounts that nobody else uses."""
        return ServedAsker(self._app, name)

    def _home(self, at: int) -> Path:
        home = self._folder / f"snapshot-{at}"
        if not home.exists():
            home.mkdir(parents=True)
            shutil.copytree(self._filled / "ontology", home / "ontology")
            shutil.copy(self._filled / "store.db", home / "store.db")
            (home / "keys").mkdir(mode=0o700)
            secret = home / "keys" / "noise.key"
            secret.touch(mode=0o600)
            secret.write_bytes(self._key)
            snapshot = self._series(at).snapshot
            on_disk(home / "snapshots", snapshot, arrays_of(snapshot), snapshot.manifest.id)
        return home

    def _app(self, at: int) -> OverHttp:
        if at not in self._apps:
            home = self._home(at)
            address, _ = self._stack.enter_context(serving(home))
            self._apps[at] = OverHttp(address, settings_of(home))
            self._stack.callback(self._apps[at].close)
        return self._apps[at]


class ServedAsker:
    """One attacker, who goes from server to server as snapshots come and go."""

    def __init__(self, app: Callable[[int], OverHttp], name: str) -> None:
        self._app, self._name = app, name
        self._askers: dict[int, HttpAsker] = {}

    def ask(self, question: Question) -> Answer:
        """What the page shows, as numbers."""
        if question.snapshot not in self._askers:
            self._askers[question.snapshot] = self._app(question.snapshot).attacker(self._name)
        return self._askers[question.snapshot].ask(question)
