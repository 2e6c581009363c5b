"""The audit log in a real database: nothing changes a row, and whoever goes around that is found."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from data_access.audit import BEGINNING, row_hash, verify_chain
from data_access.audit_heads import export_head, read_heads
from data_access.opening import open_store
from data_access.sql_store import SqlStore
from tests.spec.postgres_server import NoServer, new_database, running_postgres
from workbench.cli import main
from workbench.errors import StoreError

ROWS, DAMAGES = 120, 1_000
FIELDS = ("at", "actor", "action", "subject", "details", "previous", "hash")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    try:
        with running_postgres() as url:
            yield url
    except NoServer as reason:
        pytest.skip(f"PostgreSQL cannot run here: {reason}")


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """An empty store of each kind."""
    if request.param == "sqlite":
        opened = open_store(f"sqlite:///{tmp_path / 'store.db'}")
        assert isinstance(opened, SqlStore)
        yield opened
        opened.close()
        return
    with new_database(request.getfixturevalue("server")) as url:
        opened = open_store(url)
        assert isinstance(opened, SqlStore)
        yield opened
        opened.close()


def filled(store: SqlStore, rows: int) -> list[tuple[int, str]]:
    """Writes rows, and gives the heads after each."""
    heads = []
    for number in range(rows):
        event = store.audit.append(f"user-{number % 7}", "export", f"{number}", {"file": number})
        heads.append((event.seq, event.hash))
    return heads


CHANGES = [
    "UPDATE audit SET actor = 'nobody' WHERE seq = 2",
    "UPDATE audit SET details = details",
    "UPDATE audit SET seq = seq + 100",
    "DELETE FROM audit WHERE seq = 3",
    "DELETE FROM audit",
    "INSERT INTO audit SELECT 9, at, actor, action, subject, details, previous, hash FROM audit WHERE seq = 1",
    "INSERT INTO audit SELECT 0, at, actor, action, subject, details, previous, hash FROM audit WHERE seq = 1",
]
BY_KIND = {
    "sqlite": ["REPLACE INTO audit SELECT 2, at, 'nobody', action, subject, details, previous, hash FROM audit"],
    "postgresql": [
        "TRUNCATE audit",
        "INSERT INTO audit SELECT * FROM audit WHERE seq = 1 ON CONFLICT (seq) DO UPDATE SET actor = 'nobody'",
    ],
}


def test_the_database_refuses_every_change_but_the_next_row(store: SqlStore) -> None:
    filled(store, 3)
    before = store.audit.events()
    for change in CHANGES + BY_KIND[store.engine.dialect.name]:
        with pytest.raises(DBAPIError, match="append-only"), store.engine.begin() as connection:
            connection.execute(text(change))
    assert store.audit.events() == before
    assert store.audit.verify().ok
    assert store.audit.append("ana", "sign_in").seq == 4


def test_rows_written_at_once_make_one_chain(store: SqlStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: store.audit.append("ana", "export", str(n)).seq, range(40)))
    assert sorted(numbers) == list(range(1, 41))
    assert store.audit.verify().ok


def without_guards(connection: Connection) -> None:
    """What somebody with the file, or the owner of the database, can do."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))
        return
    for name in ("audit_stays_unchanged", "audit_stays_whole", "audit_stays_in_order"):
        connection.execute(text(f"DROP TRIGGER {name}"))


def altered(connection: Connection, rng: random.Random) -> int:
    """Alters one character of one field of a row; gives the first row that is then wrong."""
    seq, field = rng.randint(1, ROWS), rng.choice(FIELDS)
    value = connection.execute(text(f"SELECT {field} FROM audit WHERE seq = :seq"), {"seq": seq}).scalar_one()
    place = rng.randrange(len(value))
    other = rng.choice([c for c in "0123456789abcdefT:{}" if c != value[place]])
    changed = value[:place] + other + value[place + 1 :]
    connection.execute(text(f"UPDATE audit SET {field} = :value WHERE seq = :seq"), {"value": changed, "seq": seq})
    return seq


def deleted(connection: Connection, rng: random.Random) -> int:
    """Deletes a row; sometimes the later ones move up, so that no number is missing."""
    seq = rng.randint(1, ROWS)
    connection.execute(text("DELETE FROM audit WHERE seq = :seq"), {"seq": seq})
    if rng.random() < 0.5:
        # In two steps, for numbers may not meet on the way.
        connection.execute(text("UPDATE audit SET seq = -seq WHERE seq > :seq"), {"seq": seq})
        connection.execute(text("UPDATE audit SET seq = -seq - 1 WHERE seq < 0"))
    return seq


def reordered(connection: Connection, rng: random.Random) -> int:
    """Lets two rows change places."""
    first, second = sorted(rng.sample(range(1, ROWS + 1), 2))
    for old, new in ((first, 0), (second, first), (0, second)):
        connection.execute(text("UPDATE audit SET seq = :new WHERE seq = :old"), {"old": old, "new": new})
    return first


