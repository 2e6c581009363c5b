"""Named areas: groups of cells that touch, hold at least fifty donors, and are alike in findings.

Cells are joined bottom up (Ward 1963, doi:10.1080/01621459.1963.10500845), only with cells they touch: each time the
two groups whose union loses least of the differences between cells, until few enough areas are left.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from workbench.analysis.cells import Cells, neighbouring

AT_LEAST = 50
DONORS_AN_AREA = 300
MOST_AREAS = 26
LARGEST = 2.5
"""Times the mean size of an area that none may exceed by joining."""


def areas_of(cells: Cells, reduced: NDArray[np.float64]) -> NDArray[np.int16]:
    """The area of each cell, (C,), int16, numbered from top left to bottom right; -1 for small cells on their own.

    Args:
        cells: The cells of the map.
        reduced: Profiles of the donors (`projection.profiles`), (n, d).
    """
    placed = cells.cell >= 0
    donors = np.bincount(cells.cell[placed], minlength=len(cells.axial)).astype(np.float64)
    means = _means(cells.cell[placed], reduced[placed], donors)
    wanted = int(np.clip(round(donors.sum() / DONORS_AN_AREA), 1, MOST_AREAS))
    groups = _Groups(donors, means, neighbouring(cells.axial))
    groups.join_small()
    groups.join_to(wanted)
    return _numbered(groups.of_cells(), donors, cells.centres)


def label_positions(cells: Cells, area: NDArray[np.int16]) -> NDArray[np.float32]:
    """Where the label of each area stands, (A, 2), float32: its cell nearest to all its cells."""
    middles = []
    for one in range(int(area.max(initial=-1)) + 1):
        own = cells.centres[area == one]
        distances = np.linalg.norm(own[:, None] - own[None], axis=2).sum(axis=1)
        middles.append(own[distances.argmin()])
    return np.array(middles, dtype=np.float32).reshape(-1, 2)


class _Groups:
    """Groups of cells while they are joined. A group is named by one of its cells."""

    def __init__(self, donors: NDArray[np.float64], means: NDArray[np.float64], pairs: NDArray[np.int64]) -> None:
        self._donors = donors.copy()
        self._means = means.copy()
        self._pairs = pairs[pairs[:, 0] < pairs[:, 1]]
        self._group = np.arange(len(donors))

    def join_small(self) -> None:
        """Joins every group that is too small for an area and touches another one."""
        while (small := (self._donors[self._pairs] < AT_LEAST).any(axis=1)).any():
            self._join(int(np.where(small, self._costs(), np.inf).argmin()))

    def join_to(self, wanted: int) -> None:
        """Joins groups that touch until only as many as wanted are large enough for an area.

        Stops early where all that is left to join would be far larger than the others.
        """
        largest = LARGEST * self._donors[np.unique(self._group)].sum() / wanted
        while self._large() > wanted:
            allowed = self._donors[self._pairs].sum(axis=1) <= largest
            if not allowed.any():
                break
            self._join(int(np.where(allowed, self._costs(), np.inf).argmin()))

    def of_cells(self) -> NDArray[np.int64]:
        """Group of each cell, (C,), int64."""
        return self._group.astype(np.int64)

    def _large(self) -> int:
        """Groups that make an area."""
        return int(np.count_nonzero(self._donors[np.unique(self._group)] >= AT_LEAST))

    def _costs(self) -> NDArray[np.float64]:
        """What Ward's criterion loses when the groups of each pair are joined."""
        first, second = self._pairs.T
        unlikeness = ((self._means[first] - self._means[second]) ** 2).sum(axis=1)
        both = self._donors[first] + self._donors[second]
        costs: NDArray[np.float64] = self._donors[first] * self._donors[second] / both * unlikeness
        return costs

    def _join(self, pair: int) -> None:
        kept, gone = self._pairs[pair]
        weights = self._donors[[kept, gone]]
        self._means[kept] = weights @ self._means[[kept, gone]] / weights.sum()
        self._donors[kept] = weights.sum()
        self._group[self._group == gone] = kept
        pairs = np.where(self._pairs == gone, kept, self._pairs)
        pairs = np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1)
        self._pairs = np.unique(pairs, axis=0)


def _means(cell: NDArray[np.integer], reduced: NDArray[np.float64], donors: NDArray[np.float64]) -> Any:
    """Mean profile of the donors of each cell, (C, d)."""
    members = sparse.csr_array((np.ones(len(cell)), (cell, np.arange(len(cell)))), shape=(len(donors), len(cell)))
    return (members @ reduced) / donors[:, None]


def _numbered(group: NDArray[np.int64], donors: NDArray[np.float64], centres: NDArray[np.float32]) -> NDArray[np.int16]:
    """Groups that are large enough, numbered by where their middle lies, so that a number says nothing of size."""
    large = [one for one in np.unique(group) if donors[group == one].sum() >= AT_LEAST]
    middles = {one: centres[group == one].mean(axis=0) for one in large}
    ordered = sorted(large, key=lambda one: (-float(middles[one][1]), float(middles[one][0])))
    numbers = {one: at for at, one in enumerate(ordered)}
    return np.array([numbers.get(one, -1) for one in group], dtype=np.int16)
