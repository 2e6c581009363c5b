"""`/conditions`: which conditions look alike, which groups hold together, and where the undiagnosed lie."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dash
from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, dcc, html, no_update
from dash.development.base_component import Component

from components.asking import cohort_of, door, link, reported, shown
from components.condition_groups import Found, chosen_box, found_list, group_list
from components.condition_ids import Conditions
from components.condition_page import conditions_page
from components.condition_picked import from_address, known, picked
from components.condition_sentences import overlap_title
from components.condition_tables import conditions_table, groups_file, groups_table
from components.condition_undiagnosed import undiagnosed_panel
from components.figures.discs import DiscLook, discs_figure
from components.icons import icon
from components.ids import Panel, Shell
from components.panel import empty, failed
from components.shell import page_exists
from components.tables import csv_file, csv_text, table
from workbench.api import conditions
from workbench.disclosure.condition_values import ConditionMap
from workbench.disclosure.release import Released
from workbench.errors import WorkbenchError

dash.register_page(__name__, path="/conditions", title="Conditions that overlap", name="Conditions")

NO_CONDITIONS = empty(
    "There are too few donors to draw conditions",
    "A disc is drawn for a condition of ten donors or more with published findings. Import more donors, build a "
    "snapshot, and the conditions will stand here. Any published condition can be looked up by its name.",
    actions=[dcc.Link("What is in the data", href="/data", className="button")],
)


def layout(q: object = "", group: object = "", condition: object = "", **_: object) -> html.Div:
    """The page with what its address selects."""
    cohort = cohort_of(q)
    return conditions_page(cohort, str(from_address(group, condition)), _tools(cohort))


def _tools(cohort: str) -> tuple[Component, ...]:
    if not page_exists("/similar"):
        return ()
    words = [icon("clipboard2-pulse"), "Conditions for a profile"]
    return (dcc.Link(words, href=link("/similar", cohort), className="button"),)


def _overview() -> Released[ConditionMap]:
    return conditions.overview(door())


@callback(
    Output(Conditions.GRAPH, "figure"),
    Output(Conditions.TITLE, "children"),
    Output(Conditions.STATE, "children"),
    Input(Conditions.PICKED, "data"),
    Input(Conditions.SIZE, "data"),
    Input(Shell.THEME, "data"),
)
def draw(chosen: str, size: dict[str, int] | None, theme: str | None) -> tuple[Any, ...]:
    """The plane with the selection on it, and its sentence."""

    def build() -> tuple[Any, ...]:
        view = _overview().value
        if not view.discs:
            return no_update, no_update, NO_CONDITIONS
        group, disc = known(picked(chosen), view)
        look = DiscLook(
            theme or "light", **(size or {}), group=group.id if group else None, condition=disc.id if disc else ""
        )
        return discs_figure(view, look), overlap_title(view), None

    return _answer(build)


def _answer(build: Callable[[], tuple[Any, ...]]) -> tuple[Any, ...]:
    """What `build` makes; where it fails, a panel that says why in place of the figure."""
    try:
        return build()
    except WorkbenchError as error:
        return no_update, no_update, failed(error.what, error.do, retry="/conditions")
    except Exception as error:
        words = failed(
            "The conditions did not load", "Please try again.", reference=reported(error), retry="/conditions"
        )
        return no_update, no_update, words


@callback(
    Output(Conditions.GROUPS, "children"),
    Output(Conditions.TABLE, "children"),
    Output(Conditions.GROUPS_TABLE, "children"),
    Output(Panel.rows(Conditions.NAME), "data"),
    Output(Panel.rows(Conditions.GROUPS_NAME), "data"),
    Output(Conditions.NOT_DRAWN, "children"),
    Input(Conditions.COHORT, "data"),
)
def tabulate(_: str) -> tuple[Any, ...]:
    """The groups as a list, and the numbers of figure and list as tables and files."""
    try:
        released = _overview()
    except WorkbenchError:
        return (no_update,) * 6  # `draw` meets the same and says so
    view = released.value
    all_conditions = conditions_table(view)
    files = [
        {"filename": csv_file(name, released.snapshot, released.synthetic), "content": csv_text(data)}
        for name, data in (("conditions", all_conditions), ("condition-groups", groups_file(view)))
    ]
    return (
        group_list(view),
        table(all_conditions),
        table(groups_table(view)),
        *files,
        _not_drawn(len(view.not_described)),
    )


def _not_drawn(amount: int) -> str:
    if not amount:
        return ""
    words = "1 condition without published findings stands" if amount == 1 else ""
    return f"{words or f'{amount:,} conditions without published findings stand'} in the table only."


@callback(Output(Conditions.CHOSEN, "children"), Input(Conditions.PICKED, "data"), State(Conditions.COHORT, "data"))
def choose(chosen: str, cohort: str) -> Any:
    """What the selected group shares, and its conditions."""
    try:
        view = _overview().value
    except WorkbenchError:
        return no_update
    return chosen_box(*known(picked(chosen), view), view, cohort) if view.groups or chosen else None


@callback(
    Output(Conditions.FOUND, "children"),
    Output(Conditions.FOUND, "hidden"),
    Output(Conditions.GROUPS, "hidden"),
    Input(Conditions.TYPED, "data"),
    State(Conditions.COHORT, "data"),
    prevent_initial_call=True,
)
def find(typed: str | None, cohort: str) -> tuple[Any, bool, bool]:
    """Published conditions for typed words, in place of the groups while there are words."""
    if not typed:
        return None, True, False
    return shown(lambda: _found(typed, cohort), retry=link("/conditions", cohort)), False, True


def _found(typed: str, cohort: str) -> Component:
    view = _overview().value
    discs = {disc.id: disc for disc in view.discs}
    found = [Found(one, name, discs.get(one)) for one, name in conditions.search(door(), typed)]
    return found_list(typed, found, view, cohort)


@callback(Output(Conditions.UNDIAGNOSED, "children"), Input(Conditions.COHORT, "data"))
def place_undiagnosed(cohort: str) -> Component:
    """Donors without a diagnosis, by the group they lie nearest to."""
    return shown(lambda: undiagnosed_panel(conditions.undiagnosed(door()), cohort), retry=link("/conditions", cohort))


clientside_callback(
    ClientsideFunction("conditions", "pick"),
    Output(Conditions.PICKED, "data"),
    Output(Conditions.GRAPH, "clickData"),
    Input(Conditions.GRAPH, "clickData"),
    State(Conditions.PICKED, "data"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("conditions", "tell"), Output(Conditions.ADDRESS, "data"), Input(Conditions.PICKED, "data")
)
clientside_callback(
    ClientsideFunction("conditions", "settle"),
    Output(Conditions.TYPED, "data"),
    Input(Conditions.TEXT, "value"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("conditions", "measure"), Output(Conditions.SIZE, "data"), Input(Conditions.COHORT, "data")
)
