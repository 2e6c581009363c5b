"""Information content and its increments."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import graph
from ontology.information import increments, information_content

CHAIN = [[], [0], [1], [0]]


def _counts(profiles: list[set[int]], above: list[list[int]]) -> np.ndarray:
    closures = graph.ancestors(above)
    counts = np.zeros(len(above), dtype=np.int64)
    for profile in profiles:
        held = {int(one) for term in profile for one in closures[term]}
        counts[list(held)] += 1
    return counts


def test_what_everybody_has_says_nothing() -> None:
    assert information_content(np.array([9]), 9)[0] == 0


def test_a_term_that_nobody_has_says_most_and_not_without_limit() -> None:
    content = information_content(np.array([0, 1, 9]), 9)
    assert content[0] > content[1] > content[2]
    assert content[0] == pytest.approx(np.log(10))


@pytest.mark.parametrize(("counts", "pseudocount"), [([-1], 1.0), ([10], 1.0), ([1], 0.0)])
def test_impossible_counts_are_refused(counts: list[int], pseudocount: float) -> None:
    with pytest.raises(ValueError, match=r"count"):
        information_content(np.array(counts), 9, pseudocount)


def test_counts_without_ancestors_are_refused() -> None:
    content = information_content(np.array([3, 5, 1, 1]), 9)
    with pytest.raises(ValueError, match="closure"):
        increments(content, graph.rows(CHAIN))


def test_with_several_parents_the_one_that_says_most_counts() -> None:
    content = np.array([0.0, 1.0, 3.0, 3.5])
    assert increments(content, graph.rows([[], [0], [0], [1, 2]])).tolist() == [0.0, 1.0, 3.0, 0.5]


@given(st.lists(st.sets(st.integers(0, 3), min_size=1), min_size=1, max_size=8))
def test_increments_are_never_negative_and_add_up_along_a_chain(profiles: list[set[int]]) -> None:
    content = information_content(_counts(profiles, CHAIN), len(profiles))
    delta = increments(content, graph.rows(CHAIN))
    assert (delta >= 0).all()
    assert delta[[0, 1, 2]].sum() == pytest.approx(content[2])
