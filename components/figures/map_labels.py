"""Names of areas on the map, placed so that none covers another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from workbench.disclosure.values import MapArea

_LETTER = 6.3
_LINE = 17.0
_WIDEST = 22
_GAP = 2.0
_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """The name of an area where it stands.

    Attributes:
        lines: The name in one or two lines.
        x, y: The area's place, in the units of the map.
        shift, lift: Pixels to the right of that place and above it.
    """

    area: int
    lines: tuple[str, ...]
    x: float
    y: float
    shift: float
    lift: float


@dataclass(frozen=True, slots=True)
class Room:
    """Where labels may stand.

    Attributes:
        scale: Pixels per unit of the map.
        along, up: Lowest and highest pixel, counted from the map's zero.
    """

    scale: float
    along: tuple[float, float]
    up: tuple[float, float]


def placed(
    areas: Sequence[MapArea], room: Room, chosen: int | None = None, circles: Mapping[int, float] | None = None
) -> tuple[Label, ...]:
    """Labels that cover neither each other nor a circle: the chosen area first, then by donors.

    A label moves up or down by a line where it must; one that finds no room is left out, and the pointer still
    reads its name.

    Args:
        areas: Named areas.
        room: Where labels may stand.
        chosen: Id of the selected area, whose label always stands.
        circles: Diameters in pixels of the circles at the places of areas.
    """
    around = circles or {}
    taken = [_circle(area, room.scale, around[area.id]) for area in areas if area.id in around]
    labels: list[Label] = []
    for area in sorted(areas, key=lambda a: (a.id != chosen, -(a.count or 0), a.id)):
        tries = _tries(area, room, around.get(area.id, 0.0))
        free = (label for label in tries if _is_free(_box(label, room.scale), room, taken))
        label = next(free, tries[0] if area.id == chosen else None)
        if label is not None:
            taken.append(_box(label, room.scale))
            labels.append(label)
    return tuple(labels)


def _tries(area: MapArea, room: Room, circle: float) -> list[Label]:
    """Places to try for a name, the best first: inside the room sideways, moved up or down by lines."""
    lines = tuple(wrap(area.name, _WIDEST, max_lines=2, placeholder=" …"))
    half = max(map(len, lines)) * _LETTER / 2 + _GAP
    middle = min(max(area.x * room.scale, room.along[0] + half), room.along[1] - half)
    clear = (circle + len(lines) * _LINE) / 2 + 2 * _GAP
    lifts = (clear, -clear) if circle else (0.0, _LINE, -_LINE, 2 * _LINE, -2 * _LINE)
    return [Label(area.id, lines, area.x, area.y, middle - area.x * room.scale, lift) for lift in lifts]


def _circle(area: MapArea, scale: float, diameter: float) -> _Box:
    x, y = area.x * scale, area.y * scale
    return x - diameter / 2, y - diameter / 2, x + diameter / 2, y + diameter / 2


def _box(label: Label, scale: float) -> _Box:
    x, y = label.x * scale + label.shift, label.y * scale + label.lift
    half = max(map(len, label.lines)) * _LETTER / 2 + _GAP
    tall = len(label.lines) * _LINE / 2 + _GAP
    return x - half, y - tall, x + half, y + tall


def _is_free(box: _Box, room: Room, taken: Sequence[_Box]) -> bool:
    inside = room.up[0] <= box[1] and box[3] <= room.up[1]
    return inside and not any(_overlap(box, other) for other in taken)


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
