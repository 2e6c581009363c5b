"""What families read asks for about eight years of school, in every language."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from string import Formatter

import pytest

from tests.contract.reading_grade import count, grade
from workbench.web.plain.processing_words import Words, ca, en, es

LANGUAGES = (en.WORDS, es.WORDS, ca.WORDS)
HIGHEST = 8.0
_FRAGMENT = 5  # words; shorter texts are titles and labels, which would flatter the average


def texts(value: object) -> list[str]:
    """Every text in the words of a page, in order."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for one in value for text in texts(one)]
    if is_dataclass(value):
        return [
            text for field in fields(value) if field.name != "language" for text in texts(getattr(value, field.name))
        ]
    return []


def places(words: object) -> list[set[str]]:
    """The places that are filled in, text by text."""
    return [{name for _, name, _, _ in Formatter().parse(text) if name} for text in texts(words)]


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.language)
def test_the_page_asks_for_eight_years_of_school_at_most(words: Words) -> None:
    running = " ".join(text for text in texts(words) if text.endswith(".") and len(text.split()) > _FRAGMENT)
    assert grade(running.replace("{", "").replace("}", ""), words.language) <= HIGHEST


@pytest.mark.parametrize("words", LANGUAGES[1:], ids=lambda words: words.language)
def test_every_language_says_as_much_as_english_and_fills_the_same_places(words: Words) -> None:
    assert places(words) == places(en.WORDS)


@pytest.mark.parametrize(
    ("word", "language", "syllables"),
    [("families", "en", 3), ("name", "en", 1), ("asked", "en", 1), ("table", "en", 2), ("familia", "es", 3),
     ("país", "es", 2), ("cuidado", "es", 3), ("nadie", "es", 2), ("dades", "ca", 2), ("persones", "ca", 3)],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_spoken(word: str, language: str, syllables: int) -> None:
    assert count(word, language) == syllables


def test_a_text_for_lawyers_asks_for_more() -> None:
    legal = "The controller, pursuant to applicable legislation, processes pseudonymised information exclusively."
    assert grade(legal, "en") > 12
