"""Gather claims for the screen: which of them speak of one place on one day, and who tells it on whose word.

A simple view for one screen: same family of types, same neighbourhood, same day. It joins nothing in the record.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Bounds = tuple[int | None, int | None]

_NEAR_KM = 20.0
_SOON = 7  # days after an event within which a report that gives no day may speak of it
_WIDE = frozenset({"province", "region", "country", "line"})
_WHERE = frozenset({"place", "origin", "target"})
_LONGEST = 3  # days: what is told of a longer period is a total, not an incident
_EARTH_KM = 6371.0
_NAME_AT_THE_END = re.compile(r"(?:\b[ae]\w{1,2}-)?\b[A-ZÀ-Þ][\w’'-]*(?: [A-ZÀ-Þ][\w’'-]*)*$")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where and when a claim says that it happened."""

    family: str
    name: str
    lat: float
    lon: float
    start: date
    end: date

    def meets(self, other: Spot) -> bool:
        """Return whether two claims may speak of one event: same family, same neighbourhood, same day."""
        apart = max((self.start - other.end).days, (other.start - self.end).days)
        near = distance_km((self.lat, self.lon), (other.lat, other.lon)) <= _NEAR_KM
        return self.family == other.family and apart <= 0 and near


@dataclass(frozen=True)
class Telling:
    """What one report says of an event on one word: the claims that share outlet and chain of sources."""

    rows: tuple[Mapping[str, Any], ...]

    @property
    def outlet(self) -> str:
        """The publisher of the report."""
        return str(self.rows[0]["publisher"])

    @property
    def report(self) -> str:
        """The name of the report."""
        return str(self.rows[0]["document"])

    @property
    def published(self) -> str:
        """The day on which it was published."""
        return str(self.rows[0]["published"])

    @property
    def chain(self) -> tuple[str, ...]:
        """The sources from the outermost to the innermost; none where the outlet speaks in its own voice."""
        return chain_of(self.rows[0])

    @property
    def denies(self) -> bool:
        """Whether it says that it did not happen."""
        return any(row["polarity"] == "negated" for row in self.rows)

    @property
    def status(self) -> str:
        """How surely it is told: the surest of its claims."""
        statuses = {row["status"] for row in self.rows}
        return next(s for s in ("occurred", "hearsay", "possible", "intended") if s in statuses)

    @cached_property
    def killed(self) -> Bounds | None:
        """The dead that it counts, low and high, or None where it counts none."""
        return toll_range(self.rows, "killed")


@dataclass(frozen=True)
class Gathering:
    """Claims of several reports that may speak of one event."""

    spot: Spot
    tellings: tuple[Telling, ...]

    @property
    def rows(self) -> list[Mapping[str, Any]]:
        """Every claim in it."""
        return [row for telling in self.tellings for row in telling.rows]

    @cached_property
    def outlets(self) -> frozenset[str]:
        """The publishers that tell it."""
        return frozenset(telling.outlet for telling in self.tellings)

    @cached_property
    def sources(self) -> frozenset[str]:
        """The innermost sources that are named or described."""
        return frozenset(telling.chain[-1] for telling in self.tellings if telling.chain)

    @property
    def contested(self) -> tuple[int, int, int]:
        """How much there is to compare: outlets, denials, tolls that differ."""
        tolls = {telling.killed for telling in self.tellings if telling.killed}
        return len(self.outlets), sum(telling.denies for telling in self.tellings), len(tolls)


Heap = tuple[Spot, list["Mapping[str, Any]"]]


def gather(rows: Sequence[Mapping[str, Any]], families: Mapping[str, str]) -> list[Gathering]:
    """Return the claims gathered by family, place and day, those with most to compare first.

    A claim that names no town or day joins the event of its family that its report tells, where there is only one.
    """
    heaps: list[Heap] = []
    rest: list[Mapping[str, Any]] = []
    for row in rows:
        spot = find_spot(row, families)
        heap = next((heap for first, heap in heaps if spot and first.meets(spot)), None)
        if heap is not None:
            heap.append(row)
        elif spot is not None:
            heaps.append((spot, [row]))
        else:
            rest.append(row)
    for row in rest:
        _add_incomplete(row, families, heaps)
    gatherings = [Gathering(spot, build_tellings(heap)) for spot, heap in heaps]
    return sorted(gatherings, key=lambda gathering: gathering.contested, reverse=True)


