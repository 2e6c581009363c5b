"""A new key while the platform runs: everybody renamed or nobody, nobody twice, nobody lost."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data_access.identity import Person, open_identity
from data_access.memory_store import MemoryStore
from data_access.opening import open_store
from data_access.pseudonyms import Pseudonymiser, bind_key, key_file, load_key, load_pseudonymiser, renewed
from data_access.records import Donor
from data_access.store import DEMO_SOURCE, KEY_FACT, Store
from data_access.suppression import Suppressor
from tests.integration.import_inputs import packet, small_ontology, write
from tests.spec.postgres_server import NoServer, new_database, running_postgres
from tests.spec.store_examples import donor, full_donor
from workbench.cli import main
from workbench.errors import Cancelled, StoreError
from workbench.ingest.demo import SOURCE
from workbench.ingest.phenopackets import import_paths
from workbench.jobs.pending import clear, mark
from workbench.jobs.progress import Silent
from workbench.jobs.rotation import rotate_keys
from workbench.rights import erasure
from workbench.settings import Settings, from_environment

ROOT = Path(__file__).parents[2]
PEOPLE = 1_200


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


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    if request.param == "memory":
        yield MemoryStore()
        return
    if request.param == "sqlite":
        opened = open_store(f"sqlite:///{tmp_path / 'store.db'}")
        yield opened
        opened.close()
        return
    with new_database(request.getfixturevalue("server")) as database:
        opened = open_store(database)
        yield opened
        opened.close()


def person(number: int, pseudonymiser: Pseudonymiser) -> Donor:
    """Donor `number` of the clinic, with something in every field now and then."""
    base = full_donor() if number % 100 == 0 else donor(1)
    return replace(base, id=pseudonymiser.pseudonym("clinic", str(number)), synthetic=False)


def fill(store: Store, keys: Path, people: int = PEOPLE) -> Pseudonymiser:
    """Stores people under the store's key."""
    pseudonymiser = load_pseudonymiser(keys, store)
    bind_key(store, pseudonymiser)
    store.put([person(number, pseudonymiser) for number in range(people)], key_id=pseudonymiser.key_id)
    return pseudonymiser


def test_every_donor_is_renamed_and_nothing_else_changes(store: Store, keys: Path) -> None:
    before = fill(store, keys)
    done = rotate_keys(store, keys, actor="local")
    after = load_pseudonymiser(keys, store)
    assert (done.donors, done.key_id, done.file) == (PEOPLE, after.key_id, keys / "pseudonym.2.key")
    assert after.generation == 2
    assert store.fact(KEY_FACT) == after.key_id != before.key_id
    everybody = [person(number, after) for number in range(PEOPLE)]
    assert list(store.donors()) == sorted(everybody, key=lambda found: found.id)
    assert store.put(everybody, key_id=after.key_id) == ["unchanged"] * PEOPLE
    event = store.audit.events()[0]
    assert (event.actor, event.action, event.subject) == ("local", "key_rotated", after.key_id)
    assert json.loads(event.details) == {"before": before.key_id}


def test_keys_are_rotated_as_often_as_one_likes(store: Store, keys: Path) -> None:
    fill(store, keys, 20)
    ids = [rotate_keys(store, keys, actor="local").key_id for _ in range(3)]
    assert len(set(ids)) == 3
    assert sorted(file.name for file in keys.iterdir()) == [
        "pseudonym.2.key",
        "pseudonym.3.key",
        "pseudonym.4.key",
        "pseudonym.key",
    ]
    after = load_pseudonymiser(keys, store)
    assert {found.id for found in store.donors()} == {after.pseudonym("clinic", str(number)) for number in range(20)}
    assert store.audit.verify().ok


def test_a_stale_key_is_refused_at_the_next_write(store: Store, keys: Path) -> None:
    stale = fill(store, keys, 5)
    rotate_keys(store, keys, actor="local")
    with pytest.raises(StoreError, match="changed meanwhile"):
        store.put([person(1, stale)], key_id=stale.key_id)
    with pytest.raises(StoreError, match="another key"):
        bind_key(store, stale)
    assert store.count() == 5


