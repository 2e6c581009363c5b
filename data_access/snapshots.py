"""The snapshot on disk: immutable arrays with a manifest, checksummed and memory-mapped.

Folder `<snapshots>/<id>/` holds `manifest.json` and one `.npy` file an array. A folder without a manifest is not a
snapshot: the writer puts it there last, then renames the whole folder into place, so a killed build leaves nothing
that could be read by mistake. No pseudonym is in it: rows are numbered 0 ... n-1.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_access import snapshot_files as files
from data_access.snapshot_shapes import SHAPES, check_shapes
from workbench.errors import SnapshotError


@dataclass(frozen=True, slots=True)
class NamedAreaRecord:
    """A named map area: id, name in plain words, HPO ids that mark it, position of its label."""

    id: int
    name: str
    terms: tuple[str, ...]
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot is.

    Attributes:
        id: Day and content, such as `2026-11-21-3f9c2a1b`.
        created: UTC time, ISO 8601.
        hpo_release: Release of the ontology it was built with.
        hpo_checksum: Checksum of the compiled ontology's inputs.
        donors: Number of donors. A true number: shown only through the gate.
        synthetic: True when any donor is synthetic.
        sources: Names of the sources the rows come from.
        regions: Codes that `region` and `subregion` index, sorted.
        conditions: Ids that the condition columns index, sorted.
        condition_names: A name for each of `conditions`.
        cell_size: Distance between neighbouring cell centres.
        areas: Named areas of the map.
        files: Array name -> sha256 of its file.
        seconds: Build stage -> seconds.
        settings: What the build was asked for (measure, k, seed, cells across), for reproduction.
    """

    id: str
    created: str
    hpo_release: str
    hpo_checksum: str
    donors: int
    synthetic: bool
    sources: tuple[str, ...]
    regions: tuple[str, ...]
    conditions: tuple[str, ...]
    condition_names: tuple[str, ...]
    cell_size: float
    areas: tuple[NamedAreaRecord, ...]
    files: dict[str, str]
    seconds: dict[str, float]
    settings: dict[str, float | int | str]

    @property
    def checksum(self) -> str:
        """SHA-256 over the checksums of all files: what may be shown of them.

        The checksum of a single array may not: of a fact that hardly anybody has recorded there are so few possible
        arrays that trying them all gives the exact number of donors.
        """
        lines = (f"{name} {checksum}\n" for name, checksum in sorted(self.files.items()))
        return hashlib.sha256("".join(lines).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A frozen set of consented donors. n donors, U terms of their closure, E excluded terms, C map cells.

    Terms are held as HPO numbers (1250 for HP:0001250).

    Attributes:
        terms: int32 (U,), sorted HPO numbers of every observed term and its ancestors.
        bitmaps: uint8 (U, ceil(n/8)), bit i (little-endian) set when donor i has the term or a narrower one.
        closure_indptr, closure_indices: CSR int64 (n+1,), int32: rows of `terms` in each donor's closure, sorted.
        observed_indptr, observed_terms: CSR int64 (n+1,), int32 HPO numbers as recorded.
        excluded_terms: int32 (E,), sorted HPO numbers recorded as excluded.
        excluded_bitmaps: uint8 (E, ceil(n/8)), donors in whom exactly this term was recorded as excluded.
        sex: int8 (n,), position in `records.SEXES`, -1 when not recorded.
        age_band: int8 (n,), position in `records.AGE_BANDS`, -1 when not recorded.
        region: int16 (n,), country as position in `manifest.regions`, -1 when not recorded.
        subregion: int16 (n,), ISO 3166-2 part as position in `manifest.regions`, -1 when not recorded.
        undiagnosed: bool (n,).
        condition_indptr, condition_indices: CSR int64 (n+1,), int32 positions in `manifest.conditions`.
        ic: float32 (U,), information content of `terms`; delta: float32 (U,), its increment over the parents.
        neighbours: int32 (n, k), exact nearest donors, nearest first; neighbour_scores: float32 (n, k).
        positions: float32 (n, 2), map coordinates. Never leave the server.
        cell: int16 (n,), map cell of each donor, -1 when its cell is too small to show.
        cell_centres: float32 (C, 2); cell_axial: int16 (C, 2), hexagonal (axial) coordinates of each cell.
        cell_area: int16 (C,), named area of each cell, -1 for outlying cells.
        chance_lengths: int32 (S,), fewest findings of the profiles of each stratum drawn by chance, ascending.
        chance_closeness: float32 (S, draws), how close each of them comes to the donors, ascending.
        chance_thresholds: int32 (S,), the lowest score of donors close enough to such a profile, hundredths.
    """

    path: Path
    manifest: Manifest
    terms: NDArray[np.int32]
    bitmaps: NDArray[np.uint8]
    closure_indptr: NDArray[np.int64]
    closure_indices: NDArray[np.int32]
    observed_indptr: NDArray[np.int64]
    observed_terms: NDArray[np.int32]
    excluded_terms: NDArray[np.int32]
    excluded_bitmaps: NDArray[np.uint8]
    sex: NDArray[np.int8]
    age_band: NDArray[np.int8]
    region: NDArray[np.int16]
    subregion: NDArray[np.int16]
    undiagnosed: NDArray[np.bool_]
    condition_indptr: NDArray[np.int64]
    condition_indices: NDArray[np.int32]
    ic: NDArray[np.float32]
    delta: NDArray[np.float32]
    neighbours: NDArray[np.int32]
    neighbour_scores: NDArray[np.float32]
    positions: NDArray[np.float32]
    cell: NDArray[np.int16]
    cell_centres: NDArray[np.float32]
    cell_axial: NDArray[np.int16]
    cell_area: NDArray[np.int16]
    chance_lengths: NDArray[np.int32]
    chance_closeness: NDArray[np.float32]
    chance_thresholds: NDArray[np.int32]

    @property
    def donors(self) -> int:
        """Number of donors. A true number: shown only through the gate."""
        return self.manifest.donors


_NOT_CONTENT = ("id", "created", "seconds")


def write_snapshot(
    folder: Path,
    manifest: Manifest,
    arrays: Mapping[str, NDArray[Any]],
    *,
    check: Callable[[], None] = lambda: None,
) -> Snapshot:
    """The snapshot as it stands on disk, written whole or not at all.

    The same content on the same day gets the same id; it then becomes the latest again.

    Args:
        folder: Folder that holds one folder a snapshot; made when missing.
        manifest: All but `id` and `files`, which are filled in here.
        arrays: One for each array of `Snapshot`.
        check: Called before each file; what it raises stops the writing and leaves nothing behind.

    Raises:
        SnapshotError: An array is missing or has the wrong type or shape, or there is no room.
    """
    check_shapes(manifest.donors, arrays, "new")
    with files.plain_errors(folder), files.only_writer(folder):
        building, checksums = files.write_arrays(folder, arrays, check)
        try:
            whole = replace(manifest, files=checksums)
            whole = replace(whole, id=f"{manifest.created[:10]}-{_content_hash(whole)}")
            final = folder / whole.id
            if final.exists() and not _changed_files(final, checksums):
                files.write_manifest(final, asdict(whole))
            else:
                files.write_manifest(building, asdict(whole))
                files.put_in_place(building, final)
        finally:
            files.discard(building)
    return open_snapshot(folder, whole.id)


def open_snapshot(folder: Path, id: str | None = None) -> Snapshot:
    """A snapshot with its arrays memory-mapped; the latest when no id is given.

    Every byte is compared with its checksum first, so that no number is ever counted on damaged arrays: 13 MB of 9,000
    donors take 0.02 s, and are then in memory for the first question.

    Raises:
        SnapshotError: There is none, the id is not one, it is damaged, or an earlier version wrote it.
    """
    path = folder / _chosen(folder, id)
    manifest = _manifest(path)
    if not _is_current(manifest):
        raise SnapshotError(
            "An earlier version of the workbench wrote this snapshot; it lacks what this version compares.",
            do=files.BUILD_AGAIN,
            where=f"snapshot {manifest.id}",
        )
    _require_untouched(path, manifest)
    arrays = {name: files.map_array(path, name) for name in SHAPES}
    check_shapes(manifest.donors, arrays, manifest.id)
    return Snapshot(path=path, manifest=manifest, **arrays)


def file_marks(snapshot: Snapshot) -> tuple[tuple[str, int, int, int], ...]:
    """Name, size, time of change (ns) and number of each of its files: other marks, other files.

    Costs next to nothing, so whoever keeps a snapshot open for weeks can look again and again, and opens it anew, which
    reads every byte, when anything was touched. Empty where the snapshot was removed.
    """
    try:
        entries = sorted(os.scandir(snapshot.path), key=lambda entry: entry.name)
        return tuple((one.name, (state := one.stat()).st_size, state.st_mtime_ns, state.st_ino) for one in entries)
    except OSError:
        return ()


def list_snapshots(folder: Path) -> list[str]:
    """Ids of the snapshots in a folder, newest last; damaged ones are left out (`verify` says what is wrong)."""
    return [manifest.id for manifest in _readable(folder)]


def latest(folder: Path) -> str | None:
    """Id of the latest snapshot, or None where there is none.

    Raises:
        SnapshotError: A snapshot of the latest day is damaged. An older one is not taken in its place: donors may
            have withdrawn since.
    """
    ids = [manifest.id for manifest in _readable(folder)]
    newest_day = ids[-1][:10] if ids else ""
    for name in sorted(set(files.snapshot_ids(folder)) - set(ids)):
        if name[:10] >= newest_day:
            raise files.damaged(name, "its manifest cannot be read")
    return ids[-1] if ids else None


def remove(folder: Path, ids: Iterable[str]) -> list[str]:
    """Removes snapshots, damaged ones too, and what killed writers left; gives the ids of those that were there.

    Questions that are being counted on them end well: their arrays stay readable while they are mapped.

    Raises:
        SnapshotError: An id is not one; nothing was removed.
    """
    wanted = sorted(set(ids))
    if not all(files.is_snapshot_id(id) for id in wanted):
        raise SnapshotError("This is not the id of a snapshot.", do="Ids look like 2026-11-21-3f9c2a1b.")
    with files.only_writer(folder):
        there = [id for id in wanted if (folder / id).is_dir()]
        for id in there:
            files.take_away(folder / id)
    return there


def manifest(folder: Path, id: str | None = None) -> Manifest:
    """What a snapshot is, the latest when no id is given, without opening its arrays.

    Raises:
        SnapshotError: There is none, the id is not one, or its manifest is damaged.
    """
    return _manifest(folder / _chosen(folder, id))


def has_current(folder: Path) -> bool:
    """Whether the latest snapshot is one that this version writes; False where there is none.

    Raises:
        SnapshotError: See `latest`.
    """
    id = latest(folder)
    return id is not None and _is_current(_manifest(folder / id))


def verify(folder: Path, id: str | None = None) -> list[str]:
    """What is wrong with a snapshot (the latest by default), every byte read; empty when it is sound.

    Raises:
        SnapshotError: There is no such snapshot.
    """
    path = folder / _chosen(folder, id)
    try:
        manifest = _manifest(path)
    except SnapshotError as error:
        return [error.what]
    problems = [f"{name}.npy is missing or not what was written." for name in _changed_files(path, manifest.files)]
    if set(manifest.files) != set(SHAPES):
        problems.append("The manifest does not list the files of a snapshot.")
    if _content_hash(manifest) != manifest.id[-8:]:
        problems.append("The manifest is not what was written.")
    if not problems:
        problems += _shape_problems(path, manifest)
    return problems


def _is_current(manifest: Manifest) -> bool:
    return set(manifest.files) >= set(SHAPES)


def _readable(folder: Path) -> list[Manifest]:
    readable = []
    for name in files.snapshot_ids(folder):
        with suppress(SnapshotError):
            readable.append(_manifest(folder / name))
    return sorted(readable, key=lambda manifest: (manifest.created, manifest.id))


def _chosen(folder: Path, id: str | None) -> str:
    if id is None:
        found = latest(folder)
        if found is None:
            raise SnapshotError("There is no snapshot yet.", do=files.BUILD_AGAIN, where=str(folder))
        return found
    if not files.is_snapshot_id(id):
        raise SnapshotError("This is not the id of a snapshot.", do="Ids look like 2026-11-21-3f9c2a1b.")
    if not (folder / id).is_dir():
        raise SnapshotError("There is no such snapshot.", do="workbench snapshot list shows those there are.", where=id)
    return id


def _manifest(path: Path) -> Manifest:
    data = files.read_manifest(path)
    if set(data) != {field.name for field in fields(Manifest)} or data["id"] != path.name:
        raise files.damaged(path.name, "its manifest is of another version")
    try:
        areas = tuple(NamedAreaRecord(**{**area, "terms": tuple(area["terms"])}) for area in data["areas"])
        lists = {name: tuple(data[name]) for name in ("sources", "regions", "conditions", "condition_names")}
        manifest = Manifest(**{**data, **lists, "areas": areas})
        _require_types(manifest)
    except (TypeError, KeyError, ValueError):
        raise files.damaged(path.name, "its manifest is incomplete") from None
    return manifest


def _require_types(manifest: Manifest) -> None:
    expected: dict[str, type | tuple[type, ...]] = {
        "created": str, "hpo_release": str, "hpo_checksum": str, "donors": int, "synthetic": bool,
        "cell_size": (int, float), "files": dict, "seconds": dict, "settings": dict,
    }  # fmt: skip
    for name, kind in expected.items():
        if not isinstance(getattr(manifest, name), kind):
            raise TypeError(name)


def _content_hash(manifest: Manifest) -> str:
    content = {name: value for name, value in asdict(manifest).items() if name not in _NOT_CONTENT}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _changed_files(path: Path, checksums: Mapping[str, str]) -> list[str]:
    changed = []
    for name, expected in sorted(checksums.items()):
        file = path / f"{name}.npy"
        if name not in SHAPES or not file.is_file() or files.checksum(file) != expected:
            changed.append(name)
    return changed


def _require_untouched(path: Path, manifest: Manifest) -> None:
    changed = _changed_files(path, manifest.files)
    if changed:
        raise files.damaged(manifest.id, f"{changed[0]}.npy is missing or not what was written")
    if _content_hash(manifest) != manifest.id[-8:]:
        raise files.damaged(manifest.id, "its manifest is not what was written")


def _shape_problems(path: Path, manifest: Manifest) -> list[str]:
    try:
        check_shapes(manifest.donors, {name: files.map_array(path, name) for name in SHAPES}, manifest.id)
    except SnapshotError as error:
        return [error.what]
    return []
