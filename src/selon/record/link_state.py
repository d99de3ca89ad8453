"""The state of linking, as linking reads it: what was taken in, and what something new touches."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from selon.record import link_rows, link_tables, rows, tables
from selon.record.bulk import paged
from selon.record.connection import refusals
from selon.record.judged_claims import find_followed_words, find_words, read_claims

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlalchemy import Select
    from sqlalchemy.engine import Engine

    from selon.claims.claim import Claim
    from selon.documents.document import Document
    from selon.origins.origin import ClaimOrigin

Row = dict[str, Any]

_PAGE = 900
_DOCUMENTS = 400
UNDATED = date.min.toordinal()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedReading:
    """A reading as linking takes it in: its number, its document (id and number), and what was said about that."""

    reading: int
    document: str
    number: int
    given: str
    stamp: str
    publisher: str
    day: int


@dataclass(frozen=True, slots=True)
class KeptTelling:
    """A telling as it was linked: the row by which it is compared, its neighbourhood, its incident ("" for none)."""

    number: int
    document: str
    at: int
    part: int
    incident: str
    anchor: tuple[int, str, int, str, str]
    row: Row


class LinkState:
    """What linking looks up in a record before it goes on."""

    def __init__(self, engine: Engine, target: str) -> None:
        """Look into the store of this engine."""
        self._engine, self._target = engine, target

    def changes(self, judged: Collection[str] = ()) -> tuple[list[LinkedReading], list[LinkedReading]]:
        """Return the readings that were not taken in, and those that were and do not hold any more.

        The documents `judged` have claims of which reviewers say something else now: they are in both.
        """
        linked, reading = link_tables.linked, tables.reading
        same = and_(
            linked.c.reading == reading.c.number, linked.c.given == reading.c.given, linked.c.stamp == reading.c.stamp
        )
        missing = select(reading.c.number).outerjoin(linked, same).where(reading.c.current, linked.c.reading.is_(None))
        numbers = [row["number"] for row in self._rows(missing)]
        new = self._in_pages(self.current(), reading.c.number, numbers)
        gone = (
            select(linked)
            .outerjoin(reading, and_(same, reading.c.current, linked.c.document == reading.c.document))
            .where(reading.c.number.is_(None))
        )
        found = [_read_linked(row) for row in new], [LinkedReading(**row) for row in self._rows(gone)]
        return self._with(found, set(judged))

    def _with(
        self, found: tuple[list[LinkedReading], list[LinkedReading]], judged: set[str]
    ) -> tuple[list[LinkedReading], list[LinkedReading]]:
        """Return new and old readings with those of these documents, which hold and were taken in."""
        new, old = found
        more = judged - {reading.document for reading in (*new, *old)}
        new += [_read_linked(row) for row in self._in_pages(self.current(), tables.document.c.id, more)]
        old += [
            LinkedReading(**row)
            for row in self._in_pages(select(link_tables.linked), link_tables.linked.c.document, more)
        ]
        return new, old

    def everything(self) -> list[LinkedReading]:
        """Return all readings that hold."""
        return [_read_linked(row) for row in self._rows(self.current())]

    @staticmethod
    def current() -> Select[Any]:
        """Return the query for the readings that hold, with their documents."""
        reading, document = tables.reading, tables.document
        columns = (reading.c.number.label("reading"), reading.c.given, reading.c.stamp)
        about = (document.c.id.label("document"), document.c.number, document.c.publisher, document.c.published)
        joined = reading.join(document, document.c.id == reading.c.document)
        return select(*columns, *about).select_from(joined).where(reading.c.current).order_by(reading.c.number)

    def followed(self) -> set[tuple[str, str, bool]]:
        """Return the judged pairs that were followed, with whether they were judged the same."""
        return {(row["one"], row["other"], row["same"]) for row in self._rows(select(link_tables.linked_pair))}

    def followed_words(self) -> dict[str, str]:
        """Return the judgements on single claims that were followed, by id, each with the id of its document."""
        return {row["judgement"]: row["document"] for row in self._rows(select(link_tables.linked_word))}

    def words(self) -> dict[str, str]:
        """Return the judgements on single claims to follow, by id, each with its document, where that is read."""
        with refusals(self._target), self._engine.connect() as connection:
            found = find_followed_words(connection)
        home = self.documents_of(found.values())
        return {id_: home[claim] for id_, claim in found.items() if claim in home}

    def judged(self) -> list[tuple[str, bool, str, str]]:
        """Return the judgements on pairs that hold, the earliest first: id, whether the same, and the two claims."""
        table = tables.judgement
        query = select(table.c.id, table.c.kind, table.c.subject).where(
            table.c.kind.in_(("same", "apart")), table.c.withdrawn.is_(None)
        )
        found = []
        for row in self._rows(query.order_by(table.c.made, table.c.id)):
            one, _, other = row["subject"].partition(" ")
            found.append((row["id"], row["kind"] == "same", one, other))
        return found

    def documents_of(self, claims: Iterable[str]) -> dict[str, str]:
        """Return the id of the document of each of these claims that is read now."""
        claim = tables.claim
        query = select(claim.c.id, claim.c.document).where(claim.c.current)
        return {row["id"]: row["document"] for row in self._in_pages(query, claim.c.id, claims)}

    def documents(self, documents: Collection[str]) -> Iterator[Document]:
        """Return these documents, without their claims."""
        document = tables.document
        return map(rows.read_document, self._in_pages(select(document), document.c.id, documents))

    def readings(self, documents: Collection[str]) -> Iterator[tuple[Document, list[Claim]]]:
        """Return these documents with their claims as reviewers leave them, those that make none among them."""
        for page in paged(sorted(documents), _DOCUMENTS):
            yield from self._readings(page)

    def _readings(self, page: Sequence[str]) -> Iterator[tuple[Document, list[Claim]]]:
        """Return these documents, and the claims in them."""
        document, claim = tables.document, tables.claim
        with refusals(self._target), self._engine.connect() as connection:
            words = find_words(connection, page)
        query = select(claim.c.document, claim.c.contract).where(claim.c.document.in_(page), claim.c.current)
        ordered = query.order_by(claim.c.document, claim.c.trigger_start, claim.c.trigger_end, claim.c.type)
        contracts = ((row["document"], row["contract"]) for row in self._rows(ordered))
        found: dict[str, list[Claim]] = {}
        for id_, read in read_claims(contracts, words):
            found.setdefault(id_, []).append(read)
        for row in self._rows(select(document).where(document.c.id.in_(page)).order_by(document.c.id)):
            yield rows.read_document(row), found.get(row["id"], [])

    def ranks(self, bands: Iterable[int], most_days: int) -> tuple[dict[int, list[tuple[date, str]]], set[int]]:
        """Return for bands the documents that hold them, with their days; apart from these the bands of more days."""
        sketch, document = link_tables.sketch, tables.document
        listed = sorted(bands)
        days = select(sketch.c.band, func.count(func.distinct(sketch.c.day)).label("days")).group_by(sketch.c.band)
        counts = {row["band"]: row["days"] for row in self._in_pages(days, sketch.c.band, listed)}
        query = select(sketch.c.band, sketch.c.day, document.c.id).join(
            document, document.c.number == sketch.c.document
        )
        ranks: dict[int, list[tuple[date, str]]] = {}
        for row in self._in_pages(query, sketch.c.band, [b for b, n in counts.items() if n <= most_days]):
            ranks.setdefault(row["band"], []).append((date.fromordinal(row["day"]), row["id"]))
        return ranks, {band for band, number in counts.items() if number > most_days}

    def reuse_rows_of(self, documents: Collection[str]) -> dict[str, Row]:
        """Return the pairs that share passages and in which one of these documents takes part, as kept, by id."""
        reuse = tables.reuse
        found: dict[str, Row] = {}
        for side in (reuse.c.earlier, reuse.c.later):
            found |= {row["id"]: dict(row) for row in self._in_pages(select(reuse), side, documents)}
        return found

    def origins_of(self, documents: Collection[str]) -> dict[str, ClaimOrigin]:
        """Return the origins of the claims of these documents, by claim."""
        table = tables.origin
        found = self._in_pages(select(table), table.c.document, documents)
        return {row["claim_id"]: link_rows.read_origin(row) for row in found}

    def tellings_of(self, documents: Collection[str]) -> list[KeptTelling]:
        """Return the tellings of these documents."""
        return self._tellings(link_tables.telling.c.document, documents)

    def tellings_in(self, parts: Collection[int]) -> list[KeptTelling]:
        """Return the tellings of these neighbourhoods."""
        return self._tellings(link_tables.telling.c.part, parts)

    def tellings_near(self, home: Collection[int], search: Collection[int]) -> list[KeptTelling]:
        """Return the tellings that look into the blocks `home`, and those that lie in the blocks `search`."""
        block, numbers = link_tables.telling_block, set()
        for blocks, lies_there in ((home, False), (search, True)):
            query = select(block.c.telling).distinct().where(block.c.home == lies_there)
            numbers |= {row["telling"] for row in self._in_pages(query, block.c.block, blocks)}
        return self._tellings(link_tables.telling.c.number, numbers)

    def next_telling(self) -> int:
        """Return a number above that of every telling."""
        for row in self._rows(select(func.max(link_tables.telling.c.number).label("number"))):
            return int(row["number"] or 0) + 1
        return 1

    def denied_in(self, incidents: Collection[str]) -> set[str]:
        """Return the claims that somebody denies in these incidents."""
        part = tables.incident_claim
        query = select(part.c.claim_id).where(part.c.denied)
        return {row["claim_id"] for row in self._in_pages(query, part.c.incident, incidents)}

    def _tellings(self, column: Any, values: Collection[Any]) -> list[KeptTelling]:  # noqa: ANN401 - any column
        """Return the tellings with one of these values."""
        found = []
        for row in self._in_pages(select(link_tables.telling), column, values):
            cells = {**row, "anchor": tuple(json.loads(row["anchor"])), "row": json.loads(row["row"])}
            found.append(KeptTelling(**cells))
        return found

    def _in_pages(self, query: Select[Any], column: Any, values: Iterable[Any]) -> Iterator[Any]:  # noqa: ANN401
        """Return the rows of a query where a column has one of these values."""
        for page in paged(sorted(values), _PAGE):
            yield from self._rows(query.where(or_(column.in_(page))))

    def _rows(self, query: Select[Any]) -> Iterator[Any]:
        """Return the rows of a query."""
        with (
            refusals(self._target),
            self._engine.connect().execution_options(yield_per=_PAGE) as connection,
            connection.execute(query) as result,
        ):
            yield from result.mappings()


def _read_linked(row: Any) -> LinkedReading:  # noqa: ANN401 - a row of the store
    """Return a reading that holds."""
    day = row["published"].toordinal() if row["published"] else UNDATED
    cells = {name: row[name] for name in ("reading", "document", "number", "given", "stamp", "publisher")}
    return LinkedReading(**cells, day=day)


def listed_pairs(pairs: Iterable[tuple[str, str, bool]]) -> Sequence[Row]:
    """Return judged pairs as rows."""
    return [{"one": one, "other": other, "same": same} for one, other, same in sorted(pairs)]
