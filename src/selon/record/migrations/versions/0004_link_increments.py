"""What linking needs to go on from where it was: readings taken in, judged pairs, tellings, blocks, sketches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ORDER = ("linked", "linked_pair", "telling", "telling_block", "sketch")


def _columns() -> tuple[tuple[str, sa.Column[object]], ...]:
    """Return the columns that are new, with their tables."""
    return (
        ("origin", sa.Column("hedged", sa.Boolean(), nullable=False, server_default=sa.false())),
        ("origin", sa.Column("denying", sa.Boolean(), nullable=False, server_default=sa.false())),
        ("incident_claim", sa.Column("denied", sa.Boolean(), nullable=False, server_default=sa.false())),
        ("reuse", sa.Column("aligned", sa.Text(), nullable=False, server_default="[]")),
    )


def upgrade() -> None:
    """Go one step forward."""
    for table, column in _columns():
        op.add_column(table, column)
    _create_linked()
    _create_tellings()
    op.create_table(
        "sketch",
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("band", "day", "document", name=op.f("pk_sketch")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go one step back."""
    for name in reversed(_ORDER):
        op.drop_table(name)
    for table, column in reversed(_columns()):
        op.drop_column(table, column.name)


def _create_linked() -> None:
    """Create the tables linked and linked_pair."""
    op.create_table(
        "linked",
        sa.Column("reading", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("document", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("given", sa.String(length=20), nullable=False),
        sa.Column("stamp", sa.String(length=20), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("reading", name=op.f("pk_linked")),
    )
    op.create_index(op.f("ix_linked_document"), "linked", ["document"], unique=False)
    op.create_table(
        "linked_pair",
        sa.Column("one", sa.String(length=20), nullable=False),
        sa.Column("other", sa.String(length=20), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_linked_pair")),
    )


def _create_tellings() -> None:
    """Create the tables telling and telling_block."""
    op.create_table(
        "telling",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("document", sa.String(length=20), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("incident", sa.String(length=20), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("row", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_telling")),
    )
    op.create_index(op.f("ix_telling_document"), "telling", ["document"], unique=False)
    op.create_index(op.f("ix_telling_part"), "telling", ["part"], unique=False)
    op.create_table(
        "telling_block",
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("home", sa.Boolean(), nullable=False),
        sa.Column("telling", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("block", "home", "telling", name=op.f("pk_telling_block")),
        sqlite_with_rowid=False,
    )