def test_donors_of_the_demo_keep_their_ids(store: Store, keys: Path) -> None:
    assert DEMO_SOURCE == SOURCE
    demo = replace(donor(1), source=SOURCE, synthetic=True)
    family = replace(donor(2), source="share4rare", synthetic=True)
    named_so = replace(donor(3), source=SOURCE, synthetic=False)
    store.put([demo, family, named_so])
    done = rotate_keys(store, keys, actor="local")
    key = load_key(done.file)
    assert done.donors == 2
    assert {found.id for found in store.donors()} == {demo.id, renewed(family.id, key), renewed(named_so.id, key)}


def test_a_stopped_rotation_changes_nothing_and_its_key_is_taken_by_the_next(store: Store, keys: Path) -> None:
    class Stopped(Silent):
        def check(self) -> None:
            raise Cancelled("Stopped.")

    before = fill(store, keys)
    everybody = list(store.donors())
    with pytest.raises(Cancelled):
        rotate_keys(store, keys, actor="local", progress=Stopped())
    left = load_key(key_file(keys, 2))
    assert list(store.donors()) == everybody
    assert store.audit.events() == []
    assert load_pseudonymiser(keys, store).key_id == before.key_id
    rotate_keys(store, keys, actor="local")
    assert load_key(key_file(keys, 2)) == left
    assert load_pseudonymiser(keys, store).generation == 2


def test_an_erasure_that_begins_meanwhile_stops_the_rotation(store: Store, keys: Path) -> None:
    asked = []

    def require() -> None:
        asked.append(1)
        if len(asked) == 3:
            raise StoreError("An erasure is under way.")

    before = fill(store, keys)
    if isinstance(store, MemoryStore):
        asked.append(1)  # it renames in one step
    everybody = list(store.donors())
    with pytest.raises(StoreError, match="under way"):
        rotate_keys(store, keys, actor="local", require=require)
    assert list(store.donors()) == everybody
    assert store.fact(KEY_FACT) == before.key_id


def test_keys_that_are_missing_are_said_and_not_made_anew(store: Store, keys: Path) -> None:
    fill(store, keys, 3)
    rotate_keys(store, keys, actor="local")
    for name in ("pseudonym.2.key", "pseudonym.key"):
        (keys / name).unlink()
        with pytest.raises(StoreError, match="are not here"):
            load_pseudonymiser(keys, store)
        assert not (keys / name).exists()
    assert store.count() == 3


def test_the_identity_store_hears_of_the_key_and_of_nothing_else(store: Store, keys: Path, tmp_path: Path) -> None:
    before = fill(store, keys, 3)
    identity = open_identity(f"sqlite:///{tmp_path / 'identity.db'}")
    somebody = Person("ab" * 16, before.key_id, name="Ona")
    identity.put_person(somebody)
    done = rotate_keys(store, keys, actor="local", people=identity)
    assert identity.people() == [replace(somebody, key_id=done.key_id)]
    identity.close()


def test_who_was_erased_before_is_known_after(store: Store, keys: Path) -> None:
    before = fill(store, keys, 5)
    suppressor = Suppressor(b"s" * 32)
    gone = before.pseudonym("clinic", "3")
    store.suppress([suppressor.hash(gone)])
    store.erase(gone)
    rotate_keys(store, keys, actor="local")
    rotate_keys(store, keys, actor="local")
    after = load_pseudonymiser(keys, store)
    assert store.suppressed(suppressor.hashes(after.chain("clinic", "3")))
    assert not store.suppressed(suppressor.hashes(after.chain("clinic", "4")))


