"""Words that say the same thing everywhere: what is withheld, what is synthetic, what went wrong."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.icons import icon

WHY_WITHHELD = (
    "Small groups could point to a person, and so could a group that differs by a few people from one that you or your "
    "study asked about. Then no number is shown: none at all, fewer than 10 and too close look the same."
)
WITHHELD_COHORT = "fewer than 10, or too close"
"""In place of the count of a cohort: too small, or too close to a group that was asked about before."""
TOO_CLOSE = "or too close to a group asked about before"
SYNTHETIC = "Synthetic demonstration data"


def synthetic_badge(synthetic: bool) -> Component | None:
    """The words that stand on every page, prints included, while any donor is invented."""
    if not synthetic:
        return None
    return html.Span(SYNTHETIC, className="synthetic-badge", title="Drawn from published annotations. No real person.")


def withheld_word(words: str = "fewer than 10") -> html.Span:
    """The hatched word in place of a small count."""
    return html.Span(words, className="withheld-word")


def withheld_strip(words: str = "fewer than 10") -> html.Div:
    """A hatched strip of fixed size in place of a figure."""
    return html.Div(html.Span(words), className="withheld-strip")


def notice(what: str, do: str = "", *, reference: str = "", kind: str = "stop") -> html.Div:
    """A message across the page: what happened, what to do, and a reference number where there is one.

    Args:
        kind: `stop`, `caution` or `ok`.
    """
    glyph = "check2" if kind == "ok" else "exclamation-triangle"
    words: list[Component | str] = [html.Strong(what), f" {do}" if do else ""]
    if reference:
        words.append(reference_number(reference))
    return html.Div([icon(glyph), html.Div(words)], className=f"notice notice-{kind}", role="alert")


def copy_button(text: str, words: str) -> html.Button:
    """A button that copies a text in the browser, and then says so."""
    return html.Button([icon("copy"), html.Span(words)], className="copy", **{"data-copy": text, "aria-live": "polite"})


def reference_number(reference: str) -> html.Span:
    """A reference for support, with a button that copies it."""
    return html.Span(
        ["Reference for support ", html.Code(reference), copy_button(reference, "Copy")],
        className="reference",
    )
