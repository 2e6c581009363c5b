"""Third-party files straight out of their wheels: Bootstrap's style sheet, and the fonts made at the first start."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

from flask import Blueprint, Response, send_from_directory

from workbench.web.fonts import bootstrap_file

_YEAR = 31_536_000


def vendor(fonts: Path) -> tuple[Blueprint, tuple[str, ...]]:
    """The blueprint that serves them, and the addresses of the style sheets to link.

    Every address holds a version, so the browser keeps the file for a year.

    Args:
        fonts: Folder of `workbench.web.fonts.ready_fonts`.
    """
    version = importlib.metadata.version("Bootstrap-Flask")
    blueprint = Blueprint("vendor", __name__, url_prefix="/vendor")

    def bootstrap() -> Response:
        file = bootstrap_file("css/bootstrap.min.css")
        return _kept(send_from_directory(file.parent, file.name, max_age=_YEAR))

    def font(name: str) -> Response:
        return _kept(send_from_directory(fonts, name, max_age=_YEAR))

    blueprint.add_url_rule(f"/bootstrap-{version}/bootstrap.min.css", "bootstrap", bootstrap)
    blueprint.add_url_rule(f"/{fonts.name}/<name>", "font", font)
    return blueprint, (f"/vendor/bootstrap-{version}/bootstrap.min.css", f"/vendor/{fonts.name}/fonts.css")


def _kept(response: Response) -> Response:
    response.cache_control.public = True
    response.cache_control.immutable = True
    return response
