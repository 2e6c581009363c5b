"""What stands around every page that the server draws by itself, one file a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A page instead of the one that was asked for: a title and what to do."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """The frame in one language.

    Attributes:
        invented: Said where every donor here is synthetic.
        roles: Role -> what it is called.
        problems: HTTP status -> what is said.
        reference: Has a place for the number under which support finds the error.
    """

    code: str
    language: str
    skip: str
    languages: str
    pages: str
    invented: str
    roles: Mapping[str, str]
    signed_in: str
    sign_out: str
    change_password: str
    your_data: str
    workbench: str
    how_your_data: str
    version: str
    snapshot: str
    no_snapshot: str
    idle: str
    back: str
    problems: Mapping[int, Problem]
    reference: str
