"""Accounts, for data stewards: who may sign in, and as what."""

from __future__ import annotations

from typing import Any

import dash
from dash import ALL, Input, Output, State, callback, ctx, html, no_update
from dash.development.base_component import Component

from components import admin_panels as panels
from components.admin_asking import desk
from components.admin_ids import Admin
from components.admin_page import PASSWORD, PROVIDER, admin_page
from components.asking import reported, shown
from components.notices import notice
from workbench.accounts.managing import Newcomer
from workbench.api import accounts
from workbench.api.accounts import AccountLine
from workbench.errors import WorkbenchError

dash.register_page(__name__, path="/admin", title="Accounts · Share4Rare workbench", name="Accounts")


def layout(**_: object) -> html.Div:
    """The page with the shape of its list."""
    return admin_page()


@callback(
    Output(Admin.LIST, "children"),
    Input(Admin.LIST, "id"),
    Input(Admin.ADDED, "children"),
    Input(Admin.DONE, "children"),
)
def show_accounts(*_: Any) -> Component:
    """All accounts, anew after every change."""
    return shown(lambda: panels.account_list(accounts.listed(desk())), retry="/admin")


@callback(
    Output(Admin.ADDED, "children"),
    Output(Admin.EMAIL, "value"),
    Output(Admin.PERSON, "value"),
    Input(Admin.ADD, "n_clicks"),
    State(Admin.EMAIL, "value"),
    State(Admin.PERSON, "value"),
    State(Admin.ROLE, "value"),
    State(Admin.LANGUAGE, "value"),
    State(Admin.WAY, "value"),
    prevent_initial_call=True,
)
def add_account(clicks: int, email: Any, name: Any, role: Any, language: Any, way: Any) -> tuple[Any, Any, Any]:
    """Adds the account of the form; empties the form where that worked."""
    if not clicks:
        return no_update, no_update, no_update
    try:
        _require_text(email, name or "", role, language)
        newcomer = Newcomer(email, role, name or "", language)
        done = accounts.add(desk(), newcomer, with_password=way != PROVIDER)
    except Exception as error:
        return _said(error), no_update, no_update
    return panels.added(done), "", ""


@callback(
    Output(Admin.CHOSEN, "data"),
    Input(Admin.change(ALL), "n_clicks"),
    prevent_initial_call=True,
)
def choose(clicks: list[int | None]) -> Any:
    """The account whose button was pressed, with how often, so that the same one opens again."""
    button, pressed = ctx.triggered_id, ctx.triggered[0]["value"]
    if not button or not pressed:
        return no_update  # the list was drawn anew
    return {"account": button["account"], "pressed": sum(count or 0 for count in clicks)}


@callback(
    Output(Admin.DIALOG, "is_open"),
    Output(Admin.NEW_ROLE, "value"),
    Input(Admin.CHOSEN, "data"),
    Input(Admin.CLOSE, "n_clicks"),
    prevent_initial_call=True,
)
def open_dialog(chosen: Any, _: int) -> tuple[Any, Any]:
    """Opens the dialog of the account that was chosen, or closes it."""
    if ctx.triggered_id == Admin.CLOSE or not chosen:
        return False, no_update
    try:
        return True, accounts.one(desk(), _account_in(chosen)).role
    except WorkbenchError:
        return True, no_update  # `describe` meets the same and says so


@callback(
    Output(Admin.TITLE, "children"),
    Output(Admin.ABOUT, "children"),
    Output(Admin.PASSWORD_PART, "hidden"),
    Output(Admin.ENABLE_PART, "hidden"),
    Output(Admin.DISABLE_PART, "hidden"),
    Input(Admin.CHOSEN, "data"),
    Input(Admin.DONE, "children"),
    prevent_initial_call=True,
)
def describe(chosen: Any, _: Any) -> tuple[Any, Any, bool, bool, bool]:
    """What the account is now, and what can be done with it."""
    if not chosen:
        return no_update, no_update, True, True, True
    try:
        account = accounts.one(desk(), _account_in(chosen))
    except Exception as error:
        return "Account", _said(error), True, True, True
    has_password = account.signs_in in (PASSWORD, "one-time password")
    return account.name or account.email, panels.about(account), not has_password, account.enabled, not account.enabled


@callback(
    Output(Admin.CONFIRM, "hidden"),
    Input(Admin.DISABLE, "n_clicks"),
    Input(Admin.KEEP, "n_clicks"),
    Input(Admin.DISABLE_NOW, "n_clicks"),
    Input(Admin.CHOSEN, "data"),
    prevent_initial_call=True,
)
def ask_first(*_: Any) -> bool:
    """Shows the second step of disabling after the first, and hides it otherwise."""
    return bool(ctx.triggered_id != Admin.DISABLE)


@callback(
    Output(Admin.DONE, "children"),
    Input(Admin.SAVE_ROLE, "n_clicks"),
    Input(Admin.NEW_PASSWORD, "n_clicks"),
    Input(Admin.ENABLE, "n_clicks"),
    Input(Admin.DISABLE_NOW, "n_clicks"),
    Input(Admin.CHOSEN, "data"),
    State(Admin.NEW_ROLE, "value"),
    prevent_initial_call=True,
)
def change(_role: int, _password: int, _enable: int, _disable: int, chosen: Any, role: Any) -> Any:
    """Does what the pressed button says, and says what was done; nothing is left of that for the next account."""
    pressed = ctx.triggered_id
    if pressed == Admin.CHOSEN or not chosen:
        return None
    try:
        account = _account_in(chosen)
        if pressed == Admin.NEW_PASSWORD:
            return panels.one_time(accounts.give_one_time_password(desk(), account))
        return panels.changed(_changed(pressed, account, role))
    except Exception as error:
        return _said(error)


def _changed(pressed: str | None, account: str, role: Any) -> AccountLine:
    if pressed == Admin.SAVE_ROLE:
        return accounts.change_role(desk(), account, role)
    return accounts.set_enabled(desk(), account, pressed == Admin.ENABLE)


def _account_in(chosen: Any) -> str:
    account = chosen.get("account") if isinstance(chosen, dict) else None
    if not isinstance(account, str):
        raise WorkbenchError("No account is chosen.", do="Load the page again.")
    return account


def _require_text(*values: Any) -> None:
    if not all(isinstance(value, str) for value in values):
        raise WorkbenchError("Something is missing in the form.", do="Fill in the e-mail address.")


def _said(error: Exception) -> Component:
    """What went wrong, in words; the unexpected by its reference number."""
    if isinstance(error, WorkbenchError):
        return notice(error.what, error.do)
    return notice("This did not finish.", "Please try again.", reference=reported(error))
