"""Facts: one claim laid flat for linking, with its days, its place, its parties and its tolls."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import cos, hypot, radians
from typing import TYPE_CHECKING

from selon.claims.claim import Polarity, Role, Status
from selon.codebook.outlets import fold_name
from selon.values import Precision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selon.claims.claim import Argument, Claim
    from selon.documents.document import Document
    from selon.values import Position, TextSpan

OUTRIGHT = frozenset({Status.OCCURRED, Status.HEARSAY})
_PLACE_ROLES = (Role.PLACE, Role.DESTINATION, Role.ORIGIN)
_FINENESS = (Precision.SITE, Precision.LOCALITY, Precision.NEAR, Precision.LINE, Precision.PROVINCE, Precision.REGION)
_REACH_KM = {Precision.LINE: 100.0, Precision.PROVINCE: 90.0, Precision.REGION: 180.0, Precision.NEAR: 15.0}
POINTS = frozenset({Precision.SITE, Precision.LOCALITY, Precision.NEAR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a claim puts its event: a point with its reach in kilometres, a wider area, or a country alone."""

    name: str
    country: str = ""
    lat: float | None = None
    lon: float | None = None
    precision: Precision = Precision.COUNTRY
    reach_km: float = 0.0
    id: str = ""

    @property
    def exact(self) -> bool:
        """Whether the spot is a town, a site, or somewhere around one."""
        return self.lat is not None and self.precision in POINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """One claim as linking sees it: plain values, no text.

    `figures` are counts of people and things from ten on, `names` the words of names that no list knows.
    `start` and `end` are day numbers (`date.toordinal`), None where the text says no day; `dated` tells whether the
    time stands in the sentence of the claim itself, or was taken over from one before. `killed` and `wounded` are
    (low, high) bounds. `real` is false for plans and possibilities.
    """

    id: str
    document: str
    trigger: int
    trigger_end: int
    type: str
    published: int | None = None
    start: int | None = None
    end: int | None = None
    dated: bool = False
    spots: tuple[Spot, ...] = ()
    placed: bool = False
    agents: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    killed: tuple[int | None, int | None] | None = None
    wounded: tuple[int | None, int | None] | None = None
    figures: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()
    negated: bool = False
    real: bool = True
    status: str = "occurred"
    document_id: str = ""
    part: str = ""  # which of its towns, where the claim names several
    settled: frozenset[str] = frozenset()  # the fields that reviewers gave
    rejected_by: tuple[str, ...] = ()  # actors who, in the words of the report, deny it or what they are accused of

    @property
    def length(self) -> int | None:
        """How many days the event's time spans, None where no day is said."""
        return None if self.start is None or self.end is None else self.end - self.start + 1


_MEASURES = frozenset({"distance_km", "area_km2", "duration_days", "percent", "population", "tonnes"})
_LEAST = 10
_KM_PER_DEGREE = 111.2
APART_KM = 15.0
_WORD = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'-]{3,}")
_STARTS = frozenset('.!?…:\n«»"(–—|')
_NEAR = 260  # characters within which a time or a place is the claim's own, not one taken over from before
_SENTENCE_END = re.compile(r"[.!?…]\s+[«\"A-ZÀ-ÖØ-Þ]|\n")


def in_one_sentence(one: TextSpan, other: TextSpan, text: str) -> bool:
    """Return whether two spans stand near each other with no end of a sentence between them."""
    first, second = sorted((one, other), key=lambda span: span.start)
    return second.start - first.start <= _NEAR and not _SENTENCE_END.search(
        text, first.end, max(first.end, second.start)
    )


def read_facts(claim: Claim, document: Document) -> list[ClaimFacts]:
    """Return the facts of one claim of a document: one, or one for each of the towns that it names side by side."""
    facts = _read(claim, document)
    towns: list[Spot] = []
    for spot in facts.spots:
        if spot.exact and all(kilometres(spot, town) > APART_KM + spot.reach_km + town.reach_km for town in towns):
            towns.append(spot)
    if len(towns) < 2:  # noqa: PLR2004 - one town, or none
        return [facts]
    return [replace(facts, spots=(town,), part=town.id or f"{town.name} {town.lat} {town.lon}") for town in towns]


