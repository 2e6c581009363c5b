"""What the page to change one's password says, one file a language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The page in one language.

    Attributes:
        must: Said to those whose password was made by somebody else.
        rule: Has a place for the fewest characters.
        weak, unlike, wrong: Why the password was not changed.
    """

    title: str
    must: str
    rule: str
    old: str
    new: str
    again: str
    button: str
    weak: str
    unlike: str
    wrong: str
