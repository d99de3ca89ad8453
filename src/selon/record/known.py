"""What was known on a day: incidents as they stand by the documents published up to it alone.

Of most incidents all was known by that day, or nothing: only those of which part was known are built again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from selon.incidents.export import build_incident_row
from selon.incidents.knowing import rebuild_incident
from selon.record import link_rows, tables
from selon.record.bulk import paged
from selon.record.judged_claims import find_words, read_claims
from selon.record.rows import read_document

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Column
    from sqlalchemy.engine import Connection

    from selon.claims.claim import Claim
    from selon.documents.document import Document
    from selon.origins.origin import ClaimOrigin

Row = dict[str, Any]
Reading = tuple["Document", list["Claim"]]

_PAGE = 500


@dataclass(frozen=True, slots=True)
class KnownIncident:
    """An incident as part of its documents tell it: the cells of its row, and its contract."""

    cells: Mapping[str, Any]
    contract: Row


def find_partly_known(
    connection: Connection, day: date, among: Collection[str] | None = None
) -> dict[str, KnownIncident]:
    """Return the incidents of which a part was known on a day, by id; those not known to have happened are left out.

    With `among` only of the incidents with these ids.
    """
    incident = tables.incident
    partly = select(incident.c.id, incident.c.contract, incident.c.lat, incident.c.lon).where(
        incident.c.first_known <= day, incident.c.last_known > day
    )
    queries = (
        [partly] if among is None else [partly.where(incident.c.id.in_(ids)) for ids in paged(sorted(among), _PAGE)]
    )
    rows = [row for query in queries for row in connection.execute(query).mappings()]
    return dict(_rebuild(connection, rows, day))


def _rebuild(connection: Connection, rows: Sequence[Any], day: date) -> Iterator[tuple[str, KnownIncident]]:
    """Yield the incidents of these rows as documents up to the day tell them."""
    parts = _find_parts(connection, [row["id"] for row in rows], day)
    documents = sorted({document for own in parts.values() for document in own.values()})
    readings = _find_readings(connection, documents)
    origins = _find_origins(connection, [claim for own in parts.values() for claim in own])
    for row in rows:
        own = parts.get(row["id"], {})
        place = (row["lat"], row["lon"]) if row["lat"] is not None else None
        here = [readings[document] for document in sorted(set(own.values())) if document in readings]
        found = rebuild_incident(here, frozenset(own), origins, place)
        if found is None:
            continue
        whole = json.loads(row["contract"])
        contract = build_incident_row(found) | {"id": row["id"], "as_of": day.isoformat()}
        contract["joins"] = [join for join in whole["joins"] if join["one"] in own and join["other"] in own]
        cells = link_rows.incident_row(found, contract, "") | {"id": row["id"]}
        yield row["id"], KnownIncident(MappingProxyType(cells), contract)


def _find_parts(connection: Connection, incidents: Sequence[str], day: date) -> dict[str, dict[str, str]]:
    """Return for each incident the claims that were published up to the day, with their documents."""
    part, claim = tables.incident_claim, tables.claim
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for ids in paged(incidents, _PAGE):
        query = (
            select(part.c.incident, claim.c.id, claim.c.document)
            .join(claim, (claim.c.id == part.c.claim_id) & claim.c.current)
            .where(part.c.incident.in_(ids), claim.c.published <= day)
        )
        for incident, id_, document in connection.execute(query):
            found[incident][id_] = document
    return found


def _find_readings(connection: Connection, documents: Sequence[str]) -> dict[str, Reading]:
    """Return these documents with all of their claims as reviewers leave them, by id."""
    claim = tables.claim
    found: dict[str, Reading] = {}
    for row in _in(connection, tables.document.c.id, documents):
        found[str(row["id"])] = (read_document(row), [])
    for ids in paged(documents, _PAGE):
        query = select(claim.c.position, claim.c.document, claim.c.contract)
        told = connection.execute(query.where(claim.c.document.in_(ids), claim.c.current)).all()
        contracts = [(id_, contract) for _, id_, contract in sorted(told)]  # the store would look at all in that order
        for id_, read in read_claims(contracts, find_words(connection, ids)):
            found[id_][1].append(read)
    return found


def _find_origins(connection: Connection, claims: Sequence[str]) -> dict[str, ClaimOrigin]:
    """Return the origins of these claims, by claim id."""
    return {row["claim_id"]: link_rows.read_origin(row) for row in _in(connection, tables.origin.c.claim_id, claims)}


def _in(connection: Connection, column: Column[str], values: Sequence[str]) -> Iterator[Any]:
    """Yield the rows of a column's table in which it has one of these values."""
    for page in paged(values, _PAGE):
        yield from connection.execute(select(column.table).where(column.in_(page))).mappings()
