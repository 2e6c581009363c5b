"""Published conditions that fit a profile, each with its reasons, whose addends sum to the score as printed."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components.figures.parts import printed
from components.panel import panel
from components.tables import Column, Table
from workbench.api.fitting import FittingCondition, Reason, sentence

CONDITION = "/condition?id="
TITLE = "Conditions whose published findings fit"
SUBTITLE = "From published annotations, not from any donor. It may help to look further; it is never a diagnosis."
_DIGITS = 2


def fit_panel(fitting: Sequence[FittingCondition], file: str, *, linked: bool) -> html.Section:
    """The conditions that fit best, each a line that opens to its reasons.

    Args:
        linked: Whether a condition has a page of its own.
    """
    best = max((one.score for one in fitting), default=1.0) or 1.0
    lines = [_condition(one, at + 1, best, linked) for at, one in enumerate(fitting)]
    return panel(
        TITLE,
        html.Ol(lines, className="similar-fits"),
        subtitle=SUBTITLE,
        footer="About 0: nothing in common. About 1: everything. Open a line to read why; its parts add up.",
        name="similar-fit",
        data=fit_table(fitting),
        file=file,
    )


def fit_table(fitting: Sequence[FittingCondition]) -> Table:
    """One row a reason, under its condition and score."""
    names = ("Condition", "Id", "Score", "Adds", "Finding of the profile", "HPO id", "Why")
    rows = []
    for one in fitting:
        shown = printed_reasons(one)
        told = zip(one.why, shown, strict=True)
        score = f"{sum(shown):.{_DIGITS}f}"
        rows += [
            (one.name, one.id, score, f"{adds:.{_DIGITS}f}", why.label, why.term or "", sentence(why))
            for why, adds in told
        ]
    columns = tuple(Column(name, number=at in (2, 3)) for at, name in enumerate(names))
    return Table("Published conditions that fit the profile, and why", columns, tuple(rows))


def printed_reasons(fitting: FittingCondition) -> tuple[float, ...]:
    """The addend of each reason as printed: they add up to the score as printed."""
    return printed([why.addend for why in fitting.why], _DIGITS)


def _condition(one: FittingCondition, place: int, best: float, linked: bool) -> html.Li:
    shown = printed_reasons(one)
    score = html.Span(f"{sum(shown):.{_DIGITS}f}", className="similar-fit-score num")
    bar = html.Span(
        html.Span(className="bar bar-lead", style={"--share": f"{max(one.score, 0.0) / best:.4f}"}),
        className="similar-fit-bar",
    )
    summary = html.Summary([html.Span(one.name, className="similar-fit-name"), bar, score])
    reasons = [_reason(why, adds) for why, adds in zip(one.why, shown, strict=True)]
    total = html.Li([html.Span("Score, the sum"), html.Span(score.children, className="num")], className="sum")
    opened: list[Component] = [html.Ul([*reasons, total], className="similar-reasons")]
    if linked:
        opened.append(dcc.Link(f"About {one.name}", href=f"{CONDITION}{one.id}", className="arrow"))
    # The first one is open, so that nobody has to guess what opening a line brings.
    return html.Li(html.Details([summary, *opened], open=place == 1), className="similar-fit")


def _reason(why: Reason, adds: float) -> html.Li:
    words: list[Component] = [html.Span(sentence(why))]
    if why.lay:
        words.append(html.Span(why.lay, className="similar-lay"))
    amount = "not scored" if why.kind == "ruled out" else f"{adds:+.{_DIGITS}f}".replace("-", "−")
    return html.Li([html.Span(words), html.Span(amount, className="num")])
