"""The audit log in the store's database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select

from data_access.audit import BEGINNING, AuditEvent, ChainVerdict, moment, next_event, verify_chain
from data_access.connections import reading, writing
from data_access.rules import check_event
from data_access.schema import audit
from workbench.errors import StoreError

_ROWS_TOGETHER = 5_000


class SqlAuditLog:
    """See `AuditLog`. The database refuses to change or remove a row (triggers of the migration)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append(
        self, actor: str, action: str, subject: str = "", details: Mapping[str, object] | None = None
    ) -> AuditEvent:
        """See `AuditLog.append`."""
        with writing(self._engine) as connection:
            return append_event(connection, actor, action, subject, details)

    def events(
        self, *, before: int | None = None, limit: int = 100, action: str | None = None, actor: str | None = None
    ) -> list[AuditEvent]:
        """See `AuditLog.events`."""
        wanted = select(audit).order_by(audit.c.seq.desc()).limit(limit)
        if before is not None:
            wanted = wanted.where(audit.c.seq < before)
        if action is not None:
            wanted = wanted.where(audit.c.action == action)
        if actor is not None:
            wanted = wanted.where(audit.c.actor == actor)
        with reading(self._engine) as connection:
            return [_event(row) for row in connection.execute(wanted)]

    def verify(self, anchors: Sequence[tuple[int, str]] = ()) -> ChainVerdict:
        """See `AuditLog.verify`."""
        with reading(self._engine) as connection:
            rows = connection.execution_options(yield_per=_ROWS_TOGETHER).execute(select(audit).order_by(audit.c.seq))
            return verify_chain(rows, anchors)

    def head(self) -> tuple[int, str]:
        """See `AuditLog.head`."""
        with reading(self._engine) as connection:
            return _head(connection)


def append_event(
    connection: Connection, actor: str, action: str, subject: str = "", details: Mapping[str, object] | None = None
) -> AuditEvent:
    """Adds a row inside a writer's transaction, so that what was done and its trace are kept together or not at all."""
    check_event(actor, action, subject)
    event = next_event(_head(connection), dt.datetime.now(dt.UTC), actor, action, subject, details)
    row = {field: getattr(event, field) for field in audit.c.keys()}  # noqa: SIM118 - a collection of columns
    connection.execute(insert(audit), row | {"at": moment(event.at)})
    return event


def _head(connection: Connection) -> tuple[int, str]:
    last = connection.execute(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).first()
    return (0, BEGINNING) if last is None else (last.seq, last.hash)


def _event(row: Row[Any]) -> AuditEvent:
    seq, at, *others = tuple(row)
    try:
        return AuditEvent(seq, dt.datetime.fromisoformat(at), *others)
    except (TypeError, ValueError):
        raise StoreError(
            f"Row {seq} of the audit log was altered and cannot be read.", do="Run: workbench audit verify."
        ) from None
