"""Criteria as SQL: which donors fit, decided inside the database."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import ARRAY, ColumnElement, Text, and_, any_, false, func, literal, or_, select

from data_access.rules import is_storable
from data_access.schema import conditions, consents, donors, findings
from data_access.store import DEMO_SOURCE, Criterion


def any_of(column: ColumnElement[str], values: Sequence[str], dialect: str) -> ColumnElement[bool]:
    """True where the column holds one of the values, however many there are.

    A term with its descendants is thousands of values. They travel as one parameter, because SQLite limits the
    number of variables of a statement and a temporary table would make a count a write: as an array to PostgreSQL
    (its planner then knows how many there are), as JSON to SQLite. A text that no store can hold (NUL) would
    break PostgreSQL's array and is in no row: left out.
    """
    wanted = [value for value in values if is_storable(value)]
    if dialect == "postgresql":
        return column == any_(literal(wanted, ARRAY(Text)))
    return column.in_(select(func.json_each(json.dumps(wanted)).table_valued("value").c.value))


def consenting(purpose: str) -> ColumnElement[bool]:
    """Donors whose consent for the purpose stands."""
    if not is_storable(purpose):
        return false()
    stands = consents.c.withdrawn_on.is_(None), consents.c.frozen_on.is_(None)
    return donors.c.id.in_(select(consents.c.donor_id).where(consents.c.purpose == purpose, *stands))


def is_of_demo() -> ColumnElement[bool]:
    """Donors of the demo, whose ids no key made."""
    return and_(donors.c.synthetic.is_(True), donors.c.source == DEMO_SOURCE)


def fitting(criterion: Criterion, dialect: str) -> ColumnElement[bool]:
    """Donors who fit the criterion, as a condition on `donors`."""

    def held(column: ColumnElement[str]) -> ColumnElement[bool]:
        return any_of(column, criterion.values, dialect)

    match criterion.field:
        case "observed" | "excluded" as state:
            found = held(findings.c.term), findings.c.state == state
            return donors.c.id.in_(select(findings.c.donor_id).where(*found))
        case "condition":
            return donors.c.id.in_(select(conditions.c.donor_id).where(held(conditions.c.condition_id)))
        case "region":
            return or_(held(donors.c.country), held(donors.c.region))
        case "undiagnosed":
            return donors.c.undiagnosed.is_(True) if "true" in criterion.values else false()
        case "sex":
            return held(donors.c.sex)
        case "age_band":
            return held(donors.c.age_band)
