"""The first tables: accounts, the people behind pseudonyms, sessions and tries to sign in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

# Another name than any step of the research store has, so that neither opens the other's database.
revision = "identity_0001"
down_revision = None
branch_labels = None
depends_on = None

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Makes the tables."""
    _make_accounts()
    _make_people()
    _make_sessions()
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", CODE, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
    )
    op.create_index("ix_attempts_key_at", "attempts", ["key", "at"])


def downgrade() -> None:
    """Removes the tables and all they hold."""
    for table in ("attempts", "sessions", "relations", "people", "accounts"):
        op.drop_table(table)


def _make_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", CODE, nullable=False),
        sa.Column("email", CODE, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", CODE, nullable=False),
        sa.Column("language", CODE, nullable=False),
        sa.Column("studies", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("password_hash", sa.Text()),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("oidc_subject", CODE),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("last_sign_in", sa.Date()),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("email", name="uq_accounts_email"),
        sa.UniqueConstraint("oidc_subject", name="uq_accounts_oidc_subject"),
        sa.CheckConstraint("role IN ('family', 'researcher', 'lead', 'steward')", name=op.f("ck_accounts_role")),
        sa.CheckConstraint("language IN ('en', 'es', 'ca')", name=op.f("ck_accounts_language")),
    )


def _make_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", CODE, nullable=False),
        sa.Column("key_id", CODE, nullable=False),
        sa.Column("majority_on", sa.Date()),
        sa.Column("own_consent_from", sa.Date()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    kinds = "('self', 'legal_representative', 'second_relative')"
    op.create_table(
        "relations",
        sa.Column("account", CODE, nullable=False),
        sa.Column("person", CODE, nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="fk_relations_account_accounts", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_relations_person_people", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account", "person", name="pk_relations"),
        sa.CheckConstraint(f"kind IN {kinds}", name=op.f("ck_relations_kind")),
    )
    op.create_index("ix_relations_person", "relations", ["person"])


def _make_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("token_hash", CODE, nullable=False),
        sa.Column("account", CODE, nullable=False),
        sa.Column("csrf", CODE, nullable=False),
        sa.Column("study", CODE),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="fk_sessions_account_accounts", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
    )
    op.create_index("ix_sessions_account", "sessions", ["account"])
