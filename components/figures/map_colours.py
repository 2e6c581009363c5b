"""What each hexagon of the map is coloured by, and the sentence that follows from it.

A colouring knows no colours: a shade names a class (Okabe-Ito, at most seven), a step of the magnitude scale, or
neither (neutral). The figure and the legend look the colour up for the light or the dark theme.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import atan2, hypot, log, pi
from typing import Literal, get_args

from components.tables import WITHHELD
from components.tables import share as share_words
from ontology.labels import AREA_GROUPS
from workbench.disclosure.values import CellShares, MapCell, MapView, Share

ColourBy = Literal["area", "condition", "finding", "donors", "age"]
COLOUR_BY: tuple[ColourBy, ...] = get_args(ColourBy)
# Without the second blue, which is hard to tell from the first where cells outside the selection are paler.
SLOTS = (0, 1, 2, 3, 5, 6, 7)
MOST_CLASSES = len(SLOTS)
STEPS = 10
MIXED = "mixed"
ONE_CONDITION = "one condition, over 90 %"
_SIDES = ("right", "upper right", "top", "upper left", "left", "lower left", "bottom", "lower right")
_OFF_CENTRE = 0.35


@dataclass(frozen=True, slots=True)
class Shade:
    """Cells of one colour.

    Attributes:
        label: Its words in the legend.
        cells: Ids of the cells.
        slot: Number of the class colour, 0 to 7, or None.
        step: Place on the magnitude scale, 0 to 1, or None; without slot and step the shade is neutral.
    """

    label: str
    cells: tuple[int, ...]
    slot: int | None = None
    step: float | None = None


@dataclass(frozen=True, slots=True)
class Colouring:
    """The map, coloured: a sentence that says what it shows, its shades, and the words of the scale's two ends."""

    title: str
    column: str
    shades: tuple[Shade, ...]
    words: Mapping[int, str]
    low: str = ""
    high: str = ""


def by_body_area(view: MapView) -> Colouring:
    """Named areas by their leading body area, in seven groups of areas."""
    groups = {area.id: AREA_GROUPS.get(area.body_area, area.body_area) for area in view.areas}
    return _by_class(view, groups, "Body area", _sides_sentence)


def by_condition(view: MapView) -> Colouring:
    """Named areas by their leading condition."""
    single = sum(area.condition == ONE_CONDITION for area in view.areas)
    of = f"{single} of {len(view.areas)}" if single else "none of the"
    title = f"One condition makes up over 90 % of the donors in {of} named areas"
    return _by_class(view, {area.id: area.condition for area in view.areas}, "Leading condition", lambda *_: title)


def by_donors(view: MapView) -> Colouring:
    """Cells by how many donors lie in them, on a logarithmic scale."""
    most, least = max(c.count for c in view.cells), min(c.count for c in view.cells)
    span = log(most / least) or 1.0
    steps = {cell.id: log(cell.count / least) / span for cell in view.cells}
    side = side_of(view.cells, {cell.id: cell.count**2 for cell in view.cells})
    where = f"the fullest lie at the {side}" if side else "full and sparse ones lie side by side"
    title = (
        f"A hexagon holds {least} to {most} donors; {where}" if most > least else f"Each hexagon holds {most} donors"
    )
    words = {cell.id: f"{cell.count} donors" for cell in view.cells}
    return Colouring(title, "Donors per cell", _stepped(steps, ()), words, f"{least} donors", f"{most} in one cell")


def by_age(view: MapView) -> Colouring:
    """Named areas by the share of donors under 18."""
    shares = {area.id: area.children for area in view.areas}
    steps = {c.id: _step(shares[c.area]) for c in view.cells if c.area in shares}
    mostly = sum((share.percent or 0) > 50 and share.bound != "withheld" for share in shares.values())
    title = f"Most donors are under 18 in {mostly} of {len(view.areas)} named areas"
    words = {c.id: _words(shares[c.area]) if c.area in shares else "not in a named area" for c in view.cells}
    neutral = Shade("too few to show, or outlying", tuple(c.id for c in view.cells if steps.get(c.id) is None))
    return Colouring(title, "Under 18", _stepped(steps, (neutral,)), words, "under 5 %", "over 95 % are under 18")


def uncoloured(view: MapView) -> Colouring:
    """All cells alike, until a finding is chosen."""
    shade = Shade("no finding chosen yet", _ids(view.cells))
    return Colouring("Choose a finding to see where its donors lie", "Finding", (shade,), {})


def by_finding(view: MapView, finding: CellShares) -> Colouring:
    """Cells by the share of their donors that have one finding."""
    shares = dict(finding.shares)
    steps = {cell.id: _step(shares.get(cell.id, Share("withheld"))) for cell in view.cells}
    shown = [cell for cell in view.cells if steps[cell.id] is not None]
    side = side_of(view.cells, {c.id: c.count * (shares[c.id].percent or 0) for c in shown})
    where = f"gathers at the {side} of the map" if side else "is found all over the map"
    title = f"{finding.label} {where}" if shown else f"No single hexagon has ten donors with {finding.label.lower()}"
    neutral = Shade("fewer than 10 have it", tuple(cell for cell, step in steps.items() if step is None))
    words = {cell.id: _words(shares.get(cell.id, Share("withheld"))) for cell in view.cells}
    return Colouring(
        title, finding.label, _stepped(steps, (neutral,)), words, "under 5 %", "over 95 % of the cell’s donors have it"
    )


