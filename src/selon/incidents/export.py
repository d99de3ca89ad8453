"""The public contract: an incident as it leaves the program, one JSON object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selon.incidents.facts import Spot
    from selon.incidents.incident import Figure, Incident, Join, OriginShare

Row = dict[str, Any]


def build_incident_row(incident: Incident) -> Row:
    """Return the incident as the JSON object of the contract, with further fields beside those."""
    first = incident.first_told
    return {
        "id": incident.id,
        "type": incident.type,
        "start": incident.start.isoformat() if incident.start else None,
        "end": incident.end.isoformat() if incident.end else None,
        "place": _place(incident.place),
        "claims": [
            {"id": c.id, "document": c.document, "trigger": [c.trigger.start, c.trigger.end]} for c in incident.claims
        ],
        "documents": len(incident.documents),
        "outlets": len(incident.outlets),
        "origins": [_origin(origin) for origin in incident.origins],
        "independent": incident.independent,
        "unknown_origins": incident.unknown_origins,
        "disputed": incident.disputed,
        "denials": [{"source": d.source, "document": d.document, "claim": d.claim} for d in incident.denials],
        "grade": incident.grade,
        "killed": _figure(incident.killed),
        "wounded": _figure(incident.wounded),
        "types": list(incident.types),
        "standing": incident.standing,
        "grades": [{"word": str(g.word), "why": g.why, "claims": list(g.claims)} for g in incident.grades],
        "differences": [
            {"field": d.field, "by_origin": {key: list(values) for key, values in d.by_origin.items()}}
            for d in incident.differences
        ],
        "totals": list(incident.totals),
        "sides": dict(incident.sides),
        "first_told": {
            "document": first.document,
            "outlet": first.outlet,
            "published": first.published.isoformat() if first.published else None,
        },
        "joins": [_join(join) for join in incident.joins],
    }


def _place(spot: Spot | None) -> Row | None:
    """Return a place, without a point where only a country is known."""
    if spot is None:
        return None
    row: Row = {"name": spot.name, "precision": str(spot.precision), "country": spot.country}
    return row | ({"lat": spot.lat, "lon": spot.lon} if spot.lat is not None else {})


def _origin(origin: OriginShare) -> Row:
    """Return what rests on one origin."""
    return {
        "source": origin.key,
        "label": origin.source,
        "kind": origin.kind,
        "side": origin.side,
        "known": origin.known,
        "documents": list(origin.documents),
        "claims": list(origin.claims),
        "killed": _figure(origin.killed),
        "wounded": _figure(origin.wounded),
        "denies": origin.denies,
    }


def _figure(figure: Figure | None) -> Row | None:
    """Return a range."""
    return None if figure is None else {"low": figure.low, "high": figure.high}


def _join(join: Join) -> Row:
    """Return why two tellings are taken for one event."""
    because = [{"comparison": name, "says": label, "bits": bits} for name, label, bits in join.because]
    return {"one": join.one, "other": join.other, "bits": join.weight, "judged": join.judged, "because": because}
