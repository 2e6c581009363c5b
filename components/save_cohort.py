"""Saving a cohort under a name, with versions; and the list of saved ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components.asking import link
from components.clause_links import PATH
from components.cohort_ids import SaveCohort
from components.icons import icon
from components.ids import Panel
from components.notices import notice
from data_access.records import SavedCohort

NEW = "new"


@dataclass(frozen=True, slots=True)
class SavedVersion:
    """One version of a saved cohort, ready to show.

    Attributes:
        sentence: Its definition in plain words; or why it can no longer be read.
        address: The cohort as an address holds it, empty when it can no longer be read.
    """

    saved: SavedCohort
    sentence: str
    address: str


def save_dialog(*, is_open: bool = False) -> dbc.Modal:
    """The dialog that saves the cohort of the page."""
    return dbc.Modal(
        [
            dbc.ModalHeader(html.H2("Save this cohort", id=SaveCohort.TITLE, className="panel-title")),
            dbc.ModalBody(
                [
                    html.P("The definition is saved, never a list of people. It can be run again on any snapshot."),
                    _field("Save as", SaveCohort.AS, _as_select()),
                    _field(
                        "Name", SaveCohort.NAME, _text(SaveCohort.NAME, 80, "Seizures and low tone, young children")
                    ),
                    _field("Note", SaveCohort.NOTE, _text(SaveCohort.NOTE, 500, "What it is for (optional)")),
                    html.Div(id=SaveCohort.RESULT, **{"aria-live": "polite"}),
                ]
            ),
            dbc.ModalFooter(
                [
                    html.Button("Close", id=SaveCohort.CLOSE, n_clicks=0, className="button"),
                    html.Button(
                        [icon("bookmark"), "Save"], id=SaveCohort.SAVE, n_clicks=0, className="button button-main"
                    ),
                ]
            ),
        ],
        id=SaveCohort.DIALOG,
        labelledby=SaveCohort.TITLE,
        is_open=is_open,
        centered=True,
    )


def saved_panel() -> dbc.Offcanvas:
    """The side panel of saved cohorts."""
    return dbc.Offcanvas(
        html.Div(id=SaveCohort.LIST),
        id=SaveCohort.LIST_PANEL,
        title="Saved cohorts",
        placement="end",
        is_open=False,
        class_name="saved-panel",
    )


def save_options(saved: Sequence[SavedCohort]) -> list[dict[str, str]]:
    """What a cohort can be saved as: a new one, or the next version of one that is there."""
    known = [{"label": f"Version {one.version + 1} of “{one.name}”", "value": one.id} for one in saved]
    return [{"label": "A new cohort", "value": NEW}, *known]


def name_for(chosen: str, typed: str, saved: Sequence[SavedCohort]) -> str:
    """The name in the dialog once it is chosen what to save as.

    A saved cohort brings its name. A new one keeps what was typed, unless a saved one has that name already.
    """
    names = {one.id: one.name for one in saved}
    if chosen in names:
        return names[chosen]
    return "" if typed.strip() in names.values() else typed


def saved_notice(saved: SavedCohort) -> html.Div:
    """That the cohort was saved, as which version."""
    return notice(f"Saved “{saved.name}”, version {saved.version}.", kind="ok")


def saved_list(cohorts: Sequence[Sequence[SavedVersion]]) -> Component:
    """The saved cohorts, each with its versions, the newest first; or an invitation."""
    if not cohorts:
        return html.Div(
            [
                html.P("Nothing is saved yet.", className="label"),
                html.P("Build a cohort and save it: its definition stays here, with every version and your note."),
            ]
        )
    return html.Ul([_cohort(versions) for versions in cohorts], className="saved-list")


def _cohort(versions: Sequence[SavedVersion]) -> html.Li:
    newest, *older = versions
    earlier = (
        html.Details([html.Summary(f"Earlier versions ({len(older)})"), *[_version(version) for version in older]])
        if older
        else None
    )
    return html.Li([html.H3(newest.saved.name), _version(newest), earlier])


def _version(version: SavedVersion) -> html.Div:
    saved = version.saved
    when = f"{saved.saved_at:%d %B %Y}".lstrip("0")
    opened = dcc.Link("Open", href=link(PATH, version.address), className="tool") if version.address else html.Span("–")
    name = f"saved-{saved.id}-{saved.version}"
    return html.Div(
        [
            html.P(version.sentence, className="saved-sentence"),
            html.P(f"“{saved.note}”", className="saved-note") if saved.note else None,
            html.P(f"Version {saved.version} · {when} · snapshot {saved.snapshot}", className="faint"),
            html.Div(
                [
                    opened,
                    html.Button([icon("download"), "Definition"], id=Panel.csv(name), n_clicks=0, className="tool"),
                ],
                className="saved-tools",
            ),
            dcc.Store(id=Panel.rows(name), data={"filename": f"{_file(saved)}.json", "content": saved.definition}),
            dcc.Download(id=Panel.download(name)),
        ],
        className="saved-version",
    )


def _file(saved: SavedCohort) -> str:
    letters = "".join(letter if letter.isalnum() else "-" for letter in saved.name.casefold())
    return f"cohort_{letters[:40].strip('-')}_version-{saved.version}"


def _field(label: str, id: str, control: Component) -> html.Div:
    return html.Div([html.Label(label, htmlFor=id, className="label"), control], className="field")


def _text(id: str, most: int, placeholder: str) -> dcc.Input:
    return dcc.Input(id=id, type="text", value="", maxLength=most, placeholder=placeholder, autoComplete="off")


def _as_select() -> dbc.Select:
    return dbc.Select(id=SaveCohort.AS, options=save_options(()), value=NEW)
