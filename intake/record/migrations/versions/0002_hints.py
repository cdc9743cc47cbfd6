"""Room for what an office learned from its people's decisions, and for what people say about it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of hints; they are filled from the record when the next file is read."""
    op.create_table(
        "shoujian_hint_set",
        sa.Column("procedure_id", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("hints", sa.JSON(), nullable=False),
        sa.Column("refuted", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("procedure_id", "office", name=op.f("pk_shoujian_hint_set")),
    )
    op.create_table(
        "shoujian_hint_choice",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("chosen_by", sa.String(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shoujian_hint_choice")),
    )


def downgrade() -> None:
    """Drop them: what was learned here can be learned again from the decisions, what was imported is lost."""
    op.drop_table("shoujian_hint_choice")
    op.drop_table("shoujian_hint_set")
