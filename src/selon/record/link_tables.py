"""The tables from which linking goes on: what it took in, and by what it finds what something new touches.

Nothing here is told to anybody; all of it is made anew by `selon link --again`. `linked` are the readings that were
taken in, `linked_pair` the judged pairs that were followed, `linked_word` the judgements on single claims; a `telling`
is what one document tells of one event, with the neighbourhood (`part`) within which it may be joined and the row by
which it is compared; `telling_block` says in which blocks it lies (`home`) and in which it looks for others; a `sketch`
says which documents share a band of a sentence.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Table, Text

from selon.record.tables import metadata

linked = Table(
    "linked",
    metadata,
    Column("reading", Integer, primary_key=True, autoincrement=False),
    Column("document", String(20), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("given", String(20), nullable=False),
    Column("stamp", String(20), nullable=False),
    Column("publisher", Text, nullable=False),
    Column("day", Integer, nullable=False),
)

linked_pair = Table(
    "linked_pair",
    metadata,
    Column("one", String(20), primary_key=True),
    Column("other", String(20), primary_key=True),
    Column("same", Boolean, nullable=False),
)

linked_word = Table(
    "linked_word",
    metadata,
    Column("judgement", String(32), primary_key=True),
    Column("document", String(20), nullable=False),
)

telling = Table(
    "telling",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("document", String(20), nullable=False, index=True),
    Column("at", Integer, nullable=False),
    Column("part", Integer, nullable=False, index=True),
    Column("incident", String(20), nullable=False),
    Column("anchor", Text, nullable=False),
    Column("row", Text, nullable=False),
)

telling_block = Table(
    "telling_block",
    metadata,
    Column("block", BigInteger, primary_key=True, autoincrement=False),
    Column("home", Boolean, primary_key=True),
    Column("telling", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

sketch = Table(
    "sketch",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("document", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
