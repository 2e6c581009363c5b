"""An identity store in a file, with accounts to sign in to."""

from __future__ import annotations

import datetime as dt
from functools import cache

from data_access.identity import Account, IdentityStore
from workbench.accounts.passwords import hash_password
from workbench.accounts.roles import Role

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
PASSWORD = "four words in a row"
WRONG = "five words in a column"


@cache
def _hash() -> str:
    return hash_password(PASSWORD)


def an_account(name: str = "ana", role: Role = "researcher", **fields: object) -> Account:
    """An account with the password of these tests."""
    given = {"password_hash": _hash(), "studies": (), "enabled": True, "language": "en", **fields}
    return Account(id=f"id-{name}", email=f"{name}@example.org", name=name, role=role, created=NOW, **given)  # type: ignore[arg-type]


def with_accounts(identity: IdentityStore) -> IdentityStore:
    """The store with one account a role, one that is disabled, and one that signs in elsewhere."""
    for account in (
        an_account("ana", "researcher"),
        an_account("fina", "family"),
        an_account("lea", "lead", studies=("s1",)),
        an_account("eva", "steward"),
        an_account("dan", "researcher", enabled=False),
        an_account("oriol", "researcher", password_hash=None, oidc_subject="issuer|1"),
    ):
        identity.put_account(account)
    return identity
