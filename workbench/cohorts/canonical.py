"""The one form of all questions that mean the same, so that asking again in other words gives no second look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar, cast

from ontology.terms import PHENOTYPIC_ABNORMALITY
from workbench.cohorts.clauses import (
    UNDIAGNOSED,
    AnyOf,
    Clause,
    CloseTo,
    Diagnosed,
    Excluded,
    HasCondition,
    HasExcluded,
    InDepthBand,
    InFindingsBand,
    InMapCell,
    InMapRegion,
    InRegion,
    NearestGroup,
    Not,
    Observed,
    Query,
    RecordedAs,
    TableClause,
    clause_key,
)
from workbench.cohorts.vocabulary import Meanings

_Kind = TypeVar("_Kind", Clause, Clause | AnyOf)


def canonical(query: Query, meanings: Meanings) -> Query:
    """The one form of all queries that mean the same: sorted, without repeats and implied clauses.

    Implied are a broader observed term by a narrower one, a narrower excluded term by a broader one, a country by
    its part, a disease area by a condition in it. Map regions are replaced by what they have in common.
    """
    return Query(cast("tuple[Clause, ...]", simplest(query.clauses, meanings)))


def asked(clauses: Iterable[TableClause], meanings: Meanings) -> tuple[TableClause, ...]:
    """The clauses of a count in the one form that all counts of the same meaning share."""
    kept = (_cell_for_region(clause) for clause in simplest(clauses, meanings))
    return tuple(sorted(kept, key=clause_key))


def asked_with(
    base: tuple[TableClause, ...], clause: Observed | HasCondition, meanings: Meanings
) -> tuple[TableClause, ...]:
    """The same as `asked((*base, clause))` for a base of that form: quicker, for tables of a thousand clauses."""
    if any(implies(one, clause, meanings) for one in base):
        return base
    kept = (one for one in base if not implies(clause, one, meanings))
    return tuple(sorted((*kept, clause), key=clause_key))


def table_key(clauses: Sequence[TableClause], meanings: Meanings) -> str:
    """The canonical key of a count: equal keys get the same noise, asked alone or inside a table."""
    return f"[{','.join(clause_key(clause) for clause in asked(clauses, meanings))}]"


def simplest(clauses: Iterable[TableClause], meanings: Meanings) -> tuple[TableClause, ...]:
    """The clauses less those that others imply, map regions merged, in canonical order.

    Of alternatives a narrower one drops out beside a broader one, map regions become one region, and one that is left
    stands alone; none of several is each of them negated.
    """
    unique = _with_merged_regions(_plain(set(clauses), meanings))
    kept = (one for one in unique if not any(_replaces(other, one, meanings) for other in unique))
    return tuple(sorted(kept, key=clause_key))


def implies(narrow: TableClause, broad: TableClause, meanings: Meanings) -> bool:
    """True where every donor that fits `narrow` must fit `broad`, by what the clauses mean, whatever the data."""
    match narrow, broad:
        case ((Observed(term) | RecordedAs(term)), Observed(other)):
            return other in meanings.ancestors(term)
        case CloseTo(terms, least), CloseTo(other_terms, other_least):
            return terms == other_terms and least >= other_least
        case Excluded(term), Excluded(other):
            return other == term or term in meanings.ancestors(other)
        case ((InFindingsBand() | InDepthBand()), Observed(other)):
            return other == PHENOTYPIC_ABNORMALITY
        case Excluded(), HasExcluded():
            return True
        case InRegion(code), InRegion(other_code):
            return code == other_code or code.startswith(f"{other_code}-")
        case HasCondition(identifier), HasCondition(other_id):
            return identifier == other_id or meanings.area(identifier) == other_id
        case HasCondition(identifier), Diagnosed():
            return identifier != UNDIAGNOSED
        case NearestGroup(), HasCondition(identifier):
            return identifier == UNDIAGNOSED
        case InMapCell(cell), InMapRegion(_, cells):
            return cell in cells
        case Not(inner), Not(outer):
            return implies(outer, inner, meanings)
        case AnyOf(options), _:
            return all(implies(one, broad, meanings) for one in options)
        case _, AnyOf(options):
            return any(implies(narrow, one, meanings) for one in options)
        case _:
            return narrow == broad


def _replaces(other: TableClause, one: TableClause, meanings: Meanings) -> bool:
    """True where `other` makes `one` needless; of two that mean the same the first in order stays."""
    if other == one or not implies(other, one, meanings):
        return False
    return not implies(one, other, meanings) or clause_key(other) < clause_key(one)


def _plain(clauses: set[TableClause], meanings: Meanings) -> set[TableClause]:
    if not any(isinstance(clause, AnyOf | Not) for clause in clauses):
        return clauses
    parts = {simple for clause in clauses for simple in _simple(clause, meanings)}
    negated = {clause for clause in parts if isinstance(clause, Not)}
    return (parts - negated) | {Not(one) for one in _with_united_regions({clause.of for clause in negated})}


def _simple(clause: TableClause, meanings: Meanings) -> tuple[TableClause, ...]:
    """One part as the parts that mean the same, none of which can be said more simply."""
    match clause:
        case AnyOf(options):
            return (_least(options, meanings),)
        case Not(AnyOf(options)):
            return tuple(Not(one) for one in options)
        case _:
            return (clause,)


def _least(options: Iterable[Clause], meanings: Meanings) -> Clause | AnyOf:
    unique = _with_united_regions(set(options))
    kept = [
        one for one in unique if not any(implies(one, other, meanings) and one != other for other in unique)
    ]  # distinct clauses never imply each other both ways
    return kept[0] if len(kept) == 1 else AnyOf(tuple(sorted(kept, key=clause_key)))


def _with_united_regions(clauses: set[_Kind]) -> set[_Kind | InMapRegion]:
    united: dict[str, set[int]] = {}
    for clause in clauses:
        if isinstance(clause, InMapRegion):
            united.setdefault(clause.snapshot, set()).update(clause.cells)
    others = {clause for clause in clauses if not isinstance(clause, InMapRegion)}
    return others | {InMapRegion(snapshot, tuple(sorted(cells))) for snapshot, cells in united.items()}


def _with_merged_regions(clauses: set[TableClause]) -> set[TableClause]:
    merged: dict[str, set[int]] = {}
    for clause in clauses:
        if isinstance(clause, InMapRegion):
            merged[clause.snapshot] = merged.get(clause.snapshot, set(clause.cells)) & set(clause.cells)
    others = {clause for clause in clauses if not isinstance(clause, InMapRegion)}
    return others | {InMapRegion(snapshot, tuple(sorted(cells))) for snapshot, cells in merged.items()}


def _cell_for_region(clause: TableClause) -> TableClause:
    """A region of one cell means that cell, and must get its noise."""
    if isinstance(clause, InMapRegion) and len(clause.cells) == 1:
        return InMapCell(clause.cells[0])
    return clause
