"""What linking finds: origins of claims, who is cited, shared passages, incidents and their claims."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ORDER = ("linking", "origin", "cited", "reuse", "incident", "incident_claim")


def upgrade() -> None:
    """Go one step forward."""
    _create_linking()
    _create_origin()
    _create_cited()
    _create_reuse()
    _create_incident()
    _create_incident_claim()


def downgrade() -> None:
    """Go one step back."""
    for name in reversed(_ORDER):
        op.drop_table(name)


def _create_linking() -> None:
    """Create the table linking."""
    op.create_table(
        "linking",
        sa.Column("stamp", sa.String(length=20), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("model", sa.String(length=20), nullable=False),
        sa.Column("given", sa.String(length=20), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("made", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("stamp", name=op.f("pk_linking")),
    )


def _create_origin() -> None:
    """Create the table origin."""
    op.create_table(
        "origin",
        sa.Column("claim_id", sa.String(length=20), nullable=False),
        sa.Column("document", sa.String(length=20), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("taken_from", sa.String(length=20), nullable=False),
        sa.Column("stamp", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["stamp"], ["linking.stamp"], name=op.f("fk_origin_stamp")),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_origin")),
    )
    op.create_index(op.f("ix_origin_document"), "origin", ["document"], unique=False)
    op.create_index(op.f("ix_origin_key"), "origin", ["key"], unique=False)


def _create_cited() -> None:
    """Create the table cited."""
    op.create_table(
        "cited",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("publishers", sa.Text(), nullable=False),
        sa.Column("hedged", sa.Integer(), nullable=False),
        sa.Column("denying", sa.Integer(), nullable=False),
        sa.Column("denied", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["stamp"], ["linking.stamp"], name=op.f("fk_cited_stamp")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_cited")),
    )


def _create_reuse() -> None:
    """Create the table reuse."""
    op.create_table(
        "reuse",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("earlier", sa.String(length=20), nullable=False),
        sa.Column("later", sa.String(length=20), nullable=False),
        sa.Column("contract", sa.Text(), nullable=False),
        sa.Column("stamp", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["stamp"], ["linking.stamp"], name=op.f("fk_reuse_stamp")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reuse")),
    )
    op.create_index(op.f("ix_reuse_earlier"), "reuse", ["earlier"], unique=False)
    op.create_index(op.f("ix_reuse_later"), "reuse", ["later"], unique=False)


def _create_incident() -> None:
    """Create the table incident."""
    op.create_table(
        "incident",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("place_folded", sa.Text(), nullable=True),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("contract", sa.Text(), nullable=False),
        sa.Column("stamp", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["stamp"], ["linking.stamp"], name=op.f("fk_incident_stamp")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index(op.f("ix_incident_type"), "incident", ["type"], unique=False)
    op.create_index(op.f("ix_incident_start"), "incident", ["start"], unique=False)
    op.create_index(op.f("ix_incident_end"), "incident", ["end"], unique=False)


def _create_incident_claim() -> None:
    """Create the table incident_claim."""
    op.create_table(
        "incident_claim",
        sa.Column("incident", sa.String(length=20), nullable=False),
        sa.Column("claim_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident"], ["incident.id"], name=op.f("fk_incident_claim_incident"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("incident", "claim_id", name=op.f("pk_incident_claim")),
    )
    op.create_index(op.f("ix_incident_claim_claim_id"), "incident_claim", ["claim_id"], unique=False)
