"""The plane of conditions: one disc a condition, its area by released donors, with soft outlines round groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.condition_picked import of_disc
from components.figures.disc_hulls import MARGIN, soft_hull
from components.figures.disc_labels import Box, Circle, Name, lines_of, name_discs, name_groups
from components.figures.template import figure
from components.theme import CAPTION_SIZE, Palette, palette
from workbench.disclosure.condition_values import ConditionDisc, ConditionGroup, ConditionMap

DISCS = "conditions"
CLASSES = 8
_TURNS = 2
_SMALLEST = 8.0
_SMALLEST_COUNT = 10
_LARGEST, _LARGEST_NARROW = 46.0, 28.0
_NARROW = 480
_MOST_NAMES, _MOST_NAMES_NARROW = 8, 3
_LARGE = 24
_GROUP_LINES = 3
_MARGINS = (30.0, 34.0)
_REST = 0.28
_WASH = {"light": 0.14, "dark": 0.2}
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DiscLook:
    """How the plane is looked at.

    Attributes:
        theme: `dark`, or `light` for anything else.
        width, height: Room for the figure in pixels; decides which names find a place.
        group: The selected group: in full colour, the others paler.
        condition: The selected condition, with a ring round it.
    """

    theme: str = "light"
    width: int = 720
    height: int = 640
    group: int | None = None
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """How the discs of a group look.

    Attributes:
        slot: One of the eight class colours, from 0.
        turn: 0 filled; 1 open, from the ninth group on; 2 pale with an edge, from the seventeenth on.
    """

    slot: int
    turn: int


@dataclass(frozen=True, slots=True)
class _Plane:
    """The figure in pixels."""

    scale: float
    places: Points
    diameters: Points
    x_range: tuple[float, float]
    y_range: tuple[float, float]

    def units(self, pixels: Points) -> Points:
        """Pixels as places on the plane."""
        places: Points = pixels / self.scale + np.array([self.x_range[0], self.y_range[0]])
        return places

    def circles(self) -> list[Circle]:
        """Every disc in pixels."""
        sides = zip(self.places.tolist(), self.diameters.tolist(), strict=True)
        return [Circle(x, y, diameter / 2) for (x, y), diameter in sides]


def discs_figure(view: ConditionMap, look: DiscLook | None = None) -> go.Figure:
    """The plane as a figure: outlines of groups, discs that can be pointed at and clicked, and names.

    Args:
        view: Conditions and groups; at least one condition.
    """
    look = look or DiscLook()
    colours, plane = palette(look.theme), _plane(view, look)
    drawn = figure(look.theme, **_layout(plane))
    hulls = {group.id: hull for group in view.groups if (hull := _hull(view, plane, group)) is not None}
    for group in view.groups:
        if group.id in hulls:
            drawn.add_trace(_outline(plane.units(hulls[group.id]), group, view, look))
    drawn.add_trace(_discs(view, plane, look, colours))
    if (ring := _ring(view, plane, look, colours)) is not None:
        drawn.add_trace(ring)
    names = _names(view, plane, hulls, look)
    drawn.update_layout(annotations=[_annotation(name, plane, look, colours) for name in names])
    return drawn


def cues(view: ConditionMap) -> dict[int, Cue]:
    """How each group looks, by its id: the eight colours in order of size, then again with another look."""
    return {group.id: Cue(at % CLASSES, min(at // CLASSES, _TURNS)) for at, group in enumerate(view.groups)}


def diameters(counts: Sequence[int], width: int = 720) -> Points:
    """Diameters in pixels, float64, shape (counts,), so that areas are as the counts are."""
    most = max(counts, default=_SMALLEST_COUNT)
    largest = _LARGEST if width > _NARROW else _LARGEST_NARROW
    step = min(_SMALLEST / _SMALLEST_COUNT**0.5, largest / most**0.5)
    made: Points = step * np.sqrt(np.asarray(counts, dtype=np.float64))
    return made


def hover_text(disc: ConditionDisc, group: ConditionGroup | None) -> str:
    """What the pointer reads: the condition, about how many donors, its group."""
    where = f"Group: {escape(group.name)}" if group else "In no group that holds together"
    return f"<b>{escape(disc.name)}</b><br>≈ {disc.count} donors<br>{where}"


def _plane(view: ConditionMap, look: DiscLook) -> _Plane:
    places = np.array([(disc.x, disc.y) for disc in view.discs], dtype=np.float64)
    sizes = diameters([disc.count for disc in view.discs], look.width)
    low, high = places.min(axis=0), places.max(axis=0)
    room = np.array([look.width, look.height]) - 2 * (np.array(_MARGINS) + MARGIN)
    spans = np.maximum(high - low, 1e-6)
    scale = float((room / spans).min()) if len(view.discs) > 1 else 1.0
    size = np.array([look.width, look.height], dtype=np.float64)
    start = (low + high) / 2 - size / scale / 2
    end = start + size / scale
    pixels = (places - start) * scale
    return _Plane(scale, pixels, sizes, (float(start[0]), float(end[0])), (float(start[1]), float(end[1])))


def _layout(plane: _Plane) -> dict[str, Any]:
    hidden = {"visible": False, "fixedrange": True}
    return {
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {**hidden, "range": plane.x_range, "constrain": "domain"},
        "yaxis": {**hidden, "range": plane.y_range, "scaleanchor": "x", "scaleratio": 1, "constrain": "domain"},
        "hovermode": "closest",
        "clickmode": "event",
    }


def _hull(view: ConditionMap, plane: _Plane, group: ConditionGroup) -> Points | None:
    rows = [at for at, disc in enumerate(view.discs) if disc.group == group.id]
    return soft_hull(plane.places[rows], plane.diameters[rows] / 2) if rows else None


def _outline(corners: Points, group: ConditionGroup, view: ConditionMap, look: DiscLook) -> go.Scatter:
    colour = palette(look.theme).classes[cues(view)[group.id].slot]
    is_chosen = look.group == group.id
    wash = _WASH["dark" if look.theme == "dark" else "light"] * (0.4 if _is_pale(look, group.id) else 1.0)
    return go.Scatter(
        x=corners[:, 0].astype(np.float32),
        y=corners[:, 1].astype(np.float32),
        mode="lines",
        fill="toself",
        fillcolor=_faded(colour, wash),
        line={"width": 1.5 if is_chosen else 0, "color": colour},
        hoverinfo="skip",
    )


def _discs(view: ConditionMap, plane: _Plane, look: DiscLook, colours: Palette) -> go.Scatter:
    """All discs in one trace, the largest below; they carry what a click on them selects."""
    fills, edges, widths = zip(*(_paint(disc, cues(view), look, colours) for disc in view.discs), strict=True)
    about = {group.id: group for group in view.groups}
    return go.Scatter(
        name=DISCS,
        x=np.array([disc.x for disc in view.discs], dtype=np.float32),
        y=np.array([disc.y for disc in view.discs], dtype=np.float32),
        # A list: Dash reads what the clicked mark carries out of it, which it cannot out of a typed array.
        customdata=[str(of_disc(disc)) for disc in view.discs],
        text=[hover_text(disc, about.get(disc.group) if disc.group is not None else None) for disc in view.discs],
        hovertemplate="%{text}<extra></extra>",
        mode="markers",
        marker={
            "size": plane.diameters.astype(np.float32),
            "color": list(fills),
            "opacity": 1,
            "line": {"color": list(edges), "width": list(widths)},
        },
    )


def _paint(disc: ConditionDisc, known: Mapping[int, Cue], look: DiscLook, colours: Palette) -> tuple[str, str, float]:
    """Fill, edge and width of the edge: grey where the condition stands alone."""
    strength = _REST if _is_pale(look, disc.group) else 1.0
    cue = known.get(disc.group) if disc.group is not None else None
    if cue is None:
        return _faded(colours.line_2, max(strength, 0.5)), colours.card, 1.0
    colour = _faded(colours.classes[cue.slot], strength)
    if cue.turn == 0:
        return colour, colours.card, 1.0
    return colours.card if cue.turn == 1 else _faded(colours.classes[cue.slot], 0.35 * strength), colour, 2.5


def _is_pale(look: DiscLook, group: int | None) -> bool:
    return look.group is not None and look.group != group


def _ring(view: ConditionMap, plane: _Plane, look: DiscLook, colours: Palette) -> go.Scatter | None:
    """A ring of ink round the selected condition."""
    at = next((at for at, disc in enumerate(view.discs) if disc.id == look.condition), None)
    if at is None:
        return None
    return go.Scatter(
        x=[view.discs[at].x],
        y=[view.discs[at].y],
        mode="markers",
        marker={
            "symbol": "circle-open",
            "size": float(plane.diameters[at]) + 8,
            "color": colours.ink,
            "line": {"width": 2.5},
        },
        hoverinfo="skip",
    )


def _names(view: ConditionMap, plane: _Plane, hulls: Mapping[int, Points], look: DiscLook) -> list[Name]:
    """Names of groups, the selected one first, then of the largest conditions."""
    discs = plane.circles()
    groups = [
        (f"group {group.id}", lines_of(group.name, look.width, _GROUP_LINES), _box(hulls[group.id]))
        for group in sorted(view.groups, key=lambda group: group.id != look.group)
        if group.id in hulls
    ]
    named = name_groups(groups, discs, look.width, look.height)
    order = sorted(range(len(discs)), key=lambda at: (view.discs[at].id != look.condition, at))[:_LARGE]
    wanted = [(view.discs[at].id, lines_of(view.discs[at].name, look.width), discs[at]) for at in order]
    most = _MOST_NAMES if look.width > _NARROW else _MOST_NAMES_NARROW
    return [*named, *name_discs(wanted, discs, named, (look.width, look.height), most)]


def _box(corners: Points) -> Box:
    low, high = corners.min(axis=0), corners.max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _annotation(name: Name, plane: _Plane, look: DiscLook, colours: Palette) -> dict[str, Any]:
    """A name with a thin edge of the surface's colour round its letters, so that discs under it stay seen."""
    halo = f"paint-order:stroke;stroke:{colours.card};stroke-width:4px;stroke-linejoin:round"
    words = "<br>".join(f'<span style="{halo}">{escape(line)}</span>' for line in name.lines)
    x, y = plane.units(np.array([name.anchor, name.y]))
    return {
        "x": float(x),
        "y": float(y),
        "text": f"<b>{words}</b>" if name.bold else words,
        "showarrow": False,
        "xanchor": name.align,
        "align": name.align,
        "yanchor": "middle",
        "font": {"size": CAPTION_SIZE, "color": colours.ink if name.bold else colours.ink_2},
        "name": name.key,
    }


def _faded(colour: str, strength: float) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength:g})"
