"""The snapshot on disk: immutable arrays with a manifest, checksummed and memory-mapped.

Folder `<snapshots>/<id>/` holds `manifest.json` and one `.npy` file an array. A folder without a manifest is not a
snapshot: the writer puts it there last, then renames the whole folder into place, so a killed build leaves nothing
that could be read by mistake. No pseudonym is in it: rows are numbered 0 ... n-1.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


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

    @property
    def donors(self) -> int:
        """Number of donors. A true number: shown only through the gate."""
        return self.manifest.donors
