"""Build a cohort: its clauses, its count in words, who drops out where, what sets it apart; saved and shared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dash
from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, dcc, html, no_update
from dash.development.base_component import Component

from components.asking import door, link, shown
from components.clause_choices import age_choices, area_choices, region_choices, sex_choices
from components.clause_links import PATH
from components.cohort_builder import add_label, all_clauses_used, builder_frame, clauses_list
from components.cohort_example import invitation
from components.cohort_ids import Cohorts, Picker, SaveCohort
from components.cohort_results import (
    attrition_panel,
    comparison_panel,
    count_panel,
    glance_panel,
    nothing_yet,
    unreadable,
    widening_chips,
)
from components.condition_search import condition_links
from components.figures.comparison import comparison_table
from components.findings_grid import findings_grid
from components.icons import icon
from components.notices import notice
from components.panel import slot, withheld
from components.save_cohort import (
    NEW,
    SavedVersion,
    name_for,
    save_dialog,
    save_options,
    saved_list,
    saved_notice,
    saved_panel,
)
from components.shell import page_exists, page_head
from components.tables import csv_file, csv_text
from components.term_picker import SEARCHED, SHOWN, matches_words, suggestion_rows
from components.term_suggestions import suggestions
from data_access.records import SavedCohort
from workbench.api import cohorts, overview, terms
from workbench.cohorts.address import to_address
from workbench.cohorts.query import MOST_CLAUSES, Query
from workbench.errors import InvalidQuery, InvalidTerm, WorkbenchError

dash.register_page(__name__, path=PATH, name="Cohorts", title="Build a cohort")


def layout(q: str = "", save: str = "", **_: Any) -> html.Div:
    """The page with every panel still to be asked for.

    Args:
        q: The cohort as the address holds it.
        save: Not empty when the dialog that saves it should be open.
    """
    address = q if isinstance(q, str) else ""
    definition = [builder_frame(), slot(Cohorts.ATTRITION, height=268, class_name="attrition-slot")]
    results = [
        html.Div(slot(Cohorts.COUNT, height=158, rows=1), **{"aria-live": "polite"}),
        slot(Cohorts.GLANCE, height=320, class_name="slot-grows"),
    ]
    return html.Div(
        [
            dcc.Location(id=Cohorts.ADDRESS, refresh="callback-nav"),
            dcc.Store(id=Cohorts.QUESTION, data=address),
            dcc.Download(id=Cohorts.DOWNLOAD),
            _heading(address),
            html.Div(id=Cohorts.NOTICE, className="page-notice"),
            html.Div(
                [
                    html.Div(definition, className="span-6 builder-column"),
                    html.Div(results, className="span-6 results-column"),
                    slot(
                        Cohorts.COMPARISON,
                        height=300 if address else 112,
                        rows=9 if address else 1,
                        class_name="span-12",
                    ),
                ],
                className="grid",
            ),
            save_dialog(is_open=bool(save and address)),
            saved_panel(),
        ],
        id=Cohorts.PAGE,
        className="page",
        **{"data-question": address},
    )


def _heading(address: str) -> html.Div:
    saved = html.Button(
        [icon("folder2-open"), "Saved cohorts"], id=SaveCohort.LIST_OPEN, n_clicks=0, className="button"
    )
    on_map = dcc.Link([icon("hexagon"), "See on the map"], href=link("/map", address), className="button")
    keep = html.Button(
        [icon("bookmark"), "Save cohort"], id=SaveCohort.OPEN, n_clicks=0, className="button button-main"
    )
    tools = (saved, on_map, keep) if page_exists("/map") else (saved, keep)
    return page_head("Build a cohort", "Say who belongs, one clause at a time. The count answers as you go.", tools)


@callback(
    Output(Cohorts.CLAUSES, "children"),
    Output(Cohorts.ADD_LABEL, "children"),
    Output(Cohorts.CHOICES, "hidden"),
    Output(Cohorts.FULL, "children"),
    Output(Cohorts.NOTICE, "children"),
    Input(Cohorts.QUESTION, "data"),
)
def show_clauses(address: str) -> tuple[list[Component], str, bool, Component | None, Component | None]:
    """The clauses, and what can still be added; a notice when the address holds no cohort."""
    query, said = _read(address)
    words = [cohorts.clause_words(door(), clause) for clause in query.clauses]
    if len(query.clauses) >= MOST_CLAUSES:
        return clauses_list(query, words), "", True, all_clauses_used(query), said
    return clauses_list(query, words), add_label(query), False, None, said


@callback(
    Output(Picker.AREAS, "children"),
    Output(Cohorts.AGES, "children"),
    Output(Cohorts.SEXES, "children"),
    Output(Cohorts.REGIONS, "children"),
    Input(Cohorts.QUESTION, "data"),
)
def show_choices(address: str) -> list[Component]:
    """The body areas, ages, sexes and countries that can be added with a click."""
    query, known = _query(address), overview.summary(door()).value
    return [make(query, known) for make in (area_choices, age_choices, sex_choices, region_choices)]


@callback(Output(Cohorts.COUNT, "children"), Input(Cohorts.QUESTION, "data"))
def show_count(address: str) -> Component:
    """The count and the cohort in plain words."""
    return shown(lambda: _count(_query(address)), retry=link(PATH, address))


@callback(Output(Cohorts.ATTRITION, "children"), Input(Cohorts.QUESTION, "data"))
def show_attrition(address: str) -> Component:
    """Who is left after each clause."""
    return _answer(address, _attrition, lambda: invitation(door()))


@callback(Output(Cohorts.GLANCE, "children"), Input(Cohorts.QUESTION, "data"))
def show_glance(address: str) -> Component:
    """The facts of the cohort; of all donors while there is none."""
    return shown(lambda: _glance(_query(address)), retry=link(PATH, address))


@callback(Output(Cohorts.COMPARISON, "children"), Input(Cohorts.QUESTION, "data"))
def show_comparison(address: str) -> Component:
    """What sets the cohort apart from all donors."""
    text = "Pick people by their findings; this panel then shows which others they have more often than all donors."
    return _answer(address, _comparison, lambda: nothing_yet("No cohort to compare yet", text))


@callback(
    Output(Cohorts.COMPARISON_ROWS, "children"),
    Input(Cohorts.COMPARISON_SWITCH, "n_clicks"),
    State(Cohorts.QUESTION, "data"),
    prevent_initial_call=True,
)
def show_every_finding(clicks: int | None, address: str) -> Any:
    """The table of every finding, asked for once."""
    if clicks != 1:
        return no_update
    every = cohorts.findings(door(), _query(address), everything=True)
    return findings_grid(every.value)


@callback(
    Output(Cohorts.DOWNLOAD, "data"),
    Input(Cohorts.COMPARISON_CSV, "n_clicks"),
    State(Cohorts.QUESTION, "data"),
    prevent_initial_call=True,
)
def download_every_finding(clicks: int | None, address: str) -> Any:
    """The same table as a file."""
    if not clicks:
        return no_update
    every = cohorts.findings(door(), _query(address), everything=True)
    file = csv_file("findings", every.snapshot, every.synthetic)
    return {"content": csv_text(comparison_table(every.value)), "filename": file, "type": "text/csv;charset=utf-8"}


clientside_callback(
    ClientsideFunction("term_picker", "settle_term"),
    Output(Picker.TYPED, "data"),
    Input(Picker.TEXT, "value"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("term_picker", "settle_condition"),
    Output(Picker.CONDITION_TYPED, "data"),
    Input(Picker.CONDITION_TEXT, "value"),
    prevent_initial_call=True,
)


@callback(
    Output(Picker.ANSWER, "data"),
    Input(Picker.TYPED, "data"),
    State(Cohorts.QUESTION, "data"),
    prevent_initial_call=True,
)
def suggest(typed: str | None, address: str) -> dict[str, Any]:
    """Terms for the typed words, with the words they answer, so that a late answer can be told apart."""
    words = typed or ""
    found = terms.search(door(), words, top=SEARCHED) if words else []
    rows = suggestion_rows(_query(address), words, suggestions(door(), found[:SHOWN])) if words else None
    return {"question": words, "rows": rows, "matches": matches_words(len(found)) if words else ""}


clientside_callback(
    ClientsideFunction("term_picker", "show"),
    Output(Picker.LIST, "children"),
    Output(Picker.MATCHES, "children"),
    Output(Picker.LIST, "hidden"),
    Input(Picker.ANSWER, "data"),
    prevent_initial_call=True,
)


@callback(Output(Picker.CONDITIONS, "children"), Input(Picker.CONDITION_TYPED, "data"), Input(Cohorts.QUESTION, "data"))
def show_conditions(typed: str | None, address: str) -> Component:
    """Conditions, disease areas and "undiagnosed" for the typed words."""
    words = typed or ""
    return condition_links(_query(address), words, terms.conditions(door(), words))


clientside_callback(
    ClientsideFunction("cohorts", "open_close"),
    Output(SaveCohort.DIALOG, "is_open"),
    Input(SaveCohort.OPEN, "n_clicks"),
    Input(SaveCohort.CLOSE, "n_clicks"),
    State(SaveCohort.DIALOG, "is_open"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("cohorts", "open"),
    Output(SaveCohort.LIST_PANEL, "is_open"),
    Input(SaveCohort.LIST_OPEN, "n_clicks"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("workbench", "toggle_table"),
    Output(Cohorts.COMPARISON_VIEW, "className"),
    Input(Cohorts.COMPARISON_SWITCH, "n_clicks"),
    State(Cohorts.COMPARISON_VIEW, "className"),
    prevent_initial_call=True,
)


@callback(
    Output(SaveCohort.RESULT, "children"),
    Output(SaveCohort.AS, "options", allow_duplicate=True),
    Output(SaveCohort.AS, "value"),
    Input(SaveCohort.SAVE, "n_clicks"),
    State(SaveCohort.NAME, "value"),
    State(SaveCohort.NOTE, "value"),
    State(SaveCohort.AS, "value"),
    State(Cohorts.QUESTION, "data"),
    prevent_initial_call=True,
)
def save(clicks: int, name: str | None, note: str | None, known: str | None, address: str) -> tuple[Any, Any, Any]:
    """Saves the cohort of the page, as a new one or as the next version of one; the next save is a version more."""
    if not clicks:
        return no_update, no_update, no_update
    query = _query(address)
    if not query.clauses or not (name or "").strip():
        what = "Give the cohort a name." if query.clauses else "This cohort has no clause yet."
        said = notice(what, "" if query.clauses else "Add one, then save it.", kind="caution")
        return said, no_update, no_update
    try:
        kept = cohorts.save(door(), query, (name or "").strip(), (note or "").strip(), None if known == NEW else known)
    except WorkbenchError as error:
        return notice(error.what, error.do), no_update, no_update
    return saved_notice(kept), save_options(cohorts.saved(door())), kept.id


@callback(Output(SaveCohort.AS, "options"), Input(SaveCohort.DIALOG, "is_open"), prevent_initial_call=True)
def show_save_options(is_open: bool) -> Any:
    """What the cohort can be saved as, read anew whenever the dialog opens."""
    return save_options(cohorts.saved(door())) if is_open else no_update


@callback(
    Output(SaveCohort.NAME, "value"),
    Input(SaveCohort.AS, "value"),
    State(SaveCohort.NAME, "value"),
    prevent_initial_call=True,
)
def show_saved_name(chosen: str | None, typed: str | None) -> str:
    """The name of what the cohort is saved as."""
    return name_for(chosen or NEW, typed or "", cohorts.saved(door()))


@callback(Output(SaveCohort.LIST, "children"), Input(SaveCohort.LIST_PANEL, "is_open"), prevent_initial_call=True)
def show_saved(is_open: bool) -> Any:
    """The saved cohorts with their versions."""
    if not is_open:
        return no_update
    return shown(lambda: saved_list([_versions(one.id) for one in cohorts.saved(door())]))


def _read(address: str) -> tuple[Query, Component | None]:
    """The cohort of the address as far as it can be read, and what is wrong with it."""
    query = Query()
    try:
        query = cohorts.parse_address(door(), address)
        cohorts.count(door(), query)
    except (InvalidQuery, InvalidTerm) as error:
        return query, unreadable(error)
    return query, None


def _query(address: str) -> Query:
    """The cohort of the address; one without clauses when it may not be asked, of which `show_clauses` tells."""
    query, said = _read(address)
    return Query() if said else query


def _answer(address: str, draw: Callable[[Query], Component], nothing: Callable[[], Component]) -> Component:
    def build() -> Component:
        query = _query(address)
        return draw(query) if query.clauses else nothing()

    return shown(build, retry=link(PATH, address))


def _count(query: Query) -> Component:
    released = cohorts.count(door(), query)
    wider = cohorts.widenings(door(), query) if released.value.count is None else ()
    return count_panel(released, query, cohorts.sentence(door(), query), cohorts.definition(door(), query), wider)


def _attrition(query: Query) -> Component:
    titles = [cohorts.clause_words(door(), clause).title for clause in query.clauses]
    return attrition_panel(cohorts.attrition(door(), query), query, titles)


def _glance(query: Query) -> Component:
    released = cohorts.facts(door(), query)
    return glance_panel(released, query) if released.value.cohort is not None else _too_few(query)


def _comparison(query: Query) -> Component:
    released = cohorts.findings(door(), query)
    return comparison_panel(released, query) if released.value.cohort is not None else _too_few(query)


def _too_few(query: Query) -> Component:
    return withheld(widen=widening_chips(cohorts.widenings(door(), query)))


def _versions(cohort_id: str) -> list[SavedVersion]:
    return [_version(saved) for saved in cohorts.versions(door(), cohort_id)]


def _version(saved: SavedCohort) -> SavedVersion:
    try:
        query = cohorts.reopened(door(), saved)
    except WorkbenchError as error:
        return SavedVersion(saved, f"{error.what} {error.do}".strip(), "")
    return SavedVersion(saved, cohorts.sentence(door(), query), to_address(query))
