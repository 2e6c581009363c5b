"""The map of findings: hexagons as filled paths, one trace a colour, and nothing finer than a cell."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import plotly.graph_objects as go

from components.figures.hexagons import corners, outline, radius
from components.figures.map_colours import Colouring, Shade
from components.figures.map_labels import Label, Room, placed
from components.figures.template import figure
from components.tables import number, share
from components.theme import CAPTION_SIZE, Palette, magnitudes, palette
from workbench.disclosure.values import CohortOnMap, MapArea, MapCell, MapView

CENTRES = "cells"
_REST = 0.7
_PADDING = 0.6
_LEAST_REACH = 7.0
_LEAST_CIRCLE, _CIRCLE = 24.0, 16.0
_NARROW = 480
_NARROW_NAMES = 5


@dataclass(frozen=True, slots=True)
class Look:
    """How the map is looked at.

    Attributes:
        theme: `dark`, or `light` for anything else.
        width, height: Room for the map in pixels; decides which names find a place.
        lasso: Whether dragging draws a lasso; without it a click picks cells one by one.
    """

    theme: str = "light"
    width: int = 720
    height: int = 560
    lasso: bool = True


def map_figure(
    view: MapView,
    colouring: Colouring,
    selected: Collection[int] = (),
    cohort: CohortOnMap | None = None,
    look: Look | None = None,
) -> go.Figure:
    """The map as a figure: coloured cells, the outline of the selection, names, the cohort, and marks to point at.

    Args:
        view: Cells and named areas; at least one cell.
        selected: Ids of the selected cells: in full colour, the others paler.
        cohort: Donors of the cohort per named area, drawn as numbered circles.
    """
    look = look or Look()
    colours = palette(look.theme)
    cells = {cell.id: cell for cell in view.cells}
    chosen = frozenset(selected) & cells.keys()
    drawn = figure(look.theme, **_layout(view, look))
    for shade in colouring.shades:
        drawn.add_traces(_hexagons(shade, cells, chosen, view.size, shade_colour(shade, look.theme)))
    if chosen:
        drawn.add_trace(_edge([cells[cell] for cell in sorted(chosen)], view.size, colours))
    drawn.add_trace(_centres(view, colouring))
    scale = pixels_per_unit(view, look)
    chosen_area = area_of(view, chosen)
    diameters = circle_sizes(cohort, look.width)
    most = _NARROW_NAMES if look.width < _NARROW else None
    labels = placed(view, _room(view, look, scale), chosen_area.id if chosen_area else None, diameters, most)
    if cohort is not None:
        drawn.add_trace(_circles(view, cohort, diameters, colours))
    drawn.update_layout(annotations=[_name(label, chosen_area, colours) for label in labels])
    return drawn


def shade_colour(shade: Shade, theme: str) -> str:
    """The colour of a shade in a theme."""
    if shade.slot is not None:
        return palette(theme).classes[shade.slot]
    if shade.step is not None:
        steps = magnitudes(theme)
        return steps[round(shade.step * (len(steps) - 1))]
    return palette(theme).line_2


def area_of(view: MapView, cells: Collection[int]) -> MapArea | None:
    """The named area that the cells are: all of its cells that are shown, and nothing else."""
    shown = {cell.id for cell in view.cells}
    wanted = shown.intersection(cells)
    return next((area for area in view.areas if wanted and shown.intersection(area.cells) == wanted), None)


def pixels_per_unit(view: MapView, look: Look) -> float:
    """How large one unit of the map is drawn in the room there is."""
    (left, right), (low, high) = _ranges(view)
    return min(look.width / (right - left), look.height / (high - low))


def _ranges(view: MapView) -> tuple[tuple[float, float], tuple[float, float]]:
    """From where to where the map reaches, never so little that a few cells would look like many donors."""
    return _range([cell.x for cell in view.cells], view.size), _range([cell.y for cell in view.cells], view.size)


def _range(places: Sequence[float], size: float) -> tuple[float, float]:
    middle, reach = (min(places) + max(places)) / 2, (max(places) - min(places)) / 2
    half = max(reach + size * _PADDING + radius(size), _LEAST_REACH * size)
    return middle - half, middle + half


def _room(view: MapView, look: Look, scale: float) -> Room:
    """The figure in pixels from the map's zero; equal axes leave a margin on two sides, where names may stand."""
    (left, right), (low, high) = _ranges(view)
    centre = (left + right) / 2 * scale, (low + high) / 2 * scale
    return Room(
        scale,
        (centre[0] - look.width / 2, centre[0] + look.width / 2),
        (centre[1] - look.height / 2, centre[1] + look.height / 2),
    )


def _layout(view: MapView, look: Look) -> dict[str, Any]:
    along, up = _ranges(view)
    hidden = {"visible": False, "fixedrange": False}
    return {
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {**hidden, "range": along, "constrain": "domain"},
        "yaxis": {**hidden, "range": up, "scaleanchor": "x", "scaleratio": 1, "constrain": "domain"},
        "dragmode": "lasso" if look.lasso else False,
        "hovermode": "closest",
        "clickmode": "event",
        "selections": [],
        "newselection": {"line": {"color": palette(look.theme).ink, "width": 1.5, "dash": "dot"}},
    }


