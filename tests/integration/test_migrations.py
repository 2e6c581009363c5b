"""The migrations make exactly the tables that the code knows, up and down, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from data_access.connections import make_engine, store_address
from data_access.opening import migrate, open_store
from data_access.schema import metadata
from tests.spec.postgres_server import NoServer, new_database, running_postgres
from tests.spec.store_examples import full_donor
from workbench.errors import StoreError


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    try:
        with running_postgres() as url:
            yield url
    except NoServer as reason:
        pytest.skip(f"PostgreSQL cannot run here: {reason}")


@pytest.fixture(params=["sqlite", "postgres"])
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The URLs of two empty databases of one kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'one.db'}", f"sqlite:///{tmp_path / 'two.db'}"
        return
    server = request.getfixturevalue("server")
    with new_database(server) as one, new_database(server) as two:
        yield one, two


@pytest.fixture
def engines(urls: tuple[str, str]) -> Iterator[tuple[Engine, Engine]]:
    """Two empty databases of one kind."""
    one, two = (make_engine(store_address(url)) for url in urls)
    yield one, two
    one.dispose()
    two.dispose()


def described(engine: Engine) -> dict[str, Any]:
    """Everything about the tables that the database tells, in a form that can be compared."""
    with engine.connect() as connection:
        seen = inspect(connection)
        tables = [name for name in seen.get_table_names() if name != "alembic_version"]
        found: dict[str, Any] = {
            name: {
                "columns": [{**column, "type": repr(column["type"])} for column in seen.get_columns(name)],
                "key": seen.get_pk_constraint(name),
                "foreign": seen.get_foreign_keys(name),
                "indexes": sorted(map(repr, seen.get_indexes(name))),
                "unique": sorted(map(repr, seen.get_unique_constraints(name))),
                "checks": sorted(map(repr, seen.get_check_constraints(name))),
                "options": seen.get_table_options(name),
            }
            for name in tables
        }
    return found


def differences(engine: Engine) -> list[Any]:
    """What Alembic would still change."""
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def test_the_migrations_make_the_tables_that_the_code_knows(engines: tuple[Engine, Engine]) -> None:
    migrated, made = engines
    migrate(migrated)
    metadata.create_all(made)
    assert described(migrated) == described(made)
    assert set(described(migrated)) == set(metadata.tables)
    assert differences(migrated) == []


def test_up_and_down_and_up_again_gives_the_same(engines: tuple[Engine, Engine]) -> None:
    engine, _ = engines
    migrate(engine)
    first = described(engine)
    migrate(engine, "base")
    assert described(engine) == {}
    migrate(engine)
    assert described(engine) == first
    assert differences(engine) == []


def test_a_store_that_is_up_to_date_keeps_its_rows(urls: tuple[str, str]) -> None:
    for outcome in ("stored", "unchanged"):
        store = open_store(urls[0])
        assert store.put([full_donor()]) == [outcome]
        store.close()


def test_a_store_of_a_newer_version_is_refused_and_left_alone(
    urls: tuple[str, str], engines: tuple[Engine, Engine]
) -> None:
    migrate(engines[0])
    with engines[0].begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = described(engines[0])
    with pytest.raises(StoreError, match="newer version") as refusal:
        open_store(urls[0])
    assert "Update the workbench" in refusal.value.do
    assert described(engines[0]) == before


def test_a_step_that_fails_leaves_nothing_behind(urls: tuple[str, str], engines: tuple[Engine, Engine]) -> None:
    with engines[0].begin() as connection:
        connection.execute(text("CREATE TABLE saved_cohorts (id INTEGER)"))
    with pytest.raises(StoreError):
        open_store(urls[0])
    assert list(described(engines[0])) == ["saved_cohorts"]
