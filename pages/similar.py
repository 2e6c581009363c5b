"""`/similar`: who is similar to one patient, or to two. The answer is a group of ten donors or more, never a person.

What a researcher would say first, and what the page answers:
"I have a patient with these findings; are there others like her, and is that more than chance?"
"What do they share with her, what do they have that I have not looked for, and what do they turn out to have?"
"If there is nobody yet: what can I do so that somebody turns up?"

The profile stands in the address after `#`, which no browser sends; callbacks bring it to the server, which answers and
forgets it. Of two answers to the same place Dash drops the one whose question is no longer the last.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any, NamedTuple

import dash
from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, html, no_update
from dash.development.base_component import Component

from components.asking import cohort_of, door, reported
from components.icons import icon
from components.ids import Shell
from components.notices import notice
from components.panel import failed
from components.shell import page_exists
from components.similar_address import PATH, Asked, from_hash, to_hash
from components.similar_changes import build_cohort, changes_panel, invitation, unreadable
from components.similar_compare import apart_panel, overlap_panel, pair_panel
from components.similar_fitting import fit_panel
from components.similar_ids import ProfilePicker, Similar
from components.similar_map import place_panel
from components.similar_page import TITLE, similar_page
from components.similar_panels import (
    ALL_DONORS,
    THE_COHORT,
    closeness_panel,
    conditions_panel,
    lack_panel,
    more_panel,
    why_panel,
)
from components.similar_pasted import pasted_ids
from components.similar_profile import profile_lists
from components.similar_reading import (
    cohort_size,
    example,
    labels,
    profiles_in_rows,
    rarest_as_cohort,
    said_by,
)
from components.tables import csv_file
from components.term_picker import SEARCHED, SHOWN, matches_words, option_rows
from components.term_suggestions import suggestions
from ontology.terms import TermId
from workbench.api import cohorts, fitting, similar, terms
from workbench.api import map as maps
from workbench.api.door import Door
from workbench.cohorts.profile import Profile
from workbench.cohorts.query import Query
from workbench.disclosure.release import Released
from workbench.errors import InvalidQuery, InvalidTerm, WorkbenchError

dash.register_page(__name__, path=PATH, name="Similar", title=TITLE)

Panels = tuple[Component | None, ...]
_COMPARED = 60  # before what the profile implies is left out
_WIDTH = 5  # the panels that follow from the neighbourhood


class Question(NamedTuple):
    """What is asked: the checked profiles, and the cohort they are compared with."""

    opened: Door
    asked: Asked
    first: Profile
    second: Profile | None
    within: Query

    @property
    def among(self) -> str:
        """Whom the profile is compared with, in words."""
        return THE_COHORT if self.within.clauses else ALL_DONORS


def layout(q: object = "", **_: object) -> html.Div:
    """The page; its profile comes with the first callback, since no server sees what stands after `#`."""
    return similar_page(cohort_of(q))


def _question(address: str | None, q: str) -> Question:
    """The question of the address, checked.

    Raises:
        InvalidQuery: It cannot be asked; says what to do.
        InvalidTerm: A finding is not of this HPO release.
    """
    opened, asked = door(), from_hash(address)
    first, second = (
        None if one is None else similar.profile(opened, one.observed, one.excluded)
        for one in (asked.first, asked.second)
    )
    within = cohorts.parse_address(opened, q) if asked.in_cohort else Query()
    return Question(opened, asked, first or Profile(), second, within)


def _answer(address: str | None, q: str, places: int, draw: Callable[[Question], Panels], *, speaks: bool) -> Panels:
    """The panels of a question; where it cannot be asked or fails, the first place says why.

    Args:
        speaks: Whether this place is the one to say that the question cannot be asked.
    """
    nothing = (None,) * (places - 1)
    try:
        question = _question(address, q)
    except (InvalidQuery, InvalidTerm) as error:
        return (unreadable(error.what, error.do, to_hash(Asked())) if speaks else None, *nothing)
    except WorkbenchError as error:
        return (failed(error.what, error.do, retry=PATH) if speaks else None, *nothing)
    try:
        return draw(question)
    except WorkbenchError as error:
        return (failed(error.what, error.do, retry=PATH), *nothing)
    except Exception as error:
        said = failed("This did not finish", "Your profile is unchanged.", reference=reported(error), retry=PATH)
        return (said, *nothing)


def _file(subject: str, released: Released[Any]) -> str:
    return csv_file(subject, released.snapshot, released.synthetic)


clientside_callback(
    ClientsideFunction("similar", "question"),
    Output(Similar.QUESTION, "data"),
    Output(Similar.PAGE, "className"),
    Input(Similar.ADDRESS, "hash"),
    State(Similar.QUESTION, "data"),
)


@callback(
    Output(Similar.PROFILES, "children"),
    Output(Similar.TOOLS, "children"),
    Input(Similar.QUESTION, "data"),
    State(Similar.COHORT, "data"),
)
def show_profile(address: str | None, q: str) -> tuple[Any, Any]:
    """The findings as rows, and the buttons above the page; they stand even where the profile cannot be asked about."""
    try:
        opened, asked = door(), from_hash(address)
        rows = profiles_in_rows(opened, asked)
        return profile_lists(rows, asked, cohort_size(opened, q)), _tools(opened, asked)
    except WorkbenchError as error:
        return notice(error.what, error.do), None


def _tools(opened: Door, asked: Asked) -> list[Component]:
    if asked.second is not None:
        return [html.A([icon("person"), "Back to one profile"], href=to_hash(asked.alone()), className="button")]
    compare = html.A([icon("people"), "Compare two profiles"], href=to_hash(asked.comparing()), className="button")
    href = rarest_as_cohort(opened, asked.first) if asked.first.observed else ""
    return [compare, build_cohort(href)] if href else [compare]


@callback(
    Output(Similar.CLOSE, "children"),
    Output(Similar.WHY, "children"),
    Output(Similar.CONDITIONS, "children"),
    Output(Similar.LACK, "children"),
    Output(Similar.CHANGES, "children"),
    Input(Similar.QUESTION, "data"),
    State(Similar.COHORT, "data"),
)
def show_neighbourhood(address: str | None, q: str) -> Panels:
    """Who is close, why, their conditions and what they lack; what would change it where nobody is."""
    return _answer(address, q, _WIDTH, _neighbourhood, speaks=True)


def _neighbourhood(question: Question) -> Panels:
    opened, asked, profile = question.opened, question.asked, question.first
    if question.second is not None:
        return (None,) * _WIDTH
    if not profile.observed:
        return (_invitation(opened, asked), *(None,) * (_WIDTH - 1))
    released = similar.neighbourhood(opened, profile, question.within)
    found = released.value
    close = closeness_panel(found, question.among, _file("closeness", released))
    if found.size is None:
        changes = similar.changes(opened, profile).value
        return close, None, None, None, changes_panel(changes, asked, question.among if question.within.clauses else "")
    why = why_panel(found, _file("shared-findings", released))
    conditions = conditions_panel(found, _file("similar-conditions", released))
    return close, why, conditions, lack_panel(found, question.among, _file("findings-they-lack", released)), None


def _invitation(opened: Door, asked: Asked) -> Component:
    offered = example(opened)
    if offered is None:
        return invitation((), "")
    return invitation(labels(opened, offered), to_hash(asked.writing(offered)))


@callback(Output(Similar.MORE, "children"), Input(Similar.QUESTION, "data"), State(Similar.COHORT, "data"))
def show_besides(address: str | None, q: str) -> Component | None:
    """Findings that they have and the profile does not mention."""
    return _answer(address, q, 1, _besides, speaks=False)[0]


def _besides(question: Question) -> Panels:
    if question.second is not None or not question.first.observed:
        return (None,)
    released = similar.findings(question.opened, question.first, question.within, top=_COMPARED)
    if released.value.cohort is None:
        return (None,)
    said, ruled_out = said_by(question.opened, question.first), set(question.first.excluded)
    return (more_panel(released.value, said, ruled_out, question.among, _file("findings-besides", released)),)


@callback(
    Output(Similar.PLACE, "children"),
    Input(Similar.QUESTION, "data"),
    Input(Shell.THEME, "data"),
    State(Similar.COHORT, "data"),
)
def show_place(address: str | None, theme: str | None, q: str) -> Component | None:
    """Where they lie on the map."""
    return _answer(address, q, 1, lambda question: _place(question, theme), speaks=False)[0]


def _place(question: Question, theme: str | None) -> Panels:
    if question.second is not None or not question.first.observed:
        return (None,)
    released = similar.placement(question.opened, question.first)
    if released.value.size is None:
        return (None,)
    view = maps.view(question.opened).value
    file = _file("similar-on-the-map", released)
    return (place_panel(view, released.value, theme, file, in_cohort=question.asked.in_cohort),)


@callback(Output(Similar.FIT, "children"), Input(Similar.QUESTION, "data"), State(Similar.COHORT, "data"))
def show_fitting(address: str | None, q: str) -> Component | None:
    """Published conditions that fit, also where nobody is close."""
    return _answer(address, q, 1, _fitting, speaks=False)[0]


def _fitting(question: Question) -> Panels:
    if question.second is not None or not question.first.observed:
        return (None,)
    fits = fitting.conditions_that_fit(question.opened, question.first)
    return (fit_panel(fits, "conditions-that-fit.csv", linked=page_exists("/condition")),)


@callback(
    Output(Similar.OVERLAP, "children"),
    Output(Similar.PAIR, "children"),
    Output(Similar.APART, "children"),
    Input(Similar.QUESTION, "data"),
    State(Similar.COHORT, "data"),
)
def show_comparison(address: str | None, q: str) -> Panels:
    """Two profiles and their neighbourhoods side by side."""
    return _answer(address, q, 3, _comparison, speaks=False)


def _comparison(question: Question) -> Panels:
    first, second = question.first, question.second
    if second is None:
        return None, None, None
    if not first.observed or not second.observed:
        which = "second" if first.observed else "first"
        return _more_needed(which), None, None
    released = similar.compare(question.opened, first, second)
    pair = similar.two_profiles(question.opened, first, second)
    return (
        overlap_panel(released.value, _file("two-neighbourhoods", released)),
        pair_panel(pair, _file("two-profiles", released)),
        apart_panel(released.value, _file("two-neighbourhoods-findings", released)),
    )


def _more_needed(which: str) -> Component:
    words = (
        f"Add findings to the {which} profile: type, paste ids, or read a phenopacket. Then both stand side by side."
    )
    title = html.H2(f"The {which} profile has no finding yet", className="panel-title")
    return html.Section(
        html.Div([title, html.P(words, className="panel-text")], className="panel-message"), className="panel"
    )


clientside_callback(
    ClientsideFunction("term_picker", "settle_term"),
    Output(ProfilePicker.TYPED, "data"),
    Input(ProfilePicker.TEXT, "value"),
    prevent_initial_call=True,
)


@callback(
    Output(ProfilePicker.ANSWER, "data"),
    Input(ProfilePicker.TYPED, "data"),
    State(Similar.QUESTION, "data"),
    prevent_initial_call=True,
)
def suggest(typed: str | None, address: str | None) -> dict[str, Any]:
    """Terms for the typed words, with the words they answer, so that a late answer can be told apart."""
    words, asked = typed or "", _lenient(address)
    found = terms.search(door(), words, top=SEARCHED) if words else []

    def ways(term: TermId) -> tuple[str, str] | None:
        held = term in (*asked.edited.observed, *asked.edited.excluded)
        return None if held else (to_hash(asked.adding(term)), to_hash(asked.ruling_out(term)))

    offered = suggestions(door(), found[:SHOWN])
    rows = option_rows(words, offered, ways, held="in the profile", ids=ProfilePicker) if words else None
    return {"question": words, "rows": rows, "matches": matches_words(len(found)) if words else ""}


def _lenient(address: str | None) -> Asked:
    try:
        return from_hash(address)
    except InvalidQuery:
        return Asked()


clientside_callback(
    ClientsideFunction("term_picker", "show"),
    Output(ProfilePicker.LIST, "children"),
    Output(ProfilePicker.MATCHES, "children"),
    Output(ProfilePicker.LIST, "hidden"),
    Input(ProfilePicker.ANSWER, "data"),
    prevent_initial_call=True,
)


@callback(
    Output(Similar.ADDRESS, "hash"),
    Output(Similar.SAID, "children"),
    Output(Similar.PASTED, "value"),
    Input(Similar.PASTE, "n_clicks"),
    State(Similar.PASTED, "value"),
    State(Similar.QUESTION, "data"),
    prevent_initial_call=True,
)
def paste(clicks: int | None, text: str | None, address: str | None) -> tuple[Any, Any, Any]:
    """Adds pasted ids to the profile; one that is wrong is named, and nothing is added."""
    if not clicks:
        return no_update, no_update, no_update
    asked = _lenient(address)
    try:
        recorded, ruled_out = pasted_ids(text or "")
        held = asked.edited
        profile = similar.profile(door(), {*held.observed, *recorded}, {*held.excluded, *ruled_out})
    except WorkbenchError as error:
        return no_update, notice(error.what, error.do, kind="caution"), no_update
    many = len(recorded) + len(ruled_out)
    said = notice(f"{many} {'finding' if many == 1 else 'findings'} read.", kind="ok")
    return to_hash(asked.writing(profile)), said, ""


clientside_callback(
    ClientsideFunction("similar", "read_file"),
    Output(Similar.FILE, "data"),
    Input(Similar.UPLOAD, "contents"),
    State(Similar.UPLOAD, "filename"),
    prevent_initial_call=True,
)


@callback(
    Output(Similar.ADDRESS, "hash", allow_duplicate=True),
    Output(Similar.SAID, "children", allow_duplicate=True),
    Input(Similar.FILE, "data"),
    State(Similar.QUESTION, "data"),
    prevent_initial_call=True,
)
def read_file(file: dict[str, str] | None, address: str | None) -> tuple[Any, Any]:
    """The findings of a phenopacket file in place of the profile that is edited, and what of it was left out."""
    if not file:
        return no_update, no_update
    try:
        profile, left_out = similar.read_phenopacket(door(), base64.b64decode(file["findings"], validate=True))
    except WorkbenchError as error:
        return no_update, notice(error.what, error.do, kind="caution")
    except ValueError:
        return no_update, notice("This file could not be read.", "Choose it again.", kind="caution")
    many = len(profile.observed)
    what = f"{many} {'finding' if many == 1 else 'findings'} read, {len(profile.excluded)} ruled out."
    said = notice(what, " ".join([*left_out, file.get("kept", "")]).strip(), kind="ok")
    return to_hash(_lenient(address).writing(profile)), said
