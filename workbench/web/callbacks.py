"""Which page a callback belongs to, by its outputs: what a role may not open, it may not ask either.

Outputs that stand in a page's layout belong to that page; those of the frame are named here. A callback with an output
of no owner is open to nobody.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import dash
from dash.development.base_component import Component

from components.ids import Shell
from workbench.web.guard import PAGES, STAFF, Access, may

FRAME: Mapping[str, Access] = MappingProxyType(
    {
        Shell.COHORT: ("explore",),
        Shell.COHORT_LINKS: ("explore",),
        Shell.COPY_LINK_SAID: ("explore",),
        Shell.THEME: STAFF,
        Shell.MENU: STAFF,
        Shell.MENU_BUTTON: STAFF,
        # Dash's router: which page it draws, `page_layout` decides.
        "_pages_content": STAFF,
        "_pages_store": STAFF,
        "_pages_dummy": STAFF,
    }
)
"""Ids around every page, and what their callbacks need."""

PARTS: Mapping[str, Access] = MappingProxyType(
    {"nav": STAFF, "panel": STAFF, "panel-view": STAFF, "panel-rows": STAFF, "panel-download": STAFF}
)
"""Parts that many pages have, by the word `part` of their ids; only the browser's own callbacks fill them."""

_WILDCARDS = (["ALL"], ["MATCH"], ["ALLSMALLER"])


class Owners:
    """The owners of all callbacks of one app, found once, after the app has met its first request."""

    def __init__(self, app: dash.Dash) -> None:
        self._app = app
        self._needs: dict[str, tuple[Access, ...] | None] = {}

    def may_ask(self, role: str | None, output: object) -> bool:
        """Whether a role may run the callback with this output; False for callbacks that are not there."""
        if not isinstance(output, str) or not self.is_callback(output):
            return False
        needs = self.needs(output)
        return needs is not None and all(may(role, one) for one in needs)

    def is_callback(self, output: object) -> bool:
        """Whether there is a callback with this output that runs here, and not in the browser."""
        return isinstance(output, str) and "callback" in self._app.callback_map.get(output, {})

    def needs(self, output: str) -> tuple[Access, ...] | None:
        """What each output of a callback needs; None where one has no owner."""
        if not self._needs:
            pages = _ids_of_pages()
            self._needs = {key: _needs(key, pages) for key in self._app.callback_map}
        return self._needs.get(output)


def names_outputs(output: str, outputs: object) -> bool:
    """Whether the list of outputs beside the name of a callback has the form that the name asks for.

    Dash lays the callback's answer over that list; one of another form would look like an error of ours.
    """
    if output.startswith(".."):
        return isinstance(outputs, list) and len(outputs) == len(output.strip(".").split("..."))
    return isinstance(outputs, dict if not output.startswith("{") else (dict, list))


def page_layout(
    path: str, layout: Callable[..., Component], refused: Callable[[], Component]
) -> Callable[..., Component]:
    """The layout of a page, drawn for those who may open it and replaced by words for all others.

    Dash's router is one callback for all pages: without this, whoever may open one could have any of them drawn.
    """

    def guarded(*positional: Any, **parameters: Any) -> Component:
        # Dash collects the ids of all layouts before anybody has signed in: nothing is asked then.
        role = _role()
        return layout(*positional, **parameters) if role is None or may(role, PAGES.get(path, _NOBODY)) else refused()

    guarded.__wrapped__ = layout  # type: ignore[attr-defined]
    return guarded


_NOBODY: Access = ("nobody",)  # type: ignore[assignment]


def _role() -> str | None:
    from flask import g, has_request_context

    session = g.get("session") if has_request_context() else None
    return session.account.role if session else None


def _ids_of_pages() -> dict[str, set[str]]:
    """Every id of every page, as text, with the paths of the pages that have it."""
    found: dict[str, set[str]] = {}
    for page in dash.page_registry.values():
        layout = page["layout"]
        drawn = getattr(layout, "__wrapped__", layout)()
        for identifier in _ids(drawn):
            found.setdefault(identifier, set()).add(page["path"])
    return found


def _ids(drawn: Component) -> Iterable[str]:
    for part in (drawn, *drawn._traverse()):
        identifier = getattr(part, "id", None)
        if identifier:
            yield identifier if isinstance(identifier, str) else json.dumps(identifier, sort_keys=True)


def _needs(key: str, pages: Mapping[str, set[str]]) -> tuple[Access, ...] | None:
    outputs = key.strip(".").split("...") if key.startswith("..") else [key]
    needs = [_owner(output.partition("@")[0].rpartition(".")[0], pages) for output in outputs]
    return None if None in needs else tuple(one for one in needs if one is not None)


def _owner(identifier: str, pages: Mapping[str, set[str]]) -> Access | None:
    if not identifier.startswith("{"):
        return FRAME.get(identifier) or _any_of(pages.get(identifier, ()))
    parts = json.loads(identifier)
    if not any(value in _WILDCARDS for value in parts.values()):
        exact = _any_of(pages.get(json.dumps(parts, sort_keys=True), ()))
        if exact:
            return exact
    of_page = PAGES.get(f"/{parts['page']}") if isinstance(parts.get("page"), str) else None
    return of_page or PARTS.get(str(parts.get("part")))


def _any_of(paths: Iterable[str]) -> Access | None:
    """What is enough for one of the pages."""
    needs = {permission: None for path in sorted(paths) for permission in PAGES.get(path, ())}
    return tuple(needs) or None
