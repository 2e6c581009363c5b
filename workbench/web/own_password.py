"""The page where people change their own password; those who were given one come here first."""

from __future__ import annotations

from flask import Blueprint, Response, g, request

from workbench.accounts.passwords import LONGEST, SHORTEST, WeakPassword
from workbench.accounts.sessions import Session
from workbench.accounts.signing_in import change_password
from workbench.errors import SignInRefused
from workbench.web import visits
from workbench.web.opened import opened
from workbench.web.plain.language import language_of, words
from workbench.web.plain.pages import page, problem

_STATUS = {"weak": 400, "unlike": 400, "wrong": 403}


def own_password() -> Blueprint:
    """The routes of this module."""
    blueprint = Blueprint("own_password", __name__)
    blueprint.add_url_rule("/password", "show", _show, methods=["GET"])
    blueprint.add_url_rule("/password", "change", _change, methods=["POST"])
    return blueprint


def _show(said: str = "") -> Response:
    session: Session = g.session
    if not session.account.password_hash:
        return problem(404)  # they sign in without one
    own = words("password", language_of(request, session))
    return page(
        "password",
        status=_STATUS.get(said, 200),
        words=own,
        said=getattr(own, said).format(shortest=SHORTEST) if said else "",
        shortest=SHORTEST,
        longest=LONGEST,
    )


def _change() -> Response:
    here, session = opened(), g.session
    if not session.account.password_hash:
        return problem(404)
    old, new = request.form.get("old", ""), request.form.get("new", "")
    if new != request.form.get("again", ""):
        return _show("unlike")
    address = visits.address_of(request, here.settings.public_origin)
    try:
        change_password(here.identity, session.account.id, old, new, address=address, now=visits.now())
    except WeakPassword:
        return _show("weak")
    except SignInRefused:
        return _show("wrong")
    visits.note(session.account.id, "account_changed", {"password": "changed"}, subject=session.account.id)
    # All sessions of the account have ended with the old password, this one too.
    return visits.begin(session.account.id, session.account.role, "")
