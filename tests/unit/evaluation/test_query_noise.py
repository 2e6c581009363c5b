"""Noise is of the kind it is called, and the same each time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.graph import Rows
from workbench.evaluation.noise import KINDS, Noise

# 0 is the root, 1 and 2 are areas of the body, every other term stands under one of them and 17 under both.
_ABOVE = [[], [0], [0], *([1 + place % 2] for place in range(3, 17)), [1, 2]]
_PARENTS = Rows(
    np.cumsum([0, *map(len, _ABOVE)]).astype(np.int32), np.array([p for row in _ABOVE for p in row], dtype=np.int32)
)
FOREIGN = np.array([18, 19, 19], dtype=np.int32)
NOISE = Noise(_PARENTS, root=0, drawn_from=FOREIGN)

profiles = st.sets(st.integers(1, 17), min_size=1).map(lambda terms: np.array(sorted(terms), dtype=np.int32))


@given(profiles, st.sampled_from(KINDS), st.text(max_size=5))
def test_noise_is_the_same_each_time_and_leaves_a_profile(profile: np.ndarray, kind: str, name: str) -> None:
    noisy = NOISE.applied(kind, profile, name)
    assert len(noisy) >= 1
    assert noisy.tolist() == sorted(set(noisy.tolist()))
    assert noisy.tolist() == NOISE.applied(kind, profile, name).tolist()
    assert noisy.dtype == np.int32


@given(profiles, st.text(max_size=5))
def test_missing_keeps_half_and_at_least_one(profile: np.ndarray, name: str) -> None:
    kept = NOISE.applied("missing", profile, name)
    assert set(kept.tolist()) <= set(profile.tolist())
    assert len(kept) == max(1, -(-len(profile) // 2))


@given(profiles, st.text(max_size=5))
def test_imprecise_says_parents_and_never_the_root(profile: np.ndarray, name: str) -> None:
    allowed = {*profile.tolist(), *(parent for term in profile for parent in _PARENTS[term].tolist())} - {0}
    assert set(NOISE.applied("imprecise", profile, name).tolist()) <= allowed


@given(profiles, st.text(max_size=5))
def test_added_keeps_all_and_adds_what_other_cases_have(profile: np.ndarray, name: str) -> None:
    noisy = set(NOISE.applied("added", profile, name).tolist())
    assert noisy > set(profile.tolist())
    assert noisy - set(profile.tolist()) <= set(FOREIGN.tolist())


@pytest.mark.parametrize("kind", KINDS)
def test_another_name_or_seed_is_other_noise(kind: str) -> None:
    profile = np.arange(3, 18, dtype=np.int32)
    many = Noise(_PARENTS, root=0, drawn_from=np.arange(18, 500, dtype=np.int32))
    other = Noise(_PARENTS, root=0, drawn_from=np.arange(18, 500, dtype=np.int32), seed=8)
    first = many.applied(kind, profile, "a").tolist()
    assert first != many.applied(kind, profile, "b").tolist()
    assert first != other.applied(kind, profile, "a").tolist()


def test_a_third_of_findings_is_imprecise_in_the_long_run() -> None:
    profile = np.arange(3, 17, dtype=np.int32)
    lost = [len(set(profile.tolist()) - set(NOISE.applied("imprecise", profile, str(i)).tolist())) for i in range(500)]
    assert np.mean(lost) / len(profile) == pytest.approx(1 / 3, abs=0.03)
