"""The cohort question as a small frozen value: an AND of at most four clauses.

The same value drives the count, the attrition, the words, the address in the browser and the cache key, so they
cannot disagree. It names findings, facts and map cells, never a donor.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeVar

from data_access.records import AGE_BANDS, SEXES
from workbench.cohorts.canonical import canonical, table_key
from workbench.cohorts.clauses import (
    FINDINGS_BANDS,
    MOST_CLAUSES,
    UNDIAGNOSED,
    Clause,
    Excluded,
    FactField,
    FindingsBand,
    HasCondition,
    HasExcluded,
    InAgeBand,
    InFindingsBand,
    InMapCell,
    InMapRegion,
    InRegion,
    InSex,
    NotRecorded,
    Observed,
    Query,
    TableClause,
    clause_data,
    clause_key,
)
from workbench.cohorts.vocabulary import Vocabulary
from workbench.errors import InvalidQuery

__all__ = [
    "FINDINGS_BANDS",
    "MOST_CLAUSES",
    "UNDIAGNOSED",
    "Clause",
    "Excluded",
    "FactField",
    "FindingsBand",
    "HasCondition",
    "HasExcluded",
    "InAgeBand",
    "InFindingsBand",
    "InMapCell",
    "InMapRegion",
    "InRegion",
    "InSex",
    "NotRecorded",
    "Observed",
    "Query",
    "TableClause",
    "Vocabulary",
    "canonical",
    "clause_data",
    "clause_key",
    "parse",
    "parse_json",
    "table_key",
    "to_data",
]

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
    if isinstance(data, Mapping) and "definition" in data:  # a downloaded definition, with what it cites
        data = data["definition"]
    return parse(data, vocabulary)


def to_data(query: Query) -> dict[str, list[dict[str, object]]]:
    """The query as JSON-ready data; `parse` gives it back."""
    return {"all": [clause_data(clause) for clause in query.clauses]}


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
        colon
        and prefix.isascii()
        and prefix.isalpha()
        and rest
        and rest.isascii()
        and rest.replace("-", "").replace("_", "").isalnum()
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
