"""Overview: what the snapshot holds, in released counts, and what one can do with it."""

from __future__ import annotations

import dash
from dash import Input, Output, State, callback, dcc, html
from dash.development.base_component import Component

from components import overview_panels as panels
from components.asking import cohort_in, cohort_of, door, link, shown
from components.icons import icon
from components.ids import Overview, Shell
from components.panel import loading
from components.shell import page_exists, page_head
from workbench.api import data, overview

dash.register_page(__name__, path="/", title="Overview · Share4Rare workbench", name="Overview")


def layout(q: object = "", **_: object) -> html.Div:
    """The page with its skeletons."""
    cohort = cohort_of(q)
    bones = [
        html.Div(loading(8), className=f"slot span-{span}", style={"--panel-height": "520px"}) for span in (7, 5, 7, 5)
    ]
    tools = (
        dcc.Link([icon("quote"), "How to cite"], href=link("/help#cite", cohort), className="button"),
        dcc.Link([icon("plus-lg"), "New cohort"], href="/cohorts", className="button button-main"),
    )
    lead = (
        "One snapshot of the donated data. It stays the same until the next one, "
        "so a result you cite today can be run again."
    )
    return html.Div(
        [
            page_head("What the donations hold", lead, tools if page_exists("/cohorts") else tools[:1]),
            html.Div(html.Div(bones, className="grid"), id=Overview.CONTENT),
        ],
        className="page",
    )


@callback(Output(Overview.CONTENT, "children"), Input(Overview.CONTENT, "id"), State(Shell.LOCATION, "search"))
def show_overview(_: str, search: str | None) -> Component:
    """All panels, out of one released answer."""
    cohort = cohort_in(search)
    return shown(lambda: _content(cohort), retry=link("/", cohort))


def _content(cohort: str) -> Component:
    asked = door()
    released = overview.summary(asked)
    synthetic = data.provenance(asked).synthetic
    countries, diseases = panels.countries(released, cohort), panels.disease_areas(released, cohort)
    # Without countries the disease areas take the place of their map.
    first, last = (countries, diseases) if panels.has_countries(released) else (diseases, countries)
    grid = [
        html.Div(first, className="slot span-7"),
        html.Div(panels.ages(released), className="slot span-5"),
        html.Div(panels.body_areas(released), className="slot span-7"),
        html.Div([panels.doings(_doings(synthetic, cohort))], className="slot span-5"),
        html.Div(last, className="slot span-12"),
    ]
    return html.Div([panels.numbers(released), html.Div(grid, className="grid")])


def _doings(synthetic: bool, cohort: str) -> list[panels.Doing]:
    where = "the synthetic donors were drawn" if synthetic else "the cases came in"
    example = link("/cohorts", "HP:0001250~HP:0001252")
    all_ways = [
        ("/cohorts", "search", "Build a cohort", "Count donors by their findings, in everyday or clinical words.",
         "Example: seizures and low muscle tone", example),
        ("/similar", "people", "Ask who is similar", "Describe one patient. The answer is a group, never a person, "
         "with what they share, or an honest “nobody yet”.", "Describe a patient", link("/similar", cohort)),
        ("/conditions", "diagram-3", "See which conditions overlap", "Groups of conditions that hold together, and "
         "what their donors have.", "Open the conditions", link("/conditions", cohort)),
        ("/map", "hexagon", "Read the map of findings", "Hexagons of ten donors or more, alike in findings. "
         "Select an area, learn what sets it apart.", "Open the map", link("/map", cohort)),
        ("/data", "database", "Check where it comes from",
         f"Sources, imports, quality of annotation, and how {where}.", "Data and provenance", link("/data", cohort)),
        ("/help", "question-circle", "Know what a number means",
         "Withheld, ruled out, intervals and q, in plain words.", "Read the help", link("/help", cohort)),
    ]  # fmt: skip
    return [panels.Doing(*rest) for path, *rest in all_ways if page_exists(path)]
