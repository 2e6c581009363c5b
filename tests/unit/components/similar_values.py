"""A made-up neighbourhood for the tests of its figures and panels."""

from __future__ import annotations

from ontology.terms import TermId
from workbench.disclosure.neighbourhood_values import Chance, Neighbourhood, SharedPart
from workbench.disclosure.values import FactRow, Share

WITHHELD = Share("withheld")
EVERYONE = 7_170


def exact(percent: float) -> Share:
    return Share("exact", percent, max(percent - 5, 0), min(percent + 5, 100))


def chance(as_close: int = 0) -> Chance:
    """200 draws; 37 in 100 is close enough."""
    edges = tuple(round(0.16 + 0.02 * at, 2) for at in range(16))
    counts = (2, 5, 10, 20, 40, 34, 28, 20, 14, 10, 6, 5, 3, 2, 1)
    return Chance(200, edges, counts, 0.26, 0.37, as_close)


def part(
    label: str, adds: float | None, here: Share = WITHHELD, *, number: int = 1, everyone: int | None = 110
) -> SharedPart:
    count = None if here.percent is None else 35
    overall = Share("under", 5)
    return SharedPart(
        TermId(f"HP:{number:07d}"), label, "in lay words", 20.0, adds, count, here, everyone, overall, None
    )


def neighbourhood(*parts: SharedPart, closeness: float = 0.6, as_close: int = 0) -> Neighbourhood:
    """A neighbourhood of about 50."""
    held = parts or (
        part("Arachnodactyly", 30, exact(70), number=1166),
        part("Arterial tortuosity", 20, exact(40), number=5116),
        part("Hypertelorism", None, number=316),
    )
    conditions = (
        FactRow("OMIM:610168", "Loeys-Dietz syndrome 2", 20),
        FactRow("OMIM:154700", "Marfan syndrome", 15),
    )
    shared = sum(one.part or 0 for one in held)
    return Neighbourhood(50, EVERYONE, closeness, chance(as_close), held, shared, conditions, True)


def nobody(closeness: float = 0.3) -> Neighbourhood:
    """Nobody is close enough."""
    return Neighbourhood(None, EVERYONE, closeness, chance(18), (), 0.0, (), False)
