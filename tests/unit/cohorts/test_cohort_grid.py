"""Cells of the map: numbers that tell nothing, and what touches what."""

from __future__ import annotations

from dataclasses import replace

import cohort_world as world
import numpy as np
import pytest

from workbench.cohorts.grid import cell_numbers, is_contiguous, positions_of

SNAPSHOT = world.snapshot_of(world.donors(20))


def test_cells_are_numbered_by_their_place() -> None:
    assert cell_numbers(SNAPSHOT).tolist() == list(range(world.COLUMNS * world.ROWS))


def test_a_cell_keeps_its_number_when_another_is_too_small_to_be_there() -> None:
    without = replace(SNAPSHOT, cell_axial=np.delete(SNAPSHOT.cell_axial, 9, axis=0))
    assert cell_numbers(without).tolist() == [one for one in range(30) if one != 9]
    assert positions_of([8, 9, 10], without).tolist() == [8, 9]


def test_a_map_without_cells_has_no_numbers() -> None:
    empty = replace(SNAPSHOT, cell_axial=np.zeros((0, 2), np.int16))
    assert cell_numbers(empty).tolist() == []
    assert not is_contiguous([1], empty)


@pytest.mark.parametrize(
    ("cells", "touch"),
    [
        ([0], True),
        ([0, 1], True),
        ([0, 6], True),
        ([1, 6], True),
        ([0, 7], False),
        ([0, 2], False),
        ([0, 1, 2, 8], True),
        ([], False),
    ],
)
def test_cells_touch_over_their_six_edges(cells: list[int], touch: bool) -> None:
    assert is_contiguous(cells, SNAPSHOT) is touch
