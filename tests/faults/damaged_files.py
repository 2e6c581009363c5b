"""Files damaged while nobody looked: no number is ever wrong silently, and what is said helps."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from data_access.opening import open_store
from data_access.snapshots import latest, open_snapshot, verify
from tests.faults.build_killed import filled_home
from tests.faults.faults import Broken, Fault, Figures, Run, require, workbench
from workbench.api import overview
from workbench.api.door import OPERATOR
from workbench.api.opening import open_door
from workbench.errors import WorkbenchError
from workbench.settings import Settings

_DONORS, _SMALL = 600, 18


def damaged(file: Path, rng: random.Random) -> str:
    """Damages a file in one of the ways in which files get damaged, and names the way."""
    content = bytearray(file.read_bytes())
    way = rng.choice(("flipped", "truncated", "zeroed", "emptied", "doubled"))
    at = rng.randrange(max(len(content), 1))
    if way == "flipped" and content:
        content[at] ^= 1 << rng.randrange(8)
    elif way == "zeroed" and any(content):
        start = next(place for place, byte in enumerate(content) if byte)
        content[start : start + 64] = bytes(len(content[start : start + 64]))
    elif way == "doubled":
        content += content[-64:] or b"\0"
    else:
        del content[0 if way == "emptied" else at :]
    file.write_bytes(bytes(content))
    return way


def run(asked: Run) -> Figures:
    """Damages files; see `FAULT`."""
    settings = filled_home(asked, _SMALL if asked.small else _DONORS)
    before = _everyone(settings)
    found: Counter[str] = Counter()
    for _ in range(asked.times):
        _snapshot(asked, settings, found)
    for _ in range(max(asked.times // 10, 1)):
        _ontology(asked, settings, found)
        require(_everyone(settings) == before, "another number once the ontology was compiled again")
    for number in range(max(asked.times // 5, 1)):
        found["stores found"] += _store(asked, settings, number)
    return {**found, "wrong numbers": 0, "tracebacks": 0}


def _everyone(settings: Settings) -> object:
    door = open_door(settings)
    try:
        return overview.everyone(door.asked_by(OPERATOR)).value
    finally:
        door.store.close()


def _snapshot(asked: Run, settings: Settings, found: Counter[str]) -> None:
    name = latest(settings.snapshots)
    folder = settings.snapshots / str(name)
    file = asked.rng.choice(sorted(folder.iterdir()))
    with _put_back(file):
        way = damaged(file, asked.rng)
        require(bool(verify(settings.snapshots, name)), f"{file.name} {way} is not found by verify")
        _require_refused(lambda: open_snapshot(settings.snapshots), f"{file.name} {way}", "snapshot build")
    found["snapshot files found"] += 1


def _ontology(asked: Run, settings: Settings, found: Counter[str]) -> None:
    """A damaged compiled ontology is compiled again without a word: it holds nothing that is ours alone."""
    files = sorted(file for file in settings.ontology.rglob("*") if file.is_file())
    damaged(asked.rng.choice(files), asked.rng)
    found["ontology files healed"] += 1


def _store(asked: Run, settings: Settings, number: int) -> bool:
    """Damages a copy of the store; whether reading it ended in words (a page of it may hold nothing)."""
    copy = settings.home / f"damaged-{number}.db"
    shutil.copy(settings.store_url.removeprefix("sqlite:///"), copy)
    content = bytearray(copy.read_bytes())
    for page in range(1, len(content) // 4096):
        if asked.rng.random() < 0.5:
            content[page * 4096 : page * 4096 + 200] = asked.rng.randbytes(200)
    copy.write_bytes(bytes(content))
    hurt = replace(settings, store_url=f"sqlite:///{copy}")
    if not asked.small:
        done = workbench(hurt, "snapshot", "build", "--json")
        require("Traceback" not in done.stderr, f"a traceback for a damaged store: {done.stderr[-600:]}")
    try:
        store = open_store(hurt.store_url)
        try:
            list(store.donors())
        finally:
            store.close()
    except WorkbenchError as error:
        require("recover" in error.do, f"a damaged store is not told from others: {error}")
        return True
    return False


def _require_refused(act: Callable[[], object], what: str, word: str) -> None:
    try:
        act()
    except WorkbenchError as error:
        require(word in error.do, f"{what}: nothing is said of what to do: {error}")
    else:
        raise Broken(f"{what} is served")


@contextmanager
def _put_back(file: Path) -> Iterator[None]:
    """Puts a file back as it was, when the block ends."""
    content = file.read_bytes()
    try:
        yield
    finally:
        file.write_bytes(content)


FAULT = Fault(
    "files-damaged",
    "files of snapshot, ontology and store flipped, cut, emptied: never a wrong number, always a word on what to do",
    100,
    run,
)
