"""kill -9 while a snapshot is built: the one before goes on serving, and no half folder is ever opened."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data_access.opening import open_store
from data_access.snapshots import list_snapshots, open_snapshot, verify
from ontology.annotations import load_annotations
from ontology.ontology import load
from tests.faults.faults import Fault, Figures, Run, require
from tests.faults.killing import killed_after
from tests.faults.serving import Visitor, serving
from workbench.ingest.demo import fill_with_demo
from workbench.jobs.snapshots import build_snapshot
from workbench.settings import Settings

_DONORS = 1_000
_SMALL = 18  # too few for a map, whose maths take long to load
_STAGES = ("Read donors", "Freeze", "Weigh findings", "Compare donors", "Lay out the map", "Write")
_COMMAND = ("snapshot", "build", "--json")


def run(asked: Run) -> Figures:
    """Kills builds; see `FAULT`."""
    settings = filled_home(asked, _SMALL if asked.small else _DONORS)
    killed = leftovers = finished = 0
    with _somebody_who_asks(settings, asked.small) as visitor:
        for number in range(asked.times):
            before = list_snapshots(settings.snapshots)
            said = _killed(asked, settings, number)
            killed += said
            leftovers += len(unfinished(settings.snapshots))
            finished += len(list_snapshots(settings.snapshots)) - len(before)
            _check(settings, before, visitor)
    build(settings)
    require(not unfinished(settings.snapshots), "a finished build left what killed ones had begun")
    return {
        "kills": killed,
        "half folders left": leftovers,
        "half folders opened": 0,
        "finished before the kill": finished,
        "pages not served": 0,
        "left after the next build": 0,
    }


@contextmanager
def _somebody_who_asks(settings: Settings, small: bool) -> Iterator[Visitor | None]:
    """A visitor of the app that runs beside the builds; nobody in a small run."""
    if small:
        yield None
        return
    with serving(settings) as server:
        yield Visitor(server.address)
        require(not server.ended(), "the server stopped")


def filled_home(asked: Run, donors: int, place: Path | None = None, **changes: str) -> Settings:
    """A home with synthetic donors and their snapshot."""
    settings = asked.home(place=place, **changes)
    fill(settings, donors)
    build(settings)
    return settings


def fill(settings: Settings, donors: int) -> None:
    """Puts synthetic donors into the store of the settings."""
    store = open_store(settings.store_url)
    try:
        ontology = load(settings.ontology)
        fill_with_demo(store, donors, 7, annotations=load_annotations(settings.ontology), ontology=ontology)
    finally:
        store.close()


def build(settings: Settings, seed: int = 7) -> None:
    """Builds a snapshot of the store of the settings, in this process."""
    store = open_store(settings.store_url)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # numba and umap warn about themselves
            build_snapshot(store, load(settings.ontology), settings.snapshots, seed=seed)
    finally:
        store.close()


def _killed(asked: Run, settings: Settings, number: int) -> bool:
    """Kills a build in one of its stages, every third time while it writes."""
    # Another seed is another snapshot: one of the same content would only be put in its place again.
    arguments = (*_COMMAND, "--seed", str(100 + number))
    stage = "Write" if number % 3 == 0 or asked.small else asked.rng.choice(_STAGES)
    later = asked.rng.uniform(0, 0.06 if stage == "Write" else 0.5)
    return killed_after(settings, f"stage {stage}", 1, later, *arguments).killed


def _check(settings: Settings, before: list[str], visitor: Visitor | None) -> None:
    now = list_snapshots(settings.snapshots)
    require(set(before) <= set(now), "a snapshot is gone")
    for name in now:
        require(verify(settings.snapshots, name) == [], f"{name} is listed and not whole")
    open_snapshot(settings.snapshots)
    if visitor is None:
        return
    require(visitor.page("/data").status_code == 200, "a page is not served after a kill")
    require("What you can do here" in visitor.overview(), "the overview is not served after a kill")


def unfinished(folder: Path) -> list[Path]:
    """Folders that builds began and did not finish."""
    return [path for path in folder.iterdir() if path.name.startswith((".building-", ".displaced-"))]


FAULT = Fault(
    "build-killed",
    "kill -9 while a snapshot is built: the one before serves on, no half folder is opened, leftovers are cleared",
    30,
    run,
)
