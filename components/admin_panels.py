"""The parts of the page of accounts: the list, and what is said after a change. Pure functions of what was asked."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.admin_ids import Admin
from components.icons import icon
from components.notices import copy_button, notice
from components.panel import panel
from workbench.accounts.roles import ROLES
from workbench.api.accounts import AccountLine, Added

ROLE_WORDS = {
    "family": "Family",
    "researcher": "Clinical researcher",
    "lead": "Study lead",
    "steward": "Data steward",
}
LANGUAGE_WORDS = {"en": "English", "es": "Spanish", "ca": "Catalan"}
_WAYS = {
    "password": "Password",
    "one-time password": "One-time password",
    "provider": "At the provider",
    "demo card": "Demo card, without a password",
}
_HEADS = ("Account", "Role", "Language", "Signs in", "Last sign-in", "State", "")
_HAND_OVER = (
    "Hand this password over yourself. It is shown only now and kept nowhere, and is to be changed at the next sign-in."
)


def role_options() -> list[dict[str, str]]:
    """The roles to choose from."""
    return [{"label": ROLE_WORDS[role], "value": role} for role in ROLES]


def language_options() -> list[dict[str, str]]:
    """The languages to choose from."""
    return [{"label": words, "value": code} for code, words in LANGUAGE_WORDS.items()]


def account_list(accounts: Sequence[AccountLine]) -> html.Section:
    """The list of accounts, each with a button that opens it."""
    stewards = sum(one.enabled and one.role == "steward" and one.signs_in != "demo card" for one in accounts)
    head = html.Thead(html.Tr([html.Th(words, scope="col") for words in _HEADS[:-1]] + [html.Td()]))
    rows = html.Table(
        [html.Caption("All accounts", className="visually-hidden"), head, html.Tbody([_row(one) for one in accounts])],
        className="data-table admin-table",
    )
    counted = f"{_number(len(accounts), 'account')}, {_number(stewards, 'data steward')} who may sign in"
    frame = html.Div(rows, className="table-frame", tabIndex="0", role="region", **{"aria-label": "All accounts"})
    return panel("Who may sign in", frame, subtitle=counted, footer="Days are in UTC.")


def _row(account: AccountLine) -> html.Tr:
    label = f"Change the account of {account.name or account.email}"
    button = html.Button(
        [icon("pencil"), "Change"],
        id=Admin.change(account.id),
        n_clicks=0,
        className="button",
        **{"aria-label": label},
    )
    state = "Enabled" if account.enabled else "Disabled"
    return html.Tr(
        [
            html.Th([_name(account), html.Div(account.email, className="faint")], scope="row"),
            html.Td([ROLE_WORDS[account.role], _studies(account)]),
            html.Td(LANGUAGE_WORDS[account.language]),
            html.Td(_WAYS[account.signs_in]),
            html.Td(f"{account.last_sign_in:%Y-%m-%d}" if account.last_sign_in else "Never", className="admin-day"),
            html.Td(html.Span(state, className=f"admin-state admin-{state.lower()}")),
            html.Td(button),
        ]
    )


def _name(account: AccountLine) -> html.Div:
    return html.Div([html.B(account.name or "No name"), " (you)" if account.is_own else ""])


def _studies(account: AccountLine) -> Component | None:
    return html.Div(", ".join(account.studies), className="faint") if account.studies else None


def about(account: AccountLine) -> list[Component]:
    """What the dialog says of an account."""
    seen = f"last signed in on {account.last_sign_in:%Y-%m-%d}" if account.last_sign_in else "never signed in"
    state = "Enabled" if account.enabled else "Disabled"
    return [html.P(account.email), html.P(f"{state}, {seen}. {_WAYS[account.signs_in]}.", className="faint")]


def added(done: Added) -> Component:
    """That an account was added, with its password where it has one."""
    said = notice(f"{done.account.email} may sign in as {ROLE_WORDS[done.account.role].lower()}.", kind="ok")
    return html.Div([said, one_time(done.one_time_password)]) if done.one_time_password else said


def changed(account: AccountLine) -> Component:
    """What an account is now."""
    if not account.enabled:
        return notice("The account is disabled.", "It is signed out everywhere.", kind="ok")
    words = f"The account is enabled, as {ROLE_WORDS[account.role].lower()}."
    return notice(words, "Whoever uses it has to sign in again.", kind="ok")


def one_time(password: str) -> html.Div:
    """A one-time password, with a button that copies it."""
    return html.Div(
        [html.P(_HAND_OVER), html.Code(password, className="admin-password"), copy_button(password, "Copy")],
        className="admin-once",
    )


def _number(count: int, words: str) -> str:
    return f"{count} {words}" if count == 1 else f"{count} {words}s"
