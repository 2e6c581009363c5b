"""Who may come in: one decision for every request, and what is not on a list is not there.

Today everybody who reaches this machine is the local researcher. Sign-in decides in `_may_enter`, for pages and
callbacks alike, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Request

PUBLIC_PATHS = frozenset({"/health"})
PUBLIC_FOLDERS = ("/assets/", "/vendor/", "/_dash-component-suites/")
CALLBACKS = "/_dash-update-component"
RESEARCH_PATHS = frozenset({CALLBACKS, "/_dash-layout", "/_dash-dependencies"})


def entry(request: Request, is_page: Callable[[str], bool]) -> int:
    """The status with which a request is met: 200 may go on, 401, 404 or 405 may not.

    Args:
        is_page: Whether a path is one of the pages.
    """
    path = request.path
    if request.method not in ("GET", "HEAD") and (path, request.method) != (CALLBACKS, "POST"):
        return 405
    if path in PUBLIC_PATHS or path.startswith(PUBLIC_FOLDERS):
        return 200
    if path in RESEARCH_PATHS or is_page(path):
        return 200 if _may_enter(request) else 401
    return 404


def _may_enter(request: Request) -> bool:
    return True
