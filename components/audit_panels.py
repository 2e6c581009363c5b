"""The panels of the audit page: pure functions of the trail. No number of donors stands in any of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components.audit_ids import Audit
from components.icons import icon
from components.notices import notice
from components.panel import panel, slot
from components.shell import page_head
from components.tables import Column, Table, table
from workbench.api.trail import EVERYTHING, KINDS, QUESTIONS, AlertLine, AskedLine, Chain, EventLine, Page

_LEAD = "Who asked what, what was refused, and what was done. No number of donors stands on this page."
EVERYBODY = "everybody"
_EVERYBODY = {"label": "Everybody", "value": EVERYBODY}
_ACTIONS = {
    "refused": "Refused: too many questions",
    "sign_in": "Signed in",
    "sign_in_refused": "Sign-in refused",
    "sign_out": "Signed out",
    "import": "Donors imported",
    "snapshot_built": "Snapshot built",
    "export": "Donor's data exported",
    "erasure": "Donor erased",
    "consent_given": "Consent given",
    "consent_withdrawn": "Consent withdrawn",
    "consent_frozen": "Consent frozen at majority",
    "alert": "Alert raised",
    "account_added": "Account added",
    "account_changed": "Account changed",
    "key_rotated": "Key of the pseudonyms changed",
    "study_proposed": "Study proposed",
    "study_approved": "Study approved",
    "study_declined": "Study declined",
    "evaluation": "Study evaluated",
}
_TIERS = {"explore": "Explore", "study": "Study"}


def audit_page() -> html.Div:
    """The page, all of it still to be asked for."""
    tops = [slot(Audit.ALERTS, height=200, class_name="span-6"), html.Div(_chain_panel(), className="slot span-6")]
    return html.Div(
        [
            page_head("Audit", _LEAD),
            html.Div(tops, className="grid"),
            html.Div([_filters(), slot(Audit.LINES, height=420, rows=8), _turning()], className="audit-log"),
            dcc.Store(id=Audit.BEFORE),
        ],
        className="page",
    )


def person_options(names: Mapping[str, str]) -> list[dict[str, str]]:
    """Whose lines can be chosen."""
    named = sorted(names.items(), key=lambda one: one[1].casefold())
    return [_EVERYBODY, *({"label": name, "value": identifier} for identifier, name in named)]


def alert_panel(alerts: Sequence[AlertLine], names: Mapping[str, str]) -> html.Section:
    """The alerts, each with the button that marks it as seen."""
    unseen = sum(not one.seen_by for one in alerts)
    title = "Nothing calls for attention" if not unseen else f"{_cardinal(unseen)} to look at"
    rows = [_alert(one, names) for one in alerts] or [html.P("No alert was raised so far.", className="faint")]
    why = "An alert is raised when one person or study asks about twenty different groups around one small group."
    return panel(title, html.Div(rows, className="audit-alerts"), footer=why)


def chain_state(chain: Chain) -> Component:
    """Whether the chain holds, in words."""
    if chain.ok:
        said = html.P(["Every row is as it was written. Head ", html.Code(chain.head[:16])])
        return html.Div([notice("The chain holds.", kind="ok"), said])
    return notice(
        f"Row {chain.first_bad} was altered, removed or moved.",
        "Keep a copy of the store as it is, and compare the log with a backup.",
    )


def chain_head(head: tuple[int, str]) -> Component:
    """How far the chain reaches, before it was verified."""
    seq, content = head
    if not seq:
        return html.P("Nothing was written yet.")
    return html.P([f"{seq:,} rows, not verified on this visit. Head ", html.Code(content[:16])])


def question_panel(page: Page[AskedLine], names: Mapping[str, str]) -> html.Section:
    """Who asked what."""
    columns = ("When (UTC)", "Who", "Question", "Study", "Tier", "Snapshot")
    rows = [
        (_when(one.at), _who(one.asker, names), one.words, one.study, _TIERS.get(one.tier, one.tier), one.snapshot)
        for one in page.lines
    ]
    return _lines("Who asked what", columns, rows, "Profiles are sealed: only how many findings they have is known.")


def event_panel(page: Page[EventLine], names: Mapping[str, str]) -> html.Section:
    """What was done."""
    columns = ("When (UTC)", "Who", "What", "About", "Details")
    rows = [
        (_when(one.at), _who(one.actor, names), _action(one.action), names.get(one.subject, one.subject), one.details)
        for one in page.lines
    ]
    return _lines("What was done", columns, rows, "Donors are named by twelve letters that lead to nobody.")


def _lines(title: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]], footer: str) -> html.Section:
    if not rows:
        return panel(title, html.P("There is nothing of this kind.", className="faint"))
    data = Table(title, tuple(Column(one) for one in columns), tuple(rows))
    return panel(title, table(data, "audit-table"), footer=footer)


def _chain_panel() -> html.Section:
    verify = html.Button([icon("shield-lock"), "Verify"], id=Audit.VERIFY, n_clicks=0, className="button")
    body = html.Div([html.Div(id=Audit.CHAIN, **{"aria-live": "polite"}), verify], className="audit-chain")
    foot = [
        "Each row holds the hash of the row before. Heads exported by ",
        html.Code("workbench audit head"),
        " show a cut end too.",
    ]
    return panel("The log holds itself together", body, footer=foot)


def _filters() -> html.Div:
    kinds = [{"label": "Questions", "value": QUESTIONS}, {"label": "All that was done", "value": EVERYTHING}]
    kinds += [{"label": kind.capitalize(), "value": kind} for kind in KINDS]
    return html.Div(
        [
            _field("Show", Audit.KIND, dbc.Select(id=Audit.KIND, options=kinds, value=QUESTIONS)),
            _field("Of", Audit.PERSON, dbc.Select(id=Audit.PERSON, options=[_EVERYBODY], value=EVERYBODY)),
        ],
        className="audit-filters",
    )


def _turning() -> html.Div:
    newest = html.Button("Newest", id=Audit.NEWEST, n_clicks=0, className="button")
    older = html.Button(["Older", icon("arrow-right")], id=Audit.OLDER, n_clicks=0, className="button", disabled=True)
    return html.Div([newest, older], className="audit-turning")


def _field(words: str, identifier: str, control: Component) -> html.Div:
    return html.Div([html.Label(words, htmlFor=identifier, className="label"), control], className="field")


def _alert(alert: AlertLine, names: Mapping[str, str]) -> html.Div:
    study = f" for the study {alert.study}" if alert.study else ""
    words = [
        html.P(["Many questions around one small group: ", html.Strong(alert.words)]),
        html.P(f"{_who(alert.asker, names)}{study}, {_when(alert.at)}, snapshot {alert.snapshot}", className="faint"),
    ]
    ending: Any = html.P(f"Seen by {_who(alert.seen_by, names)}", className="faint")
    if not alert.seen_by:
        ending = html.Button([icon("check2"), "Mark as seen"], id=Audit.seen(alert.id), n_clicks=0, className="button")
    return html.Div([*words, ending], className="audit-alert")


def _action(action: str) -> str:
    return _ACTIONS.get(action, action.replace("_", " "))


def _who(account: str, names: Mapping[str, str]) -> str:
    return names.get(account, account or "–")


def _when(at: dt.datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def _cardinal(amount: int) -> str:
    return "One alert" if amount == 1 else f"{amount} alerts"
