"""Direct identifiers: what in a file names a person, and so keeps the whole file out of the store.

Refused are fields that only a direct identifier has (names, dates of birth, addresses, telephone and hospital
numbers, in six languages), e-mail addresses in any text whosoever's they are, and telephone numbers and dates of birth
in what is said about the subject or in free text. `subject.alternateIds` is no reason to refuse: the field is a
regular part of the schema for ids of other registries; it is dropped and counted. An ORCID iD is no e-mail address
and names a curator, who has chosen to be named. A name inside a free text cannot be told from other words: free texts
are never stored at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from workbench.errors import RefusedFile
from workbench.ingest.documents import Document
from workbench.ingest.field_names import IDENTIFIER_NAMES, bare, shown_name

# A step leads from the place above to a field or to an element of a list.
Place = tuple["Place | None", "str | int"]

_NAMED_THINGS = ("metaData", "interpretations", "files")
_FREE_TEXTS = frozenset({"description", "text", "summary", "comment", "notes", "note", "definition"})
_EMAIL = re.compile(r"[^\s@]@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE = re.compile(
    # Ids with leading zeros are common, so the international 00 counts only where the number is set apart.
    r"(?<![\w:.])(?:\+\d{1,3}[ ./()-]*|00\d{1,3}[ ./()-]+)\d(?:[ ./()-]{0,2}\d){6,12}(?!\w)|\btel\.? ?:? ?[\d+(]",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    # The word for it, in six languages,
    r"(?:\bborn\b|\bbirth(?: ?date|day)?\b|\bd\.?o\.?b\b|\bgeb(?:oren|urtsdatum|\.)|\bnacid[oa]\b|\bnacimiento\b"
    r"|\bnée? le\b|\bnaissance\b|\bnat[oa] il\b|\bnascita\b|\bnascid[oa]\b|\bnascimento\b)"
    # and soon after it a date: 2015-01-12, 12.1.2015; 12 January 2015, 12 de enero de 2015; January 12, 2015.
    r"[^.;\n]{0,25}?(?:\b\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}\b"
    r"|\b\d{1,2}(?:st|nd|rd|th|\.)?(?: de)? [^\W\d]{3,10}\.?(?: de)? \d{4}\b"
    r"|\b[^\W\d]{3,10}\.? \d{1,2},? \d{4}\b)",
    re.IGNORECASE,
)


def check_identifiers(document: Document) -> None:
    """Accepts a document without direct identifiers.

    Raises:
        RefusedFile: There is one; `where` is its field, and the message never holds its value.
    """
    for place, name, value in _fields(document, None):
        kind = _named_kind(place, name, value)
        if kind:
            raise _refusal(kind, place)
        if isinstance(value, str):
            kind = _textual_kind(place, name, value)
            if kind:
                raise _refusal(kind, place)


def path_of(place: Place | None) -> str:
    """The place as a path: `phenotypicFeatures[3].type.id`. Fields that the schema does not know are not named."""
    steps: list[str] = []
    while place is not None:
        place, step = place
        steps.append(f"[{step}]" if isinstance(step, int) else f".{shown_name(step)}")
    return "".join(reversed(steps)).removeprefix(".")


def _fields(value: Any, place: Place | None, name: str = "") -> Iterator[tuple[Place, str, Any]]:
    """Every field and every element of a list that is filled in, with the name of the field it is in."""
    if isinstance(value, dict):
        steps: Iterator[tuple[str | int, Any]] = iter(value.items())
    else:
        steps = enumerate(value)
    for step, one in steps:
        if one is None or one == "":
            continue
        field = step if isinstance(step, str) else name
        here = (place, step)
        yield here, field, one
        if isinstance(one, dict | list):
            yield from _fields(one, here, field)


def _named_kind(place: Place, name: str, value: Any) -> str:
    """Which identifier a field of this name is; empty for none."""
    if value in ({}, []):
        return ""
    if name == "name":
        return "" if _top(place) in _NAMED_THINGS else "a name"
    return IDENTIFIER_NAMES.get(bare(name), "")


def _textual_kind(place: Place, name: str, text: str) -> str:
    """Which identifier a text holds; empty for none."""
    if "@" in text and _EMAIL.search(text):
        return "an e-mail address"
    if name in _FREE_TEXTS or _top(place) == "subject" or shown_name(name) != name:
        if _TELEPHONE.search(text):
            return "a telephone number"
        if _BIRTH.search(text):
            return "a date of birth"
    return ""


def _top(place: Place) -> str | int:
    above, step = place
    while above is not None:
        above, step = above
    return step


def _refusal(kind: str, place: Place) -> RefusedFile:
    return RefusedFile(
        f"This field holds {kind}, and the store takes no direct identifiers.",
        do="Remove it from the file and import again.",
        where=path_of(place),
    )
