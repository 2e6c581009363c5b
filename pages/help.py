"""Help: what the words and numbers mean, and how to cite them."""

from __future__ import annotations

import dash
from dash import ClientsideFunction, Input, Output, callback, clientside_callback, dcc, html
from dash.development.base_component import Component

from components.asking import door
from components.help_texts import SECTIONS
from components.ids import Help
from components.notices import copy_button
from components.panel import failed
from components.shell import page_head
from workbench import __version__
from workbench.api import data
from workbench.errors import WorkbenchError

dash.register_page(__name__, path="/help", title="Help · Share4Rare workbench", name="Help")


def layout(**_: object) -> html.Div:
    """The texts; the citation is filled in."""
    index = [html.A(heading, href=f"#{anchor}") for anchor, heading, _paragraphs in SECTIONS]
    index.append(html.A("How to cite", href="#cite"))
    texts = [_section(*section) for section in SECTIONS]
    grid = html.Div(
        [
            html.Nav(index, className="help-index", **{"aria-label": "On this page"}),
            html.Div([*texts, _cite()], className="prose"),
        ],
        className="help-grid",
    )
    lead = "What the words and numbers mean, in plain language."
    return html.Div([page_head("Help", lead), grid, dcc.Store(id=Help.SCROLLED)], className="page")


def _section(anchor: str, heading: str, paragraphs: tuple[str, ...]) -> html.Section:
    return html.Section([html.H2(heading), *(html.P(words) for words in paragraphs)], id=Help.section(anchor))


def _cite() -> html.Section:
    return html.Section(
        [
            html.H2("How to cite"),
            html.P(
                "Name the snapshot: it never changes, so a reader can ask your question again and get your numbers."
            ),
            html.Div(id=Help.CITE),
        ],
        id=Help.section("cite"),
    )


@callback(Output(Help.CITE, "children"), Input(Help.CITE, "id"))
def show_citation(_: str) -> Component:
    """The citation of this snapshot, with a button that copies it."""
    try:
        words = citation(data.provenance(door()))
    except WorkbenchError as error:
        return failed(error.what, error.do)
    return html.Div([html.Div(words, className="citation"), copy_button(words, "Copy the citation")])


clientside_callback(
    ClientsideFunction("workbench", "scroll_to_anchor"), Output(Help.SCROLLED, "data"), Input(Help.CITE, "children")
)


def citation(provenance: data.Provenance) -> str:
    """One paragraph to paste into a paper."""
    kind = "synthetic demonstration data" if provenance.synthetic else "donated data"
    return (
        f"Share4Rare research workbench, version {__version__}. Snapshot {provenance.snapshot} ({kind}), "
        f"Human Phenotype Ontology release {provenance.hpo_release}. "
        "Counts are noisy, rounded to 5, and withheld under 10 donors."
    )
