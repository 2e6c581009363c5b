"""Two profiles side by side: what they share, how far their neighbourhoods overlap, and what differs between these."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.figures.parts import printed
from components.panel import empty, panel
from components.released_words import cardinal
from components.similar_lines import figures_row, finding_lines, in_words, label_and_lay
from components.tables import Column, Table, number, share
from workbench.disclosure.neighbourhood_values import TwoNeighbourhoods, TwoShares
from workbench.disclosure.profile_values import ProfilesSideBySide, SharedFinding
from workbench.disclosure.values import Count, Share


def overlap_panel(two: TwoNeighbourhoods, file: str) -> html.Section:
    """How many donors are close to each profile and to both."""
    body = figures_row(
        (
            (_size(two.first), "close to the first profile"),
            (_size(two.second), "close to the second profile"),
            (_both(two), "close to both"),
        )
    )
    sizes = (("First profile", two.first), ("Second profile", two.second), ("Both", two.both))
    columns = (Column("Close to"), Column("Donors", number=True))
    return panel(
        overlap_title(two),
        body,
        subtitle="Donors close enough to each profile, of all donors of this snapshot",
        footer="“Nobody yet”, “fewer than 10” and too close to a group asked about before look the same on purpose.",
        name="similar-overlap",
        data=Table("Donors close to each profile and to both", columns, sizes),
        file=file,
    )


def overlap_title(two: TwoNeighbourhoods) -> str:
    """How far the two neighbourhoods are the same people, from released counts."""
    if two.first is None and two.second is None:
        return "Nobody is close enough to either profile yet"
    if two.first is None or two.second is None:
        which = "first" if two.first is None else "second"
        return f"Nobody is close enough to the {which} profile yet"
    if two.both is None:
        return "The two profiles have different neighbourhoods"
    smaller = min(two.first, two.second)
    if two.both >= 0.9 * smaller:
        return (
            "Nearly all who are close to one profile are close to the other"
            if two.first == two.second
            else ("Nearly all of the smaller neighbourhood lie in the larger one")
        )
    return f"About {number(two.both)} donors are close to both profiles"


def pair_panel(pair: ProfilesSideBySide, file: str) -> html.Section:
    """What the two profiles themselves have in common, each way, and what only one of them says."""
    if not pair.shared:
        body: list[Component] = [html.P("No finding of one is also in the other, not even a broader one.")]
    else:
        body = [_shared(pair)]
    body.append(html.Div([part for part in _only(pair) if part is not None], className="similar-only"))
    return panel(
        pair_title(pair),
        body,
        subtitle="The two profiles alone: the part of each that the other says too, rare findings weighing most",
        footer="Each column adds up to its sum as printed.",
        name="similar-pair",
        data=pair_table(pair),
        file=file,
        class_name="similar-pair",
    )


def pair_title(pair: ProfilesSideBySide) -> str:
    """Both shares in one sentence."""
    first, second = _sums(pair)
    if not pair.shared:
        return "The two profiles have nothing in common"
    return f"The second profile says {first} % of the first, the first {second} % of the second"


def pair_table(pair: ProfilesSideBySide) -> Table:
    """One row a shared finding, the sums, and what only one profile says."""
    first, second = _printed(pair)
    rows: list[tuple[str | int | None, ...]] = [
        (one.label, one.term, "recorded in both" if one.exact else "broader, in both", a, b)
        for one, a, b in zip(pair.shared, first, second, strict=True)
    ]
    rows.append(("What they share, the sum", "", "", *_sums(pair)))
    only = ((pair.only_first, "first only"), (pair.only_second, "second only"), (pair.opposed, "one rules it out"))
    for told, words in only:
        rows += [(label, term, words, "", "") for term, label in told]
    columns = (
        Column("Finding"),
        Column("HPO id"),
        Column("How"),
        Column("Of the first, %", number=True),
        Column("Of the second, %", number=True),
    )
    return Table("What the two profiles have in common", columns, tuple(rows))


def apart_panel(two: TwoNeighbourhoods, file: str) -> html.Section:
    """Findings whose shares differ most between the two neighbourhoods."""
    if two.first is None or two.second is None:
        return empty("No two neighbourhoods to compare yet", "Each needs ten donors or more that are close enough.")
    if not two.rows:
        return empty("The two neighbourhoods do not clearly differ", "No finding is clearly commoner in one.")
    data = Table(
        "Findings that differ most between the two neighbourhoods",
        (
            Column("Finding"),
            Column("HPO id"),
            Column("In lay words"),
            Column("First", number=True),
            Column("Second", number=True),
        ),
        tuple((row.label, row.term, row.lay, share(row.first), share(row.second)) for row in two.rows),
    )
    return panel(
        apart_title(two),
        _differences(two),
        subtitle=f"{cardinal(len(two.rows)).capitalize()} findings, largest difference first",
        footer="Share of each neighbourhood with the finding recorded. “Not recorded” is never “absent”.",
        name="similar-apart",
        data=data,
        file=file,
    )


def apart_title(two: TwoNeighbourhoods) -> str:
    """The largest difference as a sentence."""
    first = two.rows[0]
    return f"{first.label} is recorded in {share(first.first)} of the first and {share(first.second)} of the second"


def _differences(two: TwoNeighbourhoods) -> html.Div:
    names = ("Finding", "", f"First {number(two.first)}", f"Second {number(two.second)}")
    head = html.Div(
        [html.Div(name or html.Span("Shares", className="visually-hidden"), role="columnheader") for name in names],
        className="similar-difference similar-line-head",
        role="row",
    )
    return html.Div(
        [head, html.Div([_difference(row) for row in two.rows], role="rowgroup")],
        role="table",
        **{"aria-label": "Findings that differ most between the two neighbourhoods"},
    )


def _difference(row: TwoShares) -> html.Div:
    bars = html.Div([_bar(row.first, "first"), _bar(row.second, "second")], className="similar-twobars")
    return html.Div(
        [
            html.Div(label_and_lay(row.label, row.lay), role="rowheader"),
            html.Div(bars, role="cell"),
            html.Div(in_words(share(row.first)), className="num first", role="cell"),
            html.Div(in_words(share(row.second)), className="num second", role="cell"),
        ],
        className="similar-difference",
        role="row",
    )


def _bar(part: Share, which: str) -> html.Span:
    if part.percent is None:
        return html.Span(className=f"similar-twobar {which} withheld")
    return html.Span(className=f"similar-twobar {which}", style={"width": f"{max(part.percent, 1):.1f}%"})


def _shared(pair: ProfilesSideBySide) -> html.Div:
    first, second = _printed(pair)
    lines = [(one.label, _how(one), _plus(a), _plus(b)) for one, a, b in zip(pair.shared, first, second, strict=True)]
    of_first, of_second = _sums(pair)
    total = ("What they share, the sum", f"{of_first} %", f"{of_second} %")
    heads = ("Shared finding", "Of the first", "Of the second")
    return finding_lines(heads, lines, "What the two profiles have in common", total)


def _how(one: SharedFinding) -> str:
    return one.lay if one.exact else "; ".join(filter(None, ("Broader, in both", one.lay)))


def _plus(part: int) -> str:
    return f"+{part}" if part else "under 1"


def _only(pair: ProfilesSideBySide) -> list[Component | None]:
    told = (
        ("Only in the first", pair.only_first),
        ("Only in the second", pair.only_second),
        ("One has it, the other rules it out", pair.opposed),
    )
    return [
        html.Div([html.P(words, className="label"), html.P("; ".join(label for _, label in rows))]) if rows else None
        for words, rows in told
    ]


def _printed(pair: ProfilesSideBySide) -> tuple[list[int], list[int]]:
    first = printed([one.of_first for one in pair.shared])
    second = printed([one.of_second for one in pair.shared])
    return [int(part) for part in first], [int(part) for part in second]


def _sums(pair: ProfilesSideBySide) -> tuple[int, int]:
    first, second = _printed(pair)
    return sum(first), sum(second)


def _size(count: Count) -> str:
    return "nobody yet" if count is None else f"about {number(count)}"


def _both(two: TwoNeighbourhoods) -> str:
    if two.first is None or two.second is None:
        return "nobody yet"
    return "fewer than 10" if two.both is None else f"about {number(two.both)}"
