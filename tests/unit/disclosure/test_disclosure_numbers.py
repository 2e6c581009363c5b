"""How a true number becomes a released one."""

from __future__ import annotations

import cohort_world as world
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.results import Cell
from workbench.cohorts.query import InAgeBand, Observed
from workbench.disclosure.layers import Layers
from workbench.disclosure.numbers import Numbers
from workbench.disclosure.policy import EXPLORE, Policy
from workbench.disclosure.suppression import complementary

COUNTS = st.one_of(st.none(), st.integers(2, 100).map(lambda one: 5 * one))


def numbers(snapshot: str = world.SNAPSHOT, policy: Policy = EXPLORE) -> Numbers:
    return Numbers(policy, world.KEY, snapshot, world.vocabulary(), world.ONTOLOGY)


@settings(deadline=None)
@given(st.integers(0, 9), st.sampled_from(world.TERMS))
def test_a_cohort_below_ten_is_not_shown(n: int, term: str) -> None:
    assert numbers().of(Cell((Observed(term),), n)) is None  # type: ignore[arg-type]


@settings(deadline=None)
@given(st.integers(0, 5_000), st.sampled_from(world.TERMS), st.text(max_size=5))
def test_what_is_shown_is_ten_or_more_a_multiple_of_five_and_near(n: int, term: str, snapshot: str) -> None:
    shown = numbers(snapshot).of(Cell((Observed(term),), n))  # type: ignore[arg-type]
    if shown is None:
        assert n < 60
    else:
        assert shown >= 10
        assert shown % 5 == 0
        assert abs(shown - n) < 60


def test_a_small_number_is_withheld_also_when_only_its_noise_makes_it_small() -> None:
    layers = Layers(EXPLORE, world.KEY, world.SNAPSHOT)
    keys = {term: [f'{{"observed":"{term}"}}'] for term in world.TERMS}
    term = next(one for one, key in keys.items() if layers.of(key) < 0 == layers.handicap(key))
    assert numbers().of(Cell((Observed(term),), 10)) is None


def test_each_snapshot_has_its_own_noise() -> None:
    def shown(snapshot: str) -> list[int | None]:
        return [numbers(snapshot).of(Cell((Observed(term),), 100)) for term in world.TERMS]

    assert shown("a") != shown("b")
    assert shown("a") == shown("a")


def test_counts_of_an_import_stay_the_same_over_snapshots() -> None:
    assert [numbers("a").lasting(f"{one}", 50) for one in range(50)] == [
        numbers("b").lasting(f"{one}", 50) for one in range(50)
    ]


@settings(deadline=None)
@given(COUNTS, COUNTS)
def test_a_share_is_between_its_bounds_or_says_under_or_over(part: int | None, whole: int | None) -> None:
    share = numbers().share(part, whole)
    if part is None or whole is None:
        assert (share.bound, share.percent) == ("withheld", None)
    elif share.bound == "exact":
        assert 5 <= (share.percent or 0) <= 95
        assert 0 <= (share.low or 0) <= (share.percent or 0) <= (share.high or 0) <= 100
    else:
        assert share.percent == {"under": 5.0, "over": 95.0}[share.bound]
        assert (share.low, share.high) == (None, None)


@pytest.mark.parametrize(
    ("part", "whole", "bound", "percent"),
    [(20, 500, "under", 5.0), (25, 500, "exact", 5.0), (475, 500, "exact", 95.0), (480, 500, "over", 95.0)],
)
def test_the_bounds_of_shares(part: int, whole: int, bound: str, percent: float) -> None:
    share = numbers().share(part, whole)
    assert (share.bound, share.percent) == (bound, percent)


def test_a_part_that_noise_lifts_above_its_whole_is_all_of_it() -> None:
    assert numbers().share(60, 50).bound == "over"


def test_a_cell_of_a_table_is_the_same_number_as_asked_alone() -> None:
    alone = numbers().of(Cell((Observed(world.TERMS[7]), InAgeBand("0-4")), 80))
    in_table = numbers().of(Cell((InAgeBand("0-4"), Observed(world.TERMS[7]), InAgeBand("0-4")), 80))
    assert alone == in_table


@settings(deadline=None)
@given(st.lists(st.lists(COUNTS, min_size=2, max_size=2), min_size=2, max_size=6))
def test_no_row_or_column_has_exactly_one_withheld_cell(table: list[list[int | None]]) -> None:
    cells = complementary(table)
    for line in (*cells, *zip(*cells, strict=True)):
        assert list(line).count(None) != 1
    for before, after in zip(table, cells, strict=True):
        assert all(b is None or b == a for a, b in zip(before, after, strict=True))


def test_a_table_without_withheld_cells_stays_as_it_is() -> None:
    assert complementary([[10, 20], [30, 40]]) == [[10, 20], [30, 40]]
    assert complementary([]) == []
