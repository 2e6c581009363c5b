"""Trees of conditions by average linkage, and how far groups of one tree are found again in another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from workbench.analysis.conditions.alike import Square


@dataclass(frozen=True, slots=True)
class Tree:
    """An average-linkage tree of c conditions. Its c-1 nodes are numbered in the order in which they join.

    Attributes:
        members: Which conditions each node holds, (c-1, c), bool.
        children: The two parts of each node: c + number of a node, or a condition below c, (c-1, 2), int64.
        height: Distance at which each node joins, ascending, (c-1,).
        above: Height of the node that takes each one in; infinite for the last, (c-1,).
    """

    members: NDArray[np.bool_]
    children: NDArray[np.int64]
    height: NDArray[np.float64]
    above: NDArray[np.float64]


def tree(alike: Square) -> Tree:
    """The tree of two conditions or more, by the mean of 1 - likeness between groups (Sokal and Michener, 1958)."""
    size = len(alike)
    distance = squareform(1.0 - alike.astype(np.float64), checks=False)
    joined = hierarchy.linkage(distance, method="average")
    children = joined[:, :2].astype(np.int64)
    members = np.zeros((size - 1, size), dtype=np.bool_)
    above = np.full(size - 1, np.inf)
    for node, parts in enumerate(children.tolist()):
        for part in parts:
            if part < size:
                members[node, part] = True
            else:
                members[node] |= members[part - size]
                above[part - size] = joined[node, 2]
    return Tree(members, children, joined[:, 2], above)


def found_again(groups: NDArray[np.bool_], among: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Highest Jaccard index of each group with any of the others, 0 where there are none, (groups,)."""
    highest: NDArray[np.float64] = overlaps(groups, among).max(axis=1, initial=0.0)
    return highest


def overlaps(groups: NDArray[np.bool_], others: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Jaccard index of the members of every group with those of every other, (groups, others).

    Args:
        groups: Members of each group, (groups, c).
        others: Members of each other group, (others, c).
    """
    both = groups.astype(np.float32) @ others.astype(np.float32).T
    either = groups.sum(axis=1)[:, None] + others.sum(axis=1) - both
    index: NDArray[np.float64] = (both / either).astype(np.float64)
    return index
