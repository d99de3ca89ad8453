"""Relative positions: "près de Hama", "à 25 km au sud de Gao", "entre Homs et Palmyre", "le nord de la Syrie"."""

from __future__ import annotations

import re
from dataclasses import replace
from math import cos, radians, sin
from typing import TYPE_CHECKING

from selon.values import Position, Precision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selon.mentions.mention import Place

_BEARINGS = {
    "nord": 0.0,
    "nord-est": 45.0,
    "est": 90.0,
    "sud-est": 135.0,
    "sud": 180.0,
    "sud-ouest": 225.0,
    "ouest": 270.0,
    "nord-ouest": 315.0,
}
_SIDE = r"(?P<side>(?:nord|sud)[- ](?:est|ouest)|nord|sud|est|ouest)"
_TO_NAME = r"(?:(?:la (?:ville|localité|province|région)|le village|l['’]) ?)?"
_OF = rf"\s?(?:de la |de l['’] ?|du |des |de |d['’] ?){_TO_NAME}(?:de |d['’] ?)?$"
_DISTANCE = re.compile(
    rf"(?P<km>\d+(?:[.,]\d+)?)\s?(?:km|kilomètres?)(?: environ)?(?:\s(?:au |à l['’] ?)?{_SIDE})?{_OF}", re.IGNORECASE
)
_SIDE_OF = re.compile(
    rf"(?P<how>au |à l['’] ?|le |l['’] ?|du |de l['’] ?|dans le |dans l['’] ?|vers le )?{_SIDE}{_OF}", re.IGNORECASE
)
_AROUND = re.compile(
    r"(?:près|non loin|à proximité|autour|aux environs|aux abords|dans les environs|au large|aux portes|à la sortie|"
    rf"banlieue(?: (?:est|ouest|sud|nord))?|périphérie|campagne|désert|abords|environs|alentours){_OF}",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:entre|reliant|relie)\s(?:(?:la ville|le village) )?(?:de |d['’] ?)?$", re.IGNORECASE)
_SECOND = re.compile(r"\s(?:et|à)\s(?:de |d['’] ?)?", re.IGNORECASE)
_KM_PER_DEGREE = 111.2
_SIDE_KM = 8.0
_GAP = 25
_AROUND_KM = 10.0
_WIDE = frozenset({Precision.COUNTRY, Precision.REGION, Precision.PROVINCE})


def place_position(
    text: str, start: int, end: int, place: Place, others: Sequence[tuple[int, Place]]
) -> tuple[Position, str]:
    """Return the position that the words around a name mean, and their sense ("" where it stands alone)."""
    lead = text[max(0, start - 70) : start].rsplit("\n", 1)[-1]
    here = place.position
    if found := _DISTANCE.search(lead):
        return _move_by_distance(here, found)
    if _BETWEEN.search(lead) and (other := _find_second(text, end, others)) is not None:
        return _lie_between(here, other.position), f"between {place.name} and {other.name}"
    if found := _SIDE_OF.search(lead):
        return _move_to_side(here, found["side"], found["how"] or "")
    if _AROUND.search(lead):
        radius = max(here.radius_km, _AROUND_KM)
        wide = here.precision in _WIDE
        return replace(here, precision=here.precision if wide else Precision.NEAR, radius_km=radius), "around it"
    return here, ""


def move(position: Position, bearing: float, km: float) -> Position:
    """Return the position so many kilometres off in a compass direction (0 is north, 90 is east).

    >>> round(move(Position(0.0, 10.0), 90.0, 111.2).lon, 2)
    11.0
    """
    lat = position.lat + km * cos(radians(bearing)) / _KM_PER_DEGREE
    lon = position.lon + km * sin(radians(bearing)) / (_KM_PER_DEGREE * max(0.1, cos(radians(position.lat))))
    return replace(position, lat=round(max(-90.0, min(90.0, lat)), 4), lon=round((lon + 180.0) % 360.0 - 180.0, 4))


def _move_by_distance(here: Position, found: re.Match[str]) -> tuple[Position, str]:
    """Return the position after "à 25 km au sud de", or a circle where no direction is given."""
    km = float(found["km"].replace(",", "."))
    if not found["side"]:
        return replace(here, precision=Precision.NEAR, radius_km=km), f"{km:g} km around it"
    side = found["side"].lower().replace(" ", "-")
    moved = move(here, _BEARINGS[side], km)
    return replace(moved, precision=Precision.NEAR, radius_km=max(3.0, km / 5)), f"{km:g} km {side} of it"


def _move_to_side(here: Position, words: str, how: str) -> tuple[Position, str]:
    """Return the position of a side: of a country or region a part of it, of a town just outside."""
    side = words.lower().replace(" ", "-")
    if here.precision in _WIDE:
        moved = move(here, _BEARINGS[side], here.radius_km / 2)
        inside = not how.lower().startswith(("au", "à"))
        radius = here.radius_km * (0.6 if inside else 1.0)
        return replace(moved, precision=Precision.REGION, radius_km=round(radius, 1)), f"its {side}"
    moved = move(here, _BEARINGS[side], min(_SIDE_KM, max(2.0, here.radius_km)))
    return replace(moved, precision=Precision.NEAR, radius_km=max(_SIDE_KM, here.radius_km)), f"{side} of it"


def _find_second(text: str, end: int, others: Sequence[tuple[int, Place]]) -> Place | None:
    """Return the place that follows "et" or "à" after the first: "entre Homs et Palmyre"."""
    if not (link := _SECOND.match(text, end)):
        return None
    return next((place for start, place in others if 0 <= start - link.end() <= _GAP), None)


def _lie_between(one: Position, other: Position) -> Position:
    """Return the middle of two positions, as a line that reaches both."""
    lat, lon = (one.lat + other.lat) / 2, (one.lon + other.lon) / 2
    width = ((one.lat - other.lat) ** 2 + ((one.lon - other.lon) * cos(radians(lat))) ** 2) ** 0.5 * _KM_PER_DEGREE
    return Position(round(lat, 4), round(lon, 4), Precision.LINE, round(width / 2, 1))
