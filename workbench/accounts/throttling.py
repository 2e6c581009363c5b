"""How long somebody waits after tries to sign in that failed. Pure: told the tries, it says whether one more may be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries are free, and how the waits grow after them.

    Attributes:
        free: Tries without a wait.
        first_wait: Wait after the last free try; it doubles with every try after that.
        longest_wait: Where it stops growing, so that nobody is locked out for ever.
        window: Tries longer ago than this count no more.
    """

    free: int
    first_wait: dt.timedelta
    longest_wait: dt.timedelta
    window: dt.timedelta

    def wait(self, tries: int) -> dt.timedelta:
        """The wait after so many tries: first_wait · 2^(tries − free), at most the longest."""
        if tries < self.free:
            return dt.timedelta(0)
        doublings = min(tries - self.free, 32)  # further than any wait is long
        return min(self.first_wait * (1 << doublings), self.longest_wait)

    def allows(self, tries: Sequence[dt.datetime], now: dt.datetime) -> bool:
        """True where one more try may be made now.

        Args:
            tries: The moments of those before, the oldest first.
        """
        counted = [one for one in tries if one > now - self.window]
        return not counted or now >= counted[-1] + self.wait(len(counted))


PER_ACCOUNT = Limit(5, dt.timedelta(seconds=15), dt.timedelta(minutes=15), dt.timedelta(days=1))
# Many people share an address, such as those of one hospital: more is free, and an hour later forgotten.
PER_ADDRESS = Limit(30, dt.timedelta(seconds=15), dt.timedelta(minutes=15), dt.timedelta(hours=1))
