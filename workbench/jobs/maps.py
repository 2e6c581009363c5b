"""The map of a snapshot: positions, hexagonal cells, named areas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_access.snapshots import NamedAreaRecord
from ontology.ontology import Ontology
from workbench.analysis.neighbours import Neighbours
from workbench.jobs.freezing import Frozen
from workbench.jobs.progress import Timed


@dataclass(frozen=True, slots=True)
class Layout:
    """The map as arrays of `Snapshot`, with what its manifest says of it."""

    arrays: dict[str, NDArray[Any]]
    areas: tuple[NamedAreaRecord, ...]
    cell_size: float
    settings: dict[str, float | int | str]


def lay_out(
    frozen: Frozen, delta: NDArray[np.float64], near: Neighbours, ontology: Ontology, seed: int, timed: Timed
) -> Layout:
    """The map of the donors."""
    return _without_map(frozen.donors)


def _without_map(donors: int) -> Layout:
    """No cells: every donor counts, none is placed."""
    arrays: dict[str, NDArray[Any]] = {
        "positions": np.zeros((donors, 2), dtype=np.float32),
        "cell": np.full(donors, -1, dtype=np.int16),
        "cell_centres": np.empty((0, 2), dtype=np.float32),
        "cell_axial": np.empty((0, 2), dtype=np.int16),
        "cell_area": np.empty(0, dtype=np.int16),
    }
    return Layout(arrays, (), 1.0, {"cells_across": 0})