def test_every_altered_deleted_or_reordered_row_is_found(store: SqlStore) -> None:
    """1,000 of 1,000 on each database. The last row is found by the exported head."""
    heads = filled(store, ROWS)[-1:]
    rng = random.Random(7)
    found = 0
    with store.engine.begin() as connection:
        without_guards(connection)
    for number in range(DAMAGES):
        damage = (altered, deleted, reordered)[number % 3]
        with store.engine.connect() as connection, connection.begin() as transaction:
            wrong = damage(connection, rng)
            found += first_bad(connection, heads) == wrong
            transaction.rollback()
    assert found == DAMAGES
    assert store.audit.verify(heads).ok


def first_bad(connection: Connection, heads: list[tuple[int, str]]) -> int | None:
    """The first bad row, as the log would say it if the open transaction were kept."""
    rows = connection.execute(
        text("SELECT seq, at, actor, action, subject, details, previous, hash FROM audit ORDER BY seq")
    )
    return verify_chain(rows, heads).first_bad


def test_a_chain_made_anew_from_a_row_on_is_found_by_an_exported_head(store: SqlStore) -> None:
    """Whoever rewrites a row and all hashes after it makes a chain that holds, but not the one that was exported."""
    heads = filled(store, 10)
    with store.engine.begin() as connection:
        without_guards(connection)
        previous = BEGINNING
        for row in connection.execute(text("SELECT * FROM audit ORDER BY seq")).mappings().all():
            fields = {name: row[name] for name in ("seq", "at", "actor", "action", "subject", "details")}
            if row["seq"] == 4:
                fields["actor"] = "somebody else"
            content = row_hash(**fields, previous=previous)
            change = "UPDATE audit SET actor = :actor, previous = :previous, hash = :hash WHERE seq = :seq"
            values = {"actor": fields["actor"], "previous": previous, "hash": content, "seq": row["seq"]}
            connection.execute(text(change), values)
            previous = content
    assert store.audit.verify().ok
    assert store.audit.verify(heads[:3]).ok
    assert store.audit.verify(heads[6:7]).first_bad == 7
    assert store.audit.verify(heads).first_bad == 4


def test_values_of_a_strange_kind_are_found_and_do_not_break_the_search(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    assert isinstance(store, SqlStore)
    filled(store, 3)
    with store.engine.begin() as connection:
        without_guards(connection)
        connection.execute(text("UPDATE audit SET details = x'00ff', at = 'yesterday' WHERE seq = 2"))
    assert store.audit.verify().first_bad == 2
    with pytest.raises(StoreError, match="audit verify"):
        store.audit.events()
    store.close()


def test_exported_heads_find_a_cut_tail(store: SqlStore, tmp_path: Path) -> None:
    file = tmp_path / "heads" / "audit-heads.log"
    assert read_heads(file) == []
    heads = filled(store, 5)
    assert export_head(store.audit, file) == heads[-1]
    heads += filled(store, 2)
    assert export_head(store.audit, file) == store.audit.head()
    assert [seq for seq, _ in read_heads(file)] == [5, 7]
    with store.engine.begin() as connection:
        without_guards(connection)
        connection.execute(text("DELETE FROM audit WHERE seq > 5"))
    assert store.audit.verify().ok
    assert store.audit.verify(read_heads(file)).first_bad == 6
    with pytest.raises(StoreError, match="Row 6"):
        export_head(store.audit, file)
    assert len(read_heads(file)) == 2


def test_the_file_of_heads_is_for_its_owner_and_a_broken_line_is_named(store: SqlStore, tmp_path: Path) -> None:
    file = tmp_path / "audit-heads.log"
    export_head(store.audit, file)
    assert file.stat().st_mode & 0o077 == 0
    file.write_text(file.read_text() + "cut of")
    with pytest.raises(StoreError, match=r"audit-heads\.log:2"):
        read_heads(file)
    with pytest.raises(StoreError, match="directory"):
        read_heads(tmp_path)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    monkeypatch.delenv("WORKBENCH_STORE_URL", raising=False)
    return tmp_path


def test_the_commands_say_whether_the_log_holds(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = open_store(f"sqlite:///{home / 'store.db'}")
    assert isinstance(store, SqlStore)
    heads = filled(store, 4)
    assert main(["audit", "verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"ok": True, "rows": 4, "first_bad": None, "heads": 0}
    assert main(["audit", "head", "--json"]) == 0
    seq, content = heads[-1]
    file = home / "audit-heads.log"
    assert json.loads(capsys.readouterr().out) == {"seq": seq, "hash": content, "file": str(file)}
    elsewhere = home / "copy.log"
    file.rename(elsewhere)
    with store.engine.begin() as connection:
        without_guards(connection)
        connection.execute(text("DELETE FROM audit WHERE seq = 4"))
    store.close()
    assert main(["audit", "verify"]) == 0
    assert "The chain of 3 rows holds; no head was exported yet." in capsys.readouterr().out
    assert main(["audit", "verify", "--heads", str(elsewhere), "--json"]) == 1
    shown = capsys.readouterr()
    assert json.loads(shown.out) == {"ok": False, "rows": 3, "first_bad": 4, "heads": 1}
    assert shown.err.count("\n") == 1
    assert "Row 4 of the audit log" in shown.err
