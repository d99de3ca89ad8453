"""The read side of the record: what can be asked of it. Every face asks here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from selon.claims.reading import ReaderStamp
from selon.documents.document import Document
from selon.errors import RecordError
from selon.record import rows, search, tables
from selon.record.bulk import paged
from selon.record.claim_lists import ClaimLists, RecordedClaim, recorded
from selon.record.connection import refusals, shown
from selon.record.document_lists import DocumentLists
from selon.record.judged_claims import find_words, read_claims
from selon.record.keyed import take_rows
from selon.record.marked import count_of
from selon.record.place_words import PlaceWordLists
from selon.values import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Select
    from sqlalchemy.engine import Connection

    from selon.claims.claim import Claim
    from selon.values import TextSpan

__all__ = ["Hit", "RecordedClaim", "RecordedDocument", "Totals", "View"]

_SHORTEST_PREFIX = 4
_PAGE = 500


@dataclass(frozen=True, slots=True)
class RecordedDocument:
    """A document of the record, with what came of reading it."""

    id: str
    document: Document
    status: str
    note: str
    claims: int
    stamp: str
    read_at: str

    @property
    def row(self) -> dict[str, Any]:
        """The document as an object, without its text."""
        document = self.document
        return {
            "id": self.id,
            "name": document.name,
            "publisher": document.publisher,
            "published": document.published.isoformat() if document.published else None,
            "language": document.language,
            "url": document.url,
            "characters": len(document.text),
            "claims": self.claims,
            "status": self.status,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that a search found: where the words stand, and the stretch of text to show."""

    id: str
    name: str
    publisher: str
    published: str
    spans: tuple[TextSpan, ...]
    excerpt: TextSpan
    quote: str


@dataclass(frozen=True, slots=True)
class Totals:
    """How much a record holds."""

    documents: int
    claims: int
    outlets: int
    unreadable: int
    by_status: Mapping[str, int]