def kilometres(one: Spot, other: Spot) -> float:
    """Return the distance between two points, well enough for linking."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return 0.0
    north = one.lat - other.lat
    east = ((one.lon - other.lon + 180) % 360 - 180) * cos(radians((one.lat + other.lat) / 2))
    return hypot(north, east) * _KM_PER_DEGREE


def _read(claim: Claim, document: Document) -> ClaimFacts:
    """Return the facts of one claim of a document, all its places together."""
    period = claim.time.period if claim.time else None
    start = period.start.toordinal() if period and period.start else None
    end = period.end.toordinal() if period and period.end else None
    agents, targets = _parties(claim, {Role.AGENT}), _parties(claim, {Role.TARGET, Role.THEME})
    spots, placed = _spots(claim, document)
    return ClaimFacts(
        id=claim.id,
        document=document.name or claim.document,
        trigger=claim.trigger.start,
        trigger_end=claim.trigger.end,
        type=claim.type,
        published=document.published.toordinal() if document.published else None,
        start=start if start is not None else end,
        end=end if end is not None else start,
        dated=claim.time is not None
        and ("time" in claim.corrected or in_one_sentence(claim.time.span, claim.trigger, document.text)),
        spots=spots,
        placed=placed,
        agents=agents,
        targets=targets,
        killed=_toll(claim, "killed"),
        wounded=_toll(claim, "wounded"),
        figures=_figures(claim),
        names=_names(claim, document.text),
        negated=claim.factuality.polarity is Polarity.NEGATED,
        real=claim.factuality.status in OUTRIGHT,
        status=str(claim.factuality.status),
        document_id=claim.document,
        settled=claim.corrected,
    )


def _parties(claim: Claim, roles: Iterable[Role]) -> frozenset[str]:
    """Return the actors in the roles, a state's army and ministries as the state."""
    return frozenset(a.entity.split("/")[0] for a in claim.arguments if a.role in roles and a.entity)


def _figures(claim: Claim) -> frozenset[int]:
    """Return the counts of people and things of a claim, from ten on."""
    counted = (q.count.low for q in claim.quantities if q.kind not in _MEASURES)
    return frozenset(low for low in counted if low is not None and low >= _LEAST)


def _names(claim: Claim, text: str) -> frozenset[str]:
    """Return the capitalised words of arguments that no list knows, but those that stand first in a sentence."""
    return frozenset(
        fold_name(word.group())
        for argument in claim.arguments
        if argument.entity is None and argument.place is None and argument.position is None
        for word in _WORD.finditer(argument.span.quote(text))
        if text[max(0, argument.span.start + word.start() - 4) : argument.span.start + word.start()].rstrip(" \xa0")[
            -1:
        ]
        not in _STARTS | {""}
    )


def _toll(claim: Claim, kind: str) -> tuple[int | None, int | None] | None:
    """Return the largest count of a kind in the claim: smaller ones beside it are parts of it."""
    counts = [quantity.count for quantity in claim.quantities if quantity.kind == kind]
    if not counts:
        return None
    best = max(counts, key=lambda count: (count.low or 0, count.high or 0))
    return best.low, best.high


def _spots(claim: Claim, document: Document) -> tuple[tuple[Spot, ...], bool]:
    """Return where the claim puts its event, the finest first, and whether that stands near its trigger."""
    found = []
    for role in _PLACE_ROLES:
        arguments = [argument for argument in claim.arguments if argument.role is role]
        found += [(spot, argument) for argument in arguments if (spot := read_spot(argument, document)) is not None]
        if found:
            break
    found.sort(key=lambda pair: _fineness(pair[0].precision))
    near = any(
        abs(argument.span.start - claim.trigger.start) <= _NEAR or f"argument.{argument.role}" in claim.corrected
        for _, argument in found
    )
    return tuple(spot for spot, _ in found), near


def read_spot(argument: Argument, document: Document) -> Spot | None:
    """Return where an argument lies, None where nobody can tell."""
    position: Position | None = argument.position or (argument.place.position if argument.place else None)
    if position is None:
        return None
    name = argument.place.name if argument.place else " ".join(argument.span.quote(document.text).split())
    country = argument.place.country if argument.place else ""
    if position.precision is Precision.COUNTRY:
        return Spot(name=name, country=country or name, id=argument.place.id if argument.place else "")
    return Spot(
        name=name,
        country=country,
        lat=position.lat,
        lon=position.lon,
        precision=position.precision,
        reach_km=max(position.radius_km, _REACH_KM.get(position.precision, 0.0)),
        id=argument.place.id if argument.place else "",
    )


def _fineness(precision: Precision) -> int:
    """Return the rank of a precision, the finest first."""
    return _FINENESS.index(precision) if precision in _FINENESS else len(_FINENESS)
