"""Names of areas on the map, placed so that none covers another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from workbench.disclosure.values import MapArea, MapView

_LETTER = 6.3
_LINE = 17.0
_WIDEST = 30
_SMALL = 5
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
    view: MapView,
    room: Room,
    chosen: int | None = None,
    circles: Mapping[int, float] | None = None,
    most: int | None = None,
) -> tuple[Label, ...]:
    """Labels that cover neither each other nor a circle: the chosen area first, then by donors.

    A large area has its name on it, a small one beside it, so that its cells stay seen. A name that finds no room is
    left out, and the pointer still reads it.

    Args:
        view: The map.
        room: Where labels may stand.
        chosen: Id of the selected area, whose label always stands.
        circles: Diameters in pixels of the circles at the places of areas.
        most: At most so many names, where there is little room.
    """
    around = circles or {}
    taken = [_circle(area, room.scale, around[area.id]) for area in view.areas if area.id in around]
    heights = _half_heights(view, room.scale)
    labels: list[Label] = []
    for area in sorted(view.areas, key=lambda a: (a.id != chosen, -(a.count or 0), a.id)):
        if len(labels) == most:
            break
        tries = _tries(area, room, around.get(area.id, 0.0), heights.get(area.id, 0.0))
        free = (label for label in tries if _is_free(_box(label, room.scale), room, taken))
        label = next(free, tries[0] if area.id == chosen else None)
        if label is not None:
            taken.append(_box(label, room.scale))
            labels.append(label)
    return tuple(labels)


def _half_heights(view: MapView, scale: float) -> dict[int, float]:
    """Pixels from the place of each small area to the edge of its cells, up or down, whichever is more."""
    small = {area.id: area for area in view.areas if len(area.cells) <= _SMALL}
    heights = dict.fromkeys(small, 0.0)
    for cell in view.cells:
        if cell.area in small:
            reach = (abs(cell.y - small[cell.area].y) + 0.58 * view.size) * scale
            heights[cell.area] = max(heights[cell.area], reach)
    return heights


def _tries(area: MapArea, room: Room, circle: float, height: float) -> list[Label]:
    """Places to try for a name, the best first."""
    lines = tuple(wrap(area.name, _WIDEST, max_lines=2, placeholder=" …"))
    half = max(map(len, lines)) * _LETTER / 2 + _GAP
    tall = len(lines) * _LINE / 2
    at = area.x * room.scale
    clear = max(circle / 2, height) + tall + 2 * _GAP
    if circle:
        beside = circle / 2 + half + 2 * _GAP
        places = [(0.0, clear), (0.0, -clear), (0.0, clear + _LINE), (beside, 0.0), (-beside, 0.0)]
    elif height:
        places = [(0.0, clear), (0.0, -clear), (0.0, 0.0)]
    else:
        places = [(0.0, 0.0), (0.0, _LINE), (0.0, -_LINE), (0.0, 2 * _LINE), (0.0, -2 * _LINE)]
    inside = (room.along[0] + half - at, room.along[1] - half - at)
    return [
        Label(area.id, lines, area.x, area.y, min(max(shift, inside[0]), inside[1]), lift) for shift, lift in places
    ]


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
