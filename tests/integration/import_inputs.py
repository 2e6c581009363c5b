"""What imports are tried with: the small release, small phenopackets and zips."""

from __future__ import annotations

import functools
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from data_access.memory_store import MemoryStore
from data_access.pseudonyms import Pseudonymiser
from data_access.store import Store
from ontology.annotations import Annotations, load_annotations
from ontology.ontology import Ontology, load
from ontology.release import Source
from workbench.ingest.phenopackets import ImportReport, import_paths

DATA = Path(__file__).parents[1] / "data"
PACKETS = DATA / "phenopackets"
SHARED = Path(__file__).parents[2].parent / "shared" / "data"
KEY = b"k" * 32
SEIZURE = "HP:0001250"


@functools.cache
def small_ontology() -> Ontology:
    """The release written for tests."""
    source = Source(DATA / "ontology" / "hp.obo", DATA / "ontology" / "phenotype.hpoa", minimum_terms=4)
    return load(Path(tempfile.mkdtemp()), source=source)


@functools.cache
def real_release() -> tuple[Ontology, Annotations]:
    """HPO out of the installed wheel, compiled once a run."""
    home = Path(tempfile.mkdtemp())
    return load(home), load_annotations(home)


def packet(name: str = "a", **changes: Any) -> dict[str, Any]:
    """A good phenopacket."""
    features = [{"type": {"id": SEIZURE, "label": "Seizure"}}]
    meta = {"created": "2024-05-06T07:08:09Z", "externalReferences": [{"id": "PMID:1"}]}
    return {"id": name, "subject": {"id": "P1"}, "phenotypicFeatures": features, "metaData": meta, **changes}


def write(path: Path, document: Any) -> Path:
    """A JSON file with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def zipped(path: Path, entries: dict[str, Any], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    """A zip of JSON files, or of bytes as they are."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content if isinstance(content, bytes) else json.dumps(content))
    return path


def run(*paths: Path, store: Store | None = None, **options: Any) -> ImportReport:
    """An import into a store, a new one in memory where none is given."""
    return import_paths(
        paths,
        store=store or MemoryStore(),
        ontology=small_ontology(),
        pseudonymiser=Pseudonymiser(KEY),
        **options,
    )


def reasons(report: ImportReport) -> str:
    """Every reason of a report."""
    return " ".join(reason.reason for reason in report.reasons)
