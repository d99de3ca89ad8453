"""Points: every incident that is asked for, laid flat for map and timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from selon.web.shown.families import FAMILIES, family_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Row = dict[str, Any]

PRECISIONS = ("site", "locality", "near", "line", "province", "region", "country", "")
COLUMNS = (
    *("id", "type", "lat", "lon", "precision", "radius", "start", "end", "published", "low", "high"),
    *("independent", "unknown", "disputed", "documents", "place"),
)
REACH_KM = {"near": 10, "line": 60, "province": 90, "region": 180}  # where nothing nearer is known
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


def pack(points: Sequence[Row]) -> Row:
    """Return points as columns, as the map takes them: names and types once, ids short, points of a place together."""
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
    return {"count": len(points), "types": types, "families": families, "places": places, "columns": columns}


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
