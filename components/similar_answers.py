"""The questions of the page `/similar`, asked and drawn: what each callback answers with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from dash import html
from dash.development.base_component import Component

from components.asking import door, reported
from components.icons import icon
from components.panel import failed
from components.shell import page_exists
from components.similar_address import PATH, Asked, from_hash, to_hash
from components.similar_changes import build_cohort, changes_panel, invitation, unreadable
from components.similar_compare import apart_panel, overlap_panel, pair_panel
from components.similar_fitting import fit_panel
from components.similar_map import place_panel
from components.similar_panels import (
    ALL_DONORS,
    THE_COHORT,
    closeness_panel,
    conditions_panel,
    lack_panel,
    more_panel,
    why_panel,
)
from components.similar_reading import as_cohort, example, labels, said_by
from components.tables import csv_file
from workbench.api import cohorts, fitting, similar
from workbench.api import map as maps
from workbench.api.door import Door
from workbench.cohorts.profile import Profile
from workbench.cohorts.query import Query
from workbench.disclosure.release import Released
from workbench.errors import InvalidQuery, InvalidTerm, WorkbenchError

Panels = tuple[Component | None, ...]
_COMPARED = 60  # before what the profile implies is left out
FROM_NEIGHBOURHOOD = 5  # the panels that follow from the neighbourhood


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


def question_of(address: str | None, q: str) -> Question:
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


def answered(address: str | None, q: str, places: int, draw: Callable[[Question], Panels], *, speaks: bool) -> Panels:
    """The panels of a question; where it cannot be asked or fails, the first place says why.

    Args:
        speaks: Whether this place is the one to say that the question cannot be asked.
    """
    nothing = (None,) * (places - 1)
    try:
        question = question_of(address, q)
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


def _file_name(subject: str, released: Released[Any]) -> str:
    return csv_file(subject, released.snapshot, released.synthetic)


def tools(opened: Door, asked: Asked) -> list[Component]:
    """The buttons above the page: to two profiles and back, and to a cohort."""
    if asked.second is not None:
        return [html.A([icon("person"), "Back to one profile"], href=to_hash(asked.alone()), className="button")]
    compare = html.A([icon("people"), "Compare two profiles"], href=to_hash(asked.comparing()), className="button")
    href = as_cohort(opened, asked.first) if asked.first.observed else ""
    return [compare, build_cohort(href)] if href else [compare]


def neighbourhood(question: Question) -> Panels:
    """How close, why, conditions, what they lack, and what would change it where nobody is close."""
    opened, asked, profile = question.opened, question.asked, question.first
    if question.second is not None:
        return (None,) * FROM_NEIGHBOURHOOD
    if not profile.observed:
        return (_invitation(opened, asked), *(None,) * (FROM_NEIGHBOURHOOD - 1))
    released = similar.neighbourhood(opened, profile, question.within)
    found = released.value
    close = closeness_panel(found, question.among, _file_name("closeness", released))
    if found.size is None:
        changes = similar.changes(opened, profile).value
        return close, None, None, None, changes_panel(changes, asked, question.among if question.within.clauses else "")
    why = why_panel(found, _file_name("shared-findings", released))
    conditions = conditions_panel(found, _file_name("similar-conditions", released))
    return close, why, conditions, lack_panel(found, question.among, _file_name("findings-they-lack", released)), None


def _invitation(opened: Door, asked: Asked) -> Component:
    offered = example(opened)
    if offered is None:
        return invitation((), "")
    return invitation(labels(opened, offered), to_hash(asked.writing(offered)))


def besides(question: Question) -> Panels:
    """Findings that they have and the profile does not mention."""
    if question.second is not None or not question.first.observed:
        return (None,)
    released = similar.findings(question.opened, question.first, question.within, top=_COMPARED)
    if released.value.cohort is None:
        return (None,)
    said, ruled_out = said_by(question.opened, question.first), set(question.first.excluded)
    return (more_panel(released.value, said, ruled_out, question.among, _file_name("findings-besides", released)),)


def place(question: Question, theme: str | None) -> Panels:
    """Where they lie on the map."""
    if question.second is not None or not question.first.observed:
        return (None,)
    released = similar.placement(question.opened, question.first)
    if released.value.size is None:
        return (None,)
    view = maps.view(question.opened).value
    file = _file_name("similar-on-the-map", released)
    return (place_panel(view, released.value, theme, file, in_cohort=bool(question.within.clauses)),)


def fitting_conditions(question: Question) -> Panels:
    """Published conditions that fit the profile."""
    if question.second is not None or not question.first.observed:
        return (None,)
    fits = fitting.conditions_that_fit(question.opened, question.first)
    return (fit_panel(fits, "conditions-that-fit.csv", linked=page_exists("/condition")),)


def comparison(question: Question) -> Panels:
    """How two neighbourhoods overlap, what two profiles share, and what differs between the neighbourhoods."""
    first, second = question.first, question.second
    if second is None:
        return None, None, None
    if not first.observed or not second.observed:
        which = "second" if first.observed else "first"
        return _more_needed(which), None, None
    released = similar.compare(question.opened, first, second)
    pair = similar.two_profiles(question.opened, first, second)
    return (
        overlap_panel(released.value, _file_name("two-neighbourhoods", released)),
        pair_panel(pair, _file_name("two-profiles", released)),
        apart_panel(released.value, _file_name("two-neighbourhoods-findings", released)),
    )


def _more_needed(which: str) -> Component:
    words = (
        f"Add findings to the {which} profile: type, paste ids, or read a phenopacket. Then both stand side by side."
    )
    title = html.H2(f"The {which} profile has no finding yet", className="panel-title")
    return html.Section(
        html.Div([title, html.P(words, className="panel-text")], className="panel-message"), className="panel"
    )
