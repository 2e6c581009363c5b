"""How far noise moves a count, told in whole donors."""

from __future__ import annotations

from math import comb, exp

import numpy as np

from workbench.disclosure.policy import Policy

_REACH = 200  # donors; the noise of every tier lies within this but for less than one draw in a million


def moved_by(policy: Policy, clauses: int, often: float) -> int:
    """The fewest donors d such that the noise of a question of so many clauses is at most d so often.

    Args:
        often: A probability, 0 to 1.
    """
    layers = ((policy.own_scale, 1), (policy.clause_scale, clauses), (policy.pair_scale, comb(clauses, 2)))
    total = np.zeros(2 * _REACH + 1)
    total[_REACH] = 1.0
    for scale, times in layers:
        for _ in range(times if scale else 0):
            for draw in (scale, scale * policy.lasting_times):
                total = np.convolve(total, _discrete_laplace(draw), mode="same")
    inside = np.array([total[_REACH - d : _REACH + d + 1].sum() for d in range(_REACH)])
    return int(np.argmax(inside >= often))


def _discrete_laplace(scale: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    p = exp(-1 / scale)
    return np.asarray((1 - p) / (1 + p) * p ** np.abs(np.arange(-_REACH, _REACH + 1)))
