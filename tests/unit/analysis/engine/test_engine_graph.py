"""The nearest donors of every donor: the same rows and scores as one profile after the other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_donors import SmallOntology, World, terms_of, worlds

from workbench.analysis.engine.graph import Neighbours, graph_rows, neighbour_graph
from workbench.analysis.engine.prepared import prepare
from workbench.analysis.engine.registry import MEASURES, measure

by_name = pytest.mark.parametrize("name", MEASURES)


def one_by_one(name: str, world: World, k: int) -> Neighbours:
    """Full sorts of all scores."""
    one = measure(name, world.donors, world.ontology)
    rows = np.full((len(world.profiles), k), -1, dtype=np.int32)
    scores = np.zeros((len(world.profiles), k), dtype=np.float32)
    for donor, profile in enumerate(world.profiles):
        closeness = one.scores(terms_of(profile))
        others = [row for row, found in enumerate(world.profiles) if found and profile and row != donor]
        best = sorted(others, key=lambda row: (-closeness[row], row))[:k]
        rows[donor, : len(best)] = best
        scores[donor, : len(best)] = closeness[best]
    return Neighbours(rows, scores)


def many(donors: int, seed: int) -> World:
    """More donors than stand side by side, some of them without findings."""
    rng = np.random.default_rng(seed)
    parents = [(), *(tuple(sorted({int(one) for one in rng.integers(0, term, 2)})) for term in range(1, 60))]
    profiles = [frozenset(rng.integers(0, 60, rng.integers(0, 12)).tolist()) for _ in range(donors)]
    return World(SmallOntology(tuple(parents)), tuple(profiles))


@by_name
@given(worlds(most=40), st.integers(1, 6))
def test_the_graph_is_what_full_sorts_give(name: str, world: World, k: int) -> None:
    found, expected = neighbour_graph(name, world.donors, world.ontology, k), one_by_one(name, world, k)
    assert np.array_equal(found.rows, expected.rows)
    assert np.array_equal(found.scores, expected.scores)


@by_name
@settings(max_examples=4)
@given(st.integers(250, 600), st.integers(0, 99))
def test_the_graph_of_several_tiles_is_what_full_sorts_give(name: str, donors: int, seed: int) -> None:
    world = many(donors, seed)
    found, expected = neighbour_graph(name, world.donors, world.ontology, 15), one_by_one(name, world, 15)
    assert np.array_equal(found.rows, expected.rows)
    assert np.array_equal(found.scores, expected.scores)


@by_name
def test_blocks_of_rows_put_together_are_the_graph(name: str) -> None:
    world = many(300, 5)
    full = World(world.graph, tuple(one for one in world.profiles if one))
    prepared = prepare(name, full.donors, full.ontology)
    size = len(full.profiles)
    blocks = [graph_rows(prepared, start, min(start + 37, size), 4) for start in range(0, size, 37)]
    whole = neighbour_graph(name, full.donors, full.ontology, 4)
    assert np.array_equal(np.vstack([rows for rows, _ in blocks]), whole.rows)
    assert np.array_equal(np.vstack([scores for _, scores in blocks]), whole.scores)


@by_name
def test_a_donor_without_findings_is_nobodys_neighbour(name: str) -> None:
    graph = SmallOntology(((), (0,), (0,), (1,)))
    world = World(graph, (frozenset({3}), frozenset(), frozenset({3}), frozenset({2})))
    near = neighbour_graph(name, world.donors, world.ontology, 3)
    assert near.rows.tolist() == [[2, 3, -1], [-1, -1, -1], [0, 3, -1], [0, 2, -1]]
    assert not near.scores[1].any()


@by_name
def test_progress_adds_up_to_all_donors(name: str) -> None:
    world, told = many(600, 1), list[int]()
    neighbour_graph(name, world.donors, world.ontology, 2, told.append)
    assert sum(told) == 600
    assert len(told) > 2


def test_whoever_is_told_of_progress_can_stop_the_work() -> None:
    class Stopped(Exception):
        pass

    def stop(donors: int) -> None:
        raise Stopped

    world = many(40, 1)
    with pytest.raises(Stopped):
        neighbour_graph("default", world.donors, world.ontology, 2, stop)


@by_name
def test_nobody_with_findings_gives_an_empty_graph(name: str) -> None:
    world = World(SmallOntology(((), (0,))), (frozenset(), frozenset()))
    near = neighbour_graph(name, world.donors, world.ontology, 2)
    assert (near.rows == -1).all()
    assert not near.scores.any()
