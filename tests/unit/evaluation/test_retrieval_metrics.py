"""Hits, average precision and the mean over diseases, against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.evaluation.metrics import Found, figures, found


def _found(scores: list[float], relevant: list[int], removed: tuple[int, ...] = ()) -> Found | None:
    wanted, allowed = np.zeros(len(scores), dtype=bool), np.ones(len(scores), dtype=bool)
    wanted[relevant] = True
    allowed[list(removed)] = False
    return found(np.array(scores), wanted, allowed, "OMIM:1")


def test_ranks_2_and_4_give_an_average_precision_of_a_half() -> None:
    assert _found([0.9, 0.8, 0.7, 0.6], [1, 3]) == Found(first=2, precision=(1 / 2 + 2 / 4) / 2, label="OMIM:1")


def test_what_is_removed_takes_no_rank() -> None:
    assert _found([0.9, 0.8, 0.7, 0.6], [1, 3], removed=(0, 1)) == Found(first=2, precision=1 / 2, label="OMIM:1")


def test_of_equal_scores_the_lower_row_comes_first() -> None:
    assert _found([0.5, 0.5, 0.5], [1]) == Found(first=2, precision=1 / 2, label="OMIM:1")


def test_a_query_with_nothing_left_to_find_is_not_asked() -> None:
    assert _found([0.9, 0.8], [0], removed=(0,)) is None
    assert _found([0.9, 0.8], []) is None


def test_a_large_disease_decides_the_micro_mean_and_not_the_macro_mean() -> None:
    results = [Found(1, 1.0, "common")] * 8 + [Found(2, 0.5, "rare")] * 2
    told = figures(results)
    assert told.hit_at_1 == pytest.approx(80)
    assert told.macro_hit_at_1 == pytest.approx(50)
    assert told.hit_at_5 == pytest.approx(100)
    assert told.mean_average_precision == pytest.approx(90)
    assert told.as_json() == {
        "n": 10, "hit@1": 80.0, "hit@5": 100.0, "hit@10": 100.0, "map": 90.0, "macro_hit@1": 50.0
    }  # fmt: skip


def test_ranks_from_5_to_11_count_where_they_should() -> None:
    told = figures([Found(rank, 1 / rank, str(rank)) for rank in (5, 6, 10, 11)])
    assert (told.hit_at_1, told.hit_at_5, told.hit_at_10) == (0, 25, 75)


def test_no_query_gives_n_0_and_no_error() -> None:
    assert figures([]).as_json()["n"] == 0


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_it_agrees_with_a_full_sort(items: list[tuple[int, bool, bool]]) -> None:
    scores, relevant, allowed = (np.array(column) for column in zip(*items, strict=True))
    told = found(scores.astype(float), relevant.astype(bool), allowed.astype(bool), "d")
    order = sorted((row for row in range(len(items)) if allowed[row]), key=lambda row: (-scores[row], row))
    ranks = [rank for rank, row in enumerate(order, 1) if relevant[row]]
    if not ranks:
        assert told is None
    else:
        assert told is not None
        assert told.first == ranks[0]
        assert told.precision == pytest.approx(sum(i / rank for i, rank in enumerate(ranks, 1)) / len(ranks))
