"""The composition root: puts pages, door, cache, headers and guard together into one Dash app."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import dash
from flask import Flask, Response, request

from components import shell
from components.asking import DOOR, MAY_OPEN, not_open
from components.icons import ICONS
from workbench.settings import Settings, from_environment
from workbench.web import errors, guard, security
from workbench.web.cache import open_cache
from workbench.web.callbacks import Owners, page_layout
from workbench.web.entering import Entrance
from workbench.web.fonts import ready_fonts
from workbench.web.keys import secret_key
from workbench.web.latest import LatestDoor
from workbench.web.opened import install
from workbench.web.own_password import own_password
from workbench.web.plain.pages import use_sheets
from workbench.web.plain.processing import how_your_data
from workbench.web.signing_in import signing_in
from workbench.web.vendor import vendor
from workbench.web.your_data import your_data

if TYPE_CHECKING:
    from workbench.api.door import Door

TITLE = "Share4Rare research workbench"
_ROOT = Path(__file__).resolve().parents[2]
_YEAR = 31_536_000
_NOT_FOUND = "/not-found-404"
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
    server.config.update(MAX_CONTENT_LENGTH=security.LARGEST_BODY)
    use_sheets(server.config, style_sheets[1:])
    server.register_blueprint(blueprint)
    server.register_blueprint(signing_in())
    if settings.oidc_issuer:
        # Its library takes most of a second and 18 MB, which a home without a provider need not spend.
        from workbench.web import oidc

        oidc.install(server, settings)
    server.register_blueprint(own_password())
    server.register_blueprint(how_your_data())
    server.register_blueprint(your_data())
    app = dash.Dash(
        name,
        server=server,
        use_pages=True,
        pages_folder=str(_ROOT / "pages"),
        assets_folder=str(_ROOT / "assets"),
        assets_ignore=r"theme\.js|plain\.css",
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
    server.config[MAY_OPEN] = guard.may_open
    for page in dash.page_registry.values():
        if page["path"] == _NOT_FOUND:
            continue  # words for everybody
        page["layout"] = page_layout(page["path"], page["layout"], not_open)
    errors.register(server)
    _guard(app, settings)
    return app


def _opener(server: Flask, settings: Settings, door: Door | None) -> Callable[[], Door]:
    cache = open_cache(server, settings)
    return LatestDoor(settings, cache).door if door is None else lambda: door


def _guard(app: dash.Dash, settings: Settings) -> None:
    server: Flask = app.server

    def has_page(path: str) -> bool:
        return any(page["path"] == path for page in dash.page_registry.values())

    server.before_request(Entrance(install(server, settings), Owners(app), has_page=has_page, frame=app.index).meet)

    @server.after_request
    def leave(response: Response) -> Response:
        page = response.mimetype == "text/html"
        security.add_headers(response, app.csp_hashes() if page else ())
        return _kept(response)


def _kept(response: Response) -> Response:
    if request.path.startswith("/assets/"):
        versioned = "m" in request.args and response.status_code == 200
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable" if versioned else "no-cache"
    elif not _is_file(request.path):
        # Answers are for whoever asked: no copy stays in the browser or on the way.
        response.headers["Cache-Control"] = "no-store"
    return response


def _is_file(path: str) -> bool:
    found = guard.place(path)
    return found is not None and found.is_file
