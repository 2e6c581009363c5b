"""Who is signed in: sessions in the identity store."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from sqlalchemy import ColumnElement, Engine, delete, insert, or_, select, update

from data_access import identity_schema as schema
from data_access.connections import reading, writing
from data_access.identity_accounts import as_account
from data_access.identity_records import Account, SessionRow
from data_access.identity_rules import check_session


class SessionTable:
    """Sessions, each known by the SHA-256 of its token. Every method is one transaction.

    Args:
        engine: Of the identity store.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, session: SessionRow, *, instead_of: str | None = None) -> bool:
        """Keeps a session of an account that is enabled; False where there is none such.

        Args:
            instead_of: Token hash of a session that ends in the same moment; where it is gone, nothing is kept.
        """
        check_session(session)
        accounts, sessions = schema.accounts, schema.sessions
        with writing(self._engine) as connection:
            enabled = select(accounts.c.id).where(accounts.c.id == session.account, accounts.c.enabled.is_(True))
            if connection.execute(enabled).one_or_none() is None:
                return False
            if instead_of is not None:
                ended = connection.execute(delete(sessions).where(sessions.c.token_hash == instead_of))
                if not ended.rowcount:
                    return False
            connection.execute(insert(sessions).values(asdict(session)))
            return True

    def find(self, token_hash: str) -> tuple[SessionRow, Account] | None:
        """The session with its account, or None."""
        accounts, sessions = schema.accounts, schema.sessions
        with reading(self._engine) as connection:
            row = connection.execute(select(sessions).where(sessions.c.token_hash == token_hash)).one_or_none()
            if row is None:
                return None
            account = connection.execute(select(accounts).where(accounts.c.id == row.account)).one()
        return SessionRow(*row), as_account(account)

    def of(self, account_id: str) -> list[SessionRow]:
        """All sessions of the account, the oldest first."""
        table = schema.sessions
        with reading(self._engine) as connection:
            rows = connection.execute(select(table).where(table.c.account == account_id).order_by(table.c.started))
            return [SessionRow(*row) for row in rows]

    def touch(self, token_hash: str, at: dt.datetime) -> None:
        """Keeps that the session was used; never an earlier moment than it knows."""
        table = schema.sessions
        with writing(self._engine) as connection:
            row = (table.c.token_hash == token_hash) & (table.c.last_seen < at)
            connection.execute(update(table).where(row).values(last_seen=at))

    def work_for(self, token_hash: str, study: str | None) -> None:
        """Keeps on whose behalf the session works from now on."""
        table = schema.sessions
        with writing(self._engine) as connection:
            connection.execute(update(table).where(table.c.token_hash == token_hash).values(study=study))

    def end(self, token_hash: str) -> bool:
        """Ends one session. False when there was none."""
        return self._remove(schema.sessions.c.token_hash == token_hash) > 0

    def end_all_of(self, account_id: str) -> int:
        """Ends all sessions of the account; gives how many there were."""
        return self._remove(schema.sessions.c.account == account_id)

    def end_before(self, *, started: dt.datetime, last_seen: dt.datetime) -> int:
        """Ends the sessions that began before, or were last used before; gives how many there were."""
        table = schema.sessions
        return self._remove(or_(table.c.started < started, table.c.last_seen < last_seen))

    def _remove(self, which: ColumnElement[bool]) -> int:
        with writing(self._engine) as connection:
            return int(connection.execute(delete(schema.sessions).where(which)).rowcount)
