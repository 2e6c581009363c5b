"""The panel: one frame, four states of the same height, a figure and its table, and a download.

A page puts `slot(...)` into its layout; its callback fills the slot with `panel(...)`, `empty(...)`, `withheld(...)` or
`failed(...)`. Switching to the table and downloading happen in the browser; no page writes a callback for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from dash import MATCH, ClientsideFunction, Input, Output, State, clientside_callback, dcc, html
from dash.development.base_component import Component

from components.icons import icon
from components.ids import Panel
from components.notices import WHY_WITHHELD, reference_number, withheld_strip
from components.tables import Table, csv_text, table

Content: TypeAlias = Any  # what Dash takes as children: text, a component, or a list of both


def slot(id: str, *, height: int = 320, rows: int = 4, class_name: str = "") -> html.Div:
    """A place for a panel, filled with its skeleton until a callback answers.

    Args:
        height: Least height in pixels, in every state.
        rows: Lines of the skeleton.
    """
    style = {"--panel-height": f"{height}px"}
    return html.Div(loading(rows), id=id, className=f"slot {class_name}".strip(), style=style)


def panel(
    title: Content,
    body: Content = "",
    *,
    subtitle: Content = "",
    footer: Content = "",
    link: Component | None = None,
    tools: Sequence[Component] = (),
    name: str = "",
    data: Table | None = None,
    file: str = "",
    table_first: bool = False,
    class_name: str = "",
) -> html.Section:
    """An answered panel.

    Args:
        title: A sentence that says what the figure shows.
        body: The figure; without one, the table of `data` stands there alone.
        subtitle: What is counted, of whom.
        footer: How to read it.
        link: One link at the end of the footer.
        tools: More buttons beside the title.
        name: Unique on the page; needed with `data`.
        data: The figure's numbers: adds the switch to the table, and the download.
        file: Name of the download (`components.tables.csv_file`).
        table_first: Shows the table before the figure.
    """
    alone = data is not None and not body
    buttons = [*tools, *(_table_tools(name, alone) if data is not None else ())]
    head = html.Header(
        [
            html.Div([html.H2(title, className="panel-title"), *_line(subtitle)], className="panel-words"),
            html.Div(buttons, className="panel-tools") if buttons else None,
        ],
        className="panel-head",
    )
    state = " shows-table" if table_first or alone else ""
    extra = {"id": Panel.root(name)} if data is not None else {}
    return html.Section(
        [head, html.Div(_body(body, data, name, file), className="panel-body"), *_footer(footer, link)],
        className=f"panel{state} {class_name}".strip(),
        **extra,
    )


def loading(rows: int = 4) -> html.Section:
    """The shape of the answer, no spinner."""
    lines = [
        html.Div(
            [html.Span(className="bone bone-label"), html.Span(className=f"bone bone-{at % 4}")], className="bones"
        )
        for at in range(rows)
    ]
    head = [html.Span(className="bone bone-title"), html.Span(className="bone bone-subtitle")]
    words = html.Span("Loading", className="visually-hidden", role="status")
    return html.Section([words, *head, *lines], className="panel panel-loading", **{"aria-busy": "true"})


def empty(
    title: Content, text: Content, *, example: Component | None = None, actions: Sequence[Component] = ()
) -> html.Section:
    """An invitation: what will stand here, and one example one click away.

    Args:
        example: Chips of an example cohort.
        actions: Links or buttons, the first one the main one.
    """
    shown = [html.P("Start with an example", className="label"), example] if example is not None else []
    return _message([html.H2(title, className="panel-title"), html.P(text, className="panel-text"), *shown], actions)


def withheld(
    title: Content = "Fewer than 10 donors fit, or the group is too close to one already asked about: withheld",
    why: Content = WHY_WITHHELD,
    *,
    widen: Sequence[Component] = (),
) -> html.Section:
    """Why no number is shown, and what to widen.

    Args:
        widen: Links that each widen one clause (`widening`).
    """
    ways = [html.P("Widen one clause", className="label"), html.Div(widen, className="chips")] if widen else []
    return _message(
        [
            html.H2(title, className="panel-title"),
            html.P(why, className="panel-subtitle"),
            withheld_strip(),
            *ways,
        ],
        (),
    )


def widening(words: Content, href: str) -> dcc.Link:
    """A chip that leads to the same cohort with one clause wider."""
    return dcc.Link([html.Span(words), icon("arrow-up-right", "accent")], href=href, className="chip chip-link")


def failed(title: Content, text: Content = "", *, reference: str = "", retry: str = "") -> html.Section:
    """What failed and what to do; a reference number instead of a trace.

    Args:
        retry: Address of "Try again": the page itself.
    """
    again = html.A([icon("arrow-clockwise"), "Try again"], href=retry, className="button button-main")
    words = [
        html.H2(title, className="panel-title"),
        html.P(text, className="panel-text") if text else None,
        reference_number(reference) if reference else None,
    ]
    body = html.Div([icon("exclamation-triangle", "failed-icon"), html.Div(words)], className="failed-words")
    return _message([body], [again] if retry else (), role="alert")


def _message(words: Sequence[Component | None], actions: Sequence[Component], **extra: str) -> html.Section:
    foot = [html.Div(list(actions), className="panel-actions")] if actions else []
    return html.Section([html.Div(list(words), className="panel-message"), *foot], className="panel", **extra)


def _line(subtitle: Content) -> list[Component]:
    return [html.P(subtitle, className="panel-subtitle")] if subtitle else []


def _footer(footer: Content, link: Component | None) -> list[Component]:
    if not footer and link is None:
        return []
    return [html.Footer([html.Div(footer), link], className="panel-foot")]


def _table_tools(name: str, alone: bool) -> list[Component]:
    views = [
        html.Span([icon("table"), "Table"], className="to-table"),
        html.Span([icon("bar-chart"), "Figure"], className="to-figure"),
    ]
    return [
        html.Button(views, id=Panel.view(name), n_clicks=0, className="tool", hidden=alone),
        html.Button(
            [icon("download"), html.Span("Download the table as CSV", className="visually-hidden")],
            id=Panel.csv(name),
            n_clicks=0,
            className="tool",
            title="Download CSV",
        ),
    ]


def _body(body: Content, data: Table | None, name: str, file: str) -> Content:
    if data is None:
        return body
    return [
        html.Div(body, className="panel-figure"),
        html.Div(table(data), className="panel-table"),
        dcc.Store(id=Panel.rows(name), data={"filename": file or f"{name}.csv", "content": csv_text(data)}),
        dcc.Download(id=Panel.download(name)),
    ]


clientside_callback(
    ClientsideFunction("workbench", "toggle_table"),
    Output(Panel.root(MATCH), "className"),
    Input(Panel.view(MATCH), "n_clicks"),
    State(Panel.root(MATCH), "className"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("workbench", "download"),
    Output(Panel.download(MATCH), "data"),
    Input(Panel.csv(MATCH), "n_clicks"),
    State(Panel.rows(MATCH), "data"),
    prevent_initial_call=True,
)
