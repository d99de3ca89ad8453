"""What is asked of the record: one filter of claims, the same for the command line, the pages and the Python door."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select, text

from selon.record import tables
from selon.record.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy import ColumnElement

_PLACE_ROLES = ("place", "origin", "destination")
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle on the globe: the claims whose places lie within `km` of a point."""

    lat: float
    lon: float
    km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFilter:
    """Which claims are asked for; what is left empty does not restrict.

    `about` is an actor by id ("daech", "syria/military") or in words; `place` a place by id or in words. `since` and
    `until` are compared with the days of the event, or with the day of publication where the text names none. `outlet`,
    `source` and `text` (words of the claim's sentence) are compared without accents and capitals.
    """

    about: str = ""
    place: str = ""
    near: Circle | None = None
    since: date | None = None
    until: date | None = None
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    polarity: str = ""
    outlet: str = ""
    source: str = ""
    text: str = ""
    document: str = ""


def conditions(asked: ClaimFilter, dialect: str) -> list[ColumnElement[bool]]:
    """Return the conditions on claim and document that the filter sets."""
    return [tables.claim.c.current, *_of_event(asked, dialect), *_of_telling(asked), *_of_document(asked)]


def _of_event(asked: ClaimFilter, dialect: str) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on what happened: who, where, when, what."""
    if asked.about:
        yield _about(asked.about)
    if asked.place:
        yield _at(asked.place)
    if asked.near:
        yield _near(asked.near, dialect)
    if asked.since:
        yield tables.claim.c.day_to >= asked.since
    if asked.until:
        yield tables.claim.c.day_from <= asked.until
    if asked.types:
        yield tables.claim.c.type.in_(asked.types)


def _of_telling(asked: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on how it is told: how surely, on whose word, in which words."""
    if asked.statuses:
        yield tables.claim.c.status.in_(asked.statuses)
    if asked.polarity:
        yield tables.claim.c.polarity == asked.polarity
    if asked.source:
        yield _from(asked.source)
    yield from (_contains(tables.claim.c.folded, word) for word in asked.text.split())


def _of_document(asked: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on the document that tells it."""
    document = tables.document
    if asked.outlet:
        yield _contains(document.c.publisher_folded, asked.outlet)
    if asked.document:
        yield or_(document.c.name == asked.document, document.c.id.startswith(asked.document, autoescape=True))


def _contains(column: ColumnElement[str], words: str) -> ColumnElement[bool]:
    """Return that a folded column holds the words."""
    return column.contains(fold(words), autoescape=True)


def _is_entity(column: ColumnElement[str], entity: str) -> ColumnElement[bool]:
    """Return that a column holds the entity or a part of it: "syria" also finds "syria/military"."""
    return or_(column == entity, column.startswith(f"{entity}/", autoescape=True))


def _about(actor: str) -> ColumnElement[bool]:
    """Return that an argument is the actor: by id, by its words, or by the id that these words have elsewhere."""
    argument = tables.argument
    named = argument.alias("named")
    ids = select(named.c.entity).where(named.c.folded == fold(actor), named.c.entity.is_not(None))
    meant = or_(
        _is_entity(argument.c.entity, actor.casefold()),
        _contains(argument.c.folded, actor),
        argument.c.entity.in_(ids),
    )
    return tables.claim.c.number.in_(select(argument.c.claim).where(meant))


def _at(place: str) -> ColumnElement[bool]:
    """Return that an argument is the place: by id, by name or words, or by the id that these words have elsewhere."""
    argument = tables.argument
    named = argument.alias("named_place")
    ids = select(named.c.place_id).where(
        or_(named.c.folded == fold(place), named.c.place_folded == fold(place)), named.c.place_id.is_not(None)
    )
    meant = or_(
        argument.c.place_id == place,
        _contains(argument.c.place_folded, place),
        and_(argument.c.role.in_(_PLACE_ROLES), _contains(argument.c.folded, place)),
        argument.c.place_id.in_(ids),
    )
    return tables.claim.c.number.in_(select(argument.c.claim).where(meant))


def _from(source: str) -> ColumnElement[bool]:
    """Return that a link of the chain is the source, by id or in words."""
    link = tables.source
    meant = or_(_is_entity(link.c.entity, source.casefold()), _contains(link.c.folded, source))
    return tables.claim.c.number.in_(select(link.c.claim).where(meant))


def _near(circle: Circle, dialect: str) -> ColumnElement[bool]:
    """Return that an argument's place lies in the circle, by plane reckoning (good to 1 % up to some 500 km)."""
    high, shrink = circle.km / _KM_PER_DEGREE, max(0.01, cos(radians(circle.lat)))
    wide = min(180.0, high / shrink)
    west, east, south, north = circle.lon - wide, circle.lon + wide, circle.lat - high, circle.lat + high
    argument = tables.argument
    across, up = (argument.c.lon - circle.lon) * shrink, argument.c.lat - circle.lat
    here = [
        argument.c.lat.between(south, north),
        argument.c.lon.between(west, east),
        across * across + up * up <= high**2,
    ]
    if dialect == "sqlite":
        box = text(
            "argument.number IN (SELECT number FROM argument_box "
            "WHERE east >= :west AND west <= :east AND north >= :south AND south <= :north)"
        ).bindparams(west=west, east=east, south=south, north=north)
        here.append(box)  # type: ignore[arg-type] # a text clause stands for a condition
    return tables.claim.c.number.in_(select(argument.c.claim).where(*here))
