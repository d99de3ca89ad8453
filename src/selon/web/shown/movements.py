"""Movements as they are shown: flows from place to place, with who goes, how many, when, and on whose word."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from selon.incidents.movements import MOVES
from selon.web.paging import leaf_of
from selon.web.shown.days import say_day, say_days
from selon.web.shown.figures import say_toll
from selon.web.shown.voices import say_actor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from selon.origins.origin import ClaimOrigin
    from selon.record.filters import Filter
    from selon.record.record import Record
    from selon.web.asking import Asked
    from selon.web.shown.days import Say

Row = dict[str, Any]
Told = tuple["Mapping[str, Any]", "ClaimOrigin | None"]

_PEOPLE = ("displaced", "civilians", "fighters", "leaders", "captured", "wounded", "vehicles", "other")
_READ = 8
_WHO = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One claim of a flow, in words."""

    id: str
    outlet: str
    published: str
    days: str
    who: str
    number: str
    told_by: str
    key: str
    status: str
    negated: bool
    before: str
    trigger: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """All that is told of going from one place to another; `start` or `end` is "" where no text names it."""

    start: str
    end: str
    drawn: bool
    origins: int
    documents: int
    claims: int
    hearsay: bool
    denied: int
    who: tuple[str, ...]
    numbers: tuple[str, ...]
    days: str
    told_by: tuple[tuple[str, str], ...]
    read: tuple[Telling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMovements:
    """A page of flows; `moves` are the claims under all of them."""

    flows: tuple[Flow, ...]
    total: int
    moves: int
    drawn: int
    next_cursor: str
    first: bool


@dataclass(frozen=True, slots=True)
class Bundle:
    """The claims of one flow, and whether both of its ends have a point."""

    ends: tuple[str, str]
    told: tuple[Told, ...]
    drawn: bool

    @property
    def origins(self) -> int:
        """On how many known origins it rests."""
        return len({found.origin.key for _, found in self.told if found is not None and found.origin.known})

    @property
    def documents(self) -> int:
        """How many documents tell it."""
        return len({row["document_id"] for row, _ in self.told})


def find_flows(record: Record, asked: Filter) -> list[Bundle]:
    """Return the movements that are asked for by their ends, those on most origins first."""
    types = tuple(sorted(MOVES.intersection(asked.types or MOVES)))
    narrow = replace(asked, types=types, roles=("origin", "destination"))
    read = (claim.row for claim in record.view.claims(narrow)) if types else ()
    rows = list(record.judgements.left(read))
    moves = [(row, _ends(row)) for row in rows]
    moves = [(row, ends) for row, ends in moves if any(ends)]
    told = record.links.origins_of([row["id"] for row, _ in moves])
    bundles: dict[tuple[str, str], list[Told]] = defaultdict(list)
    drawn: dict[tuple[str, str], bool] = {}
    for row, (start, end) in moves:
        names = (_name(start), _name(end))
        bundles[names].append((row, told.get(row["id"])))
        drawn[names] = drawn.get(names, False) or (_has_point(start) and _has_point(end) and names[0] != names[1])
    found = [Bundle(names, tuple(inside), drawn[names]) for names, inside in bundles.items()]
    return sorted(found, key=lambda b: (not b.drawn, not all(b.ends), -b.origins, -b.documents, b.ends))


def _ends(row: Mapping[str, Any]) -> tuple[Row, Row]:
    """Return origin and destination of a movement as the claim names them, empty where it names none."""
    by_role = {argument["role"]: argument for argument in reversed(row["arguments"])}
    return by_role.get("origin", {}), by_role.get("destination", {})


def _name(end: Row) -> str:
    """Return the name of an end: of its place, or as the text has it."""
    return str((end.get("place") or {}).get("name") or " ".join(str(end.get("text", "")).split()))


def _has_point(end: Row) -> bool:
    """Return whether an end is on the map."""
    return (end.get("place") or {}).get("lat") is not None


def build_movements(found: Sequence[Bundle], asked: Asked, t: Say) -> ShownMovements:
    """Return a page of flows."""
    question = asked.model_dump_json(exclude={"cursor", "limit"})
    leaf = leaf_of(found, cursor=asked.cursor, limit=asked.limit, of=f"movements page {question}")
    return ShownMovements(
        flows=tuple(_flow(bundle, t) for bundle in leaf.rows),
        total=leaf.total,
        moves=sum(len(bundle.told) for bundle in found),
        drawn=sum(bundle.drawn for bundle in found),
        next_cursor=leaf.next_cursor,
        first=not asked.cursor,
    )


def _flow(bundle: Bundle, t: Say) -> Flow:
    """Return a flow in words."""
    rows = [row for row, _ in bundle.told]
    labels = {found.origin.key: found.origin.label for _, found in bundle.told if found is not None}
    starts = [row["time"]["start"] for row in rows if row["time"] and row["time"]["start"]]
    ends = [row["time"]["end"] for row in rows if row["time"] and row["time"]["end"]]
    return Flow(
        start=bundle.ends[0],
        end=bundle.ends[1],
        drawn=bundle.drawn,
        origins=bundle.origins,
        documents=bundle.documents,
        claims=len(rows),
        hearsay=all(row["status"] != "occurred" for row in rows),
        denied=sum(row["polarity"] == "negated" for row in rows),
        who=tuple(dict.fromkeys(words for row in rows if (words := _say_who(row, t))))[:_WHO],
        numbers=_say_numbers(rows, t),
        days=say_days(min(starts), max(ends or starts), t) if starts else "",
        told_by=tuple((key, label or key) for key, label in labels.items()),
        read=tuple(_telling(row, told, t) for row, told in bundle.told[:_READ]),
    )


def _say_who(row: Mapping[str, Any], t: Say) -> str:
    """Return who goes, or who takes whom along, in words."""
    by_role = {argument["role"]: argument for argument in reversed(row["arguments"])}
    names = [_say_argument(by_role[role], t) for role in ("agent", "theme") if role in by_role]
    return t("movements.takes", who=names[0], whom=names[1]) if len(names) > 1 else "".join(names)


def _say_argument(argument: Mapping[str, Any], t: Say) -> str:
    """Return an actor by its name, anybody else in the words of the text."""
    entity = argument.get("entity")
    return say_actor(str(entity), t) if entity else " ".join(str(argument["text"]).split())


def _number(row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the first count of people or vehicles."""
    return next((q for kind in _PEOPLE for q in row["quantities"] if q["kind"] == kind), None)


def _say_numbers(rows: Iterable[Mapping[str, Any]], t: Say) -> tuple[str, ...]:
    """Return how many are told to move, by kind, as a range over what is told and never a sum."""
    bounds: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if (told := _number(row)) is not None:
            bounds[told["kind"]].append(told)
    said = []
    for kind, inside in bounds.items():
        lows = [q["low"] for q in inside if q["low"] is not None]
        highs = [q["high"] for q in inside if q["high"] is not None]
        said.append(say_toll(kind, {"low": min(lows, default=None), "high": max(highs, default=None)}, t))
    return tuple(words for words in said if words)


def _telling(row: Mapping[str, Any], told: ClaimOrigin | None, t: Say) -> Telling:
    """Return one claim of a flow in words."""
    start, end = (max(0, offset - row["sentence_start"]) for offset in row["trigger"])
    number = _number(row)
    return Telling(
        id=row["id"],
        outlet=row["publisher"],
        published=say_day(row["published"], t),
        days=say_days(row["time"]["start"], row["time"]["end"], t) if row["time"] else "",
        who=_say_who(row, t),
        number=say_toll(number["kind"], number, t) if number else "",
        told_by=(told.origin.label or told.origin.key) if told else "",
        key=told.origin.key if told else "",
        status=row["status"],
        negated=row["polarity"] == "negated",
        before=row["sentence"][:start],
        trigger=row["sentence"][start:end],
        after=row["sentence"][end:],
    )
