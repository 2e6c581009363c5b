"""Accounts as stewards see and change them: who may, what is shown, and that a demonstration leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from data_access.identity import IdentityStore, open_identity
from tests.integration.identity_world import NOW, with_accounts
from workbench.accounts.managing import Newcomer
from workbench.accounts.roles import ROLES
from workbench.accounts.sessions import Sessions
from workbench.accounts.signing_in import demo_accounts, sign_in
from workbench.api import accounts
from workbench.api.accounts import Desk
from workbench.api.door import NOBODY, Asker
from workbench.errors import NotAllowed, StoreError, WorkbenchError

STEWARD = Asker("id-eva", "steward")
NEWCOMER = Newcomer("new@example.org", "researcher", "New", "es")
QUESTIONS: dict[str, Callable[[Desk], object]] = {
    "listed": accounts.listed,
    "one": lambda desk: accounts.one(desk, "id-ana"),
    "add": lambda desk: accounts.add(desk, NEWCOMER),
    "change_role": lambda desk: accounts.change_role(desk, "id-ana", "lead"),
    "set_enabled": lambda desk: accounts.set_enabled(desk, "id-ana", False),
    "give_one_time_password": lambda desk: accounts.give_one_time_password(desk, "id-ana"),
}
CHANGES = [name for name in QUESTIONS if name not in ("listed", "one")]


@dataclass
class Log:
    """An audit log that remembers, or fails."""

    rows: list[tuple[str, str, str]] = field(default_factory=list)
    broken: bool = False

    def append(self, actor: str, action: str, subject: str = "", details: object = None) -> None:
        if self.broken:
            raise StoreError("The audit log cannot be written.")
        self.rows.append((actor, action, subject))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    identity = with_accounts(open_identity(f"sqlite:///{tmp_path / 'identity.db'}"))
    yield Desk(identity, Log(), STEWARD)
    identity.close()


def by(desk: Desk, asker: Asker) -> Desk:
    return Desk(desk.identity, desk.audit, asker)


def log_of(desk: Desk) -> Log:
    assert isinstance(desk.audit, Log)
    return desk.audit


@pytest.mark.parametrize("question", QUESTIONS)
def test_only_a_steward_gets_an_answer(desk: Desk, question: str) -> None:
    before = desk.identity.accounts()
    strangers = [NOBODY, *(Asker("id-ana", role) for role in ROLES if role != "steward")]
    for asker in strangers:
        with pytest.raises(NotAllowed):
            QUESTIONS[question](by(desk, asker))
    assert desk.identity.accounts() == before
    assert log_of(desk).rows == []
    assert QUESTIONS[question](desk)


@pytest.mark.parametrize("question", CHANGES)
def test_whoever_looks_around_in_a_demonstration_changes_nothing(desk: Desk, question: str) -> None:
    demo = demo_accounts(desk.identity)["steward"]
    before = desk.identity.accounts()
    for user in (demo.id, "somebody who is not there"):
        with pytest.raises(NotAllowed, match="demo account"):
            QUESTIONS[question](by(desk, Asker(user, "steward")))
    assert desk.identity.accounts() == before
    assert accounts.listed(by(desk, Asker(demo.id, "steward")))


def test_whoever_looks_around_in_a_demonstration_sees_no_name_or_address_of_a_real_account(desk: Desk) -> None:
    invented = {account.id for account in demo_accounts(desk.identity).values()}
    looking = by(desk, Asker("demo-steward", "steward"))
    assert {line.id for line in accounts.listed(looking)} == invented
    with pytest.raises(WorkbenchError, match="no such account"):
        accounts.one(looking, "id-ana")
    assert "id-ana" in {line.id for line in accounts.listed(desk)}


@pytest.mark.parametrize("question", CHANGES)
def test_a_change_that_cannot_be_written_down_is_not_made(desk: Desk, question: str) -> None:
    token = Sessions(desk.identity, idle_minutes=30).begin("id-ana", NOW)
    before = desk.identity.accounts()
    log_of(desk).broken = True
    with pytest.raises(StoreError, match="audit"):
        QUESTIONS[question](desk)
    assert desk.identity.accounts() == before
    assert Sessions(desk.identity, idle_minutes=30).find(token, NOW) is not None


@pytest.mark.parametrize("question", CHANGES)
def test_every_change_is_written_down_with_who_made_it(desk: Desk, question: str) -> None:
    QUESTIONS[question](desk)
    ((actor, action, subject),) = log_of(desk).rows
    assert actor == "id-eva"
    assert action == ("account_added" if question == "add" else "account_changed")
    assert subject == "id-ana" or question == "add"


def test_the_list_says_how_and_when_and_holds_no_secret(desk: Desk) -> None:
    demo_accounts(desk.identity)
    Sessions(desk.identity, idle_minutes=30).begin("id-ana", NOW)
    lines = {line.id: line for line in accounts.listed(desk)}
    assert lines["id-ana"].last_sign_in == NOW.date()
    assert lines["id-oriol"].signs_in == "provider"
    assert lines["demo-family"].signs_in == "demo card"
    assert (lines["id-dan"].enabled, lines["id-dan"].last_sign_in) == (False, None)
    assert [line.id for line in lines.values() if line.is_own] == ["id-eva"]
    told = "".join(str(getattr(line, name)) for line in lines.values() for name in line.__slots__)
    assert "argon2" not in told
    assert "issuer|1" not in told


def test_a_newcomer_gets_a_password_that_is_good_for_one_sign_in(desk: Desk) -> None:
    added = accounts.add(desk, NEWCOMER)
    assert added.one_time_password
    assert added.one_time_password not in repr(added)
    assert added.account.signs_in == "one-time password"
    account = sign_in(desk.identity, NEWCOMER.email, added.one_time_password, address="192.0.2.1", now=NOW)
    assert account.must_change_password


def test_who_signs_in_at_the_provider_gets_none(desk: Desk) -> None:
    added = accounts.add(desk, NEWCOMER, with_password=False)
    assert (added.one_time_password, added.account.signs_in) == (None, "provider")
    with pytest.raises(WorkbenchError, match="without a password"):
        accounts.give_one_time_password(desk, "id-oriol")


def test_the_last_steward_stays_whoever_asks(desk: Desk) -> None:
    demo_accounts(desk.identity)
    for act in (
        lambda: accounts.set_enabled(desk, "id-eva", False),
        lambda: accounts.change_role(desk, "id-eva", "researcher"),
    ):
        with pytest.raises(StoreError, match="last steward"):
            act()
    assert log_of(desk).rows == []


def test_unknown_accounts_and_roles_are_said_plainly(desk: Desk) -> None:
    for act in (
        lambda: accounts.one(desk, "id-nobody"),
        lambda: accounts.set_enabled(desk, "id-nobody", True),
        lambda: accounts.change_role(desk, "id-ana", "admin"),  # type: ignore[arg-type]
        lambda: accounts.add(desk, Newcomer("x@example.org", "admin")),  # type: ignore[arg-type]
        lambda: accounts.add(desk, Newcomer("x@example.org", "lead", language="fr")),  # type: ignore[arg-type]
    ):
        with pytest.raises(WorkbenchError) as refusal:
            act()
        assert refusal.value.do
    assert desk.identity.account_by_email("x@example.org") is None


def test_two_stewards_who_keep_each_other_out_at_once_leave_one(desk: Desk, tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    accounts.change_role(desk, "id-lea", "steward")
    others: list[IdentityStore] = [open_identity(f"sqlite:///{tmp_path / 'identity.db'}") for _ in range(2)]
    pairs = [
        (Desk(others[0], Log(), STEWARD), "id-lea"),
        (Desk(others[1], Log(), Asker("id-lea", "steward")), "id-eva"),
    ]

    def keep_out(pair: tuple[Desk, str]) -> bool:
        try:
            accounts.set_enabled(*pair, False)
        except StoreError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(keep_out, pairs))
    assert sum(line.enabled and line.role == "steward" for line in accounts.listed(desk)) == 1
    assert sum(done) == 1
    for other in others:
        other.close()
