"""Every measure against its formula, and what the formulas promise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_donors import SmallOntology, World, asked, formula, terms_of, worlds

from workbench.analysis.engine.described import Weights
from workbench.analysis.engine.fixed_point import LARGEST_SUM, in_steps, step_for
from workbench.analysis.engine.nearest import nearest_to
from workbench.analysis.engine.registry import MEASURES, measure
from workbench.errors import WorkbenchError

BEST_MATCH = ("resnik-bma", "lin-bma")
# Content in whole steps is off by at most 2⁻²¹ of the largest; these divide by content, so tiny contents stay out.
TINY = {"lin-bma": 0.5, "simgic": 1e-3}
by_name = pytest.mark.parametrize("name", MEASURES)


@by_name
@given(asked())
def test_a_measure_gives_what_its_formula_gives(name: str, case: tuple[World, frozenset[int]]) -> None:
    world, profile = case
    found = measure(name, world.donors, world.ontology).scores(terms_of(profile))
    np.testing.assert_allclose(found, formula(name, world, profile), atol=1e-6)


@pytest.mark.parametrize("name", ["resnik-bma", "lin-bma", "simgic"])
@given(asked(), st.data())
def test_weights_counted_elsewhere_are_taken_as_they_are(
    name: str, case: tuple[World, frozenset[int]], data: st.DataObject
) -> None:
    world, profile = case
    size = len(world.graph.parents)
    content = np.array(data.draw(st.lists(st.floats(0, 14), min_size=size, max_size=size)))
    donors = replace(world.donors, weights=Weights(content, np.zeros(size)))
    found = measure(name, donors, world.ontology).scores(terms_of(profile))
    if content[content > 0].min(initial=1.0) > TINY.get(name, 0.0):
        np.testing.assert_allclose(found, formula(name, world, profile, donors), atol=3e-6, rtol=1e-5)


def test_weights_too_small_for_a_number_count_nothing() -> None:
    assert step_for(5e-324, LARGEST_SUM) == 1.0
    assert in_steps(np.array([5e-324]), 1.0).tolist() == [0]


@by_name
@given(worlds())
def test_equal_donors_get_equal_scores_to_the_last_bit(name: str, world: World) -> None:
    twice = replace(world, profiles=world.profiles * 2)
    one = measure(name, twice.donors, world.ontology)
    for profile in world.profiles:
        first, second = np.split(one.scores(terms_of(profile)), 2)
        assert np.array_equal(first, second)


@by_name
@given(asked(), st.randoms(use_true_random=False))
def test_the_order_of_donors_changes_no_score(name: str, case: tuple[World, frozenset[int]], random: object) -> None:
    world, profile = case
    order = list(range(len(world.profiles)))
    random.shuffle(order)  # type: ignore[attr-defined]
    mixed = replace(world, profiles=tuple(world.profiles[at] for at in order))
    scores = measure(name, world.donors, world.ontology).scores(terms_of(profile))
    shuffled = measure(name, mixed.donors, world.ontology).scores(terms_of(profile))
    np.testing.assert_allclose(shuffled, scores[order], atol=1e-12)


@pytest.mark.parametrize("name", ["resnik-bma", "lin-bma", "simgic"])
@given(worlds(most=8))
def test_these_measures_are_symmetric(name: str, world: World) -> None:
    one = measure(name, world.donors, world.ontology)
    matrix = np.array([one.scores(terms_of(profile)) for profile in world.profiles])
    np.testing.assert_allclose(matrix, matrix.T, atol=1e-12)


@pytest.mark.parametrize("name", ["lin-bma", "simgic"])
@given(worlds())
def test_nobody_is_closer_to_a_profile_than_itself(name: str, world: World) -> None:
    """By Lin only where every finding says something: one that everybody has is like nothing, itself included."""
    one = measure(name, world.donors, world.ontology)
    content = world.donors.weights.content
    for row, profile in enumerate(world.profiles):
        scores = one.scores(terms_of(profile))
        if name == "simgic" or (content[sorted(profile)] > 0).all():
            assert scores[row] >= scores.max() - 1e-6


@by_name
@given(asked())
def test_scores_are_never_negative_and_zero_without_findings(name: str, case: tuple[World, frozenset[int]]) -> None:
    world, profile = case
    one = measure(name, world.donors, world.ontology)
    scores = one.scores(terms_of(profile))
    assert scores.min() >= 0
    assert not scores[~one.has_findings].any()
    assert not one.scores(terms_of(set())).any()


@by_name
def test_a_term_that_no_donor_has_may_be_asked_for(name: str) -> None:
    graph = SmallOntology(((), (0,), (0,), (1,), (2,)))
    world = World(graph, (frozenset({3}), frozenset({1}), frozenset({3})))
    profile = frozenset({3, 4})
    found = measure(name, world.donors, world.ontology).scores(terms_of(profile))
    np.testing.assert_allclose(found, formula(name, world, profile), atol=1e-6)


@by_name
@given(asked(), st.integers(0, 9), st.data())
def test_the_nearest_are_those_a_full_sort_puts_first(
    name: str, case: tuple[World, frozenset[int]], k: int, data: st.DataObject
) -> None:
    world, profile = case
    size = len(world.profiles)
    allowed = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)), dtype=np.bool_)
    one = measure(name, world.donors, world.ontology)
    scores = one.scores(terms_of(profile))
    near = nearest_to(one, terms_of(profile), k, allowed)
    some = [row for row in range(size) if world.profiles[row] and allowed[row]]
    assert near.rows.tolist() == sorted(some, key=lambda row: (-scores[row], row))[:k]
    assert near.scores.tolist() == scores[near.rows].tolist()


def test_among_many_donors_ties_go_to_the_lower_row() -> None:
    graph = SmallOntology(((), (0,), (0,), (1,)))
    profiles = tuple(frozenset({1 + row % 3}) for row in range(1000))
    world = World(graph, profiles)
    near = nearest_to(measure("default", world.donors, world.ontology), terms_of({3}), 5)
    assert near.rows.tolist() == [2, 5, 8, 11, 14]
    assert len(set(near.scores.tolist())) == 1


def test_an_unknown_measure_is_refused_with_the_names_of_the_others() -> None:
    world = World(SmallOntology(((),)), (frozenset({0}),))
    with pytest.raises(WorkbenchError, match="resnik-bma"):
        measure("cosine", world.donors, world.ontology)
