"""Check a record against itself: every digest, every span against the text that it quotes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from selon.claims.contract import read_row
from selon.errors import SelonError
from selon.record import rows, tables
from selon.record.connection import refusals
from selon.record.judgements import check_shape, read_judgement
from selon.values import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.engine import Connection, Engine, RowMapping

    from selon.documents.document import Document

_PARTS = (
    (tables.argument, rows.argument_rows),
    (tables.quantity, rows.quantity_rows),
    (tables.source, rows.source_rows),
)

_DERIVED = frozenset({"number", "folded", "place_folded"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in a record that is not as it should be."""

    where: str
    fault: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of a record looked at, and what it found wrong."""

    documents: int
    claims: int
    spans: int
    differences: tuple[Difference, ...]


def verify(engine: Engine, target: str) -> Verification:
    """Return what differs in the record from what its digests and texts say."""
    documents = claims = spans = 0
    found: list[Difference] = []
    with refusals(target), engine.connect() as connection:
        found += _check_store(connection)
        connection.rollback()  # let go of what the check of the search index held
        for row in connection.execute(select(tables.document).order_by(tables.document.c.number)).mappings():
            document = rows.read_document(row)
            documents += 1
            found += _check_document(row, document)
            for claim in _claims_of(connection, row["id"]):
                claims += 1
                quoted, faults = _check_claim(connection, claim, document)
                spans += quoted
                found += [Difference(f"claim {claim['id']} of {document.name}", fault) for fault in faults]
            found += _check_readings(connection, row)
        found += _check_judgements(connection)
    return Verification(documents, claims, spans, tuple(found))


def _check_store(connection: Connection) -> list[Difference]:
    """Return what the database itself finds wrong."""
    if connection.dialect.name != "sqlite":
        return []
    said = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
    found = [Difference("store", line) for line in said if line != "ok"]
    found += [Difference("store", f"row {row[1]} of {row[0]} points to nothing") for row in _dangling(connection)]
    try:
        connection.exec_driver_sql("INSERT INTO document_words(document_words, rank) VALUES ('integrity-check', 1)")
    except DatabaseError as error:
        if "malformed" in str(error.orig):  # anything else says that nothing can be written here, or not now
            found.append(Difference("store", "the search index does not fit the documents"))
    return found


def _dangling(connection: Connection) -> list[Any]:
    """Return the rows whose foreign keys point to nothing."""
    return list(connection.exec_driver_sql("PRAGMA foreign_key_check"))


def _check_document(row: RowMapping, document: Document) -> Iterator[Difference]:
    """Return what is wrong with a document's digests and furniture."""
    if row["digest"] != digest("text", row["text"]):
        yield Difference(row["name"], "the text is not the one that was ingested (its digest differs)")
    if row["id"] != document.id:
        yield Difference(row["name"], "the id is not the digest of name and text")
    if any(span.end > len(document.text) for span in document.furniture):
        yield Difference(row["name"], "a stretch of furniture lies beyond the text")


def _check_judgements(connection: Connection) -> Iterator[Difference]:
    """Return which judgements nobody could have made; those on claims that are no longer read are none of these."""
    document, judgement = tables.document, tables.judgement
    query = select(judgement, document.c.text).join(document, document.c.id == judgement.c.document, isouter=True)
    for row in connection.execute(query.order_by(judgement.c.id)).mappings():
        try:
            check_shape(read_judgement(row), row["text"])
        except (SelonError, ValueError) as error:
            yield Difference(f"judgement {row['id']}", str(error))


def _claims_of(connection: Connection, document: str) -> list[Any]:
    """Return the claims of a document, superseded ones too."""
    query = select(tables.claim).where(tables.claim.c.document == document).order_by(tables.claim.c.number)
    return list(connection.execute(query).mappings())


def _check_claim(connection: Connection, row: Mapping[str, Any], document: Document) -> tuple[int, list[str]]:
    """Return how many spans of a claim were compared with the text, and what is wrong with the claim."""
    if row["digest"] != digest("contract", row["contract"]):
        return 0, ["the contract is not the one that was written (its digest differs)"]
    contract = json.loads(row["contract"])
    claim = read_row(contract)
    faults = []
    quoted = [("trigger", *contract["trigger"], contract["words"])]
    quoted.append(("sentence", contract["sentence_start"], None, contract["sentence"]))
    for group in ("arguments", "quantities", "attribution"):
        quoted += [(group, item["start"], item["end"], item["text"]) for item in contract[group]]
    if contract["time"]:
        quoted.append(("time", *contract["time"]["span"], contract["time"]["text"]))
    for name, start, end, words in quoted:
        if document.text[start : start + len(words) if end is None else end] != words:
            faults.append(f"{name}: {words!r} does not stand at {start} of the text")
    if claim.id != row["id"] or claim.document != row["document"]:
        faults.append("the id is not the digest of document, trigger and type")
    stored = rows.claim_row(claim, contract, document, row["stamp"])
    keys = (
        "type",
        "trigger_start",
        "trigger_end",
        "polarity",
        "status",
        "time_text",
        "time_start",
        "time_end",
        "published",
        "outlet",
        "position",
    )
    faults += [f"the column {key} does not say what the contract says" for key in keys if stored[key] != row[key]]
    if row["current"]:
        faults += _check_parts(connection, row["number"], contract)
    return len(quoted), faults


def _check_parts(connection: Connection, number: int, contract: Mapping[str, Any]) -> Iterator[str]:
    """Return which rows of arguments, quantities or sources do not repeat the contract."""
    for table, build in _PARTS:
        expected = build(contract, number)
        stored = connection.execute(select(table).where(table.c.claim == number).order_by(table.c.number)).mappings()
        if [_told(row) for row in stored] != [_told(row) for row in expected]:
            yield f"the rows of {table.name} do not say what the contract says"


def _told(row: Mapping[str, Any] | RowMapping) -> dict[str, Any]:
    """Return what a row repeats of its contract, without its number and without words folded for search."""
    return {str(key): value for key, value in row.items() if key not in _DERIVED}


def _check_readings(connection: Connection, row: RowMapping) -> Iterator[Difference]:
    """Return what is wrong with the readings of a document: none or several current ones, claims missing."""
    reading, claim = tables.reading, tables.claim
    readings = list(connection.execute(select(reading).where(reading.c.document == row["id"])).mappings())
    if sum(bool(item["current"]) for item in readings) != 1:
        yield Difference(row["name"], "the document has not exactly one current reading")
    for item in readings:
        same = (claim.c.document == row["id"]) & (claim.c.stamp == item["stamp"])
        kept = connection.execute(select(func.count()).select_from(claim).where(same)).scalar_one()
        if kept != item["claims"]:
            yield Difference(row["name"], f"{item['claims']} claims were read and {kept} are kept")
