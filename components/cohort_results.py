"""What a cohort is: its count in words, and the panels of attrition, facts and findings."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components.clause_links import PATH, cohort_link, example_chips, example_link, why_clauses
from components.cohort_ids import Cohorts, Picker
from components.figures.attrition import attrition_figure, attrition_table, attrition_title
from components.figures.comparison import comparison_figure, comparison_lead, comparison_title
from components.figures.glance import glance_figure, glance_table
from components.icons import icon
from components.ids import Panel
from components.notices import WHY_WITHHELD, WITHHELD_COHORT, notice, withheld_strip
from components.panel import empty, panel, widening
from components.tables import csv_file, number
from workbench.cohorts.query import Query
from workbench.cohorts.text import ClauseWords
from workbench.disclosure.release import Released
from workbench.disclosure.values import Attrition, CohortCount, Facts, FindingsComparison
from workbench.errors import WorkbenchError

Widenings = Sequence[tuple[str, Query]]


def count_panel(
    released: Released[CohortCount], query: Query, sentence: str, definition: str, widenings: Widenings
) -> html.Section:
    """The count, the cohort in plain words, and its definition on demand.

    Args:
        definition: The cohort as JSON text.
        widenings: Ways to a larger cohort, shown when the count is withheld.
    """
    count = released.value.count
    figure = (
        html.Div([html.Strong(number(count), className="count-number"), html.Span("donors, rounded to 5")])
        if count is not None
        else html.Div([withheld_strip(WITHHELD_COHORT), html.Span("donors")], className="count-withheld")
    )
    label = "In plain words" if query.clauses else "All donors of this snapshot"
    words = html.Div(
        [
            html.P(label, className="label"),
            html.P(sentence, className="count-sentence"),
            _definition(definition, released.snapshot) if query.clauses else _begin(),
        ],
        className="count-words",
    )
    parts: list[Component] = [html.Div([html.Div(figure, className="count-figure"), words], className="count-row")]
    if count is None:
        parts.append(_wider(widenings))
    return html.Section(parts, className="panel count-panel")


def attrition_panel(released: Released[Attrition], query: Query, titles: Sequence[str]) -> html.Section:
    """Persons left clause by clause.

    Args:
        titles: A title a clause, in the order of the query.
    """
    return panel(
        attrition_title(query, titles, released.value),
        attrition_figure(released.value),
        subtitle="Persons left after each clause, in the order written; grey: how many each clause removes",
        footer="Order does not change the last number.",
        link=why_clauses(query),
        name="attrition",
        data=attrition_table(released.value),
        file=csv_file("attrition", released.snapshot, released.synthetic),
    )


def glance_panel(released: Released[Facts], query: Query) -> html.Section:
    """Sex, age, findings per donor, countries, conditions and disease areas."""
    return panel(
        "The cohort at a glance" if query.clauses else "All donors at a glance",
        glance_figure(released.value),
        footer="Each number is released on its own; parts need not add up to the whole.",
        name="glance",
        data=glance_table(released.value),
        file=csv_file("facts", released.snapshot, released.synthetic),
    )


def comparison_panel(released: Released[FindingsComparison], query: Query) -> html.Section:
    """Findings of the cohort against all donors; every compared finding is one click away as a table."""
    body = [
        html.Div(comparison_figure(released.value), className="panel-figure"),
        html.Div("Asking for every finding …", id=Cohorts.COMPARISON_ROWS, className="panel-table faint"),
    ]
    drawn = panel(
        comparison_title(released.value),
        body,
        subtitle=comparison_lead(released.value),
        tools=_comparison_tools(),
        footer=q_explained(released.value.compared),
        link=dcc.Link("How q is worked out", href=cohort_link(query, "/help#statistics")),
        class_name="comparison-panel",
    )
    # The panel's own switch holds its rows from the start; here they come only when somebody asks for them.
    drawn.id = Cohorts.COMPARISON_VIEW
    return drawn


def q_explained(compared: int) -> list[Component | str]:
    """What q is, and over how many findings it was worked out."""
    return [
        html.B("q"),
        " the share of false alarms to expect among findings at least this different; under 0.05 is the usual line. ",
        f"{compared:,} {'finding was' if compared == 1 else 'findings were'} compared.",
    ]


def widening_chips(widenings: Widenings) -> list[dcc.Link]:
    """One chip a way to a larger cohort. None tells how large it is: that would be a question of its own."""
    return [widening(words, cohort_link(wider)) for words, wider in widenings]


def unreadable(error: WorkbenchError) -> html.Div:
    """That the address holds no cohort, and the way to start again."""
    again = dcc.Link([icon("arrow-clockwise"), "Start with no clause"], href=PATH, className="button")
    return html.Div([notice(error.what, error.do), again], className="unreadable")


def nothing_yet(title: str, text: str, example: Query | None = None, words: Sequence[ClauseWords] = ()) -> html.Section:
    """An invitation in place of a panel while there is no cohort; with an example, that is one click away.

    Args:
        words: Plain words a clause of the example.
    """
    if example is None:
        return empty(title, text)
    own = html.Button("Build my own", className="button", **{"data-focus": Picker.TEXT})
    return empty(title, text, example=example_chips(words), actions=(example_link(example), own))


def _comparison_tools() -> tuple[Component, Component]:
    views = [
        html.Span([icon("table"), "Table"], className="to-table"),
        html.Span([icon("bar-chart"), "Figure"], className="to-figure"),
    ]
    download = [icon("download"), html.Span("Download every finding as CSV", className="visually-hidden")]
    return (
        html.Button(views, id=Cohorts.COMPARISON_SWITCH, n_clicks=0, className="tool"),
        html.Button(download, id=Cohorts.COMPARISON_CSV, n_clicks=0, className="tool", title="Download CSV"),
    )


def _wider(widenings: Widenings) -> html.Div:
    chips = widening_chips(widenings)
    ways: list[Component] = [html.P("Widen one clause", className="label"), html.Div(chips, className="chips")]
    return html.Div([html.P(WHY_WITHHELD, className="faint"), *(ways if chips else [])], className="count-wider")


def _begin() -> html.P:
    return html.P("Add a clause, and the count answers. Or open the example below.", className="faint")


def _definition(definition: str, snapshot: str) -> html.Details:
    name = "definition"
    return html.Details(
        [
            html.Summary(["Written from the definition itself. ", html.Span("Show the definition", className="way")]),
            html.Pre(definition, className="definition", tabIndex="0"),
            html.Div(
                [
                    html.Button([icon("download"), "Download"], id=Panel.csv(name), n_clicks=0, className="tool"),
                    html.Span(
                        [dcc.Clipboard(content=definition, title="Copy the definition"), " Copy"], className="tool"
                    ),
                ],
                className="definition-tools",
            ),
            dcc.Store(id=Panel.rows(name), data={"filename": f"cohort_{snapshot}.json", "content": definition}),
            dcc.Download(id=Panel.download(name)),
        ],
        className="count-definition",
    )
