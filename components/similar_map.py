"""Where a neighbourhood lies on the map: a sentence, a small map, and its named areas as a table."""

from __future__ import annotations

from dash import dcc, html

from components.asking import link
from components.figures.neighbourhood_map import neighbourhood_map
from components.figures.template import CONFIG
from components.panel import empty, panel
from components.sentences import fraction
from components.similar_ids import Similar
from components.tables import Column, Table, count_beside, share
from workbench.cohorts.address import cell_ranges
from workbench.disclosure.neighbourhood_values import Placement
from workbench.disclosure.values import MapArea, MapView

_SPREAD = {
    "narrow": "The nearest donors lie close together on the map.",
    "wide": "The nearest donors lie far apart on the map: its one point says little about this profile.",
}
_OF_ALL = "Of all donors close to the profile, also outside your cohort."


def place_panel(
    view: MapView, placement: Placement, theme: str | None, file: str, *, in_cohort: bool = False
) -> html.Section:
    """The map with the neighbourhood's areas; without a named area, only that there is none.

    Args:
        in_cohort: Whether the other panels speak of a cohort; this one always speaks of all donors.
    """
    known = {area.id: area for area in view.areas}
    if not view.cells:
        return empty("There is no map yet", "In this snapshot no hexagon has ten donors.")
    figure = dcc.Graph(
        id=Similar.MAP,
        figure=neighbourhood_map(view, placement, theme),
        config={**CONFIG, "staticPlot": False},
        className="similar-map",
    )
    return panel(
        place_title(placement),
        [figure, html.P(_spread(placement, known), className="similar-map-words")],
        subtitle=place_sentence(placement, known),
        footer=_OF_ALL if in_cohort else "Named areas that hold ten of them or more.",
        link=_to_map(placement, known),
        name="similar-place",
        data=place_table(placement, known),
        file=file,
        class_name="similar-place-panel",
    )


def place_title(placement: Placement) -> str:
    """How far the neighbourhood is spread over named areas."""
    many = len(placement.areas)
    if not many:
        return "No named area of the map holds ten of them"
    if many == 1:
        return "They sit in one place on the map"
    first = placement.areas[0][2]
    if first.percent is not None and first.percent > 50 and first.bound != "under":
        return "Most of them sit in one place on the map"
    return "They sit in several places on the map"


def place_sentence(placement: Placement, known: dict[int, MapArea]) -> str:
    """Which share of them lies in which named area."""
    told = [(known[area].name, part) for area, _, part in placement.areas if area in known]
    if not told:
        return "They lie scattered, or outside the named areas."
    name, part = told[0]
    among = fraction(part.percent / 100) if part.percent is not None and part.bound == "exact" else share(part)
    return f"{among[:1].upper()}{among[1:]} of them lie in “{name}”."


def place_table(placement: Placement, known: dict[int, MapArea]) -> Table:
    """The named areas with donors of the neighbourhood, most first."""
    rows = tuple(
        (known[area].name, count_beside(count, part), share(part), "yes" if area == placement.home else "")
        for area, count, part in placement.areas
        if area in known
    )
    names = ("Named area", "Donors of the neighbourhood", "Their share", "The profile lies here")
    columns = tuple(Column(name, number=at in (1, 2)) for at, name in enumerate(names))
    return Table("Named areas of the map in which the neighbourhood lies", columns, rows)


def _spread(placement: Placement, known: dict[int, MapArea]) -> str:
    home = known.get(placement.home) if placement.home is not None else None
    at_home = f"The profile itself lies in “{home.name}”, outlined. " if home else ""
    return f"{at_home}{_SPREAD.get(placement.spread, '')}".strip()


def _to_map(placement: Placement, known: dict[int, MapArea]) -> dcc.Link | None:
    first = next((known[area] for area, _, _ in placement.areas if area in known), None)
    if first is None:
        return None
    return dcc.Link("Open it on the map", href=link("/map", sel=cell_ranges(tuple(sorted(first.cells)))))