def side_of(cells: Sequence[MapCell], weights: Mapping[int, float]) -> str:
    """The side of the map on which the weight lies; empty when it lies about the middle.

    Args:
        cells: All cells of the map.
        weights: Weight by cell id, none negative.
    """
    total, everything = sum(weights.values()), sum(cell.count for cell in cells)
    if not total or not everything:
        return ""
    middle = [sum(getattr(c, axis) * c.count for c in cells) / everything for axis in ("x", "y")]
    there = [sum(getattr(c, axis) * weights.get(c.id, 0) for c in cells) / total for axis in ("x", "y")]
    spread = (sum(c.count * ((c.x - middle[0]) ** 2 + (c.y - middle[1]) ** 2) for c in cells) / everything / 2) ** 0.5
    along, up = there[0] - middle[0], there[1] - middle[1]
    if hypot(along, up) <= _OFF_CENTRE * spread:
        return ""
    return _SIDES[round(atan2(up, along) / (pi / 4)) % 8]


def _by_class(
    view: MapView,
    name_of: Mapping[int, str],
    column: str,
    sentence: Callable[[MapView, Sequence[Shade]], str],
) -> Colouring:
    cells: dict[str, list[MapCell]] = {}
    for cell in view.cells:
        cells.setdefault(MIXED if cell.area is None else name_of[cell.area], []).append(cell)
    ordered = sorted((n for n in cells if n != MIXED), key=lambda n: (-sum(c.count for c in cells[n]), n))
    # More classes than colours: the last colour, a grey, stands for all the smaller ones.
    own = ordered if len(ordered) <= MOST_CLASSES else ordered[: MOST_CLASSES - 1]
    shades = [Shade(name, _ids(cells[name]), slot) for slot, name in zip(SLOTS, own)]
    if rest := ordered[len(own) :]:
        shades.append(Shade(f"{len(rest)} others", _ids(c for n in rest for c in cells[n]), SLOTS[-1]))
    if MIXED in cells:
        shades.append(Shade("mixed or outlying", _ids(cells[MIXED])))
    words = {cell.id: name for name, group in cells.items() for cell in group}
    return Colouring(sentence(view, shades), column, tuple(shades), words)


def _sides_sentence(view: MapView, shades: Sequence[Shade]) -> str:
    """Which classes lie at which side of the map: the largest off the middle, then the largest across."""
    if not view.areas:
        return "No group of alike donors is large enough here to have a name"
    counts = {cell.id: cell.count for cell in view.cells}
    sides = [
        (s.label, side_of(view.cells, {i: counts[i] for i in s.cells}))
        for s in shades
        if s.slot is not None and not s.label.endswith(" others")
    ]
    placed = [(name, side) for name, side in sides if side]
    if not placed:
        return "Body areas lie mixed all over the map"
    name, side = placed[0]
    across = next((other for other, where in placed[1:] if _is_across(side, where)), "")
    ending = f"; the {_opposite(side)}, {lower_first(across)}" if across else ""
    return f"The {side} of the map holds {lower_first(name)}{ending}"


def _is_across(side: str, other: str) -> bool:
    apart = abs(_SIDES.index(side) - _SIDES.index(other))
    return min(apart, 8 - apart) >= 3


def _opposite(side: str) -> str:
    return _SIDES[(_SIDES.index(side) + 4) % 8]


def lower_first(words: str) -> str:
    """The words with a small first letter, as inside a sentence; abbreviations and names of one letter stay."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def and_list(words: Iterable[str]) -> str:
    """The words joined by commas, the last two by "and"."""
    items = list(words)
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def _ids(cells: Iterable[MapCell]) -> tuple[int, ...]:
    return tuple(cell.id for cell in cells)


def _words(share: Share) -> str:
    return WITHHELD if share.percent is None else share_words(share)


def _step(share: Share) -> float | None:
    if share.bound == "withheld" or share.percent is None:
        return None
    return {"under": 0.0, "over": 1.0}.get(share.bound, share.percent / 100)


def _stepped(steps: Mapping[int, float | None], neutral: tuple[Shade, ...]) -> tuple[Shade, ...]:
    """Ten shades along the scale, empty ones left out, and the neutral ones."""
    bins: dict[int, list[int]] = {}
    for cell, step in steps.items():
        if step is not None:
            bins.setdefault(min(int(step * STEPS), STEPS - 1), []).append(cell)
    scale = [Shade("", tuple(cells), step=at / (STEPS - 1)) for at, cells in sorted(bins.items())]
    return (*scale, *(shade for shade in neutral if shade.cells))
