"""Whole donors in the store's database: read, written and removed inside a transaction of the caller."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, Table, delete, insert, select

from data_access import schema
from data_access.criteria import any_of
from data_access.records import Donor
from data_access.rows import (
    Parameters,
    assemble_donors,
    condition_rows,
    consent_rows,
    digest,
    donor_row,
    finding_rows,
)
from data_access.store import Outcome


def is_as_read(connection: Connection, donors: Sequence[Donor], standing: Sequence[Donor | None]) -> bool:
    """True where each of the donors stands as it was read (None: does not stand)."""
    named = any_of(schema.donors.c.id, [donor.id for donor in donors], connection.dialect.name)
    found = whole_donors(connection, select(schema.donors).where(named).order_by(schema.donors.c.id))
    read = {donor.id: before for donor, before in zip(donors, standing, strict=True) if before is not None}
    return {donor.id: donor for donor in found} == read


def put_part(connection: Connection, donors: Sequence[Donor]) -> list[Outcome]:
    """Writes donors whose rows fit into memory together, in order."""
    table = schema.donors
    named = any_of(table.c.id, [donor.id for donor in donors], connection.dialect.name)
    before = select(table.c.id, table.c.digest).where(named)
    digests: dict[str, str] = {row.id: row.digest for row in connection.execute(before)}
    there = set(digests)
    outcomes: list[Outcome] = []
    changed: dict[str, Donor] = {}
    for donor in donors:
        content = digest(donor)
        known = digests.get(donor.id)
        outcomes.append("stored" if known is None else "unchanged" if known == content else "updated")
        if known != content:
            digests[donor.id] = content
            changed[donor.id] = donor
    delete_donors(connection, sorted(there & changed.keys()))
    insert_donors(connection, list(changed.values()), digests)
    return outcomes


def delete_donors(connection: Connection, donor_ids: list[str]) -> None:
    """Removes donors with everything that hangs on them."""
    if donor_ids:
        connection.execute(delete(schema.donors).where(any_of(schema.donors.c.id, donor_ids, connection.dialect.name)))


def insert_donors(connection: Connection, donors: list[Donor], digests: dict[str, str]) -> None:
    """Writes donors that are not there, one statement a table."""
    rows: dict[Table, list[Parameters]] = {
        schema.donors: [donor_row(donor, digests[donor.id]) for donor in donors],
        schema.findings: [row for donor in donors for row in finding_rows(donor)],
        schema.conditions: [row for donor in donors for row in condition_rows(donor)],
        schema.consents: [row for donor in donors for row in consent_rows(donor)],
    }
    for table, parameters in rows.items():
        if parameters:
            connection.execute(insert(table), parameters)


def whole_donors(connection: Connection, wanted: Select[Any]) -> list[Donor]:
    """The selected donors with all that hangs on them: four queries, however many donors."""
    donors = connection.execute(wanted).all()
    if not donors:
        return []
    # A range of ids reads along the primary key; rows of donors in between are left out by the assembly.
    first, last = donors[0].id, donors[-1].id
    findings, conditions, consents = (
        connection.execute(
            select(table)
            .where(table.c.donor_id >= first, table.c.donor_id <= last)
            .order_by(table.c.donor_id, table.c.position)
        )
        for table in (schema.findings, schema.conditions, schema.consents)
    )
    return assemble_donors(donors, findings, conditions, consents)
