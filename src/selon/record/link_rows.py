"""Turn what linking finds into rows of the record, and rows back into origins."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from selon.origins.origin import ClaimOrigin, Origin, OriginKind
from selon.record.rows import as_json, folded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selon.incidents.incident import Incident
    from selon.origins.citation import Cited
    from selon.origins.reuse import Reuse

Row = dict[str, Any]


def origin_row(found: ClaimOrigin, stamp: str) -> Row:
    """Return the row of the origin of one claim."""
    return {
        "claim_id": found.claim_id,
        "document": found.document_id,
        **_origin_cells(found.origin),
        "path": as_json(list(found.path)),
        "keys": as_json(list(found.keys)),
        "taken_from": found.taken_from,
        "stamp": stamp,
    }


def read_origin(row: Mapping[str, Any]) -> ClaimOrigin:
    """Return the origin of a claim that a row holds."""
    origin = Origin(
        key=row["key"], label=row["label"], kind=OriginKind(row["kind"]), known=row["known"], side=row["side"]
    )
    return ClaimOrigin(
        claim_id=row["claim_id"],
        document_id=row["document"],
        origin=origin,
        path=tuple(json.loads(row["path"])),
        keys=tuple(json.loads(row["keys"])),
        taken_from=row["taken_from"],
    )


def cited_row(cited: Cited, stamp: str) -> Row:
    """Return the row of one origin as it is cited."""
    return {
        **_origin_cells(cited.origin),
        "claims": cited.claims,
        "documents": cited.documents,
        "publishers": as_json(dict(cited.publishers)),
        "hedged": cited.hedged,
        "denying": cited.denying,
        "denied": cited.denied,
        "stamp": stamp,
    }


def reuse_row(reuse: Reuse, stamp: str) -> Row:
    """Return the row of two documents that share passages."""
    contract = {
        "id": reuse.id,
        "earlier": reuse.earlier,
        "later": reuse.later,
        "order": str(reuse.order),
        "containment": reuse.containment,
        "credited": reuse.credited,
        "common": list(reuse.common),
        "passages": [
            {"earlier": [p.earlier.start, p.earlier.end], "later": [p.later.start, p.later.end], "words": p.words}
            for p in reuse.passages
        ],
        "lost": [{"kind": loss.kind, "words": loss.words, "became": loss.became} for loss in reuse.lost],
    }
    return {
        "id": reuse.id,
        "earlier": reuse.earlier,
        "later": reuse.later,
        "contract": as_json(contract),
        "stamp": stamp,
    }


def incident_row(incident: Incident, contract: Mapping[str, Any], stamp: str) -> Row:
    """Return the row of an incident, its full contract within it."""
    name = incident.place.name if incident.place else None
    return {
        "id": incident.id,
        "type": incident.type,
        "start": incident.start,
        "end": incident.end,
        "place": name,
        "place_folded": folded(name) if name else None,
        "standing": incident.standing,
        "disputed": incident.disputed,
        "documents": len(incident.documents),
        "contract": as_json(contract),
        "stamp": stamp,
    }


def incident_claim_rows(incident: Incident) -> list[Row]:
    """Return the rows that say which claims an incident has."""
    ids = dict.fromkeys(claim.id for claim in incident.claims)
    return [{"incident": incident.id, "claim_id": claim} for claim in ids]


def _origin_cells(origin: Origin) -> Row:
    """Return the cells of an origin."""
    return {
        "key": origin.key,
        "label": origin.label,
        "kind": str(origin.kind),
        "known": origin.known,
        "side": origin.side,
    }
