"""Plain pages have the tokens of the one style sheet, every word in three languages, and targets large enough."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from components.icons import ICONS
from workbench.accounts.roles import ROLES
from workbench.web.plain.language import LANGUAGES, words

ROOT = Path(__file__).parents[3]
PLAIN = (ROOT / "assets" / "plain.css").read_text()
WHOLE = (ROOT / "assets" / "workbench.css").read_text()
PAGES = ("frame", "sign_in", "password")


def _tokens(sheet: str, selector: str) -> dict[str, str]:
    block = sheet[sheet.index(selector) :].split("}")[0]
    return {name: value.lower() for name, value in re.findall(r"--([\w-]+): (#[0-9a-fA-F]+);", block)}


@pytest.mark.parametrize("selector", [":root {", '[data-bs-theme="dark"] {'])
def test_a_colour_is_the_same_on_every_page(selector: str) -> None:
    plain, whole = _tokens(PLAIN, selector), _tokens(WHOLE, selector)
    shared = plain.keys() & whole.keys()
    assert len(shared) > 15
    assert {name: plain[name] for name in shared} == {name: whole[name] for name in shared}


def test_dark_is_the_same_with_and_without_a_script() -> None:
    assert _tokens(PLAIN, '[data-bs-theme="dark"] {') == _tokens(PLAIN, ":root:not([data-bs-theme]) {")


def test_text_is_16_pixels_and_targets_are_44() -> None:
    assert "font: 400 1rem/1.5" in PLAIN
    assert "--target: 44px" in PLAIN
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]*\d)rem", PLAIN)]
    assert min(sizes) >= 0.9375


def test_every_icon_of_a_plain_page_is_in_the_font() -> None:
    for template in (ROOT / "workbench" / "web" / "plain" / "templates").glob("*.html"):
        for name in re.findall(r"bi-([a-z0-9-]+)", template.read_text()):
            assert name in ICONS, f"{template.name}: {name}"


def _shape(value: Any, key: str = "") -> dict[str, list[str]]:
    """Every word with the places that it is filled at."""
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, Mapping):
        return {at: places for name, part in value.items() for at, places in _shape(part, f"{key}.{name}").items()}
    if isinstance(value, tuple):
        return {at: places for n, part in enumerate(value) for at, places in _shape(part, f"{key}.{n}").items()}
    assert value, key
    return {key: sorted(re.findall(r"\{\w*\}", str(value)))}


@pytest.mark.parametrize("page", PAGES)
def test_every_word_is_there_in_three_languages(page: str) -> None:
    shapes = [_shape(words(page, language)) for language in LANGUAGES]
    assert shapes[0] == shapes[1] == shapes[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_one_card_for_every_role_and_no_other(language: Any) -> None:
    assert set(words("sign_in", language).cards) == set(ROLES)
    assert set(words("frame", language).roles) == set(ROLES)
