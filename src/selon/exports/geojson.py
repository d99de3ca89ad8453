"""Claims, incidents and movements as GeoJSON, for maps; what has no point has no geometry, and says so with null."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from selon.exports.csv_table import flatten, judged_cells
from selon.exports.flat_table import flatten_incident
from selon.incidents.movements import build_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TextIO

    from selon.incidents.movements import Movement

_PLACE_ROLES = ("place", "destination", "origin")


def write_claims(rows: Iterable[Mapping[str, Any]], file: TextIO, *, judged: bool = False) -> int:
    """Write claims as a FeatureCollection of points, each at its first place, and return how many.

    With `judged`, three properties tell what reviewers made of each claim, and what the machine had read.

    >>> import io
    >>> write_claims([], io.StringIO())
    0
    """
    return _write(((_place_of(row), flatten(row) | (judged_cells(row) if judged else {})) for row in rows), file)


def write_incidents(rows: Iterable[Mapping[str, Any]], file: TextIO) -> int:
    """Write incidents as a FeatureCollection of points, and return how many."""
    return _write(((row.get("place") or {}, flatten_incident(row)) for row in rows), file)


def write_movements(movements: Iterable[Movement], file: TextIO) -> int:
    """Write the movements with both ends as a FeatureCollection of lines, and return how many."""
    lines = build_lines(movements)
    file.write(json.dumps(lines, ensure_ascii=False, indent=1) + "\n")
    return len(lines["features"])


def _write(found: Iterable[tuple[Mapping[str, Any], dict[str, Any]]], file: TextIO) -> int:
    """Write places with their properties, one feature a line, and return how many."""
    file.write('{"type": "FeatureCollection", "features": [')
    written = 0
    for place, properties in found:
        file.write(",\n" if written else "\n")
        file.write(json.dumps(_feature(place, properties), ensure_ascii=False))
        written += 1
    file.write("\n]}\n")
    return written


def _feature(place: Mapping[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    """Return a feature: a point, longitude first, or none."""
    lat, lon = place.get("lat"), place.get("lon")
    point = None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "id": properties["id"], "geometry": point, "properties": properties}


def _place_of(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the place of a claim: where it happens, else where it leads, else where it comes from."""
    by_role: dict[str, Mapping[str, Any]] = {}
    for argument in row["arguments"]:
        if argument.get("place"):
            by_role.setdefault(argument["role"], argument["place"])
    return next((by_role[role] for role in _PLACE_ROLES if role in by_role), {})
