"""What a measurement is, and how repeated ones are summed up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure beside its budget, and beside a peer that did the same work in the same run.

    Attributes:
        name: What was measured.
        value: The figure, in `unit`.
        budget: What it may be at most; None where there is no budget.
        peer: What did the same work; empty where nothing did.
        peer_value: The peer's figure, in `unit`.
    """

    name: str
    value: float
    unit: str
    budget: float | None = None
    peer: str = ""
    peer_value: float | None = None

    @property
    def within(self) -> bool | None:
        """Whether the budget is kept; None where there is none."""
        return None if self.budget is None else self.value <= self.budget

    @property
    def ratio(self) -> float | None:
        """How many times longer the peer took."""
        return None if self.peer_value is None or not self.value else self.peer_value / self.value

    def to_data(self) -> dict[str, object]:
        """The measure as JSON-ready data."""
        return {**asdict(self), "within": self.within, "ratio": self.ratio}


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes on the wall clock, in milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def p95(times: Iterable[float]) -> float:
    """The time that 95 of 100 stay under."""
    return float(np.percentile(list(times), 95))


def table(measures: list[Measure]) -> str:
    """The measures as aligned lines for a person."""
    rows = [("what", "measured", "budget", "", "peer in the same run", "ratio")]
    for one in measures:
        kept = {True: "kept", False: "OVER", None: ""}[one.within]
        budget = "" if one.budget is None else f"{one.budget:,g} {one.unit}"
        peer = "" if one.peer_value is None else f"{one.peer}: {one.peer_value:,.4g} {one.unit}"
        ratio = "" if one.ratio is None else f"{one.ratio:,.3g} x"
        rows.append((one.name, f"{one.value:,.4g} {one.unit}", budget, kept, peer, ratio))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)
