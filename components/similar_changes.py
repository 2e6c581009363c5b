"""What would change "nobody yet": each way with the one button that goes it."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components.icons import icon
from components.similar_address import Asked, to_hash
from components.similar_ids import ProfilePicker, Similar
from workbench.disclosure.profile_values import Change, ProfileChanges

_TITLES = {"add": "Add what is unusual", "narrower": "Say it more exactly", "broader": "Try a broader term"}
_ICONS = {"add": "plus-lg", "narrower": "search", "broader": "arrow-up-right"}


def changes_panel(found: ProfileChanges, asked: Asked, cohort: str) -> html.Section:
    """The ways to an answer, those of the profile first.

    Args:
        cohort: Name of the way out of a cohort; empty where the profile is compared with all donors.
    """
    ways = [_change(one, asked) for one in found.changes]
    if cohort:
        out = _link("Compare with all", to_hash(asked.within(False)))
        ways.insert(0, _way("people", "Compare with all donors", f"Only {cohort} was asked so far.", out))
    ways += [_conditions(), _later()]
    return html.Section(
        [html.H2("What would change this", className="panel-title"), html.Ul(ways, className="similar-changes")],
        className="panel similar-changes-panel",
    )


def _change(change: Change, asked: Asked) -> html.Li:
    return _way(_ICONS[change.kind], _TITLES[change.kind], change.words, _button(change, asked))


def _button(change: Change, asked: Asked) -> Component:
    if change.kind == "broader" and change.term and change.replacement:
        href = to_hash(asked.replacing(change.term, change.replacement))
        return _link(["Use it", html.Span(f": {change.replacement_label}", className="visually-hidden")], href)
    if change.kind == "narrower":
        said = html.Span(f" terms for {change.label}", className="visually-hidden")
        return _to_picker(["Find narrower", said], change.label)
    return _to_picker("Add findings", "")


def _to_picker(words: str | Sequence[Component | str], search: str) -> html.Button:
    """A button that puts the caret into the term picker, with words to search for."""
    return html.Button(words, className="button", **{"data-picker": ProfilePicker.TEXT, "data-words": search})


def _conditions() -> html.Li:
    words = "Published descriptions can fit a profile even when no donor does. This is not a diagnosis."
    go = html.Button("See conditions", className="button", **{"data-scroll": Similar.FIT})
    return _way("book", "See conditions that fit", words, go)


def _later() -> html.Li:
    words = "New donations come in all the time. Keep this address: it holds the profile, and asks again when opened."
    words_of_button = [icon("link-45deg"), html.Span("Copy link")]
    copy = html.Button(words_of_button, className="button", **{"data-copy-address": "true", "aria-live": "polite"})
    return _way("clock-history", "Ask again with the next snapshot", words, copy)


def _way(glyph: str, title: str, words: str, button: Component) -> html.Li:
    told = html.Div([html.H3(title), html.P(words)])
    return html.Li([icon(glyph, "accent"), told, button], className="similar-change")


def _link(words: str | Sequence[Component | str], href: str) -> html.A:
    return html.A(words, href=href, className="button")


def invitation(example: Sequence[str], href: str) -> html.Section:
    """What stands here before anything is described, with one example a click away.

    Args:
        example: Labels of its findings.
        href: Its address; empty where this release of HPO lacks a finding of it.
    """
    ways = (
        ("people", "How many donors are close, and how close against chance"),
        ("bar-chart", "What they share with the profile, finding by finding, and what they lack"),
        ("hexagon", "Where they lie on the map, and which conditions are among them"),
        ("book", "Which published conditions fit, and why"),
    )
    shown: list[Component] = [
        html.H2("Describe a patient, and read who is similar", className="panel-title"),
        html.P(
            "Add findings: words, pasted HPO ids, or a phenopacket file. Five findings or more say most. The "
            "answer is about a group of ten donors or more.",
            className="panel-text",
        ),
        html.Ul([html.Li([icon(glyph, "accent"), words]) for glyph, words in ways], className="similar-promises"),
    ]
    if href:
        chips = [html.Span(label, className="chip") for label in example]
        go = html.A([icon("play"), "Try this profile"], href=href, className="button button-main")
        shown += [html.P("Start with an example", className="label"), html.Div(chips, className="chips"), go]
    return html.Section(html.Div(shown, className="panel-message"), className="panel similar-invitation")


def unreadable(what: str, do: str, href: str) -> html.Section:
    """That this profile cannot be asked about: what is wrong, and what to do.

    Args:
        href: The address without any finding.
    """
    again = html.A([icon("arrow-clockwise"), "Start with no finding"], href=href, className="button")
    words = [html.H2(what, className="panel-title"), html.P(do, className="panel-text")]
    return html.Section(
        [html.Div(words, className="panel-message"), html.Div(again, className="panel-actions")],
        className="panel",
        role="alert",
    )


def build_cohort(href: str) -> Component:
    """The button that makes a cohort of what the profile and its neighbourhood share most."""
    words = [icon("plus-lg"), "Build a cohort"]
    title = "Begin with the findings that these people share most"
    return dcc.Link(words, href=href, className="button button-main", title=title)
