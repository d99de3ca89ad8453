"""The tables of the record, for SQLite and PostgreSQL alike.

One document has many readings, one for each stamp; one reading has many claims. The claims of the latest reading are
`current`; earlier ones stay. The rows of argument, quantity and source repeat, for queries, what stands in the claim's
`contract`, and exist for current claims only. A judgement hangs on the id of a claim, never on a row, so it outlives
re-reading; judgements are only added, and withdrawn by date. `position` and `certainty` are what lists go by: a text
that orders claims by day of publication, document and place in it, and how little there is to doubt in the reading.

What `selon link` finds hangs on ids of claims and documents: one linking, with the stamp of what it started from, has
the origin of each claim, who is cited how often, the passages that documents share, and incidents with their claims.

Beside these tables stand, made by the migrations: `document_words` (full text: FTS5 on SQLite, tsvector on PostgreSQL)
and, on SQLite, `argument_box` (R*Tree over the positions of arguments).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

SCHEMA_HEAD = "0005"

# Compared letter by letter, by its code points, on either server: what lists are ordered and continued by.
Position = Text().with_variant(Text(collation="C"), "postgresql")

_CLAIM_LISTED = ("id", "type", "status", "polarity", "day_from", "day_to", "published", "outlet", "certainty")
_INCIDENT_LISTED = (
    *("id", "type", "start", "end", "disputed", "documents", "outlets", "grades", "lat", "lon", "last_known"),
    *("precision", "radius_km", "killed_low", "killed_high", "independent", "unknown_origins", "first_known"),
    *("place", "country", "standing"),
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

document = Table(
    "document",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(20), nullable=False, unique=True),
    Column("name", Text, nullable=False, index=True),
    Column("digest", String(20), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("publisher", Text, nullable=False, default=""),
    Column("publisher_folded", Text, nullable=False, default="", index=True),
    Column("published", Date, nullable=True, index=True),
    Column("language", String(16), nullable=False, default=""),
    Column("url", Text, nullable=False, default=""),
    Column("metadata", Text, nullable=False, default="{}"),
    Column("furniture", Text, nullable=False, default="[]"),
    Column("status", String(32), nullable=False, index=True),
    Column("note", Text, nullable=False, default=""),
    Column("added", String(32), nullable=False),
)

stamp = Table(
    "stamp",
    metadata,
    Column("digest", String(20), primary_key=True),
    Column("program", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("codebook", Text, nullable=False),
)

reading = Table(
    "reading",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("document", ForeignKey("document.id"), nullable=False),
    Column("stamp", ForeignKey("stamp.digest"), nullable=False, index=True),
    Column("given", String(20), nullable=False),
    Column("read_at", String(32), nullable=False),
    Column("status", String(32), nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("claims", Integer, nullable=False, default=0),
    Column("current", Boolean, nullable=False, default=True),
    UniqueConstraint("document", "stamp"),
)

claim = Table(
    "claim",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(20), nullable=False),
    Column("document", ForeignKey("document.id"), nullable=False, index=True),
    Column("stamp", ForeignKey("stamp.digest"), nullable=False),
    Column("current", Boolean, nullable=False, default=True),
    Column("type", String(32), nullable=False, index=True),
    Column("trigger_start", Integer, nullable=False),
    Column("trigger_end", Integer, nullable=False),
    Column("polarity", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("time_text", Text, nullable=True),
    Column("time_start", Date, nullable=True),
    Column("time_end", Date, nullable=True),
    # The days that queries go by: those of the event, or the day of publication where the text names none.
    Column("day_from", Date, nullable=True, index=True),
    Column("day_to", Date, nullable=True, index=True),
    Column("folded", Text, nullable=False, default=""),
    Column("contract", Text, nullable=False),
    Column("digest", String(20), nullable=False),
    # What lists, counts and filters go by without looking at the document.
    Column("published", Date, nullable=True),
    Column("outlet", Text, nullable=False, server_default=""),
    Column("position", Position, nullable=False, server_default=""),
    Column("certainty", Integer, nullable=False, server_default="100"),
    UniqueConstraint("id", "stamp"),
    # These hold all that lists and counts compare, so that they never look at the rows, which are wide.
    Index("ix_claim_position", "current", "position", *_CLAIM_LISTED),
    Index("ix_claim_certainty", "current", "certainty", "position", "id"),
)

argument = Table(
    "argument",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("claim", ForeignKey("claim.number", ondelete="CASCADE"), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("entity", Text, nullable=True, index=True),
    Column("place_id", Text, nullable=True, index=True),
    Column("place_name", Text, nullable=True),
    Column("place_folded", Text, nullable=True),
    Column("country", String(8), nullable=True),
    Column("lat", Float, nullable=True),
    Column("lon", Float, nullable=True),
    Column("precision", String(16), nullable=True),
    Column("radius_km", Float, nullable=True),
    Index("ix_argument_position", "lat", "lon"),
    Index("ix_argument_folded", "folded", "entity", "claim"),
    Index("ix_argument_place_folded", "place_folded", "place_id", "role", "folded", "claim"),
)

quantity = Table(
    "quantity",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("claim", ForeignKey("claim.number", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(16), nullable=False, index=True),
    Column("low", BigInteger, nullable=True),
    Column("high", BigInteger, nullable=True),
    Column("approx", Boolean, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("words", Text, nullable=False),
)

source = Table(
    "source",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("claim", ForeignKey("claim.number", ondelete="CASCADE"), nullable=False, index=True),
    Column("link", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("entity", Text, nullable=True, index=True),
    Index("ix_source_folded", "folded", "entity", "claim"),
)

judgement = Table(
    "judgement",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("subject", String(64), nullable=False, index=True),
    Column("who", Text, nullable=False),
    Column("made", String(32), nullable=False),
    Column("what", Text, nullable=False),
    Column("withdrawn", String(32), nullable=True),
    Column("withdrawn_by", Text, nullable=True),
    Column("field", String(32), nullable=False, server_default=""),
    Column("value", Text, nullable=False, server_default="null"),
    Column("document", String(20), nullable=False, server_default="", index=True),
)

account = Table(
    "account",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("password", Text, nullable=False),
    Column("made", String(32), nullable=False),
)

token = Table(
    "token",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account", ForeignKey("account.name", ondelete="CASCADE"), nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("made", String(32), nullable=False),
    Column("revoked", String(32), nullable=True),
)

linking = Table(
    "linking",
    metadata,
    Column("stamp", String(20), primary_key=True),
    Column("program", Text, nullable=False),
    Column("model", String(20), nullable=False),
    Column("given", String(20), nullable=False),
    Column("mark", Text, nullable=False),
    Column("made", String(32), nullable=False),
)

origin = Table(
    "origin",
    metadata,
    Column("claim_id", String(20), primary_key=True),
    Column("document", String(20), nullable=False, index=True),
    Column("key", Text, nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("known", Boolean, nullable=False),
    Column("side", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("keys", Text, nullable=False),
    Column("taken_from", String(20), nullable=False),
    Column("stamp", ForeignKey("linking.stamp"), nullable=False),
    Column("hedged", Boolean, nullable=False, server_default=false()),
    Column("denying", Boolean, nullable=False, server_default=false()),
    Index("ix_origin_side", "side", "claim_id"),
)

cited = Table(
    "cited",
    metadata,
    Column("key", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("known", Boolean, nullable=False),
    Column("side", Text, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("publishers", Text, nullable=False),
    Column("hedged", Integer, nullable=False),
    Column("denying", Integer, nullable=False),
    Column("denied", Integer, nullable=False),
    Column("stamp", ForeignKey("linking.stamp"), nullable=False),
)

reuse = Table(
    "reuse",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("earlier", String(20), nullable=False, index=True),
    Column("later", String(20), nullable=False, index=True),
    Column("contract", Text, nullable=False),
    Column("stamp", ForeignKey("linking.stamp"), nullable=False),
    Column("aligned", Text, nullable=False, server_default="[]"),  # ids of claims in the same words
)

incident = Table(
    "incident",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("type", String(32), nullable=False, index=True),
    Column("start", Date, nullable=True, index=True),
    Column("end", Date, nullable=True, index=True),
    Column("place", Text, nullable=True),
    Column("place_folded", Text, nullable=True),
    Column("standing", Boolean, nullable=False),
    Column("disputed", Boolean, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("contract", Text, nullable=False),
    Column("stamp", ForeignKey("linking.stamp"), nullable=False),
    # What lists, maps and filters go by without reading the contract.
    Column("position", Position, nullable=False, server_default=""),
    Column("lat", Float, nullable=True),
    Column("lon", Float, nullable=True),
    Column("precision", String(16), nullable=True),
    Column("radius_km", Float, nullable=True),
    Column("country", Text, nullable=False, server_default=""),
    Column("killed_low", BigInteger, nullable=True),
    Column("killed_high", BigInteger, nullable=True),
    Column("wounded_low", BigInteger, nullable=True),
    Column("wounded_high", BigInteger, nullable=True),
    Column("outlets", Integer, nullable=False, server_default="0"),
    Column("independent", Integer, nullable=False, server_default="0"),
    Column("unknown_origins", Integer, nullable=False, server_default="0"),
    Column("grades", Text, nullable=False, server_default=""),
    # The days of publication between which it came to be known; 9999-12-31 where a document has none.
    Column("first_known", Date, nullable=True),
    Column("last_known", Date, nullable=True),
    Index("ix_incident_position", "position", *_INCIDENT_LISTED),
    Index("ix_incident_known", "first_known", "last_known"),
    Index("ix_incident_place", "lat", "lon"),
)

incident_claim = Table(
    "incident_claim",
    metadata,
    Column("incident", ForeignKey("incident.id", ondelete="CASCADE"), primary_key=True),
    Column("claim_id", String(20), primary_key=True),
    Column("denied", Boolean, nullable=False, server_default=false()),
    Index("ix_incident_claim_claim_id", "claim_id", "incident"),
)

# On PostgreSQL only: the folded words of each document, for search. (On SQLite an FTS5 table of the same name.)
document_words = Table(
    "document_words", MetaData(), Column("document", Integer, primary_key=True), Column("words", TSVECTOR)
)
