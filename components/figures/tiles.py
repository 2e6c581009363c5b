"""Countries as tiles: a grid that is recognisably Europe, no map files, every tile the same size."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from dash import html

from components.tables import number
from workbench.disclosure.release import Released
from workbench.disclosure.values import FactRow, Overview

# Country -> (column, row), both from 1.
EUROPE: dict[str, tuple[int, int]] = {
    "IS": (1, 1), "NO": (6, 1), "SE": (7, 1), "FI": (8, 1), "EE": (9, 1), "RU": (10, 1),
    "IE": (2, 2), "GB": (3, 2), "DK": (6, 2), "LV": (9, 2),
    "NL": (5, 3), "DE": (6, 3), "PL": (7, 3), "BY": (8, 3), "LT": (9, 3),
    "BE": (4, 4), "LU": (5, 4), "CZ": (6, 4), "SK": (7, 4), "UA": (9, 4),
    "FR": (4, 5), "CH": (5, 5), "AT": (6, 5), "HU": (7, 5), "RO": (8, 5), "MD": (9, 5),
    "PT": (2, 6), "ES": (3, 6), "IT": (5, 6), "SI": (6, 6), "HR": (7, 6), "RS": (8, 6), "BG": (9, 6),
    "AD": (3, 7), "MT": (5, 7), "BA": (6, 7), "AL": (7, 7), "MK": (8, 7), "TR": (10, 7),
    "ME": (7, 8), "GR": (8, 8), "CY": (10, 8),
}  # fmt: skip
_STEPS = 5


def country_tiles(overview: Released[Overview], names: Mapping[str, str]) -> html.Div:
    """A tile for each country of Europe with its released count, its key, and the count outside Europe.

    A country of which nothing is known looks as one with fewer than ten donors does.

    Args:
        names: Country code -> name.
    """
    return tiles(overview.value.facts.regions, names)


def tiles(regions: Sequence[FactRow], names: Mapping[str, str]) -> html.Div:
    """The countries as tiles, their key, and the count outside Europe."""
    counts = {row.key: row.count for row in regions if row.count is not None}
    inside = {code: count for code, count in counts.items() if code in EUROPE}
    shades = _shades(list(inside.values()))
    drawn = [_tile(code, names.get(code, code), inside.get(code), shades) for code in EUROPE]
    outside = sum(count for code, count in counts.items() if code not in EUROPE)
    return html.Div([html.Div(drawn, className="tiles"), _key(list(inside.values()), outside)])


def _shades(counts: list[int]) -> Mapping[int, int]:
    if not counts:
        return {}
    least, most = math.log(min(counts)), math.log(max(counts))
    width = (most - least) or 1.0
    return {count: 1 + round((math.log(count) - least) / width * (_STEPS - 1)) for count in counts}


def _tile(code: str, name: str, count: int | None, shades: Mapping[int, int]) -> html.Div:
    column, row = EUROPE[code]
    place = {"gridColumn": str(column), "gridRow": str(row)}
    title = f"{name}: {number(count)} donors"
    if count is None:
        return html.Div(html.B(code), className="tile tile-withheld", style=place, title=title)
    return html.Div([html.B(code), f"{count:,}"], className=f"tile shade-{shades[count]}", style=place, title=title)


def _key(counts: list[int], outside: int) -> html.Div:
    ramp = html.Span([html.I(className=f"shade-{at}") for at in range(1, _STEPS + 1)], className="ramp")
    parts = [html.Span([html.Span(className="withheld-swatch"), "fewer than 10, withheld"])]
    if counts:
        parts.insert(0, html.Span([f"{min(counts):,}", ramp, f"{max(counts):,} donors"]))
    if outside:
        parts.append(html.Span(["Outside Europe: ", html.B(f"{outside:,}")]))
    return html.Div(parts, className="tile-key")
