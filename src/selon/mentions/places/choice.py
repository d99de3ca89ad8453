"""Which of the places that bear a name is meant: the greatest, the expected, the near; or none where two are as likely.

The weights were set on news of many countries; each says below what it weighs.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, log10, radians, sin, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from selon.mentions.gazetteer import Entry
    from selon.mentions.places.context import Context
    from selon.mentions.places.names import Name
    from selon.values import Position

BROAD = frozenset({"country", "continent", "area", "sea", "river", "border", "strait", "lake", "canal"})
EXPECTED = 0.45  # a country that the text names
UNEXPECTED = 0.05  # a country that nothing leads to

_TOWNS = frozenset({"city", "capital"})
_GREATNESS = {"capital": 1.5, "province": 3.6, "site": 5.6, "area": 6.2, "continent": 8.0, "country": 9.0}
_COUNTRY = 3.5  # the text's own country outweighs a population 3,000 times as great
_OWN = 0.3  # the place's first name rather than an alternate one
_SAME = 0.8  # the same letters, accents too
_EAR = 10.0  # a tenth of the sound otherwise costs as much as a tenth of the population
_NEAR = 1.2  # near to a place that is sure
_NEAR_KM = 150.0
_SURE = 0.7
_OPEN = 2.0
_MOST = 8
_FAR_KM = 60.0
_LONG = 9
_GREAT = 500_000
_LARGE = 100_000
_HAMLET = 500
_DWARFS = 20
_OUTGROWS = 4


@dataclass(slots=True)
class Reading:
    """A name with its context and, once ranked, the entries that it may mean, the best first, with their weights."""

    name: Name
    context: Context
    ranked: tuple[tuple[float, Entry], ...] = ()
    entry: Entry | None = None

    @property
    def best(self) -> Entry:
        """The entry meant, or else the likeliest."""
        return self.entry or self.ranked[0][1]


def distance_km(one: Position, other: Position) -> float:
    """Return the great-circle distance between two positions in kilometres."""
    here, there = radians(one.lat), radians(other.lat)
    arc = sin((there - here) / 2) ** 2 + cos(here) * cos(there) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 12742.0 * asin(min(1.0, sqrt(arc)))


def resolve(readings: Sequence[Reading], countries: Mapping[str, float]) -> None:
    """Rank each reading's entries twice: alone, then near to those that are sure."""
    anchors: Collection[Position] = ()
    for turn in (False, True):
        for reading in readings:
            reading.ranked = _rank(reading, countries, anchors if turn else ())
            reading.entry = _choose(reading, countries)
        anchors = {
            one.entry.place.position for one in readings if one.entry is not None and one.entry.kind not in BROAD
        }


def _rank(
    reading: Reading, countries: Mapping[str, float], anchors: Collection[Position]
) -> tuple[tuple[float, Entry], ...]:
    """Return the entries with their weights, the heaviest first."""
    entries = reading.name.entries
    if reading.name.by_ear and (
        expected := [one for one in entries if countries.get(one.place.country, 0.0) > EXPECTED]
    ):
        entries = tuple(expected)
    weighed = [(_weigh(entry, reading, countries), entry) for entry in entries]
    weighed.sort(key=lambda pair: (-pair[0], pair[1].place.id))
    if anchors and len(weighed) > 1 and weighed[0][0] - weighed[1][0] < _OPEN:
        near = [(weight + _nearness(entry, anchors), entry) for weight, entry in weighed[:_MOST]]
        weighed = sorted(near, key=lambda pair: (-pair[0], pair[1].place.id))
    return tuple(weighed)


def _nearness(entry: Entry, anchors: Collection[Position]) -> float:
    """Return what an entry gains by lying near to a place that is sure."""
    here = entry.place.position
    if entry.kind in BROAD:
        return 0.0
    return _NEAR if any(0.0 < _rough_km(here, spot) < _NEAR_KM for spot in anchors) else 0.0


def _rough_km(one: Position, other: Position) -> float:
    """Return a quick estimate of the distance between two positions, good where it is short."""
    east = (one.lon - other.lon) * cos(radians(one.lat))
    return 111.2 * sqrt((one.lat - other.lat) ** 2 + east * east)


def _weigh(entry: Entry, reading: Reading, countries: Mapping[str, float]) -> float:
    """Return the weight of one entry: how great, how expected, how well it fits what stands before the name."""
    weight = _greatness(entry) + _COUNTRY * countries.get(entry.place.country, 0.0)
    weight += _OWN * entry.own + _SAME * (entry.place.name.casefold() == reading.name.text.casefold())
    return weight - _EAR * (1.0 - entry.likeness) + reading.context.fit(entry)


def _greatness(entry: Entry) -> float:
    """Return how likely a place is named at all, from its kind and population."""
    if entry.kind in _TOWNS:
        return log10(entry.population + 30) + _GREATNESS.get(entry.kind, 0.0)
    return _GREATNESS.get(entry.kind, _GREATNESS["site"])


def _choose(reading: Reading, countries: Mapping[str, float]) -> Entry | None:
    """Return the entry meant, or None where it is unexpected or where another one far away is as likely."""
    if not reading.ranked or _is_unexpected(reading, countries):
        return None
    weight, best = reading.ranked[0]
    for other_weight, other in reading.ranked[1:]:
        if weight - other_weight > _SURE:
            break
        if best.kind in _TOWNS and best.population > _OUTGROWS * other.population > 0:
            continue
        reach = max(best.place.position.radius_km, other.place.position.radius_km)
        if distance_km(best.place.position, other.place.position) > _FAR_KM + reach:
            return None
    return best


def _is_unexpected(reading: Reading, countries: Mapping[str, float]) -> bool:
    """Return whether the best entry lies where the text does not lead, and is too unsure or too small for that."""
    best = reading.ranked[0][1]
    expected = countries.get(best.place.country, 0.0) if best.place.country else 1.0
    if reading.name.by_ear and expected < EXPECTED:
        return best.likeness < 1.0 or best.population < _GREAT or len(reading.name.text) < _LONG
    elsewhere = max(countries.values()) > EXPECTED
    alone = _stands_out(best, reading.ranked, elsewhere=elsewhere)
    known = best.own or best.population > _LARGE or len(reading.name.text) >= _LONG
    alone = alone and (known or not elsewhere)
    return expected < UNEXPECTED and best.kind == "city" and not alone


def _stands_out(best: Entry, ranked: Sequence[tuple[float, Entry]], *, elsewhere: bool) -> bool:
    """Return whether a town is by far the greatest of its name; more is asked where the text speaks of elsewhere."""
    far = [one for _, one in ranked if distance_km(best.place.position, one.place.position) > _FAR_KM]
    rivals = max((one.population // (1 if one.own else 2) for one in far), default=-1)
    if rivals < 0 or best.population > _DWARFS * max(rivals, _HAMLET):
        return True
    return best.population > (_GREAT if elsewhere else _LARGE) and best.population > _OUTGROWS * rivals
