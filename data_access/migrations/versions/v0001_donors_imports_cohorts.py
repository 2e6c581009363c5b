"""The first tables: donors with what hangs on them, imports, saved cohorts, and facts about the store."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
GIVERS = "('self', 'legal_representative', 'publication', 'operator')"
AGE_BANDS = "('0-4', '5-11', '12-17', '18-39', '40-64', '65+')"


def upgrade() -> None:
    """Makes the tables."""
    _make_donors()
    _make_findings()
    _make_conditions()
    _make_consents()
    _make_imports()
    _make_saved_cohorts()
    op.create_table(
        "meta",
        sa.Column("name", CODE, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )


def downgrade() -> None:
    """Removes the tables and all they hold."""
    for table in ("meta", "saved_cohorts", "imports", "consents", "conditions", "findings", "donors"):
        op.drop_table(table)


def _make_donors() -> None:
    op.create_table(
        "donors",
        sa.Column("id", CODE, nullable=False),
        sa.Column("digest", CODE, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sex", CODE),
        sa.Column("age_band", CODE),
        sa.Column("country", CODE),
        sa.Column("region", CODE),
        sa.Column("undiagnosed", sa.Boolean(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_donors"),
        sa.CheckConstraint("sex IN ('female', 'male', 'other')", name=op.f("ck_donors_sex")),
        sa.CheckConstraint(f"age_band IN {AGE_BANDS}", name=op.f("ck_donors_age_band")),
    )


def _hanging_on_donors(name: str, *parts: sa.schema.SchemaItem) -> None:
    """Makes a table of rows that hang on a donor and go with it."""
    op.create_table(
        name,
        sa.Column("donor_id", CODE, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        *parts,
        sa.ForeignKeyConstraint(["donor_id"], ["donors.id"], name=f"fk_{name}_donor_id_donors", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("donor_id", "position", name=f"pk_{name}"),
        sqlite_with_rowid=False,
    )


def _make_findings() -> None:
    _hanging_on_donors(
        "findings",
        sa.Column("term", CODE, nullable=False),
        sa.Column("state", CODE, nullable=False),
        sa.Column("onset", sa.Text()),
        sa.Column("severity", sa.Text()),
        sa.Column("source", sa.Text()),
        sa.Column("words", sa.Text()),
        sa.CheckConstraint("state IN ('observed', 'excluded', 'not_recorded')", name=op.f("ck_findings_state")),
    )
    op.create_index("ix_findings_term_state_donor_id", "findings", ["term", "state", "donor_id"])


def _make_conditions() -> None:
    _hanging_on_donors(
        "conditions",
        sa.Column("condition_id", CODE, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", CODE, nullable=False),
        sa.CheckConstraint("status IN ('confirmed', 'suspected')", name=op.f("ck_conditions_status")),
    )
    op.create_index("ix_conditions_condition_id_donor_id", "conditions", ["condition_id", "donor_id"])


def _make_consents() -> None:
    _hanging_on_donors(
        "consents",
        sa.Column("purpose", CODE, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("given_by", CODE, nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("age_then", CODE),
        sa.Column("withdrawn_on", sa.Date()),
        sa.CheckConstraint(f"given_by IN {GIVERS}", name=op.f("ck_consents_given_by")),
        sa.CheckConstraint(f"age_then IN {AGE_BANDS}", name=op.f("ck_consents_age_then")),
    )
    columns = ["purpose", "withdrawn_on", "donor_id"]
    op.create_index("ix_consents_purpose_withdrawn_on_donor_id", "consents", columns)


def _make_imports() -> None:
    counts = ("read", "stored", "updated", "unchanged", "refused", "terms_kept", "terms_replaced", "terms_unknown")
    op.create_table(
        "imports",
        sa.Column("id", CODE, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        *(sa.Column(count, sa.Integer(), nullable=False) for count in counts),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("dropped", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
    )


def _make_saved_cohorts() -> None:
    op.create_table(
        "saved_cohorts",
        sa.Column("id", CODE, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("owner", CODE, nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", "version", name="pk_saved_cohorts"),
    )
    op.create_index("ix_saved_cohorts_owner", "saved_cohorts", ["owner"])
