"""The map of findings in one colour, with the named areas in which a neighbourhood lies."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import numpy as np
import plotly.graph_objects as go

from components.figures.hexagons import corners, outline, radius
from components.figures.map_labels import Room, placed
from components.figures.template import figure
from components.theme import CAPTION_SIZE, palette
from workbench.disclosure.neighbourhood_values import Placement
from workbench.disclosure.values import MapArea, MapCell, MapView

WIDTH, HEIGHT = 320, 300
_MARGIN = 0.8
_NAMES = 3


def neighbourhood_map(view: MapView, placement: Placement, theme: str | None) -> go.Figure:
    """Cells of the neighbourhood's areas in the accent colour, home outlined, all others pale; at most three names.

    Args:
        view: The map, of one cell at least.
    """
    colours = palette(theme)
    named = {area for area, _, part in placement.areas if part.bound != "withheld"}
    there = [cell for cell in view.cells if cell.area in named]
    elsewhere = [cell for cell in view.cells if cell.area not in named]
    home = [cell for cell in view.cells if placement.home is not None and cell.area == placement.home]
    drawn = figure(theme, **_layout(view))
    for cells, colour in ((elsewhere, colours.line_2), (there, colours.accent)):
        if cells:
            x, y = corners(cells, view.size)
            drawn.add_scatter(
                x=x, y=y, mode="lines", fill="toself", fillcolor=colour, line={"width": 0}, hoverinfo="skip"
            )
    if home:
        x, y = outline(home, view.size)
        drawn.add_scatter(x=x, y=y, mode="lines", line={"color": colours.ink, "width": 2}, hoverinfo="skip")
    drawn.add_trace(_hovers(view, there))
    drawn.update_layout(annotations=_names(view, placement, theme))
    return drawn


def _layout(view: MapView) -> dict[str, object]:
    left, right, low, high = _ends(view)
    hidden = {"visible": False, "fixedrange": True}
    return {
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "height": HEIGHT,
        "xaxis": {**hidden, "range": (left, right), "constrain": "domain"},
        "yaxis": {**hidden, "range": (low, high), "scaleanchor": "x", "constrain": "domain"},
        "dragmode": False,
        "hovermode": "closest",
    }


def _ends(view: MapView) -> tuple[float, float, float, float]:
    """Left, right, low and high end of the map with a margin."""
    along, up, margin = [cell.x for cell in view.cells], [cell.y for cell in view.cells], _MARGIN * view.size
    return min(along) - margin, max(along) + margin, min(up) - margin, max(up) + margin


def _hovers(view: MapView, cells: list[MapCell]) -> go.Scatter:
    names = {area.id: area.name for area in view.areas}
    return go.Scatter(
        x=np.array([cell.x for cell in cells], dtype=np.float32),
        y=np.array([cell.y for cell in cells], dtype=np.float32),
        text=[names.get(cell.area, "") if cell.area is not None else "" for cell in cells],
        hovertemplate="%{text}<extra></extra>",
        mode="markers",
        marker={"size": 10, "opacity": 0},
    )


def _across(area: MapArea, view: MapView, scale: float) -> float:
    """Pixels of a circle round the place of an area that holds all of its cells up and down: names stand outside it."""
    reach = max((abs(cell.y - area.y) for cell in view.cells if cell.area == area.id), default=0.0)
    return 2 * (reach + radius(view.size)) * scale


def _names(view: MapView, placement: Placement, theme: str | None) -> list[dict[str, object]]:
    order = [area for area, _, part in placement.areas if part.bound != "withheld"][:_NAMES]
    if placement.home is not None:
        order = [placement.home, *(area for area in order if area != placement.home)][:_NAMES]
    wanted = tuple(area for area in view.areas if area.id in order)
    left, right, low, high = _ends(view)
    scale = min(WIDTH / (right - left), HEIGHT / (high - low))
    middle = (left + right) / 2 * scale, (low + high) / 2 * scale
    room = Room(scale, (middle[0] - WIDTH / 2, middle[0] + WIDTH / 2), (middle[1] - HEIGHT / 2, middle[1] + HEIGHT / 2))
    around = {area.id: _across(area, view, scale) for area in wanted}
    labels = placed(replace(view, areas=wanted), room, placement.home, around, most=_NAMES)
    colours = palette(theme)
    halo = f"paint-order:stroke;stroke:{colours.card};stroke-width:4px;stroke-linejoin:round"
    return [
        {
            "x": label.x,
            "y": label.y,
            "text": "<br>".join(f'<b><span style="{halo}">{escape(line)}</span></b>' for line in label.lines),
            "showarrow": False,
            "xshift": label.shift,
            "yshift": label.lift,
            "font": {"size": CAPTION_SIZE, "color": colours.ink},
        }
        for label in labels
    ]
