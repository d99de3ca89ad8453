"""What the reading room needs: values of judgements, accounts and tokens, and what lists and maps go by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from selon.record.upgrading import fill_claims, fill_incidents

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_INDICES = {
    "claim": {
        "ix_claim_position": [
            *("current", "position", "id", "type", "status", "polarity"),
            *("day_from", "day_to", "published", "outlet", "certainty"),
        ],
        "ix_claim_certainty": ["current", "certainty", "position", "id"],
    },
    "argument": {"ix_argument_place_folded": ["place_folded", "place_id", "role", "folded", "claim"]},
    "source": {"ix_source_folded": ["folded", "entity", "claim"]},
    "origin": {"ix_origin_side": ["side", "claim_id"]},
    "incident": {
        "ix_incident_position": [
            *("position", "id", "type", "start", "end", "disputed", "documents", "outlets", "grades", "lat", "lon"),
            *("last_known", "precision", "radius_km", "killed_low", "killed_high", "independent", "unknown_origins"),
            *("first_known", "place", "country", "standing"),
        ],
        "ix_incident_known": ["first_known", "last_known"],
        "ix_incident_place": ["lat", "lon"],
    },
    "judgement": {"ix_judgement_document": ["document"]},
}
# Indices that were there before, and hold more now: (table, before, now).
_WIDENED = {
    "ix_argument_folded": ("argument", ["folded"], ["folded", "entity", "claim"]),
    "ix_incident_claim_claim_id": ("incident_claim", ["claim_id"], ["claim_id", "incident"]),
}
_FIXED = "id, kind, subject, who, made, what"


def _position() -> sa.Text:
    """Return the type of a text that orders rows by its code points."""
    return sa.Text(collation="C") if op.get_bind().dialect.name == "postgresql" else sa.Text()


def _columns() -> dict[str, tuple[sa.Column[object], ...]]:
    """Return the columns that are new, by table."""
    return {
        "judgement": (
            sa.Column("field", sa.String(length=32), nullable=False, server_default=""),
            sa.Column("value", sa.Text(), nullable=False, server_default="null"),
            sa.Column("document", sa.String(length=20), nullable=False, server_default=""),
        ),
        "claim": (
            sa.Column("published", sa.Date(), nullable=True),
            sa.Column("outlet", sa.Text(), nullable=False, server_default=""),
            sa.Column("position", _position(), nullable=False, server_default=""),
            sa.Column("certainty", sa.Integer(), nullable=False, server_default="100"),
        ),
        "incident": (
            sa.Column("position", _position(), nullable=False, server_default=""),
            sa.Column("lat", sa.Float(), nullable=True),
            sa.Column("lon", sa.Float(), nullable=True),
            sa.Column("precision", sa.String(length=16), nullable=True),
            sa.Column("radius_km", sa.Float(), nullable=True),
            sa.Column("country", sa.Text(), nullable=False, server_default=""),
            sa.Column("killed_low", sa.BigInteger(), nullable=True),
            sa.Column("killed_high", sa.BigInteger(), nullable=True),
            sa.Column("wounded_low", sa.BigInteger(), nullable=True),
            sa.Column("wounded_high", sa.BigInteger(), nullable=True),
            sa.Column("outlets", sa.Integer(), nullable=False, server_default="0"),
            sa.Column("independent", sa.Integer(), nullable=False, server_default="0"),
            sa.Column("unknown_origins", sa.Integer(), nullable=False, server_default="0"),
            sa.Column("grades", sa.Text(), nullable=False, server_default=""),
            sa.Column("first_known", sa.Date(), nullable=True),
            sa.Column("last_known", sa.Date(), nullable=True),
        ),
    }


def upgrade() -> None:
    """Go one step forward."""
    _create_accounts()
    for table, columns in _columns().items():
        for column in columns:
            op.add_column(table, column)
    fill_claims(op.get_bind())
    fill_incidents(op.get_bind())
    for table, indices in _INDICES.items():
        for name, names in indices.items():
            op.create_index(name, table, names, unique=False)
    for name, (table, _before, now) in _WIDENED.items():
        op.drop_index(name, table_name=table)
        op.create_index(name, table, now, unique=False)
    _fix_judgements(f"{_FIXED}, field, value, document")


def downgrade() -> None:
    """Go one step back."""
    _fix_judgements(_FIXED)
    for name, (table, before, _now) in _WIDENED.items():
        op.drop_index(name, table_name=table)
        op.create_index(name, table, before, unique=False)
    for table, indices in _INDICES.items():
        for name in indices:
            op.drop_index(name, table_name=table)
    for table, columns in _columns().items():
        for column in columns:
            op.drop_column(table, column.name)
    op.drop_table("token")
    op.drop_table("account")


def _create_accounts() -> None:
    """Create the tables account and token."""
    op.create_table(
        "account",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("made", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_account")),
    )
    op.create_table(
        "token",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("made", sa.String(length=32), nullable=False),
        sa.Column("revoked", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.name"], name=op.f("fk_token_account"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_token")),
    )
    op.create_index(op.f("ix_token_account"), "token", ["account"], unique=False)


def _fix_judgements(fields: str) -> None:
    """Let nobody change what a judgement says, on SQLite by a trigger of its own."""
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("DROP TRIGGER judgement_fixed")
    fixed = "SELECT RAISE(ABORT, 'judgements are never changed, only withdrawn');"
    op.execute(f"CREATE TRIGGER judgement_fixed BEFORE UPDATE OF {fields} ON judgement BEGIN {fixed} END")
