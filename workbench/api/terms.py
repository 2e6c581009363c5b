"""Questions about terms and conditions: search, description, and how many donors have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from ontology.labels import words
from ontology.terms import Match, Synonym, TermId
from workbench.analysis.results import TermCountsResult
from workbench.api import overview
from workbench.api.answers import answer, group, named_question
from workbench.api.door import Door
from workbench.disclosure.release import Released
from workbench.disclosure.values import Overview, TermCounts
from workbench.errors import InvalidQuery

_MOST_TERMS = 100
_KINDS = {"label": "its name", "lay": "everyday words for it", "synonym": "another name for it"}


class Candidate(TypedDict):
    """A found term as JSON-ready data."""

    term: str
    label: str
    matched: str
    why: str
    score: float


@dataclass(frozen=True, slots=True)
class TermCard:
    """A term described.

    Attributes:
        lay: A caption in everyday words; empty where there is none.
        broader: (id, label) of each term one step broader.
        narrower_count: How many narrower terms there are, at any depth.
    """

    id: TermId
    label: str
    lay: str
    definition: str
    synonyms: tuple[Synonym, ...]
    broader: tuple[tuple[TermId, str], ...]
    narrower_count: int


def search(door: Door, text: str, top: int = 25) -> list[Match]:
    """Terms for typed words or a typed id, best first."""
    door.asker.require_signed_in()
    return door.ontology.search(text, top)


def candidate(match: Match) -> Candidate:
    """A found term as JSON-ready data, with the reason in words."""
    why = f"matches {_KINDS[match.kind]}, “{match.matched}”"
    return {
        "term": match.term,
        "label": match.label,
        "matched": match.matched,
        "why": why,
        "score": round(match.score, 4),
    }


def describe(door: Door, term: str) -> TermCard:
    """A term described.

    Raises:
        InvalidTerm: The term is unknown, obsolete or no phenotypic abnormality.
    """
    door.asker.require_signed_in()
    asked = door.ontology.require_phenotype(term)
    ontology = door.ontology
    return TermCard(
        id=asked,
        label=ontology.label(asked),
        lay=ontology.lay_words(asked),
        definition=ontology.definition(asked),
        synonyms=ontology.synonyms(asked),
        broader=tuple((one, ontology.label(one)) for one in ontology.parents(asked)),
        narrower_count=len(ontology.descendants(asked)) - 1,
    )


def counts(door: Door, terms: Sequence[str]) -> Released[TermCounts]:
    """Donors of all data with each term or a narrower one, in the order asked.

    Raises:
        InvalidTerm: A term is unknown, obsolete or no phenotypic abnormality.
        InvalidQuery: More than a hundred terms.
    """
    door.asker.require("explore")
    if len(terms) > _MOST_TERMS:
        raise InvalidQuery(f"At most {_MOST_TERMS} terms are counted at once.", do="Ask for fewer.")
    asked = tuple(dict.fromkeys(door.ontology.require_phenotype(term) for term in terms))
    return answer(
        door,
        TermCountsResult,
        named_question("terms", asked=asked),
        lambda: TermCountsResult(group(door).table(asked)),
    )


def conditions(door: Door, text: str, top: int = 25) -> list[tuple[str, str]]:
    """(id, name) of disease areas, `undiagnosed` and conditions that fit typed words, areas first.

    Only those whose count in all donors is released; to list others would tell that somebody has them.
    """
    facts = overview.summary(door).value.facts
    askable = [(row.key, row.label) for row in (*facts.areas, *facts.conditions) if row.count is not None]
    return [one for one in askable if _fits(text, *one)][:top]


def regions(door: Door) -> Released[Overview]:
    """The overview; its `filterable` are the countries that a cohort may name."""
    return overview.summary(door)


def _fits(text: str, identifier: str, name: str) -> bool:
    """True where every typed word begins a word of the name or of the id."""
    known = (*words(name), *words(identifier), identifier.casefold())
    return all(any(word.startswith(typed) for word in known) for typed in words(text))