class View(ClaimLists, DocumentLists, PlaceWordLists):
    """Answers questions about a record, and changes nothing."""

    def claim(self, prefix: str) -> RecordedClaim:
        """Return the claim whose id begins so; raises RecordError where there is none, or more than one."""
        claim, start = tables.claim, prefix.strip().lower()
        query = select(claim.c.contract, claim.c.stamp, claim.c.certainty, claim.c.id).where(claim.c.current)
        found = list(self._rows(query.where(claim.c.id == start)))  # by the index: a beginning takes a look at all
        if not found and len(start) >= _SHORTEST_PREFIX:
            begins = claim.c.id.startswith(start, autoescape=True)
            found = list(self._rows(query.where(begins).order_by(claim.c.id).limit(4)))
        if len(found) == 1:
            return recorded(found[0])
        raise self._no_single("claim", prefix, [row["id"] for row in found])

    def document(self, name: str) -> RecordedDocument:
        """Return the document with this id or name, or whose id begins so; RecordError where there is none or more."""
        document = tables.document
        ways = [document.c.id == name, document.c.name == name]
        if len(name) >= _SHORTEST_PREFIX:
            ways.append(document.c.id.startswith(name, autoescape=True))  # takes a look at all, so the last
        found: list[Any] = []
        for fits in ways:
            found = found or list(self._rows(_documents().where(fits).limit(4)))
        if len(found) == 1:
            return _recorded_document(found[0])
        raise self._no_single("document", name, [row["id"] for row in found])

    def documents(self, *, status: str = "", outlet: str = "", limit: int | None = None) -> Iterator[RecordedDocument]:
        """Return the documents, by day of publication and name."""
        document = tables.document
        query = _documents().order_by(
            document.c.published.is_(None), document.c.published, document.c.name, document.c.id
        )
        if status:
            query = query.where(document.c.status == status)
        if outlet:
            query = query.where(document.c.publisher_folded.contains(rows.folded(outlet), autoescape=True))
        yield from (_recorded_document(row) for row in self._rows(query.limit(limit) if limit is not None else query))

    def search(self, query: str, *, limit: int = 20) -> Iterator[Hit]:
        """Return the documents that hold all words of the query, the best first."""
        yield from self.hits(query, self.search_numbers(query, limit=limit))

    def search_numbers(self, query: str, *, limit: int = 20) -> list[int]:
        """Return the numbers of the documents that hold all words of the query, the best first; `hits` shows them."""
        terms = search.read_query(query)
        if not terms:
            return []
        found = search.matching_numbers(terms, self._engine.dialect.name).subquery("found")
        ranked = select(found.c.number).order_by(found.c.rank, found.c.number)  # documents are looked up for hits alone
        return [row["number"] for row in self._rows(ranked.limit(limit))]

    def hits(self, query: str, numbers: Sequence[int], *, shown_only: bool = False) -> Iterator[Hit]:
        """Return these documents as hits of the query, in this order; `shown_only` with the words in the excerpt."""
        finder, document = search.Finder(search.read_query(query)), tables.document
        reach = search.QUOTED if shown_only else None
        for page in paged(numbers, _PAGE):
            rows_here = take_rows(self._engine, self._target, _HITS, document.c.number, page)
            found = {row["number"]: row for row in rows_here}
            yield from (_hit(found[number], finder, reach) for number in page if number in found)

    def texts(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return the texts of the documents with these numbers."""
        rows_here = take_rows(self._engine, self._target, _TEXTS, tables.document.c.number, numbers)
        return {row["number"]: row["text"] for row in rows_here}

    def printed(self, numbers: Sequence[int]) -> Iterator[Document]:
        """Return the documents with these numbers, in this order: their names, publishers and texts alone."""
        for page in paged(numbers, _PAGE):
            rows_here = take_rows(self._engine, self._target, _PRINTED, tables.document.c.number, page)
            found = {row["number"]: row for row in rows_here}
            for row in (found[number] for number in page if number in found):
                yield Document(name=row["name"], text=row["text"], publisher=row["publisher"])

    def documents_of(self, ids: Sequence[str]) -> list[RecordedDocument]:
        """Return the documents with these ids, by day of publication and name."""
        document = tables.document
        found: list[RecordedDocument] = []
        for page in paged(ids, _PAGE):
            query = _documents().where(document.c.id.in_(page))
            found += [_recorded_document(row) for row in self._rows(query)]
        days = {item.id: item.document.published for item in found}
        return sorted(found, key=lambda item: (days[item.id] is None, str(days[item.id]), item.document.name, item.id))

    def readings(self) -> list[tuple[Document, list[Claim]]]:
        """Return the documents with their current claims as reviewers leave them, those that make none too, by id."""
        readings: dict[str, tuple[Document, list[Claim]]] = {item.id: (item.document, []) for item in self.documents()}
        claim = tables.claim
        query = select(claim.c.document, claim.c.contract).where(claim.c.current).order_by(claim.c.position)
        with refusals(self._target), self._engine.connect() as connection:
            words = find_words(connection)
        contracts = ((row["document"], row["contract"]) for row in self._rows(query))
        for id_, read in read_claims(contracts, words):
            readings[id_][1].append(read)
        return [readings[id_] for id_ in sorted(readings)]

    def totals(self) -> Totals:
        """Return how much the record holds."""
        document = tables.document

        def find(connection: Connection) -> tuple[dict[str, int], int]:
            by_status = connection.execute(select(document.c.status, func.count()).group_by(document.c.status)).all()
            outlets = count_of(connection, select(func.count(func.distinct(document.c.publisher_folded))))
            return {str(status): int(number) for status, number in by_status}, outlets

        counts, outlets = self._marked.keep("totals", find)
        total = sum(counts.values())
        return Totals(total, self.count_claims(), outlets, total - counts.get("read", 0), counts)

    def stamp(self, key: str) -> ReaderStamp:
        """Return who read, by the digest of the stamp."""
        for row in self._rows(select(tables.stamp).where(tables.stamp.c.digest == key)):
            return ReaderStamp(program=row["program"], model=row["model"], codebook=row["codebook"])
        raise RecordError(f"no stamp {key!r} is kept", where=shown(self._target), remedy="Run `selon verify`")

    def fingerprint(self) -> str:
        """Return the digest of all that the record holds now: documents, readings and claims, without the hours.

        Two records with the same fingerprint say the same, in whatever order their documents came in.
        """
        document = tables.document
        parts = []
        for row in self._rows(_documents().order_by(document.c.id)):
            parts += [row["id"], row["digest"], rows.given_digest(rows.read_document(row)), row["status"], row["stamp"]]
        claim = tables.claim
        for row in self._rows(
            select(claim.c.id, claim.c.digest, claim.c.stamp).where(claim.c.current).order_by(claim.c.id)
        ):
            parts += [row["id"], row["digest"], row["stamp"]]
        return digest("record", *parts)

    def _no_single(self, noun: str, name: str, found: list[str]) -> RecordError:
        """Return the error for a name that fits nothing, or several."""
        if found:
            fault, remedy = f"{name!r} fits several {noun}s: {', '.join(found)}", "Give more of the id"
        else:
            fault = f"there is no {noun} {name!r}"
            remedy = f"Look for it with `selon {noun}s`; an id may be shortened to {_SHORTEST_PREFIX} signs or more"
        return RecordError(fault, where=shown(self._target), remedy=remedy)


_HITS = select(*(tables.document.c[name] for name in ("number", "id", "name", "publisher", "published", "text")))
_TEXTS = select(tables.document.c.number, tables.document.c.text)
_PRINTED = select(*(tables.document.c[name] for name in ("number", "name", "publisher", "text")))


def _hit(row: Mapping[str, Any], finder: search.Finder, reach: int | None) -> Hit:
    """Return a document as a hit, with all that is found or what is not so far from the first."""
    spans = tuple(finder.find(row["text"], reach=reach))
    shown_part = search.excerpt(row["text"], spans)
    day = row["published"].isoformat() if row["published"] else ""
    return Hit(row["id"], row["name"], row["publisher"], day, spans, shown_part, shown_part.quote(row["text"]))


def _documents() -> Select[Any]:
    """Return the query over documents with their current reading."""
    reading = tables.reading
    return select(tables.document, reading.c.claims, reading.c.stamp, reading.c.read_at).join(
        reading, (reading.c.document == tables.document.c.id) & reading.c.current
    )


def _recorded_document(row: Mapping[str, Any]) -> RecordedDocument:
    """Return the document of a row, with what came of reading it."""
    return RecordedDocument(
        id=row["id"],
        document=rows.read_document(row),
        status=row["status"],
        note=row["note"],
        claims=row["claims"],
        stamp=row["stamp"],
        read_at=row["read_at"],
    )
