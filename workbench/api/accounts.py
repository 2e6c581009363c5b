"""Accounts, for data stewards: who may sign in, and as what. No answer holds a password hash or a session."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from data_access.identity import Account, IdentityStore
from workbench.accounts import managing
from workbench.accounts.managing import Log, Newcomer, Office
from workbench.accounts.passwords import one_time_password
from workbench.accounts.roles import ROLES, Role
from workbench.api.door import Asker
from workbench.errors import NotAllowed, WorkbenchError

SignsIn = Literal["password", "one-time password", "provider", "demo card"]


@dataclass(frozen=True, slots=True)
class Desk:
    """What questions about accounts are asked of, and by whom."""

    identity: IdentityStore
    audit: Log
    asker: Asker


@dataclass(frozen=True, slots=True)
class AccountLine:
    """What a steward sees of an account.

    Attributes:
        signs_in: How; "one-time password" until it is changed.
        last_sign_in: Day (UTC) of the last sign-in, None where there was none.
        is_own: It is the account of whoever asks.
    """

    id: str
    email: str = field(repr=False)
    name: str = field(repr=False)
    role: Role
    language: str
    studies: tuple[str, ...]
    enabled: bool
    signs_in: SignsIn
    last_sign_in: dt.date | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class Added:
    """An account that was added.

    Attributes:
        one_time_password: To be handed over now, it is kept nowhere; None for who signs in at the provider.
    """

    account: AccountLine
    one_time_password: str | None = field(repr=False)


def listed(desk: Desk) -> tuple[AccountLine, ...]:
    """All accounts, by e-mail address; to whoever looks around in a demonstration only those of the demonstration.

    Raises:
        NotAllowed: Whoever asks may not look after accounts.
    """
    desk.asker.require("accounts")
    looks_around = _looks_around(desk)
    return tuple(_line(desk, account) for account in desk.identity.accounts() if account.demo or not looks_around)


def one(desk: Desk, account_id: str) -> AccountLine:
    """One account.

    Raises:
        NotAllowed: Whoever asks may not look after accounts.
        WorkbenchError: There is no such account.
    """
    desk.asker.require("accounts")
    account = desk.identity.account(account_id)
    if account is None or (_looks_around(desk) and not account.demo):
        raise WorkbenchError("There is no such account.", do="Load the page again.")
    return _line(desk, account)


def add(desk: Desk, newcomer: Newcomer, *, with_password: bool = True) -> Added:
    """Adds an account, with a one-time password where it signs in with one.

    Raises:
        NotAllowed: Whoever asks may not change accounts.
        WorkbenchError: There is one with this e-mail address, or a field breaks a rule.
    """
    office = _office(desk)
    _check_role(newcomer.role)
    password = one_time_password() if with_password else None
    account = managing.add(office, newcomer, password, must_change=with_password)
    return Added(_line(desk, account), password)


def change_role(desk: Desk, account_id: str, role: Role) -> AccountLine:
    """Gives an account another role; it is signed out everywhere.

    Raises:
        NotAllowed: Whoever asks may not change accounts.
        WorkbenchError: There is no such account or role, or no steward would be left.
    """
    office = _office(desk)
    _check_role(role)
    return _line(desk, managing.change_role(office, account_id, role))


def set_enabled(desk: Desk, account_id: str, enabled: bool) -> AccountLine:
    """Lets an account in again, or keeps it out; it is signed out everywhere.

    Raises:
        NotAllowed: Whoever asks may not change accounts.
        WorkbenchError: There is no such account, or no steward would be left.
    """
    return _line(desk, managing.set_enabled(_office(desk), account_id, enabled))


def give_one_time_password(desk: Desk, account_id: str) -> str:
    """A new password for an account, to be handed over now; it is signed out everywhere.

    Raises:
        NotAllowed: Whoever asks may not change accounts.
        WorkbenchError: There is no such account, or it signs in without a password of ours.
    """
    return managing.give_one_time_password(_office(desk), account_id)


def _office(desk: Desk) -> Office:
    """Lets those pass who may change accounts.

    Whoever looks around in a demonstration may not: the accounts would outlive it, and let somebody in who was let in
    by nobody.
    """
    desk.asker.require("accounts")
    if _looks_around(desk):
        raise NotAllowed("A demo account looks at accounts and changes none.", do="Sign in with an account of yours.")
    return Office(desk.identity, desk.audit, desk.asker.user)


def _looks_around(desk: Desk) -> bool:
    """Whether nobody let the asker in: a demonstration asks for no password, so names of real people are not for it."""
    account = desk.identity.account(desk.asker.user)
    return account is None or account.demo


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise WorkbenchError("There is no such role.", do=f"Choose one of: {', '.join(ROLES)}.")


def _line(desk: Desk, account: Account) -> AccountLine:
    return AccountLine(
        id=account.id,
        email=account.email,
        name=account.name,
        role=account.role,
        language=account.language,
        studies=account.studies,
        enabled=account.enabled,
        signs_in=_signs_in(account),
        last_sign_in=account.last_sign_in,
        is_own=account.id == desk.asker.user,
    )


def _signs_in(account: Account) -> SignsIn:
    if account.demo:
        return "demo card"
    if account.password_hash is None:
        return "provider"
    return "one-time password" if account.must_change_password else "password"
