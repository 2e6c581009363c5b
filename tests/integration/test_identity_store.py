"""The identity store, on SQLite and on PostgreSQL: accounts, people, sessions, tries, and that it stays apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from data_access.identity import MIGRATIONS, IdentityStore, open_identity
from data_access.identity_records import Account, Person, Relation, SessionRow
from data_access.identity_schema import metadata
from data_access.opening import migrate, open_store
from tests.spec.postgres_server import NoServer, new_database, running_postgres
from workbench.errors import StoreError

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
ANA = Account("a1", "ana@example.org", "Ana", "steward", "ca", ("s1", "s2"), True, NOW, "hash", last_sign_in=NOW.date())
BEN = Account("b2", "ben@example.org", "Ben", "researcher", "en", (), True, NOW, None, oidc_subject="issuer|7")
CHILD = Person("p1", "k1", dt.date(2030, 1, 2), dt.date(2026, 1, 2), "Nil")


def a_session(account: str, number: int = 1) -> SessionRow:
    return SessionRow(f"{number:064x}", account, "csrf", None, NOW, NOW)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    try:
        with running_postgres() as url:
            yield url
    except NoServer as reason:
        pytest.skip(f"PostgreSQL cannot run here: {reason}")


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'identity.db'}"
        return
    with new_database(request.getfixturevalue("server")) as made:
        yield made


@pytest.fixture
def identity(url: str) -> Iterator[IdentityStore]:
    store = open_identity(url)
    yield store
    store.close()


def test_an_account_comes_back_as_it_was_put(identity: IdentityStore) -> None:
    identity.put_account(ANA)
    identity.put_account(BEN)
    assert identity.accounts() == [ANA, BEN]
    assert identity.account("a1") == ANA
    assert identity.account_by_email(" ANA@Example.org ") == ANA
    assert identity.account_by_subject("issuer|7") == BEN
    assert identity.account("x") is identity.account_by_email("x@y") is identity.account_by_subject("x") is None
    assert identity.account_by_email("a\x00@b") is identity.account_by_email("\ud800@b") is None


def test_an_account_without_a_day_or_a_hash_comes_back_too(identity: IdentityStore) -> None:
    bare = Account("d", "d@example.org", "", "family", "es", (), False, NOW, demo=True, must_change_password=True)
    identity.put_account(bare)
    assert identity.account("d") == bare


@pytest.mark.parametrize("taken", [replace(BEN, id="c3"), replace(BEN, id="c3", email="c@example.org")])
def test_two_accounts_never_share_an_address_or_a_subject(identity: IdentityStore, taken: Account) -> None:
    identity.put_account(BEN)
    with pytest.raises(StoreError, match="There is an account with this"):
        identity.put_account(taken)
    assert identity.accounts() == [BEN]


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "Ana@example.org"},
        {"email": "ana"},
        {"email": "a b@c"},
        {"role": "admin"},
        {"language": "fr"},
        {"name": "\x00"},
        {"id": ""},
        {"studies": ("../x",)},
        {"created": dt.datetime(2026, 1, 1)},
    ],
)
def test_what_breaks_a_rule_is_refused_without_its_value(identity: IdentityStore, wrong: dict[str, object]) -> None:
    with pytest.raises(StoreError) as refusal:
        identity.put_account(replace(ANA, **wrong))  # type: ignore[arg-type]
    assert "account" in str(refusal.value)
    assert "Ana@" not in str(refusal.value)
    assert identity.accounts() == []


def test_no_representation_holds_a_name_an_address_or_a_hash(identity: IdentityStore) -> None:
    shown = f"{ANA!r}{CHILD!r}{a_session('a1')!r}"
    assert not any(secret in shown for secret in ("ana@", "Ana", "hash=", "Nil", "csrf", "0" * 20))


@pytest.mark.parametrize("change", [{"enabled": False}, {"role": "researcher"}, {"demo": True}])
def test_the_last_steward_stays(identity: IdentityStore, change: dict[str, object]) -> None:
    identity.put_account(ANA)
    identity.put_account(replace(BEN, role="steward", demo=True))
    with pytest.raises(StoreError, match="last steward"):
        identity.change_account("a1", lambda account: replace(account, **change))  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="last steward"):
        identity.put_account(replace(ANA, **change))  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="last steward"):
        identity.remove_account("a1")
    assert identity.account("a1") == ANA


def test_a_steward_may_go_when_another_stays(identity: IdentityStore) -> None:
    identity.put_account(ANA)
    identity.put_account(replace(BEN, role="steward"))
    assert not identity.change_account("a1", lambda account: replace(account, enabled=False)).enabled
    assert identity.remove_account("a1")
    assert not identity.remove_account("a1")


def test_a_change_of_nobody_is_refused(identity: IdentityStore) -> None:
    with pytest.raises(StoreError, match="no such account"):
        identity.change_account("nobody", lambda account: account)


@pytest.mark.parametrize(
    ("change", "goes_on"),
    [
        ({"enabled": False}, False),
        ({"role": "lead"}, False),
        ({"password_hash": "new"}, False),
        ({"oidc_subject": "other"}, False),
        ({"name": "Benet"}, True),
        ({"studies": ("s",)}, True),
    ],
)
def test_a_change_ends_the_sessions_that_it_makes_untrue(
    identity: IdentityStore, change: dict[str, object], goes_on: bool
) -> None:
    identity.put_account(BEN)
    identity.sessions.put(a_session("b2"))
    identity.change_account("b2", lambda account: replace(account, **change))  # type: ignore[arg-type]
    assert (identity.sessions.find(a_session("b2").token_hash) is not None) is goes_on


def test_a_hash_is_replaced_only_where_it_is_still_the_same(identity: IdentityStore) -> None:
    identity.put_account(ANA)
    identity.sessions.put(a_session("a1"))
    identity.replace_password_hash("a1", "another", "wrong")
    identity.replace_password_hash("a1", "hash", "stronger")
    kept = identity.account("a1")
    assert kept is not None
    assert kept.password_hash == "stronger"
    assert len(identity.sessions.of("a1")) == 1


def test_people_and_what_accounts_are_to_them(identity: IdentityStore) -> None:
    identity.put_account(BEN)
    identity.put_person(CHILD)
    identity.put_person(replace(CHILD, key_id="k2"))
    identity.relate(Relation("b2", "p1", "legal_representative"))
    identity.relate(Relation("b2", "p1", "second_relative"))
    assert identity.people_of("b2") == [(replace(CHILD, key_id="k2"), Relation("b2", "p1", "second_relative"))]
    assert identity.relations_to("p1") == [Relation("b2", "p1", "second_relative")]
    assert identity.person("p1") == replace(CHILD, key_id="k2")
    assert identity.remove_person("p1")
    assert not identity.remove_person("p1")
    assert identity.people() == identity.people_of("b2") == identity.relations_to("p1") == []
    assert identity.person("p1") is None


def test_nobody_is_related_to_somebody_who_is_not_there(identity: IdentityStore) -> None:
    with pytest.raises(StoreError):
        identity.relate(Relation("b2", "p1", "self"))


def test_only_a_second_relative_may_not_write() -> None:
    kinds = ("self", "legal_representative", "second_relative")
    assert [Relation("a", "p", kind).may_write for kind in kinds] == [True, True, False]


def test_a_session_is_kept_for_an_enabled_account_only(identity: IdentityStore) -> None:
    assert not identity.sessions.put(a_session("b2"))
    identity.put_account(replace(BEN, enabled=False))
    assert not identity.sessions.put(a_session("b2"))
    identity.put_account(BEN)
    assert identity.sessions.put(a_session("b2"))
    assert identity.sessions.find(a_session("b2").token_hash) == (a_session("b2"), BEN)


def test_a_token_itself_is_never_taken_for_a_hash(identity: IdentityStore) -> None:
    identity.put_account(BEN)
    with pytest.raises(StoreError, match="SHA-256"):
        identity.sessions.put(replace(a_session("b2"), token_hash="a-token-as-the-browser-holds-it"))


def test_a_session_takes_the_place_of_one_that_still_is(identity: IdentityStore) -> None:
    identity.put_account(BEN)
    first, second, third = (a_session("b2", number) for number in (1, 2, 3))
    identity.sessions.put(first)
    assert identity.sessions.put(second, instead_of=first.token_hash)
    assert not identity.sessions.put(third, instead_of=first.token_hash)
    assert identity.sessions.of("b2") == [second]


def test_sessions_end_one_by_one_all_of_an_account_and_the_old_ones(identity: IdentityStore) -> None:
    identity.put_account(ANA)
    identity.put_account(BEN)
    for number, account in enumerate(("a1", "a1", "b2", "b2")):
        identity.sessions.put(a_session(account, number))
    assert identity.sessions.end(f"{0:064x}")
    assert not identity.sessions.end(f"{0:064x}")
    assert identity.sessions.end_all_of("a1") == 1
    later = NOW + dt.timedelta(minutes=5)
    identity.sessions.touch(f"{3:064x}", later)
    identity.sessions.touch(f"{3:064x}", NOW)
    assert identity.sessions.end_before(started=NOW, last_seen=later) == 1
    assert [one.last_seen for one in identity.sessions.of("b2")] == [later]


def test_tries_are_counted_under_their_key_and_forgotten_when_asked(identity: IdentityStore) -> None:
    minute = dt.timedelta(minutes=1)
    tries, seen = identity.attempts, list[list[int]]()

    def at_most_two(before: Mapping[str, Sequence[dt.datetime]]) -> bool:
        seen.append([len(one) for one in before.values()])
        return max(seen[-1]) < 2

    done = [tries.add_if(["k:1", "l:1"], NOW + n * minute, at_most_two, forgetting={}) for n in range(3)]
    assert done == [True, True, False]
    assert seen == [[0, 0], [1, 1], [2, 2]]
    tries.forget("l:1", NOW)
    assert tries.under("l:1") == [NOW + minute]
    tries.forget("l:1")
    assert tries.under("l:1") == []
    tries.add("l:1", NOW)
    assert tries.add_if(["k:1"], NOW + 3 * minute, at_most_two, forgetting={"k": NOW + minute})
    assert tries.under("k:1") == [NOW + minute, NOW + 3 * minute]
    assert tries.under("l:1") == [NOW]


def test_tries_at_the_same_moment_are_counted_one_by_one(identity: IdentityStore, url: str) -> None:
    others = [open_identity(url) for _ in range(3)]

    def try_once(number: int) -> bool:
        tries = others[number % 3].attempts
        return tries.add_if(["k:1"], NOW, lambda before: len(before["k:1"]) < 5, forgetting={})

    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(try_once, range(30)))
    for other in others:
        other.close()
    assert sum(done) == 5
    assert len(identity.attempts.under("k:1")) == 5


def test_a_change_that_its_witness_does_not_bear_is_not_made(identity: IdentityStore) -> None:
    def fails(*_: Account) -> None:
        raise StoreError("The audit cannot be written.")

    with pytest.raises(StoreError, match="audit"):
        identity.put_account(BEN, fails)
    assert identity.accounts() == []
    identity.put_account(BEN)
    identity.sessions.put(a_session("b2"))
    with pytest.raises(StoreError, match="audit"):
        identity.change_account("b2", lambda account: replace(account, enabled=False), fails)
    assert identity.account("b2") == BEN
    assert len(identity.sessions.of("b2")) == 1


def test_what_was_kept_is_there_after_it_was_opened_again(url: str) -> None:
    for expected in ([], [ANA]):
        store = open_identity(url)
        assert store.accounts() == expected
        store.put_account(ANA)
        store.close()


def test_the_steps_make_the_tables_that_the_code_knows_up_and_down(identity: IdentityStore) -> None:
    def differences() -> list[object]:
        with identity.engine.connect() as connection:
            return list(compare_metadata(MigrationContext.configure(connection), metadata))

    assert differences() == []
    migrate(identity.engine, "base", MIGRATIONS)
    assert inspect(identity.engine).get_table_names() == ["alembic_version"]
    migrate(identity.engine, steps=MIGRATIONS)
    assert differences() == []


def test_the_research_store_is_refused_by_address(url: str) -> None:
    with pytest.raises(StoreError, match="may not be in one database"):
        open_identity(url, research=url)


def test_the_research_store_is_refused_under_another_address(url: str) -> None:
    open_store(url).close()
    with pytest.raises(StoreError, match="may not be in one database"):
        open_identity(url, research="sqlite:///elsewhere.db")


def test_the_identity_store_is_no_research_store(url: str) -> None:
    open_identity(url).close()
    with pytest.raises(StoreError):
        open_store(url)


def test_a_link_to_the_research_store_is_the_research_store(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "store.db")
    with pytest.raises(StoreError, match="may not be in one database"):
        open_identity(f"sqlite:///{tmp_path / 'link.db'}", research=f"sqlite:///{tmp_path / 'store.db'}")


def test_a_database_of_a_newer_version_is_refused(identity: IdentityStore, url: str) -> None:
    with identity.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer version"):
        open_identity(url)


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "identity.db"
    open_identity(f"sqlite:///{path}").close()
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
