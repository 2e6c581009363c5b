"""The colours and letters of the workbench, the same in figures as in `assets/workbench.css` (a test compares them)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Theme = Literal["light", "dark"]

SANS = '"Source Sans Pro", "Helvetica Neue", Arial, sans-serif'
SERIF = '"Source Serif Pro", Georgia, "Times New Roman", serif'

BODY_SIZE = 15
TABLE_SIZE = 14
CAPTION_SIZE = 13


@dataclass(frozen=True, slots=True)
class Palette:
    """The tokens of one theme; the fields are named as the CSS variables are, `ink_2` for `--ink-2`.

    Attributes:
        ink, ink_2, ink_3: Text; `ink_3` is the lightest that passes AA.
        paper, card, sunk: Surfaces.
        line, line_2, control: Hairlines, and edges of inputs (3:1).
        accent, accent_soft, accent_ink, on_accent: The one accent of research pages.
        base, band: Neutral marks of figures, and the band between two of them.
        classes: Eight class colours, always with a text label beside them.
        hatch, hatch_2: The two stripes of withheld.
        ok, caution, stop: States.
    """

    ink: str
    ink_2: str
    ink_3: str
    paper: str
    card: str
    sunk: str
    line: str
    line_2: str
    control: str
    accent: str
    accent_soft: str
    accent_ink: str
    on_accent: str
    base: str
    band: str
    hatch: str
    hatch_2: str
    ok: str
    caution: str
    stop: str
    classes: tuple[str, ...]


LIGHT = Palette(
    ink="#17202a",
    ink_2="#4a5765",
    ink_3="#5f6b77",
    paper="#fbfaf7",
    card="#ffffff",
    sunk="#f4f1ea",
    line="#e6e2da",
    line_2="#d3cfc5",
    control="#87837a",
    accent="#0b6e6e",
    accent_soft="#e3f1ef",
    accent_ink="#064848",
    on_accent="#ffffff",
    base="#8a959f",
    band="#cfe5e1",
    hatch="#f8f6f1",
    hatch_2="#eceae4",
    ok="#1f6b4f",
    caution="#7a5200",
    stop="#9b2c2c",
    classes=("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8a7a00", "#555555"),
)

DARK = Palette(
    ink="#e9edf0",
    ink_2="#b3bec8",
    ink_3="#9aa7b2",
    paper="#11171d",
    card="#182029",
    sunk="#151c23",
    line="#2a343e",
    line_2="#3a4652",
    control="#7c8995",
    accent="#4fb8b0",
    accent_soft="#12312f",
    accent_ink="#a9e3dd",
    on_accent="#08201f",
    base="#66747f",
    band="#1d4a48",
    hatch="#1b242c",
    hatch_2="#232d36",
    ok="#7fd0ab",
    caution="#e8c77a",
    stop="#f0a0a0",
    classes=("#4aa3df", "#E69F00", "#2bbd92", "#d98fb8", "#56B4E9", "#ee7f3a", "#b8a83a", "#93a1ad"),
)


def palette(theme: str | None) -> Palette:
    """The tokens of a theme; light for anything but `dark`."""
    return DARK if theme == "dark" else LIGHT


# Cividis (Nunez, Anderton, Renslow 2018, doi:10.1371/journal.pone.0199239) from .04 to .84, dark to light.
_CIVIDIS = (
    "#00285c",
    "#17346d",
    "#35446c",
    "#4c556c",
    "#61656f",
    "#757575",
    "#8b8778",
    "#a29a75",
    "#bbaf6d",
    "#cbba67",
)


def magnitudes(theme: str | None) -> tuple[str, ...]:
    """Ten colours from few to many: reversed on paper, so that many is dark; as they are on dark."""
    return _CIVIDIS if theme == "dark" else _CIVIDIS[::-1]


def scale(theme: str | None) -> list[tuple[float, str]]:
    """The magnitude colours as a Plotly colour scale."""
    colours = magnitudes(theme)
    return [(at / (len(colours) - 1), colour) for at, colour in enumerate(colours)]


def shades(theme: str | None) -> tuple[str, ...]:
    """Five of the magnitude colours, from few to many; `--magnitude-1` to `--magnitude-5` in the style sheet."""
    colours = magnitudes(theme)
    return tuple(colours[round(at * (len(colours) - 1) / 4)] for at in range(5))


def text_on(colour: str) -> str:
    """Ink that can be read on a colour: `#ffffff` or `#17202a`, whichever contrasts more (WCAG 2.2)."""
    luminance = _luminance(colour)
    on_white = 1.05 / (luminance + 0.05)
    on_ink = (luminance + 0.05) / (_luminance(LIGHT.ink) + 0.05)
    return "#ffffff" if on_white >= on_ink else LIGHT.ink


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
