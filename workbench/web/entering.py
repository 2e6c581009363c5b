"""What happens to a request before anything else sees it: who asks, may they, and was the form given by us."""

from __future__ import annotations

from collections.abc import Callable

from flask import Request, Response, g, request

from workbench.accounts.sessions import Session
from workbench.web import cookies, errors, forms, security, visits
from workbench.web.callbacks import Owners, names_outputs
from workbench.web.guard import (
    CALLBACKS,
    PAGES,
    SIGN_IN,
    STAFF,
    Place,
    home_of,
    may,
    own_path,
    place,
    sign_in_address,
    verdict,
)
from workbench.web.opened import Opened
from workbench.web.plain.pages import problem
from workbench.web.signing_in import sign_in_page

_MALFORMED = "This request is malformed."
_REFUSED = "This is not open to you."
_NOTHING = "There is nothing here."
_BEFORE_A_PASSWORD = frozenset({"/password", "/sign-out"})


class Entrance:
    """Meets every request of one app.

    Args:
        here: What this process has opened.
        owners: Which page each callback belongs to.
        has_page: Whether Dash has a page at a path.
        frame: Dash's index page, which draws a page in the browser.
    """

    def __init__(
        self, here: Opened, owners: Owners, *, has_page: Callable[[str], bool], frame: Callable[[], str]
    ) -> None:
        self._here = here
        self._owners = owners
        self._has_page = has_page
        self._frame = frame

    def meet(self) -> Response | None:
        """The answer that a request ends with at the door; None when it may go on."""
        refused = security.refusal(request, self._here.settings.public_origin)
        if refused:
            return errors.plain(*refused)
        found = place(request.path)
        is_file = found is not None and found.is_file
        session = None if is_file else visits.recognise(request, self._here)
        g.session = session
        role = session.account.role if session else None
        decided = verdict(request.path, request.method, role)
        if found is not None and decided == "enter":
            return self._inside(found, session)
        if decided == "no such place":
            return self._nothing(role)
        return _outside(decided, role)

    def _inside(self, found: Place, session: Session | None) -> Response | None:
        if _nothing_serves(request) and not (request.path in PAGES and self._has_page(request.path)):
            return self._nothing(session.account.role if session else None)
        if session is not None and session.account.must_change_password and request.path not in _BEFORE_A_PASSWORD:
            return _choose_first(found)
        if request.path == CALLBACKS:
            return self._callback(session)
        if request.method == "POST":
            return _forged(found, session)
        return None

    def _callback(self, session: Session | None) -> Response | None:
        body = request.get_json(silent=True)
        asked = body if isinstance(body, dict) else {}
        output = asked.get("output")
        if not self._owners.is_callback(output):
            return errors.plain(_MALFORMED, 400)
        if not self._owners.may_ask(session.account.role if session else None, output):
            return errors.plain(_REFUSED, 403)
        return None if names_outputs(str(output), asked.get("outputs")) else errors.plain(_MALFORMED, 400)

    def _nothing(self, role: str | None) -> Response:
        if request.path.startswith("/_"):
            return errors.plain(_NOTHING, 404)
        if request.method == "GET" and role is not None and may(role, STAFF):
            return Response(self._frame(), status=404)
        return problem(404)


def _outside(decided: str, role: str | None) -> Response:
    if decided == "no such method":
        return errors.plain("This address does not take that.", 405)
    if request.path.startswith("/_"):
        return errors.plain("Please sign in." if decided == "sign in" else _REFUSED, 401 if role is None else 403)
    if decided == "sign in":
        if request.method not in ("GET", "HEAD"):
            return cookies.leading_to(SIGN_IN)
        return cookies.leading_to(sign_in_address(request.path, request.query_string.decode("latin-1")), 302)
    return cookies.leading_to(home_of(role), 302) if request.path == "/" else problem(403)


def _choose_first(found: Place) -> Response | None:
    """Whoever was given a password chooses their own before anything else is open to them."""
    if not found.needs:
        return None
    if request.path.startswith("/_"):
        return errors.plain(_REFUSED, 403)
    return cookies.leading_to("/password", 303)


def _forged(found: Place, session: Session | None) -> Response | None:
    """The answer to a form that was not given by us, or too long ago; None to one that was."""
    if found.needs:
        return None if forms.is_genuine(request, session, None) else problem(400)
    if forms.is_genuine(request, None, request.cookies.get(cookies.FORM)):
        return None
    return sign_in_page("stale", wanted=own_path(request.form.get("next")))


def _nothing_serves(asked: Request) -> bool:
    # Dash answers whatever no other rule takes with the index page and 200.
    return asked.url_rule is None or asked.url_rule.rule == "/<path:path>"
