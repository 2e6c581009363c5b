"""Nothing half-written after a kill, and nothing left after an erasure."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_access.opening import open_store
from data_access.records import Condition, Consent, Donor, Finding
from tests.spec.postgres_server import NoServer, new_database, running_postgres
from tests.spec.store_examples import NOON, SEIZURE, donor, full_donor, pseudonym

ROOT = Path(__file__).parents[2]

# Puts 1,500 donors (three parts) over two that are there, says when it comes to statement N, and waits for the end.
WRITER = """
import sys, time
from sqlalchemy import Engine, event
from data_access.opening import open_store
from tests.spec.store_examples import donor, full_donor
store, stop = open_store(sys.argv[1]), int(sys.argv[2])
written = 0
@event.listens_for(Engine, "after_cursor_execute")
def wait(connection, cursor, statement, parameters, context, executemany):
    global written
    written += statement.startswith(("INSERT", "DELETE"))
    if written == stop:
        print("half", flush=True)
        time.sleep(600)
store.put([donor(1), *(full_donor(number) for number in range(2, 1502))])
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    try:
        with running_postgres() as url:
            yield url
    except NoServer as reason:
        pytest.skip(f"PostgreSQL cannot run here: {reason}")


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    with new_database(request.getfixturevalue("server")) as database:
        yield database


@pytest.mark.parametrize("statement", [1, 3, 5, 8, 12, 13])
def test_a_kill_in_the_middle_of_a_put_leaves_the_store_as_it_was(url: str, statement: int) -> None:
    before = [full_donor(1), donor(2)]
    store = open_store(url)
    store.put(before)
    writer = subprocess.Popen([sys.executable, "-c", WRITER, url, str(statement)], cwd=ROOT, stdout=subprocess.PIPE)
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"half\n"
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    assert list(store.donors()) == before
    assert store.put([donor(2), full_donor(3)]) == ["unchanged", "stored"]
    assert list(store.donors()) == [*before, full_donor(3)]
    store.close()


def _marked(number: int, marker: str) -> Donor:
    """A donor with the marker in every text that the store holds."""
    finding = Finding(SEIZURE, "observed", f"{marker}1", f"{marker}2", f"{marker}3", f"{marker}4" * 50)
    condition = Condition(f"OMIM:{marker}5", f"{marker}6")
    consent = Consent(f"study:{marker}7", f"{marker}8", "self", NOON.date())
    return Donor(
        pseudonym(number), f"{marker}9", findings=(finding,) * 40, conditions=(condition,), consents=(consent,)
    )


def _bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_erased_bytes_are_on_no_page_of_any_file(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    store.put([_marked(number, "STAYS" if number % 2 else "LEAVES") for number in range(1, 41)])
    store.put([_marked(number, "LEAVES") for number in range(41, 61)])
    store.put([_marked(number, "STAYS") for number in range(41, 61)])
    assert b"LEAVES" in _bytes_on_disk(tmp_path)
    for number in range(2, 41, 2):
        assert store.erase(pseudonym(number))
    assert b"STAYS" in _bytes_on_disk(tmp_path)
    assert b"LEAVES" not in _bytes_on_disk(tmp_path)
    assert all(pseudonym(number).encode() not in _bytes_on_disk(tmp_path) for number in range(2, 41, 2))
    store.close()
    with sqlite3.connect(tmp_path / "store.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def test_an_erasure_during_a_reading_is_complete_once_the_reading_ends(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    store.put([_marked(1, "LEAVES"), _marked(2, "STAYS"), _marked(3, "STAYS")])
    reading = store.donors(batch=1)
    assert next(reading).id == pseudonym(1)
    assert store.erase(pseudonym(1))
    assert [found.id for found in reading] == [pseudonym(2), pseudonym(3)]
    store.close()
    assert b"LEAVES" not in _bytes_on_disk(tmp_path)
