"""Small snapshots for tests: arrays written by hand, and donors to build one from."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from data_access.memory_store import MemoryStore
from data_access.records import AGE_BANDS, SEXES, Condition, Consent, Donor, Finding
from data_access.snapshots import Manifest, NamedAreaRecord
from workbench.errors import Cancelled

RESEARCH = Consent("research", "1", "self", dt.date(2026, 1, 5))
KINDS = (
    ("HP:0001250", "HP:0002069", "HP:0001263", "HP:0001252"),
    ("HP:0001638", "HP:0001635", "HP:0011675", "HP:0001962"),
    ("HP:0000083", "HP:0000093", "HP:0000822", "HP:0000790"),
    ("HP:0001324", "HP:0003236", "HP:0002515", "HP:0003391"),
)
CONDITIONS = ("OMIM:312750", "OMIM:115197", "OMIM:301050", "OMIM:310200")


def manifest(donors: int = 9, created: str = "2026-11-21T10:00:00+00:00", **changes: Any) -> Manifest:
    """A manifest as `write_snapshot` takes it."""
    fields: dict[str, Any] = {
        "id": "",
        "created": created,
        "hpo_release": "2025-01-16",
        "hpo_checksum": "0" * 64,
        "donors": donors,
        "synthetic": True,
        "sources": ("demo",),
        "regions": ("ES", "ES-CT"),
        "conditions": ("OMIM:1",),
        "condition_names": ("A condition",),
        "cell_size": 1.0,
        "areas": (NamedAreaRecord(0, "Seizure", ("HP:0001250",), 0.0, 0.0),),
        "files": {},
        "seconds": {"Freeze": 0.1},
        "settings": {"seed": 7},
    }
    return Manifest(**{**fields, **changes})


def arrays(donors: int = 9, seed: int = 1) -> dict[str, Any]:
    """Arrays that fit each other: two terms, one cell, everybody in it."""
    rng = np.random.default_rng(seed)
    width, each = (donors + 7) // 8, np.arange(donors + 1, dtype=np.int64)
    return {
        "terms": np.array([1, 118], dtype=np.int32),
        "bitmaps": rng.integers(0, 256, (2, width), dtype=np.uint8),
        "closure_indptr": each * 2,
        "closure_indices": np.tile(np.array([0, 1], dtype=np.int32), donors),
        "observed_indptr": each,
        "observed_terms": np.full(donors, 118, dtype=np.int32),
        "excluded_terms": np.empty(0, dtype=np.int32),
        "excluded_bitmaps": np.empty((0, width), dtype=np.uint8),
        "sex": np.zeros(donors, dtype=np.int8),
        "age_band": np.full(donors, -1, dtype=np.int8),
        "region": np.zeros(donors, dtype=np.int16),
        "subregion": np.ones(donors, dtype=np.int16),
        "undiagnosed": np.zeros(donors, dtype=np.bool_),
        "condition_indptr": each * 0,
        "condition_indices": np.empty(0, dtype=np.int32),
        "ic": np.zeros(2, dtype=np.float32),
        "delta": np.zeros(2, dtype=np.float32),
        "neighbours": np.full((donors, 3), -1, dtype=np.int32),
        "neighbour_scores": np.zeros((donors, 3), dtype=np.float32),
        "positions": np.zeros((donors, 2), dtype=np.float32),
        "cell": np.zeros(donors, dtype=np.int16),
        "cell_centres": np.zeros((1, 2), dtype=np.float32),
        "cell_axial": np.zeros((1, 2), dtype=np.int16),
        "cell_area": np.zeros(1, dtype=np.int16),
        "chance_lengths": np.ones(1, dtype=np.int32),
        "chance_closeness": np.zeros((1, 5), dtype=np.float32),
        "chance_thresholds": np.ones(1, dtype=np.int32),
    }


def some_donors(count: int, seed: int = 1) -> list[Donor]:
    """Donors of four kinds, each with most findings of the kind and one of any."""
    rng = np.random.default_rng(seed)
    return [_donor(number, rng) for number in range(count)]


def _donor(number: int, rng: np.random.Generator) -> Donor:
    kind = int(rng.integers(len(KINDS)))
    own = [term for term in KINDS[kind] if rng.random() < 0.75]
    other = KINDS[int(rng.integers(len(KINDS)))][int(rng.integers(4))]
    observed = sorted({*own, other})
    excluded = sorted({term for term in KINDS[(kind + 1) % 4][:2] if term not in observed})
    return Donor(
        id=hashlib.md5(str((number, int(rng.integers(1_000_000)))).encode()).hexdigest(),
        source="demo",
        sex=SEXES[int(rng.integers(3))],
        age_band=AGE_BANDS[int(rng.integers(6))],
        country="ES",
        region="ES-CT" if rng.random() < 0.5 else None,
        synthetic=True,
        findings=tuple(Finding(term, "observed") for term in observed)
        + tuple(Finding(term, "excluded") for term in excluded),
        conditions=(Condition(CONDITIONS[kind], f"Condition {kind}"),),
        consents=(RESEARCH,),
    )


def store_of(donors: Sequence[Donor]) -> MemoryStore:
    """A store that holds the donors."""
    store = MemoryStore()
    store.put(donors)
    return store


class StopAt:
    """Progress of a job that is stopped as soon as a stage begins.

    Args:
        stage: Its name; None to run through and note the stages.
    """

    def __init__(self, stage: str | None = None) -> None:
        self._stop_at = stage
        self._stopped = False
        self.stages: list[str] = []

    def stage(self, name: str, total: int | None = None) -> None:
        """Notes the stage."""
        self.stages.append(name)
        self._stopped = name == self._stop_at

    def advance(self, n: int = 1) -> None:
        """Nothing to note."""

    def check(self) -> None:
        """Stops the job once the stage has begun."""
        if self._stopped:
            raise Cancelled("You stopped this.")
