"""Counts as they are told: every clause is told to take away a few donors at least, however few it takes away.

Whoever knows everybody in a group but one person subtracts "the group, and what only that person may lack" from "the
group". The difference is nought or one: it is the answer. So differences of a handful are not told at all: each clause
counts as if it took away a tenth of the donors, five at least and ten at most, where in truth it takes away fewer:

    told(no clause) = all donors
    told(Q) = min over the clauses c of Q:  told(Q less c) - max(n(Q less c) - n(Q), least(n(Q less c)))
    least(n) = n // 10, but 5 at least and 10 at most

It is the count itself where every clause takes away more than that. There is no step at which a donor more changes what
is told by more than one. Groups too small to show are never told, so nothing is reckoned for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.cohorts.canonical import asked_with
from workbench.cohorts.clauses import HasCondition, Observed, TableClause
from workbench.cohorts.vocabulary import Meanings

LEAST_STEP, LARGEST_STEP = 5, 10
_PART = 10
SMALLEST = 10  # no tier shows less; `workbench.disclosure.policy` refuses to

Parts = tuple[TableClause, ...]
Rows = NDArray[np.intp]
CountedBeside = Callable[[Parts, Rows], NDArray[np.int64]]


class Told:
    """What is told of questions in canonical form; each is counted once.

    Args:
        count: How many donors fit every one of some clauses.
    """

    def __init__(self, count: Callable[[Parts], int]) -> None:
        self._count = count
        self._sizes: dict[Parts, int] = {}
        self._told: dict[Parts, int] = {}

    def size(self, parts: Parts) -> int:
        """How many donors fit."""
        if parts not in self._sizes:
            self._sizes[parts] = self._count(parts)
        return self._sizes[parts]

    def of(self, parts: Parts) -> int:
        """What to tell."""
        if parts not in self._told:
            n = self.size(parts)
            less = (self.of(rest) - _step(self.size(rest), n) for rest in _one_less(parts))
            self._told[parts] = min(less, default=n)
        return self._told[parts]


def table_told(
    base: Parts,
    items: Sequence[Observed | HasCondition],
    counts: NDArray[np.int64],
    beside: CountedBeside,
    told: Told,
    meanings: Meanings,
) -> NDArray[np.int64]:
    """What to tell of each row of a table, as if it were asked alone; int64 (items,).

    Args:
        base: What all rows have in common, in canonical form.
        items: What each row adds.
        counts: How many donors each row has, int64 (items,).
        beside: The same of some clauses and each of some rows, given by their positions; int64 (rows,).
    """
    result = counts.copy()
    groups: dict[tuple[bool, Parts], list[int]] = {}
    for at in np.flatnonzero(counts >= SMALLEST).tolist():
        parts = asked_with(base, items[at], meanings)
        rest = tuple(one for one in parts if one != items[at])
        groups.setdefault((len(rest) < len(parts), rest), []).append(at)
    for (adds, rest), places in groups.items():
        some = np.array(places, dtype=np.intp)
        # A row that the rest implies asks for the rest alone.
        result[some] = _Rows(some, beside, told).told(rest) if adds else told.of(rest)
    return result


def _one_less(parts: Parts) -> list[Parts]:
    return [(*parts[:at], *parts[at + 1 :]) for at in range(len(parts))]


def _step(whole: int, n: int) -> int:
    return max(whole - n, min(max(whole // _PART, LEAST_STEP), LARGEST_STEP))


class _Rows:
    """`Told` of (*parts, row) for some rows at once."""

    def __init__(self, rows: Rows, count: CountedBeside, alone: Told) -> None:
        self._rows, self._count, self._alone = rows, count, alone
        self._known: dict[Parts, tuple[NDArray[np.int64], NDArray[np.int64]]] = {}

    def told(self, parts: Parts) -> NDArray[np.int64]:
        """What to tell of each row, int64 (rows,)."""
        return self._of(parts)[1]

    def _of(self, parts: Parts) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        if parts not in self._known:
            n = self._count(parts, self._rows)
            whole = self._alone.size(parts)
            told = self._alone.of(parts) - np.maximum(whole - n, _step(whole, whole))
            for fewer in _one_less(parts):
                larger, said = self._of(fewer)
                least = np.clip(larger // _PART, LEAST_STEP, LARGEST_STEP)
                told = np.minimum(told, said - np.maximum(larger - n, least))
            self._known[parts] = n, told
        return self._known[parts]
