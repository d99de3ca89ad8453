"""Which judgements on single claims a linking followed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "linked_word",
        sa.Column("judgement", sa.String(length=32), nullable=False),
        sa.Column("document", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("judgement", name=op.f("pk_linked_word")),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("linked_word")
