"""The noise of a question: layers that come back with its clauses, so that nested questions do not average it away."""

from __future__ import annotations

from math import exp

import cohort_world as world
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.results import Cell
from workbench.cohorts.clauses import InAgeBand, InSex, Observed
from workbench.disclosure.layers import Layers
from workbench.disclosure.noise import noise
from workbench.disclosure.numbers import Numbers
from workbench.disclosure.policy import EXPLORE, FAMILY, STUDY, Policy
from workbench.errors import NotReleased

KEYS = st.lists(st.text("abcdef", min_size=1, max_size=3), max_size=5, unique=True).map(sorted)
MANY = 20_000


def layers(policy: Policy = EXPLORE, snapshot: str = "a") -> Layers:
    return Layers(policy, world.KEY, snapshot)


def _spread(scale: float) -> float:
    """The variance of one discrete Laplace draw."""
    p = exp(-1 / scale)
    return 2 * p / (1 - p) ** 2


def test_a_scale_below_one_has_the_spread_that_the_formula_says() -> None:
    drawn = np.array([noise(world.KEY, str(one), 0.7) for one in range(MANY)])
    assert abs(drawn.mean()) < 4 * (_spread(0.7) / MANY) ** 0.5
    assert drawn.var() == pytest.approx(_spread(0.7), rel=0.1)


@pytest.mark.parametrize("clauses", range(5))
def test_the_spread_of_a_question_is_that_of_all_its_layers(clauses: int) -> None:
    of = layers()
    drawn = np.array([of.of([f"{one} {at}" for at in range(clauses)]) for one in range(MANY)])
    if not clauses:
        drawn = np.array([layers(snapshot=str(one)).of(()) for one in range(1_000)])
        assert len(set(drawn.tolist())) > 5
        return
    pairs = clauses * (clauses - 1) // 2
    layered = ((EXPLORE.own_scale, 1), (EXPLORE.clause_scale, clauses), (EXPLORE.pair_scale, pairs))
    whole = sum(times * (_spread(scale) + _spread(scale * EXPLORE.lasting_times)) for scale, times in layered)
    assert drawn.var() == pytest.approx(whole, rel=0.08)


@settings(deadline=None)
@given(KEYS)
def test_the_same_question_gets_the_same_noise_and_handicap(keys: list[str]) -> None:
    assert layers().of(keys) == layers().of(keys)
    assert layers().handicap(keys) == layers(snapshot="b").handicap(keys)
    assert 0 <= layers().handicap(keys) <= EXPLORE.handicap


def _correlation(one: list[int], other: list[int]) -> float:
    return float(np.corrcoef(one, other)[0, 1])


def test_what_two_questions_share_stays_in_their_noise_and_no_more() -> None:
    of = layers()
    first, same, none = zip(
        *((of.of([f"x{one}", f"y{one}"]), of.of([f"x{one}", f"z{one}"]), of.of([f"v{one}"])) for one in range(4_000)),
        strict=True,
    )
    shared = _spread(EXPLORE.clause_scale) / (
        _spread(EXPLORE.own_scale) + 2 * _spread(EXPLORE.clause_scale) + _spread(EXPLORE.pair_scale)
    )
    assert _correlation(list(first), list(same)) == pytest.approx(shared, abs=0.06)
    assert abs(_correlation(list(first), list(none))) < 0.06


def test_two_thirds_of_the_noise_last_over_snapshots_and_a_third_does_not() -> None:
    one, other = (
        [layers(snapshot=snapshot).of([f"x{at}", f"y{at}"]) for at in range(4_000)] for snapshot in ("a", "b")
    )
    assert _correlation(one, other) == pytest.approx(0.66, abs=0.06)


def test_asking_every_snapshot_does_not_average_the_noise_away() -> None:
    means = [np.mean([layers(snapshot=str(one)).of([f"x{at}"]) for one in range(60)]) for at in range(400)]
    lasting = _spread(EXPLORE.own_scale) + _spread(EXPLORE.clause_scale)
    assert np.var(means) > 0.8 * lasting


def test_tiers_have_noise_of_their_own_and_handicaps_in_common() -> None:
    explore, study = layers(), layers(STUDY)
    drawn = [(explore.of([f"x{one}"]), study.of([f"x{one}"])) for one in range(4_000)]
    assert abs(_correlation(*map(list, zip(*drawn, strict=True)))) < 0.06
    assert [explore.handicap([f"x{one}"]) for one in range(50)] == [study.handicap([f"x{one}"]) for one in range(50)]


@pytest.mark.parametrize("clauses", [1, 2, 4])
def test_a_handicap_is_any_from_none_to_the_most_alike_however_many_clauses(clauses: int) -> None:
    of = layers()
    drawn = [of.handicap([f"{one} {place}" for place in range(clauses)]) for one in range(10_000)]
    assert set(drawn) == set(range(EXPLORE.handicap + 1))
    assert all(abs(drawn.count(one) - 1_000) < 150 for one in set(drawn))
    assert of.handicap(()) == 0


def test_clauses_that_draw_less_than_the_others_give_no_fresh_handicap() -> None:
    of, base = layers(), ["a", "b"]
    padded = {of.handicap([*base, f"pad {one}"]) for one in range(200) if of.handicap([f"pad {one}"]) == 0}
    assert len(padded) == 1


def numbers(policy: Policy = EXPLORE) -> Numbers:
    return Numbers(policy, world.KEY, world.SNAPSHOT, world.vocabulary(), world.ONTOLOGY)


def test_ten_or_a_few_more_are_withheld_under_a_clause_with_a_handicap_whatever_is_told() -> None:
    withheld = 0
    for term in world.TERMS:
        handicap = layers().handicap([f'{{"observed":"{term}"}}'])
        for n in range(10, 10 + handicap):
            assert numbers().of(Cell((Observed(term),), n, told=40)) is None
            withheld += 1
    assert withheld > 20


def test_the_floor_looks_at_the_count_and_the_noise_is_added_to_what_is_told() -> None:
    assert numbers().of(Cell((InSex("male"),), 9, told=200)) is None
    assert numbers().of(Cell((InSex("male"),), 400, told=200)) == numbers().of(Cell((InSex("male"),), 200))


def test_a_clause_that_says_nothing_new_gives_no_second_look() -> None:
    plain = Cell((Observed(world.TERMS[7]), InAgeBand("0-4")), 80)
    padded = Cell((Observed(world.ROOT), *plain.clauses, Observed(world.TERMS[7])), 80)
    assert numbers().of(plain) == numbers().of(padded)


def test_a_study_sees_noisy_numbers_from_twenty() -> None:
    shown = [numbers(STUDY).of(Cell((Observed(term),), n)) for term in world.TERMS for n in range(10, 40)]
    assert min(n for n in shown if n is not None) == 20


def test_a_published_number_has_no_noise() -> None:
    assert [numbers(FAMILY).of(Cell((InSex("male"),), n)) for n in (9, 10, 12, 13, 57)] == [None, 10, 10, 15, 55]


def test_no_tier_may_show_fewer_than_ten() -> None:
    with pytest.raises(NotReleased, match="under 10"):
        Policy(floor=9)


def test_every_rule_is_part_of_the_key_under_which_answers_are_kept() -> None:
    assert len({one.fingerprint() for one in (EXPLORE, STUDY, FAMILY, Policy(handicap=4), Policy(pair_scale=1.0))}) == 5