def test_no_old_pseudonym_is_left_in_the_file(tmp_path: Path, keys: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    before = fill(store, keys)
    rotate_keys(store, keys, actor="local")
    store.close()
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    after = Pseudonymiser(*(load_key(key_file(keys, number)) for number in (1, 2)))
    assert after.pseudonym("clinic", "7").encode() in content
    assert not [n for n in range(PEOPLE) if before.pseudonym("clinic", str(n)).encode() in content]


# Rotates, says when it comes to statement N, and waits for the end.
ROTATION = """
import sys, time
from pathlib import Path
from sqlalchemy import Engine, event
from data_access.opening import open_store
from workbench.jobs.rotation import rotate_keys
store, keys, stop = open_store(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
written = 0
@event.listens_for(Engine, "after_cursor_execute")
def wait(connection, cursor, statement, parameters, context, executemany):
    global written
    written += statement.startswith(("INSERT", "DELETE", "UPDATE"))
    if written == stop:
        print("half", flush=True)
        time.sleep(600)
rotate_keys(store, keys, actor="local")
"""


def interrupted(url: str, keys: Path, statement: int) -> None:
    """Kills a rotation at one of its statements."""
    command = [sys.executable, "-c", ROTATION, url, str(keys), str(statement)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as job:
        assert job.stdout is not None
        assert job.stdout.readline() == b"half\n"
        job.send_signal(signal.SIGKILL)


@pytest.mark.parametrize("statement", [1, 3, 8, 13, 14])
def test_a_kill_in_the_middle_leaves_the_old_state(url: str, keys: Path, statement: int) -> None:
    """1,200 donors go in three parts; the last statements are the fact and the row of the audit log."""
    store = open_store(url)
    before = fill(store, keys)
    everybody = list(store.donors())
    interrupted(url, keys, statement)
    assert list(store.donors()) == everybody
    assert store.fact(KEY_FACT) == before.key_id == load_pseudonymiser(keys, store).key_id
    assert store.audit.events() == []
    left = load_key(key_file(keys, 2))
    rotate_keys(store, keys, actor="local")
    after = load_pseudonymiser(keys, store)
    assert load_key(key_file(keys, 2)) == left
    assert {found.id for found in store.donors()} == {after.pseudonym("clinic", str(n)) for n in range(PEOPLE)}
    store.close()


def test_two_rotations_at_once_make_one_or_two_and_lose_nobody(url: str, keys: Path) -> None:
    store = open_store(url)
    fill(store, keys, 300)
    refused = []

    def rotate() -> None:
        own = open_store(url)
        try:
            rotate_keys(own, keys, actor="local")
        except StoreError as error:
            refused.append(error.what)
        finally:
            own.close()

    threads = [threading.Thread(target=rotate) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = load_pseudonymiser(keys, store)
    assert after.generation == 1 + len(store.audit.events(action="key_rotated"))
    assert {found.id for found in store.donors()} == {after.pseudonym("clinic", str(n)) for n in range(300)}
    assert store.audit.verify().ok
    store.close()


class RotatedMidway(Silent):
    """Lets the key be rotated once, after so many files of an import."""

    def __init__(self, store: Store, keys: Path, after: int) -> None:
        self._store, self._keys, self._left = store, keys, after

    def check(self) -> None:
        """Counts down."""
        self._left -= 1
        if self._left == 0:
            rotate_keys(self._store, self._keys, actor="local")


def test_an_import_that_was_under_way_stops_and_the_next_goes_on_with_the_new_key(
    store: Store, keys: Path, tmp_path: Path
) -> None:
    """Files are written 250 at a time: the first 250 come in before, the others are refused and come in later."""
    folder = tmp_path / "cases"
    for number in range(300):
        write(folder / f"{number:03}.json", packet(f"case-{number}"))

    def imported(progress: Silent | None = None) -> None:
        pseudonymiser = load_pseudonymiser(keys, store)
        import_paths(
            [folder], store=store, ontology=small_ontology(), pseudonymiser=pseudonymiser, progress=progress or Silent()
        )

    with pytest.raises(StoreError, match="changed meanwhile"):
        imported(RotatedMidway(store, keys, 280))
    assert store.count() == 250
    imported()
    assert store.count() == 300
    imported()
    assert store.count() == 300
    assert sorted(record.stored for record in store.imports()) == [0, 50, 250]


def test_imports_and_rotations_at_once_store_nobody_twice(url: str, keys: Path, tmp_path: Path) -> None:
    """Whatever the timing: an import is refused now and then, is run again, and everybody is there once."""
    folder = tmp_path / "cases"
    for number in range(40):
        write(folder / f"{number:02}.json", packet(f"case-{number}"))
    store = open_store(url)
    fill(store, keys, 1)
    imported = 0
    stop = threading.Event()

    def work() -> None:
        nonlocal imported
        own = open_store(url)
        while not (stop.is_set() and imported):
            try:
                pseudonymiser = load_pseudonymiser(keys, own)
                import_paths([folder], store=own, ontology=small_ontology(), pseudonymiser=pseudonymiser)
                imported += 1
            except StoreError as refusal:
                assert "key" in refusal.what  # noqa: PT017 - which refusal it is
        own.close()

    worker = threading.Thread(target=work)
    worker.start()
    for _ in range(4):
        rotate_keys(store, keys, actor="local")
    stop.set()
    worker.join()
    assert imported
    assert store.count() == 41
    assert load_pseudonymiser(keys, store).generation == 5
    store.close()


def test_an_erasure_during_which_the_key_is_rotated_erases_all_the_same(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path, store_url=url)
    store, identity = open_store(url), open_identity(settings.identity_url)
    before = fill(store, settings.keys, 5)
    estate = erasure.Estate(settings, store, identity, small_ontology())
    found = mark

    def rotated_then(*given: Any, **named: Any) -> Any:
        rotate_keys(store, settings.keys, actor="local")
        return found(*given, **named)

    monkeypatch.setattr(erasure, "mark", rotated_then)
    assert erasure.begin(estate, before.pseudonym("clinic", "3"), "local")["store"] == 1
    after = load_pseudonymiser(settings.keys, store)
    assert {one.id for one in store.donors()} == {after.pseudonym("clinic", str(number)) for number in (0, 1, 2, 4)}
    assert store.suppressed(estate.suppressor.hashes(after.chain("clinic", "3")))
    identity.close()
    store.close()


class WithdrawnMidway(MemoryStore):
    """Somebody withdraws between what an import reads and what it writes."""

    def get(self, donor_id: str) -> Donor | None:
        """The donor as it was a moment ago."""
        found = super().get(donor_id)
        if found is not None and found.consents_to("research"):
            self.set_consents(donor_id, (replace(found.consents[0], withdrawn_on=found.consents[0].given_on),))
        return found


def test_a_withdrawal_during_an_import_is_not_written_over(keys: Path, tmp_path: Path) -> None:
    store = WithdrawnMidway()
    pseudonymiser = load_pseudonymiser(keys, store)
    for changes in ({}, {"subject": {"id": "P1", "sex": "FEMALE"}}):
        file = write(tmp_path / "case.json", packet("case", **changes))
        import_paths([file], store=store, ontology=small_ontology(), pseudonymiser=pseudonymiser)
    assert store.count() == 1
    assert store.count(purpose="research") == 0
    assert [record.updated for record in store.imports()] == [1, 0]


def test_readers_see_all_old_names_or_all_new_ones(url: str, keys: Path) -> None:
    """What a web worker reads while the key is rotated, and what it writes, goes on."""
    store, reader = open_store(url), open_store(url)
    before = fill(store, keys)
    old = {found.id for found in store.donors()}
    seen: list[frozenset[str]] = []
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            seen.append(frozenset(found.id for found in reader.donors(batch=100)))
            reader.audit.append("ana", "export")

    worker = threading.Thread(target=serve)
    worker.start()
    rotate_keys(store, keys, actor="local")
    stop.set()
    worker.join()
    key = load_key(key_file(keys, 2))
    assert set(seen) <= {frozenset(old), frozenset(renewed(name, key) for name in old)}
    assert len(store.audit.events(action="export", limit=10_000)) == len(seen)
    assert store.audit.verify().ok
    assert load_pseudonymiser(keys, store).key_id != before.key_id
    store.close()
    reader.close()


def test_the_command_rotates_and_says_which_file_to_back_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    for name in ("WORKBENCH_STORE_URL", "WORKBENCH_IDENTITY_URL"):
        monkeypatch.delenv(name, raising=False)
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    fill(store, tmp_path / "keys", 5)
    assert main(["keys", "rotate", "--json"]) == 0
    shown = capsys.readouterr()
    after = load_pseudonymiser(tmp_path / "keys", store)
    file = str(tmp_path / "keys" / "pseudonym.2.key")
    assert json.loads(shown.out) == {"key_id": after.key_id, "file": file, "left": ""}
    assert main(["keys", "rotate"]) == 0
    assert "pseudonym.3.key" in capsys.readouterr().out
    begun = mark(from_environment(), "erasure", "0123456789ab", suppressed="a" * 64)
    assert main(["keys", "rotate"]) == 1
    assert "An erasure is under way" in capsys.readouterr().err
    clear(from_environment(), [begun])
    shutil.move(tmp_path / "keys" / "pseudonym.2.key", tmp_path / "lost")
    assert main(["keys", "rotate"]) == 1
    assert "Put all of them back" in capsys.readouterr().err
    store.close()
