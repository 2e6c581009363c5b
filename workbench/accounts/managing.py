"""Adding and changing accounts. Every change is written to the audit log before it is kept, or it is not kept.

The log says which account was changed by whom, and how; it never holds a name, an e-mail address or a password.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from data_access.identity import Account, IdentityStore, Language
from data_access.identity_rules import same_email
from workbench.accounts.passwords import hash_password, one_time_password
from workbench.accounts.roles import Role
from workbench.errors import StoreError, WorkbenchError


class Log(Protocol):
    """Where changes are written down (`data_access.audit.AuditLog`)."""

    def append(self, actor: str, action: str, subject: str = "", details: Mapping[str, object] | None = None) -> object:
        """Adds a row."""


@dataclass(frozen=True, slots=True)
class Office:
    """Where accounts are looked after.

    Attributes:
        actor: Who does it: the id of an account, or "local" at the command line of this machine.
    """

    identity: IdentityStore
    audit: Log
    actor: str


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An account to be added.

    Attributes:
        studies: Ids of the studies that it works for.
    """

    email: str
    role: Role
    name: str = ""
    language: Language = "en"
    studies: Sequence[str] = ()


def add(office: Office, newcomer: Newcomer, password: str | None, *, must_change: bool = False) -> Account:
    """The account that was added.

    Args:
        password: None for somebody who signs in at the OpenID Connect provider.
        must_change: The password was made by somebody else and is to be changed at the first sign-in.

    Raises:
        WeakPassword: The password does not keep the rules.
        StoreError: There is an account with this e-mail address, or a field breaks a rule.
    """
    account = Account(
        id=secrets.token_hex(8),
        email=same_email(newcomer.email),
        name=newcomer.name.strip(),
        role=newcomer.role,
        language=newcomer.language,
        studies=tuple(dict.fromkeys(newcomer.studies)),
        enabled=True,
        created=dt.datetime.now(dt.UTC),
        password_hash=None if password is None else hash_password(password),
        must_change_password=must_change,
    )
    office.identity.put_account(account, lambda made: _note_added(office, made))
    return account


def change_role(office: Office, account_id: str, role: Role) -> Account:
    """The account with another role; all its sessions end.

    Raises:
        StoreError: There is no such account, or no steward would be left.
    """
    return _change(office, account_id, lambda account: replace(account, role=role), ("role",))


def set_enabled(office: Office, account_id: str, enabled: bool) -> Account:
    """The account, let in again or kept out; all its sessions end.

    Raises:
        StoreError: There is no such account, or no steward would be left.
    """
    return _change(office, account_id, lambda account: replace(account, enabled=enabled), ("enabled",))


def set_studies(office: Office, account_id: str, studies: Sequence[str]) -> Account:
    """The account that works for these studies and no others.

    Raises:
        StoreError: There is no such account, or an id is none.
    """
    wanted = tuple(dict.fromkeys(studies))
    return _change(office, account_id, lambda account: replace(account, studies=wanted), ("studies",))


def set_password(office: Office, account_id: str, password: str, *, must_change: bool = False) -> Account:
    """The account with another password; all its sessions end.

    Raises:
        WeakPassword: The password does not keep the rules.
        StoreError: There is no such account.
        WorkbenchError: It does not sign in with a password.
    """
    made = hash_password(password)

    def with_password(account: Account) -> Account:
        if account.demo or account.oidc_subject is not None:
            raise WorkbenchError(
                "This account signs in without a password of ours.", do="Change it where it signs in, or add another."
            )
        return replace(account, password_hash=made, must_change_password=must_change)

    return _change(office, account_id, with_password, ())


def give_one_time_password(office: Office, account_id: str) -> str:
    """A new password to be handed over once, and to be changed at the next sign-in; nobody can read it again.

    Raises:
        StoreError: There is no such account.
        WorkbenchError: It does not sign in with a password.
    """
    password = one_time_password()
    set_password(office, account_id, password, must_change=True)
    return password


def account_named(identity: IdentityStore, email: str) -> Account:
    """The account with this e-mail address.

    Raises:
        StoreError: There is none.
    """
    found = identity.account_by_email(email)
    if found is None:
        raise StoreError("There is no account with this e-mail address.", do="See: workbench account list.")
    return found


def _note_added(office: Office, account: Account) -> None:
    details = {"role": account.role, "studies": list(account.studies)}
    office.audit.append(office.actor, "account_added", account.id, details)


def _change(office: Office, account_id: str, change: Callable[[Account], Account], fields: Sequence[str]) -> Account:
    """Makes a change, and writes down the fields before and after; a change of none of them is of the password."""

    def note(before: Account, after: Account) -> None:
        told = {field: [_plain(getattr(before, field)), _plain(getattr(after, field))] for field in fields}
        office.audit.append(office.actor, "account_changed", account_id, told or {"password": "changed"})

    return office.identity.change_account(account_id, change, note)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
