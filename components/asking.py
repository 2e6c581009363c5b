"""How a page asks: the door of this request, the cohort of the address, and what to show when asking fails."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from dash.development.base_component import Component
from flask import current_app

from components.panel import failed
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.api.door import Door

DOOR = "WORKBENCH_DOOR"
_MOST_FIELDS = 20
_log = logging.getLogger("workbench.web")


def door() -> Door:
    """The door for whoever sent this request. Call it inside a callback or a layout.

    Raises:
        SnapshotError: There is no snapshot yet.
    """
    opened: Door = current_app.config[DOOR]()
    return opened


def cohort_in(search: str | None) -> str:
    """The cohort of an address's query string (`?q=...`), empty when there is none; hand it to `parse_address`."""
    try:
        fields = parse_qs((search or "").lstrip("?"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return ""
    return fields.get("q", [""])[0]


def link(path: str, cohort: str = "", **parameters: str) -> str:
    """The address of a page with the cohort (`q` as `to_address` writes it) in it; `path` may end in an anchor."""
    fields = {"q": cohort, **parameters} if cohort else parameters
    where, hash_, anchor = path.partition("#")
    asked = f"{where}?{urlencode(fields, safe=':~!,')}" if fields else where
    return f"{asked}{hash_}{anchor}"


def cohort_of(q: object) -> str:
    """The cohort out of a layout's parameter `q`, whatever was put into the address."""
    return q if isinstance(q, str) else ""


def shown(build: Callable[[], Component], *, retry: str = "") -> Component:
    """What `build` makes, or a panel that says what went wrong: never a traceback.

    Args:
        build: Asks and draws; called once.
        retry: Address of the button "Try again".
    """
    try:
        return build()
    except WorkbenchError as error:
        return failed(error.what, error.do, retry=retry)
    except Exception as error:
        return failed(
            "This did not finish", "Your cohort is unchanged. Please try again.", reference=reported(error), retry=retry
        )


def reported(error: Exception) -> str:
    """Writes an unexpected error to the log, and gives the reference number under which it stands there."""
    reference = f"{secrets.token_hex(2)}-{secrets.token_hex(2)}"
    _log.error("reference %s", reference, exc_info=error)
    return reference
