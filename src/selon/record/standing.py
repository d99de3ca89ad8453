"""How a document stands in the record before it is read: new, known, read by an older stamp, or told of otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import select

from selon.record import rows, tables

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, RowMapping

    from selon.documents.document import Document


class Standing(StrEnum):
    """What the record already knows of a document."""

    NEW = "new"
    KNOWN = "known"  # read, with the same stamp and the same facts
    OLDER = "older"  # read with another stamp
    CHANGED = "changed"  # read, but publisher, date, language or other facts were not those of now


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document at the door: completed by what the record already knows of it, and how it stands there."""

    document: Document
    standing: Standing


def find_standing(connection: Connection, document: Document, stamp: str) -> Arrival:
    """Return how the document stands in the record for a reader with this stamp."""
    known = connection.execute(
        select(tables.document, tables.reading.c.given, tables.reading.c.stamp)
        .join(tables.reading, tables.reading.c.document == tables.document.c.id)
        .where(tables.document.c.id == document.id, tables.reading.c.current)
    ).mappings()
    row = known.first()
    if row is None:
        return Arrival(document, Standing.NEW)
    completed = _complete(document, row)
    if row["given"] != rows.given_digest(completed):
        return Arrival(completed, Standing.CHANGED)
    return Arrival(completed, Standing.KNOWN if row["stamp"] == stamp else Standing.OLDER)


def _complete(document: Document, row: RowMapping) -> Document:
    """Return the document with the facts that the record knows and that are not given this time."""
    known = rows.read_document(row)
    return replace(
        document,
        publisher=document.publisher or known.publisher,
        published=document.published or known.published,
        language=document.language or known.language,
        url=document.url or known.url,
        metadata=MappingProxyType({**known.metadata, **document.metadata}),
    )
