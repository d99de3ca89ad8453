"""The first tables: documents, readings, claims with what is in them, judgements, and the search over them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ORDER = ("document", "stamp", "reading", "claim", "argument", "quantity", "source", "judgement")


def upgrade() -> None:
    """Go one step forward."""
    _create_document()
    _create_stamp()
    _create_reading()
    _create_claim()
    _create_argument()
    _create_quantity()
    _create_source()
    _create_judgement()
    if op.get_bind().dialect.name == "sqlite":
        _create_sqlite_search()
    else:
        _create_postgresql_search()


def downgrade() -> None:
    """Go one step back."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE argument_box")
    op.execute("DROP TABLE document_words")
    for name in reversed(_ORDER):
        op.drop_table(name)


def _create_document() -> None:
    """Create the table document."""
    op.create_table(
        "document",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("publisher_folded", sa.Text(), nullable=False),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("metadata", sa.Text(), nullable=False),
        sa.Column("furniture", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_document")),
        sa.UniqueConstraint("id", name=op.f("uq_document_id")),
    )
    op.create_index(op.f("ix_document_digest"), "document", ["digest"], unique=False)
    op.create_index(op.f("ix_document_name"), "document", ["name"], unique=False)
    op.create_index(op.f("ix_document_published"), "document", ["published"], unique=False)
    op.create_index(op.f("ix_document_publisher_folded"), "document", ["publisher_folded"], unique=False)
    op.create_index(op.f("ix_document_status"), "document", ["status"], unique=False)


def _create_stamp() -> None:
    """Create the table stamp."""
    op.create_table(
        "stamp",
        sa.Column("digest", sa.String(length=20), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("codebook", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_stamp")),
    )


def _create_reading() -> None:
    """Create the table reading."""
    op.create_table(
        "reading",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=20), nullable=False),
        sa.Column("stamp", sa.String(length=20), nullable=False),
        sa.Column("given", sa.String(length=20), nullable=False),
        sa.Column("read_at", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_reading_document")),
        sa.ForeignKeyConstraint(["stamp"], ["stamp.digest"], name=op.f("fk_reading_stamp")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_reading")),
        sa.UniqueConstraint("document", "stamp", name=op.f("uq_reading_document")),
    )
    op.create_index(op.f("ix_reading_stamp"), "reading", ["stamp"], unique=False)


def _create_claim() -> None:
    """Create the table claim."""
    op.create_table(
        "claim",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("document", sa.String(length=20), nullable=False),
        sa.Column("stamp", sa.String(length=20), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("trigger_start", sa.Integer(), nullable=False),
        sa.Column("trigger_end", sa.Integer(), nullable=False),
        sa.Column("polarity", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("time_text", sa.Text(), nullable=True),
        sa.Column("time_start", sa.Date(), nullable=True),
        sa.Column("time_end", sa.Date(), nullable=True),
        sa.Column("day_from", sa.Date(), nullable=True),
        sa.Column("day_to", sa.Date(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("contract", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_claim_document")),
        sa.ForeignKeyConstraint(["stamp"], ["stamp.digest"], name=op.f("fk_claim_stamp")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_claim")),
        sa.UniqueConstraint("id", "stamp", name=op.f("uq_claim_id")),
    )
    op.create_index(op.f("ix_claim_day_from"), "claim", ["day_from"], unique=False)
    op.create_index(op.f("ix_claim_day_to"), "claim", ["day_to"], unique=False)
    op.create_index(op.f("ix_claim_document"), "claim", ["document"], unique=False)
    op.create_index(op.f("ix_claim_type"), "claim", ["type"], unique=False)


def _create_argument() -> None:
    """Create the table argument."""
    op.create_table(
        "argument",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=True),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("place_name", sa.Text(), nullable=True),
        sa.Column("place_folded", sa.Text(), nullable=True),
        sa.Column("country", sa.String(length=8), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("precision", sa.String(length=16), nullable=True),
        sa.Column("radius_km", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["claim"], ["claim.number"], name=op.f("fk_argument_claim"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_argument")),
    )
    op.create_index(op.f("ix_argument_claim"), "argument", ["claim"], unique=False)
    op.create_index(op.f("ix_argument_entity"), "argument", ["entity"], unique=False)
    op.create_index("ix_argument_folded", "argument", ["folded"], unique=False)
    op.create_index(op.f("ix_argument_place_id"), "argument", ["place_id"], unique=False)
    op.create_index("ix_argument_position", "argument", ["lat", "lon"], unique=False)


def _create_quantity() -> None:
    """Create the table quantity."""
    op.create_table(
        "quantity",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("low", sa.BigInteger(), nullable=True),
        sa.Column("high", sa.BigInteger(), nullable=True),
        sa.Column("approx", sa.Boolean(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claim.number"], name=op.f("fk_quantity_claim"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_quantity")),
    )
    op.create_index(op.f("ix_quantity_claim"), "quantity", ["claim"], unique=False)
    op.create_index(op.f("ix_quantity_kind"), "quantity", ["kind"], unique=False)


def _create_source() -> None:
    """Create the table source."""
    op.create_table(
        "source",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("link", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["claim"], ["claim.number"], name=op.f("fk_source_claim"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_source")),
    )
    op.create_index(op.f("ix_source_claim"), "source", ["claim"], unique=False)
    op.create_index(op.f("ix_source_entity"), "source", ["entity"], unique=False)


def _create_judgement() -> None:
    """Create the table judgement."""
    op.create_table(
        "judgement",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("made", sa.String(length=32), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.String(length=32), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
    )
    op.create_index(op.f("ix_judgement_subject"), "judgement", ["subject"], unique=False)


def _create_sqlite_search() -> None:
    """Create the full-text index over documents and the box tree over positions, kept in step by triggers."""
    op.execute(
        "CREATE VIRTUAL TABLE document_words USING fts5(name, text, content='document', content_rowid='number', "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    added = "INSERT INTO document_words(rowid, name, text) VALUES (new.number, new.name, new.text);"
    gone = (
        "INSERT INTO document_words(document_words, rowid, name, text) "
        "VALUES ('delete', old.number, old.name, old.text);"
    )
    op.execute(f"CREATE TRIGGER document_words_added AFTER INSERT ON document BEGIN {added} END")
    op.execute(f"CREATE TRIGGER document_words_gone AFTER DELETE ON document BEGIN {gone} END")
    op.execute(f"CREATE TRIGGER document_words_changed AFTER UPDATE OF name, text ON document BEGIN {gone} {added} END")
    op.execute("CREATE VIRTUAL TABLE argument_box USING rtree(number, west, east, south, north)")
    box = "INSERT INTO argument_box VALUES (new.number, new.lon, new.lon, new.lat, new.lat);"
    op.execute(f"CREATE TRIGGER argument_box_added AFTER INSERT ON argument WHEN new.lat IS NOT NULL BEGIN {box} END")
    unbox = "DELETE FROM argument_box WHERE number = old.number;"
    op.execute(f"CREATE TRIGGER argument_box_gone AFTER DELETE ON argument BEGIN {unbox} END")
    kept = "SELECT RAISE(ABORT, 'judgements are never deleted, only withdrawn');"
    op.execute(f"CREATE TRIGGER judgement_kept BEFORE DELETE ON judgement BEGIN {kept} END")
    fixed = "SELECT RAISE(ABORT, 'judgements are never changed, only withdrawn');"
    fields = "id, kind, subject, who, made, what"
    op.execute(f"CREATE TRIGGER judgement_fixed BEFORE UPDATE OF {fields} ON judgement BEGIN {fixed} END")


def _create_postgresql_search() -> None:
    """Create the full-text index over documents; the words come in folded, without accents."""
    op.execute(
        "CREATE TABLE document_words (document integer PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE, "
        "words tsvector NOT NULL)"
    )
    op.execute("CREATE INDEX ix_document_words_words ON document_words USING gin (words)")
