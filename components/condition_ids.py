"""Ids of the pages `/conditions` and `/condition`, named here; `assets/conditions.js` knows `PICKED`, too."""

from __future__ import annotations


class Conditions:
    """The conditions that overlap: the plane, the groups beside it, the undiagnosed below."""

    NAME = "conditions"
    GROUPS_NAME = "conditions-groups"
    UNDIAGNOSED_NAME = "conditions-undiagnosed"

    COHORT = "conditions-cohort"
    PICKED = "conditions-picked"
    SIZE = "conditions-size"
    ADDRESS = "conditions-address"

    STATE = "conditions-state"
    TITLE = "conditions-title"
    GRAPH = "conditions-graph"
    TABLE = "conditions-table"
    NOT_DRAWN = "conditions-not-drawn"

    TEXT = "conditions-text"
    TYPED = "conditions-typed"
    FOUND = "conditions-found"
    GROUPS = "conditions-groups-list"
    GROUPS_TABLE = "conditions-groups-table"
    CHOSEN = "conditions-chosen"
    UNDIAGNOSED = "conditions-undiagnosed"


class Condition:
    """One condition."""

    APART_NAME = "condition-apart"
    NEAR_NAME = "condition-near"
    PUBLISHED_NAME = "condition-published"

    ASKED = "condition-asked"
    HEAD = "condition-head"
    UNKNOWN = "condition-unknown"
    SAID = "condition-said"
    TEXT = "condition-text"
    TYPED = "condition-typed"
    FOUND = "condition-found"
    BODY = "condition-body"
    STRIP = "condition-strip"
    APART = "condition-apart"
    NEAR = "condition-near"
    PUBLISHED = "condition-published"
