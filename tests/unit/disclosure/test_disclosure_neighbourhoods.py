"""What is said of a neighbourhood: released numbers only, and nothing when nobody is close enough."""

from __future__ import annotations

import random
from dataclasses import replace

import cohort_world as world
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.terms import TermId, from_number
from workbench.analysis import neighbourhood as analysis
from workbench.analysis.calibration import Calibration
from workbench.analysis.counts import Counter
from workbench.analysis.engine.parameters import PARAMETERS
from workbench.analysis.neighbourhood_results import NeighbourhoodResult, PlacementResult, ProfileCounts
from workbench.analysis.results import Cell, TermTable
from workbench.cohorts.canonical import implies, table_key
from workbench.cohorts.clauses import CloseTo, InSex, Observed, RecordedAs
from workbench.disclosure.neighbourhood_values import Neighbourhood
from workbench.disclosure.numbers import Numbers
from workbench.disclosure.policy import EXPLORE
from workbench.disclosure.profile_weights import weights_of
from workbench.disclosure.rules.neighbourhoods import neighbourhood, placement, whole_numbers

DONORS = 400
PROFILE = (from_number(4004), from_number(4007), from_number(4011))
NUMBERS = Numbers(EXPLORE, world.KEY, world.SNAPSHOT, world.vocabulary(), world.ONTOLOGY)
CALIBRATION = Calibration(
    np.array([1], np.int32), np.linspace(0, 0.6, 40, dtype=np.float32).reshape(1, -1), np.array([50], np.int32)
)


class Overlap:
    """Closeness as the part of a profile that a donor has, itself or by something narrower."""

    def __init__(self, population: world.Population) -> None:
        self.population = population

    def scores(self, terms: tuple[TermId, ...]) -> np.ndarray:
        having = [Counter((Observed(term),), self.population).mask() for term in terms]
        return np.mean(having, axis=0)


def everyone() -> Counter:
    population = world.population(world.donors(DONORS))
    population.closeness = Overlap(population)
    return Counter((), population)


EVERYONE = everyone()


def found(terms: tuple[TermId, ...] = PROFILE, least: int = 33) -> NeighbourhoodResult:
    usual = frozenset(world.TERMS) - {world.ROOT}
    close = CloseTo(tuple(sorted(terms)), least)
    return analysis.neighbourhood(
        close,
        (),
        EVERYONE,
        CALIBRATION,
        world.ONTOLOGY,
        world.CONDITIONS,
        usual,  # type: ignore[arg-type]
    )


def counts_in(value: Neighbourhood) -> list[int]:
    rows = [(part.count, part.everyone) for part in value.parts] + [
        (row.count, row.everyone) for row in value.conditions
    ]
    return [n for n in (value.size, value.everyone, *(n for row in rows for n in row)) if n is not None]


def test_a_neighbourhood_is_said_in_released_numbers() -> None:
    value = neighbourhood(found(), NUMBERS)
    assert value.size is not None
    assert value.size % 5 == 0
    assert {part.term for part in value.parts} == set(PROFILE)
    assert value.shared == sum(part.part or 0 for part in value.parts) > 0
    assert value.closeness >= value.chance.threshold == 0.33
    assert sum(value.chance.counts) == value.chance.draws == 40


def test_nobody_close_is_said_plainly_and_nothing_else_is_told() -> None:
    value = neighbourhood(found(least=101), NUMBERS)
    assert (value.size, value.parts, value.shared, value.conditions, value.other_conditions) == (
        None,
        (),
        0.0,
        (),
        False,
    )
    assert value.closeness < value.chance.threshold


@pytest.mark.parametrize("inside", range(10))
def test_fewer_than_ten_look_like_none(inside: int) -> None:
    whole = found()
    few = replace(
        whole, size=Cell(whole.size.clauses, inside), levels=tuple((at, Cell((), 0)) for at, _ in whole.levels)
    )
    none = replace(few, size=Cell(whole.size.clauses, 0))
    assert neighbourhood(few, NUMBERS) == neighbourhood(none, NUMBERS)


def test_no_number_under_ten_is_told_of_any_profile() -> None:
    rng = random.Random(3)
    for _ in range(40):
        terms = {rng.choice(world.TERMS[4:]) for _ in range(rng.randrange(1, 6))}
        value = neighbourhood(found(tuple(sorted(terms)), rng.choice((20, 34, 50, 60))), NUMBERS)
        assert all(n >= 10 for n in counts_in(value))
        assert value.shared == sum(part.part or 0 for part in value.parts)
        assert all(0 <= (part.part or 0) <= part.weight + 1 for part in value.parts)


def test_all_steps_of_closeness_have_the_noise_of_the_size_so_that_they_are_no_second_look() -> None:
    result = found()
    assert {cell.clauses for _, cell in result.levels} == {result.size.clauses}
    for n in (10, 11, 12):
        at_all = replace(
            result,
            size=Cell(result.size.clauses, n),
            levels=tuple((level, Cell(result.size.clauses, n)) for level, _ in result.levels),
        )
        value = neighbourhood(at_all, NUMBERS)
        assert (value.size is None) == (value.closeness < 0.33)


