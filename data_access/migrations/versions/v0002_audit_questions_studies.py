"""The audit log with what guards it, the question ledger, studies, the suppression list, and frozen consents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
OLD_INDEX, OLD_COLUMNS = "ix_consents_purpose_withdrawn_on_donor_id", ["purpose", "withdrawn_on", "donor_id"]
NEW_INDEX = "ix_consents_purpose_withdrawn_on_frozen_on_donor_id"
NEW_COLUMNS = ["purpose", "withdrawn_on", "frozen_on", "donor_id"]

# REPLACE removes a row without asking the trigger of deletion, so an addition is checked to be the next row.
SQLITE_GUARDS = (
    "CREATE TRIGGER audit_stays_unchanged BEFORE UPDATE ON audit"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    "CREATE TRIGGER audit_stays_whole BEFORE DELETE ON audit"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    "CREATE TRIGGER audit_stays_in_order BEFORE INSERT ON audit"
    " WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit)"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
)
POSTGRES_GUARDS = (
    "CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql"
    " AS $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$",
    "CREATE TRIGGER audit_stays_whole BEFORE UPDATE OR DELETE OR TRUNCATE ON audit"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()",
    "CREATE FUNCTION audit_takes_the_next() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit)"
    " THEN RAISE EXCEPTION 'the audit log is append-only'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER audit_stays_in_order BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_takes_the_next()",
)


def upgrade() -> None:
    """Makes the tables and what guards the log; donors and their consents stay as they are."""
    op.add_column("consents", sa.Column("frozen_on", sa.Date()))
    op.drop_index(OLD_INDEX, "consents")
    op.create_index(NEW_INDEX, "consents", NEW_COLUMNS)
    _make_audit()
    _make_questions()
    _make_alerts()
    _make_studies()
    op.create_table(
        "suppressed", sa.Column("hash", CODE, nullable=False), sa.PrimaryKeyConstraint("hash", name="pk_suppressed")
    )


def downgrade() -> None:
    """Removes the tables and all they hold. A frozen consent becomes a withdrawn one: it must not come to life."""
    for table in ("suppressed", "studies", "alerts", "questions", "audit"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_refuses()")
        op.execute("DROP FUNCTION audit_takes_the_next()")
    op.execute("UPDATE consents SET withdrawn_on = frozen_on WHERE withdrawn_on IS NULL AND frozen_on IS NOT NULL")
    op.drop_index(NEW_INDEX, "consents")
    op.drop_column("consents", "frozen_on")
    op.create_index(OLD_INDEX, "consents", OLD_COLUMNS)


def _make_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", CODE, nullable=False),
        sa.Column("actor", CODE, nullable=False),
        sa.Column("action", CODE, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous", CODE, nullable=False),
        sa.Column("hash", CODE, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    for guard in POSTGRES_GUARDS if op.get_bind().dialect.name == "postgresql" else SQLITE_GUARDS:
        op.execute(guard)


def _make_questions() -> None:
    op.create_table(
        "questions",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", CODE, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("asker", CODE, nullable=False),
        sa.Column("study", CODE),
        sa.Column("snapshot", CODE, nullable=False),
        sa.Column("tier", CODE, nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_questions"),
        sa.UniqueConstraint("digest", name="uq_questions_digest"),
    )
    for columns in (["asker", "snapshot", "tier", "seq"], ["study", "snapshot", "tier", "seq"], ["asker", "at"]):
        op.create_index("_".join(("ix_questions", *columns)), "questions", columns)


def _make_alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", CODE, nullable=False),
        sa.Column("digest", CODE, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("asker", CODE, nullable=False),
        sa.Column("study", CODE),
        sa.Column("snapshot", CODE, nullable=False),
        sa.Column("core", sa.Text(), nullable=False),
        sa.Column("seen_at", MOMENT),
        sa.Column("seen_by", CODE),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
        sa.UniqueConstraint("digest", name="uq_alerts_digest"),
    )


def _make_studies() -> None:
    states = "('proposed', 'approved', 'declined', 'running', 'closed')"
    op.create_table(
        "studies",
        sa.Column("id", CODE, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lay_purpose", sa.Text(), nullable=False),
        sa.Column("duo", sa.Text(), nullable=False),
        sa.Column("ethics_reference", sa.Text(), nullable=False),
        sa.Column("ethics_until", sa.Date()),
        sa.Column("ethics_document", CODE, nullable=False),
        sa.Column("lead", CODE, nullable=False),
        sa.Column("state", CODE, nullable=False),
        sa.Column("decided_by", CODE),
        sa.Column("members", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_studies"),
        sa.CheckConstraint(f"state IN {states}", name=op.f("ck_studies_state")),
    )
