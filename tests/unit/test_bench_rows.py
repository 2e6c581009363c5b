"""What a row of `bench engine` says about us and a peer, and which donors it is measured on."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.engine_peers import Timed
from benchmarks.engine_rows import Row, growth, table


def test_a_row_has_the_promised_keys() -> None:
    data = Row(1000, "resnik-bma", "ms", 0.5, "hpo3 1.5.1", 100.0).to_data()
    assert data["ours_ms"] == 0.5
    assert data["peer_ms"] == 100.0
    assert data["ratio"] == pytest.approx(200)
    assert data["extrapolated"] is False


def test_a_row_without_a_peer_has_no_ratio() -> None:
    data = Row(100_000, "default", "s", 20.0).to_data()
    assert data["peer"] is None
    assert data["peer_s"] is None
    assert data["ratio"] is None


def test_growth_is_the_exponent_of_ours() -> None:
    rows = [Row(n, "default", "s", 1e-6 * n**1.5, "hpo3", 1.0) for n in (1_000, 10_000, 100_000)]
    assert growth([*rows, Row(10, "alone", "s", 1.0)]) == {"default": 1.5}


def test_growth_can_look_at_the_largest_sizes_alone() -> None:
    rows = [Row(n, "default", "s", ours) for n, ours in ((1_000, 1.0), (10_000, 1.0), (100_000, 10.0))]
    assert growth(rows, 2) == {"default": 1.0}


def test_the_table_marks_what_was_not_measured_in_full() -> None:
    rows = [
        Row(1_000, "resnik-bma", "ms", 0.5, "hpo3", 20.0, more={"p99_ms": 0.75}),
        Row(10_577, "resnik-bma", "ms", 0.5, "hpo3", 184.0, extrapolated=True),
    ]
    lines = table("One query", rows, ("p99_ms",)).splitlines()
    assert lines[0] == "One query"
    assert "0.75" in lines[2]
    assert lines[2].endswith("40 x")
    assert "184 ms *" in lines[3]


def test_a_peer_s_time_is_in_proportion_to_pairs() -> None:
    timed = Timed("hpo3", (1.0, 3.0, 8.0), 100, ((2.0, 1.0),), 0.0)
    assert timed.query(100) == pytest.approx(4)
    assert timed.query(1_000, 2) == pytest.approx(20)
    assert timed.difference([[2.0, 1.1]]) == pytest.approx(0.1)
    assert np.isfinite(timed.difference([]))
