"""The migrations make exactly the tables that the code knows, up and down, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from data_access.connections import make_engine, store_address
from data_access.opening import migrate, open_store
from data_access.questions import Question
from data_access.schema import metadata
from data_access.sql_store import SqlStore
from tests.spec.postgres_server import NoServer, new_database, running_postgres
from tests.spec.store_examples import NOON, cohort, consent, donor, full_donor, import_record, pseudonym
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


FIRST_TABLES = ("donors", "findings", "conditions", "consents", "imports", "saved_cohorts", "meta")


def contents(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every row of the tables of the first version, without columns that came later."""
    with engine.connect() as connection:
        rows = {
            table: [dict(row) for row in connection.execute(text(f"SELECT * FROM {table}")).mappings()]
            for table in FIRST_TABLES
        }
    for row in rows["consents"]:
        row.pop("frozen_on", None)
    return {table: sorted(found, key=repr) for table, found in rows.items()}


def fill(url: str) -> None:
    """Donors, an import, a cohort and a fact."""
    store = open_store(url)
    store.put([full_donor(number) for number in range(1, 31)] + [donor(31), donor(32, consents=(consent("contact"),))])
    store.add_import(import_record(1))
    store.save_cohort(cohort())
    store.keep_fact("pseudonym_key", "0123abcd")
    store.close()


def test_a_filled_store_of_the_first_version_is_brought_up_with_nothing_lost(
    urls: tuple[str, str], engines: tuple[Engine, Engine]
) -> None:
    fill(urls[0])
    migrate(engines[0], "0001")
    before = contents(engines[0])
    assert "audit" not in described(engines[0])
    assert len(before["donors"]) == 32
    store = open_store(urls[0])
    assert contents(engines[0]) == before
    assert differences(engines[0]) == []
    again = [full_donor(number) for number in range(1, 31)]
    assert store.put(again) == ["unchanged"] * 30, "digests of the first version stay good"
    assert store.get(pseudonym(7)) == full_donor(7)
    assert [found.id for found in store.donors(purpose="research")] == [pseudonym(n) for n in range(1, 31)]
    assert store.audit.append("local", "import").seq == 1
    store.close()


def test_a_filled_store_goes_down_and_up_with_its_donors(urls: tuple[str, str], engines: tuple[Engine, Engine]) -> None:
    fill(urls[0])
    before = contents(engines[0])
    store = open_store(urls[0])
    store.audit.append("local", "import")
    store.questions.record(Question(0, NOON, "ana", None, "s1", "explore", "{}"))
    store.suppress(["a" * 64])
    store.close()
    migrate(engines[0], "0001")
    assert contents(engines[0]) == before
    assert not {"audit", "questions", "alerts", "studies", "suppressed"} & set(described(engines[0]))
    migrate(engines[0])
    assert contents(engines[0]) == before
    with engines[0].begin() as connection:
        connection.execute(text("INSERT INTO audit VALUES (1, '', '', '', '', '', '', '')"))
    with pytest.raises(DBAPIError, match="append-only"), engines[0].begin() as connection:
        connection.execute(text("DELETE FROM audit"))


def test_a_frozen_consent_does_not_come_to_life_on_the_way_down(
    urls: tuple[str, str], engines: tuple[Engine, Engine]
) -> None:
    frozen = replace(consent(), frozen_on=NOON.date())
    store = open_store(urls[0])
    store.put([donor(1, consents=(frozen,)), donor(2, consents=(consent(),))])
    store.close()
    migrate(engines[0], "0001")
    store = open_store(urls[0])
    assert isinstance(store, SqlStore)
    assert [found.id for found in store.donors(purpose="research")] == [pseudonym(2)]
    found = store.get(pseudonym(1))
    assert found is not None
    assert found.consents == (replace(consent(), withdrawn_on=NOON.date()),)
    store.close()


def test_a_second_step_that_fails_leaves_a_filled_store_as_it_was(
    urls: tuple[str, str], engines: tuple[Engine, Engine]
) -> None:
    fill(urls[0])
    migrate(engines[0], "0001")
    with engines[0].begin() as connection:
        connection.execute(text("CREATE TABLE suppressed (id INTEGER)"))
    before, tables = contents(engines[0]), described(engines[0])
    with pytest.raises(StoreError):
        open_store(urls[0])
    assert contents(engines[0]) == before
    assert described(engines[0]) == tables
