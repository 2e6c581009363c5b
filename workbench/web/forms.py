"""Proof that a form was sent by the page we gave: a token in every form that changes anything.

Somebody who is signed in has a token in their session. Before, the token is signed, good for an hour, and bound to a
cookie of this browser, so that no other site can sign somebody in as somebody else.
"""

from __future__ import annotations

import hmac
import secrets
from typing import cast

from flask import Request, current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from workbench.accounts.sessions import Session

FIELD = "csrf"
_HOUR = 3600
_SALT = "workbench-form"


def browser_mark() -> str:
    """A new mark for a browser, to be kept in a cookie."""
    return secrets.token_urlsafe(24)


def token_for(mark: str) -> str:
    """The token of a form given to somebody who is not signed in."""
    return _signer().dumps(mark)


def is_genuine(request: Request, session: Session | None, mark: str | None) -> bool:
    """Whether a form carries the token that it was given.

    Args:
        session: Whose form it is; None before sign-in.
        mark: The browser's mark out of its cookie.
    """
    given = request.form.get(FIELD, "")
    if session is not None:
        return hmac.compare_digest(given.encode(), session.csrf.encode())
    if not given or not mark:
        return False
    try:
        signed = _signer().loads(given, max_age=_HOUR)
    except BadSignature:
        return False
    return isinstance(signed, str) and hmac.compare_digest(signed.encode(), mark.encode())


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(cast(bytes, current_app.secret_key), salt=_SALT)
