"""Titles as sentences, written by rule from released numbers so that they stay true for any data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from components.tables import share
from workbench.disclosure.values import AgeBySex, BodyArea, FactRow

_WORDS: tuple[tuple[Fraction, str], ...] = (
    (Fraction(1, 10), "one in ten"),
    (Fraction(1, 5), "one in five"),
    (Fraction(1, 4), "a quarter"),
    (Fraction(1, 3), "one in three"),
    (Fraction(2, 5), "two in five"),
    (Fraction(1, 2), "half"),
    (Fraction(3, 5), "three in five"),
    (Fraction(2, 3), "two in three"),
    (Fraction(3, 4), "three quarters"),
    (Fraction(4, 5), "four in five"),
    (Fraction(9, 10), "nine in ten"),
)
_EXACT, _NEAR = 0.01, 0.05
_CHILDREN = ("0-4", "5-11", "12-17")


def fraction(value: float) -> str:
    """A share of 0 to 1 in everyday words: "nearly half", "more than two in three"; percent where no words are near."""
    nearest, words = min(_WORDS, key=lambda one: abs(float(one[0]) - value))
    away = value - float(nearest)
    if abs(away) > _NEAR:
        return f"{value * 100:.0f} %"
    if abs(away) <= _EXACT:
        return f"about {words}"
    return f"more than {words}" if away > 0 else f"nearly {words}"


def one_of(names: Sequence[str]) -> str:
    """Names as alternatives: "Spain, Italy or France"."""
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def countries(rows: Sequence[FactRow], names: Sequence[str]) -> str:
    """Where donors live: the fewest countries, four at most, that hold half of those whose country is shown.

    Args:
        rows: Countries, most first.
        names: Their names, in the same order.
    """
    shown = [(row.count, name) for row, name in zip(rows, names, strict=True) if row.count is not None]
    if not shown:
        return "No country has ten donors or more"
    whole = sum(count for count, _ in shown)
    reached, chosen = 0, []
    for count, name in shown[:4]:
        reached += count
        chosen.append(name)
        if reached * 2 >= whole:
            break
    if len(chosen) == len(shown):
        return f"Donors of known country live in {one_of(chosen)}"
    return _capital(f"{fraction(reached / whole)} of the donors of known country live in {one_of(chosen)}")


def ages(table: AgeBySex, bands: Sequence[FactRow]) -> str:
    """How many donors are children, of those whose age is shown."""
    counts = {row.key: row.count or 0 for row in bands if row.key}
    if not any(counts.values()):
        counts = {band: (female or 0) + (male or 0) for band, female, male in table.rows}
    whole = sum(counts.values())
    if not whole:
        return "No age band has ten donors or more"
    children = sum(counts.get(band, 0) for band in _CHILDREN) / whole
    if children > 0.95:
        return "Nearly all donors of known age are under 18"
    if children < 0.05:
        return "Nearly all donors of known age are adults"
    return _capital(f"{fraction(children)} donors of known age are under 18".replace("half donors", "half of donors"))


def body_area(areas: Sequence[BodyArea]) -> str:
    """The body area with findings in most donors."""
    first = next((area for area in areas if area.share.percent is not None), None)
    if first is None:
        return "No body area has findings in ten donors or more"
    return f"{first.name}: findings recorded in {share(first.share)} of donors"


def disease_area(rows: Sequence[FactRow]) -> str:
    """The disease area with most donors."""
    known = [row for row in rows if row.count is not None and row.key != "undiagnosed"]
    if not known:
        return "No disease area has ten donors or more"
    first = max(known, key=lambda row: row.count or 0)
    return f"The largest disease area is {_small(first.label)}, with {first.count:,} donors"


def findings_per_donor(first: int, bands: Sequence[FactRow]) -> str:
    """How many findings half of the donors have at least.

    Args:
        first: Position of the band from which on the sentence speaks; of the lowest band alone when it is 0.
        bands: Every band, fewest findings first.
    """
    whole = sum(row.count or 0 for row in bands)
    if not whole:
        return "No number of findings is shared by ten donors or more"
    told = bands[first:] if first else bands[:1]
    part = _capital(f"{fraction(sum(row.count or 0 for row in told) / whole)} of the donors have")
    label = bands[first].label.replace("-", "–")
    return f"{part} {re.split('[– ]', label)[0]} or more findings" if first else f"{part} {label} findings"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _small(label: str) -> str:
    # "Rett syndrome" keeps its capital; "Neuromuscular disorders" reads on.
    keeps = label.split(" ")[0] in {"Rett", "Duchenne", "Marfan"} or label[1:2].isupper()
    return label if keeps else label[:1].lower() + label[1:]
