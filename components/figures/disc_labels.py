"""Names on the plane of conditions: groups first, then the largest conditions; none covers another or is cut off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Literal

_LETTER, _BOLD_LETTER = 6.5, 7.1
_LINE = 17.0
_GAP = 5.0
_WIDEST, _WIDEST_NARROW = 22, 18
_NARROW = 480
_NEAR = 10.0
_DISCS = 4.0  # a name on a disc hides it; one near another outline may only be read as that one's
Box = tuple[float, float, float, float]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Circle:
    """A disc in pixels of the figure, counted from its lower left corner."""

    x: float
    y: float
    radius: float

    @property
    def box(self) -> Box:
        """The square round it: left, low, right, high."""
        return self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands.

    Attributes:
        key: What it names.
        x, y: Its middle in pixels.
        align: The side on which its lines begin evenly.
    """

    key: str
    lines: tuple[str, ...]
    x: float
    y: float
    bold: bool
    align: Align = "center"

    @property
    def anchor(self) -> float:
        """Where its letters begin, end or have their middle, by `align`."""
        return {"left": self.box[0] + 1, "center": self.x, "right": self.box[2] - 1}[self.align]

    @property
    def box(self) -> Box:
        """The room it takes: left, low, right, high."""
        width, height = _size(self.lines, self.bold)
        return self.x - width / 2, self.y - height / 2, self.x + width / 2, self.y + height / 2


def lines_of(words: str, width: float, most: int = 2) -> tuple[str, ...]:
    """The words in at most so many lines for a figure of this width in pixels; none where they would be cut off."""
    widest = _WIDEST if width > _NARROW else _WIDEST_NARROW
    lines = wrap(words, widest, break_long_words=False)
    narrower = min(max(-(-len(words) // max(len(lines), 1)) + 3, 8), widest)
    even = wrap(words, narrower, break_long_words=False)
    lines = even if 0 < len(even) <= len(lines) else lines
    return tuple(lines) if len(lines) <= most and all(len(line) <= widest for line in lines) else ()


def name_groups(
    groups: Iterable[tuple[str, tuple[str, ...], Box]], discs: Sequence[Circle], width: float, height: float
) -> tuple[Name, ...]:
    """Names of groups beside their outlines, where they cover no other name and as little of the discs as can be.

    Args:
        groups: (key, lines of the name, box of the outline); those named first have the first choice.
        discs: Every disc of the figure.
    """
    listed = list(groups)
    named: list[Name] = []
    for key, lines, outline in listed:
        tries = [Name(key, lines, x, y, bold=True) for x, y in _round_box(lines, outline)] if lines else []
        free = [name for name in tries if _is_inside(name.box, width, height) and not _meets(_wider(name.box), named)]
        # Near the name or the outline of another group a name would be read as that one's.
        others = [_wider(box) for other, _, box in listed if other != key]
        if free:
            costs = [_DISCS * _covered(name.box, discs) + _under(name.box, others) for name in free]
            named.append(free[costs.index(min(costs))])
    return tuple(named)


def name_discs(
    wanted: Iterable[tuple[str, tuple[str, ...], Circle]],
    discs: Sequence[Circle],
    named: Sequence[Name],
    size: tuple[float, float],
    most: int,
) -> tuple[Name, ...]:
    """Names of single conditions beside their discs, where they cover neither a name nor a disc.

    Args:
        wanted: (key, lines, disc), those named first have the first choice.
        named: Names that stand already.
        size: Width and height of the figure.
        most: At most so many.
    """
    placed: list[Name] = []
    for key, lines, disc in wanted:
        if len(placed) == most:
            break
        tries = [Name(key, lines, x, y, False, align) for x, y, align in _beside(lines, disc)] if lines else []
        free = (
            name
            for name in tries
            if _is_inside(name.box, *size)
            and not _meets(name.box, [*named, *placed])
            and not any(_overlap(name.box, other.box) for other in discs if other != disc)
        )
        if (name := next(free, None)) is not None:
            placed.append(name)
    return tuple(placed)


def _size(lines: Sequence[str], bold: bool) -> tuple[float, float]:
    letter = _BOLD_LETTER if bold else _LETTER
    return max(map(len, lines), default=0) * letter + 2, len(lines) * _LINE


def _round_box(lines: Sequence[str], box: Box) -> Iterable[tuple[float, float]]:
    """Middles of places round an outline: above it first, then below, beside, and on it."""
    wide, tall = _size(lines, bold=True)
    left, low, right, high = box
    middle, centre = (left + right) / 2, (low + high) / 2
    above, below = high + tall / 2 + 2, low - tall / 2 - 2
    for share in (0.5, 0.25, 0.75, 0.0, 1.0):
        along = left + share * (right - left)
        yield along, above
        yield along, below
    for x in (right + wide / 2 + _GAP, left - wide / 2 - _GAP):
        for y in (centre, high - tall / 2, low + tall / 2):
            yield x, y
    yield middle, centre
    for share in (0.2, 0.4, 0.6, 0.8):
        yield middle, low + share * (high - low)


def _beside(lines: Sequence[str], disc: Circle) -> Iterable[tuple[float, float, Align]]:
    wide, tall = _size(lines, bold=False)
    across, up = disc.radius + wide / 2 + _GAP, disc.radius + tall / 2 + 1
    yield disc.x + across, disc.y, "left"
    yield disc.x - across, disc.y, "right"
    yield disc.x, disc.y - up, "center"
    yield disc.x, disc.y + up, "center"


def _covered(box: Box, discs: Sequence[Circle]) -> float:
    """Square pixels of the discs' boxes under the box."""
    return sum(_shared(box, disc.box) for disc in discs)


def _under(box: Box, others: Sequence[Box]) -> float:
    """Square pixels of the other boxes under the box."""
    return sum(_shared(box, other) for other in others)


def _wider(box: Box) -> Box:
    return box[0] - _NEAR, box[1] - _NEAR, box[2] + _NEAR, box[3] + _NEAR


def _shared(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0.0) * max(tall, 0.0)


def _is_inside(box: Box, width: float, height: float) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height


def _meets(box: Box, names: Iterable[Name]) -> bool:
    return any(_overlap(box, name.box) for name in names)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
