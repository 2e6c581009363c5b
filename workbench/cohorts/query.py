"""The cohort question as a small frozen value: an AND of at most four clauses.

The same value drives the count, the attrition, the words, the address in the browser and the cache key, so they
cannot disagree. It names findings, facts and map cells, never a donor.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar, get_args

from data_access.records import AGE_BANDS, SEXES, AgeBand, Sex
from ontology.terms import TermId
from workbench.errors import InvalidQuery

MOST_CLAUSES = 4
UNDIAGNOSED = "undiagnosed"
FactField = Literal["sex", "age_band", "region"]
FindingsBand = Literal["1-4", "5-9", "10-14", "15-19", "20+"]
FINDINGS_BANDS: tuple[FindingsBand, ...] = get_args(FindingsBand)


@dataclass(frozen=True, slots=True)
class Observed:
    """The term or one of its narrower terms is recorded as present."""

    term: TermId


@dataclass(frozen=True, slots=True)
class Excluded:
    """The term, or a broader one, is recorded as looked for and not there."""

    term: TermId


@dataclass(frozen=True, slots=True)
class InSex:
    """Recorded sex."""

    sex: Sex


@dataclass(frozen=True, slots=True)
class InAgeBand:
    """Age band at the last record."""

    band: AgeBand


@dataclass(frozen=True, slots=True)
class InRegion:
    """Country (ISO 3166-1 alpha-2) or part of a country (ISO 3166-2)."""

    code: str


@dataclass(frozen=True, slots=True)
class HasCondition:
    """A condition by id, a disease area (`AREA:rett`), or `undiagnosed`."""

    id: str


@dataclass(frozen=True, slots=True)
class InMapRegion:
    """Whole, contiguous cells of the map of one snapshot; `cells` sorted."""

    snapshot: str
    cells: tuple[int, ...]


Clause = Observed | Excluded | InSex | InAgeBand | InRegion | HasCondition | InMapRegion


@dataclass(frozen=True, slots=True)
class NotRecorded:
    """A fact that was not recorded. Appears in tables only, never in a cohort."""

    field: FactField


@dataclass(frozen=True, slots=True)
class InFindingsBand:
    """Number of findings recorded as present. Appears in tables only, never in a cohort."""

    band: FindingsBand


@dataclass(frozen=True, slots=True)
class HasExcluded:
    """At least one finding was ruled out. Appears in tables only, never in a cohort."""


@dataclass(frozen=True, slots=True)
class InMapCell:
    """One cell of the map. Appears in tables only: a single cell is too small for a cohort."""

    cell: int


TableClause = Clause | NotRecorded | InFindingsBand | HasExcluded | InMapCell


@dataclass(frozen=True, slots=True)
class Query:
    """Donors that fit every clause; no clause means all donors."""

    clauses: tuple[Clause, ...] = ()

    def adding(self, clause: Clause) -> Query:
        """This query and one more clause; the same query when it is there already."""
        return self if clause in self.clauses else Query((*self.clauses, clause))

    def without(self, position: int) -> Query:
        """This query less the clause at the position (0-based)."""
        return Query(self.clauses[:position] + self.clauses[position + 1 :])


class Vocabulary(Protocol):
    """What the query needs to know of the ontology; `ontology.Ontology` is one."""

    def require_phenotype(self, text: str) -> TermId:
        """The text as a current phenotype term."""

    def ancestors(self, term: TermId) -> frozenset[TermId]:
        """The term and everything broader."""


_Option = TypeVar("_Option", bound=str)
_KEYS = ("observed", "excluded", "sex", "age_band", "region", "condition", "map_region")


def parse(data: object, vocabulary: Vocabulary) -> Query:
    """The query that decoded JSON stands for.

    Raises:
        InvalidQuery: Wrong shape, unknown key or value, more than four clauses.
        InvalidTerm: An unknown or obsolete term, or one that is no phenotype.
    """
    if not isinstance(data, Mapping) or set(data) != {"all"} or not isinstance(data["all"], list):
        raise InvalidQuery(
            'A cohort is an object with one key, "all", that holds a list of clauses.',
            do='For example {"all": [{"observed": "HP:0001250"}]}.',
        )
    items = data["all"]
    _check_length(len(items))
    return Query(tuple(_clause(item, f"clause {at}", vocabulary) for at, item in enumerate(items, 1)))


def parse_json(text: str, vocabulary: Vocabulary) -> Query:
    """The query that JSON text stands for.

    Raises:
        InvalidQuery: Not JSON, or as in `parse`.
    """
    if len(text) > 20_000:
        raise InvalidQuery("This definition is too long.", do="A cohort has at most four clauses.")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidQuery("This is not JSON.", do="Check brackets, quotes and commas.") from None
    return parse(data, vocabulary)


def to_data(query: Query) -> dict[str, list[dict[str, object]]]:
    """The query as JSON-ready data; `parse` gives it back."""
    return {"all": [clause_data(clause) for clause in query.clauses]}


def canonical(query: Query, vocabulary: Vocabulary) -> Query:
    """The one form of all queries that mean the same: sorted, without repeats and implied clauses.

    A broader observed term is implied by a narrower one; a narrower excluded term by a broader one.
    """
    unique = set(query.clauses)
    kept = [clause for clause in unique if not _implied(clause, unique, vocabulary)]
    return Query(tuple(sorted(kept, key=clause_key)))


def table_key(clauses: Sequence[TableClause], vocabulary: Vocabulary) -> str:
    """The canonical key of a count: equal keys get the same noise, asked alone or inside a table."""
    unique = set(clauses)
    kept = [clause for clause in unique if not _implied(clause, unique, vocabulary)]
    return json.dumps([clause_data(c) for c in sorted(kept, key=clause_key)], separators=(",", ":"))


def clause_key(clause: TableClause) -> str:
    """A text that orders clauses and tells them apart."""
    return json.dumps(clause_data(clause), sort_keys=True, separators=(",", ":"))


def clause_data(clause: TableClause) -> dict[str, object]:
    """One clause as JSON-ready data."""
    match clause:
        case Observed(term):
            return {"observed": term}
        case Excluded(term):
            return {"excluded": term}
        case InSex(sex):
            return {"sex": sex}
        case InAgeBand(band):
            return {"age_band": band}
        case InRegion(code):
            return {"region": code}
        case HasCondition(identifier):
            return {"condition": identifier}
        case InMapRegion(snapshot, cells):
            return {"map_region": {"snapshot": snapshot, "cells": list(cells)}}
        case NotRecorded(field):
            return {"not_recorded": field}
        case InFindingsBand(findings_band):
            return {"findings_band": findings_band}
        case HasExcluded():
            return {"has_excluded": True}
        case InMapCell(cell):
            return {"map_cell": cell}


def _implied(clause: TableClause, others: set[TableClause], vocabulary: Vocabulary) -> bool:
    if isinstance(clause, Observed):
        return any(
            isinstance(other, Observed) and other != clause and clause.term in vocabulary.ancestors(other.term)
            for other in others
        )
    if isinstance(clause, Excluded):
        return any(
            isinstance(other, Excluded) and other != clause and other.term in vocabulary.ancestors(clause.term)
            for other in others
        )
    return False


def _check_length(length: int) -> None:
    if length > MOST_CLAUSES:
        raise InvalidQuery(
            f"This cohort has {length} clauses; at most {MOST_CLAUSES} are allowed, so that nobody can be singled out.",
            do="Remove a clause, or pick a broader finding that covers two of them.",
        )


def _clause(item: object, where: str, vocabulary: Vocabulary) -> Clause:
    if not isinstance(item, Mapping) or len(item) != 1:
        raise InvalidQuery("A clause is an object with exactly one key.", where=where, do=f"Keys: {', '.join(_KEYS)}.")
    key, value = next(iter(item.items()))
    if key == "map_region":
        return _map_region(value, where)
    if key not in _KEYS:
        study = key in {"any", "not"}
        raise InvalidQuery(
            "Alternatives and negation belong to approved studies." if study else "This clause has an unknown key.",
            where=where,
            do="Pick a broader term instead." if study else f"Keys: {', '.join(_KEYS)}.",
        )
    if not isinstance(value, str) or not 0 < len(value) <= 80:
        raise InvalidQuery(f'The value of "{key}" must be a short text.', where=where)
    return _text_clause(key, value, where, vocabulary)


def _text_clause(key: str, value: str, where: str, vocabulary: Vocabulary) -> Clause:
    match key:
        case "observed":
            return Observed(vocabulary.require_phenotype(value))
        case "excluded":
            return Excluded(vocabulary.require_phenotype(value))
        case "sex":
            return InSex(_one_of(value, SEXES, "sex", where))
        case "age_band":
            return InAgeBand(_one_of(value, AGE_BANDS, "age band", where))
        case "region":
            return InRegion(_code(value, where))
        case _:
            return HasCondition(_condition_id(value, where))


def _one_of(value: str, allowed: tuple[_Option, ...], what: str, where: str) -> _Option:
    for option in allowed:
        if option == value:
            return option
    raise InvalidQuery(f"There is no such {what}.", where=where, do=f"Use one of {', '.join(allowed)}.")


def _code(value: str, where: str) -> str:
    if not (value.isascii() and value.replace("-", "").isalnum() and value == value.upper() and len(value) <= 6):
        raise InvalidQuery("This is not a country or region code.", where=where, do="Codes look like ES or ES-CT.")
    return value


def _condition_id(value: str, where: str) -> str:
    if value == UNDIAGNOSED:
        return value
    prefix, colon, rest = value.partition(":")
    if not (
        colon and prefix.isascii() and prefix.isalpha() and rest and rest.isascii() and rest.replace("-", "").isalnum()
    ):
        raise InvalidQuery(
            "This is not a condition id.", where=where, do="Ids look like OMIM:310200, AREA:rett or undiagnosed."
        )
    return value


def _map_region(value: object, where: str) -> InMapRegion:
    if not isinstance(value, Mapping) or set(value) != {"snapshot", "cells"}:
        raise InvalidQuery("A map region names its snapshot and its cells.", where=where)
    snapshot, cells = value["snapshot"], value["cells"]
    whole = isinstance(cells, list) and all(type(cell) is int and 0 <= cell < 10_000 for cell in cells)
    if not isinstance(snapshot, str) or not 0 < len(snapshot) <= 60 or not whole or not 0 < len(cells) <= 2_000:
        raise InvalidQuery("A map region names its snapshot and a list of cell numbers.", where=where)
    return InMapRegion(snapshot, tuple(sorted(set(cells))))
