"""The read side of the record: what can be asked of it. Every face asks here and nowhere else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from selon.claims.contract import read_row
from selon.claims.reading import ReaderStamp
from selon.errors import RecordError
from selon.record import rows, search, tables
from selon.record.connection import refusals, shown
from selon.record.filters import ClaimFilter, conditions
from selon.values import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Select
    from sqlalchemy.engine import Engine

    from selon.claims.claim import Claim
    from selon.documents.document import Document
    from selon.values import TextSpan

_SHORTEST_PREFIX = 4
_PAGE = 500


@dataclass(frozen=True)
class RecordedClaim:
    """A claim of the record: its contract as it leaves the program, and the stamp of the reader that read it."""

    row: Mapping[str, Any]
    stamp: str

    @property
    def id(self) -> str:
        """The id of the claim."""
        return str(self.row["id"])

    @cached_property
    def claim(self) -> Claim:
        """The claim itself."""
        return read_row(self.row)


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


class View:
    """Answers questions about a record, and changes nothing."""

    def __init__(self, engine: Engine, target: str) -> None:
        """Look into the store of this engine."""
        self._engine, self._target = engine, target

    def claims(self, asked: ClaimFilter | None = None, *, limit: int | None = None) -> Iterator[RecordedClaim]:
        """Return the current claims that the filter asks for, by day of publication, document and place in it."""
        document, claim = tables.document, tables.claim
        asked = asked or ClaimFilter()
        query = (
            _with_document(select(claim.c.contract, claim.c.stamp))
            .where(*conditions(asked, self._engine.dialect.name))
            .order_by(document.c.published.is_(None), document.c.published, document.c.name, document.c.id)
            .order_by(claim.c.trigger_start, claim.c.trigger_end, claim.c.type)
        )
        yield from (_recorded(row) for row in self._rows(query.limit(limit) if limit is not None else query))

    def count_claims(self, asked: ClaimFilter | None = None) -> int:
        """Return how many current claims the filter asks for."""
        query = _with_document(select(func.count()).select_from(tables.claim))
        query = query.where(*conditions(asked or ClaimFilter(), self._engine.dialect.name))
        with refusals(self._target), self._engine.connect() as connection:
            return int(connection.execute(query).scalar_one())

    def claim(self, prefix: str) -> RecordedClaim:
        """Return the claim whose id begins so; raises RecordError where there is none, or more than one."""
        claim = tables.claim
        query = (
            select(claim.c.contract, claim.c.stamp, claim.c.id)
            .where(claim.c.id.startswith(prefix.strip().lower(), autoescape=True), claim.c.current)
            .order_by(claim.c.id)
            .limit(4)
        )
        found = list(self._rows(query))
        if len(prefix.strip()) < _SHORTEST_PREFIX:
            found = []
        if len(found) == 1:
            return _recorded(found[0])
        raise self._no_single("claim", prefix, [row["id"] for row in found])

    def document(self, name: str) -> RecordedDocument:
        """Return the document with this name or with an id that begins so; RecordError where there is none or more."""
        document = tables.document
        short = len(name) < _SHORTEST_PREFIX
        by_id = document.c.id == name if short else document.c.id.startswith(name, autoescape=True)
        found = list(self._rows(_documents().where(or_(document.c.name == name, by_id)).limit(4)))
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
        terms = search.read_query(query)
        if not terms:
            return
        found = search.matching_numbers(terms, self._engine.dialect.name).subquery("found")
        document = tables.document
        ranked = select(document).join(found, found.c.number == document.c.number)
        for row in self._rows(ranked.order_by(found.c.rank, document.c.id).limit(limit)):
            spans = tuple(search.find_words(row["text"], terms))
            shown_part = search.excerpt(row["text"], spans)
            day = row["published"].isoformat() if row["published"] else ""
            quote = shown_part.quote(row["text"])
            yield Hit(row["id"], row["name"], row["publisher"], day, spans, shown_part, quote)

    def totals(self) -> Totals:
        """Return how much the record holds."""
        document = tables.document
        with refusals(self._target), self._engine.connect() as connection:
            by_status = connection.execute(select(document.c.status, func.count()).group_by(document.c.status)).all()
            outlets = connection.execute(select(func.count(func.distinct(document.c.publisher_folded)))).scalar_one()
        counts = {str(status): int(number) for status, number in by_status}
        total = sum(counts.values())
        return Totals(total, self.count_claims(), int(outlets), total - counts.get("read", 0), counts)

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

    def _rows(self, query: Select[Any]) -> Iterator[Any]:
        """Return the rows of a query one by one, holding few of them at a time."""
        with (
            refusals(self._target),
            self._engine.connect().execution_options(yield_per=_PAGE) as connection,
            connection.execute(query) as result,
        ):
            yield from result.mappings()

    def _no_single(self, noun: str, name: str, found: list[str]) -> RecordError:
        """Return the error for a name that fits nothing, or several."""
        if found:
            fault, remedy = f"{name!r} fits several {noun}s: {', '.join(found)}", "Give more of the id"
        else:
            fault = f"there is no {noun} {name!r}"
            remedy = f"Look for it with `selon {noun}s`; an id may be shortened to {_SHORTEST_PREFIX} signs or more"
        return RecordError(fault, where=shown(self._target), remedy=remedy)


def _with_document(query: Select[Any]) -> Select[Any]:
    """Return the query over claims with their documents beside them."""
    return query.join(tables.document, tables.document.c.id == tables.claim.c.document)


def _documents() -> Select[Any]:
    """Return the query over documents with their current reading."""
    reading = tables.reading
    return select(tables.document, reading.c.claims, reading.c.stamp, reading.c.read_at).join(
        reading, (reading.c.document == tables.document.c.id) & reading.c.current
    )


def _recorded(row: Mapping[str, Any]) -> RecordedClaim:
    """Return the claim of a row."""
    return RecordedClaim(json.loads(row["contract"]), row["stamp"])


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
