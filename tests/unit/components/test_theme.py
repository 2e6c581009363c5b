"""The colours of figures are those of the style sheet, and can be read."""

import dataclasses
import re
from pathlib import Path

import pytest

from components.theme import (
    BODY_SIZE,
    CAPTION_SIZE,
    DARK,
    LIGHT,
    SANS,
    SERIF,
    TABLE_SIZE,
    Palette,
    contrast,
    palette,
    shades,
    text_on,
)

STYLE_SHEET = (Path(__file__).parents[3] / "assets" / "workbench.css").read_text(encoding="utf-8")


def _tokens(selector: str) -> dict[str, str]:
    block = STYLE_SHEET.split(f"\n{selector} {{", 1)[1].split("\n}", 1)[0]
    return dict(re.findall(r"--([a-z0-9-]+):\s*([^;]+);", block))


THEMES = [("light", ":root", LIGHT), ("dark", '[data-bs-theme="dark"]', DARK)]


@pytest.mark.parametrize(("name", "selector", "colours"), THEMES)
def test_figures_and_style_sheet_have_the_same_colours(name: str, selector: str, colours: Palette) -> None:
    tokens = _tokens(selector)
    for field in dataclasses.fields(colours):
        value = getattr(colours, field.name)
        if field.name == "classes":
            assert [tokens[f"class-{at}"] for at in range(1, 9)] == list(value)
        else:
            assert tokens[field.name.replace("_", "-")] == value, field.name


@pytest.mark.parametrize(("name", "selector", "colours"), THEMES)
def test_tiles_are_shaded_by_the_same_magnitudes(name: str, selector: str, colours: Palette) -> None:
    tokens = _tokens(selector)
    for at, shade in enumerate(shades(name), 1):
        assert tokens[f"magnitude-{at}"] == shade
        assert tokens[f"on-magnitude-{at}"] == text_on(shade)


def test_every_light_colour_has_its_dark_twin() -> None:
    light = {name for name, value in _tokens(":root").items() if value.startswith("#")}
    dark = {name for name, value in _tokens('[data-bs-theme="dark"]').items() if value.startswith("#")}
    assert light == dark


def test_letters_are_the_same_too() -> None:
    tokens = _tokens(":root")
    assert (tokens["sans"], tokens["serif"]) == (SANS, SERIF)
    sizes = [tokens[f"size-{name}"] for name in ("body", "table", "caption")]
    assert sizes == [f"{BODY_SIZE}px", f"{TABLE_SIZE}px", f"{CAPTION_SIZE}px"]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read(colours: Palette) -> None:
    for ink in (colours.ink, colours.ink_2, colours.ink_3, colours.accent, colours.stop, colours.caution, colours.ok):
        for paper in (colours.paper, colours.card, colours.sunk):
            assert contrast(ink, paper) >= 4.5
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.accent_ink, colours.accent_soft) >= 4.5
    assert contrast(colours.control, colours.card) >= 3


@pytest.mark.parametrize(("name", "selector"), [("light", ":root"), ("dark", '[data-bs-theme="dark"]')])
def test_states_can_be_read_on_their_soft_ground(name: str, selector: str) -> None:
    tokens = _tokens(selector)
    for state in ("ok", "caution", "stop"):
        assert contrast(tokens[state], tokens[f"{state}-soft"]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_numbers_on_tiles_can_be_read(theme: str) -> None:
    assert all(contrast(text_on(shade), shade) >= 4.5 for shade in shades(theme))


def test_an_unknown_theme_is_light() -> None:
    assert palette(None) is palette("pink") is LIGHT
