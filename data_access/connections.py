"""Connections to the store's database: how they are made, what a transaction is, and what errors become."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, Literal

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from workbench.errors import StoreError

Left = Literal["", "held by a reader", "log of the server"]

_WRITER_LOCK = 0x53345253  # Any number that no other program locks in the same database.
_SECONDS_TO_WAIT = 30
_NOT_ALLOWED = "42501"
_IS_OWNER = (
    "SELECT rolsuper OR datdba = pg_roles.oid FROM pg_roles, pg_database "
    "WHERE rolname = current_user AND datname = current_database()"
)
# SQLite's error names and PostgreSQL's codes for files that are not what was written.
_SIGNS_OF_DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR_SHORT_READ", "XX001", "XX002")
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
    """Rewrites SQLite's file so that no byte of a deleted row is left in it; on PostgreSQL see `forget_erased`."""
    if engine.dialect.name == "sqlite":
        forget_erased(engine)


def forget_erased(engine: Engine) -> Left:
    """Rewrites the database's files so that no byte of a deleted row is left; gives what is left all the same.

    SQLite: `secure_delete` alone leaves copies behind where rows moved between pages, so the file is rewritten and its
    log emptied. A reader in the middle of something still needs the old log: then a later call empties it, or the last
    connection that closes. PostgreSQL: the tables, what the planner knows of their values, and the log before now go,
    which waits for readers; where our role may not do that, or the server recycles its log, old segments of the log
    are left until the server writes over them (docs/how-to/rights.md).

    Raises:
        StoreError: The rows are gone, but the files could not be rewritten.
    """
    try:
        return _rewrite_file(engine) if engine.dialect.name == "sqlite" else _rewrite_tables(engine)
    except (sqlite3.Error, DBAPIError) as error:
        kind = error.sqlite_errorname if isinstance(error, sqlite3.Error) else _kind(error)
        raise StoreError(
            f"The rows are gone, but the store's files could not be rewritten ({kind}).",
            do="Make as much room on the disk as they take, see that nobody reads for long, and do the same again.",
            where=readable(engine.url),
        ) from None


def _rewrite_file(engine: Engine) -> Left:
    with engine.connect() as connection, closing(connection.connection.cursor()) as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA busy_timeout = 2000")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()[0][0]
        cursor.execute(_WAITING)
    return "held by a reader" if busy else ""


def _rewrite_tables(engine: Engine) -> Left:
    allowed = True
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.exec_driver_sql(f"SET lock_timeout = '{_SECONDS_TO_WAIT}s'")
        tables = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()"
        names = ", ".join(connection.exec_driver_sql(tables).scalars())
        connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {names}")
        # Samples of values stand in the planner's statistics; old rows of those, and of everything, in the log.
        for step in ("VACUUM FULL pg_catalog.pg_statistic", "CHECKPOINT", "SELECT pg_switch_wal()", "CHECKPOINT"):
            try:
                connection.exec_driver_sql(step)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) != _NOT_ALLOWED:
                    raise
                allowed = False
        connection.exec_driver_sql("RESET lock_timeout")
        # Others may not rewrite the statistics, and are only warned.
        allowed = allowed and bool(connection.exec_driver_sql(_IS_OWNER).scalar_one())
        # Recycled segments of the log keep their old content until it is written over.
        recycles = connection.exec_driver_sql("SHOW wal_recycle").scalar_one() == "on"
    return "" if allowed and not recycles else "log of the server"


@contextmanager
def _plain_errors(engine: Engine) -> Iterator[None]:
    """Turns errors of the database into ours.

    The driver's own message may quote a row, so only its kind is kept, and the chain is cut.
    """
    try:
        yield
    except SQLAlchemyError as error:
        kind = _kind(error)
        if any(sign in kind for sign in _SIGNS_OF_DAMAGE):
            raise _damaged(engine, kind) from None
        raise StoreError(
            f"The store could not do this ({kind}).",
            do="Check that the database runs, has room, and is not held by another program; then try again.",
            where=readable(engine.url),
        ) from None
    except (ValueError, LookupError, TypeError) as error:
        # A row that cannot be what we wrote. The message may quote it.
        raise _damaged(engine, type(error).__name__) from None


def _damaged(engine: Engine, kind: str) -> StoreError:
    return StoreError(
        f"The store cannot be read: it is damaged, or is no store ({kind}).",
        do="Stop the workbench, keep the files as they are, and bring the last copy back: docs/how-to/recover.md.",
        where=readable(engine.url),
    )


def _kind(error: SQLAlchemyError) -> str:
    """The kind of error, without the message: SQLite's error name, PostgreSQL's code, or the class."""
    origin = error.orig if isinstance(error, DBAPIError) else None
    code = getattr(origin, "sqlite_errorname", None) or getattr(origin, "sqlstate", None)
    name = type(origin or error).__name__
    return f"{name} {code}" if code else name
