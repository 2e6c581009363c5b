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
from typing import Any

import dash
from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, html, no_update
from dash.development.base_component import Component

from components.asking import cohort_of, door
from components.ids import Shell
from components.notices import notice
from components.similar_address import PATH, Asked, from_hash, to_hash
from components.similar_answers import (
    FROM_NEIGHBOURHOOD,
    Panels,
    answered,
    besides,
    comparison,
    fitting_conditions,
    neighbourhood,
    place,
    tools,
)
from components.similar_ids import ProfilePicker, Similar
from components.similar_page import TITLE, similar_page
from components.similar_pasted import pasted_ids
from components.similar_profile import profile_lists
from components.similar_reading import (
    cohort_size,
    profiles_in_rows,
)
from components.term_picker import SEARCHED, SHOWN, matches_words, option_rows
from components.term_suggestions import suggestions
from ontology.terms import TermId
from workbench.api import similar, terms
from workbench.errors import InvalidQuery, WorkbenchError

dash.register_page(__name__, path=PATH, name="Similar", title=TITLE)


def layout(q: object = "", **_: object) -> html.Div:
    """The page; its profile comes with the first callback, since no server sees what stands after `#`."""
    return similar_page(cohort_of(q))


clientside_callback(
    ClientsideFunction("similar", "question"),
    Output(Similar.QUESTION, "data"),
    Output(Similar.PAGE, "className"),
    Input(Similar.COHORT, "data"),
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
        return profile_lists(rows, asked, cohort_size(opened, q)), tools(opened, asked)
    except WorkbenchError as error:
        return notice(error.what, error.do), None


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
    return answered(address, q, FROM_NEIGHBOURHOOD, neighbourhood, speaks=True)


@callback(Output(Similar.MORE, "children"), Input(Similar.QUESTION, "data"), State(Similar.COHORT, "data"))
def show_besides(address: str | None, q: str) -> Component | None:
    """Findings that they have and the profile does not mention."""
    return answered(address, q, 1, besides, speaks=False)[0]


@callback(
    Output(Similar.PLACE, "children"),
    Input(Similar.QUESTION, "data"),
    Input(Shell.THEME, "data"),
    State(Similar.COHORT, "data"),
)
def show_place(address: str | None, theme: str | None, q: str) -> Component | None:
    """Where they lie on the map."""
    return answered(address, q, 1, lambda question: place(question, theme), speaks=False)[0]


@callback(Output(Similar.FIT, "children"), Input(Similar.QUESTION, "data"), State(Similar.COHORT, "data"))
def show_fitting(address: str | None, q: str) -> Component | None:
    """Published conditions that fit, also where nobody is close."""
    return answered(address, q, 1, fitting_conditions, speaks=False)[0]


@callback(
    Output(Similar.OVERLAP, "children"),
    Output(Similar.PAIR, "children"),
    Output(Similar.APART, "children"),
    Input(Similar.QUESTION, "data"),
    State(Similar.COHORT, "data"),
)
def show_comparison(address: str | None, q: str) -> Panels:
    """Two profiles and their neighbourhoods side by side."""
    return answered(address, q, 3, comparison, speaks=False)


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
    if "findings" not in file:
        return no_update, notice(
            "The file is larger than 2 MB.", "Give the phenopacket of one patient.", kind="caution"
        )
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
