"""What a measurement says about its budget and its peer."""

from __future__ import annotations

import pytest

from benchmarks.measures import Measure, p95, table


def test_ninety_five_of_a_hundred_times_stay_under_the_p95() -> None:
    times = [float(one) for one in range(1, 101)]
    assert 95 <= p95(times) <= 96


def test_a_budget_is_kept_up_to_its_last_unit() -> None:
    assert Measure("count", 150, "ms", 150).within is True
    assert Measure("count", 150.1, "ms", 150).within is False
    assert Measure("count", 150, "ms").within is None


def test_the_ratio_says_how_many_times_longer_the_peer_took() -> None:
    assert Measure("count", 2, "ms", 150, "SQL", 30).ratio == pytest.approx(15)
    assert Measure("count", 2, "ms").ratio is None
    assert Measure("count", 0, "ms", 150, "SQL", 30).ratio is None


def test_the_table_names_budgets_that_are_not_kept() -> None:
    lines = table([Measure("count", 2, "ms", 150, "SQL", 30), Measure("page", 4, "s", 3)]).splitlines()
    assert "kept" in lines[1]
    assert "SQL: 30 ms" in lines[1]
    assert "15 x" in lines[1]
    assert "OVER" in lines[2]


def test_a_measure_as_data_says_whether_its_budget_is_kept() -> None:
    data = Measure("page", 4, "s", 3).to_data()
    assert (data["name"], data["value"], data["unit"], data["budget"], data["within"]) == ("page", 4, "s", 3, False)
