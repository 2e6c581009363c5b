"""Parts that still add up once they are printed: the method of the largest remainder."""

from __future__ import annotations

import math
from collections.abc import Sequence


def printed(parts: Sequence[float], digits: int = 0) -> tuple[float, ...]:
    """The parts rounded so that they add up to their rounded sum; no part moves by a whole unit of the last digit.

    Every part is rounded down, and the units that are missing go to those that lost most (Hare's quota; the first of
    equals first).

    Args:
        parts: Any numbers, negative ones too.
        digits: Digits after the point.
    """
    unit = 10**digits
    scaled = [part * unit for part in parts]
    floors = [math.floor(part) for part in scaled]
    missing = round(math.fsum(scaled)) - sum(floors)
    by_loss = sorted(range(len(parts)), key=lambda at: (floors[at] - scaled[at], at))
    for at in by_loss[: max(missing, 0)]:
        floors[at] += 1
    return tuple(floor / unit for floor in floors)
