"""One visit: whose request it is, the cookie that says so, and its beginning and end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from flask import Request, Response, g, request

from workbench.accounts.sessions import Session
from workbench.web import cookies
from workbench.web.guard import after_sign_in
from workbench.web.opened import Opened, opened
from workbench.web.plain.pages import secure

NOBODY = "nobody"
"""Whoever was not let in, in the audit log: which account they meant is not kept."""


def now() -> dt.datetime:
    """Now, in UTC."""
    return dt.datetime.now(dt.UTC)


def recognise(asked: Request, here: Opened) -> Session | None:
    """The session of a request, or None. A demo account is nobody once this is no demonstration."""
    token = asked.cookies.get(cookies.SESSION)
    if not token:
        return None
    found = here.sessions.find(token, now())
    if found is not None and found.account.demo and not here.demo():
        return None
    return found


def begin(account_id: str, role: str, wanted: str) -> Response:
    """Lets somebody in: ends the session that this browser had, begins another, and leads where they wanted to go."""
    here = opened()
    old = request.cookies.get(cookies.SESSION)
    if old:
        here.sessions.end(old)
    token = here.sessions.begin(account_id, now())
    response = cookies.leading_to(after_sign_in(wanted, role))
    cookies.drop(response, cookies.FORM, secure=secure())
    cookies.put(response, cookies.SESSION, token, secure=secure())
    note(account_id, "sign_in")
    return response


def end() -> Response:
    """Ends the session of this request, and leads back to the door."""
    here = opened()
    session: Session | None = g.get("session")
    token = request.cookies.get(cookies.SESSION)
    if token:
        here.sessions.end(token)
    if session is not None:
        note(session.account.id, "sign_out")
    return cookies.drop(cookies.leading_to("/sign-in"), cookies.SESSION, secure=secure())


def note(actor: str, action: str, details: Mapping[str, object] | None = None, *, subject: str = "") -> None:
    """Writes an event into the audit log."""
    opened().store.audit.append(actor, action, subject, details)


def address_of(asked: Request, public_origin: str) -> str:
    """The network address of whoever asks, for throttling: behind a proxy of ours, the one that the proxy saw."""
    if public_origin and asked.access_route:
        return asked.access_route[-1]
    return asked.remote_addr or ""
