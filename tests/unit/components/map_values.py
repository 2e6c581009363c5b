"""A small made-up map for the tests of its figure, tables and panels."""

from __future__ import annotations

from math import sqrt

from workbench.disclosure.values import CellShares, FindingRow, FindingsComparison, MapArea, MapCell, MapView, Share

WITHHELD = Share("withheld")
UP = sqrt(3) / 2


def exact(percent: float) -> Share:
    return Share("exact", percent, max(percent - 5, 0), min(percent + 5, 100))


def small_map() -> MapView:
    """Five cells in a row and one above; two areas, one outlying cell at the right."""
    places = [(0, 0, 0), (1, 0, 0), (2, 0, 1), (3, 0, 1), (6, 0, None), (0.5, UP, 0)]
    counts = [20, 40, 30, 60, 10, 15]
    cells = tuple(MapCell(at, x, y, counts[at], area) for at, (x, y, area) in enumerate(places))
    typical = (("HP:0001250", "Seizure", exact(81)), ("HP:0001276", "Hypertonia", Share("under", 5)))
    areas = (
        MapArea(
            0,
            "Seizures <b>with</b> stiffness",
            75,
            (0, 1, 5),
            typical,
            "Brain and nerves",
            "mixed",
            exact(90),
            0.5,
            0.3,
        ),
        MapArea(1, "Kidney", 90, (2, 3), (), "Kidney and bladder", "Alport syndrome", WITHHELD, 2.5, 0.0),
    )
    return MapView(cells, areas, 1.0, exact(98))


def seizure_shares() -> CellShares:
    shares = ((0, Share("over", 95)), (1, exact(50)), (2, Share("under", 5)), (3, WITHHELD), (5, exact(70)))
    return CellShares("HP:0001250", "Seizure", shares)


def finding_row(label: str, here: Share, everyone: Share, q: float | None = 0.0001) -> FindingRow:
    count = None if here.percent is None else 50
    return FindingRow("HP:0001250", label, "in lay words", count, 500, here, everyone, q)


def comparison(*rows: FindingRow) -> FindingsComparison:
    return FindingsComparison(465, 10_575, rows, len(rows))
