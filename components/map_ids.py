"""Ids of the page `/map`, named here and nowhere else; `assets/map.js` gets them through its callbacks."""

from __future__ import annotations

from typing import ClassVar


class Map:
    """The map of findings and the panel beside it."""

    NAME = "map"
    AREAS_NAME = "map-areas"
    REGION_NAME = "map-region-findings"

    COHORT = "map-cohort"
    SIZE = "map-size"
    AREA_CELLS = "map-area-cells"
    SELECTION = "map-selection"
    ADDRESS = "map-address"

    COLOUR = "map-colour"
    TERM = "map-term"
    MODE = "map-mode"
    AREA = "map-area"
    CLEAR = "map-clear"

    STATE = "map-state"
    TITLE = "map-title"
    GRAPH = "map-graph"
    LEGEND = "map-legend"
    HELD = "map-held"
    AREA_TABLE = "map-area-table"
    GRID = "map-grid"
    REGION = "map-region"
    REGION_CSV: ClassVar[dict[str, str]] = {"part": "region-csv", "page": "map"}
    REGION_FILE = "map-region-file"
