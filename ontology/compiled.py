"""Arrays in a folder: written whole or not at all, and every byte checked when they are read.

Nothing is parsed at load. A text array is one run of UTF-8 and its offsets, decoded one text at a time.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

_MANIFEST = "manifest.json"
_UNFINISHED = ".compiling-"
_ABANDONED_AFTER = 3600.0


class DamagedCache(Exception):
    """The compiled form is missing, incomplete or changed. It is compiled again, so nobody sees this."""


class Texts(Sequence[str]):
    """Texts held as one run of UTF-8, decoded when asked for.

    Args:
        blob: All texts back to back, (bytes,), uint8.
        offsets: Where each begins, and the end of the last, (n + 1,), int32.
    """

    __slots__ = ("_blob", "_offsets")

    def __init__(self, blob: np.ndarray, offsets: np.ndarray) -> None:
        self._blob = memoryview(blob.data)
        self._offsets = offsets

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, position: Any) -> Any:
        """One text."""
        return self.encoded(position).decode()

    def encoded(self, position: int) -> bytes:
        """One text as UTF-8, which sorts as its code points do."""
        return bytes(self._blob[self._offsets[position] : self._offsets[position + 1]])


def text_arrays(name: str, texts: Iterable[str]) -> dict[str, np.ndarray]:
    """The two arrays of a text array, by the names that `text_array` finds them under."""
    encoded = [text.encode() for text in texts]
    offsets = np.concatenate([[0], np.cumsum([len(one) for one in encoded], dtype=np.int64)])
    blob = np.frombuffer(b"".join(encoded), dtype=np.uint8)
    return {f"{name}.blob": blob, f"{name}.offsets": offsets.astype(np.int32)}


def text_array(arrays: Mapping[str, np.ndarray], name: str) -> Texts:
    """A text array out of arrays that were read."""
    return Texts(arrays[f"{name}.blob"], arrays[f"{name}.offsets"])


def write(folder: Path, parts: Mapping[str, Mapping[str, np.ndarray]], facts: Mapping[str, Any]) -> None:
    """Puts arrays into a folder, which appears with everything in it or not at all.

    Args:
        folder: Where to; a damaged one is replaced, a sound one of another process is kept.
        parts: Part -> name -> array of one dimension. A part is one file.
        facts: What the manifest says beside the files; JSON.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep(folder.parent)
    building = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder.parent))
    try:
        files = {part: _write_part(building / f"{part}.bin", arrays) for part, arrays in parts.items()}
        manifest = json.dumps({"facts": dict(facts), "files": files}, indent=1)
        seal = hashlib.sha256(manifest.encode()).hexdigest()
        (building / _MANIFEST).write_text(f"{seal}\n{manifest}", encoding="utf-8")
        building.chmod(0o755)  # nothing in it is about a person
        _put_in_place(building, folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def read(folder: Path, part: str) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """The arrays of one part, read-only, and the facts of the manifest.

    Raises:
        DamagedCache: A file is missing, incomplete or not what was written.
    """
    manifest = _read_manifest(folder)
    entry = manifest["files"].get(part)
    if entry is None:
        raise DamagedCache(f"no part {part}")
    content = _content(folder / f"{part}.bin")
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise DamagedCache(f"{part}.bin is not what was written")
    arrays = {
        name: np.frombuffer(content, dtype=dtype, count=count, offset=offset)
        for name, dtype, count, offset in entry["arrays"]
    }
    return arrays, manifest["facts"]


def _write_part(path: Path, arrays: Mapping[str, np.ndarray]) -> dict[str, Any]:
    placed, pieces, offset = [], [], 0
    for name, array in arrays.items():
        data = np.ascontiguousarray(array).tobytes()
        padding = b"\0" * (-len(data) % 8)  # every array begins at a multiple of 8 bytes
        placed.append([name, array.dtype.str, array.size, offset])
        pieces += [data, padding]
        offset += len(data) + len(padding)
    content = b"".join(pieces)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return {"sha256": hashlib.sha256(content).hexdigest(), "arrays": placed}


def _put_in_place(building: Path, folder: Path) -> None:
    """A rename is one step. Where another process was quicker, its folder stays unless it is damaged."""
    if folder.exists() and not _is_sound(folder):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        building.rename(folder)
    except OSError:
        if not _is_sound(folder):
            raise


def _is_sound(folder: Path) -> bool:
    try:
        for part in _read_manifest(folder)["files"]:
            read(folder, part)
    except DamagedCache:
        return False
    return True


def _read_manifest(folder: Path) -> dict[str, Any]:
    seal, _, manifest = _content(folder / _MANIFEST).partition(b"\n")
    if hashlib.sha256(manifest).hexdigest().encode() != seal:
        raise DamagedCache("the manifest is not what was written")
    loaded: dict[str, Any] = json.loads(manifest)
    return loaded


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DamagedCache(f"{path.name} cannot be read") from error


def _sweep(folder: Path) -> None:
    """Removes what processes that were killed while compiling left behind."""
    for left in folder.glob(f"{_UNFINISHED}*"):
        try:
            abandoned = time.time() - left.stat().st_mtime > _ABANDONED_AFTER
        except OSError:
            continue
        if abandoned:
            shutil.rmtree(left, ignore_errors=True)
