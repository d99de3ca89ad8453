"""Movements: who goes or is taken from where to where, on whose word, as rows and as lines on a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selon.claims.claim import Polarity, Role
from selon.incidents.facts import read_spot
from selon.values import Precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from selon.claims.claim import Argument, Claim
    from selon.documents.document import Document
    from selon.incidents.facts import Spot
    from selon.origins.origin import ClaimOrigin
    from selon.values import Count

MOVES = frozenset({"displacement", "movement", "transfer"})
_PEOPLE = ("displaced", "civilians", "fighters", "leaders", "captured", "wounded", "vehicles", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One movement as one claim tells it; `mover` is who goes or takes along, `moved` who or what is taken."""

    claim: str
    document: str
    outlet: str
    type: str
    origin: Spot | None
    destination: Spot | None
    mover: str
    moved: str
    number: Count | None
    start: date | None
    end: date | None
    told_by: str
    negated: bool
    status: str


def find_movements(
    readings: Iterable[tuple[Document, Sequence[Claim]]], origins: Mapping[str, ClaimOrigin] | None = None
) -> list[Movement]:
    """Return the movements told with at least one end, in document order; `origins` says on whose word, by claim."""
    return [
        _movement(claim, document, (origins or {}).get(claim.id))
        for document, claims in readings
        for claim in claims
        if claim.type in MOVES and any(a.role in {Role.ORIGIN, Role.DESTINATION} for a in claim.arguments)
    ]


def build_lines(movements: Iterable[Movement]) -> dict[str, Any]:
    """Return the movements with both ends as a GeoJSON FeatureCollection of LineStrings."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": ends},
            "properties": build_movement_row(move),
        }
        for move in movements
        if (ends := _ends(move)) is not None
    ]
    return {"type": "FeatureCollection", "features": features}


def build_movement_row(move: Movement) -> dict[str, Any]:
    """Return a movement as one flat row."""
    return {
        "claim": move.claim,
        "document": move.document,
        "outlet": move.outlet,
        "type": move.type,
        "origin": move.origin.name if move.origin else None,
        "destination": move.destination.name if move.destination else None,
        "mover": move.mover,
        "moved": move.moved,
        "low": move.number.low if move.number else None,
        "high": move.number.high if move.number else None,
        "start": move.start.isoformat() if move.start else None,
        "end": move.end.isoformat() if move.end else None,
        "told_by": move.told_by,
        "negated": move.negated,
        "status": move.status,
    }


def read_movement_row(row: Mapping[str, Any], told_by: str) -> dict[str, Any]:
    """Return the movement that a claim of the contract tells as a flat row, with the points of both ends.

    The same as `build_movement_row` says of the claim that is read from it, and where its ends are on a map.
    """
    by_role: dict[str, Mapping[str, Any]] = {}
    for argument in row["arguments"]:
        by_role.setdefault(argument["role"], argument)
    agent, theme = by_role.get("agent"), by_role.get("theme")
    goes = theme if row["type"] == "displacement" and agent is None else agent
    (origin, start), (destination, end) = (_read_end(by_role.get(role)) for role in ("origin", "destination"))
    low, high = _read_number(row["quantities"])
    time = row["time"] or {}
    return {
        "claim": row["id"],
        "document": row["document"],
        "outlet": row["publisher"],
        "type": row["type"],
        "origin": origin,
        "destination": destination,
        "mover": _read_name(goes),
        "moved": _read_name(theme) if theme is not goes else "",
        "low": low,
        "high": high,
        "start": time.get("start") or None,
        "end": time.get("end") or None,
        "told_by": told_by,
        "negated": row["polarity"] == Polarity.NEGATED,
        "status": row["status"],
        "from_point": start,
        "to_point": end,
    }


def _read_end(argument: Mapping[str, Any] | None) -> tuple[str | None, list[float] | None]:
    """Return the name and the point of an end, None for what nobody can tell: see `read_spot`."""
    place = (argument or {}).get("place")
    if argument is None or not place:
        return None, None
    meant = place if place.get("lat") is not None else None
    named = place.get("id") is not None
    at = meant or (place.get("named") if named else None)
    if not at:
        return None, None
    name = place["name"] if named else " ".join(argument["text"].split())
    known = at["precision"] != Precision.COUNTRY if at.get("precision") else True
    return name, [at["lat"], at["lon"]] if known else None


def _read_name(argument: Mapping[str, Any] | None) -> str:
    """Return who an argument of the contract is: the actor's id, or the document's words."""
    if argument is None:
        return ""
    return argument.get("actor", argument.get("entity")) or " ".join(argument["text"].split())


def _read_number(quantities: Sequence[Mapping[str, Any]]) -> tuple[int | None, int | None]:
    """Return how many move at least and at most: the first count of people or vehicles."""
    for kind in _PEOPLE:
        for quantity in quantities:
            if quantity["kind"] == kind:
                return quantity.get("low"), quantity.get("high")
    return None, None


def _movement(claim: Claim, document: Document, origin: ClaimOrigin | None) -> Movement:
    """Return the movement that a claim tells."""
    by_role: dict[Role, Argument] = {}
    for argument in claim.arguments:
        by_role.setdefault(argument.role, argument)
    start, end, agent, theme = (by_role.get(r) for r in (Role.ORIGIN, Role.DESTINATION, Role.AGENT, Role.THEME))
    goes = theme if claim.type == "displacement" and agent is None else agent
    return Movement(
        claim=claim.id,
        document=document.name,
        outlet=document.publisher,
        type=claim.type,
        origin=read_spot(start, document) if start else None,
        destination=read_spot(end, document) if end else None,
        mover=_name(goes, document),
        moved=_name(theme, document) if theme is not goes else "",
        number=_number(claim),
        start=claim.time.period.start if claim.time else None,
        end=claim.time.period.end if claim.time else None,
        told_by=origin.origin.key if origin else "",
        negated=claim.factuality.polarity is Polarity.NEGATED,
        status=str(claim.factuality.status),
    )


def _name(argument: Argument | None, document: Document) -> str:
    """Return who an argument is: the actor's id, or the document's words."""
    if argument is None:
        return ""
    return argument.entity or " ".join(argument.span.quote(document.text).split())


def _number(claim: Claim) -> Count | None:
    """Return how many move: the first count of people or vehicles."""
    counts = [q for kind in _PEOPLE for q in claim.quantities if q.kind == kind]
    return counts[0].count if counts else None


def _ends(move: Movement) -> list[list[float]] | None:
    """Return both ends as GeoJSON writes them, longitude first; None where one has no point."""
    spots = [spot for spot in (move.origin, move.destination) if spot is not None]
    points = [[spot.lon, spot.lat] for spot in spots if spot.lon is not None and spot.lat is not None]
    return points if len(points) == len(("origin", "destination")) else None
