"""The graph of nearest donors over many processes or machines, by whichever Dask scheduler is set.

A task compares a block of donors with all donors, by the same loop as on one machine. Rows of the graph are independent
of each other, so that ids and values are the same however many blocks there are and wherever they are computed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from ontology.ontology import Ontology
from workbench.analysis.engine.described import Described
from workbench.analysis.engine.graph import Neighbours, graph_rows
from workbench.analysis.engine.prepared import Prepared, prepare
from workbench.errors import WorkbenchError

BLOCK = 4_096
"""Donors a task: a multiple of 32; large enough that a task takes seconds among a million donors."""


def neighbour_graph_on_dask(
    name: str,
    donors: Described,
    ontology: Ontology,
    k: int,
    *,
    block: int = BLOCK,
    share: Callable[[Prepared], Any] | None = None,
) -> Neighbours:
    """The same graph as `graph.neighbour_graph`, its blocks computed by the Dask scheduler that is set.

    Args:
        name: One of `registry.MEASURES`.
        donors: The donors.
        ontology: Gives ancestors.
        k: Neighbours a donor.
        block: Donors a task, a multiple of 32.
        share: Puts the prepared donors where the workers find them, such as
            `lambda prepared: client.scatter(prepared, broadcast=True)`; they travel with the tasks when not given.

    Raises:
        WorkbenchError: Dask is not installed, or the size of a block is no multiple of 32.
    """
    dask = _dask()
    if block <= 0 or block % 32:
        raise WorkbenchError("Donors are compared 32 at a time.", do="Give a block that is a multiple of 32.")
    some = np.flatnonzero(np.diff(donors.observed_indptr))
    prepared = prepare(name, donors, ontology)
    shared = share(prepared) if share else dask.delayed(prepared, name=f"donors-{uuid4().hex}", traverse=False)
    task = dask.delayed(graph_rows, pure=False, traverse=False)
    starts = range(0, len(some), block)
    found = dask.compute(*(task(shared, start, min(start + block, len(some)), k) for start in starts))
    return _together(found, some, donors.donors, k)


def _together(
    blocks: tuple[tuple[NDArray[np.int32], NDArray[np.float32]], ...], some: NDArray[np.int64], n: int, k: int
) -> Neighbours:
    """The blocks as one graph of all n donors, of whom `some` have findings."""
    rows = np.full((n, k), -1, dtype=np.int32)
    scores = np.zeros((n, k), dtype=np.float32)
    if blocks:
        found = np.concatenate([block for block, _ in blocks])
        rows[some] = np.where(found >= 0, some[found], -1)
        scores[some] = np.concatenate([closeness for _, closeness in blocks])
    return Neighbours(rows, scores)


def _dask() -> Any:
    try:
        import dask
    except ImportError as missing:
        raise WorkbenchError(
            "Dask is not installed.",
            do="Install the extra that brings it: pip install 'share4rare-workbench[cluster]'.",
        ) from missing
    return dask
