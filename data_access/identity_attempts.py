"""Tries to sign in: how many there were under a key, for throttling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, Engine, delete, func, insert, select

from data_access import identity_schema as schema
from data_access.connections import reading, writing


class AttemptTable:
    """Tries under keys, such as one account or one address. Every method is one transaction.

    Args:
        engine: Of the identity store.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, key: str, at: dt.datetime) -> None:
        """Keeps one try under the key."""
        with writing(self._engine) as connection:
            connection.execute(insert(schema.attempts).values(key=key, at=at))

    def under(self, key: str) -> list[dt.datetime]:
        """The tries under the key, the oldest first."""
        with reading(self._engine) as connection:
            return _attempts(connection, key)

    def add_if(
        self,
        keys: Sequence[str],
        at: dt.datetime,
        allows: Callable[[Mapping[str, Sequence[dt.datetime]]], bool],
        *,
        forgetting: Mapping[str, dt.datetime],
    ) -> bool:
        """Keeps one try under all keys where the tries before allow it; False where they do not.

        Asked and kept in one transaction of the only writer, so that a hundred tries at once are counted one by one.

        Args:
            allows: Told the tries under each key, the oldest first.
            forgetting: Beginning of a key -> moment before which tries under such keys are removed, whoever made them.
        """
        table = schema.attempts
        with writing(self._engine) as connection:
            for beginning, moment in forgetting.items():
                begins = table.c.key.startswith(beginning, autoescape=True)
                connection.execute(delete(table).where(begins, table.c.at < moment))
            if not allows({key: _attempts(connection, key) for key in keys}):
                return False
            connection.execute(insert(table), [{"key": key, "at": at} for key in keys])
            return True

    def forget(self, key: str, at: dt.datetime | None = None) -> None:
        """Forgets the tries under the key: all of them, or one made at that moment."""
        table = schema.attempts
        with writing(self._engine) as connection:
            wanted = table.c.key == key
            if at is not None:
                one = select(func.min(table.c.id)).where(wanted, table.c.at == at)
                wanted = table.c.id == one.scalar_subquery()
            connection.execute(delete(table).where(wanted))


def _attempts(connection: Connection, key: str) -> list[dt.datetime]:
    table = schema.attempts
    wanted = select(table.c.at).where(table.c.key == key).order_by(table.c.at)
    return list(connection.execute(wanted).scalars())
