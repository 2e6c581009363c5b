"""Ids of the page `/similar`, named here and nowhere else; `assets/similar.js` gets them through its callbacks."""

from __future__ import annotations

from components.cohort_ids import Picker


class Similar:
    """The page that asks who is similar to a profile."""

    PAGE = "similar-page"
    ADDRESS = "similar-address"
    QUESTION = "similar-question"
    COHORT = "similar-cohort"
    TOOLS = "similar-tools"

    PROFILE = "similar-profile"
    PROFILES = "similar-profiles"
    SAID = "similar-said"
    PASTED = "similar-pasted"
    PASTE = "similar-paste"
    UPLOAD = "similar-upload"
    FILE = "similar-file"

    CLOSE = "similar-close"
    WHY = "similar-why"
    CONDITIONS = "similar-conditions"
    CHANGES = "similar-changes"
    LACK = "similar-lack"
    MORE = "similar-more"
    PLACE = "similar-place"
    MAP = "similar-map"
    FIT = "similar-fit"
    OVERLAP = "similar-overlap"
    PAIR = "similar-pair"
    APART = "similar-apart"


class ProfilePicker(Picker):
    """The term picker of this page."""

    TEXT = "similar-term-text"
    TYPED = "similar-term-typed"
    ANSWER = "similar-term-answer"
    LIST = "similar-term-list"
    OPTIONS = "similar-term-options"
    MATCHES = "similar-term-matches"
    AREAS = "similar-term-areas"
