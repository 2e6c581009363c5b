"""The profile of the page `/similar`: how findings get into it, and the findings as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from components.icons import icon
from components.similar_address import Asked, to_hash
from components.similar_ids import ProfilePicker, Similar
from components.tables import WITHHELD
from components.term_picker import term_picker
from ontology.terms import TermId
from workbench.cohorts.profile import Profile

KEPT = "One patient of yours. It stands behind # in the address, is sent only to be compared, and is not stored."
PASTE_HINT = "Any separators; ! before an id means ruled out. For example: HP:0001166, HP:0002616; !HP:0001083"
FILE_HINT = "One phenopacket as JSON, at most 2 MB. Only its findings leave your computer: no name, date or gene."


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One finding of the profile.

    Attributes:
        label: Its name; its id where this release of HPO does not know it.
        common: "1 in 64", "fewer than 10", or empty where it is not known.
        remove: The address without it.
    """

    term: TermId
    label: str
    lay: str
    common: str
    remove: str


@dataclass(frozen=True, slots=True)
class ProfileRows:
    """A profile as rows.

    Attributes:
        title: Empty where there is only one profile.
        edit: The address that adds findings to this profile; empty where they go into it already.
    """

    recorded: tuple[ProfileRow, ...]
    ruled_out: tuple[ProfileRow, ...]
    title: str = ""
    edit: str = ""


def profile_frame() -> html.Section:
    """The panel with the ways in, and the place of the findings; it stays while answers come and go."""
    head = html.Header(
        html.Div([html.H2("The profile", className="panel-title"), html.P(KEPT, className="panel-subtitle")]),
        className="panel-head",
    )
    picker = term_picker(ProfilePicker, "Add a finding, in any words")
    return html.Section(
        [
            head,
            html.Div([picker, html.Div(id=Similar.SAID, className="similar-said", **{"aria-live": "polite"})]),
            html.Div(_bones(), id=Similar.PROFILES, className="similar-profiles"),
            html.Div([_paste(), _upload()], className="similar-ways"),
        ],
        className="panel similar-profile",
        **{"aria-label": "The profile"},
    )


def profile_lists(profiles: Sequence[ProfileRows], asked: Asked, cohort: str | None) -> list[Component]:
    """The findings of one profile or two, whom they are compared with, and a way to start anew.

    Args:
        cohort: How large the cohort of the address is in words; None where there is none.
    """
    lists = html.Div([_listed(one) for one in profiles], className="similar-lists", tabIndex="-1")
    empty = asked.writing(Profile())
    clear = html.A("Clear", href=to_hash(empty), className="button button-plain") if _holds(asked.edited) else None
    shared = [] if asked.second is not None else [_within(asked, cohort)]
    return [lists, html.Div([*shared, clear], className="similar-scope")]


def _holds(profile: Profile) -> bool:
    return bool(profile.observed or profile.excluded)


def _listed(rows: ProfileRows) -> html.Div:
    many = len(rows.recorded)
    amount = f"{many} {'finding' if many == 1 else 'findings'}"
    names = [html.H3(rows.title)] if rows.title else []
    words = [icon("pencil"), "Add findings here"]
    edit = html.A(words, href=rows.edit, className="similar-edit") if rows.edit else None
    counted = html.Span(amount, className="similar-amount") if many else None
    parts: list[Component] = [html.Div([*names, counted, edit], className="similar-list-head")]
    if rows.recorded:
        columns = [html.Span("Recorded"), html.Span("how common", title="Among all donors of this snapshot")]
        parts += [html.Div(columns, className="similar-list-label"), _rows(rows.recorded, "Recorded findings")]
    else:
        parts.append(html.P("No finding yet.", className="similar-none"))
    if rows.ruled_out:
        label = html.Span([html.B("Ruled out"), " · shown, not scored"])
        parts += [html.Div(label, className="similar-list-label"), _rows(rows.ruled_out, "Findings ruled out")]
    return html.Div(parts, className="similar-list is-edited" if rows.title and not rows.edit else "similar-list")


def _rows(rows: Sequence[ProfileRow], name: str) -> html.Ul:
    return html.Ul([_row(row) for row in rows], className="similar-rows", **{"aria-label": name})


def _row(row: ProfileRow) -> html.Li:
    words = [html.Span(row.label, className="similar-label"), html.Span(row.lay, className="similar-lay")]
    common: Component | str = row.common
    if row.common == WITHHELD:
        common = html.Span(WITHHELD, className="withheld-word", title="Fewer than 10 donors have it, or none")
    remove = html.A(
        [icon("x-lg"), html.Span(f"Remove {row.label}", className="visually-hidden")],
        href=row.remove,
        className="similar-remove",
    )
    side = html.Span([html.Span(common, className="similar-common num"), remove], className="similar-side")
    return html.Li([html.Span(words, className="similar-words", title=row.term), side])


def _within(asked: Asked, cohort: str | None) -> html.Div:
    """Whom the profile is compared with, as two links that look like one switch."""
    label = html.P("Compare with", className="label")
    if cohort is None:
        return html.Div([label, html.P("All donors. Build a cohort first to compare within it.", className="faint")])
    choices = ((False, "All donors"), (True, f"The cohort ({cohort})"))
    links = [
        html.A(
            words,
            href=to_hash(asked.within(within)),
            className="segment is-on" if asked.in_cohort is within else "segment",
            **({"aria-current": "true"} if asked.in_cohort is within else {}),
        )
        for within, words in choices
    ]
    return html.Div([label, html.Div(links, className="segments similar-segments")])


def _paste() -> html.Details:
    box = dcc.Textarea(id=Similar.PASTED, value="", className="similar-ids", spellCheck="false", maxLength=4000, rows=3)
    add = html.Button("Add these", id=Similar.PASTE, n_clicks=0, className="button")
    label = html.Label("HPO ids", htmlFor=Similar.PASTED, className="visually-hidden")
    hint = html.P(PASTE_HINT, className="faint")
    return html.Details([html.Summary([icon("clipboard2-pulse"), "Paste HPO ids"]), label, box, hint, add])


def _upload() -> html.Details:
    choose = html.Button([icon("file-text"), "Choose a file"], className="button", type="button")
    # Neither kind nor size is limited here: Dash drops such a file without a word. `assets/similar.js` says it.
    upload = dcc.Upload(
        choose,
        id=Similar.UPLOAD,
        multiple=False,
        className="similar-upload",
        className_active="similar-upload is-over",
        className_reject="similar-upload",
        className_disabled="similar-upload",
    )
    hint = html.P(FILE_HINT, className="faint")
    return html.Details([html.Summary([icon("file-text"), "Read a phenopacket"]), upload, hint])


def _bones() -> html.Div:
    return html.Div([html.Span(className="bone bone-0"), html.Span(className="bone bone-1")], className="similar-bones")