def test_one_donor_at_a_step_of_its_own_cannot_be_told_from_the_closeness() -> None:
    """With it, ten reach one step more. Seen over many questions, each step is told both with and without it."""
    told: dict[int, set[float]] = {11: set(), 9: set()}
    for least in range(1, 120):
        result = found(least=30)
        own = (*result.size.clauses, CloseTo(PROFILE, least))  # another question, with noise of its own
        for at_step, values in told.items():
            counts = ((level, 40 if level < 60 else at_step if level == 60 else 0) for level, _ in result.levels)
            levels = tuple((level, Cell(own, n)) for level, n in counts)
            values.add(neighbourhood(replace(result, size=Cell(own, 40), levels=levels), NUMBERS).closeness)
    assert told[9] >= {0.5, 0.55, 0.6, 0.65} <= told[11]


def test_the_same_question_gets_the_same_closeness() -> None:
    assert neighbourhood(found(), NUMBERS).closeness == neighbourhood(found(), NUMBERS).closeness


def test_weights_follow_from_released_counts_so_that_they_give_no_rare_count_away() -> None:
    profile = found().profile

    def with_rare(n: int) -> ProfileCounts:
        rare = PROFILE[0]
        table = profile.broader
        counts = np.where([term == rare for term in table.terms], n, table.counts)
        recorded = tuple((term, Cell(cell.clauses, n if term == rare else cell.n)) for term, cell in profile.recorded)
        return replace(profile, broader=TermTable(table.clauses, table.terms, counts), recorded=recorded)

    weighed = [weights_of(with_rare(n), NUMBERS) for n in range(10)]
    assert all(one == weighed[0] for one in weighed)
    assert sum(weighed[0].broader.values()) + sum(weighed[0].exact.values()) == pytest.approx(1)


def test_each_broader_finding_counts_once_over_the_findings_below_it() -> None:
    weights = weights_of(found().profile, NUMBERS)
    split = weights.by_finding(world.vocabulary())
    whole = sum(weight for held in split.values() for weight in held.values())
    assert whole == pytest.approx(1 - PARAMETERS.exact_share)


@given(st.dictionaries(st.text(max_size=3), st.floats(0.01, 40), max_size=12))
def test_printed_parts_add_up_to_the_printed_sum(parts: dict[str, float]) -> None:
    whole = whole_numbers(parts)  # type: ignore[arg-type]
    assert sum(whole.values()) == round(sum(parts.values()))
    assert all(abs(whole[term] - part) <= 1 for term, part in parts.items())  # type: ignore[index]


def test_the_place_of_a_profile_is_told_only_where_ten_of_the_neighbourhood_lie() -> None:
    clauses = found().size.clauses
    result = PlacementResult(Cell(clauses, 40), ((0, Cell((InSex("female"),), 30)), (1, Cell((), 4))), 1, True)
    value = placement(result, NUMBERS)
    assert value.home is None
    assert [area for area, *_ in value.areas] == [0]
    assert placement(replace(result, home=0), NUMBERS).home == 0
    nobody = placement(replace(result, size=Cell(clauses, 9)), NUMBERS)
    assert (nobody.size, nobody.areas, nobody.home, nobody.spread) == (None, (), None, "")


def test_how_far_apart_they_lie_is_not_told_where_a_handful_lie_on_the_map() -> None:
    for narrow in (True, False):
        result = PlacementResult(Cell(found().size.clauses, 40), ((1, Cell((), 4)),), 1, narrow)
        assert placement(result, NUMBERS).spread == ""


def test_a_closer_circle_implies_a_wider_one_of_the_same_profile_only() -> None:
    meanings = world.vocabulary()
    narrow, wide = CloseTo(PROFILE, 60), CloseTo(PROFILE, 50)
    assert implies(narrow, wide, meanings)
    assert not implies(wide, narrow, meanings)
    assert not implies(narrow, CloseTo(PROFILE[:2], 50), meanings)
    assert table_key((narrow, wide), meanings) == table_key((narrow,), meanings)


def test_a_recorded_term_implies_itself_and_what_is_broader() -> None:
    meanings, term = world.vocabulary(), PROFILE[2]
    assert all(implies(RecordedAs(term), Observed(one), meanings) for one in world.ONTOLOGY.ancestors(term))
    recorded, having = (
        Counter((clause,), EVERYONE.population).whole().n for clause in (RecordedAs(term), Observed(term))
    )
    assert 0 < recorded <= having
    mask = Counter((RecordedAs(term),), EVERYONE.population).mask()
    expected = [
        any(one.term == term and one.state == "observed" for one in who.findings) for who in world.donors(DONORS)
    ]
    assert mask.tolist() == expected


def test_a_term_with_nothing_narrower_is_asked_for_in_one_way_only() -> None:
    leaves = [term for term in world.TERMS if len(world.ONTOLOGY.descendants(term)) == 1]
    assert analysis.recorded_as(leaves[0], world.ONTOLOGY) == Observed(leaves[0])  # type: ignore[arg-type]
    assert analysis.recorded_as(world.ROOT, world.ONTOLOGY) == RecordedAs(world.ROOT)  # type: ignore[arg-type]
