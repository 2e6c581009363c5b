"""What chance gives, and from where on donors are close enough."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import synthetic_donors as world
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.calibration import calibrated, closeness_of, thresholds
from workbench.analysis.chance import LENGTHS, Chance, narrowest_findings
from workbench.analysis.engine.described import described
from workbench.analysis.engine.registry import measure

SIZES = (300, 1000, 2500)
ONTOLOGY = world.ontology()


@pytest.fixture(scope="module", params=SIZES)
def judged(request: pytest.FixtureRequest) -> tuple:
    donors = world.donors(request.param)
    compared = measure("default", donors, ONTOLOGY)
    return donors, compared, calibrated(compared, donors, ONTOLOGY, seed=7, draws=200)


@pytest.mark.parametrize("kind", ["exchanged", "by_frequency"])
def test_a_profile_drawn_by_chance_gets_nobody_yet_at_least_95_times_in_100(judged: tuple, kind: str) -> None:
    donors, compared, calibration = judged
    chance = Chance(donors, ONTOLOGY, seed=99)
    profiles = [one for stratum in range(len(LENGTHS)) for one in getattr(chance, kind)(stratum, 60)]
    close = [closeness_of(one, compared) >= calibration.threshold(len(one)) / 100 for one in profiles]
    assert np.mean(close) <= 0.05


@pytest.mark.parametrize("length", [2, 3, 5, 8, 13, 20])
def test_a_profile_of_any_terms_gets_nobody_yet(judged: tuple, length: int) -> None:
    _, compared, calibration = judged
    rng = np.random.default_rng(length)
    specific = world.InventedOntology().specific
    profiles = [np.unique(rng.choice(specific, length)).astype(np.int32) for _ in range(100)]
    close = [closeness_of(one, compared) >= calibration.threshold(len(one)) / 100 for one in profiles]
    assert np.mean(close) <= 0.05


def test_a_copy_of_a_common_profile_gets_a_neighbourhood(judged: tuple) -> None:
    _, compared, calibration = judged
    for syndrome in range(world.SYNDROMES):
        profile = world.typical(syndrome)[:9].astype(np.int32)
        assert closeness_of(profile, compared) >= calibration.threshold(len(profile)) / 100


_INVENTED = world.InventedOntology()


def test_chance_keeps_the_length_and_implies_nothing_twice() -> None:
    chance = Chance(world.donors(400), ONTOLOGY, seed=1)
    for stratum, (first, end) in enumerate(pairwise(LENGTHS[:13])):
        for profile in (*chance.exchanged(stratum, 30), *chance.by_frequency(stratum, 10)):
            assert first <= len(profile) < end
            above = [set(_INVENTED.upwards(int(term))) - {int(term)} for term in profile]
            assert not set(profile.tolist()) & set().union(*above)


def test_exchange_keeps_the_areas_of_the_body() -> None:
    invented = world.InventedOntology()
    in_one_area = invented.descendant_positions(3)[-9:]
    rows = np.tile(np.sort(in_one_area)[:5], 50).astype(np.int32)
    donors = described(np.arange(0, 251, 5), rows, ONTOLOGY)
    for profile in Chance(donors, ONTOLOGY, seed=1).exchanged(4, 20):
        assert all(3 in invented.upwards(int(term)) for term in profile)


def test_the_same_seed_draws_the_same_profiles() -> None:
    donors = world.donors(60)
    first, again = (Chance(donors, ONTOLOGY, seed=5).exchanged(6, 20) for _ in range(2))
    assert all(np.array_equal(one, other) for one, other in zip(first, again, strict=True))


def test_what_a_narrower_finding_implies_is_no_finding_of_its_own() -> None:
    leaf = int(world.InventedOntology().numbers[-1])
    whole = np.array(world.InventedOntology().upwards(leaf), np.int32)
    donors = described(np.array([0, len(whole)]), whole, ONTOLOGY)
    assert narrowest_findings(donors, ONTOLOGY)[1].tolist() == [leaf]


def test_fewer_than_ten_donors_are_nobody() -> None:
    donors = world.donors(9)
    compared = measure("default", donors, ONTOLOGY)
    calibration = calibrated(compared, donors, ONTOLOGY, seed=1, draws=5)
    assert not calibration.closeness.any()
    assert calibration.threshold(3) == 1


@given(st.lists(st.floats(0, 2), min_size=1, max_size=20))
def test_more_findings_never_ask_for_more_closeness(reached: list[float]) -> None:
    found = thresholds(np.array(reached)).tolist()
    assert found == sorted(found, reverse=True)
    assert all(threshold / 100 > one for threshold, one in zip(found, reached, strict=True))
