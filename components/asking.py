"""How a page asks: as whom, the door of this request, the cohort of the address, and what to show when asking fails."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from dash import html
from dash.development.base_component import Component
from dash.exceptions import DashException
from flask import current_app, g, has_request_context

from components.panel import failed
from workbench.api.door import NOBODY, Asker
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.accounts.sessions import Session
    from workbench.api.door import Door

DOOR = "WORKBENCH_DOOR"
MAY_OPEN = "WORKBENCH_MAY_OPEN"
_MOST_FIELDS = 20
_log = logging.getLogger("workbench.web")


def door() -> Door:
    """The door for whoever sent this request. Call it inside a callback or a layout.

    Raises:
        SnapshotError: There is no snapshot yet.
    """
    opened: Door = current_app.config[DOOR]()
    return opened.asked_by(asker())


def session() -> Session | None:
    """The session of whoever sent this request; None before sign-in."""
    found: Session | None = g.get("session") if has_request_context() else None
    return found


def asker() -> Asker:
    """Who sent this request: the account, its role, and the study they work for."""
    here = session()
    return NOBODY if here is None else Asker(here.account.id, here.account.role, here.study)


def may_open(path: str) -> bool:
    """Whether whoever sent this request may open a page. Before sign-in every page is said to be open.

    Dash collects the ids of every page before anybody has signed in; who asks for a page meets the guard.
    """
    here = session()
    return here is None or bool(current_app.config[MAY_OPEN](here.account.role, path))


def not_open() -> Component:
    """What stands in place of a page that is not open to whoever asked."""
    words = [html.H1("This page is not open to you"), html.P("It belongs to another kind of account.")]
    return html.Div([html.Div(html.Div(words), className="page-head")], className="page")


def cohort_in(search: str | None) -> str:
    """The cohort of an address's query string (`?q=...`), empty when there is none; hand it to `parse_address`."""
    try:
        fields = parse_qs((search or "").lstrip("?"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return ""
    return fields.get("q", [""])[0]


def link(path: str, cohort: str = "", **parameters: str) -> str:
    """The address of a page with the cohort (`q` as `to_address` writes it) in it; `path` may end in an anchor."""
    fields = {"q": cohort, **parameters} if cohort else parameters
    where, hash_, anchor = path.partition("#")
    asked = f"{where}?{urlencode(fields, safe=':~!,')}" if fields else where
    return f"{asked}{hash_}{anchor}"


def cohort_of(q: object) -> str:
    """The cohort out of a layout's parameter `q`, whatever was put into the address."""
    return q if isinstance(q, str) else ""


def shown(build: Callable[[], Component], *, retry: str = "") -> Component:
    """What `build` makes, or a panel that says what went wrong: never a traceback.

    Args:
        build: Asks and draws; called once.
        retry: Address of the button "Try again".
    """
    try:
        return build()
    except WorkbenchError as error:
        return failed(error.what, error.do, retry=retry)
    except Exception as error:
        return failed(
            "This did not finish", "Your cohort is unchanged. Please try again.", reference=reported(error), retry=retry
        )


def reported(error: Exception) -> str:
    """Writes an unexpected error to the log, and gives the reference number under which it stands there."""
    reference = f"{secrets.token_hex(2)}-{secrets.token_hex(2)}"
    # Dash quotes what a callback gave or was given, answers and findings; whoever asks can make it do so.
    quotes = isinstance(error, DashException)
    _log.error("reference %s: %s", reference, type(error).__name__, exc_info=None if quotes else error)
    return reference
