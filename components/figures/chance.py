"""How close profiles drawn by chance come, as a histogram with two lines: "close enough from" and "this profile".

Drawn with plain elements, so it follows the theme, prints, zooms and reads aloud without a script.
"""

from __future__ import annotations

import math

from dash import html

from components.tables import Column, Table
from workbench.disclosure.neighbourhood_values import Chance, Neighbourhood

_STEP = 0.1
_NEAR, _FAR = 20.0, 78.0
_APART = 30.0
_MARGIN = 0.12
AXIS = "Closeness of the tenth nearest donor, from 0 (nothing in common) to about 1"


def chance_figure(found: Neighbourhood) -> html.Div:
    """The histogram, its axis, and the lines of the threshold and of the profile, labelled where they stand."""
    chance = found.chance
    low, high = axis(found)
    most = max(chance.counts, default=0) or 1
    bins = zip(chance.edges, chance.edges[1:], chance.counts, strict=False)
    bars = [_bar(start, end, count / most, chance.threshold, (low, high)) for start, end, count in bins if count]
    drawn = html.Div([_caption(chance, low, high), *bars, *_lines(found, low, high)], className="similar-chance-plot")
    return html.Div(
        [drawn, _axis(low, high)], className="similar-chance", role="img", **{"aria-label": chance_sentence(found)}
    )


def chance_sentence(found: Neighbourhood) -> str:
    """What the figure shows, for people who cannot see it."""
    chance = found.chance
    return (
        f"{chance.draws} profiles drawn by chance reach a closeness of {chance.median:.2f} in the middle; "
        f"close enough is from {chance.threshold:.2f} on; {reached_words(found)}."
    )


def reached_words(found: Neighbourhood) -> str:
    """How far this profile comes: "this profile reaches 0.60", or that it stays below the line."""
    if found.closeness:
        return f"this profile reaches {found.closeness:.2f}"
    return f"this profile stays below {found.chance.threshold:.2f}"


def chance_table(found: Neighbourhood) -> Table:
    """One row a bin, and the two lines."""
    chance = found.chance
    rows = [
        (f"{start:.2f} to {end:.2f}", count)
        for start, end, count in zip(chance.edges, chance.edges[1:], chance.counts, strict=False)
    ]
    told: list[tuple[str, str | int]] = [
        ("Close enough from", f"{chance.threshold:.2f}"),
        ("This profile", f"{found.closeness:.2f}" if found.closeness else f"below {chance.threshold:.2f}"),
        ("Half of the profiles drawn by chance reach", f"{chance.median:.2f}"),
        ("Profiles drawn by chance that came as close", chance.as_close),
        ("Profiles drawn by chance", chance.draws),
    ]
    columns = (Column("Closeness"), Column("Profiles drawn by chance", number=True))
    return Table("Closeness of profiles drawn by chance, and of this profile", columns, (*rows, *told))


def axis(found: Neighbourhood) -> tuple[float, float]:
    """From where to where the axis goes: whole tenths that hold every bin, both lines and room for a label."""
    lines = [found.chance.threshold, *([found.closeness] if found.closeness else [])]
    places = [*found.chance.edges, *lines]
    last = max(*places, min(max(lines) + _MARGIN, 1.0))
    low, high = math.floor(min(places) / _STEP + 1e-9), math.ceil(last / _STEP - 1e-9)
    return low * _STEP, max(high, low + 5) * _STEP


def _at(value: float, low: float, high: float) -> float:
    return 100 * min(max((value - low) / (high - low), 0.0), 1.0)


def _bar(start: float, end: float, height: float, threshold: float, ends: tuple[float, float]) -> html.Span:
    left, right = _at(start, *ends), _at(end, *ends)
    look = "similar-chance-bar beyond" if (start + end) / 2 >= threshold else "similar-chance-bar"
    return html.Span(
        className=look, style={"left": f"{left:.2f}%", "width": f"{right - left:.2f}%", "--height": f"{height:.4f}"}
    )


def _caption(chance: Chance, low: float, high: float) -> html.Span:
    first = next((start for start, count in zip(chance.edges, chance.counts, strict=False) if count), low)
    left = {"left": f"{min(_at(first, low, high), 55):.2f}%"}
    return html.Span(f"{chance.draws} profiles drawn by chance", className="similar-chance-caption", style=left)


def _lines(found: Neighbourhood, low: float, high: float) -> list[html.Span]:
    """Each label on the side where the other line is not."""
    threshold, words = _at(found.chance.threshold, low, high), f"close enough from {found.chance.threshold:.2f}"
    if not found.closeness:
        return [_line("threshold", threshold, words, threshold > _FAR)]
    own = _at(found.closeness, low, high)
    is_near = 0 <= own - threshold < _APART
    return [
        _line("threshold", threshold, words, is_near or threshold > _FAR),
        _line("own", own, f"this profile {found.closeness:.2f}", _NEAR < own < threshold or own > _FAR),
    ]


def _line(kind: str, at: float, words: str, to_left: bool) -> html.Span:
    label = html.Span(words, className="similar-chance-label to-left" if to_left else "similar-chance-label")
    return html.Span(label, className=f"similar-chance-line {kind}", style={"left": f"{at:.2f}%"})


def _axis(low: float, high: float) -> html.Div:
    first, last = round(low / _STEP), round(high / _STEP)
    ticks = [
        html.Span(f"{tick * _STEP:.1f}", style={"left": f"{_at(tick * _STEP, low, high):.2f}%"})
        for tick in range(first, last + 1)
    ]
    scale = html.Div(ticks, className="similar-chance-ticks")
    return html.Div([scale, html.Div(AXIS)], className="similar-chance-axis")
