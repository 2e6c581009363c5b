"""The map of a snapshot: positions, hexagonal cells, named areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_access.snapshots import NamedAreaRecord
from ontology.ontology import Ontology
from workbench.analysis.area_names import AreaName, names_of
from workbench.analysis.areas import areas_of, label_positions
from workbench.analysis.cells import Cells, cells_of
from workbench.analysis.engine.graph import Neighbours
from workbench.analysis.pieces import drawn_together
from workbench.analysis.projection import FEWEST, MIN_DIST, SPREAD, profiles, project
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
    """The map of the donors with an observed finding; without cells where these are fewer than twenty.

    Args:
        frozen: The donors.
        delta: What each of their terms adds to its parents, (U,).
        near: Their nearest donors.
        ontology: Gives words to the areas.
        seed: Of the layout.
        timed: Told of each stage.
    """
    indptr, indices = frozen.arrays["closure_indptr"], frozen.arrays["closure_indices"]
    described = np.flatnonzero(np.diff(frozen.arrays["observed_indptr"]))
    if len(described) < FEWEST:
        return _without_map(frozen.donors)
    timed.stage("Lay out the map")
    reduced = profiles(indptr, indices, delta, seed)[described]
    positions = drawn_together(project(_among(near, described), reduced, seed))
    timed.stage("Draw cells")
    cells = cells_of(positions)
    timed.stage("Name areas")
    area = areas_of(cells, reduced)
    cell = np.full(frozen.donors, -1, dtype=np.int16)
    cell[described] = cells.cell
    area_of_donor = np.append(area, np.int16(-1))[cell]  # the last for those in no cell
    recorded = frozen.arrays["observed_terms"]
    names = names_of(area_of_donor, indptr, indices, frozen.arrays["terms"], recorded, ontology)
    return _layout(cells, cell, described, area, names)


def _among(near: Neighbours, described: NDArray[np.int64]) -> Neighbours:
    """Neighbours by position among the described donors, as many as everybody has."""
    position = np.full(len(near.rows), -1, dtype=np.int32)
    position[described] = np.arange(len(described))
    count = min(near.rows.shape[1], len(described) - 1)
    return Neighbours(position[near.rows[described, :count]], near.scores[described, :count])


def _layout(
    cells: Cells,
    cell: NDArray[np.int16],
    described: NDArray[np.int64],
    area: NDArray[np.int16],
    names: Sequence[AreaName],
) -> Layout:
    positions = np.zeros((len(cell), 2), dtype=np.float32)
    positions[described] = cells.points
    arrays: dict[str, NDArray[Any]] = {
        "positions": positions,
        "cell": cell,
        "cell_centres": cells.centres,
        "cell_axial": cells.axial,
        "cell_area": area,
    }
    areas = tuple(
        NamedAreaRecord(id, one.name, one.terms, float(x), float(y))
        for id, (one, (x, y)) in enumerate(zip(names, label_positions(cells, area), strict=True))
    )
    return Layout(arrays, areas, 1.0, {"min_dist": MIN_DIST, "spread": SPREAD, "cells_across": cells.across})


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
