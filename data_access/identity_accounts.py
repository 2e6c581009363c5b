"""Rows of accounts: what a change of one brings with it, and the rule that a steward is always left."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, insert, or_, select, update

from data_access import identity_schema as schema
from data_access.identity_records import Account
from workbench.errors import StoreError

# A change of one of these ends every session of the account: what was true at sign-in no longer is.
_ENDING = ("role", "enabled", "password_hash", "oidc_subject", "demo")


def find_account(connection: Connection, account_id: str) -> Account | None:
    """The account, or None."""
    row = connection.execute(select(schema.accounts).where(schema.accounts.c.id == account_id)).one_or_none()
    return None if row is None else as_account(row)


def write_account(connection: Connection, before: Account | None, after: Account) -> None:
    """Writes the account, keeps a steward, and ends sessions that no longer stand for what they stood for."""
    _free(connection, after)
    if before is not None:
        keep_a_steward(connection, before, after)
        if any(getattr(before, field) != getattr(after, field) for field in _ENDING):
            connection.execute(delete(schema.sessions).where(schema.sessions.c.account == after.id))
    row = {**asdict(after), "studies": json.dumps(after.studies)}
    put_row(connection, schema.accounts, {"id": after.id}, row)


def _free(connection: Connection, account: Account) -> None:
    """Raises where another account has the e-mail address or the subject."""
    table = schema.accounts
    same = table.c.email == account.email
    if account.oidc_subject is not None:
        same = or_(same, table.c.oidc_subject == account.oidc_subject)
    if connection.execute(select(table.c.id).where(same, table.c.id != account.id)).first() is not None:
        raise StoreError(
            "There is an account with this e-mail address or subject.", do="Change that one, or choose another address."
        )


def keep_a_steward(connection: Connection, before: Account, after: Account | None) -> None:
    """Raises where a change would leave nobody who can look after accounts."""
    if not _is_steward(before) or (after is not None and _is_steward(after)):
        return
    rows = connection.execute(select(schema.accounts).where(schema.accounts.c.id != before.id))
    if not any(_is_steward(as_account(row)) for row in rows):
        raise StoreError(
            "This is the last steward who can sign in.", do="Add or enable another steward first.", where="account"
        )


def _is_steward(account: Account) -> bool:
    # Demo accounts do not count: in production nobody can enter through them.
    return account.role == "steward" and account.enabled and not account.demo


def as_account(row: Row[Any]) -> Account:
    """The account of a row."""
    fields = row._asdict()
    return Account(**{**fields, "studies": tuple(json.loads(fields["studies"]))})


def put_row(connection: Connection, table: Table, key: Mapping[str, str], row: Mapping[str, Any]) -> None:
    """Writes the row with the key: a new one, or instead of the one that is there."""
    same = [table.c[name] == value for name, value in key.items()]
    if not connection.execute(update(table).where(*same).values(row)).rowcount:
        connection.execute(insert(table).values(row))
