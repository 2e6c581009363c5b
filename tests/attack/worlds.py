"""Worlds to attack: snapshots whose donors are real but for one tossed fact of each target.

In every world a fair coin decides, for each target apart, whether one finding that the donor really has stays in the
record or is replaced by what stands one step above it (or, in the game of membership, whether the whole record is
there). So the truth is balanced by construction, whatever an attacker knows of medicine or of the donor gives no
better guess than the coin, and all that lifts an attacker above it came out of the app.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_access.snapshots import Manifest, Snapshot, write_snapshot
from ontology.ontology import Ontology
from ontology.terms import TermId, number

_PER_DONOR = ("sex", "age_band", "region", "subregion", "cell")


@dataclass(frozen=True, slots=True)
class Secret:
    """What is played for: whether the donor of the row has the finding."""

    row: int
    finding: TermId


def bits_of(snapshot: Snapshot) -> NDArray[np.bool_]:
    """Who has which term, bool (terms, donors)."""
    found = np.unpackbits(snapshot.bitmaps, axis=1, count=snapshot.donors, bitorder="little")
    return np.asarray(found, dtype=np.bool_)


def without_findings(snapshot: Snapshot, gone: Sequence[Secret], ontology: Ontology) -> dict[str, NDArray[Any]]:
    """The arrays of a snapshot in which these donors lack these findings and all that is narrower."""
    bits, recorded = bits_of(snapshot), _recorded(snapshot)
    for secret in gone:
        narrower = {number(term) for term in ontology.descendants(secret.finding)}
        bits[np.isin(snapshot.terms, list(narrower)), secret.row] = False
        above = {number(term) for term in ontology.parents(secret.finding)}
        recorded[secret.row] = sorted((set(recorded[secret.row]) - narrower) | above)
    return {**arrays_of(snapshot), **_findings_arrays(bits, recorded)}


def without_records(snapshot: Snapshot, rows: Sequence[int]) -> dict[str, NDArray[Any]]:
    """The arrays of a snapshot in which these donors are in no cohort: their rows are blank.

    A blank row keeps the numbering of the others; it differs from an absent one only in the number of all donors.
    """
    gone = np.array(rows, dtype=np.int64)
    bits, recorded = bits_of(snapshot), _recorded(snapshot)
    bits[:, gone] = False
    for row in rows:
        recorded[row] = []
    arrays = {**arrays_of(snapshot), **_findings_arrays(bits, recorded)}
    for name in _PER_DONOR:
        arrays[name] = arrays[name].copy()
        arrays[name][gone] = -1
    arrays["undiagnosed"] = arrays["undiagnosed"].copy()
    arrays["undiagnosed"][gone] = False
    excluded = np.unpackbits(snapshot.excluded_bitmaps, axis=1, count=snapshot.donors, bitorder="little")
    excluded[:, gone] = 0
    arrays["excluded_bitmaps"] = np.packbits(excluded, axis=1, bitorder="little")
    conditions = [
        snapshot.condition_indices[snapshot.condition_indptr[row] : snapshot.condition_indptr[row + 1]]
        for row in range(snapshot.donors)
    ]
    for row in rows:
        conditions[row] = conditions[row][:0]
    arrays["condition_indptr"] = _ends(conditions)
    arrays["condition_indices"] = _joined(conditions, np.int32)
    return arrays


def arrays_of(snapshot: Snapshot) -> dict[str, NDArray[Any]]:
    """Every array of a snapshot by name."""
    named = {field.name: getattr(snapshot, field.name) for field in fields(snapshot)}
    return {name: np.asarray(value) for name, value in named.items() if isinstance(value, np.ndarray)}


def in_memory(snapshot: Snapshot, arrays: Mapping[str, NDArray[Any]], name: str) -> Snapshot:
    """A snapshot of these arrays under another id, without a folder of its own."""
    manifest = replace(snapshot.manifest, id=_id(snapshot.manifest, name))
    return replace(snapshot, manifest=manifest, **dict[str, Any](arrays))


def on_disk(folder: Path, snapshot: Snapshot, arrays: Mapping[str, NDArray[Any]], name: str) -> Snapshot:
    """The same, written where the app finds it as its latest snapshot."""
    settings = {**snapshot.manifest.settings, "world": name}
    return write_snapshot(folder, replace(snapshot.manifest, settings=settings), arrays)


def _id(manifest: Manifest, name: str) -> str:
    return f"{manifest.id[:10]}-{name}"


def _recorded(snapshot: Snapshot) -> list[list[int]]:
    ends = snapshot.observed_indptr
    terms = snapshot.observed_terms.tolist()
    return [terms[ends[row] : ends[row + 1]] for row in range(snapshot.donors)]


def _findings_arrays(bits: NDArray[np.bool_], recorded: Sequence[Sequence[int]]) -> dict[str, NDArray[Any]]:
    donors, terms = np.nonzero(bits.T)
    return {
        "bitmaps": np.packbits(bits, axis=1, bitorder="little"),
        "closure_indptr": np.concatenate([[0], np.cumsum(np.bincount(donors, minlength=bits.shape[1]))]).astype(
            np.int64
        ),
        "closure_indices": terms.astype(np.int32),
        "observed_indptr": _ends(recorded),
        "observed_terms": _joined(recorded, np.int32),
    }


def _ends(rows: Sequence[Sequence[Any]] | Sequence[NDArray[Any]]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)


def _joined(rows: Sequence[Any], kind: type[np.int32]) -> NDArray[np.int32]:
    return np.concatenate([np.asarray(row, dtype=kind) for row in rows])
