"""Turn documents and claims into rows of the record, and rows back into documents."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from selon.documents.document import Document
from selon.record.doubt import MOST, find_doubt
from selon.record.folding import fold
from selon.values import TextSpan, digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.engine import RowMapping

    from selon.claims.claim import Claim

Row = dict[str, Any]

_FOLDED_LENGTH = 400  # an index cannot hold a stretch of any length
_GREATEST = 2**63 - 1
_NAME_BYTES = 120
NO_DAY = "9999-99-99"
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def as_json(value: object) -> str:
    """Return a value as JSON, as short as it can be, its fields in the order in which they stand."""
    return _JSON.encode(value)


def folded(words: str) -> str:
    """Return words folded for comparison, no longer than an index can hold."""
    return fold(words[: 2 * _FOLDED_LENGTH])[:_FOLDED_LENGTH]


def document_row(document: Document) -> Row:
    """Return what the record keeps of a document, apart from its reading."""
    return {
        "id": document.id,
        "name": document.name,
        "digest": digest("text", document.text),
        "text": document.text,
        **facts_row(document),
    }


def facts_row(document: Document) -> Row:
    """Return what is said about a document: it may be learned later, and the text stays the same."""
    return {
        "publisher": document.publisher,
        "publisher_folded": folded(document.publisher),
        "published": document.published,
        "language": document.language,
        "url": document.url,
        "metadata": as_json(dict(sorted(document.metadata.items()))),
        "furniture": as_json([[span.start, span.end] for span in document.furniture]),
    }


def given_digest(document: Document) -> str:
    """Return the digest of what a reading starts from beside the text: with other facts it has to be read again."""
    row = facts_row(document)
    return digest("given", *(str(row[key]) for key in ("publisher", "published", "language", "url", "metadata")))


def read_document(row: RowMapping | Mapping[str, Any]) -> Document:
    """Return the document that a row of the record holds."""
    return Document(
        name=row["name"],
        text=row["text"],
        publisher=row["publisher"],
        published=row["published"],
        language=row["language"],
        url=row["url"],
        furniture=tuple(TextSpan(start, end) for start, end in json.loads(row["furniture"])),
        metadata=MappingProxyType(json.loads(row["metadata"])),
    )


def claim_row(claim: Claim, contract: Mapping[str, Any], document: Document, stamp: str) -> Row:
    """Return the row of a claim, its full contract within it."""
    text = as_json(contract)
    period = claim.time.period if claim.time else None
    start, end = (period.start, period.end) if period else (None, None)
    return {
        "id": claim.id,
        "document": claim.document,
        "stamp": stamp,
        "current": True,
        "type": claim.type,
        "trigger_start": claim.trigger.start,
        "trigger_end": claim.trigger.end,
        "polarity": str(claim.factuality.polarity),
        "status": str(claim.factuality.status),
        "time_text": contract["time"]["text"] if contract["time"] else None,
        "time_start": start,
        "time_end": end,
        "day_from": start or end or document.published,
        "day_to": end or start or document.published,
        "folded": fold(contract["sentence"]),
        "contract": text,
        "digest": digest("contract", text),
        **list_cells(contract, document.publisher, document.published, document.name, document.id),
    }


def list_cells(contract: Mapping[str, Any], publisher: str, published: date | None, name: str, document: str) -> Row:
    """Return what lists of claims go by: who published and when, the place in the order of all, how sure the reading.

    The order is that of the day of publication, the document's name and id, and the place of the claim in it.
    """
    start, end = contract["trigger"]
    day = published.isoformat() if published else NO_DAY
    short = name.encode()[:_NAME_BYTES].decode(errors="ignore")
    place = f"{short}\x1f{document} {start:09d} {end:09d} {contract['type']}"
    return {
        "published": published,
        "outlet": folded(publisher),
        "position": f"{day} {place}",
        "certainty": MOST - find_doubt(contract),
    }


def argument_rows(contract: Mapping[str, Any], claim: int) -> list[Row]:
    """Return the rows by which the arguments of a claim are found."""
    return [_argument_row(argument, claim) for argument in contract["arguments"]]


def _argument_row(argument: Mapping[str, Any], claim: int) -> Row:
    """Return the row of one argument."""
    place = argument.get("place") or {}
    return {
        "claim": claim,
        "role": argument["role"],
        **_words(argument),
        "folded": folded(argument["text"]),
        "entity": argument.get("actor", argument.get("entity")),
        "place_id": place.get("id"),
        "place_name": place.get("name"),
        "place_folded": folded(place["name"]) if place.get("name") else None,
        "country": place.get("country"),
        "lat": place.get("lat"),
        "lon": place.get("lon"),
        "precision": place.get("precision"),
        "radius_km": place.get("radius_km"),
    }


def quantity_rows(contract: Mapping[str, Any], claim: int) -> list[Row]:
    """Return the rows by which the quantities of a claim are found."""
    return [
        {
            "claim": claim,
            "kind": quantity["kind"],
            "low": _bounded(quantity["low"]),
            "high": _bounded(quantity["high"]),
            "approx": quantity["approx"],
            **_words(quantity),
        }
        for quantity in contract["quantities"]
    ]


def source_rows(contract: Mapping[str, Any], claim: int) -> list[Row]:
    """Return the rows by which the sources of a claim are found, the outermost first."""
    return [
        {
            "claim": claim,
            "link": link,
            "kind": source["kind"],
            **_words(source),
            "folded": folded(source["text"]),
            "entity": source.get("actor", source.get("entity")),
        }
        for link, source in enumerate(contract["attribution"])
    ]


def _words(item: Mapping[str, Any]) -> Row:
    """Return where a stretch stands, and its words."""
    return {"start": item["start"], "end": item["end"], "words": item["text"]}


def _bounded(number: int | None) -> int | None:
    """Return a number that a database can hold."""
    return None if number is None else min(number, _GREATEST)
