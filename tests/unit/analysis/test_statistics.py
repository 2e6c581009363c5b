"""Intervals, exact tests and q values against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from workbench.analysis.statistics import benjamini_hochberg, fisher, wilson

GROUPS = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(GROUPS)
def test_the_interval_is_wilsons(group: tuple[int, int]) -> None:
    k, n = group
    expected = stats.binomtest(k, n).proportion_ci(method="wilson")
    assert wilson(k, n) == pytest.approx((expected.low, expected.high), abs=1e-9)


@given(GROUPS, GROUPS)
def test_fishers_test_agrees_with_scipy(first: tuple[int, int], second: tuple[int, int]) -> None:
    (a, n1), (b, n2) = first, second
    expected = stats.fisher_exact([[a, n1 - a], [b, n2 - b]]).pvalue
    assert fisher(a, n1, b, n2)[0] == pytest.approx(expected, rel=1e-6, abs=1e-12)


def test_fishers_test_takes_many_rows_at_once() -> None:
    p = fisher([1, 8, 5], 10, [5, 5, 5], 10)
    assert p.shape == (3,)
    assert p[2] == pytest.approx(1.0)
    assert p[0] == pytest.approx(stats.fisher_exact([[1, 9], [5, 5]]).pvalue)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_q_values_are_benjamini_and_hochbergs(p: list[float]) -> None:
    np.testing.assert_allclose(benjamini_hochberg(p), stats.false_discovery_control(p), atol=1e-12)


def test_no_p_values_give_no_q_values() -> None:
    assert len(benjamini_hochberg([])) == 0
