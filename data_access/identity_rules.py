"""What a row of the identity store must fulfil. A message names the field and never holds its value."""

from __future__ import annotations

import re
from collections.abc import Iterable

from data_access.identity_records import (
    ACCOUNT_ROLES,
    LANGUAGES,
    RELATION_KINDS,
    Account,
    Person,
    Relation,
    SessionRow,
)
from data_access.rules import is_storable
from workbench.errors import StoreError

_EMAIL = re.compile(r"[^\s@\x00-\x1f\x7f]{1,64}@[^\s@\x00-\x1f\x7f]{1,189}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}")
_HASH = re.compile(r"[0-9a-f]{64}")
_LONGEST_NAME = 200


def same_email(email: str) -> str:
    """The one spelling under which an e-mail address is kept and looked for."""
    return email.strip().lower()


def check_account(account: Account) -> None:
    """Raises StoreError where an account may not be stored."""
    _require(_ID.fullmatch(account.id) is not None, "account.id", "letters, digits and - _ . :")
    is_email = _EMAIL.fullmatch(account.email) is not None and is_storable(account.email)
    _require(
        is_email and account.email == same_email(account.email), "account.email", "an address like ana@example.org"
    )
    _require(account.role in ACCOUNT_ROLES, "account.role", " / ".join(ACCOUNT_ROLES))
    _require(account.language in LANGUAGES, "account.language", " / ".join(LANGUAGES))
    _require(all(_ID.fullmatch(study) for study in account.studies), "account.studies", "ids of studies")
    _require(account.created.tzinfo is not None, "account.created", "a time with its zone")
    _check_texts("account", (account.name, account.password_hash, account.oidc_subject))
    _require(len(account.name) <= _LONGEST_NAME, "account.name", f"up to {_LONGEST_NAME} characters")


def check_person(person: Person) -> None:
    """Raises StoreError where a person may not be stored."""
    _require(_ID.fullmatch(person.id) is not None, "person.id", "letters, digits and - _ . :")
    _require(_ID.fullmatch(person.key_id) is not None, "person.key_id", "the id of a key")
    _check_texts("person", (person.name,))
    _require(len(person.name) <= _LONGEST_NAME, "person.name", f"up to {_LONGEST_NAME} characters")


def check_relation(relation: Relation) -> None:
    """Raises StoreError where a relation may not be stored."""
    _require(relation.kind in RELATION_KINDS, "relation.kind", " / ".join(RELATION_KINDS))


def check_session(session: SessionRow) -> None:
    """Raises StoreError where a session may not be stored: a token instead of its hash, above all."""
    _require(_HASH.fullmatch(session.token_hash) is not None, "session.token_hash", "the SHA-256 of a token")
    _require(session.study is None or _ID.fullmatch(session.study) is not None, "session.study", "the id of a study")
    zoned = session.started.tzinfo is not None and session.last_seen.tzinfo is not None
    _require(zoned, "session.started", "times with their zone")


def _require(holds: bool, field: str, rule: str) -> None:
    if not holds:
        raise StoreError(f"The identity store takes only {rule} here.", do="Correct it and try again.", where=field)


def _check_texts(record: str, texts: Iterable[str | None]) -> None:
    for text in texts:
        _require(text is None or is_storable(text), record, "text without NUL characters and broken surrogates")
