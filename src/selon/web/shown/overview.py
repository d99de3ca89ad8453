"""The overview: incidents on a map, on a timeline and in a list, under one set of filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selon.web.shown.days import say_days
from selon.web.shown.families import family_of
from selon.web.shown.figures import say_origins, say_range, say_toll
from selon.web.shown.points import without_point
from selon.web.shown.timeline import build_stretches, build_timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from selon.record.filters import Filter
    from selon.record.record import Record
    from selon.web.shown.days import Say
    from selon.web.shown.timeline import Stretch, Timeline

Row = dict[str, Any]

SCALES = ("event", "published")
_MOST_PLACES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An incident in the list, in words."""

    id: str
    type: str
    family: str
    place: str
    days: str
    toll: str
    origins: str
    documents: int
    grades: tuple[str, ...]
    disputed: bool
    standing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """A line of the table beside the map: a place, how exactly it is known, how many incidents, and their tolls."""

    place: str
    country: str
    precision: str
    incidents: int
    disputed: int
    killed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What map and timeline say of all incidents that are asked for; `unplaced` of them have no point."""

    total: int
    disputed: int
    unplaced: int
    timelines: tuple[Timeline, ...]
    stretches: tuple[Stretch, ...]
    places: tuple[PlaceLine, ...]
    further_places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All that the page says."""

    documents: int
    unreadable: int
    picture: Picture
    rows: tuple[Listed, ...]
    next_cursor: str

    @property
    def empty(self) -> bool:
        """Whether the record holds no document at all."""
        return self.documents == 0


def build_overview(  # noqa: PLR0913 - a page of a list beside its picture
    record: Record, asked: Filter, picture: Picture, t: Say, *, cursor: str = "", limit: int = 50
) -> Overview:
    """Return what the overview says of the incidents asked for; raises RecordError where the record is not linked."""
    totals = record.view.totals()
    page = record.links.incident_page(asked, cursor=cursor, limit=limit, latest=True) if totals.documents else None
    return Overview(
        documents=totals.documents,
        unreadable=totals.unreadable,
        picture=picture,
        rows=tuple(list_incident(row, t) for row in page.rows) if page else (),
        next_cursor=page.next_cursor if page else "",
    )


def build_picture(points: Sequence[Row], t: Say) -> Picture:
    """Return what map and timeline say of these incidents."""
    places, further = _places(points, t)
    return Picture(
        total=len(points),
        disputed=sum(bool(point["disputed"]) for point in points),
        unplaced=without_point(points),
        timelines=tuple(line for by in SCALES if (line := build_timeline(points, t, by=by)) is not None),
        stretches=tuple(build_stretches(points, t)),
        places=tuple(places),
        further_places=further,
    )


def find_points(record: Record, asked: Filter) -> list[Row]:
    """Return the incidents asked for, as flat rows; none where nothing was read yet."""
    return list(record.links.points(asked)) if record.view.totals().documents else []


def list_incident(row: Mapping[str, Any], t: Say) -> Listed:
    """Return an incident of the contract as the list shows it."""
    return Listed(
        id=row["id"],
        type=row["type"],
        family=family_of(row["type"]),
        place=(row["place"] or {}).get("name", ""),
        days=say_days(row["start"], row["end"], t),
        toll=say_toll("killed", row["killed"], t) or say_toll("wounded", row["wounded"], t),
        origins=say_origins(row["independent"], row["unknown_origins"], t),
        documents=row["documents"],
        grades=tuple(grade["word"] for grade in row["grades"]),
        disputed=row["disputed"],
        standing=row["standing"],
    )


def _places(points: Iterable[Row], t: Say) -> tuple[list[PlaceLine], int]:
    """Return the places with the most incidents, and how many more there are; tolls as a range, never a sum."""
    found: dict[tuple[str, str, str], list[Row]] = {}
    for point in points:
        key = (point.get("place") or "", point.get("country") or "", point["precision"] or "")
        found.setdefault(key, []).append(point)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    lines = [
        PlaceLine(
            place=place,
            country=country,
            precision=precision,
            incidents=len(inside),
            disputed=sum(bool(point["disputed"]) for point in inside),
            killed=say_range(_widest(inside), t),
        )
        for (place, country, precision), inside in ordered[:_MOST_PLACES]
    ]
    return lines, len(ordered) - len(lines)


def _widest(points: Sequence[Row]) -> dict[str, int | None] | None:
    """Return the range over the tolls of incidents: the lowest that is told, the highest that is told."""
    told = [point for point in points if point["low"] is not None or point["high"] is not None]
    if not told:
        return None
    lows = [point["low"] for point in told if point["low"] is not None]
    highs = [point["high"] if point["high"] is not None else point["low"] for point in told]
    return {"low": min(lows, default=None), "high": max(highs)}
