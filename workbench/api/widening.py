"""Ways to widen a cohort that is too small to show. They follow from the ontology alone, never from donors."""

from __future__ import annotations

from collections.abc import Iterator

from ontology.terms import PHENOTYPIC_ABNORMALITY, TermId
from workbench.api.door import Door
from workbench.api.wording import glossary
from workbench.cohorts import text
from workbench.cohorts.query import Clause, HasCondition, InRegion, Observed, Query
from workbench.cohorts.vocabulary import area_id


def widenings(door: Door, query: Query) -> tuple[tuple[str, Query], ...]:
    """One wider query a clause: a broader finding, the whole country, the disease area, or without the clause."""
    door.asker.require("explore")
    return tuple(_widened(door, query, position) for position in range(len(query.clauses)))


def _widened(door: Door, query: Query, position: int) -> tuple[str, Query]:
    clause = query.clauses[position]
    words = glossary(door, query.clauses)
    title = text.clause_words(clause, words).title
    for broader in _broader(door, clause):
        wider = query.replacing(position, broader)
        return f"{title} becomes {text.clause_words(broader, words).title}", wider
    return f"{title} drops out", query.without(position)


def _broader(door: Door, clause: Clause) -> Iterator[Clause]:
    match clause:
        case Observed(term) if (parent := _closest_parent(door, term)) is not None:
            yield Observed(parent)
        case InRegion(code) if "-" in code:
            yield InRegion(code.partition("-")[0])
        case HasCondition(identifier) if (area := _area(door, identifier)) is not None:
            yield HasCondition(area)


def _area(door: Door, identifier: str) -> str | None:
    """The disease area of a condition whose name may be told."""
    name = glossary(door, (HasCondition(identifier),)).conditions.get(identifier)
    return None if name is None else area_id(identifier, name)


def _closest_parent(door: Door, term: TermId) -> TermId | None:
    """The most specific of the broader terms; None where the next step up is "any abnormality"."""
    parents = [one for one in door.ontology.parents(term) if door.ontology.is_phenotype(one)]
    parents = [one for one in parents if one != PHENOTYPIC_ABNORMALITY]
    return min(parents, key=lambda one: (-door.ontology.depth(one), one), default=None)
