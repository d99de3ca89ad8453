"""Claims, incidents and documents whole: what the API answers and pages start from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from selon.record.judged import apply, build_judgement_row
from selon.record.paging import Page
from selon.record.rows import as_json

if TYPE_CHECKING:
    from datetime import date

    from selon.origins.origin import ClaimOrigin
    from selon.record.record import Record
    from selon.record.view import Hit
    from selon.web.asking import Asked

Row = dict[str, Any]


def list_claims(record: Record, asked: Asked) -> Page[str]:
    """Return a page of the claims that are asked for as JSON, as judged: as they are kept where nobody judged them."""
    page = record.view.claim_texts(asked.filter, cursor=asked.cursor, limit=asked.limit)
    judged = record.judgements.of_many([id_ for id_, _ in page.rows])
    texts = (as_json(apply(json.loads(text), judged[id_])) if id_ in judged else text for id_, text in page.rows)
    return Page(tuple(texts), page.next_cursor, page.total)


def build_whole_claim(record: Record, prefix: str) -> Row:
    """Return a claim as judged, with its reader, its origin and its incidents."""
    found = record.view.claim(prefix)
    stamp = record.view.stamp(found.stamp)
    home = record.view.document(str(found.row["document_id"]))
    origin = record.links.origins_of([found.id]).get(found.id)
    incident = record.links.incident_of([found.id]).get(found.id)
    return {
        **next(record.judgements.applied([found.row])),
        "url": home.document.url,
        "reader": {"program": stamp.program, "model": stamp.model, "codebook": stamp.codebook},
        "origin": build_origin(origin) if origin else None,
        "incidents": [incident] if incident else [],
    }


def build_origin(found: ClaimOrigin) -> Row:
    """Return the origin of a claim as an object."""
    origin = found.origin
    return {
        "key": origin.key,
        "label": origin.label,
        "kind": str(origin.kind),
        "side": origin.side,
        "known": origin.known,
        "path": list(found.path),
    }


def list_history(record: Record, prefix: str) -> list[Row]:
    """Return all judgements on a claim, withdrawn ones too, the earliest first."""
    return [build_judgement_row(judgement) for judgement in record.judgements.history(record.view.claim(prefix).id)]


def build_whole_incident(record: Record, prefix: str, as_of: date | None = None) -> Row:
    """Return an incident with its claims and the passages that their documents share, as known on a day."""
    links = record.links
    row = links.incident_as_of(prefix, as_of) if as_of else links.incident(prefix)
    told = list(record.judgements.applied(links.claims_of(row["id"], as_of)))
    documents = list({claim["document_id"] for claim in told})
    return {**row, "told": told, "reuse": list(links.reuses(documents))}


def list_incidents(record: Record, asked: Asked) -> Page[str]:
    """Return a page of the incidents that are asked for as JSON."""
    return record.links.incident_texts(asked.filter, cursor=asked.cursor, limit=asked.limit)


def build_whole_document(record: Record, name: str) -> Row:
    """Return a document with its text as published."""
    found = record.view.document(name)
    furniture = [[span.start, span.end] for span in found.document.furniture]
    return {**found.row, "text": found.document.text, "furniture": furniture}


def build_hit(hit: Hit) -> Row:
    """Return a hit of a search; `spans` are stretches of the quote."""
    start, end = hit.excerpt.start, hit.excerpt.end
    inside = [span for span in hit.spans if start <= span.start and span.end <= end]
    return {
        "id": hit.id,
        "name": hit.name,
        "publisher": hit.publisher,
        "published": hit.published or None,
        "quote": hit.quote,
        "quote_start": start,
        "spans": [[span.start - start, span.end - start] for span in inside],
    }
