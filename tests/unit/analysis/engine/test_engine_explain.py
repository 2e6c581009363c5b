"""Why two profiles are close: the addends are the score."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_donors import World, asked, terms_of

from workbench.analysis.engine.default import DefaultMeasure, default_measure
from workbench.analysis.engine.explain import explain
from workbench.analysis.engine.parameters import PARAMETERS, Damping, DefaultParameters

SETTINGS = st.builds(
    DefaultParameters,
    exact_share=st.floats(0, 1),
    broader=st.builds(Damping, saturation=st.floats(0, 3), length=st.floats(0, 1)),
    exact=st.builds(Damping, saturation=st.floats(0, 3), length=st.floats(0, 1)),
)


def measure_of(world: World, parameters: DefaultParameters) -> DefaultMeasure:
    return default_measure(world.donors, world.ontology, parameters)


@given(asked(), SETTINGS)
def test_the_addends_sum_to_the_score(case: tuple[World, frozenset[int]], parameters: DefaultParameters) -> None:
    world, profile = case
    one = measure_of(world, parameters)
    scores = one.scores(terms_of(profile))
    for row, other in enumerate(world.profiles):
        why = explain(one, terms_of(profile), terms_of(other))
        assert sum(addend.total for addend in why.addends) == pytest.approx(scores[row], abs=1e-9)
        assert why.score == pytest.approx(scores[row], abs=1e-9)


@given(asked())
def test_only_what_both_have_is_a_reason(case: tuple[World, frozenset[int]]) -> None:
    world, profile = case
    one = measure_of(world, PARAMETERS)
    for other in world.profiles:
        shared = world.closure(profile) & world.closure(other)
        for addend in explain(one, terms_of(profile), terms_of(other)).addends:
            assert addend.term in shared
            assert addend.total > 0
            assert not addend.exact or addend.term in profile & other


@given(asked())
def test_the_largest_reason_comes_first(case: tuple[World, frozenset[int]]) -> None:
    world, profile = case
    one = measure_of(world, PARAMETERS)
    for other in world.profiles:
        totals = [addend.total for addend in explain(one, terms_of(profile), terms_of(other)).addends]
        assert totals == sorted(totals, reverse=True)


@given(asked())
def test_a_profile_shares_all_of_itself(case: tuple[World, frozenset[int]]) -> None:
    world, profile = case
    undamped = DefaultParameters(exact_share=0.3, broader=Damping(0.0, 0.0), exact=Damping(0.0, 0.0))
    why = explain(measure_of(world, undamped), terms_of(profile), terms_of(profile))
    weighed = world.donors.weights.increment[sorted(world.closure(profile))]
    expected = 0.7 * bool(profile and np.any(weighed > 0)) + 0.3 * bool(profile)
    assert why.score == pytest.approx(expected, abs=1e-9)
