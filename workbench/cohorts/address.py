"""The cohort in the browser's address: short, readable, and never a donor.

`HP:0001250~!HP:0001249~age:0-4~map:2026-11-21-ab12cd:1-4.7` reads as it looks; `!` marks a finding that was ruled out.
"""

from __future__ import annotations

from workbench.cohorts.query import (
    Excluded,
    HasCondition,
    InAgeBand,
    InMapRegion,
    InRegion,
    InSex,
    Observed,
    Query,
    Vocabulary,
    parse,
)
from workbench.errors import InvalidQuery

_LONGEST = 4_000
_MOST_CELLS = 2_000
_FACTS = {"sex": "sex", "age": "age_band", "region": "region", "condition": "condition"}


def to_address(query: Query) -> str:
    """The query as the value of the address parameter `q` (before percent-encoding)."""
    return "~".join(_token(clause) for clause in query.clauses)


def from_address(text: str, vocabulary: Vocabulary) -> Query:
    """The query of an address.

    Raises:
        InvalidQuery: Not an address that `to_address` makes.
        InvalidTerm: It names a term that is unknown or obsolete.
    """
    if len(text) > _LONGEST:
        raise InvalidQuery("This link is too long to be a cohort.", do="Build the cohort again.")
    tokens = [token for token in text.split("~") if token]
    return parse({"all": [_item(token) for token in tokens]}, vocabulary)


def _token(clause: object) -> str:
    match clause:
        case Observed(term):
            return term
        case Excluded(term):
            return f"!{term}"
        case InSex(sex):
            return f"sex:{sex}"
        case InAgeBand(band):
            return f"age:{band}"
        case InRegion(code):
            return f"region:{code}"
        case HasCondition(identifier):
            return f"condition:{identifier}"
        case InMapRegion(snapshot, cells):
            return f"map:{snapshot}:{cell_ranges(cells)}"
        case _:
            raise InvalidQuery("This clause cannot stand in a cohort.")


def _item(token: str) -> dict[str, object]:
    if token.startswith("!"):
        return {"excluded": token[1:]}
    if token.startswith("HP:"):
        return {"observed": token}
    kind, _, rest = token.partition(":")
    if kind == "map":
        snapshot, _, cells = rest.partition(":")
        return {"map_region": {"snapshot": snapshot, "cells": cells_of(cells)}}
    if kind not in _FACTS:
        raise InvalidQuery("This link holds a clause we do not know.", do="Build the cohort again.")
    return {_FACTS[kind]: rest}


def cell_ranges(cells: tuple[int, ...]) -> str:
    """Sorted map cells as short text: 1, 2, 3, 4 and 7 are `1-4.7`; no cells are an empty text."""
    if not cells:
        return ""
    parts: list[str] = []
    start = previous = cells[0]
    for cell in (*cells[1:], None):
        if cell is not None and cell == previous + 1:
            previous = cell
            continue
        parts.append(str(start) if start == previous else f"{start}-{previous}")
        if cell is not None:
            start = previous = cell
    return ".".join(parts)


def cells_of(text: str) -> list[int]:
    """The map cells that `cell_ranges` wrote.

    Raises:
        InvalidQuery: Not a text that it writes.
    """
    cells: list[int] = []
    for part in text.split("."):
        first, dash, last = part.partition("-")
        if not (first.isdecimal() and first.isascii() and (not dash or (last.isdecimal() and last.isascii()))):
            raise InvalidQuery("The map region of this link is damaged.", do="Select the region on the map again.")
        if len(first) > 4 or len(last) > 4:
            raise InvalidQuery("The map region of this link is damaged.", do="Select the region on the map again.")
        cells.extend(range(int(first), int(last or first) + 1))
        if len(cells) > _MOST_CELLS:
            raise InvalidQuery("The map region of this link is too large.", do="Select the region on the map again.")
    return cells
