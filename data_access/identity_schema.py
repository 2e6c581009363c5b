"""The tables of the identity store, in a database of its own, made by `identity_migrations`."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from data_access.identity_records import ACCOUNT_ROLES, LANGUAGES, RELATION_KINDS
from data_access.schema import CODE, UtcTime
from data_access.schema import metadata as research_metadata

metadata = MetaData(naming_convention=research_metadata.naming_convention)


def _one_of(column: str, allowed: tuple[str, ...]) -> CheckConstraint:
    """A check that the column holds one of the words."""
    words = ", ".join(f"'{word}'" for word in allowed)
    return CheckConstraint(f"{column} IN ({words})", name=column)


accounts = Table(
    "accounts",
    metadata,
    Column("id", CODE, primary_key=True),
    Column("email", CODE, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", CODE, nullable=False),
    Column("language", CODE, nullable=False),
    Column("studies", Text, nullable=False),  # JSON: a list of ids
    Column("enabled", Boolean, nullable=False),
    Column("created", UtcTime, nullable=False),
    Column("password_hash", Text),
    Column("demo", Boolean, nullable=False),
    Column("oidc_subject", CODE),
    Column("must_change_password", Boolean, nullable=False),
    Column("last_sign_in", Date),
    UniqueConstraint("email"),
    UniqueConstraint("oidc_subject"),
    _one_of("role", ACCOUNT_ROLES),
    _one_of("language", LANGUAGES),
)

people = Table(
    "people",
    metadata,
    Column("id", CODE, primary_key=True),
    Column("key_id", CODE, nullable=False),
    Column("majority_on", Date),
    Column("own_consent_from", Date),
    Column("name", Text, nullable=False),
)

relations = Table(
    "relations",
    metadata,
    Column("account", CODE, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("person", CODE, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", CODE, nullable=False),
    Index(None, "person"),
    _one_of("kind", RELATION_KINDS),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", CODE, primary_key=True),
    Column("account", CODE, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("csrf", CODE, nullable=False),
    Column("study", CODE),
    Column("started", UtcTime, nullable=False),
    Column("last_seen", UtcTime, nullable=False),
    Index(None, "account"),
)

# Tries to sign in, kept for a day: `key` tells what is counted, an account or an address.
attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", CODE, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index(None, "key", "at"),
)
