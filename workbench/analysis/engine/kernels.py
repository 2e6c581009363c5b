"""Compiled loops of the graph of nearest donors. Imported by jobs only: a web worker never needs numba.

32 donors stand side by side (lanes), so that one row of a table serves 32 pairs, and sums of a tile of pairs never
leave the processor's caches: they are compared with the least score worth keeping while they are there. Rows of terms
are padded to a multiple of four with a column of zeros, so that four rows are added at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

LANES = 32
_SLACK = 1.0 - 1e-5  # scores are compared with a bound in single precision first, then exactly


def _compiled(function: Callable[..., Any]) -> Any:
    """The function compiled, from numba's cache where that finds a folder it can write."""
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:  # neither this folder nor the user's can be written
        return njit(nogil=True)(function)


@_compiled
def fill_best(indptr, columns, content, place, parent_indptr, parents, first, count, best):  # type: ignore[no-untyped-def]
    """R[t] = max over a donor's terms s of Resnik(s,t), for `count` donors from `first`, one a lane.

    A term's best is its own content where the donor has it or a narrower one, else the best of its parents.

    Args:
        indptr, columns: Closures of all donors, as columns.
        content: Content of each column, in steps.
        place: Row of `best` that a column has, -1 for one that is not asked for; no row before one of a parent.
        parent_indptr, parents: Parents of each row, as rows.
        first, count: Which donors, at most 32.
        best: Filled, (rows + 1, 32); the last row with zeros, for padding.
    """
    best[:] = 0
    for lane in range(count):
        for at in range(indptr[first + lane], indptr[first + lane + 1]):
            row = place[columns[at]]
            if row >= 0:
                best[row, lane] = content[columns[at]]
    for row in range(len(parent_indptr) - 1):
        for at in range(parent_indptr[row], parent_indptr[row + 1]):
            # numba makes of this, but not of a loop with max(), one instruction for 16 lanes: five times as fast.
            np.maximum(best[row], best[parents[at]], best[row])


@_compiled
def add_rows(table, indptr, columns, first, count, sums):  # type: ignore[no-untyped-def]
    """For `count` donors from `first` the sum of the table's rows at their columns, (count, 32).

    Columns without a sign need no test for -1, the last: that alone halves the time.
    """
    for donor in range(count):
        for lane in range(LANES):
            sums[donor, lane] = 0
        for at in range(indptr[first + donor], indptr[first + donor + 1], 4):
            one, two, three, four = columns[at], columns[at + 1], columns[at + 2], columns[at + 3]
            for lane in range(LANES):
                sums[donor, lane] += table[one, lane] + table[two, lane] + table[three, lane] + table[four, lane]


@_compiled
def set_rows(table, indptr, columns, first, count, values):  # type: ignore[no-untyped-def]
    """Writes the value of each column that a donor has, for `count` donors from `first`, one a lane."""
    for lane in range(count):
        for at in range(indptr[first + lane], indptr[first + lane + 1]):
            table[columns[at], lane] = values[columns[at]]


@_compiled
def keep(rows, scores, ranking, row, score):  # type: ignore[no-untyped-def]
    """Puts a donor into one ranking, behind those that score as much. Returns the least score of the ranking."""
    last = rows.shape[1] - 1
    if score <= scores[ranking, last]:
        return scores[ranking, last]
    place = last
    while place > 0 and scores[ranking, place - 1] < score:
        rows[ranking, place], scores[ranking, place] = rows[ranking, place - 1], scores[ranking, place - 1]
        place -= 1
    rows[ranking, place], scores[ranking, place] = row, score
    return scores[ranking, last]


