"""Ask for incidents: lists, pages, points for a map, counts, one of them, and all of these as known on a day."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, String, and_, cast, func, literal, or_, select

from selon.errors import RecordError
from selon.incidents.incident import GradeWord
from selon.record import tables
from selon.record.bulk import paged
from selon.record.connection import refusals, shown
from selon.record.filters import TELLING, Filter, at_place, of_incident, of_telling
from selon.record.keyed import take_rows
from selon.record.known import KnownIncident, find_partly_known
from selon.record.marked import Marked, count_of, outlet_names
from selon.record.paging import Page, Place, check_limit, walk
from selon.record.rows import as_json, folded

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Column, ColumnElement, Executable, Select
    from sqlalchemy.engine import Connection, Engine

    from selon.record.columns.coded import Numbers
    from selon.record.columns.keeping import Columns
    from selon.record.columns.table import Table
    from selon.record.marked import Marks

Row = dict[str, Any]

_PAGE = 500
_SHORTEST_PREFIX = 4
_DAYS_KEPT = 24
_TELLINGS_KEPT = 20
_LIST = "incidents"
_POINT = (
    *("id", "type", "lat", "lon", "precision", "radius_km", "start", "end", "killed_low", "killed_high"),
    *("independent", "unknown_origins", "disputed", "documents", "outlets", "grades", "place", "country"),
    *("standing", "first_known"),
)
_DAYS = frozenset({"start", "end", "first_known"})
_RENAMED = {
    "killed_low": "low",
    "killed_high": "high",
    "unknown_origins": "unknown",
    "radius_km": "radius",
    "first_known": "published",
}
_NAMES = tuple(_RENAMED.get(name, name) for name in _POINT)


_CELLS = (tables.incident.c.id, tables.incident.c.contract, tables.incident.c.position)
_TAKEN = select(*_CELLS)


# What is asked of an incident by itself, as it was known on the day that is asked for.
_OF_ITSELF = tuple(field.name for field in fields(Filter) if field.name not in {*TELLING, "as_of"})


class IncidentLists:
    """The incidents of a record, as they are asked for."""

    def __init__(self, engine: Engine, target: str, marks: Marks, columns: Columns) -> None:
        """Look into the store of this engine, or into the columns that are kept of it."""
        self._engine, self._target, self._columns = engine, target, columns
        self._marked = Marked(engine, target, marks)
        self._days = Marked(engine, target, marks, most=_DAYS_KEPT)
        self._tellings = Marked(engine, target, marks, most=_TELLINGS_KEPT)

    def incidents(self, asked: Filter | None = None, *, limit: int | None = None) -> Iterator[Row]:
        """Return the incidents that the filter asks for, as objects of the contract, by day; raises RecordError."""
        self.need_linking()
        asked = asked or Filter()
        incident, known = tables.incident, self._known_on(asked.as_of)
        query = self._select(asked, incident.c.id, incident.c.contract).order_by(incident.c.position)
        for row in self._rows(query.limit(limit) if limit is not None else query):
            yield _contract(row, known)

    def count_incidents(self, asked: Filter | None = None) -> int:
        """Return how many incidents the filter asks for."""
        asked = asked or Filter()
        table = self._columns.now()
        if table is not None:
            return len(self._found(table, asked))

        def find(connection: Connection) -> int:
            return count_of(connection, self._select(asked, func.count()))

        return self._marked.keep(("incidents", asked), find)

    def incident_page(
        self, asked: Filter | None = None, cursor: str = "", limit: int = 50, *, latest: bool = False
    ) -> Page[Row]:
        """Return a page of the incidents that the filter asks for, as objects of the contract, by day.

        With `latest` the last day comes first. Raises RecordError where the record is not linked, and for a cursor that
        is none.
        """
        asked = asked or Filter()
        page = self._listed(asked, Place.read(_LIST, cursor, latest=latest), check_limit(limit))
        known = self._known_of(page.rows, asked.as_of)
        return Page(tuple(_contract(row, known) for row in page.rows), page.next_cursor, page.total)

    def incident_texts(self, asked: Filter | None = None, cursor: str = "", limit: int = 50) -> Page[str]:
        """Return the page that `incident_page` returns, each incident as JSON."""
        asked = asked or Filter()
        page = self._listed(asked, Place.read(_LIST, cursor, latest=False), check_limit(limit))
        known = self._known_of(page.rows, asked.as_of)
        texts = (as_json(known[r["id"]].contract) if r["id"] in known else str(r["contract"]) for r in page.rows)
        return Page(tuple(texts), page.next_cursor, page.total)

    def points(self, asked: Filter | None = None) -> list[Row]:
        """Return the incidents that the filter asks for as short rows for a map or a timeline, by day.

        A row has id, type, lat, lon (None where no point is known), precision, radius (km), start, end, low and high of
        the killed, independent, unknown, disputed, documents, outlets, grades (words), place, country, standing, and
        published: the day on which it was first told.
        """
        self.need_linking()
        asked = asked or Filter()
        incident, known = tables.incident, self._known_on(asked.as_of)
        cells = (cast(incident.c[name], String) if name in _DAYS else incident.c[name] for name in _POINT)
        query = self._select(asked, *cells).order_by(incident.c.position)
        with refusals(self._target), self._engine.connect() as connection:
            rows = connection.execute(query).all()
        named = [dict(zip(_NAMES, row, strict=True)) for row in rows]
        for row in named:
            if row["id"] in known:
                cells_then = known[row["id"]].cells
                row |= {name: cells_then[cell] for cell, name in zip(_POINT, _NAMES, strict=True)}
                row |= {name: str(row[name]) for name in ("start", "end", "published") if row[name]}
            row["grades"] = [word for word in row["grades"].split("|") if word]
        return named

    def facets(self, asked: Filter | None = None) -> dict[str, dict[str, int]]:
        """Return how many of the incidents that the filter asks for have each type, grade, outlet and camp.

        The most frequent come first; `disputed`, `several` and `placed` count under "yes". An incident counts under
        each of its grades, outlets and camps. Outlets and camps are those of all its claims, whatever the day.
        """
        self.need_linking()
        asked, incident = asked or Filter(), tables.incident
        flags = {
            "disputed": incident.c.disputed,
            "several": incident.c.documents > 1,
            "placed": incident.c.lat.is_not(None),
        }
        queries = {
            "types": self._select(asked, incident.c.type, func.count()).group_by(incident.c.type),
            "grades": self._select(asked, incident.c.grades, func.count()).group_by(incident.c.grades),
        }
        yes = {name: self._select(asked, func.count()).where(fits) for name, fits in flags.items()}

        def find(connection: Connection) -> dict[str, dict[str, int]]:
            counts = {name: _count(connection, query) for name, query in queries.items()}
            outlets = self._count_through(connection, asked, tables.claim.c.outlet)
            counts["outlets"] = _named(outlets, outlet_names(connection))
            counts["camps"] = self._count_through(connection, asked, tables.origin.c.side)
            words = counts["grades"].items()
            counts["grades"] = {str(w): sum(n for said, n in words if f"|{w}|" in said) for w in GradeWord}
            return counts | {name: {"yes": count_of(connection, query)} for name, query in yes.items()}

        return self._marked.keep(("incident facets", asked), find)

    def _count_through(self, connection: Connection, asked: Filter, column: Column[str]) -> dict[str, int]:
        """Return how many of the incidents asked for have a claim, or an origin of one, with each value of a column."""
        part, table = tables.incident_claim, column.table
        key = table.c.id if table is tables.claim else table.c.claim_id
        query = select(column, func.count(func.distinct(part.c.incident))).join(part, part.c.claim_id == key)
        if table is tables.claim:
            query = query.where(tables.claim.c.current)
        if asked != Filter():
            query = query.where(part.c.incident.in_(self._select(asked, tables.incident.c.id)))
        return _count(connection, query.group_by(column))

    def incident(self, prefix: str) -> Row:
        """Return the incident whose id begins so; raises RecordError where there is none, or more than one."""
        self.need_linking()
        incident, prefix = tables.incident, prefix.strip().lower()
        query = select(incident.c.contract, incident.c.id).where(incident.c.id.startswith(prefix, autoescape=True))
        found = list(self._rows(query.order_by(incident.c.id).limit(4))) if len(prefix) >= _SHORTEST_PREFIX else []
        if len(found) == 1:
            contract: Row = json.loads(found[0]["contract"])
            return contract
        if found:
            fault = f"{prefix!r} fits several incidents: {', '.join(row['id'] for row in found)}"
            raise RecordError(fault, where=shown(self._target), remedy="Give more of the id")
        remedy = f"Look for it with `selon incidents`; an id may be shortened to {_SHORTEST_PREFIX} signs or more"
        raise RecordError(f"there is no incident {prefix!r}", where=shown(self._target), remedy=remedy)

    def incident_as_of(self, prefix: str, day: date) -> Row:
        """Return an incident as documents published up to a day tell it, with that day as `as_of`.

        Documents without a day of publication are left out. Raises RecordError where nothing was known of it then.
        """
        whole = self.incident(prefix)
        known = self._known_of([whole], day).get(whole["id"])
        if known is not None:
            return known.contract
        incident = tables.incident
        query = select(incident.c.last_known).where(incident.c.id == whole["id"], incident.c.last_known <= day)
        for _ in self._rows(query):
            return whole | {"as_of": day.isoformat()}
        fault = f"nothing was known of the incident {whole['id']} on {day.isoformat()}"
        raise RecordError(fault, where=shown(self._target), remedy="Ask for a later day, or for none")

    def claims_of(self, incident: str, as_of: date | None = None) -> Iterator[Row]:
        """Return the claims of an incident as objects of the contract, in the order of publication."""
        claim, part = tables.claim, tables.incident_claim
        query = (
            select(claim.c.contract)
            .join(part, part.c.claim_id == claim.c.id)
            .where(claim.c.current, part.c.incident == incident)
            .order_by(claim.c.position)
        )
        for row in self._rows(query if as_of is None else query.where(claim.c.published <= as_of)):
            yield json.loads(row["contract"])

    def claims_of_each(self, incidents: Sequence[str]) -> Iterator[tuple[str, Row]]:
        """Return the claims of several incidents, each after the id of its incident, in the order of publication."""
        claim, part = tables.claim, tables.incident_claim
        for page in paged(incidents, _PAGE):
            query = select(part.c.incident, claim.c.contract).join(part, part.c.claim_id == claim.c.id)
            for row in self._rows(query.where(claim.c.current, part.c.incident.in_(page)).order_by(claim.c.position)):
                yield row["incident"], json.loads(row["contract"])

    def incident_of(self, claims: list[str]) -> dict[str, str]:
        """Return for claims the ids of the incidents that they tell of; claims of none are left out."""
        part = tables.incident_claim
        found: dict[str, str] = {}
        for page in paged(claims, _PAGE):
            query = select(part.c.claim_id, part.c.incident).where(part.c.claim_id.in_(page))
            found |= {row["claim_id"]: row["incident"] for row in self._rows(query)}
        return found

    def _listed(self, asked: Filter, place: Place, most: int) -> Page[Any]:
        """Return a page of the rows behind a place in the list, taken by the columns where there are any."""
        table, incident = self._columns.now(), tables.incident
        rows = self._taken(table, asked, place, most + 1) if table is not None else None
        if rows is None:
            self.need_linking()

            def ask(behind: ColumnElement[bool], order: tuple[ColumnElement[Any], ...], many: int) -> list[Any]:
                return list(self._rows(self._select(asked, *_CELLS).where(behind).order_by(*order).limit(many)))

            rows = walk(ask, incident.c.position, place, most + 1)
        return Page(tuple(rows[:most]), place.following(rows, most), self.count_incidents(asked))

    def _taken(self, table: Table, asked: Filter, place: Place, most: int) -> list[Any] | None:
        """Return the rows that the columns name, None where they are not in the store any more."""
        if not table.linked:
            return None
        ids = table.incident_ids(self._found(table, asked), place, most)
        rows = {row["id"]: row for row in take_rows(self._engine, self._target, _TAKEN, tables.incident.c.id, ids)}
        return [rows[id_] for id_ in ids] if len(rows) == len(ids) else None

    def _found(self, table: Table, asked: Filter) -> Numbers:
        """Return the rows of the incidents that the filter asks for."""
        fitting = self._fitting(asked, table) if asked.as_of else ()
        return self._columns.rows(table, ("incidents", asked), lambda: table.incident_rows(asked, fitting))

    def _fitting(self, asked: Filter, table: Table | None = None) -> Collection[str]:
        """Return the ids of the incidents that were known in part on the day, and fit as they were known then."""
        if table is not None and asked.as_of and not any(getattr(asked, name) for name in _OF_ITSELF):
            return self._columns.known_in_part(table, asked.as_of)
        named = {asked.place: table.ids_at(asked.place) if table else self._ids_at(asked.place)} if asked.place else {}
        known = self._known_on(asked.as_of, table).items()
        return [id_ for id_, found in known if _fits(asked, found.cells, named)]

    def _select(self, asked: Filter, *cells: Any) -> Select[Any]:  # noqa: ANN401 - columns and counts
        """Return the query for the incidents that the filter asks for."""
        return select(*cells).select_from(tables.incident).where(*self._conditions(asked))

    def _conditions(self, asked: Filter) -> Iterator[ColumnElement[bool]]:
        """Yield the conditions on incidents that the filter sets."""
        incident = tables.incident
        own = list(of_incident(asked, lambda name: incident.c[name]))
        if asked.place:
            own.append(self._named(asked.place))
        if asked.as_of is None:
            yield from own
        else:
            yield or_(and_(incident.c.last_known <= asked.as_of, *own), incident.c.id.in_(self._fitting(asked)))
        told = Filter(as_of=asked.as_of, **{name: getattr(asked, name) for name in TELLING})
        if told != Filter(as_of=asked.as_of):
            yield incident.c.id.in_(self._among(self._telling(told, *of_telling(told))))

    def _named(self, place: str) -> ColumnElement[bool]:
        """Return that an incident lies at a place of this name, or one of its claims names it."""
        name = tables.incident.c.place_folded.contains(folded(place), autoescape=True)
        there = self._telling(("place", place), at_place(place))
        return or_(name, tables.incident.c.id.in_(self._among(there)))

    def _telling(self, asked: Hashable, *conditions: ColumnElement[bool]) -> str:
        """Return the ids of the incidents that have a claim like this, as JSON; those last asked for are kept."""
        part, claim = tables.incident_claim, tables.claim
        query = select(part.c.incident).distinct().join(claim, claim.c.id == part.c.claim_id)
        query = query.where(claim.c.current, *conditions)
        return self._tellings.keep(asked, lambda connection: json.dumps(sorted(connection.execute(query).scalars())))

    def _among(self, ids: str) -> Select[tuple[str]]:
        """Return the query over ids that are given as JSON."""
        if self._engine.dialect.name == "postgresql":
            values = func.json_array_elements_text(cast(literal(ids, String), JSON)).table_valued("value")
        else:
            values = func.json_each(ids).table_valued("value")
        return select(values.c.value)

    def _ids_at(self, place: str) -> frozenset[str]:
        """Return the ids of the incidents at a place."""
        with refusals(self._target), self._engine.connect() as connection:
            query = select(tables.incident.c.id).where(self._named(place))
            return frozenset(connection.execute(query).scalars())

    def _known_on(self, day: date | None, table: Table | None = None) -> dict[str, KnownIncident]:
        """Return the incidents of which a part was known on a day, by id; those of some days are kept in memory."""
        if day is None:
            return {}
        among = self._columns.known_in_part(table, day) if table is not None else None
        return self._days.keep(day, lambda connection: find_partly_known(connection, day, among))

    def _known_of(self, rows: Sequence[Mapping[str, Any]], day: date | None) -> dict[str, KnownIncident]:
        """Return those of these incidents of which a part was known on a day, by id: no others are built again."""
        if day is None:
            return {}
        ids = frozenset(str(row["id"]) for row in rows)
        return self._days.keep((day, ids), lambda connection: find_partly_known(connection, day, ids))

    def need_linking(self) -> None:
        """Raise RecordError where the record was not linked."""
        for _ in self._rows(select(tables.linking.c.stamp).limit(1)):
            return
        remedy = f"Link it with `selon link --record {shown(self._target)}`"
        raise RecordError("the record is not linked yet", where=shown(self._target), remedy=remedy)

    def _rows(self, query: Select[Any]) -> Iterator[Any]:
        """Return the rows of a query one by one, holding few of them at a time."""
        with (
            refusals(self._target),
            self._engine.connect().execution_options(yield_per=_PAGE) as connection,
            connection.execute(query) as result,
        ):
            yield from result.mappings()


def _contract(row: Mapping[str, Any], known: Mapping[str, KnownIncident]) -> Row:
    """Return the contract of an incident, as it was known where only part of it was."""
    if row["id"] in known:
        return known[row["id"]].contract
    contract: Row = json.loads(row["contract"])
    return contract


def _fits(asked: Filter, cells: Mapping[str, Any], named: Mapping[str, frozenset[str]]) -> bool:
    """Return whether the cells of one incident are as the filter asks; nothing is said of what a cell leaves open."""
    if asked.place and cells["id"] not in named[asked.place]:
        return False
    try:
        return all(of_incident(asked, cells.__getitem__))
    except (TypeError, AttributeError):  # a cell is None: no day, no point
        return False


def _count(connection: Connection, query: Executable) -> dict[str, int]:
    """Return the counts of a grouped query, the greatest first."""
    rows = sorted(connection.execute(query).all(), key=lambda row: (-row[1], str(row[0])))
    return {str(name): int(count) for name, count in rows}


def _named(counts: Mapping[str, int], names: Mapping[str, str]) -> dict[str, int]:
    """Return counts under the names that go with their keys."""
    return {names.get(key, key): count for key, count in counts.items()}
