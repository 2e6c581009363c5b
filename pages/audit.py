"""Audit, for data stewards: who asked what, what was refused and done, and whether the log holds."""

from __future__ import annotations

from typing import Any

import dash
from dash import ALL, Input, Output, State, callback, ctx, html, no_update
from dash.development.base_component import Component

from components import audit_panels as panels
from components.asking import shown
from components.audit_asking import names, trail
from components.audit_ids import Audit
from workbench.api import trail as trails
from workbench.errors import WorkbenchError

dash.register_page(__name__, path="/audit", title="Audit · Share4Rare workbench", name="Audit")


def layout(**_: object) -> html.Div:
    """The page with the shape of its lists."""
    return panels.audit_page()


@callback(Output(Audit.PERSON, "options"), Input(Audit.PERSON, "id"))
def show_people(_: str) -> list[dict[str, str]]:
    """Whose lines can be chosen."""
    return panels.person_options(names())


@callback(Output(Audit.ALERTS, "children"), Input(Audit.ALERTS, "id"), Input(Audit.seen(ALL), "n_clicks"))
def show_alerts(_: str, clicks: list[int | None]) -> Any:
    """All alerts, after one was marked as seen where its button was pressed."""
    button = ctx.triggered_id
    if isinstance(button, dict) and not any(clicks):
        return no_update  # the list was drawn anew
    return shown(lambda: _alerts(button.get("alert") if isinstance(button, dict) else None), retry="/audit")


def _alerts(seen: object) -> Component:
    here = trail()
    if isinstance(seen, str):
        trails.mark_seen(here, seen)
    return panels.alert_panel(trails.alerts(here), names())


@callback(Output(Audit.CHAIN, "children"), Input(Audit.VERIFY, "n_clicks"))
def show_chain(clicks: int | None) -> Component:
    """How far the chain reaches; once asked to, whether it holds."""
    if not clicks:
        return shown(lambda: panels.chain_head(trails.head(trail())), retry="/audit")
    return shown(lambda: panels.chain_state(trails.verified(trail())), retry="/audit")


@callback(
    Output(Audit.LINES, "children"),
    Output(Audit.BEFORE, "data"),
    Output(Audit.OLDER, "disabled"),
    Input(Audit.KIND, "value"),
    Input(Audit.PERSON, "value"),
    Input(Audit.NEWEST, "n_clicks"),
    Input(Audit.OLDER, "n_clicks"),
    State(Audit.BEFORE, "data"),
)
def show_lines(kind: Any, person: Any, _newest: int, _older: int, before: Any) -> tuple[Component, int | None, bool]:
    """Fifty lines: the newest, or those before the ones that are shown."""
    older: list[int | None] = [None]
    start = before if ctx.triggered_id == Audit.OLDER and isinstance(before, int) else None

    def build() -> Component:
        if not isinstance(kind, str) or not isinstance(person, str | None):
            raise WorkbenchError("Something is missing in the choice.", do="Load the page again.")
        whose = "" if person in (None, panels.EVERYBODY) else person
        if kind == trails.QUESTIONS:
            asked = trails.asked(trail(), whose, start)
            older[0] = asked.older
            return panels.question_panel(asked, names())
        done = trails.events(trail(), kind, whose, start)
        older[0] = done.older
        return panels.event_panel(done, names())

    drawn = shown(build, retry="/audit")
    return drawn, older[0], older[0] is None
