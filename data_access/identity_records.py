"""Values of the identity store: accounts, the people behind pseudonyms, and sessions. Nothing of anybody's health.

Names and addresses stay out of every representation, so that no log and no error message holds one by accident.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal, get_args

AccountRole = Literal["family", "researcher", "lead", "steward"]
Language = Literal["en", "es", "ca"]
RelationKind = Literal["self", "legal_representative", "second_relative"]

ACCOUNT_ROLES: tuple[AccountRole, ...] = get_args(AccountRole)
LANGUAGES: tuple[Language, ...] = get_args(Language)
RELATION_KINDS: tuple[RelationKind, ...] = get_args(RelationKind)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in.

    Attributes:
        id: Random; what logs and the audit call this person.
        email: In lower case; unique.
        role: One of `workbench.accounts.roles.ROLES`.
        studies: Ids of the studies that the account works for.
        enabled: False keeps the account and lets nobody in.
        password_hash: Argon2id, None for accounts that sign in elsewhere and for demo accounts.
        demo: Made by demo mode, entered without a password, and only there.
        oidc_subject: Issuer and subject at an OpenID Connect provider, None for local accounts.
        must_change_password: The password was made by somebody else and is good for one sign-in.
        last_sign_in: Day (UTC) of the last sign-in.
    """

    id: str
    email: str = field(repr=False)
    name: str = field(repr=False)
    role: AccountRole
    language: Language
    studies: tuple[str, ...]
    enabled: bool
    created: dt.datetime
    password_hash: str | None = field(repr=False, default=None)
    demo: bool = False
    oidc_subject: str | None = field(repr=False, default=None)
    must_change_password: bool = False
    last_sign_in: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose data were donated, where their identity is known here.

    Attributes:
        id: Random; the external id at source "share4rare", out of which the pseudonym is made.
        key_id: Key that made the pseudonym.
        majority_on: Day of their eighteenth birthday, where it is known.
        own_consent_from: Day from which they may consent themselves.
        name: What their family calls them on their own pages.
    """

    id: str
    key_id: str
    majority_on: dt.date | None = None
    own_consent_from: dt.date | None = None
    name: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class Relation:
    """What an account is to a person."""

    account: str
    person: str
    kind: RelationKind

    @property
    def may_write(self) -> bool:
        """True for all but a second relative, who may read only."""
        return self.kind != "second_relative"


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as it is stored: of its token, only the SHA-256.

    Attributes:
        token_hash: SHA-256 of the token, 64 hexadecimal digits.
        account: Id of the account.
        csrf: What a form of this session has to carry.
        study: Study on whose behalf they work, None outside of one.
    """

    token_hash: str = field(repr=False)
    account: str
    csrf: str = field(repr=False)
    study: str | None
    started: dt.datetime
    last_seen: dt.datetime
