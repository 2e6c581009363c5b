"""Weights as whole numbers, so that sums are exact whatever the order of addition.

Equal profiles then get equal scores on every machine and from every kernel, and ties can be broken by row.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

LARGEST_VALUE = 2.0**24
LARGEST_SUM = 2.0**30


def step_for(largest: float, limit: float) -> float:
    """The smallest power of two at which `largest` is at most `limit` steps."""
    step = largest / limit  # 0 also where `largest` is too small for a number: such weights count nothing
    return 2.0 ** math.ceil(math.log2(step)) if step > 0 else 1.0


def in_steps(weights: NDArray[np.floating], step: float) -> NDArray[np.int32]:
    """The weights, rounded to whole steps, int32."""
    return np.rint(np.asarray(weights, dtype=np.float64) / step).astype(np.int32)


def sum_type(largest: int, terms: int) -> type[np.int32] | type[np.int64]:
    """The narrower whole number that holds a sum of so many terms."""
    return np.int32 if largest * terms < 2**31 else np.int64
