"""What every answer says to the browser, and which requests are turned away before anything is read."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Request, Response

LARGEST_BODY = 1_000_000
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # A cohort stands in the address: no other site learns it by a link.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def add_headers(response: Response, script_hashes: Sequence[str] = ()) -> Response:
    """The response with its security headers.

    Args:
        script_hashes: Hashes of the inline scripts that Dash writes into the page; nothing else inline runs.
    """
    for name, value in _HEADERS.items():
        response.headers[name] = value
    response.headers["Content-Security-Policy"] = _policy(script_hashes)
    return response


def refusal(request: Request, public_origin: str) -> tuple[str, int] | None:
    """Why a request is turned away, as words and a status; None when it may go on."""
    if not _is_known_host(request.host, public_origin):
        return "This address is not ours. Set WORKBENCH_PUBLIC_ORIGIN to the address that people use.", 400
    if request.content_length is not None and request.content_length > LARGEST_BODY:
        return "This is larger than we accept.", 413
    if request.method not in _SAFE_METHODS and _is_cross_site(request, public_origin):
        return "This came from another site.", 403
    return None


def _policy(script_hashes: Sequence[str]) -> str:
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *script_hashes)),
            # Dash, Plotly and AG Grid set styles from scripts; a style runs nothing.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _is_known_host(host: str, public_origin: str) -> bool:
    # A foreign site can point its own name at this machine and read the answers (DNS rebinding); it cannot do so
    # with a number or with "localhost".
    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost" or (public_origin and name == urlsplit(public_origin).hostname):
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _is_cross_site(request: Request, public_origin: str) -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    return origin not in (f"{request.scheme}://{request.host}", public_origin.rstrip("/") or None)
