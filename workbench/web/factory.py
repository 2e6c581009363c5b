"""The composition root: puts pages, door, cache, headers and guard together into one Dash app."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import dash
from flask import Flask, Request, Response, request

from components import shell
from components.asking import DOOR
from components.icons import ICONS
from workbench.settings import Settings, from_environment
from workbench.web import errors, guard, security
from workbench.web.cache import open_cache
from workbench.web.fonts import ready_fonts
from workbench.web.keys import secret_key
from workbench.web.vendor import vendor

if TYPE_CHECKING:
    from workbench.api.door import Door

TITLE = "Share4Rare research workbench"
_ROOT = Path(__file__).resolve().parents[2]
_YEAR = 31_536_000
_PAGE = """<!DOCTYPE html>
<html lang="en" data-bs-theme="light">
    <head>
        {%metas%}
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{%title%}</title>
        <link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
        <script src="/assets/theme.js"></script>
        {%css%}
    </head>
    <body>
        {%app_entry%}
        {%config%}
        {%scripts%}
        {%renderer%}
    </body>
</html>"""


def create_app(name: str = "workbench", settings: Settings | None = None, door: Door | None = None) -> dash.Dash:
    """The app, ready to serve. One a process: Dash keeps pages and callbacks in module globals.

    Args:
        name: Import name, as Flask wants it.
        settings: Where things live; from the environment when not given.
        door: What pages ask; opened at the first question when not given.
    """
    settings = settings or from_environment()
    blueprint, style_sheets = vendor(ready_fonts(settings.assets, ICONS))
    server = Flask(name)
    server.secret_key = secret_key(settings.keys)
    server.config.update(MAX_CONTENT_LENGTH=security.LARGEST_BODY, SESSION_COOKIE_SAMESITE="Lax")
    server.register_blueprint(blueprint)
    app = dash.Dash(
        name,
        server=server,
        use_pages=True,
        pages_folder=str(_ROOT / "pages"),
        assets_folder=str(_ROOT / "assets"),
        assets_ignore=r"theme\.js",
        external_stylesheets=list(style_sheets),
        index_string=_PAGE,
        title=TITLE,
        update_title="",
        serve_locally=True,
        compress=True,
        suppress_callback_exceptions=False,
        health_endpoint="health",
        enable_mcp=False,
        on_error=errors.in_callback,
    )
    app.layout = shell.layout
    server.config[DOOR] = _opener(server, settings, door)
    errors.register(server)
    _guard(app, settings)
    return app


def _opener(server: Flask, settings: Settings, door: Door | None) -> Callable[[], Door]:
    cache = open_cache(server, settings)
    opened = [door] if door is not None else []
    lock = Lock()

    def open_once() -> Door:
        with lock:
            if not opened:
                from workbench.api.door import OPERATOR
                from workbench.api.opening import open_door

                opened.append(open_door(settings, cache).asked_by(OPERATOR))
        return opened[0]

    return open_once


def _guard(app: dash.Dash, settings: Settings) -> None:
    server: Flask = app.server

    def is_page(path: str) -> bool:
        return any(page["path"] == path for page in dash.page_registry.values() if page["path"] != "/not-found-404")

    @server.before_request
    def enter() -> Response | None:
        refused = security.refusal(request, settings.public_origin)
        if refused:
            return errors.plain(*refused)
        status = guard.entry(request, is_page)
        if status == 200 and _nothing_serves(request) and not is_page(request.path):
            return errors.plain("There is nothing here.", 404)
        if status == 404 and request.method == "GET":
            return Response(app.index(), status=404)
        return None if status == 200 else errors.plain("This is not open to you.", status)

    @server.after_request
    def leave(response: Response) -> Response:
        page = response.mimetype == "text/html"
        security.add_headers(response, app.csp_hashes() if page else ())
        return _kept(response)


def _nothing_serves(asked: Request) -> bool:
    # Dash answers whatever no other rule takes with the index page and 200.
    return asked.url_rule is not None and asked.url_rule.rule == "/<path:path>"


def _kept(response: Response) -> Response:
    if request.path.startswith("/assets/"):
        versioned = "m" in request.args and response.status_code == 200
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable" if versioned else "no-cache"
    elif not request.path.startswith(guard.PUBLIC_FOLDERS):
        # Answers are for whoever asked: no copy stays in the browser or on the way.
        response.headers["Cache-Control"] = "no-store"
    return response
