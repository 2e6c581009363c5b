"""The tables of the store, for every database that holds it.

Ids and codes sort and compare byte by byte everywhere (collation "C" on PostgreSQL), so that both databases and
the in-memory store give the same order. The tables are made by the migrations; a test keeps the two equal.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

from data_access.records import AGE_BANDS, CONDITION_STATUSES, FINDING_STATES, GIVERS, SEXES
from data_access.studies import STUDY_STATES


class UtcTime(TypeDecorator[dt.datetime]):
    """Moments in UTC, whatever the database keeps of time zones (SQLite keeps nothing)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """The moment in UTC."""
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """The moment in UTC, with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


CODE = Text().with_variant(Text(collation="C"), "postgresql")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _one_of(column: str, allowed: tuple[str, ...]) -> CheckConstraint:
    """A check that the column holds one of the words, or NULL."""
    words = ", ".join(f"'{word}'" for word in allowed)
    return CheckConstraint(f"{column} IN ({words})", name=column)


def _donor_key() -> tuple[Column[str], Column[int]]:
    """The key of a row that hangs on a donor: which donor, and the row's place in the donor's list."""
    donor = Column("donor_id", CODE, ForeignKey("donors.id", ondelete="CASCADE"), primary_key=True)
    return donor, Column("position", Integer, primary_key=True, autoincrement=False)


donors = Table(
    "donors",
    metadata,
    Column("id", CODE, primary_key=True),
    # SHA-256 of everything the donor holds, so that a repeated import is recognised without reading the rows.
    Column("digest", CODE, nullable=False),
    Column("source", Text, nullable=False),
    Column("sex", CODE),
    Column("age_band", CODE),
    Column("country", CODE),
    Column("region", CODE),
    Column("undiagnosed", Boolean, nullable=False),
    Column("synthetic", Boolean, nullable=False),
    _one_of("sex", SEXES),
    _one_of("age_band", AGE_BANDS),
)

findings = Table(
    "findings",
    metadata,
    *_donor_key(),
    Column("term", CODE, nullable=False),
    Column("state", CODE, nullable=False),
    Column("onset", Text),
    Column("severity", Text),
    Column("source", Text),
    Column("words", Text),
    _one_of("state", FINDING_STATES),
    # Holds all that a count needs, so that counting never reads the table itself.
    Index(None, "term", "state", "donor_id"),
    sqlite_with_rowid=False,
)

conditions = Table(
    "conditions",
    metadata,
    *_donor_key(),
    Column("condition_id", CODE, nullable=False),
    Column("name", Text, nullable=False),
    Column("status", CODE, nullable=False),
    _one_of("status", CONDITION_STATUSES),
    Index(None, "condition_id", "donor_id"),
    sqlite_with_rowid=False,
)

consents = Table(
    "consents",
    metadata,
    *_donor_key(),
    Column("purpose", CODE, nullable=False),
    Column("version", Text, nullable=False),
    Column("given_by", CODE, nullable=False),
    Column("given_on", Date, nullable=False),
    Column("age_then", CODE),
    Column("withdrawn_on", Date),
    Column("frozen_on", Date),
    _one_of("given_by", GIVERS),
    _one_of("age_then", AGE_BANDS),
    Index(None, "purpose", "withdrawn_on", "frozen_on", "donor_id"),
    sqlite_with_rowid=False,
)

imports = Table(
    "imports",
    metadata,
    Column("id", CODE, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("source", Text, nullable=False),
    Column("read", Integer, nullable=False),
    Column("stored", Integer, nullable=False),
    Column("updated", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("terms_kept", Integer, nullable=False),
    Column("terms_replaced", Integer, nullable=False),
    Column("terms_unknown", Integer, nullable=False),
    # Both are JSON: lists of [name, times].
    Column("reasons", Text, nullable=False),
    Column("dropped", Text, nullable=False),
)

saved_cohorts = Table(
    "saved_cohorts",
    metadata,
    Column("id", CODE, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("definition", Text, nullable=False),
    Column("owner", CODE, nullable=False),
    Column("snapshot", Text, nullable=False),
    Column("saved_at", UtcTime, nullable=False),
    Index(None, "owner"),
)

# Facts about the store itself, such as the id of the key that made its pseudonyms.
meta = Table(
    "meta",
    metadata,
    Column("name", CODE, primary_key=True),
    Column("value", Text, nullable=False),
)

# What was done by whom. Triggers refuse every change but the addition of the next row (see the migration).
# The moment is kept as the text that is hashed.
audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", CODE, nullable=False),
    Column("actor", CODE, nullable=False),
    Column("action", CODE, nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("previous", CODE, nullable=False),
    Column("hash", CODE, nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    # SHA-256 of what makes two questions the same; a query can be longer than an index takes.
    Column("digest", CODE, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("asker", CODE, nullable=False),
    Column("study", CODE),
    Column("snapshot", CODE, nullable=False),
    Column("tier", CODE, nullable=False),
    Column("query", Text, nullable=False),
    UniqueConstraint("digest"),
    Index(None, "asker", "snapshot", "tier", "seq"),
    Index(None, "study", "snapshot", "tier", "seq"),
    Index(None, "asker", "at"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", CODE, primary_key=True),
    Column("digest", CODE, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("kind", CODE, nullable=False),
    Column("asker", CODE, nullable=False),
    Column("study", CODE),
    Column("snapshot", CODE, nullable=False),
    Column("core", Text, nullable=False),
    Column("seen_at", UtcTime),
    Column("seen_by", CODE),
    UniqueConstraint("digest"),
)

studies = Table(
    "studies",
    metadata,
    Column("id", CODE, primary_key=True),
    Column("title", Text, nullable=False),
    Column("lay_purpose", Text, nullable=False),
    # JSON: a list of texts, like `members`.
    Column("duo", Text, nullable=False),
    Column("ethics_reference", Text, nullable=False),
    Column("ethics_until", Date),
    Column("ethics_document", CODE, nullable=False),
    Column("lead", CODE, nullable=False),
    Column("state", CODE, nullable=False),
    Column("decided_by", CODE),
    Column("members", Text, nullable=False),
    _one_of("state", STUDY_STATES),
)

# One-way hashes of those who were erased and must not come back by an import.
suppressed = Table("suppressed", metadata, Column("hash", CODE, primary_key=True))
