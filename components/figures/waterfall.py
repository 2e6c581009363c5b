"""What a neighbourhood has in common with a profile, finding by finding, as a waterfall whose parts add up as printed.

Drawn with plain elements, so it follows the theme, prints, zooms and reads aloud without a script.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.figures.parts import printed
from components.similar_lines import in_words
from components.tables import WITHHELD, Cell, Column, Table, count_beside, number, share
from workbench.disclosure.neighbourhood_values import Neighbourhood, SharedPart
from workbench.disclosure.values import Count

_ROOM = 0.80
_MOST = 12


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the waterfall: where its bar starts and ends in percent of the profile, and what is printed."""

    words: list[Component]
    start: float
    size: float | None
    shown: str
    common: str
    among: str


def waterfall(found: Neighbourhood) -> html.Div:
    """One row a finding of the profile, largest part first, and their sum."""
    lines = _lines(found)
    whole = max((line.start + (line.size or 0) for line in lines), default=0) or 1
    size = number(found.size)
    heads = ("Finding of the profile", "What it adds", "How common", f"Of the {size}")
    looks = ("similar-part-term", "similar-part-plot", "similar-part-number", "similar-part-number")
    head = html.Div(
        [
            html.Div(
                html.Span(words, className="visually-hidden") if at < 2 else words, className=look, role="columnheader"
            )
            for at, (words, look) in enumerate(zip(heads, looks, strict=True))
        ],
        className="similar-part similar-part-head",
        role="row",
    )
    rows = [_row(line, whole, at + 1 == len(lines)) for at, line in enumerate(lines)]
    return html.Div(
        [head, html.Div([*rows, _sum(found, whole)], role="rowgroup")],
        className="similar-waterfall",
        role="table",
        **{"aria-label": "What each finding adds to what the neighbourhood shares with the profile"},
    )


def printed_parts(found: Neighbourhood) -> tuple[tuple[int | None, ...], int]:
    """Each part in whole percent of the profile, None where it is withheld, and their sum: they add up as printed."""
    whole = iter(printed([part.part for part in found.parts if part.part is not None]))
    shown = tuple(None if part.part is None else int(next(whole)) for part in found.parts)
    return shown, sum(part for part in shown if part is not None)


def waterfall_table(found: Neighbourhood) -> Table:
    """Every part with its numbers, and the sum."""
    shown, whole = printed_parts(found)
    names = ("Finding", "HPO id", "In lay words", "Adds, % of the profile", "At most", "Donors of the neighbourhood")
    more = ("Their share", "Donors compared with", "How common", "Broader finding that more of them have", "Its share")
    columns = tuple(Column(name, number=2 < at < 9 or at == 10) for at, name in enumerate((*names, *more)))
    rows = [_cells(part, at, found.everyone) for part, at in zip(found.parts, shown, strict=True)]
    total = ("What they share, the sum", "", "", whole, 100, found.size, "", "", "", "", "")
    return Table("What the neighbourhood shares with the profile", columns, (*rows, total))


def one_in(count: Count, everyone: Count) -> str:
    """How common a finding is among all donors: "1 in 64", by released counts; two digits, since these carry noise."""
    if count is None or not everyone:
        return WITHHELD
    times = everyone / count
    step = 10 if times >= 100 else 1
    return f"1 in {max(1, round(times / step) * step):,}"


def how_common(part: SharedPart, everyone: Count) -> str:
    """The same of a finding of a profile; in the words of its share where a count would give that away."""
    if part.everyone is None and part.everyone_share.bound != "withheld":
        return share(part.everyone_share)
    return one_in(part.everyone, everyone)


def _cells(part: SharedPart, shown: int | None, everyone: Count) -> tuple[Cell, ...]:
    broader = (part.broader[1], share(part.broader[2])) if part.broader else ("", "")
    first = (part.label, part.term, part.lay, shown, round(part.weight))
    among = (count_beside(part.count, part.share), share(part.share))
    return (*first, *among, count_beside(part.everyone, part.everyone_share), how_common(part, everyone), *broader)


