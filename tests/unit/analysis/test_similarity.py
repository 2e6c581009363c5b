"""The default measure against ten plain lines of it, and the exact nearest donors."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from workbench.analysis import similarity
from workbench.analysis.neighbours import nearest
from workbench.analysis.similarity import DefaultMeasure, default_measure

DELTA = np.array([0.0, 0.4, 0.7, 1.1, 2.3, 0.0, 3.1])
BROADER = {0: {0}, 1: {0, 1}, 2: {0, 2}, 3: {0, 1, 3}, 4: {0, 2, 4}, 5: {0, 5}, 6: {0, 1, 2, 6}}
PROFILES = st.lists(st.sets(st.integers(1, 6), max_size=5), min_size=1, max_size=40)


def closure(profile: set[int]) -> set[int]:
    return set().union(*(BROADER[term] for term in profile)) if profile else set()


def csr(rows: list[set[int]]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    indptr = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int64)
    return indptr, np.array([one for row in rows for one in sorted(row)], dtype=np.int32)


def measure_of(donors: list[set[int]]) -> DefaultMeasure:
    return default_measure(*csr([closure(one) for one in donors]), DELTA, *csr(donors))


def all_scores(donors: list[set[int]]) -> NDArray[np.float64]:
    return np.vstack([tile for _, tile in measure_of(donors).tiles()])


def plain_scores(donors: list[set[int]]) -> NDArray[np.float64]:
    """The formulas of the module's docstring, term by term."""
    described = [one for one in donors if one]
    idf = {
        t: math.log(1 + (len(described) - n + 0.5) / (n + 0.5)) for t in range(7) for n in [sum(t in d for d in donors)]
    }
    halves = []
    for sets, weight in (([closure(one) for one in donors], dict(enumerate(DELTA))), (donors, idf)):
        own = [sum(weight[one] for one in held) for held in sets]
        lengths = own if sets is not donors else [len(one) for one in donors]
        used = [length for length in lengths if length > 0]
        mean = sum(used) / len(used) if used else 1.0
        damped = [2.2 / (1 + 1.2 * (0.25 + 0.75 * length / mean)) for length in lengths]
        shared = [[sum(weight[one] for one in q & p) for p in sets] for q in sets]
        halves.append([[s * g / o if o else 0.0 for s, g in zip(row, damped)] for row, o in zip(shared, own)])
    return 0.5 * np.array(halves[0]) + 0.5 * np.array(halves[1])


@given(PROFILES)
def test_the_measure_agrees_with_its_formula(donors: list[set[int]]) -> None:
    np.testing.assert_allclose(all_scores(donors), plain_scores(donors), atol=1e-6)


@given(PROFILES)
def test_equal_profiles_get_equal_scores_to_the_last_bit(donors: list[set[int]]) -> None:
    scores = all_scores([*donors, *donors])
    half = len(donors)
    assert np.array_equal(scores[:, :half], scores[:, half:])
    assert np.array_equal(scores[:half], scores[half:])


@given(PROFILES, st.integers(1, 6))
def test_the_nearest_are_those_a_full_sort_puts_first(donors: list[set[int]], k: int) -> None:
    has_findings = np.array([bool(one) for one in donors])
    near = nearest(measure_of(donors), has_findings, k)
    scores = all_scores(donors)
    for donor in range(len(donors)):
        others = [one for one in range(len(donors)) if one != donor and donors[one] and donors[donor]]
        expected = sorted(others, key=lambda one: (-scores[donor, one], one))[:k]
        assert near.rows[donor].tolist() == expected + [-1] * (k - len(expected))
        assert np.allclose(near.scores[donor, : len(expected)], scores[donor, expected])


@given(PROFILES)
def test_scores_are_never_negative_and_zero_without_a_common_finding(donors: list[set[int]]) -> None:
    scores = all_scores(donors)
    assert scores.min() >= 0
    for at, profile in enumerate(donors):
        apart = [other for other, one in enumerate(donors) if not (closure(one) & closure(profile)) - {0}]
        assert not scores[at, apart].any()


def test_a_donor_without_findings_is_nobodys_neighbour() -> None:
    near = nearest(measure_of([{3}, set(), {3}, {4}]), np.array([True, False, True, True]), 3)
    assert near.rows[1].tolist() == [-1, -1, -1]
    assert 1 not in near.rows
    assert near.rows[0].tolist() == [2, 3, -1]


def test_tiles_cover_every_donor_once() -> None:
    donors = [{1 + at % 6} for at in range(25)]
    starts = [(start, len(tile)) for start, tile in measure_of(donors).tiles()]
    assert starts[0][0] == 0
    assert sum(length for _, length in starts) == 25


def test_small_tiles_give_the_same_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    donors = [{1 + at % 6, 1 + (at * 5) % 6} for at in range(25)]
    whole = all_scores(donors)
    monkeypatch.setattr(similarity, "_SCORES_A_TILE", 60)
    assert len(list(measure_of(donors).tiles())) == 13
    assert np.array_equal(all_scores(donors), whole)
