"""kill -9 during `import`: at any moment, and during the commit of a transaction."""

from __future__ import annotations

import functools
import json
import zipfile
from dataclasses import replace
from pathlib import Path

from data_access.memory_store import MemoryStore
from data_access.opening import open_store
from data_access.pseudonyms import Pseudonymiser, load_key
from data_access.records import Donor
from data_access.store import Store
from ontology.ontology import load
from tests.faults.faults import CASES, CannotRun, Fault, Figures, Run, require, require_whole_chain
from tests.faults.killing import Said, killed_after
from workbench.ingest.phenopackets import ImportReport, import_paths
from workbench.settings import Settings

_FILES, _SMALL_FILES = 750, 600
_SOURCE = "kept"
_TERMS = ("HP:0001250", "HP:0001263", "HP:0001252", "HP:0001324", "HP:0000252")


def run(asked: Run) -> Figures:
    """Kills imports; see `FAULT`."""
    archive = archive_of_cases(asked)
    settings = asked.home()
    whole = everybody(settings, archive)
    killed = cut = in_commit = 0
    for number in range(asked.times):
        settings = replace(settings, store_url=f"sqlite:///{settings.home / f'store-{number}.db'}")
        said = _killed(asked, settings, archive, commit=number % 2 == 0, batches=len(whole) // 250)
        killed += said.killed
        in_commit += said.killed and number % 2 == 0
        cut += _check(settings, said, whole, archive)
    require(killed > 0, "every import ended before it was killed")
    return {
        "kills": killed,
        "of them around a commit": in_commit,
        "left in the middle": cut,
        "files each": len(whole),
        "partial donors": 0,
        "acknowledged donors lost": 0,
        "duplicates after the second import": 0,
    }


def _killed(asked: Run, settings: Settings, archive: Path, *, commit: bool, batches: int) -> Said:
    arguments = ("import", str(archive), "--source", _SOURCE, "--json")
    if commit:
        # Opening commits its migration first; what follows are the batches and the record of the import.
        nth = asked.rng.randint(2, batches + 3)
        return killed_after(settings, "commit", nth, asked.rng.uniform(0, 0.004), *arguments)
    # From the first byte it reads: how long it takes to get there says only how busy the machine is.
    return killed_after(settings, "stage Importing", 1, asked.rng.uniform(0, 1.0), *arguments)


def _check(settings: Settings, said: Said, whole: dict[str, Donor], archive: Path) -> bool:
    """Whether the kill left some donors and not all."""
    store = open_store(settings.store_url)
    try:
        left = {donor.id: donor for donor in store.donors()}
        require(left.items() <= whole.items(), "a donor is not as its file says")
        require(said.kept <= left.keys(), f"{len(said.kept - left.keys())} acknowledged donors are lost")
        require_whole_chain(store)
        again = imported(settings, archive, store)
        told = (again.stored, again.unchanged, again.updated, again.refused)
        require(told == (len(whole) - len(left), len(left), 0, 0), f"the second import reported {told}")
        require({donor.id: donor for donor in store.donors()} == whole, "the second import did not complete the first")
    finally:
        store.close()
    return 0 < len(left) < len(whole)


def imported(settings: Settings, archive: Path, store: Store) -> ImportReport:
    """Imports the files into a store, in this process."""
    key = Pseudonymiser(load_key(settings.keys / "pseudonym.key"))
    return import_paths([archive], store=store, ontology=load(settings.ontology), pseudonymiser=key, source=_SOURCE)


@functools.cache
def _packets() -> dict[str, bytes]:
    """Phenopackets written by us, each of another patient."""
    meta = {"created": "2024-05-06T07:08:09Z", "externalReferences": [{"id": "PMID:1"}]}
    packets = {}
    for number in range(_SMALL_FILES):
        features = [{"type": {"id": _TERMS[(number + step) % 5]}} for step in range(3)]
        packet = {"id": f"p{number}", "subject": {"id": f"s{number}"}, "phenotypicFeatures": features, "metaData": meta}
        packets[f"{number}.json"] = json.dumps(packet).encode()
    return packets


def archive_of_cases(asked: Run) -> Path:
    """A zip of real published cases, drawn by chance; of cases written by us in a small run."""
    if not asked.small and not CASES.exists():
        raise CannotRun("the real files of ../shared/data are not here")
    entries = _packets() if asked.small else _real(asked)
    path = asked.folder / "cases.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return path


def _real(asked: Run) -> dict[str, bytes]:
    with zipfile.ZipFile(CASES) as cases:
        names = sorted(name for name in cases.namelist() if name.endswith(".json"))
        return {name: cases.read(name) for name in asked.rng.sample(names, _FILES)}


def everybody(settings: Settings, archive: Path) -> dict[str, Donor]:
    """The donors that the files hold, by another store."""
    store = MemoryStore()
    imported(settings, archive, store)
    return {donor.id: donor for donor in store.donors()}


FAULT = Fault(
    "import-killed",
    "kill -9 during import of real files: each stored whole or not at all, nothing acknowledged lost, then completed",
    100,
    run,
)
