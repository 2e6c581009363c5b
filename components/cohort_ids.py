"""Ids of the page `/cohorts`, named here and nowhere else."""

from __future__ import annotations

from typing import ClassVar


class Cohorts:
    """The page that builds a cohort."""

    PAGE = "cohorts-page"
    ADDRESS = "cohorts-address"
    QUESTION = "cohorts-question"
    NOTICE = "cohorts-notice"
    SAID = "cohorts-said"
    MAP_LINK = "cohorts-map-link"
    CLAUSES = "cohorts-clauses"
    CHOICES = "cohorts-choices"
    ADD_LABEL = "cohorts-add-label"
    FULL = "cohorts-full"
    AGES = "cohorts-ages"
    SEXES = "cohorts-sexes"
    REGIONS = "cohorts-regions"
    COUNT = "cohorts-count"
    ATTRITION = "cohorts-attrition"
    GLANCE = "cohorts-glance"
    COMPARISON = "cohorts-comparison"
    DOWNLOAD = "cohorts-download"

    # Parts of an answer, which are not there from the start, have ids of parts.
    COMPARISON_VIEW: ClassVar[dict[str, str]] = {"part": "comparison-view", "page": "cohorts"}
    COMPARISON_SWITCH: ClassVar[dict[str, str]] = {"part": "comparison-switch", "page": "cohorts"}
    COMPARISON_ROWS: ClassVar[dict[str, str]] = {"part": "comparison-rows", "page": "cohorts"}
    COMPARISON_CSV: ClassVar[dict[str, str]] = {"part": "comparison-csv", "page": "cohorts"}

    @staticmethod
    def tab(position: int) -> str:
        """One of the tabs of what can be added."""
        return f"clause-tab-{position}"

    @staticmethod
    def tab_panel(position: int) -> str:
        """What the tab shows."""
        return f"clause-tab-panel-{position}"


class Picker:
    """The term picker: `assets/term_picker.js` knows these ids, too."""

    TEXT = "term-text"
    TYPED = "term-typed"
    ANSWER = "term-answer"
    LIST = "term-list"
    OPTIONS = "term-options"
    MATCHES = "term-matches"
    AREAS = "term-areas"
    CONDITION_TEXT = "condition-text"
    CONDITION_TYPED = "condition-typed"
    CONDITIONS = "condition-list"


class SaveCohort:
    """Saving a cohort, and the saved ones."""

    OPEN = "save-open"
    DIALOG = "save-dialog"
    TITLE = "save-title"
    NAME = "save-name"
    NOTE = "save-note"
    AS = "save-as"
    SAVE = "save-save"
    CLOSE = "save-close"
    RESULT = "save-result"
    LIST_OPEN = "saved-open"
    LIST_PANEL = "saved-panel"
    LIST = "saved-list"
