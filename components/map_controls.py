"""The controls of the map: what it is coloured by, how cells are selected, and the legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components.figures.map import shade_colour
from components.figures.map_colours import Colouring, Shade
from components.icons import icon
from components.map_ids import Map
from components.notices import WITHHELD_COHORT
from components.tables import number
from components.theme import magnitudes
from workbench.disclosure.values import CohortOnMap

LASSO = "lasso"
BY_CELL = "cell"
_COLOURS = (
    ("Body area", "area"),
    ("Condition", "condition"),
    ("Finding…", "finding"),
    ("Donors per cell", "donors"),
    ("Age", "age"),
)


def colour_control(colour: str) -> html.Div:
    """What the hexagons are coloured by."""
    options = [{"label": label, "value": value} for label, value in _COLOURS]
    return _group("Colour by", [_segments(Map.COLOUR, options, colour)])


def select_control() -> html.Div:
    """How cells are selected: with a lasso, one by one, or a whole named area by its name."""
    options = [
        {"label": html.Span([icon("bounding-box"), "Lasso"]), "value": LASSO},
        {"label": html.Span([icon("hexagon"), "Cell by cell"]), "value": BY_CELL},
    ]
    areas = dcc.Dropdown(id=Map.AREA, options=[], placeholder="Named area", className="map-area-list", maxHeight=420)
    named = html.Div([html.Label("Named area", htmlFor=Map.AREA, className="visually-hidden"), areas])
    return _group("Select", [_segments(Map.MODE, options, LASSO), named])


def term_control(term: str) -> html.Div:
    """Which finding colours the map; options come from the server while one types."""
    box = dcc.Dropdown(
        id=Map.TERM,
        # The dropdown forgets a value that is not among its options; the server sends the label for it.
        options=[{"label": term, "value": term}] if term else [],
        value=term or None,
        placeholder="Type a finding, such as seizure",
        className="map-term-list",
        debounce=False,
        optionHeight="auto",
    )
    label = html.Label("Finding", htmlFor=Map.TERM, className="label")
    return html.Div([label, box], className="map-term")


def legend(colouring: Colouring, theme: str, cohort: CohortOnMap | None = None) -> list[Component]:
    """The colours in words: one entry a class, or the scale with its two ends, and the cohort's mark."""
    steps = [shade for shade in colouring.shades if shade.step is not None]
    entries = [_entry(shade, theme) for shade in colouring.shades if shade.step is None]
    scale = [_ramp(colouring, theme)] if steps else []
    return [*scale, *entries, *_cohort_line(cohort)]


def _ramp(colouring: Colouring, theme: str) -> html.Div:
    bars = [html.I(style={"background": colour}) for colour in magnitudes(theme)]
    ramp = html.Span(bars, className="map-ramp", **{"aria-hidden": "true"})
    return html.Div([html.Span(colouring.low), ramp, html.Span(colouring.high)], className="map-scale")


def _entry(shade: Shade, theme: str) -> html.Span:
    swatch = html.I(className="map-swatch", style={"background": shade_colour(shade, theme)})
    return html.Span([swatch, shade.label], className="map-class")


def _cohort_line(cohort: CohortOnMap | None) -> list[Component]:
    if cohort is None:
        return []
    dot = html.I(className="map-swatch map-cohort-swatch")
    whole = f"{WITHHELD_COHORT}, in all" if cohort.count is None else f"{number(cohort.count)} in all"
    words = f"donors of your cohort in each named area ({whole}); none where fewer than 10"
    return [html.Span([dot, words], className="map-class")]


def _group(label: str, parts: Sequence[Component]) -> html.Div:
    return html.Div(
        [html.Span(label, className="label"), html.Div(list(parts), className="segments map-segments")],
        className="map-control",
        role="group",
        **{"aria-label": label},
    )


def _segments(id: str, options: Sequence[Mapping[str, object]], value: str) -> dbc.RadioItems:
    return dbc.RadioItems(
        id=id,
        options=[dict(option) for option in options],
        value=value,
        inline=True,
        className="map-radios",
        inputClassName="visually-hidden",
        labelClassName="segment",
        labelCheckedClassName="is-on",
    )
