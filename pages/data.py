"""Data: where the numbers come from, how good they are, and how to check them."""

from __future__ import annotations

import dash
from dash import Input, Output, State, callback, html
from dash.development.base_component import Component

from components import data_panels as panels
from components.asking import cohort_in, door, link, shown
from components.ids import Data, Shell
from components.panel import loading
from components.shell import page_head
from workbench.api import data

dash.register_page(
    __name__, path="/data", title="Data and provenance · Share4Rare workbench", name="Data and provenance"
)


def layout(**_: object) -> html.Div:
    """The page with its skeletons."""
    bones = [html.Div(loading(6), className="slot span-6", style={"--panel-height": "340px"}) for _ in range(4)]
    lead = "Where the donors come from, what was refused or left out, how well they are described, and how to check it."
    content = html.Div(html.Div(bones, className="grid"), id=Data.CONTENT)
    return html.Div([page_head("Data and provenance", lead), content], className="page")


@callback(Output(Data.CONTENT, "children"), Input(Data.CONTENT, "id"), State(Shell.LOCATION, "search"))
def show_data(_: str, search: str | None) -> Component:
    """All panels."""
    cohort = cohort_in(search)
    return shown(lambda: _content(cohort), retry=link("/data", cohort))


def _content(cohort: str) -> Component:
    asked = door()
    provenance = data.provenance(asked)
    quality = data.quality(asked)
    grid = [
        html.Div(panels.snapshot(provenance, cohort), className="slot span-6"),
        html.Div(panels.licences(provenance), className="slot span-6"),
        html.Div(panels.findings(quality), className="slot span-6"),
        html.Div(panels.depth(quality), className="slot span-6"),
        html.Div(panels.imports(data.imports(asked)), className="slot span-12"),
        html.Div(panels.layout(provenance), className="slot span-12"),
        html.Div(panels.files(provenance), className="slot span-12"),
    ]
    return html.Div(grid, className="grid")
