"""The folder of a snapshot: written whole or not at all, and nothing in it is ever executed.

Writers of one folder wait for each other on a lock that the system gives back when a process dies, so whoever holds
it may remove every unfinished build: none of them can still be running.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.errors import SnapshotError

BUILD_AGAIN = "Build a new one: workbench snapshot build."
MANIFEST = "manifest.json"
_UNFINISHED = ".building-"
_DISPLACED = ".displaced-"
_LOCK = ".lock"
_BUILDER = ".builder"
_ID = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{8}")


def is_snapshot_id(text: str) -> bool:
    """True for a day and eight hexadecimal digits, such as `2026-11-21-3f9c2a1b`."""
    return _ID.fullmatch(text) is not None


def snapshot_ids(folder: Path) -> list[str]:
    """Ids of the snapshots in a folder, sorted; empty where there is no folder."""
    if not folder.is_dir():
        return []
    return sorted(entry.name for entry in folder.iterdir() if is_snapshot_id(entry.name) and entry.is_dir())


@contextmanager
def plain_errors(folder: Path) -> Iterator[None]:
    """Turns a full disk, or a folder that is not ours, into words.

    Raises:
        SnapshotError: The system refused something inside.
    """
    try:
        yield
    except OSError as error:
        raise SnapshotError(
            f"The snapshot could not be written ({error.strerror or 'no room'}).",
            do="Make room on the disk, check that the folder is yours, and build it again; those before are untouched.",
            where=str(folder),
        ) from None


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Keeps other writers of the folder out, and clears what killed ones left in it."""
    with _locked(folder, _LOCK):
        _clear_leftovers(folder)
        yield


@contextmanager
def only_builder(folder: Path) -> Iterator[None]:
    """Keeps other builds of a snapshot out, from reading the donors to the last file.

    Whoever builds after a donor was erased waits for builds that still read that donor, and can then remove what they
    made.
    """
    with _locked(folder, _BUILDER):
        yield


@contextmanager
def _locked(folder: Path, name: str) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write_arrays(
    folder: Path, arrays: Mapping[str, NDArray[Any]], before_each: Callable[[], None]
) -> tuple[Path, dict[str, str]]:
    """A new unfinished folder that holds the arrays on disk, and the SHA-256 of each file by array name."""
    building = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder))
    checksums = {}
    try:
        for name, array in sorted(arrays.items()):
            before_each()
            with (building / f"{name}.npy").open("wb") as file:
                np.save(file, np.ascontiguousarray(array), allow_pickle=False)
                _flush(file.fileno(), file.flush)
            checksums[name] = checksum(building / f"{name}.npy")
    except BaseException:
        discard(building)
        raise
    return building, checksums


def write_manifest(building: Path, data: Mapping[str, Any]) -> None:
    """Puts the manifest into a folder in one step, over an older one if there is one."""
    unfinished = building / f".{MANIFEST}"
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False, indent=1, sort_keys=True)
        _flush(file.fileno(), file.flush)
    unfinished.replace(building / MANIFEST)
    _flush_folder(building)


def put_in_place(building: Path, final: Path) -> None:
    """Gives a finished folder its name, in place of a damaged one of that name if there is one."""
    if final.exists():
        final.rename(Path(tempfile.mkdtemp(prefix=_DISPLACED, dir=final.parent)) / final.name)
    building.rename(final)
    _flush_folder(final.parent)
    _clear_leftovers(final.parent)


def take_away(folder: Path) -> None:
    """Removes a finished folder: first its name, so that nobody opens half of it, then its files.

    Whoever has mapped them reads on until done; the system then frees them.
    """
    away = Path(tempfile.mkdtemp(prefix=_DISPLACED, dir=folder.parent))
    folder.rename(away / folder.name)
    _flush_folder(folder.parent)
    discard(away)


def discard(building: Path) -> None:
    """Removes an unfinished folder; one that is gone already is no matter."""
    shutil.rmtree(building, ignore_errors=True)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of one snapshot as decoded JSON.

    Raises:
        SnapshotError: It is missing or no JSON object.
    """
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise damaged(folder.name, "its manifest cannot be read") from None
    if not isinstance(data, dict):
        raise damaged(folder.name, "its manifest is not an object")
    return data


def map_array(folder: Path, name: str) -> NDArray[Any]:
    """One array, memory-mapped and read-only.

    Raises:
        SnapshotError: The file is missing, cut off or no array.
    """
    try:
        array: NDArray[Any] = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError):
        raise damaged(folder.name, f"{name}.npy is missing or incomplete") from None
    return array


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def damaged(name: str, reason: str) -> SnapshotError:
    """The error for a snapshot that may not be used."""
    return SnapshotError(f"This snapshot is damaged: {reason}.", do=BUILD_AGAIN, where=f"snapshot {name}")


def _clear_leftovers(folder: Path) -> None:
    for pattern in (f"{_UNFINISHED}*", f"{_DISPLACED}*"):
        for left in folder.glob(pattern):
            discard(left)


def _flush(handle: int, flush: Callable[[], None]) -> None:
    flush()
    os.fsync(handle)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
