"""Cookies: which there are, and how each is protected."""

from __future__ import annotations

from ipaddress import ip_address
from typing import cast
from urllib.parse import urlsplit

from flask import Request, Response, redirect

SESSION = "workbench_session"
FORM = "workbench_form"
LANGUAGE = "workbench_language"
_YEAR = 31_536_000


def is_secure(request: Request, public_origin: str) -> bool:
    """Whether cookies go over https only: always, but on one machine without a public address."""
    return bool(public_origin) or not is_loopback(urlsplit(f"//{request.host}").hostname or "")


def put(response: Response, name: str, value: str, *, secure: bool, lasting: bool = False) -> Response:
    """The response with a cookie that scripts cannot read and other sites do not send along.

    Args:
        lasting: Kept for a year, and not only until the browser is closed.
    """
    response.set_cookie(
        name, value, httponly=True, samesite="Lax", path="/", secure=secure, max_age=_YEAR if lasting else None
    )
    return response


def drop(response: Response, name: str, *, secure: bool) -> Response:
    """The response that takes a cookie away."""
    response.delete_cookie(name, path="/", httponly=True, samesite="Lax", secure=secure)
    return response


def leading_to(path: str, status: int = 303) -> Response:
    """An answer that leads the browser to another page of ours."""
    return cast(Response, redirect(path, status, Response=Response))


def is_loopback(name: str) -> bool:
    """Whether a host's name or number is of this machine itself."""
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
