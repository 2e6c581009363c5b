"""The Plotly templates of the two themes, made of the tokens of `components.theme`."""

from __future__ import annotations

from functools import cache
from typing import Any

import plotly.graph_objects as go

from components.theme import CAPTION_SIZE, SANS, TABLE_SIZE, palette

CONFIG: dict[str, Any] = {"displayModeBar": False, "displaylogo": False, "responsive": True, "scrollZoom": False}
WITHHELD_PATTERN = {"shape": "/", "size": 6, "solidity": 0.25}


@cache
def template(theme: str) -> go.layout.Template:
    """The look of every figure: transparent, no ticks or axis lines, one grid along x, the tokens' colours."""
    colours = palette(theme)
    axis = {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "gridcolor": colours.line,
        "tickfont": {"size": CAPTION_SIZE, "color": colours.ink_2},
        "title": {"font": {"size": CAPTION_SIZE, "color": colours.ink_2}},
        "automargin": True,
        "fixedrange": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": SANS, "size": TABLE_SIZE, "color": colours.ink},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": [colours.accent, colours.base, *colours.classes],
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "xaxis": axis,
            "yaxis": axis,
            "showlegend": False,
            "hoverlabel": {
                "bgcolor": colours.card,
                "bordercolor": colours.line_2,
                "font": {"family": SANS, "size": CAPTION_SIZE, "color": colours.ink},
                "align": "left",
            },
            "dragmode": False,
            "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": colours.ink_3, "activecolor": colours.accent},
        }
    )


def figure(theme: str | None, **layout: Any) -> go.Figure:
    """An empty figure in the theme (`None` is light), with more of Plotly's layout where asked."""
    name = "dark" if theme == "dark" else "light"
    return go.Figure(layout={"template": template(name), **layout})
