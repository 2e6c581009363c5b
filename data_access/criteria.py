"""Criteria as SQL: which donors fit, decided inside the database."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, Text, cast, false, func, or_, select
from sqlalchemy.dialects.postgresql import JSON

from data_access.rules import is_storable
from data_access.schema import conditions, consents, donors, findings
from data_access.store import Criterion


def listed(values: Sequence[str], dialect: str) -> Select[tuple[str]]:
    """A subquery that holds the values, for `column.in_(...)`.

    A term with its descendants is thousands of values. They travel as one JSON text and are unpacked by the
    database, because SQLite limits the number of variables of a statement and a temporary table would make a
    count a write. A text that no store can hold (NUL) would break PostgreSQL's JSON and fits nobody: left out.
    """
    packed = json.dumps([value for value in values if is_storable(value)])
    if dialect == "postgresql":
        rows = func.json_array_elements_text(cast(packed, JSON(none_as_null=True))).table_valued("value")
    else:
        rows = func.json_each(packed).table_valued("value")
    return select(cast(rows.c.value, Text))


def consenting(purpose: str) -> ColumnElement[bool]:
    """Donors whose consent for the purpose stands."""
    if not is_storable(purpose):
        return false()
    standing = select(consents.c.donor_id).where(consents.c.purpose == purpose, consents.c.withdrawn_on.is_(None))
    return donors.c.id.in_(standing)


def fitting(criterion: Criterion, dialect: str) -> ColumnElement[bool]:
    """Donors who fit the criterion, as a condition on `donors`."""
    values = listed(criterion.values, dialect)
    match criterion.field:
        case "observed" | "excluded" as state:
            found = findings.c.term.in_(values), findings.c.state == state
            return donors.c.id.in_(select(findings.c.donor_id).where(*found))
        case "condition":
            diagnosed = select(conditions.c.donor_id).where(conditions.c.condition_id.in_(values))
            return donors.c.id.in_(diagnosed)
        case "region":
            return or_(donors.c.country.in_(values), donors.c.region.in_(values))
        case "undiagnosed":
            return donors.c.undiagnosed.is_(True) if "true" in criterion.values else false()
        case "sex":
            return donors.c.sex.in_(values)
        case "age_band":
            return donors.c.age_band.in_(values)
