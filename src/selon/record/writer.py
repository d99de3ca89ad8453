"""The write side of the record: one transaction a document, so that nothing is ever half-written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from selon.claims.contract import build_row
from selon.errors import DocumentError, ReaderError
from selon.record import rows, tables
from selon.record.connection import patiently, refusals
from selon.record.folding import fold
from selon.record.standing import Standing, find_standing

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

    from selon.claims.claim import Claim
    from selon.claims.reading import ReaderStamp, Reading
    from selon.documents.document import Document

_SEARCHED_LENGTH = 300_000  # PostgreSQL indexes a megabyte of words and no more
_PARTS = (tables.argument, tables.quantity, tables.source)


class Writer:
    """Adds readings to a record. Any number of writers may work on one record; they wait for each other."""

    def __init__(self, engine: Engine, target: str, stamp: ReaderStamp, *, patience: float) -> None:
        """Write to the store what the reader with this stamp reads."""
        self._engine, self._target, self._stamp, self._patience = engine, target, stamp, patience

    def add(self, reading: Reading, *, again: bool = False) -> bool:
        """Keep a reading and its claims, and return whether anything was written.

        Nothing is written where the record has this document read with the same facts by the same stamp (or by any
        stamp, unless `again`): so a second ingest, or one that ran at the same time, changes nothing.
        """
        _refuse_unfit(reading, nul=self._engine.dialect.name != "postgresql")

        def write() -> bool:
            with self._engine.connect().execution_options(selon_writes=True) as connection, connection.begin():
                return self._add(connection, reading, again=again)

        with refusals(self._target):
            return patiently(write, patience=self._patience)

    def _add(self, connection: Connection, reading: Reading, *, again: bool) -> bool:
        """Write document, reading and claims within the transaction that is open."""
        _keep_document(connection, reading)
        arrival = find_standing(connection, reading.document, self._stamp.digest)
        if arrival.standing is Standing.KNOWN or (arrival.standing is Standing.OLDER and not again):
            return False
        document = arrival.document
        _keep_facts(connection, reading, document)
        self._keep_stamp(connection)
        if arrival.standing is not Standing.NEW:
            self._supersede(connection, document)
        claims = list({claim.id: claim for claim in reversed(reading.claims)}.values())[::-1]
        connection.execute(
            insert(tables.reading).values(
                document=document.id,
                stamp=self._stamp.digest,
                given=rows.given_digest(document),
                read_at=now(),
                status=str(reading.status),
                note=reading.note,
                claims=len(claims),
                current=True,
            )
        )
        self._keep_claims(connection, claims, document)
        return True

    def _keep_stamp(self, connection: Connection) -> None:
        """Keep who reads, once."""
        stamp = self._stamp
        values = {"digest": stamp.digest, "program": stamp.program, "model": stamp.model, "codebook": stamp.codebook}
        _insert_once(connection, tables.stamp, values)

    def _supersede(self, connection: Connection, document: Document) -> None:
        """Let the claims of earlier readings step back, and those of an earlier reading by this very stamp go."""
        claim, reading = tables.claim, tables.reading
        before = select(claim.c.number).where(claim.c.document == document.id, claim.c.current)
        for part in _PARTS:
            connection.execute(delete(part).where(part.c.claim.in_(before)))
        same = (claim.c.document == document.id) & (claim.c.stamp == self._stamp.digest)
        connection.execute(delete(claim).where(same))
        connection.execute(update(claim).where(claim.c.document == document.id, claim.c.current).values(current=False))
        same = (reading.c.document == document.id) & (reading.c.stamp == self._stamp.digest)
        connection.execute(delete(reading).where(same))
        connection.execute(update(reading).where(reading.c.document == document.id).values(current=False))

    def _keep_claims(self, connection: Connection, claims: list[Claim], document: Document) -> None:
        """Write the claims of a document, and the rows by which their parts are found."""
        if not claims:
            return
        contracts = {claim.id: build_row(claim, document) for claim in claims}
        stamp, table = self._stamp.digest, tables.claim
        connection.execute(
            insert(table), [rows.claim_row(claim, contracts[claim.id], document, stamp) for claim in claims]
        )
        here = (table.c.document == document.id) & (table.c.stamp == stamp)
        numbers = connection.execute(select(table.c.id, table.c.number).where(here).order_by(table.c.number)).all()
        for part, build in zip(_PARTS, (rows.argument_rows, rows.quantity_rows, rows.source_rows), strict=True):
            found = [row for key, number in numbers for row in build(contracts[key], number)]
            if found:
                connection.execute(insert(part), found)


def now() -> str:
    """Return the moment, in UTC, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _refuse_unfit(reading: Reading, *, nul: bool) -> None:
    """Refuse a reading that the record could not give back.

    Raises ReaderError for a claim of another document or beyond the text, DocumentError for text that no file can hold.
    """
    document = reading.document
    for claim in reading.claims:
        stretches = [claim.trigger, *(argument.span for argument in claim.arguments)]
        stretches += [*(quantity.span for quantity in claim.quantities), *(source.span for source in claim.attribution)]
        if claim.document != document.id or any(span.end > len(document.text) for span in stretches):
            fault = f"the claim {claim.id} ({claim.type}) does not stand in this document"
            raise ReaderError(fault, where=document.name, remedy="This is a fault of the program: please report it")
    said = "".join([document.name, document.text, document.publisher, document.url, *document.metadata.values()])
    remedy = "Save the document in UTF-8, without it, and ingest it again"
    try:
        said.encode()
    except UnicodeEncodeError as error:
        raise DocumentError(
            "the text holds half a character (a lone surrogate)", where=document.name, remedy=remedy
        ) from error
    if "\0" in said and not nul:
        raise DocumentError("the text holds a NUL, which PostgreSQL cannot keep", where=document.name, remedy=remedy)


def _insert_once(connection: Connection, table: Any, values: dict[str, Any]) -> None:  # noqa: ANN401 - any table
    """Insert a row unless it is there."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as insert_here  # noqa: PLC0415 - one server or the other
    else:
        from sqlalchemy.dialects.sqlite import insert as insert_here  # type: ignore[assignment] # noqa: PLC0415
    connection.execute(insert_here(table).values(values).on_conflict_do_nothing())


def _keep_document(connection: Connection, reading: Reading) -> None:
    """Write the document unless it is there, with the words by which it is searched."""
    row = rows.document_row(reading.document)
    row |= {"status": str(reading.status), "note": reading.note, "added": now()}
    document = tables.document
    _insert_once(connection, document, row)
    if connection.dialect.name != "postgresql":
        return
    number = connection.execute(
        select(document.c.number).where(document.c.id == row["id"]).with_for_update()
    ).scalar_one()
    words = func.to_tsvector("simple", fold(f"{row['name']} {row['text'][:_SEARCHED_LENGTH]}"))
    _insert_once(connection, tables.document_words, {"document": number, "words": words})


def _keep_facts(connection: Connection, reading: Reading, document: Document) -> None:
    """Write what is now known about a document."""
    values = {**rows.facts_row(document), "status": str(reading.status), "note": reading.note}
    connection.execute(update(tables.document).where(tables.document.c.id == document.id).values(values))
