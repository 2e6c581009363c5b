"""The stores that every table of behaviour runs against."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from data_access.memory_store import MemoryStore
from data_access.opening import open_store
from data_access.schema import metadata
from data_access.sql_store import SqlStore
from data_access.store import Store
from tests.spec.postgres_server import NoServer, new_database, running_postgres

STORES = ("memory", "sqlite", "postgres")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a real PostgreSQL server, one for the whole run."""
    try:
        with running_postgres() as url:
            yield url
    except NoServer as reason:
        pytest.skip(f"PostgreSQL cannot run here: {reason}")


@pytest.fixture(scope="session")
def postgres_store(postgres: str) -> Iterator[SqlStore]:
    """A store on PostgreSQL; tests empty it instead of making a new one."""
    with new_database(postgres) as url:
        store = open_store(url)
        assert isinstance(store, SqlStore)
        yield store
        store.close()


def _emptied(store: SqlStore) -> SqlStore:
    with store.engine.begin() as connection:
        # As the owner of the database may: the workbench itself cannot empty the audit log.
        connection.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))
        connection.execute(text(f"TRUNCATE {', '.join(metadata.tables)}"))
        connection.execute(text("ALTER TABLE audit ENABLE TRIGGER USER"))
    return store


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store, of each kind in turn."""
    if request.param == "postgres":
        yield _emptied(request.getfixturevalue("postgres_store"))
        return
    store = MemoryStore() if request.param == "memory" else open_store(f"sqlite:///{tmp_path / 'store.db'}")
    yield store
    store.close()
