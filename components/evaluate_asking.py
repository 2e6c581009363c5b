"""How the page of evaluations asks: on behalf of the study that was chosen, and with what came from the browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from components.asking import asker, door
from workbench.api.door import Door
from workbench.errors import InvalidQuery


@dataclass(frozen=True, slots=True)
class Choice:
    """A study and the JSON text of a definition, as the browser sent them."""

    study: str
    text: str


def choice(study: object, text: object) -> Choice:
    """The choice, where both parts are texts.

    Raises:
        InvalidQuery: One is missing.
    """
    if not isinstance(study, str) or not study:
        raise InvalidQuery("No study is chosen.", do="Choose one in step 1.")
    if not isinstance(text, str) or not text.strip():
        raise InvalidQuery("There is no definition yet.", do="Paste one, or start with the example.")
    return Choice(study, text)


def checked_choice(checked: object) -> Choice:
    """The choice that was checked.

    Raises:
        InvalidQuery: None was.
    """
    if not isinstance(checked, Mapping):
        raise InvalidQuery("No definition was checked yet.", do="Press “Check” first.")
    return choice(checked.get("study"), checked.get("text"))


def study_door(study: str) -> Door:
    """The door for whoever sent this request, on behalf of a study; whether they take part in it, the question asks."""
    return door().asked_by(replace(asker(), study=study))
