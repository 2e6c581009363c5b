"""Ids of the page `/evaluate`, named here and nowhere else."""

from __future__ import annotations


class Evaluate:
    """The page on which study leads have an exact definition counted."""

    QUESTION = "evaluate-question"
    NONE = "evaluate-none"
    STEPS = "evaluate-steps"
    STUDY = "evaluate-study"
    TEXT = "evaluate-text"
    EXAMPLE = "evaluate-example"
    COHORT = "evaluate-cohort"
    CHECK = "evaluate-check"
    CHECKED = "evaluate-checked"
    WORDS = "evaluate-words"
    RUN = "evaluate-run"
    COST = "evaluate-cost"
    SPENT = "evaluate-spent"
    ANSWER = "evaluate-answer"