def _lines(found: Neighbourhood) -> list[_Line]:
    shown, _ = printed_parts(found)
    kept = found.parts if len(found.parts) <= _MOST else found.parts[: _MOST - 1]
    lines: list[_Line] = []
    start = 0.0
    for part, whole in zip(kept, shown, strict=False):
        among = share(part.share) if part.share.bound != "withheld" else WITHHELD
        lines.append(_Line(_words(part), start, part.part, _plus(whole), how_common(part, found.everyone), among))
        start += part.part or 0.0
    if rest := found.parts[len(kept) :]:
        lines.append(_rest(rest, shown[len(kept) :], start))
    return lines


def _rest(rest: Sequence[SharedPart], shown: Sequence[int | None], start: float) -> _Line:
    known = [part.part for part in rest if part.part is not None]
    words: list[Component] = [
        html.Span(f"{len(rest)} more findings", className="similar-part-label"),
        html.Span("Each of them is in the table", className="similar-part-lay"),
    ]
    told = _plus(sum(part for part in shown if part is not None)) if known else ""
    return _Line(words, start, sum(known) if known else None, told, "", "")


def _plus(part: int | None) -> str:
    return "" if part is None else f"+{part}" if part else "under 1"


def _words(part: SharedPart) -> list[Component]:
    words: list[Component] = [html.Span(part.label, className="similar-part-label")]
    if part.lay:
        words.append(html.Span(part.lay, className="similar-part-lay"))
    if part.broader is not None:
        _, label, among = part.broader
        told = f"{share(among)} have the broader “{label}”"
        words.append(html.Span(told, className="similar-part-broader"))
    return words


def _row(line: _Line, whole: float, is_last: bool) -> html.Div:
    return html.Div(
        [
            html.Div(line.words, className="similar-part-term", role="rowheader"),
            html.Div(_plot(line, whole, is_last), className="similar-part-plot", role="cell"),
            html.Div(in_words(line.common), className="similar-part-number", role="cell"),
            html.Div(in_words(line.among), className="similar-part-number", role="cell"),
        ],
        className="similar-part withheld-row" if line.size is None else "similar-part",
        role="row",
    )


def _plot(line: _Line, whole: float, is_last: bool) -> list[Component]:
    left = 100 * _ROOM * line.start / whole
    if line.size is None:
        hatch = html.Span(className="similar-part-hatch", style={"left": f"{left:.2f}%"})
        return [hatch, html.Span("too few to show", className="visually-hidden")]
    width = 100 * _ROOM * line.size / whole
    end = left + width
    bar = html.Span(className="similar-part-bar", style={"left": f"{left:.2f}%", "width": f"{width:.2f}%"})
    link = html.Span(className="similar-part-link", style={"left": f"{end:.2f}%"})
    label = html.Span(line.shown, className="similar-part-plus", style={"left": f"{end:.2f}%"})
    return [bar, label] if is_last else [bar, link, label]


def _sum(found: Neighbourhood, whole: float) -> html.Div:
    total = printed_parts(found)[1]
    width = 100 * _ROOM * min(found.shared / whole, 1)
    bar = html.Span(className="similar-part-bar sum", style={"left": "0%", "width": f"{width:.2f}%"})
    label = html.Span(f"{total} %", className="similar-part-plus sum", style={"left": f"{width:.2f}%"})
    words = [html.Span([html.B("What they share"), ", the sum"], className="similar-part-label")]
    return html.Div(
        [
            html.Div(words, className="similar-part-term", role="rowheader"),
            html.Div([bar, label], className="similar-part-plot", role="cell"),
            html.Div("", className="similar-part-number", role="cell"),
            html.Div("", className="similar-part-number", role="cell"),
        ],
        className="similar-part similar-part-sum",
        role="row",
    )
