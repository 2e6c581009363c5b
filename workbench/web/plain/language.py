"""The language of a plain page: asked for in the address, chosen before, of the account, or the browser's."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Literal, get_args

from flask import Request

from workbench.accounts.sessions import Session
from workbench.web.cookies import LANGUAGE

Language = Literal["en", "es", "ca"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


def asked_for(request: Request) -> Language | None:
    """The language that the address asks for, to be kept."""
    return _known(request.args.get("lang"))


def language_of(request: Request, session: Session | None) -> Language:
    """The language to answer in."""
    return (
        asked_for(request)
        or _known(request.cookies.get(LANGUAGE))
        or _known(session.account.language if session else None)
        or _known(request.accept_languages.best_match(LANGUAGES))
        or "en"
    )


def words(page: str, language: Language) -> Any:
    """The words of a page: `WORDS` of `workbench.web.plain.<page>_words.<language>`."""
    return import_module(f"workbench.web.plain.{page}_words.{language}").WORDS


def _known(language: str | None) -> Language | None:
    return language if language in LANGUAGES else None
