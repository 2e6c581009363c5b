"""The groups as a list of buttons, what is found by name, and the box about what is selected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from components.asking import link
from components.condition_picked import Picked, of_disc
from components.condition_sentences import group_size, shared_words
from components.figures.discs import Cue, cues
from components.icons import icon
from components.notices import withheld_word
from workbench.disclosure.condition_values import ConditionDisc, ConditionGroup, ConditionMap

PATH = "/condition"
_LISTED = 6


@dataclass(frozen=True, slots=True)
class Found:
    """A condition found by its name: a published one, and its disc where it has ten donors or more."""

    id: str
    name: str
    disc: ConditionDisc | None


def condition_link(identifier: str, cohort: str = "") -> str:
    """The address of a condition's page."""
    return link(PATH, cohort, id=identifier)


def group_list(view: ConditionMap) -> html.Div:
    """One button a group under its headings; plain words where there is none."""
    if not view.groups:
        return html.Div(
            [
                html.P(html.B("No group survives the three checks.")),
                html.P(
                    "That is a result, not a fault: these conditions are each different, or too few to tell. "
                    "Find one above to see what it shares with its nearest neighbours."
                ),
            ],
            className="conditions-none",
        )
    heads = html.Div([html.Span("Group"), html.Span("Holds")], className="conditions-heads", **{"aria-hidden": "true"})
    known = cues(view)
    rows = [html.Li(_group(group, known[group.id])) for group in view.groups]
    return html.Div([heads, html.Ul(rows, className="conditions-rows")])


def found_list(typed: str, found: Sequence[Found], view: ConditionMap, cohort: str) -> html.Div:
    """One row a condition found: its name as a link, its donors and group, and a button that shows it on the plane."""
    if not found:
        return html.Div(
            [
                html.P(html.B(f"No published condition matches “{typed}”.")),
                html.P("Try one word of its name, or its OMIM number."),
            ],
            className="conditions-none",
        )
    names = {group.id: group.name for group in view.groups}
    rows = [html.Li(_found(one, names, cohort), className="conditions-hit") for one in found]
    return html.Div(html.Ul(rows, className="conditions-rows"))


def chosen_box(group: ConditionGroup | None, disc: ConditionDisc | None, view: ConditionMap, cohort: str) -> Component:
    """What is selected: the condition, its group, what the group shares, and its conditions as links."""
    if group is None and disc is None:
        return html.P("Select a group to read what its conditions share.", className="conditions-hint")
    parts: list[Component] = []
    if disc is not None:
        parts.append(_condition(disc, cohort, is_alone=group is None))
    if group is not None:
        parts += [
            html.H3(group.name, className="conditions-chosen-name"),
            html.P(shared_words(group)),
            html.Div(_chips(group, view, cohort), className="chips"),
        ]
    return html.Div(parts)


def swatch(cue: Cue) -> html.Span:
    """The disc of a group beside its name, filled, open or pale as on the plane."""
    look = f"conditions-swatch is-turn-{cue.turn} of-class-{cue.slot + 1}"
    return html.Span(className=look, **{"aria-hidden": "true"})


def _group(group: ConditionGroup, cue: Cue) -> html.Button:
    words = html.Span(
        [html.B(group.name, className="conditions-name"), html.Span(group_size(group), className="conditions-size")]
    )
    holds = html.Span([html.Span("holds ", className="visually-hidden"), f"{group.holds:.2f}"], className="num")
    return _pick([swatch(cue), words, holds], str(Picked(group.id)), "conditions-row")


def _pick(children: Sequence[Component | str], what: str, look: str, **more: str) -> html.Button:
    """A button that selects; `assets/conditions.js` reads from it what, and marks it while it is selected."""
    return html.Button(list(children), className=look, **{"data-pick": what, "aria-pressed": "false", **more})


def _found(one: Found, names: dict[int, str], cohort: str) -> list[Component]:
    name = dcc.Link(one.name, href=condition_link(one.id, cohort), className="conditions-hit-name")
    if one.disc is None:
        return [html.Div([name, html.Div([one.id, " · ", withheld_word()], className="conditions-size")])]
    group = names.get(one.disc.group, "in no group") if one.disc.group is not None else "in no group"
    about = html.Div(f"{one.disc.count:,} donors · {group}", className="conditions-size")
    words = html.Span(f"Show {one.name} among the conditions", className="visually-hidden")
    show = _pick([icon("geo-alt"), words], str(of_disc(one.disc)), "conditions-show", title="Show it in the figure")
    return [html.Div([name, about]), show]


def _condition(disc: ConditionDisc, cohort: str, *, is_alone: bool) -> html.P:
    about = f"{disc.count:,} donors" + (", in no group that survives the checks" if is_alone else "")
    return html.P(
        [
            dcc.Link([disc.name, icon("arrow-right")], href=condition_link(disc.id, cohort), className="conditions-to"),
            html.Span(about, className="conditions-size"),
        ],
        className="conditions-one",
    )


def _chips(group: ConditionGroup, view: ConditionMap, cohort: str) -> list[Component]:
    """The largest conditions as links; the others come when "more" is opened."""
    names = {disc.id: disc.name for disc in view.discs}
    links: list[Component] = [
        dcc.Link(names[one], href=condition_link(one, cohort), className="chip chip-link")
        for one in group.conditions
        if one in names
    ]
    more = len(links) - _LISTED
    if more <= 1:
        return links
    rest = html.Div(links[_LISTED:], className="chips")
    return [*links[:_LISTED], html.Details([html.Summary(f"{more} more"), rest], className="conditions-more")]
