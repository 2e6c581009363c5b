"""The audit of overlaps: a group that differs by a few people from one that was answered is answered like nobody.

Two groups that differ by one person tell about that person, and a refusal that fires on one person and not on none
would tell as well. So what counts is a difference of 0 to 9, and what is answered then is what a group of nobody gets.
The same question in its canonical form is no other group: its fate was decided when it was asked first, and stays.

How many are a few is not the same for all pairs of questions (`Margin`): 9 and up to 5 more, by what one asks that the
other does not. Otherwise whoever knows a difference to be nine people or ten would learn which from the fate.

Groups too small to show are remembered like the others. Were they not, whoever knows a group to be nine or ten would
ask for it and then for a larger one around it: that this is withheld would say ten (measured: `tests.attack`, audited).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from workbench.cohorts.cohort import Bitmap, size
from workbench.disclosure.policy import EXPLORE

NEAR = 9
"""Groups that differ by so many people or fewer are too close to tell both, whatever the margin."""
MOST_MARGIN = EXPLORE.handicap
Margin = Callable[[str, str], int]
"""How many more than `NEAR` are too close for two canonical queries, 0 to `MOST_MARGIN`; the same in either order."""
_ANYBODY = None


class AnsweredGroups:
    """The groups that were answered, in the order of the questions.

    The order and the donors decide alone, so whoever reads the same ledger comes to the same answers.

    Args:
        everybody: All donors, uint8 (ceil(n/8),): their count is known to everyone from the start.
        margin: How much more is too close; nothing more when not given.
    """

    def __init__(self, everybody: Bitmap, margin: Margin = lambda one, other: 0) -> None:
        self._margin = margin
        self._bits: NDArray[np.uint64] = np.zeros((16, _words(everybody)), dtype=np.uint64)
        self._sizes: NDArray[np.int64] = np.zeros(16, dtype=np.int64)
        self._asked: list[tuple[str | None, str | None, str]] = []
        self._add((_ANYBODY, None, ""), everybody, size(everybody))

    def decide(self, asker: str, study: str | None, query: str, group: Bitmap) -> bool:
        """Whether the next question of the ledger is withheld; if not, it counts as answered.

        Args:
            query: The canonical query, told apart as text.
            group: Its donors, uint8 (ceil(n/8),).
        """
        donors = size(group)
        asked = (asker, study, query)
        if any(self._is_too_near(asked, at, apart) for at, apart in self._near(group, donors)):
            return True
        self._add(asked, group, donors)
        return False

    def _is_too_near(self, asked: tuple[str, str | None, str], at: int, apart: int) -> bool:
        answered = self._asked[at]
        return _concerns(asked, answered) and (apart <= NEAR or apart <= NEAR + self._margin(asked[2], answered[2]))

    def _near(self, group: Bitmap, donors: int) -> list[tuple[int, int]]:
        """Places of groups that may be too near, and by how many people they differ."""
        count, most = len(self._asked), NEAR + MOST_MARGIN
        like = np.flatnonzero(np.abs(self._sizes[:count] - donors) <= most)
        apart = np.bitwise_count(self._bits[like] ^ _as_words(group)).sum(axis=1, dtype=np.int64)
        near = apart <= most
        return list(zip(like[near].tolist(), apart[near].tolist(), strict=True))

    def _add(self, asked: tuple[str | None, str | None, str], group: Bitmap, donors: int) -> None:
        at = len(self._asked)
        if at == len(self._sizes):
            self._bits = np.concatenate([self._bits, np.zeros_like(self._bits)])
            self._sizes = np.concatenate([self._sizes, np.zeros_like(self._sizes)])
        self._bits[at], self._sizes[at] = _as_words(group), donors
        self._asked.append(asked)


def _concerns(asked: tuple[str, str | None, str], answered: tuple[str | None, str | None, str]) -> bool:
    """True where the one was answered to the same asker or study, or to everybody, and is another question."""
    (asker, study, query), (other_asker, other_study, other_query) = asked, answered
    same = other_asker is _ANYBODY or asker == other_asker or (study is not None and study == other_study)
    return same and query != other_query


def _words(group: Bitmap) -> int:
    return -(-len(group) // 8)


def _as_words(group: Bitmap) -> NDArray[np.uint64]:
    """A bitmap in words of 64 donors, uint64 (ceil(n/64),): eight times fewer steps."""
    padded = np.zeros(_words(group) * 8, dtype=np.uint8)
    padded[: len(group)] = group
    return padded.view(np.uint64)
