"""Incidents near an incident, in days and kilometres: those with which a reviewer might say that it is one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from selon.record.filters import Circle, Filter
from selon.web.shown.days import shift_day
from selon.web.shown.overview import Listed, list_incident

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selon.record.record import Record
    from selon.web.shown.days import Say

_DAYS, _KM = 4, 80.0
_LOOKED_AT, _MOST = 60, 8


def find_neighbours(record: Record, prefix: str, t: Say) -> tuple[Listed, ...]:
    """Return the incidents that may be the same as one, its own type first; none where it has no day and no place."""
    own = record.links.incident(prefix)
    asked = _near(own)
    if asked is None:
        return ()
    rows = [row for row in record.links.incident_page(asked, limit=_LOOKED_AT).rows if row["id"] != own["id"]]
    rows.sort(key=lambda row: (row["type"] != own["type"], _days_apart(own, row), -row["documents"]))
    return tuple(list_incident(row, t) for row in rows[:_MOST])


def _near(row: Mapping[str, Any]) -> Filter | None:
    """Return the filter that asks for the incidents around one."""
    place = row["place"] or {}
    circle = Circle(place["lat"], place["lon"], _KM) if place.get("lat") is not None else None
    if not row["start"] or not row["end"]:
        return Filter(near=circle) if circle else None
    start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
    return Filter(near=circle, since=shift_day(start, -_DAYS), until=shift_day(end, _DAYS))


def _days_apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    """Return how many days lie between the beginnings of two incidents, a great number where one has no day."""
    if not one["start"] or not other["start"]:
        return timedelta.max.days
    return abs((date.fromisoformat(one["start"]) - date.fromisoformat(other["start"])).days)
