"""What the page "How your data is processed" says, one file a language.

Places in braces are filled with what is in force (`workbench.api.processing`), so no number stands in these files.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """A title in bold and what it means."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """The page in one language, from top to bottom.

    Attributes:
        promises: Four, in the order of their icons: people, closed eye, key, open door.
        steps: What happens to one answer.
        who_rows: Who and what they see, in the order family, other families, researchers, study leads, steward, others.
        settings: Name and value of each setting in force; the last name is of the day when it was measured.
    """

    language: str
    kicker: str
    title: str
    lead: str
    synthetic: str
    promises_title: str
    promises: tuple[Point, Point, Point, Point]
    steps_title: str
    steps: tuple[Point, ...]
    you_are: Point
    you_told: Point
    apart: str
    who_title: str
    who: str
    sees: str
    who_rows: tuple[Point, Point, Point, Point, Point, Point]
    small_title: str
    small: str
    small_shown: Point
    attack_title: str
    attack: str
    attack_question: str
    coin: str
    here: str
    simpler: str
    out_of: str
    attack_reading: str
    not_measured: str
    cannot: Point
    children_title: str
    children: str
    do_title: str
    do: tuple[str, str, str, str]
    settings_title: str
    settings: tuple[Point, ...]
    written_by: str
