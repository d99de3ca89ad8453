"""The list of documents as it is shown: who published what when, and how many claims it makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.web.shown.days import say_day

if TYPE_CHECKING:
    from selon.record.document_lists import ListedDocument
    from selon.record.record import Record
    from selon.web.asking import Asked
    from selon.web.shown.days import Say

_MOST = 100
_LONGEST_LEAD = 160
_HEAD = 4000  # characters in which the first line is looked for


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One line of the list; `lead` is the first line of the text."""

    id: str
    name: str
    lead: str
    publisher: str
    published: str
    day: str
    claims: int
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class ShownDocuments:
    """A page of the list, and where the next one begins."""

    documents: tuple[DocumentLine, ...]
    total: int
    reading: str
    next_cursor: str
    first: bool


def list_documents(record: Record, asked: Asked, reading: str, t: Say) -> ShownDocuments:
    """Return a page of the documents that are asked for."""
    page = record.view.document_page(asked.filter, status=reading, cursor=asked.cursor, limit=min(asked.limit, _MOST))
    lines = tuple(_line(document, _find_lead(record, document.id), t) for document in page.rows)
    return ShownDocuments(lines, page.total, reading, page.next_cursor, first=not asked.cursor)


def _find_lead(record: Record, document: str) -> str:
    """Return the first line of a document, cut where it is long."""
    text = record.view.document(document).document.text[:_HEAD]
    return next((line.strip() for line in text.splitlines() if line.strip()), "")[:_LONGEST_LEAD]


def _line(document: ListedDocument, lead: str, t: Say) -> DocumentLine:
    """Return the line of a document."""
    return DocumentLine(
        id=document.id,
        name=document.name,
        lead=lead,
        publisher=document.publisher,
        published=document.published.isoformat() if document.published else "",
        day=say_day(document.published, t) if document.published else "–",
        claims=document.claims,
        status=document.status,
        note=document.note,
    )
