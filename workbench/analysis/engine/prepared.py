"""Donors with findings as plain arrays for the compiled loops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ontology.ontology import Ontology
from workbench.analysis.engine.default import DefaultMeasure, default_measure
from workbench.analysis.engine.described import Described
from workbench.analysis.engine.fixed_point import LARGEST_VALUE, in_steps, step_for, sum_type
from workbench.analysis.engine.highest import highest
from workbench.analysis.engine.measure import Measure
from workbench.analysis.engine.postings import SharedTerms, joined
from workbench.analysis.engine.registry import measure


class Prepared(Protocol):
    """Donors with findings, ready to be compared with each other."""

    def fill(self, start: int, rows: NDArray[np.int32], scores: NDArray[np.float64]) -> None:
        """Writes the nearest donors of the donors from `start`.

        Args:
            start: Counted among donors with findings.
            rows: -1 everywhere, (r, k).
            scores: -inf everywhere, (r, k).
        """


@dataclass(frozen=True, slots=True)
class PreparedBestMatch:
    """For Resnik's best-match average. Columns are the C terms of the donors' closures, none before a parent of it.

    Attributes:
        closure_indptr, closure: Closures of the donors, as columns.
        content: Content of each column, in steps, (C,), int32.
        parent_indptr, parents: Parents of each column, as columns.
        recorded: The columns that donors have recorded, (D,), those of most donors first: they lie side by side.
        indptr, columns: Recorded terms of each donor, as positions among the D, padded to a multiple of four with D.
        lengths: How many terms each donor has, float64.
        step: What a step is worth, nats.
        held: A whole number of the type that holds the sums.
    """

    closure_indptr: NDArray[np.int64]
    closure: NDArray[np.uint32]
    content: NDArray[np.int32]
    parent_indptr: NDArray[np.int64]
    parents: NDArray[np.uint32]
    recorded: NDArray[np.int32]
    indptr: NDArray[np.int64]
    columns: NDArray[np.uint32]
    lengths: NDArray[np.float64]
    step: float
    held: np.signedinteger

    def fill(self, start: int, rows: NDArray[np.int32], scores: NDArray[np.float64]) -> None:
        """See `Prepared`."""
        from workbench.analysis.engine import kernels

        asked = self._asked(start, start + len(rows))
        every = np.arange(len(self.content), dtype=np.int32)
        tables = np.zeros((-(-len(rows) // kernels.LANES), len(self.recorded) + 1, kernels.LANES), self.held.dtype)
        kernels.best_match_rows(
            (self.closure_indptr, self.closure, self.content),
            (every, self.parent_indptr, self.parents, self.recorded),
            asked,
            (self.indptr, self.columns),
            self.lengths,
            self.step,
            start,
            tables,
            np.empty((len(asked[1]), kernels.LANES), self.held.dtype),
            rows,
            scores,
        )

    def _asked(self, start: int, stop: int) -> tuple[NDArray[Any], ...]:
        """What `kernels.best_match_rows` wants of a block: places, parents and recorded terms among its own columns."""
        used = np.unique(self.closure[self.closure_indptr[start] : self.closure_indptr[stop]])
        place = np.full(len(self.content), -1, dtype=np.int32)
        place[used] = np.arange(len(used))
        lengths = np.diff(self.parent_indptr)[used]
        parents = place[joined(self.parent_indptr, self.parents, used.tolist())].astype(np.uint32)
        row_of = np.append(place[self.recorded], len(used)).astype(np.uint32)
        columns = row_of[self.columns[self.indptr[start] : self.indptr[stop]]]
        return place, _starts(lengths), parents, self.indptr[start : stop + 1] - self.indptr[start], columns


@dataclass(frozen=True, slots=True)
class PreparedHalf:
    """One half of the default measure.

    Attributes:
        indptr, columns: Terms of each donor that weigh anything, padded to a multiple of four.
        weights: Weight of each column in steps, the padding's 0, int32.
    """

    indptr: NDArray[np.int64]
    columns: NDArray[np.uint32]
    weights: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class PreparedDefault:
    """For the default measure.

    Attributes:
        broader, exact: Its halves.
        factors: What a shared step counts in each donor, broader and exact, (2, n), float64.
        shares: What a step is of each donor's own sum, broader and exact, (2, n), float64.
    """

    broader: PreparedHalf
    exact: PreparedHalf
    factors: NDArray[np.float64]
    shares: NDArray[np.float64]

    def fill(self, start: int, rows: NDArray[np.int32], scores: NDArray[np.float64]) -> None:
        """See `Prepared`."""
        from workbench.analysis.engine import kernels

        one, two = self.broader, self.exact
        halves = (one.indptr, one.columns, one.weights, two.indptr, two.columns, two.weights)
        kernels.shared_rows(*halves, self.factors, self.shares, start, rows, scores)


@dataclass(frozen=True, slots=True)
class PreparedOneByOne:
    """For any other measure: one profile after the other, without a compiled loop."""

    measure: Measure
    donors: Described

    def fill(self, start: int, rows: NDArray[np.int32], scores: NDArray[np.float64]) -> None:
        """See `Prepared`."""
        for row in range(len(rows)):
            found = np.array(self.measure.scores(self.donors.profile(start + row)), dtype=np.float64)
            found[start + row] = -np.inf
            best = highest(found, rows.shape[1])
            rows[row, : len(best)] = best
            scores[row, : len(best)] = found[best]


def prepare(name: str, donors: Described, ontology: Ontology) -> Prepared:
    """The donors with findings, ready for the measure of this name.

    Raises:
        WorkbenchError: There is none of this name.
    """
    some = _with_findings(donors)
    if name == "resnik-bma":
        return _best_match(some, ontology)
    if name == "default":
        return _default(default_measure(some, ontology), some)
    return PreparedOneByOne(measure(name, some, ontology), some)


def _with_findings(donors: Described) -> Described:
    """The donors without those that have no finding; these hold no terms, so only the beginnings of rows change."""
    some = np.append(np.diff(donors.observed_indptr) > 0, True)
    return Described(
        donors.observed_indptr[some],
        donors.observed,
        donors.closure_indptr[some],
        donors.closure,
        donors.weights,
    )


def _default(scored: DefaultMeasure, donors: Described) -> PreparedDefault:
    halves = (scored.broader, scored.exact)
    own = np.array([half.own for half in halves], dtype=np.float64)
    return PreparedDefault(
        _half(donors.closure_indptr, donors.closure, scored.broader),
        _half(donors.observed_indptr, donors.observed, scored.exact),
        np.array([scored.broader_factor, scored.exact_factor]),
        np.divide(1.0, own, out=np.zeros_like(own), where=own > 0),
    )


def _half(indptr: NDArray[np.int64], terms: NDArray[np.int32], shared: SharedTerms) -> PreparedHalf:
    """Columns for the terms that weigh anything and that two donors have: others add to no pair."""
    useful = (shared.weights > 0) & (shared.held.counts() > 1)
    column = np.cumsum(useful) - 1
    kept = useful[terms]
    before = _starts(kept.astype(np.int64))
    weights = np.append(shared.weights[useful], 0).astype(np.int32)
    return PreparedHalf(*_padded(before[indptr], column[terms[kept]], len(weights) - 1), weights)


def _best_match(donors: Described, ontology: Ontology) -> PreparedBestMatch:
    step = step_for(float(np.max(donors.weights.content, initial=0.0)), LARGEST_VALUE)
    content = in_steps(donors.weights.content, step)
    terms, parent_indptr, parents = _parents_first(donors.closure, ontology)
    column = np.zeros(len(content), dtype=np.int32)
    column[terms] = np.arange(len(terms))
    counts = np.bincount(donors.observed, minlength=len(content))
    recorded = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
    position = np.zeros(len(content), dtype=np.int32)
    position[recorded] = np.arange(len(recorded))
    lengths = np.diff(donors.observed_indptr)
    return PreparedBestMatch(
        donors.closure_indptr,
        column[donors.closure].astype(np.uint32),
        content[terms],
        parent_indptr,
        column[parents].astype(np.uint32),
        column[recorded],
        *_padded(donors.observed_indptr, position[donors.observed], len(recorded)),
        lengths.astype(np.float64),
        step,
        sum_type(2 * int(content.max(initial=0)), int(lengths.max(initial=0)))(0),
    )


def _parents_first(
    closure: NDArray[np.int32], ontology: Ontology
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]:
    """The terms of closures, none before a parent of it, and the parents of each, back to back."""
    terms = np.unique(closure).astype(np.int64)
    depth = np.diff(ontology.ancestor_indptr)[terms]  # a term has more ancestors than any of its ancestors
    terms = terms[np.argsort(depth, kind="stable")]
    rows = ontology.parent_rows()
    parents = joined(rows.indptr, rows.indices, terms.tolist())
    return terms, _starts(np.diff(rows.indptr)[terms]), parents


def _starts(lengths: NDArray[np.integer]) -> NDArray[np.int64]:
    """Where rows of these lengths begin, and where the last ends."""
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def _padded(
    indptr: NDArray[np.integer], columns: NDArray[np.integer], padding: int
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """The rows, each filled up to a multiple of four."""
    lengths = np.diff(indptr)
    starts = _starts(-(-lengths // 4) * 4)
    filled = np.full(starts[-1], padding, dtype=np.uint32)
    filled[np.repeat(starts[:-1] - indptr[:-1], lengths) + np.arange(len(columns))] = columns
    return starts, filled