def _hexagons(
    shade: Shade, cells: Mapping[int, MapCell], chosen: Collection[int], size: float, colour: str
) -> list[go.Scatter]:
    """One trace, or two where some of the cells are selected."""
    inside = [cells[cell] for cell in shade.cells if cell in chosen]
    outside = [cells[cell] for cell in shade.cells if cell not in chosen]
    parts = ((inside, 1.0), (outside, _REST if chosen else 1.0))
    return [_filled(part, size, colour, strength) for part, strength in parts if part]


def _filled(cells: Sequence[MapCell], size: float, colour: str, strength: float) -> go.Scatter:
    x, y = corners(cells, size)
    return go.Scatter(
        x=x, y=y, mode="lines", fill="toself", fillcolor=faded(colour, strength), line={"width": 0}, hoverinfo="skip"
    )


def faded(colour: str, strength: float) -> str:
    """The colour with an opacity from 0 to 1."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength:g})"


def _edge(cells: Sequence[MapCell], size: float, colours: Palette) -> go.Scatter:
    x, y = outline(cells, size)
    return go.Scatter(x=x, y=y, mode="lines", line={"color": colours.ink, "width": 2.5}, hoverinfo="skip")


def _centres(view: MapView, colouring: Colouring) -> go.Scatter:
    """Unseen marks that the pointer, the click and the lasso find; they carry the id of their cell."""
    unseen = {"marker": {"opacity": 0}}
    return go.Scatter(
        name=CENTRES,
        x=np.array([cell.x for cell in view.cells], dtype=np.float32),
        y=np.array([cell.y for cell in view.cells], dtype=np.float32),
        # A list: Dash reads the ids of selected marks out of it, which it cannot out of a typed array.
        customdata=[cell.id for cell in view.cells],
        text=_hover_texts(view, colouring),
        hovertemplate="%{text}<extra></extra>",
        mode="markers",
        marker={"size": 14, "opacity": 0},
        selected=unseen,
        unselected=unseen,
    )


def _hover_texts(view: MapView, colouring: Colouring) -> list[str]:
    about = {area.id: area for area in view.areas}
    return [
        hover_text(cell, about.get(cell.area) if cell.area is not None else None, colouring.column, colouring.words)
        for cell in view.cells
    ]


def hover_text(cell: MapCell, area: MapArea | None, column: str, words: Mapping[int, str]) -> str:
    """What the pointer reads: the area, about how many donors, the colour in words, what is typical of the area."""
    name = escape(area.name) if area else "Outside the named areas"
    lines = [f"<b>{name}</b>", f"≈ {cell.count} donors in this cell"]
    if column != "Donors per cell":
        lines.append(f"{escape(column)}: {escape(words.get(cell.id, ''))}")
    if area and area.typical:
        lines.append("Typical of the area:")
        lines += [f"· {escape(label)} {share(typical)}" for _, label, typical in area.typical[:3]]
    return "<br>".join(lines)


def circle_sizes(cohort: CohortOnMap | None, width: int = 720) -> dict[int, float]:
    """Diameter in pixels of the cohort's circle in each named area; no circle where the count is withheld.

    Args:
        width: Room for the map in pixels; circles are smaller on a narrow screen.
    """
    counts = {area: count for area, count, _ in cohort.areas if count is not None} if cohort else {}
    most = max(counts.values(), default=1)
    growing = _CIRCLE if width > _NARROW else 0.0
    return {area: _LEAST_CIRCLE + growing * (count / most) ** 0.5 for area, count in counts.items()}


def _name(label: Label, chosen: MapArea | None, colours: Palette) -> dict[str, Any]:
    """The name of an area, with a thin edge of the surface's colour round its letters: the cells stay whole."""
    halo = f"paint-order:stroke;stroke:{colours.card};stroke-width:4px;stroke-linejoin:round"
    words = "<br>".join(f'<span style="{halo}">{escape(line)}</span>' for line in label.lines)
    return {
        "x": label.x,
        "y": label.y,
        "text": f"<b>{words}</b>" if chosen is not None and chosen.id == label.area else words,
        "showarrow": False,
        "yanchor": "middle",
        "xshift": label.shift,
        "yshift": label.lift,
        "font": {"size": CAPTION_SIZE, "color": colours.ink},
    }


def _circles(view: MapView, cohort: CohortOnMap, diameters: Mapping[int, float], colours: Palette) -> go.Scatter:
    """Donors of the cohort by named area: a circle that grows with their number, and the number in it."""
    at = {area.id: area for area in view.areas}
    shown = [(at[area], count) for area, count, _ in cohort.areas if area in diameters and area in at]
    return go.Scatter(
        x=np.array([area.x for area, _ in shown], dtype=np.float32),
        y=np.array([area.y for area, _ in shown], dtype=np.float32),
        mode="markers+text",
        text=[f"<b>{number(count)}</b>" for _, count in shown],
        textfont={"size": CAPTION_SIZE, "color": colours.on_accent},
        marker={
            "size": np.array([diameters[area.id] for area, _ in shown], dtype=np.float32),
            "color": colours.accent,
            "opacity": 1,
            "line": {"color": colours.card, "width": 2},
        },
        hoverinfo="skip",
    )
