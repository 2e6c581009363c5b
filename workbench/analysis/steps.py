"""Counts as they are told: a clause that takes away two donors or fewer counts as if it took away one.

Whoever knows everybody in a group but one person subtracts "the group, and what only that person may lack" from "the
group". The difference is nought or one: it is the answer. So the smaller count is made from the larger, less one,
whatever the truth; and the same again where the larger itself is such a step from a larger one still. Told counts are
off by at most the number of clauses. Groups too small to show are never told, so nothing is reckoned for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.cohorts.canonical import asked_with
from workbench.cohorts.clauses import HasCondition, Observed, TableClause
from workbench.cohorts.vocabulary import Meanings

TINY = 2
SMALLEST = 10  # no tier shows less; `workbench.disclosure.policy` refuses to

Parts = tuple[TableClause, ...]
CountedWith = Callable[[Parts, NDArray[np.intp]], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many donors fit.

    Attributes:
        alone: Every one of some clauses.
        beside: The same and each of some rows of a table, given by their positions; int64 (rows,).
    """

    alone: Callable[[Parts], int]
    beside: CountedWith


def told(parts: Parts, size: Callable[[Parts], int]) -> int:
    """What to tell of a question in canonical form: the largest count it is a tiny step from, less one; else its own.

    Args:
        size: How many donors fit every one of some clauses.
    """
    n = size(parts)
    larger = [rest for rest in _one_less(parts) if size(rest) - n <= TINY]
    return max(told(rest, size) for rest in larger) - 1 if larger else n


def table_told(
    base: Parts, items: Sequence[Observed | HasCondition], counts: NDArray[np.int64], sizes: Sizes, meanings: Meanings
) -> NDArray[np.int64]:
    """What to tell of each row of a table, as if it were asked alone; int64 (items,).

    Args:
        base: What all rows have in common, in canonical form.
        items: What each row adds.
        counts: How many donors each row has, int64 (items,).
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
        result[some] = _told_beside(rest, some, sizes) if adds else told(rest, sizes.alone)
    return result


def _told_beside(rest: Parts, some: NDArray[np.intp], sizes: Sizes) -> NDArray[np.int64]:
    """`told` of (*rest, row) for some rows at once."""
    n = sizes.beside(rest, some)
    nothing = np.iinfo(np.int64).min
    largest = np.where(sizes.alone(rest) - n <= TINY, told(rest, sizes.alone), nothing)
    for fewer in _one_less(rest):
        tiny = np.flatnonzero(sizes.beside(fewer, some) - n <= TINY)
        if len(tiny):
            largest[tiny] = np.maximum(largest[tiny], _told_beside(fewer, some[tiny], sizes))
    return np.where(largest > nothing, largest - 1, n)


def _one_less(parts: Parts) -> list[Parts]:
    return [(*parts[:at], *parts[at + 1 :]) for at in range(len(parts))]
