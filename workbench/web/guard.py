"""Who may come in: one table of places, one decision for every request, default deny.

A path that is in no table is not there. Dash's callbacks share one address: `workbench.web.callbacks` says which page
each belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal
from urllib.parse import quote, urlsplit

from workbench.accounts.roles import PERMISSIONS, Permission, is_allowed

Access = tuple[Permission, ...]
"""Any one of these permissions is enough; none at all stands for a public place."""
Verdict = Literal["enter", "sign in", "refuse", "no such place", "no such method"]

PUBLIC: Access = ()
ANYBODY_SIGNED_IN: Access = PERMISSIONS
STAFF: Access = ("explore", "audit", "accounts", "studies")
"""Whoever has a page of Dash's; families have pages of their own."""

CALLBACKS = "/_dash-update-component"
SIGN_IN = "/sign-in"
_GET = frozenset({"GET"})
_POST = frozenset({"POST"})
_LONGEST_NEXT = 8000


@dataclass(frozen=True, slots=True)
class Place:
    """A path, or a folder of paths.

    Attributes:
        needs: Any one of these permissions; empty for a public place.
        methods: HTTP methods that it takes; with GET also HEAD.
        is_file: Files that are the same for everybody: no session is looked up for them.
    """

    needs: Access
    methods: frozenset[str] = _GET
    is_file: bool = False


PAGES: Mapping[str, Access] = MappingProxyType(
    {
        "/": ("explore",),
        "/cohorts": ("explore",),
        "/similar": ("explore",),
        "/conditions": ("explore",),
        "/condition": ("explore",),
        "/map": ("explore",),
        "/data": ("explore",),
        "/evaluate": ("evaluate",),
        "/help": ("explore", "audit"),
        "/audit": ("audit",),
        "/admin": ("accounts",),
    }
)
"""The pages of Dash. A page that is not here is open to nobody."""

PLACES: Mapping[str, Place] = MappingProxyType(
    {
        "/health": Place(PUBLIC, is_file=True),
        SIGN_IN: Place(PUBLIC, _GET | _POST),
        "/sign-in/demo": Place(PUBLIC, _POST),
        "/sign-in/oidc": Place(PUBLIC),
        "/sign-in/oidc/callback": Place(PUBLIC),
        "/sign-out": Place(ANYBODY_SIGNED_IN, _POST),
        "/password": Place(ANYBODY_SIGNED_IN, _GET | _POST),
        "/how-your-data-is-processed": Place(PUBLIC),
        "/your-data": Place(("own_data",), _GET | _POST),
        "/_dash-layout": Place(STAFF),
        "/_dash-dependencies": Place(STAFF),
        CALLBACKS: Place(STAFF, _POST),
        **{path: Place(needs) for path, needs in PAGES.items()},
    }
)
FOLDERS: Mapping[str, Place] = MappingProxyType(
    {
        "/assets/": Place(PUBLIC, is_file=True),
        "/vendor/": Place(PUBLIC, is_file=True),
        "/_dash-component-suites/": Place(PUBLIC, is_file=True),
        "/your-data/": Place(("own_data",), _GET | _POST),
    }
)


def place(path: str) -> Place | None:
    """What stands at a path; None where nothing does."""
    found = PLACES.get(path)
    return found or next((folder for start, folder in FOLDERS.items() if path.startswith(start)), None)


def verdict(path: str, method: str, role: str | None) -> Verdict:
    """What happens to a request of somebody with this role; None stands for nobody in particular."""
    found = place(path)
    # Where something is open to nobody at all, saying so would tell that it is there.
    if method not in ("GET", "HEAD") and (found is None or method not in found.methods):
        return "no such method"
    if found is None:
        return "no such place"
    if method in ("GET", "HEAD") and "GET" not in found.methods:
        return "no such method"
    if may(role, found.needs):
        return "enter"
    return "sign in" if role is None else "refuse"


def may(role: str | None, needs: Access) -> bool:
    """Whether a role has what a place needs."""
    return not needs or any(is_allowed(role, permission) for permission in needs)


def may_open(role: str | None, path: str) -> bool:
    """Whether a role may open the page at a path: what navigation shows."""
    return verdict(path, "GET", role) == "enter"


def home_of(role: str | None) -> str:
    """The first page of a role."""
    first = {"family": "/your-data", "steward": "/audit", "researcher": "/", "lead": "/"}
    return first.get(role or "", SIGN_IN)


def own_path(wanted: str | None) -> str:
    """The path with its query, where it is one of this site; empty for whatever leads, or might lead, elsewhere.

    Browsers read a backslash as a slash, and drop tabs and line ends: a path with either is not taken.
    """
    if not wanted or len(wanted) > _LONGEST_NEXT or not wanted.startswith("/") or wanted.startswith("//"):
        return ""
    if "\\" in wanted or not all(0x20 < ord(letter) < 0x7F for letter in wanted):
        return ""
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc or parts.path.startswith("//") else wanted


def after_sign_in(wanted: str | None, role: str) -> str:
    """Where somebody goes who has signed in: where they wanted to, where they may, else to their first page."""
    path = own_path(wanted)
    place_of = urlsplit(path).path if path else ""
    is_useful = place_of not in ("", "/", SIGN_IN) and not place_of.startswith("/sign-")
    return path if is_useful and may_open(role, place_of) else home_of(role)


def sign_in_address(path: str, query: str) -> str:
    """The address of the sign-in page that leads back to a page."""
    wanted = own_path(quote(path) + (f"?{query}" if query else ""))
    return f"{SIGN_IN}?next={quote(wanted, safe='/')}" if wanted not in ("", "/") else SIGN_IN
