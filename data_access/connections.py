"""Connections to the store's database: how they are made, what a transaction is, and what errors become."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from workbench.errors import StoreError

_WRITER_LOCK = 0x53345253  # Any number that no other program locks in the same database.
_SECONDS_TO_WAIT = 30
_WAITING = f"PRAGMA busy_timeout = {_SECONDS_TO_WAIT * 1000}"
_SQLITE_SETTINGS = (
    _WAITING,
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # What was acknowledged survives a power cut.
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # Deleted rows are overwritten, not only unlinked.
)


def store_address(url: str) -> URL:
    """The address of a store on SQLite or PostgreSQL.

    Raises:
        StoreError: It is not a URL, or one of another database, or SQLite without a file.
    """
    choice = "Use sqlite:///path/to/store.db or postgresql://user:password@host/database."
    try:
        address = make_url(url)
    except ArgumentError:
        raise StoreError("The address of the store is not a database URL.", do=choice) from None
    if address.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return address.set(drivername="postgresql+psycopg")
    if address.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise StoreError("The store runs on SQLite and PostgreSQL only.", do=choice, where=readable(address))
    if address.database in (None, "", ":memory:"):
        raise StoreError("A SQLite store needs a file.", do=choice, where=readable(address))
    return address.set(drivername="sqlite+pysqlite")


def readable(address: URL) -> str:
    """The address without its password."""
    return address.render_as_string(hide_password=True)


def make_engine(address: URL) -> Engine:
    """An engine with the store's settings; it connects at the first transaction."""
    if address.get_backend_name() == "postgresql":
        limit = {"connect_timeout": _SECONDS_TO_WAIT // 3}
        return create_engine(address, connect_args=limit, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(address, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Sets up a new SQLite connection, and takes transactions out of the driver's hands."""
    connection.isolation_level = None
    for setting in _SQLITE_SETTINGS:
        connection.execute(setting).close()


def _begin_sqlite(connection: Connection) -> None:
    """Begins a transaction; a writer asks for the lock at once, for a reader cannot become a writer safely."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of the store throughout, and changes nothing."""
    with _plain_errors(engine), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that is kept whole or not at all. One writer at a time, on either database."""
    with _plain_errors(engine), engine.connect() as connection:
        connection.execution_options(writes=True)
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(_WRITER_LOCK)))
            yield connection


def refresh_statistics(connection: Connection) -> None:
    """Tells PostgreSQL's planner how the rows lie now, after many came in; it would notice a minute later.

    SQLite plans our queries well without.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ANALYZE donors, findings, conditions, consents")


def forget_deleted(engine: Engine) -> None:
    """Rewrites SQLite's file so that no byte of a deleted row is left in it or in its log; elsewhere nothing.

    `secure_delete` alone leaves copies behind where rows moved between pages. A reader in the middle of something
    still needs the old log: then it is emptied by a later call, or when the last connection closes. PostgreSQL
    reuses the room in its own time (autovacuum).
    """
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection, closing(connection.connection.cursor()) as cursor:
        try:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA busy_timeout = 200")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            cursor.execute(_WAITING)
        except sqlite3.Error as error:
            raise StoreError(
                f"The rows are gone, but the store's file could not be rewritten ({error.sqlite_errorname}).",
                do="Make as much room on the disk as the file takes, stop the workbench, and run VACUUM on the file.",
                where=readable(engine.url),
            ) from None


@contextmanager
def _plain_errors(engine: Engine) -> Iterator[None]:
    """Turns errors of the database into ours.

    The driver's own message may quote a row, so only its kind is kept, and the chain is cut.
    """
    try:
        yield
    except SQLAlchemyError as error:
        raise StoreError(
            f"The store could not do this ({_kind(error)}).",
            do="Check that the database runs, has room, and is not held by another program; then try again.",
            where=readable(engine.url),
        ) from None


def _kind(error: SQLAlchemyError) -> str:
    """The kind of error, without the message: SQLite's error name, PostgreSQL's code, or the class."""
    origin = error.orig if isinstance(error, DBAPIError) else None
    code = getattr(origin, "sqlite_errorname", None) or getattr(origin, "sqlstate", None)
    name = type(origin or error).__name__
    return f"{name} {code}" if code else name
