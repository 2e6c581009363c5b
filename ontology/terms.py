"""The values of the ontology: what a term, a synonym and a match are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NewType

from workbench.errors import InvalidTerm

TermId = NewType("TermId", str)
SynonymKind = Literal["exact", "broad", "narrow", "related"]

PHENOTYPIC_ABNORMALITY = TermId("HP:0000118")
# ASCII alone: another script's digits would make a second id of the same term, and a second look at its count.
_PATTERN = re.compile(r"HP:\d{7}", re.ASCII)


def term_id(text: str) -> TermId:
    """The text as a well-formed HPO id.

    Raises:
        InvalidTerm: The text is not `HP:` and seven digits.
    """
    if not _PATTERN.fullmatch(text):
        raise InvalidTerm("This is not an HPO id.", do="An HPO id looks like HP:0001250.")
    return TermId(text)


def number(term: TermId) -> int:
    """The digits of an id as a number: 1250 for HP:0001250. Arrays hold terms this way."""
    return int(term[3:])


def from_number(value: int) -> TermId:
    """The id of a number: HP:0001250 for 1250."""
    return TermId(f"HP:{value:07d}")


@dataclass(frozen=True, slots=True)
class Synonym:
    """Another text for a term; `lay` marks words that people without training use."""

    text: str
    kind: SynonymKind
    lay: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A term found for typed words.

    Attributes:
        term: The term.
        label: Its label.
        matched: The label or synonym that matched.
        kind: What `matched` is.
        score: 0 to 1, for ranking only.
    """

    term: TermId
    label: str
    matched: str
    kind: Literal["label", "lay", "synonym"]
    score: float


@dataclass(frozen=True, slots=True)
class Resolution:
    """What an id found in a file means in this release; `term` is None when it is unknown."""

    term: TermId | None
    state: Literal["current", "replaced", "unknown"]
