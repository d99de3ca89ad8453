"""Turn what linking finds into rows of the record, and rows back into origins."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from selon.origins.origin import ClaimOrigin, Origin, OriginKind
from selon.origins.passages import Passage
from selon.origins.reuse import Order, Reuse
from selon.record.rows import NO_DAY, as_json, folded
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from selon.incidents.incident import Incident

Row = dict[str, Any]


def origin_row(found: ClaimOrigin, stamp: str, *, hedged: bool = False, denying: bool = False) -> Row:
    """Return the row of the origin of one claim, with whether the claim is hedged, and whether it denies something."""
    return {
        "hedged": hedged,
        "denying": denying,
        "claim_id": found.claim_id,
        "document": found.document_id,
        **origin_cells(found.origin),
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
        "aligned": as_json(reuse.aligned),
        "stamp": stamp,
    }


def read_reuse(row: Mapping[str, Any]) -> Reuse:
    """Return two documents that share passages from a row: all that origins need, runs and losses left out."""
    contract = json.loads(row["contract"])
    return Reuse(
        earlier=contract["earlier"],
        later=contract["later"],
        order=Order(contract["order"]),
        passages=tuple(
            Passage(TextSpan(*p["earlier"]), TextSpan(*p["later"]), (), p["words"]) for p in contract["passages"]
        ),
        containment=contract["containment"],
        credited=contract["credited"],
        common=tuple(contract["common"]),
        aligned=tuple((one, other) for one, other in json.loads(row["aligned"])),
    )


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
        **contract_cells(
            contract,
            min((c.published for c in incident.claims if c.published), default=None),
            max((c.published for c in incident.claims if c.published), default=None),
            sum(c.published is None for c in incident.claims),
        ),
        "radius_km": incident.place.reach_km if incident.place else None,
    }


def contract_cells(contract: Mapping[str, Any], first: date | None, last: date | None, undated: int | None) -> Row:
    """Return what lists and maps of incidents go by.

    `first` and `last` are the days of publication of its claims, `undated` how many claims have none.
    """
    place, killed, wounded = (contract.get(name) or {} for name in ("place", "killed", "wounded"))
    return {
        "position": f"{contract['start'] or NO_DAY} {contract['id']}",
        "lat": place.get("lat"),
        "lon": place.get("lon"),
        "precision": place.get("precision"),
        "country": place.get("country") or "",
        "killed_low": killed.get("low"),
        "killed_high": killed.get("high"),
        "wounded_low": wounded.get("low"),
        "wounded_high": wounded.get("high"),
        "outlets": contract["outlets"],
        "independent": contract["independent"],
        "unknown_origins": contract["unknown_origins"],
        "grades": "".join(f"|{word}|" for word in contract["grade"].split(", ") if word),
        "first_known": first,
        "last_known": date.max if undated else last,
    }


def incident_claim_rows(incident: Incident, denied: Collection[str]) -> list[Row]:
    """Return the rows that say which claims an incident has, and which of them somebody denies there."""
    ids = dict.fromkeys(claim.id for claim in incident.claims)
    return [{"incident": incident.id, "claim_id": claim, "denied": claim in denied} for claim in ids]


def origin_cells(origin: Origin) -> Row:
    """Return the cells of an origin."""
    return {
        "key": origin.key,
        "label": origin.label,
        "kind": str(origin.kind),
        "known": origin.known,
        "side": origin.side,
    }
