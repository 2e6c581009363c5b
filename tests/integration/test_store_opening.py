"""Opening a store: what is made, and what is said when it cannot be."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from stat import S_IMODE

import pytest

from data_access.opening import open_store
from data_access.records import ImportRecord
from tests.spec.store_examples import donor, full_donor, pseudonym
from workbench.errors import StoreError


def test_the_folder_and_the_file_are_made_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "100% mine" / "store.db"
    store = open_store(f"sqlite:///{path}")
    store.put([full_donor()])
    assert S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
    store.close()
    assert [file.name for file in path.parent.iterdir()] == ["store.db"]


def test_a_store_opens_from_any_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = open_store("sqlite:///store.db")
    assert store.count() == 0
    store.close()
    assert (tmp_path / "store.db").exists()


def test_what_was_put_is_there_when_opened_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    store = open_store(url)
    store.put([full_donor()])
    store.close()
    again = open_store(url)
    assert again.get(pseudonym(1)) == full_donor()
    again.close()


def test_several_may_open_a_new_store_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: open_store(url), range(8)))
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda store: store.put([donor(1), donor(2)]), stores))
    assert sorted(outcomes) == [*[["stored", "stored"]], *[["unchanged", "unchanged"]] * 7]
    for store in stores:
        store.close()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "not a database URL"),
        ("store.db", "not a database URL"),
        ("mysql://root:secret@db/store", "SQLite and PostgreSQL only"),
        ("sqlite+aiosqlite:///store.db", "SQLite and PostgreSQL only"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
    ],
)
def test_an_address_that_cannot_be_a_store_is_explained(url: str, says: str) -> None:
    with pytest.raises(StoreError, match=says) as refusal:
        open_store(url)
    assert "sqlite:///" in refusal.value.do
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_server_that_cannot_be_reached_is_named_without_its_password(tmp_path: Path, scheme: str) -> None:
    with pytest.raises(StoreError, match="could not do this") as refusal:
        open_store(f"{scheme}://ana:secret@/store?host={tmp_path}")
    assert "database runs" in refusal.value.do
    assert str(tmp_path.name) in refusal.value.where
    assert "secret" not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but somebody's notes " * 100)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="NOTADB"):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_folder_in_the_place_of_the_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="directory"):
        open_store(f"sqlite:///{tmp_path}")
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be made"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'store.db'}")


def test_an_error_of_the_database_names_its_kind_and_no_value(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE findings")
    connection.close()
    with pytest.raises(StoreError) as refusal:
        store.put([full_donor()])
    assert "SQLITE_ERROR" in str(refusal.value)
    assert "convulsiones" not in str(refusal.value)
    assert store.count() == 0
    store.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_not_ours_is_explained(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="Permission"):
        open_store(f"sqlite:///{tmp_path / 'store.db'}")


def test_a_damaged_file_is_told_from_a_busy_one_and_how_to_recover_is_named(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    open_store(f"sqlite:///{path}").close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x55" * (len(content) - 4096)
    path.write_bytes(bytes(content))
    with pytest.raises(StoreError, match="it is damaged") as found:
        open_store(f"sqlite:///{path}")
    assert "docs/how-to/recover.md" in found.value.do


def test_a_row_that_cannot_be_read_is_damage_and_its_content_is_not_told(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    store.add_import(ImportRecord("a" * 32, dt.datetime.now(dt.UTC), "kept", 1, 1, 0, 0, 0, 1, 0, 0))
    with sqlite3.connect(tmp_path / "store.db") as plain:
        plain.execute("UPDATE imports SET at = 'a private word'")
    plain.close()
    with pytest.raises(StoreError, match="it is damaged") as found:
        store.imports()
    assert "private" not in str(found.value)
    store.close()
