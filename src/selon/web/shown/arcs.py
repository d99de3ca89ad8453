"""Arcs: movements from place to place, bundled, as wide as the number of origins and not of articles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from selon.incidents.movements import MOVES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from selon.origins.origin import ClaimOrigin
    from selon.record.filters import Filter
    from selon.record.record import Record

Row = dict[str, Any]

_NEAR = 0.02  # degrees: ends closer than this are one place
_MOST = 150
_TOLD_OUTRIGHT = "occurred"


def build_arcs(record: Record, asked: Filter, *, most: int = _MOST) -> list[Row]:
    """Return the bundles of movements that have both ends, those on most origins first; denied ones are left out."""
    types = tuple(sorted(MOVES.intersection(asked.types or MOVES)))
    if not types:
        return []
    narrow = replace(asked, types=types, roles=("origin",))
    claims = record.judgements.left(found.row for found in record.view.claims(narrow))
    moves = [(claim, ends) for claim in claims if claim["polarity"] == "affirmed" and (ends := _ends(claim))]
    told = record.links.origins_of([claim["id"] for claim, _ in moves])
    bundles: dict[tuple[float, ...], list[tuple[Mapping[str, Any], Sequence[Row]]]] = {}
    for claim, ends in moves:
        way = tuple(round(end[axis], 1) for end in ends for axis in ("lat", "lon"))
        bundles.setdefault(way, []).append((claim, ends))
    arcs = [_arc(inside, told) for inside in bundles.values()]
    return sorted(arcs, key=lambda arc: (-arc["origins"], -arc["documents"], arc["from"], arc["to"]))[:most]


def _ends(claim: Mapping[str, Any]) -> list[Row] | None:
    """Return origin and destination of a movement, None where one of them has no point or both are one place."""
    places = {argument["role"]: argument.get("place") or {} for argument in reversed(claim["arguments"])}
    ends = [places.get(role) or {} for role in ("origin", "destination")]
    if any(end.get("lat") is None for end in ends):
        return None
    apart = max(abs(ends[0][axis] - ends[1][axis]) for axis in ("lat", "lon"))
    return ends if apart > _NEAR else None


def _arc(inside: Sequence[tuple[Mapping[str, Any], Sequence[Row]]], told: Mapping[str, ClaimOrigin]) -> Row:
    """Return one bundle: its ends, on how many origins it rests, whether anybody tells it outright."""
    start, end = inside[0][1]
    claims = [claim for claim, _ in inside]
    return {
        "from": start["name"],
        "to": end["name"],
        "start": [round(start["lat"], 3), round(start["lon"], 3)],
        "end": [round(end["lat"], 3), round(end["lon"], 3)],
        "origins": max(1, len(set(_known(claims, told)))),
        "documents": len({claim["document_id"] for claim in claims}),
        "hearsay": all(claim["status"] != _TOLD_OUTRIGHT for claim in claims),
        "claim": claims[0]["id"],
        "type": claims[0]["type"],
    }


def _known(claims: Sequence[Mapping[str, Any]], told: Mapping[str, ClaimOrigin]) -> Iterator[str]:
    """Yield the origins of claims, as far as they are known."""
    for claim in claims:
        found = told.get(claim["id"])
        if found is not None and found.origin.known:
            yield found.origin.key
