"""A full disk: import, snapshot, cache and audit end in a sentence, and leave nothing half."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from data_access.opening import open_store
from data_access.snapshots import list_snapshots, open_snapshot, verify
from tests.faults.build_killed import build, filled_home, unfinished
from tests.faults.faults import Fault, Figures, Run, require, require_one_sentence, require_whole_chain, workbench
from tests.faults.import_killed import archive_of_cases, everybody, imported
from tests.faults.serving import Visitor, serving
from tests.faults.small_disk import small_disk
from workbench.errors import StoreError
from workbench.settings import Settings

_DONORS, _SMALL = 600, 18


def run(asked: Run) -> Figures:
    """Fills disks; see `FAULT`."""
    told: Counter[str] = Counter()
    settings = filled_home(asked, _SMALL if asked.small else _DONORS)
    archive = archive_of_cases(asked)
    for number in range(asked.times):
        told["imports stopped"] += _import(asked, archive, number)
        told["builds stopped"] += _build(asked, settings)
    told["audit rows refused"] += _audit(asked)
    told["pages answered without room for answers"] += _cache(asked, settings)
    return {"disk": "tmpfs", **told, "partial donors": 0, "half snapshots": 0, "tracebacks": 0}


def _import(asked: Run, archive: Path, number: int) -> bool:
    """Imports into a store on a disk with too little room, then with enough; whether it was stopped."""
    settings = asked.home(f"import-{number}")
    whole = everybody(settings, archive)
    with small_disk(settings.home / "disk", 32) as disk:
        settings = replace(settings, store_url=f"sqlite:///{disk.folder / 'store.db'}")
        open_store(settings.store_url).close()
        disk.leave_room(asked.rng.randint(0, 900_000))
        done = workbench(settings, "import", str(archive), "--source", "kept", "--json")
        stopped = done.returncode != 0
        if stopped:
            require_one_sentence(done, "room")
        disk.make_room()
        store = open_store(settings.store_url)
        try:
            left = {donor.id: donor for donor in store.donors()}
            require(left.items() <= whole.items(), "a donor is not as its file says")
            require(stopped or left == whole, "an import that reported no trouble is not complete")
            require_whole_chain(store)
            imported(settings, archive, store)
            require({donor.id: donor for donor in store.donors()} == whole, "with room again it was not completed")
        finally:
            store.close()
    return stopped


def _build(asked: Run, settings: Settings) -> bool:
    """Builds a snapshot where there is too little room, then with enough; whether it was stopped."""
    with small_disk(settings.snapshots, 32) as disk:
        build(settings)
        before = list_snapshots(settings.snapshots)
        size = sum(file.stat().st_size for file in (settings.snapshots / before[0]).iterdir())
        disk.leave_room(int(asked.rng.uniform(0, 0.95) * size))
        done = workbench(settings, "snapshot", "build", "--seed", "8", "--json")
        require_one_sentence(done, "room")
        require(list_snapshots(settings.snapshots) == before, "a snapshot appeared on a full disk, or one went")
        require(not unfinished(settings.snapshots), "a half folder was left on a full disk")
        require(verify(settings.snapshots) == [], "the snapshot before is damaged")
        open_snapshot(settings.snapshots)
        disk.make_room()
        build(settings, seed=8)
        require(len(list_snapshots(settings.snapshots)) == 2, "no snapshot with room again")
    return True


def _audit(asked: Run) -> int:
    """Writes to the audit log without room; how many rows were refused."""
    refused = 0
    with small_disk(asked.folder / "audit", 8) as disk:
        store = open_store(f"sqlite:///{disk.folder / 'store.db'}")
        try:
            disk.leave_room(200_000)
            kept = 0
            for number in range(2_000):
                try:
                    kept = store.audit.append("local", "import", details={"words": "x" * 900, "n": number}).seq
                except StoreError as error:
                    refused += 1
                    require("room" in error.do, f"no word about room: {error}")
                    if refused == 5:
                        break
            require(refused == 5, "the log went on writing without room")
            disk.make_room()
            require(store.audit.head()[0] == kept, "the log does not end with the last row it acknowledged")
            store.audit.append("local", "import")
            require_whole_chain(store)
        finally:
            store.close()
    return refused


def _cache(asked: Run, filled: Settings) -> int:
    """Asks pages while no answer can be kept; how many answered."""
    answered = 0
    with small_disk(filled.home / "cache", 1) as disk:
        disk.leave_room(0)
        with serving(filled) as server:
            visitor = Visitor(server.address)
            for question in ("sex:female", "sex:male", "HP:0000707"):
                require("No answer" not in visitor.count(question), "no answer without a cache")
                answered += visitor.count(question).count("children") > 0
            require("What you can do here" in visitor.overview(), "the overview needs a cache")
            require(not server.ended(), "the server stopped")
            require("Traceback" not in server.log(), f"tracebacks in the log: {server.log()[-800:]}")
    return answered


FAULT = Fault(
    "disk-full",
    "a full disk under import, snapshot, cache and audit log: a sentence, nothing half, and it goes on with room",
    20,
    run,
)
