"""The graph of nearest donors, computed in blocks by other processes, is the one that a single process computes."""

from __future__ import annotations

from pathlib import Path

import dask
import numpy as np
import pytest

from benchmarks.engine_donors import resampled, to_start_from
from ontology.ontology import Ontology, load
from workbench.analysis.engine.described import Described, described
from workbench.analysis.engine.graph import neighbour_graph
from workbench.analysis.engine.on_dask import neighbour_graph_on_dask
from workbench.errors import WorkbenchError

_DONORS, _NEAREST = 300, 10


@pytest.fixture(scope="module")
def ontology(compiled_ontology: Path) -> Ontology:
    return load(compiled_ontology)


@pytest.fixture(scope="module")
def donors(ontology: Ontology, compiled_ontology: Path) -> Described:
    """Three hundred donors; every seventh has no finding, and some have the same ones as another."""
    drawn = resampled(to_start_from(ontology, compiled_ontology, synthetic=_DONORS // 2), _DONORS // 2, ontology)
    twice = np.concatenate([drawn.terms, drawn.terms])
    lengths = np.tile(np.diff(drawn.indptr), 2)
    silent = np.arange(_DONORS) % 7 == 0
    kept = ~np.repeat(silent, lengths)
    indptr = np.concatenate([[0], np.cumsum(np.where(silent, 0, lengths))]).astype(np.int64)
    return described(indptr, ontology.numbers[twice[kept]], ontology)


@pytest.mark.parametrize("name", ["default", "resnik-bma"])
def test_two_processes_give_the_same_ids_and_values(name: str, donors: Described, ontology: Ontology) -> None:
    alone = neighbour_graph(name, donors, ontology, _NEAREST)
    with dask.config.set(scheduler="processes", num_workers=2):
        together = neighbour_graph_on_dask(name, donors, ontology, _NEAREST, block=96)
    np.testing.assert_array_equal(together.rows, alone.rows)
    np.testing.assert_array_equal(together.scores, alone.scores)
    assert (alone.rows[::7] == -1).all()
    assert (alone.rows[1:7] >= 0).all()


@pytest.mark.parametrize("block", [32, 64, 320])
def test_the_size_of_a_block_changes_nothing(block: int, donors: Described, ontology: Ontology) -> None:
    alone = neighbour_graph("simgic", donors, ontology, _NEAREST)
    with dask.config.set(scheduler="threads", num_workers=2):
        together = neighbour_graph_on_dask("simgic", donors, ontology, _NEAREST, block=block)
    np.testing.assert_array_equal(together.rows, alone.rows)
    np.testing.assert_array_equal(together.scores, alone.scores)


def test_prepared_donors_can_be_put_where_workers_find_them(donors: Described, ontology: Ontology) -> None:
    given = []

    def share(prepared: object) -> object:
        given.append(prepared)
        return prepared

    with dask.config.set(scheduler="synchronous"):
        together = neighbour_graph_on_dask("default", donors, ontology, _NEAREST, block=64, share=share)
    assert len(given) == 1
    np.testing.assert_array_equal(together.rows, neighbour_graph("default", donors, ontology, _NEAREST).rows)


def test_nobody_with_findings_gives_an_empty_graph(ontology: Ontology) -> None:
    nobody = described(np.zeros(4, np.int64), np.empty(0, np.int32), ontology)
    graph = neighbour_graph_on_dask("default", nobody, ontology, 5)
    assert graph.rows.shape == (3, 5)
    assert (graph.rows == -1).all()


def test_a_block_that_is_no_multiple_of_32_is_refused(donors: Described, ontology: Ontology) -> None:
    with pytest.raises(WorkbenchError, match="multiple of 32"):
        neighbour_graph_on_dask("default", donors, ontology, 5, block=50)
