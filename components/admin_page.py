"""The frame of the page of accounts: the form that adds one, and the dialog that changes one."""

from __future__ import annotations

from typing import Any, Literal

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components.admin_ids import Admin
from components.admin_panels import language_options, role_options
from components.icons import icon
from components.panel import panel, slot
from components.shell import page_head

PASSWORD, PROVIDER = "password", "provider"
_LEAD = (
    "Who may sign in, and as what. A data steward sees accounts and questions, never donors. "
    "Every change is in the audit log."
)
_WAYS = [
    {"label": "With a password of ours", "value": PASSWORD},
    {"label": "At the hospital's provider", "value": PROVIDER},
]


def admin_page() -> html.Div:
    """The page, its list still to be asked for."""
    return html.Div(
        [
            page_head("Accounts", _LEAD),
            html.Div([slot(Admin.LIST, height=320), _form()], className="admin-columns"),
            dcc.Store(id=Admin.CHOSEN),
            _dialog(),
        ],
        className="page",
    )


def _form() -> html.Section:
    fields = [
        _field("E-mail address", Admin.EMAIL, _text(Admin.EMAIL, "email", 254)),
        _field("Name", Admin.PERSON, _text(Admin.PERSON, "text", 200)),
        _field("Role", Admin.ROLE, dbc.Select(id=Admin.ROLE, options=role_options(), value="researcher")),
        _field("Language", Admin.LANGUAGE, dbc.Select(id=Admin.LANGUAGE, options=language_options(), value="en")),
        _field("Signs in", Admin.WAY, dbc.Select(id=Admin.WAY, options=_WAYS, value=PASSWORD)),
        _button(Admin.ADD, [icon("plus-lg"), "Add the account"], "button button-main"),
        html.Div(id=Admin.ADDED, **{"aria-live": "polite"}),
    ]
    return panel("Add an account", html.Div(fields, className="admin-form"))


def _dialog() -> dbc.Modal:
    return dbc.Modal(
        [
            dbc.ModalHeader(html.H2("Account", id=Admin.TITLE, className="panel-title")),
            dbc.ModalBody(
                [
                    html.Div(id=Admin.ABOUT),
                    html.Div(id=Admin.DONE, **{"aria-live": "polite"}),
                    _role_part(),
                    _password_part(),
                    _enable_part(),
                    _disable_part(),
                ],
                className="admin-body",
            ),
            dbc.ModalFooter(_button(Admin.CLOSE, "Close")),
        ],
        id=Admin.DIALOG,
        labelledby=Admin.TITLE,
        is_open=False,
        centered=True,
    )


def _role_part() -> html.Div:
    select = dbc.Select(id=Admin.NEW_ROLE, options=role_options())
    return html.Div([_field("Role", Admin.NEW_ROLE, select), _button(Admin.SAVE_ROLE, "Save the role")])


def _password_part() -> html.Div:
    words = html.P(
        "Makes a password that is changed at the next sign-in. The one that there is counts no more.", className="faint"
    )
    return html.Div([words, _button(Admin.NEW_PASSWORD, "Give a one-time password")], id=Admin.PASSWORD_PART)


def _enable_part() -> html.Div:
    return html.Div(_button(Admin.ENABLE, "Enable the account"), id=Admin.ENABLE_PART, hidden=True)


def _disable_part() -> html.Div:
    """Two steps: the first asks, the second does it."""
    question = html.P("Nobody can sign in with this account any more, and it is signed out everywhere now.")
    sure = [
        question,
        html.Div(
            [
                _button(Admin.DISABLE_NOW, "Yes, disable it", "button button-danger"),
                _button(Admin.KEEP, "No, keep it"),
            ],
            className="admin-buttons",
        ),
    ]
    return html.Div(
        [
            _button(Admin.DISABLE, "Disable the account"),
            html.Div(sure, id=Admin.CONFIRM, hidden=True, role="group", **{"aria-label": "Disable the account?"}),
        ],
        id=Admin.DISABLE_PART,
    )


def _field(label: str, id: str, control: Component) -> html.Div:
    return html.Div([html.Label(label, htmlFor=id, className="label"), control], className="field")


def _text(id: str, keyboard: Literal["email", "text"], most: int) -> dcc.Input:
    return dcc.Input(id=id, type="text", inputMode=keyboard, value="", maxLength=most, autoComplete="off")


def _button(id: str, words: Any, class_name: str = "button") -> html.Button:
    return html.Button(words, id=id, n_clicks=0, className=class_name)
