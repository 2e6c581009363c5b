"""What `bench engine` prints: our figure beside a peer's, and how ours grows with the number of donors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of work, ours beside a peer's, in CPU time.

    Attributes:
        n: Donors.
        measure: Its name in our registry.
        unit: ms or s.
        ours: Our figure.
        peer: Who did the same; empty where nobody was asked.
        theirs: The peer's figure, in the same unit.
        extrapolated: The peer was measured on fewer pairs, and its figure is in proportion.
        more: Other facts of the row, by name.
    """

    n: int
    measure: str
    unit: str
    ours: float
    peer: str = ""
    theirs: float | None = None
    extrapolated: bool = False
    more: Mapping[str, object] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """How many times as long the peer took."""
        return None if self.theirs is None or not self.ours else self.theirs / self.ours

    def to_data(self) -> dict[str, object]:
        """The row as JSON-ready data."""
        return {
            "n": self.n,
            "measure": self.measure,
            f"ours_{self.unit}": self.ours,
            "peer": self.peer or None,
            f"peer_{self.unit}": self.theirs,
            "ratio": self.ratio,
            "extrapolated": self.extrapolated,
            **self.more,
        }


def growth(rows: Sequence[Row], largest: int | None = None) -> dict[str, float]:
    """Exponent b of ours ~ n^b by measure, least squares over logarithms; measures with one size are left out.

    Args:
        largest: Look at this many of the largest sizes; at all when None.
    """
    found = {}
    for name in dict.fromkeys(row.measure for row in rows):
        ours = dict(sorted({row.n: row.ours for row in rows if row.measure == name}.items())[-(largest or 0) :])
        if len(ours) > 1:
            slope = np.polyfit(np.log(list(ours)), np.log(list(ours.values())), 1)[0]
            found[name] = round(float(slope), 2)
    return found


def table(title: str, rows: Sequence[Row], columns: Sequence[str] = ()) -> str:
    """The rows as aligned lines under a title.

    Args:
        columns: Names in `Row.more` to show too.
    """
    lines = [("donors", "measure", "ours", *columns, "peer", "peer's", "ratio")]
    for row in rows:
        more = (_figure(row.more.get(name)) for name in columns)
        theirs = "" if row.theirs is None else f"{_figure(row.theirs)} {row.unit}{' *' if row.extrapolated else ''}"
        ratio = "" if row.ratio is None else f"{row.ratio:,.3g} x"
        lines.append((f"{row.n:,}", row.measure, f"{_figure(row.ours)} {row.unit}", *more, row.peer, theirs, ratio))
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join([title, *("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)])


def _figure(value: object) -> str:
    if not isinstance(value, int | float):
        return ""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
