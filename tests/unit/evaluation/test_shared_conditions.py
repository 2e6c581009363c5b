"""Chances of conditions, from how well they fit."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.evaluation.through_conditions import root_chances


def test_chances_of_the_best_conditions_sum_to_1() -> None:
    places, roots = root_chances(np.array([0.1, 0.5, 0.47, 0.2]), temperature=0.03, best=2)
    assert places.tolist() == [1, 2]
    assert np.sum(roots**2) == pytest.approx(1)
    assert (roots[0] / roots[1]) ** 2 == pytest.approx(np.e)


def test_fewer_conditions_than_asked_for_are_all_taken() -> None:
    places, roots = root_chances(np.zeros(3), best=100)
    assert places.tolist() == [0, 1, 2]
    assert (roots**2).tolist() == pytest.approx([1 / 3] * 3)
