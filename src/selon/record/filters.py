"""What is asked of the record: one filter of claims and incidents, for the command line, the pages and Python alike."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from functools import reduce
from math import cos, radians
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select, text

from selon.record import tables
from selon.record.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from typing import Any

    from sqlalchemy import ColumnElement, Select

PLACE_ROLES = ("place", "origin", "destination")
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle on the globe: the claims whose places lie within `km` of a point."""

    lat: float
    lon: float
    km: float

    @property
    def degrees(self) -> float:
        """How many degrees of latitude its radius spans."""
        return self.km / _KM_PER_DEGREE

    @property
    def shrink(self) -> float:
        """How much shorter a degree of longitude is at its middle than one of latitude."""
        return max(0.01, cos(radians(self.lat)))

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The box around it: west, south, east, north."""
        wide = min(180.0, self.degrees / self.shrink)
        return self.lon - wide, self.lat - self.degrees, self.lon + wide, self.lat + self.degrees


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which claims, or which incidents, are asked for; what is left empty does not restrict.

    `about` is an actor by id ("daech", "syria/military") or in words; `place` a place by id or in words; `box` is west,
    south, east, north in degrees. `since` and `until` are compared with the days of the event, or with the day of
    publication where the text names none; incidents without a day are left out. `outlet`, `source` (a link of the chain
    of sources, by id or in words) and `text` (words of the claim's sentence) are compared without accents and capitals.
    `origin` is on whose word it rests in the end, by its key; `camp` the side of that origin ("state:russia", or
    "state" for all of them). `as_of` is a day of publication: what was known then.

    `roles` asks for claims in which somebody or something plays one of these roles ("origin", "destination").

    Of incidents, `about`, `outlet`, `source`, `origin`, `camp`, `statuses`, `polarity`, `text`, `document` and `roles`
    ask for one claim that is like that in all; of claims, `grades`, `disputed` and `several` (told by more than one
    document) ask for the incident that they tell of.
    """

    about: str = ""
    place: str = ""
    box: tuple[float, float, float, float] | None = None
    near: Circle | None = None
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    polarity: str = ""
    grades: tuple[str, ...] = ()
    disputed: bool = False
    several: bool = False
    outlet: str = ""
    source: str = ""
    origin: str = ""
    camp: str = ""
    text: str = ""
    document: str = ""
    roles: tuple[str, ...] = ()

    @property
    def needs_linking(self) -> bool:
        """Whether claims can be asked for so only in a record that is linked."""
        return bool(self.origin or self.camp or self.grades or self.disputed or self.several)


# What of the filter is asked of claims, also where incidents are asked for.
TELLING = ("about", "statuses", "polarity", "outlet", "source", "origin", "camp", "text", "document", "roles")
ClaimFilter = Filter  # the names from when claims and incidents had a filter each
IncidentFilter = Filter


def conditions(asked: Filter, dialect: str, *, counting: bool = False) -> list[ColumnElement[bool]]:
    """Return the conditions on a claim that the filter sets.

    What linking found is looked up for one claim after the other, which is soon done for a page; or, for `counting`,
    for all claims at once.
    """
    return [
        tables.claim.c.current,
        *_of_event(asked, dialect),
        *of_telling(asked, counting=counting),
        *_of_incident(asked, counting=counting),
    ]


def _is_document(name: str) -> ColumnElement[bool]:
    """Return that a document has this name, or an id that begins so."""
    document = tables.document
    return or_(document.c.name == name, document.c.id.startswith(name, autoescape=True))


def _of_event(asked: Filter, dialect: str) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on what happened: where, when, what."""
    if asked.place:
        yield at_place(asked.place)
    if asked.near:
        yield _near(asked.near, dialect)
    if asked.box:
        yield _within(asked.box, dialect)
    if asked.since:
        yield tables.claim.c.day_to >= asked.since
    if asked.until:
        yield tables.claim.c.day_from <= asked.until
    if asked.types:
        yield tables.claim.c.type.in_(asked.types)


def of_telling(asked: Filter, *, counting: bool = True) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on who is told of and how: how surely, on whose word, by whom and when, in which words."""
    claim = tables.claim
    if asked.about:
        yield _about(asked.about)
    if asked.statuses:
        yield claim.c.status.in_(asked.statuses)
    if asked.polarity:
        yield claim.c.polarity == asked.polarity
    if asked.outlet:
        yield _contains(claim.c.outlet, asked.outlet)
    if asked.as_of:
        yield claim.c.published <= asked.as_of
    if asked.source:
        yield _from(asked.source)
    if asked.origin or asked.camp:
        yield _linked(_resting_on(asked), tables.origin.c.claim_id, counting=counting)
    yield from (_contains(claim.c.folded, word) for word in asked.text.split())
    if asked.roles:
        argument = tables.argument
        yield claim.c.number.in_(select(argument.c.claim).where(argument.c.role.in_(asked.roles)))
    if asked.document:
        document = tables.document
        yield claim.c.document.in_(select(document.c.id).where(_is_document(asked.document)))


