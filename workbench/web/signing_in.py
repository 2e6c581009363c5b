"""Signing in and out: the page with its form, the cards of the demonstration, and the way out. No script is needed."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, g, request

from workbench.accounts.roles import ROLES
from workbench.accounts.signing_in import demo_accounts, sign_in
from workbench.disclosure.policy import EXPLORE
from workbench.errors import SignInRefused, WorkbenchError
from workbench.rights.demo_study import ensure_demo_study
from workbench.web import cookies, forms, visits
from workbench.web.guard import after_sign_in, own_path
from workbench.web.opened import opened
from workbench.web.plain.language import language_of, words
from workbench.web.plain.pages import page, problem, secure

_POINT_ICONS = ("people", "megaphone", "door-open")
_CARD_ICONS = {"family": "heart", "researcher": "diagram-3", "lead": "ui-checks", "steward": "shield-lock"}
_STATUS = {"refused": 401, "stale": 400, "unknown": 403, "provider_failed": 403}


def signing_in() -> Blueprint:
    """The routes of this module."""
    blueprint = Blueprint("signing_in", __name__)
    blueprint.add_url_rule("/sign-in", "show", _show, methods=["GET"])
    blueprint.add_url_rule("/sign-in", "enter", _enter, methods=["POST"])
    blueprint.add_url_rule("/sign-in/demo", "look", _look, methods=["POST"])
    blueprint.add_url_rule("/sign-out", "leave", visits.end, methods=["POST"])
    return blueprint


def sign_in_page(said: str = "", *, wanted: str = "") -> Response:
    """The sign-in page.

    Args:
        said: What went before: `refused`, `ended`, `stale`, `unknown` or `provider_failed`.
        wanted: Path of the page that people want to see.
    """
    settings = opened().settings
    own = words("sign_in", language_of(request, None))
    mark = request.cookies.get(cookies.FORM) or forms.browser_mark()
    query = f"?{urlencode({'next': wanted})}" if wanted else ""
    response = page(
        "sign_in",
        status=_STATUS.get(said, 200),
        words=own,
        said=getattr(own, said).format(minutes=settings.idle_minutes) if said else "",
        wanted=wanted,
        form_token=forms.token_for(mark),
        demo=_demo(),
        provider=(settings.oidc_name or own.provider) if settings.oidc_issuer else "",
        provider_href=f"/sign-in/oidc{query}",
        point_icons=_POINT_ICONS,
        card_icons=_CARD_ICONS,
        floor=EXPLORE.floor,
    )
    cookies.put(response, cookies.FORM, mark, secure=secure())
    if said == "ended":
        cookies.drop(response, cookies.SESSION, secure=secure())
    return response


def _demo() -> bool:
    try:
        return opened().demo()
    except WorkbenchError:
        return False


def _show() -> Response:
    wanted = own_path(request.args.get("next"))
    session = g.get("session")
    if session is not None:
        return cookies.leading_to(after_sign_in(wanted, session.account.role))
    # Whoever still has a cookie was signed in, and is no longer.
    return sign_in_page("ended" if request.cookies.get(cookies.SESSION) else "", wanted=wanted)


def _enter() -> Response:
    here, wanted = opened(), own_path(request.form.get("next"))
    email, password = request.form.get("email", ""), request.form.get("password", "")
    address = visits.address_of(request, here.settings.public_origin)
    try:
        account = sign_in(here.identity, email, password, address=address, now=visits.now())
    except SignInRefused:
        # Which address was tried is nobody's business: only that somebody tried.
        visits.note(visits.NOBODY, "sign_in_refused")
        return sign_in_page("refused", wanted=wanted)
    return visits.begin(account.id, account.role, wanted)


def _look() -> Response:
    here, wanted = opened(), own_path(request.form.get("next"))
    if not here.demo(fresh=True):
        return problem(404)
    role = request.form.get("role")
    chosen = next((one for one in ROLES if one == role), None)
    if chosen is None:
        return problem(400)
    account = demo_accounts(here.identity)[chosen]
    if chosen == "lead":
        ensure_demo_study(here.store, account.id)
    return visits.begin(account.id, chosen, wanted)
