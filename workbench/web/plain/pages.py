"""Draws a plain page: its template in the frame, in the reader's language, with everything escaped."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

from flask import Response, current_app, g, request
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from data_access.snapshots import latest
from workbench import __version__
from workbench.accounts.sessions import Session
from workbench.errors import WorkbenchError
from workbench.web import cookies, forms
from workbench.web.guard import SIGN_IN, home_of, may_open, own_path
from workbench.web.opened import opened
from workbench.web.plain.language import LANGUAGES, Language, asked_for, language_of, words

_ROOT = Path(__file__).resolve().parents[3]
_SHEETS = "WORKBENCH_SHEETS"
_LINKS = (("/your-data", "your_data"), ("/", "workbench"), ("/how-your-data-is-processed", "how_your_data"))


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One of the languages of a page: its code, its own name, its address, and whether it is the one shown."""

    code: Language
    name: str
    href: str
    is_shown: bool


def use_sheets(config: dict[str, object], sheets: tuple[str, ...]) -> None:
    """Keeps the addresses of the style sheets that plain pages link besides their own."""
    config[_SHEETS] = sheets


def page(name: str, *, status: int = 200, **values: object) -> Response:
    """A plain page.

    Args:
        name: Its template, `templates/<name>.html`.
        status: HTTP status.
        values: What the template shows besides the frame.
    """
    session: Session | None = g.get("session")
    language = language_of(request, session)
    frame = _frame(session, language)
    html = _templates().get_template(f"{name}.html").render(**{**frame, **values})
    response = Response(html, status=status, mimetype="text/html")
    chosen = asked_for(request)
    if chosen:
        cookies.put(response, cookies.LANGUAGE, chosen, secure=secure(), lasting=True)
    return response


def problem(status: int, *, reference: str = "") -> Response:
    """The page that says why there is no other.

    Args:
        reference: Number under which the log has the error.
    """
    session: Session | None = g.get("session")
    said = words("frame", language_of(request, session))
    shown = said.problems.get(status) or said.problems[500 if status >= 500 else 400]
    home = home_of(session.account.role if session else None)
    return page("problem", status=status, shown=shown, home=home, reference=reference)


def secure() -> bool:
    """Whether cookies of this request go over https only."""
    return cookies.is_secure(request, opened().settings.public_origin)


def _frame(session: Session | None, language: Language) -> dict[str, object]:
    role = session.account.role if session else None
    said = words("frame", language)
    return {
        "language": language,
        "frame": said,
        "account": session.account if session else None,
        "csrf": session.csrf if session else "",
        "csrf_field": forms.FIELD,
        "home": home_of(role),
        "links": [(href, getattr(said, words_of)) for href, words_of in _LINKS if may_open(role, href)],
        "languages": _language_links(language),
        "here": request.path,
        "sheets": (*current_app.config.get(_SHEETS, ()), _own_sheet()),
        "invented": _invented(),
        "version": __version__,
        "snapshot": _snapshot(),
        "idle_minutes": opened().settings.idle_minutes,
    }


def _language_links(shown: Language) -> list[LanguageLink]:
    kept = {name: value for name, value in request.args.items() if name != "lang"}
    path = request.path
    if path.startswith(SIGN_IN):
        # The address that a provider leads back to holds a code: no link repeats it.
        wanted = own_path(request.values.get("next"))
        path, kept = SIGN_IN, {"next": wanted} if wanted else {}
    links = []
    for code in LANGUAGES:
        href = f"{quote(path)}?{urlencode({**kept, 'lang': code})}"
        links.append(LanguageLink(code, words("frame", code).language, href, code == shown))
    return links


def _invented() -> bool:
    # A page that says what went wrong must not fail for what went wrong.
    try:
        return opened().contents().invented
    except WorkbenchError:
        return False


def _snapshot() -> str:
    try:
        found = latest(opened().settings.snapshots)
    except WorkbenchError:
        return ""
    return f"{found[:10]} · {found[11:]}" if found else ""


@cache
def _own_sheet() -> str:
    changed = int((_ROOT / "assets" / "plain.css").stat().st_mtime)
    return f"/assets/plain.css?m={changed}"


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