def _of_incident(asked: Filter, *, counting: bool) -> Iterator[ColumnElement[bool]]:
    """Yield the condition on the incident that a claim tells of."""
    if asked.grades or asked.disputed or asked.several:
        incident, part = tables.incident, tables.incident_claim
        told = Filter(grades=asked.grades, disputed=asked.disputed, several=asked.several)
        fits = list(of_incident(told, lambda name: incident.c[name]))
        if counting:
            ids = select(part.c.claim_id).where(part.c.incident.in_(select(incident.c.id).where(*fits)))
        else:
            ids = select(part.c.claim_id).join(incident, incident.c.id == part.c.incident).where(*fits)
        yield _linked(ids, part.c.claim_id, counting=counting)


def _linked(query: Select[Any], id_: ColumnElement[str], *, counting: bool) -> ColumnElement[bool]:
    """Return that a claim is among those of a query, asked for at once or one by one."""
    claim = tables.claim.c.id
    return claim.in_(query) if counting else query.where(id_ == claim).exists()


def of_incident(asked: Filter, cell: Callable[[str], Any]) -> Iterator[Any]:
    """Yield the conditions on an incident's own cells; `cell` gives a column, or the value in one row.

    Either way the same comparisons are made, in the database or here.
    """
    if asked.since:
        yield cell("end") >= asked.since
    if asked.until:
        yield cell("start") <= asked.until
    if asked.types:
        yield reduce(operator.or_, (cell("type") == name for name in asked.types))
    if asked.disputed:
        yield cell("disputed") == asked.disputed
    if asked.several:
        yield cell("documents") > 1
    if asked.grades:
        yield reduce(operator.or_, (_has(cell("grades"), f"|{word.replace('_', ' ')}|") for word in asked.grades))
    if asked.near:
        yield from around(asked.near, cell("lat"), cell("lon"))
    if asked.box:
        yield from inside(asked.box, cell("lat"), cell("lon"))


def _has(cell: Any, words: str) -> Any:  # noqa: ANN401 - a column or the value in a row
    """Return whether a text holds the words."""
    return words in cell if isinstance(cell, str) else cell.contains(words, autoescape=True)


def around(circle: Circle, lat: Any, lon: Any) -> Iterator[Any]:  # noqa: ANN401 - columns or numbers
    """Yield that a point lies in the circle, by plane reckoning (good to 1 % up to some 500 km)."""
    yield from inside(circle.box, lat, lon)
    across, up = (lon - circle.lon) * circle.shrink, lat - circle.lat
    yield across * across + up * up <= circle.degrees**2


def inside(box: tuple[float, float, float, float], lat: Any, lon: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield that a point lies in the box, which may reach over the line of dates."""
    west, south, east, north = box
    yield lat >= south
    yield lat <= north
    yield (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)


def _resting_on(asked: Filter) -> Select[tuple[str]]:
    """Return the query for the claims that rest on the origin, or on one of the side."""
    origin = tables.origin
    query = select(origin.c.claim_id)
    if asked.origin:
        query = query.where(origin.c.key == asked.origin)
    if asked.camp:
        query = query.where(
            or_(origin.c.side == asked.camp, origin.c.side.startswith(f"{asked.camp}:", autoescape=True))
        )
    return query


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


def at_place(place: str) -> ColumnElement[bool]:
    """Return that an argument is the place: by id, by name or words, or by the id that these words have elsewhere."""
    argument = tables.argument
    named = argument.alias("named_place")
    ids = select(named.c.place_id).where(
        or_(named.c.folded == fold(place), named.c.place_folded == fold(place)), named.c.place_id.is_not(None)
    )
    meant = or_(
        argument.c.place_id == place,
        _contains(argument.c.place_folded, place),
        and_(argument.c.role.in_(PLACE_ROLES), _contains(argument.c.folded, place)),
        argument.c.place_id.in_(ids),
    )
    return tables.claim.c.number.in_(select(argument.c.claim).where(meant))


def _from(source: str) -> ColumnElement[bool]:
    """Return that a link of the chain is the source, by id or in words."""
    link = tables.source
    meant = or_(_is_entity(link.c.entity, source.casefold()), _contains(link.c.folded, source))
    return tables.claim.c.number.in_(select(link.c.claim).where(meant))


def _near(circle: Circle, dialect: str) -> ColumnElement[bool]:
    """Return that an argument's place lies in the circle."""
    argument = tables.argument
    here = [*around(circle, argument.c.lat, argument.c.lon), *_boxed(circle.box, dialect)]
    return tables.claim.c.number.in_(select(argument.c.claim).where(*here))


def _within(box: tuple[float, float, float, float], dialect: str) -> ColumnElement[bool]:
    """Return that an argument's place lies in the box."""
    argument = tables.argument
    here = [*inside(box, argument.c.lat, argument.c.lon), *_boxed(box, dialect)]
    return tables.claim.c.number.in_(select(argument.c.claim).where(*here))


def _boxed(box: tuple[float, float, float, float], dialect: str) -> Iterator[ColumnElement[bool]]:
    """Yield the condition by which the box tree of SQLite narrows arguments down."""
    west, south, east, north = box
    if dialect == "sqlite" and west <= east:
        yield text(
            "argument.number IN (SELECT number FROM argument_box "
            "WHERE east >= :west AND west <= :east AND north >= :south AND south <= :north)"
        ).bindparams(west=west, east=east, south=south, north=north)  # type: ignore[misc] # a text clause stands for one
