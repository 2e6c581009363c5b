"""What a cohort question is made of: small frozen values that name findings, facts and map cells, never a donor."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from data_access.records import AgeBand, Sex
from ontology.terms import TermId

MOST_CLAUSES = 4
UNDIAGNOSED = "undiagnosed"
FactField = Literal["sex", "age_band", "region"]
FindingsBand = Literal["1-4", "5-9", "10-14", "15-19", "20+"]
FINDINGS_BANDS: tuple[FindingsBand, ...] = get_args(FindingsBand)
DepthBand = Literal["0-2", "3-4", "5-6", "7+"]
DEPTH_BANDS: tuple[DepthBand, ...] = get_args(DepthBand)


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
class InDepthBand:
    """Depth in HPO of the most specific finding. Appears in tables only, never in a cohort."""

    band: DepthBand


@dataclass(frozen=True, slots=True)
class HasExcluded:
    """At least one finding was ruled out. Appears in tables only, never in a cohort."""


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """At least one condition is recorded. Appears in tables only, never in a cohort."""


@dataclass(frozen=True, slots=True)
class InMapCell:
    """One cell of the map. Appears in tables only: a single cell is too small for a cohort."""

    cell: int


@dataclass(frozen=True, slots=True)
class RecordedAs:
    """This very term is recorded as present, narrower ones do not count. Appears in tables only, never in a cohort."""

    term: TermId


@dataclass(frozen=True, slots=True)
class CloseTo:
    """Close enough to a profile. Appears in tables only: which closeness is enough is not free to choose.

    Attributes:
        terms: What the profile says, sorted, nothing twice: `Profile.narrowest`.
        least: The lowest score that counts, in hundredths.
    """

    terms: tuple[TermId, ...]
    least: int


@dataclass(frozen=True, slots=True)
class NearestGroup:
    """No diagnosis yet, and most of the nearest diagnosed donors have one of the conditions. Appears in tables only.

    Attributes:
        conditions: Ids, sorted.
    """

    conditions: tuple[str, ...]


_OnlyInTables = (
    NotRecorded
    | InFindingsBand
    | InDepthBand
    | HasExcluded
    | Diagnosed
    | InMapCell
    | RecordedAs
    | CloseTo
    | NearestGroup
)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of several. Belongs to approved studies; never in a cohort.

    Attributes:
        options: Two or more, sorted.
    """

    options: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everybody else: whoever is not known to fit. Belongs to approved studies; never in a cohort."""

    of: Clause | AnyOf


StudyClause = Clause | AnyOf | Not
TableClause = StudyClause | _OnlyInTables


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

    def replacing(self, position: int, clause: Clause) -> Query:
        """This query with another clause at the position (0-based)."""
        return Query((*self.clauses[:position], clause, *self.clauses[position + 1 :]))


# One encoder for all: a table of findings writes thousands of keys, and `json.dumps` would make one for each.
_SORTED = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=1 << 14)
def clause_key(clause: TableClause) -> str:
    """A text that orders clauses and tells them apart."""
    return _SORTED.encode(clause_data(clause))


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
        case AnyOf(options):
            return {"any": [clause_data(one) for one in options]}
        case Not(of):
            return {"not": clause_data(of)}
        case _:
            return _table_clause_data(clause)


def _table_clause_data(clause: _OnlyInTables) -> dict[str, object]:
    match clause:
        case NotRecorded(field):
            return {"not_recorded": field}
        case InFindingsBand(findings_band):
            return {"findings_band": findings_band}
        case InDepthBand(depth_band):
            return {"depth_band": depth_band}
        case HasExcluded():
            return {"has_excluded": True}
        case Diagnosed():
            return {"diagnosed": True}
        case InMapCell(cell):
            return {"map_cell": cell}
        case RecordedAs(term):
            return {"recorded_as": term}
        case NearestGroup(conditions):
            return {"nearest_group": list(conditions)}
        case CloseTo(terms, least):
            return {"close_to": {"least": least, "terms": terms}}
