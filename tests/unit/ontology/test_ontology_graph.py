"""The is-a graph in arrays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import graph
from workbench.errors import BrokenOntology

DIAMOND = [[], [0], [0], [1, 2]]


@st.composite
def _acyclic(draw: st.DrawFn) -> list[list[int]]:
    """Parents of each term, every one before its children, then all of it relabelled."""
    count = draw(st.integers(1, 12))
    above = [draw(st.lists(st.integers(0, max(0, place - 1)), max_size=3)) if place else [] for place in range(count)]
    relabelled = draw(st.permutations(range(count)))
    moved: list[list[int]] = [[] for _ in above]
    for place, parents in enumerate(above):
        moved[relabelled[place]] = [relabelled[parent] for parent in parents]
    return moved


def test_ancestors_hold_the_term_itself_and_nothing_twice() -> None:
    closures = graph.ancestors(DIAMOND)
    assert [closures[place].tolist() for place in range(4)] == [[0], [0, 1], [0, 2], [0, 1, 2, 3]]


def test_children_are_parents_turned_round() -> None:
    children = graph.transpose(graph.rows(DIAMOND))
    assert [children[place].tolist() for place in range(4)] == [[1, 2], [3], [3], []]


def test_depth_is_the_shortest_way_and_minus_one_outside() -> None:
    children = graph.transpose(graph.rows([[], [0], [1], [0, 2], []]))
    assert graph.depths(children, 0).tolist() == [0, 1, 2, 1, -1]


def test_a_circle_is_refused() -> None:
    with pytest.raises(BrokenOntology, match="circle"):
        graph.ancestors([[1], [0]])


@given(_acyclic())
def test_a_closure_is_the_term_and_the_closures_of_its_parents(above: list[list[int]]) -> None:
    closures = graph.ancestors(above)
    for place, parents in enumerate(above):
        expected = {place}.union(*(set(closures[parent].tolist()) for parent in parents))
        assert closures[place].tolist() == sorted(expected)


@given(_acyclic())
def test_turning_round_twice_changes_nothing(above: list[list[int]]) -> None:
    once = graph.rows(above)
    twice = graph.transpose(graph.transpose(once))
    assert np.array_equal(once.indptr, twice.indptr)
    assert np.array_equal(once.indices, twice.indices)