@_compiled
def best_match_rows(closures, graph, asked, recorded, lengths, step, start, tables, best, rows, scores):  # type: ignore[no-untyped-def]
    """The nearest donors of a block of donors by best-match average.

    F(q,p) sums the row R of q over the terms of p; B(q,p) = F(p,q). The rows R of the block are worked out once; those
    of the others tile by tile, at the terms of the block alone: that is quicker than fetching them from memory.

    Args:
        closures: indptr, columns, content: see `fill_best`.
        graph: place, parent_indptr, parents of all columns, and the recorded columns, (D,).
        asked: place, parent_indptr, parents of the block's columns; indptr, rows: its recorded terms, padded.
        recorded: indptr, positions among the D: the recorded terms of all donors, padded.
        lengths: How many terms each donor has, (n,), float64.
        step: What a step is worth.
        start: The donor that rows[0] is for.
        tables, best: To work in, (tiles of the block, D + 1, 32) of zeros, (the block's columns + 1, 32).
        rows, scores: Filled, (r, k); scores come as -inf.
    """
    donors, block = len(lengths), len(rows)
    forward = np.empty((LANES, LANES), dtype=tables.dtype)
    backward = np.empty((LANES, LANES), dtype=tables.dtype)
    least = np.full(len(tables) * LANES, -np.inf, dtype=np.float32)
    mine = np.ones(len(least), dtype=np.float32)
    mine[:block] = lengths[start : start + block]
    whole = np.empty((len(graph[0]) + 1, LANES), dtype=tables.dtype)
    for tile in range(len(tables)):
        begin, used = start + tile * LANES, min(LANES, block - tile * LANES)
        fill_best(*closures, *graph[:3], begin, used, whole)
        for row in range(len(graph[3])):
            tables[tile, row] = whole[graph[3][row]]
    for first in range(0, donors, LANES):
        across = min(LANES, donors - first)
        fill_best(*closures, *asked[:3], first, across, best)
        for tile in range(len(tables)):
            base, used = tile * LANES, min(LANES, block - tile * LANES)
            add_rows(tables[tile], *recorded, first, across, forward)
            add_rows(best, *asked[3:], base, used, backward)
            for number in range(across):
                for lane in range(LANES):
                    forward[number, lane] += backward[lane, number]
            for number in range(across):
                donor, found = first + number, 0
                length = np.float32(lengths[donor])
                for lane in range(LANES):
                    total = np.float32(forward[number, lane])
                    found += total > least[base + lane] * (length + mine[base + lane])
                if found:
                    for lane in range(used):
                        row, total = base + lane, forward[number, lane]
                        if donor != start + row and np.float32(total) > least[row] * (length + mine[row]):
                            score = total * step / (lengths[start + row] + lengths[donor])
                            least[row] = keep(rows, scores, row, donor, score) / step * _SLACK


@_compiled
def shared_rows(  # type: ignore[no-untyped-def]
    broad_indptr, broad, broad_weights, exact_indptr, exact, exact_weights, factors, shares, start, rows, scores
):
    """The nearest donors of the donors from `start` by the default measure.

    Args:
        broad_indptr, broad, broad_weights: Terms with ancestors, padded, as columns; weight of each column.
        exact_indptr, exact, exact_weights: Recorded terms, likewise.
        factors: What a shared step counts in each donor, broader and exact, (2, n), float64.
        shares: What a step is of each donor's own sum, broader and exact, (2, n), float64.
        start: The donor that rows[0] is for.
        rows, scores: Filled, (r, k); scores come as -inf.
    """
    donors = factors.shape[1]
    broad_table = np.zeros((len(broad_weights), LANES), dtype=np.int32)
    exact_table = np.zeros((len(exact_weights), LANES), dtype=np.int32)
    broad_sums = np.empty((LANES, LANES), dtype=np.int32)
    exact_sums = np.empty((LANES, LANES), dtype=np.int32)
    least, total = np.empty(LANES), np.empty(LANES)
    mine = np.zeros((2, LANES))
    for base in range(0, len(rows), LANES):
        used, begin = min(LANES, len(rows) - base), start + base
        for lane in range(LANES):
            least[lane] = -np.inf if lane < used else np.inf
            for half in range(2):
                mine[half, lane] = shares[half, begin + lane] if lane < used else 0.0
        set_rows(broad_table, broad_indptr, broad, begin, used, broad_weights)
        set_rows(exact_table, exact_indptr, exact, begin, used, exact_weights)
        for first in range(0, donors, LANES):
            across = min(LANES, donors - first)
            add_rows(broad_table, broad_indptr, broad, first, across, broad_sums)
            add_rows(exact_table, exact_indptr, exact, first, across, exact_sums)
            for number in range(across):
                donor, found = first + number, 0
                broad_factor, exact_factor = factors[0, donor], factors[1, donor]
                for lane in range(LANES):
                    total[lane] = broad_sums[number, lane] * broad_factor * mine[0, lane]
                    total[lane] += exact_sums[number, lane] * exact_factor * mine[1, lane]
                    found += total[lane] > least[lane]
                if found:
                    for lane in range(used):
                        if total[lane] > least[lane] and donor != begin + lane:
                            least[lane] = keep(rows, scores, base + lane, donor, total[lane])
        set_rows(broad_table, broad_indptr, broad, begin, used, np.zeros_like(broad_weights))
        set_rows(exact_table, exact_indptr, exact, begin, used, np.zeros_like(exact_weights))
