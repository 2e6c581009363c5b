"""The page "How your data is processed": what is in force here, in the reader's language, open to everybody."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, g, request

from data_access.snapshots import manifest
from workbench.api.processing import processing
from workbench.errors import WorkbenchError
from workbench.web.opened import opened
from workbench.web.plain.language import language_of, words
from workbench.web.plain.pages import page

_FIGURES = Path(__file__).with_name("attack_figures.json")
_PROMISE_ICONS = ("people", "eye-slash", "key", "door-open")
_ACTION_ICONS = ("eye", "download", "sliders", "trash")
_IS_OF_SNAPSHOT = re.compile(r"\{(frozen|hpo)\}")
_BARS = ("coin", "here", "simpler")
_ACTION_PLACES = ("/your-data", "/your-data#copy", "/your-data#consents", "/your-data#leave")


@dataclass(frozen=True, slots=True)
class AttackFigures:
    """What `python -m tests.attack` last measured, in percent of guesses that were right.

    Attributes:
        day: When, ISO 8601.
        targets: People whose fact was guessed.
        budget: Most questions asked about each.
        control: With the target not in the data; the worst attack's own.
        here: The worst attack on this design.
        simpler: The worst attack where groups under the floor are hidden and the rest is rounded.
    """

    day: str
    targets: int
    budget: int
    control: int
    here: int
    simpler: int


def how_your_data() -> Blueprint:
    """The route of this page."""
    blueprint = Blueprint("how_your_data", __name__)
    blueprint.add_url_rule("/how-your-data-is-processed", "show", _show, methods=["GET"])
    return blueprint


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the figure: its label, its length in percent, its number in words, and its class."""

    label: str
    percent: int
    number: str
    kind: str


@cache
def attack_figures() -> AttackFigures | None:
    """The figures that come with this version; None where it has not been measured."""
    return AttackFigures(**json.loads(_FIGURES.read_text(encoding="utf-8"))) if _FIGURES.exists() else None


def _show() -> Response:
    said = words("processing", language_of(request, g.get("session")))
    figures = attack_figures()
    frozen, release = _frozen()
    facts = {
        **asdict(processing()),
        "moved": processing().moved_by,
        "questions": processing().questions_a_day,
        "idle": opened().settings.idle_minutes,
        "frozen": frozen,
        "hpo": release,
        **(asdict(figures) if figures else {}),
    }
    return page(
        "processing",
        words=said,
        facts=facts,
        settings=[one for one in said.settings if frozen or not _IS_OF_SNAPSHOT.search(one.text)],
        figures=figures,
        bars=_bars(said, figures),
        promise_icons=_PROMISE_ICONS,
        actions=list(zip(_ACTION_ICONS, _ACTION_PLACES, said.do, strict=True)),
    )


def _frozen() -> tuple[str, str]:
    """Day and HPO release of the snapshot in use; both empty where there is none."""
    try:
        found = manifest(opened().settings.snapshots)
    except WorkbenchError:
        return "", ""
    return found.created[:10], found.hpo_release


def _bars(said: Any, figures: AttackFigures | None) -> list[Bar]:
    if figures is None:
        return []
    shown = ((said.coin, figures.control), (said.here, figures.here), (said.simpler, figures.simpler))
    return [Bar(words, n, said.out_of.format(n=n), kind) for (words, n), kind in zip(shown, _BARS, strict=True)]
