"""Signing in with a password: one answer to every failure, the same work, and waits that grow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from data_access.identity import IdentityStore, open_identity
from tests.integration.identity_world import NOW, PASSWORD, WRONG, an_account, with_accounts
from workbench.accounts import signing_in
from workbench.accounts.passwords import WeakPassword, needs_new_hash
from workbench.accounts.roles import ROLES
from workbench.accounts.sessions import Sessions
from workbench.accounts.signing_in import change_password, demo_accounts, sign_in
from workbench.errors import SignInRefused

HERE = "192.0.2.1"
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def identity(tmp_path: Path) -> Iterator[IdentityStore]:
    store = with_accounts(open_identity(f"sqlite:///{tmp_path / 'identity.db'}"))
    yield store
    store.close()


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """What passwords were checked against; the check itself is by a plain comparison, to be quick."""
    seen: list[str | None] = []

    def quick(known_hash: str | None, password: str) -> bool:
        seen.append(known_hash)
        return known_hash is not None and password == PASSWORD

    monkeypatch.setattr(signing_in, "is_password", quick)
    return seen


def tries(identity: IdentityStore, email: str, password: str, *, address: str = HERE, now: dt.datetime = NOW) -> bool:
    """True where signing in works."""
    try:
        sign_in(identity, email, password, address=address, now=now)
    except SignInRefused:
        return False
    return True


def test_the_right_password_lets_in_however_the_address_is_written(identity: IdentityStore) -> None:
    assert sign_in(identity, " Ana@Example.org", PASSWORD, address=HERE, now=NOW) == an_account()


FAILURES = (
    ("ana@example.org", WRONG),
    ("nobody@example.org", PASSWORD),
    ("dan@example.org", PASSWORD),
    ("oriol@example.org", PASSWORD),
    ("researcher@demo.invalid", PASSWORD),
    ("researcher@demo.invalid", ""),
    ("not an address", PASSWORD),
    ("a\x00b@example.org", "\x00"),
    ("\ud800@example.org", "\ud800"),
    ("", ""),
    ("ana@example.org", "x" * 100_000),
)


def test_every_failure_gets_the_same_answer_and_the_same_work(
    identity: IdentityStore, checked: list[str | None]
) -> None:
    demo_accounts(identity)
    said = set()
    for number, (email, password) in enumerate(FAILURES):
        with pytest.raises(SignInRefused) as refusal:
            sign_in(identity, email, password, address=f"192.0.2.{number}", now=NOW)
        said.add((refusal.value.what, refusal.value.do, refusal.value.where))
        assert len(checked) == number + 1, "each failure checks one password"
    assert len(said) == 1
    assert checked.count(None) == len(FAILURES) - 2


def test_a_try_too_many_gets_the_same_answer_as_well(identity: IdentityStore, checked: list[str | None]) -> None:
    said = set()
    for _ in range(8):
        with pytest.raises(SignInRefused) as refusal:
            sign_in(identity, "ana@example.org", WRONG, address=HERE, now=NOW)
        said.add(str(refusal.value))
    assert len(said) == 1
    assert len(checked) == 5


@pytest.mark.usefixtures("checked")
@pytest.mark.parametrize("email", ["ana@example.org", "nobody@example.org"])
def test_an_account_waits_longer_and_longer_wherever_it_is_tried_from(identity: IdentityStore, email: str) -> None:
    for number in range(5):
        assert not tries(identity, email, WRONG, address=f"198.51.100.{number}")
    now = NOW
    for wait in (15, 30, 60, 120, 240, 480, 900, 900):
        early = now + (wait - 1) * SECOND
        assert not tries(identity, email, PASSWORD, address="198.51.100.77", now=early)
        now += wait * SECOND
        if email.startswith("ana") and wait == 900:
            break
        assert not tries(identity, email, WRONG, address="198.51.100.78", now=now)
    assert tries(identity, email, PASSWORD, address="198.51.100.79", now=now) is email.startswith("ana")


@pytest.mark.usefixtures("checked")
def test_a_try_during_a_wait_does_not_make_it_longer(identity: IdentityStore) -> None:
    for _ in range(5):
        tries(identity, "ana@example.org", WRONG)
    for seconds in range(15):
        assert not tries(identity, "ana@example.org", WRONG, now=NOW + seconds * SECOND)
    assert tries(identity, "ana@example.org", PASSWORD, now=NOW + 15 * SECOND)


@pytest.mark.usefixtures("checked")
def test_the_owner_comes_in_from_a_known_address_while_somebody_else_keeps_trying(identity: IdentityStore) -> None:
    assert tries(identity, "ana@example.org", PASSWORD, address="203.0.113.5")
    for number in range(60):
        tries(identity, "ana@example.org", WRONG, address=f"198.51.100.{number}", now=NOW + number * SECOND)
    minute_later = NOW + 60 * SECOND
    assert not tries(identity, "ana@example.org", PASSWORD, address="198.51.100.99", now=minute_later)
    assert tries(identity, "ana@example.org", PASSWORD, address="203.0.113.5", now=minute_later)


@pytest.mark.usefixtures("checked")
def test_a_known_address_waits_too(identity: IdentityStore) -> None:
    assert tries(identity, "ana@example.org", PASSWORD)
    for _ in range(5):
        assert not tries(identity, "ana@example.org", WRONG)
    assert not tries(identity, "ana@example.org", PASSWORD)


@pytest.mark.usefixtures("checked")
def test_one_address_that_tries_many_accounts_waits(identity: IdentityStore) -> None:
    for number in range(30):
        assert not tries(identity, f"person{number}@example.org", WRONG)
    assert not tries(identity, "ana@example.org", PASSWORD)
    assert tries(identity, "ana@example.org", PASSWORD, address="203.0.113.9")
    assert tries(identity, "ana@example.org", PASSWORD, now=NOW + 15 * SECOND)


@pytest.mark.usefixtures("checked")
def test_a_household_is_one_address_however_many_it_has(identity: IdentityStore) -> None:
    for number in range(30):
        tries(identity, f"person{number}@example.org", WRONG, address=f"2001:db8:1:2::{number:x}")
    assert not tries(identity, "ana@example.org", PASSWORD, address="2001:db8:1:2:ffff::1")
    assert tries(identity, "ana@example.org", PASSWORD, address="2001:db8:1:3::1")


@pytest.mark.usefixtures("checked")
def test_signing_in_takes_back_the_tries_from_there_and_leaves_those_from_elsewhere(identity: IdentityStore) -> None:
    for _ in range(4):
        assert not tries(identity, "ana@example.org", WRONG, address="198.51.100.1")
    assert tries(identity, "ana@example.org", PASSWORD)
    for _ in range(4):
        assert not tries(identity, "ana@example.org", WRONG)
    assert tries(identity, "ana@example.org", PASSWORD)
    assert not tries(identity, "ana@example.org", WRONG, address="198.51.100.1")
    assert not tries(identity, "ana@example.org", PASSWORD, address="198.51.100.1")


@pytest.mark.usefixtures("checked")
def test_waits_survive_a_restart(tmp_path: Path, identity: IdentityStore) -> None:
    for _ in range(5):
        tries(identity, "ana@example.org", WRONG)
    again = open_identity(f"sqlite:///{tmp_path / 'identity.db'}")
    assert not tries(again, "ana@example.org", PASSWORD, now=NOW + SECOND)
    again.close()


def test_a_hundred_tries_at_once_are_no_more_than_five(identity: IdentityStore, checked: list[str | None]) -> None:
    with ThreadPoolExecutor(12) as pool:
        done = list(pool.map(lambda _: tries(identity, "ana@example.org", WRONG), range(60)))
    assert not any(done)
    assert len(checked) == 5


@pytest.mark.usefixtures("checked")
def test_tries_are_kept_without_their_e_mail_address_and_for_a_day(tmp_path: Path, identity: IdentityStore) -> None:
    tries(identity, "somebody.else@example.org", WRONG, address="198.51.100.200")
    tries(identity, "ana@example.org", PASSWORD, now=NOW + dt.timedelta(days=1, seconds=1))
    identity.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"somebody.else" not in kept
    assert b"198.51.100.200" not in kept


def test_a_hash_with_old_settings_is_made_anew_at_sign_in(identity: IdentityStore) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    identity.put_account(an_account(password_hash=old))
    token = Sessions(identity, idle_minutes=30).begin("id-ana", NOW)
    assert tries(identity, "ana@example.org", PASSWORD)
    kept = identity.account("id-ana")
    assert kept is not None
    assert kept.password_hash is not None
    assert not needs_new_hash(kept.password_hash)
    assert tries(identity, "ana@example.org", PASSWORD)
    assert Sessions(identity, idle_minutes=30).find(token, NOW) is not None


def test_changing_ones_password_ends_every_session_and_the_one_time_password(identity: IdentityStore) -> None:
    identity.put_account(an_account(must_change_password=True))
    sessions = Sessions(identity, idle_minutes=30)
    token = sessions.begin("id-ana", NOW)
    change_password(identity, "id-ana", PASSWORD, "another four words", address=HERE, now=NOW)
    assert sessions.find(token, NOW) is None
    assert not tries(identity, "ana@example.org", PASSWORD)
    assert not sign_in(identity, "ana@example.org", "another four words", address=HERE, now=NOW).must_change_password


@pytest.mark.parametrize(
    ("account", "old", "new", "error"),
    [
        ("id-ana", WRONG, "another four words", SignInRefused),
        ("id-nobody", PASSWORD, "another four words", SignInRefused),
        ("id-ana", PASSWORD, "short", WeakPassword),
        ("id-ana", PASSWORD, PASSWORD, WeakPassword),
    ],
)
def test_a_password_that_may_not_be_changed_stays(
    identity: IdentityStore, account: str, old: str, new: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        change_password(identity, account, old, new, address=HERE, now=NOW)
    assert tries(identity, "ana@example.org", PASSWORD)


def test_demo_accounts_are_one_a_role_marked_and_made_once(identity: IdentityStore) -> None:
    made = demo_accounts(identity)
    assert tuple(made) == ROLES
    assert all(account.role == role and account.demo and not account.password_hash for role, account in made.items())
    assert demo_accounts(identity) == made


def test_a_demo_account_that_was_changed_is_put_right(identity: IdentityStore) -> None:
    made = demo_accounts(identity)["family"]
    identity.put_account(replace(made, role="steward", enabled=False))
    again = demo_accounts(identity)["family"]
    assert (again.role, again.enabled, again.demo) == ("family", True, True)
