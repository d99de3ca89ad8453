"""Points: every incident that is asked for, laid flat for map and timeline."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from selon.web.shown.claim import find_ends
from selon.web.shown.families import FAMILIES, family_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from selon.record.record import Record

Row = dict[str, Any]

PRECISIONS = ("site", "locality", "near", "line", "province", "region", "country", "")
COLUMNS = (
    *("id", "type", "lat", "lon", "precision", "radius", "start", "end", "published", "low", "high"),
    *("independent", "unknown", "disputed", "documents", "place"),
)
REACH_KM = {"near": 10, "line": 60, "province": 90, "region": 180}  # where nothing nearer is known
_MOST_LINES = 500
_SHORT_ID = 14  # signs of an id: enough to tell ten million apart


def flatten(incident: Mapping[str, Any]) -> Row:
    """Return an incident of the contract as one flat row."""
    place, killed = incident["place"] or {}, incident["killed"] or {}
    return {
        "id": incident["id"],
        "type": incident["type"],
        "place": place.get("name", ""),
        "country": place.get("country", ""),
        "lat": place.get("lat"),
        "lon": place.get("lon"),
        "precision": place.get("precision", ""),
        "radius": place.get("radius_km", 0),
        "start": incident["start"],
        "end": incident["end"],
        "published": incident["first_told"]["published"],
        "low": killed.get("low"),
        "high": killed.get("high"),
        "independent": incident["independent"],
        "unknown": incident["unknown_origins"],
        "disputed": incident["disputed"],
        "documents": incident["documents"],
        "standing": incident["standing"],
    }


def pack(points: Sequence[Row], lines: Mapping[str, Sequence[float]] = MappingProxyType({})) -> Row:
    """Return points as columns, as the map takes them: names and types once, ids short; `lines` by their row."""
    types = sorted({str(point["type"]) for point in points})
    places = sorted({str(point.get("place") or "") for point in points})
    type_at = {name: at for at, name in enumerate(types)}
    place_at = {name: at for at, name in enumerate(places)}
    special = {
        "id": lambda p: str(p["id"])[:_SHORT_ID],
        "type": lambda p: type_at[str(p["type"])],
        "place": lambda p: place_at[str(p.get("place") or "")],
        "precision": lambda p: PRECISIONS.index(p["precision"] or ""),
        "radius": lambda p: p.get("radius") or REACH_KM.get(p["precision"] or "", 0),
        "lat": lambda p: _rounded(p["lat"]),
        "lon": lambda p: _rounded(p["lon"]),
        "disputed": lambda p: int(bool(p["disputed"])),
        "start": lambda p: _day(p["start"]),
        "end": lambda p: _day(p["end"]),
        "published": lambda p: _day(p.get("published")),
    }
    columns = {name: [special.get(name, _plain(name))(point) for point in points] for name in COLUMNS}
    families = [FAMILIES.index(found) if (found := family_of(name)) in FAMILIES else -1 for name in types]
    drawn = {str(at): lines[point["id"]] for at, point in enumerate(points) if lines and point["id"] in lines}
    named = {"types": types, "families": families, "places": places}
    return {"count": len(points), **named, "columns": columns, "lines": drawn}


def find_lines(record: Record, points: Sequence[Row]) -> dict[str, tuple[float, ...]]:
    """Return the ends of the stretches on which incidents took place, by their ids; no more than a map can show."""
    stretches = {p["id"]: p["lat"] for p in points if p["precision"] == "line" and p["lat"] is not None}
    found: dict[str, tuple[float, ...]] = {}
    for incident, claim in record.links.claims_of_each(list(stretches)[:_MOST_LINES]):
        if incident not in found and (ends := ends_among([claim], stretches[incident])):
            found[incident] = ends
    return found


def ends_among(claims: Iterable[Mapping[str, Any]], lat: float | None) -> tuple[float, ...]:
    """Return the ends of the stretch whose middle has a latitude, as the first claim that has them tells."""
    told = (argument.get("place") or {} for claim in claims for argument in claim["arguments"])
    here = (place for place in told if place.get("lat") is not None and place["lat"] == lat)
    return next((ends for place in here if (ends := find_ends(place))), ())


def without_point(points: Iterable[Row]) -> int:
    """Return how many incidents have no point on the map."""
    return sum(point["lat"] is None for point in points)


def _plain(name: str) -> Any:  # noqa: ANN401 - a getter of any column
    """Return the function that takes a column as it is."""
    return lambda point: point.get(name)


def _rounded(degrees: float | None) -> float | None:
    """Return degrees to some hundred metres."""
    return None if degrees is None else round(degrees, 3)


def _day(day: object) -> str | None:
    """Return a day as text."""
    return str(day) if day else None
