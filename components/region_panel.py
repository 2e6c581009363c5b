"""The panel beside the map: what a selected area is, what sets its donors apart, and a rule that comes near it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dash import dcc, html
from dash.development.base_component import Component

from components.figures.comparison import comparison_figure
from components.figures.map_colours import and_list, lower_first
from components.icons import icon
from components.ids import Panel
from components.map_ids import Map
from components.notices import TOO_CLOSE
from components.released_words import q_words
from components.tables import Column, Table, interval, number, share, table
from workbench.cohorts.query import MOST_CLAUSES
from workbench.disclosure.values import Count, FindingRow, FindingsComparison, RegionRule, Share

_LISTED = 9
_MOST_RARER = 2
_LINE = 0.05
_CLOSE, _FAIR = 75.0, 50.0
FULL = f"Your cohort has {MOST_CLAUSES} clauses already, which is the most. Remove one to add this area."


@dataclass(frozen=True, slots=True)
class Region:
    """A selection on the map, answered.

    Attributes:
        name: Name of the named area that it is; empty for any other selection.
        cells: Number of cells.
        donors: Donors in it.
        inside: Donors in it that are in the cohort, too.
        has_cohort: Whether there is a cohort, and room in it to ask that.
        findings: Its most different findings against all donors, without near repetitions.
        rule: The rule that comes near it, if there is one.
        as_rule: Address of the cohort that the rule is; empty without a rule.
        as_clause: Address of the cohort with this area as one more clause; empty when it has no room.
    """

    name: str
    cells: int
    donors: Count
    inside: Count
    has_cohort: bool
    findings: FindingsComparison
    rule: RegionRule | None
    as_rule: str
    as_clause: str


def region_panel(region: Region) -> html.Section:
    """The answered panel: who, what sets them apart, the rule, and what to do with them."""
    told = telling(region.findings)
    return html.Section(
        [
            _heading(region),
            html.Div(_apart(region, told), className="region-apart"),
            _rule(region.rule),
            html.Div(_actions(region), className="region-actions"),
        ],
        className="panel region-panel",
    )


def invitation(example_name: str, example: str) -> html.Section:
    """What stands here before anything is selected, with one example a click away."""
    ways = [
        html.Li([html.B("Lasso: "), "draw a line round some hexagons."]),
        html.Li([html.B("Cell by cell: "), "click hexagons that touch each other."]),
        html.Li([html.B("Named area: "), "pick one from the list, by keyboard, too."]),
        html.Li([html.B("Table: "), "tick cells with the space bar."]),
    ]
    words = [
        html.P("Selected area", className="label"),
        html.H2("Select an area to read what sets its donors apart", className="panel-title"),
        html.P("Nothing is selected yet. At least 50 donors, in hexagons that touch.", className="panel-text"),
        html.Ul(ways, className="region-ways"),
    ]
    link = dcc.Link([icon("hexagon"), example_name], href=example, className="chip chip-link")
    shown = [html.P("Start with an example", className="label"), html.Div(link, className="chips")] if example else []
    return html.Section(html.Div([*words, *shown], className="panel-message"), className="panel region-panel")


def guidance(what: str, do: str, way: Component | None = None) -> html.Section:
    """A selection that cannot be asked about: why, and what to do instead.

    Args:
        way: A link that does it.
    """
    words = [
        html.P("Selected area", className="label"),
        html.H2(what, className="panel-title"),
        html.P(do or "Select other hexagons on the map.", className="panel-text"),
        html.Div(way, className="region-way") if way is not None else None,
    ]
    return html.Section(
        html.Div(words, className="panel-message", role="status"), className="panel region-panel region-guidance"
    )


def largest_part(number_of_cells: int, href: str) -> dcc.Link:
    """A link that keeps the largest part of a selection that falls apart."""
    return dcc.Link([icon("hexagon"), f"Keep the largest part, {number_of_cells} cells"], href=href, className="button")


def telling(findings: FindingsComparison) -> FindingsComparison:
    """The nine findings that tell the area best: the commoner ones first, then at most two that are clearly rarer."""
    seen = [row for row in findings.rows if row.cohort_share.percent is not None and row.q is not None]
    commoner = [row for row in seen if difference(row) > 0]
    rarer = [row for row in seen if difference(row) < 0 and row.q is not None and row.q < _LINE]
    last = rarer[:_MOST_RARER]
    return replace(findings, rows=(*commoner[: _LISTED - len(last)], *last))


def region_table(findings: FindingsComparison) -> Table:
    """The listed findings in as few columns as 384 pixels hold; the download has all of both."""
    heads = ("Finding", "Here", "95 %", "All", "q")
    columns = tuple(Column(head, number=at > 0) for at, head in enumerate(heads))
    rows = (
        (row.label, share(row.cohort_share), interval(row.cohort_share), share(row.everyone_share), q_words(row.q))
        for row in findings.rows
    )
    return Table("Findings of the selected area and of all donors", columns, tuple(rows))


def difference(row: FindingRow) -> float:
    """Percentage points by which the finding is commoner in the cohort; negative when rarer."""
    return (row.cohort_share.percent or 0.0) - (row.everyone_share.percent or 0.0)


def apart_title(findings: FindingsComparison) -> str:
    """What sets the area apart, in one sentence made by rule."""
    if not findings.rows:
        return "No finding is recorded often enough here to compare"
    first = findings.rows[0]
    if first.q is None or first.q >= _LINE:
        return "Nothing sets them clearly apart from all donors"
    here, everyone = _kept(first.cohort_share), _kept(first.everyone_share)
    return f"What sets them apart: {lower_first(first.label)}, {here} against {everyone} of all donors"


def fit_words(rule: RegionRule) -> str:
    """How well the rule fits, read honestly: by the lower of its two shares."""
    lower = min(_least(rule.finds), _least(rule.lies_in))
    return "A close fit." if lower >= _CLOSE else "A fair fit." if lower >= _FAIR else "A loose fit."


def _kept(part: Share) -> str:
    """The share with its sign on the same line."""
    return share(part).replace(" %", "\u00a0%")


def _least(part: Share) -> float:
    return 0.0 if part.percent is None or part.bound == "under" else part.percent


def _heading(region: Region) -> html.Header:
    plural = "cell" if region.cells == 1 else "cells"
    told = f" donors, {TOO_CLOSE}," if region.donors is None else " donors"
    words: list[Component | str] = [html.B(number(region.donors)), f"{told} in {region.cells} {plural}"]
    if region.has_cohort:
        words.append(f" · {number(region.inside)} of them in your cohort{_or_too_close(region.inside)}")
    name = region.name or f"Your selection: {region.cells} {plural}"
    return html.Header(
        [html.P("Selected area", className="label"), html.H2(name, className="region-name"), html.P(words)],
        className="region-head",
        **{"aria-live": "polite"},
    )


def _or_too_close(count: Count) -> str:
    return f", {TOO_CLOSE}" if count is None else ""


def _apart(region: Region, told: FindingsComparison) -> html.Section:
    rows = comparison_figure(told, names=("Here", "All"), class_name="compact")
    listed = html.Div(table(region_table(region.findings)), className="panel-table")
    explained = html.Abbr("q", title="Share of false alarms to expect among findings at least this different.")
    foot = html.Footer(["Most different first. ", explained, " is the share of false alarms to expect."])
    title = html.H3(apart_title(told), className="panel-title")
    return html.Section(
        [_tools(), title, html.Div([_marks(), rows], className="panel-figure"), listed, foot],
        id=Panel.root(Map.REGION_NAME),
        className="panel region-findings",
    )


def _marks() -> html.P:
    """What the marks of the rows mean, on the line of the headings."""
    here, everyone = html.I(className="mark-here"), html.I(className="mark-all")
    return html.P([here, "here, 95 %", everyone, "all"], className="region-marks", **{"aria-hidden": "true"})


def _tools() -> html.Div:
    """Rows or table, and the download of every finding, not only of the most different ones."""
    views = [
        html.Span([icon("table"), html.Span("Table", className="visually-hidden")], className="to-table"),
        html.Span([icon("bar-chart"), html.Span("Figure", className="visually-hidden")], className="to-figure"),
    ]
    csv = [icon("download"), html.Span("Download all findings as CSV", className="visually-hidden")]
    return html.Div(
        [
            html.Button(views, id=Panel.view(Map.REGION_NAME), n_clicks=0, className="tool", title="Table or figure"),
            html.Button(csv, id=Map.REGION_CSV, n_clicks=0, className="tool", title="Download CSV"),
        ],
        className="panel-tools region-tools",
    )


def _rule(rule: RegionRule | None) -> html.Div:
    title = html.P("As a rule that can be repeated", className="label")
    if rule is None:
        return html.Div([title, html.P("No one or two findings come near this area.")], className="region-rule")
    names = [rule.labels[0], *(lower_first(label) for label in rule.labels[1:])]
    words = html.P(
        [
            html.B(and_list(names)),
            f": finds {_kept(rule.finds)} of this area; {_kept(rule.lies_in)} of those it finds lie in it. ",
            html.Span(fit_words(rule), className="region-fit"),
        ]
    )
    return html.Div([title, words], className="region-rule")


def _actions(region: Region) -> Sequence[Component]:
    rule = _action(region.as_rule, "Use rule as cohort", "plus-lg", "No rule comes near this area.", main=True)
    clause = _action(region.as_clause, "Add area to cohort", "hexagon", FULL)
    reason = [] if region.as_clause else [html.P(FULL, className="region-reason", id=f"{Map.REGION}-reason")]
    return [rule, clause, *reason]


def _action(href: str, words: str, glyph: str, reason: str, *, main: bool = False) -> Component:
    look = "button button-main" if main else "button"
    if href:
        return dcc.Link([icon(glyph), words], href=href, className=look)
    return html.Button([icon(glyph), words], className=look, title=reason, disabled=True)