def _add_incomplete(row: Mapping[str, Any], families: Mapping[str, str], heaps: list[Heap]) -> None:
    """Put a claim without town or day to the one event that it can speak of, if there is just one."""
    if _is_long(row):
        return
    place = find_place(row)
    told = [heap for spot, heap in heaps if spot.family == families[row["type"]] and _may_tell(row, place, spot, heap)]
    if len(told) == 1:
        told[0].append(row)


def _may_tell(
    row: Mapping[str, Any], place: Mapping[str, Any] | None, spot: Spot, heap: Sequence[Mapping[str, Any]]
) -> bool:
    """Return whether a claim with a town alone is near the event and told soon after, or else its report tells it."""
    if place is None:
        return any(other["document"] == row["document"] for other in heap)
    if (row["time"] or {}).get("start") or not row["published"]:
        return False
    after = (date.fromisoformat(row["published"]) - spot.end).days
    return 0 <= after <= _SOON and distance_km((place["lat"], place["lon"]), (spot.lat, spot.lon)) <= _NEAR_KM


def _is_long(row: Mapping[str, Any]) -> bool:
    """Return whether a claim speaks of a longer period: a total, not an incident."""
    time = row["time"] or {}
    if not time.get("start") or not time.get("end"):
        return False
    return (date.fromisoformat(time["end"]) - date.fromisoformat(time["start"])).days >= _LONGEST


def find_spot(row: Mapping[str, Any], families: Mapping[str, str]) -> Spot | None:
    """Return where and when a claim says that it happened, or None where it does not say it to the day and the town."""
    place, time = find_place(row), row["time"] or {}
    if place is None or not time.get("start") or _is_long(row):
        return None
    start = date.fromisoformat(time["start"])
    end = date.fromisoformat(time["end"] or time["start"])
    return Spot(families[row["type"]], place["words"], place["lat"], place["lon"], start, end)


def find_place(row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the town at which a claim says that it happened, with the words for it; provinces are too wide."""
    for argument in row["arguments"]:
        place = argument.get("place") or {}
        known = place.get("lat") is not None and place.get("precision") not in _WIDE
        if known and argument["role"] in _WHERE:
            return {**place, "words": place_words(argument)}
    return None


def build_tellings(rows: Iterable[Mapping[str, Any]]) -> tuple[Telling, ...]:
    """Return the claims by report and chain of sources, in the order in which they were published."""
    by_word: dict[tuple[str, str, tuple[str, ...], bool], list[Mapping[str, Any]]] = {}
    for row in rows:
        key = (row["published"] or "", row["document"], chain_of(row), row["polarity"] == "negated")
        by_word.setdefault(key, []).append(row)
    return tuple(Telling(tuple(by_word[key])) for key in sorted(by_word))


def chain_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the words of a claim's sources, from the outermost to the innermost."""
    return tuple(source["text"] for source in row["attribution"])


def toll_range(rows: Iterable[Mapping[str, Any]], kind: str) -> Bounds | None:
    """Return low and high of the greatest count of a kind: told on one word, the smaller counts are parts of it."""
    counts = [q for row in rows if row["polarity"] != "negated" for q in row["quantities"] if q["kind"] == kind]
    bounds = [(count["low"], count["high"]) for count in counts]
    return max(bounds, key=lambda pair: (pair[0] or pair[1] or 0, pair[1] or 0), default=None)


def place_words(argument: Mapping[str, Any]) -> str:
    """Return the name of a place as the report writes it, else as the gazetteer does.

    >>> place_words({"text": "l'hôpital de Houliaïpole"}), place_words({"text": "la base d'al-Tanf"})
    ('Houliaïpole', 'al-Tanf')
    """
    words = " ".join(str(argument["text"]).split())
    name = _NAME_AT_THE_END.search(words)
    if name:
        return name[0]
    return str(argument["place"]["name"]) if argument.get("place") else words


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance between two points, latitude and longitude in degrees, in kilometres.

    >>> round(distance_km((35.0, 40.0), (36.0, 40.0)))
    111
    """
    lat, other_lat = radians(one[0]), radians(other[0])
    half = sin((other_lat - lat) / 2) ** 2
    half += cos(lat) * cos(other_lat) * sin(radians(other[1] - one[1]) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))
