"""Pasted HPO ids, in whatever list they stand: with commas, lines or labels; a ! marks what is ruled out."""

from __future__ import annotations

import re

from ontology.terms import TermId
from workbench.errors import InvalidTerm

_APART = re.compile(r"[^\w:!]+", re.ASCII)
_ID = re.compile(r"(!?)(?:hp[:_]?)?(\d{7})", re.ASCII | re.IGNORECASE)
_LONGEST = 30


def pasted_ids(text: str) -> tuple[tuple[TermId, ...], tuple[TermId, ...]]:
    """The ids recorded and the ids ruled out, in the order of the text; words without a digit are skipped.

    Raises:
        InvalidTerm: A word with a digit is no HPO id, which it names, or there is no id.
    """
    recorded: list[TermId] = []
    ruled_out: list[TermId] = []
    for word in filter(None, _APART.split(text)):
        found = _ID.fullmatch(word)
        if found:
            (ruled_out if found[1] else recorded).append(TermId(f"HP:{found[2]}"))
        elif any(sign.isdigit() for sign in word):
            raise InvalidTerm(f"“{word[:_LONGEST]}” is no HPO id.", do="An HPO id looks like HP:0001250.")
    if not recorded and not ruled_out:
        raise InvalidTerm("There is no HPO id in this text.", do="An HPO id looks like HP:0001250.")
    return tuple(dict.fromkeys(recorded)), tuple(dict.fromkeys(ruled_out))
