"""Whether two addresses lead to one database."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL

_POSTGRESQL_PORT = 5432
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1", ""})


def is_same_database(one: URL, other: URL) -> bool:
    """True where both addresses name the same file, or the same database of the same server, whoever asks."""
    if one.get_backend_name() != other.get_backend_name():
        return False
    if one.get_backend_name() == "sqlite":
        return _file(one) == _file(other)
    return _place(one) == _place(other)


def _file(address: URL) -> Path:
    return Path(address.database or "").resolve()


def _place(address: URL) -> tuple[str, int, str | None]:
    """Host, port and database; every name of this machine is the same host."""
    host = address.host or _single(address.query.get("host"))
    port = address.port or int(_single(address.query.get("port")) or _POSTGRESQL_PORT)
    # PostgreSQL opens the database that is called like the user where none is named.
    database = address.database or address.username
    return "" if host.lower() in _THIS_MACHINE else host.lower(), port, database


def _single(value: str | tuple[str, ...] | None) -> str:
    return value if isinstance(value, str) else next(iter(value or ()), "")
