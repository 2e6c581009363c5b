"""What people see when something fails: words and a reference number. The traceback goes to the log only."""

from __future__ import annotations

from dash import set_props
from dash.exceptions import DependencyException, InvalidCallbackReturnValue, InvalidResourceError
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from components.asking import reported
from components.ids import Shell
from components.notices import notice
from workbench.errors import NotAllowed, TooManyQuestions, WorkbenchError
from workbench.web.guard import CALLBACKS
from workbench.web.plain.pages import problem


def in_callback(error: Exception) -> None:
    """Shows a notice instead of the failed callback's answer; what stood there stays."""
    if isinstance(error, WorkbenchError):
        shown = notice(error.what, error.do)
    else:
        shown = notice("Something went wrong on our side.", "Nothing of yours is lost.", reference=reported(error))
    set_props(Shell.NOTICE, {"children": shown})


def register(server: Flask) -> None:
    """Makes the server answer every error with words."""
    server.register_error_handler(HTTPException, _expected)
    server.register_error_handler(NotAllowed, lambda error: _said(error.what, 403))
    server.register_error_handler(TooManyQuestions, lambda error: _said(error.what, 429))
    for missing in (DependencyException, InvalidResourceError):  # of a file that Dash does not have
        server.register_error_handler(missing, lambda error: _said("There is nothing here.", 404))
    server.register_error_handler(WorkbenchError, _away)
    server.register_error_handler(Exception, _unexpected)


def plain(words: str, status: int) -> Response:
    """An answer of plain words."""
    return Response(f"{words}\n", status=status, mimetype="text/plain")


def _expected(error: HTTPException) -> Response:
    status = error.code or 500
    words = {400: "This request is malformed.", 404: "There is nothing here.", 413: "This is larger than we accept."}
    return _said(words.get(status, error.name), status)


def _away(error: WorkbenchError) -> Response:
    # The database is away, or the snapshot is damaged, while somebody's session is looked up or a page is drawn. Where
    # it stands is for the log.
    return _said(f"{error.what} {error.do}".strip(), 503, reported(error))


def _unexpected(error: Exception) -> Response:
    reference = reported(error)
    # Whatever a callback raises is met by `in_callback`; what gets here failed while Dash read the request.
    if request.path == CALLBACKS and not isinstance(error, InvalidCallbackReturnValue):
        return plain(f"This request is malformed. Reference {reference}", 400)
    return _said(f"Something went wrong on our side. Reference for support: {reference}", 500, reference)


def _said(words: str, status: int, reference: str = "") -> Response:
    """A page for people, plain words for programs, and for people too where the page itself cannot be drawn."""
    if request.path.startswith("/_") or "text/html" not in request.headers.get("Accept", ""):
        return plain(words, status)
    try:
        return problem(status, reference=reference)
    except Exception as error:
        return plain(f"{words} ({reported(error)})", status)
