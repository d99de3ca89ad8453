"""What linking found, in the record: written whole in one transaction, and asked for from there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, or_, select

from selon.errors import RecordError
from selon.record import link_rows, tables
from selon.record.connection import patiently, refusals, shown
from selon.record.filters import ClaimFilter, conditions
from selon.record.rows import folded
from selon.record.writer import now

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from sqlalchemy import Select, Table
    from sqlalchemy.engine import Connection, Engine

    from selon.origins.origin import ClaimOrigin

Row = dict[str, Any]

_CHUNK = 5000
_PAGE = 500
_SHORTEST_PREFIX = 4
_FOUND = (tables.incident_claim, tables.incident, tables.reuse, tables.cited, tables.origin, tables.linking)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFilter:
    """Which incidents are asked for; what is left empty does not restrict.

    `place` is a place by name, or by name or id of a place in one of the claims. Incidents without a day are left out
    where days are asked for. `several`: told by more than one document.
    """

    since: date | None = None
    until: date | None = None
    place: str = ""
    types: tuple[str, ...] = ()
    disputed: bool = False
    several: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkStamp:
    """What a linking started from: the program, the digest of model, outlets and sides, and that of the record.

    `mark` says up to which reading the record was linked.
    """

    stamp: str
    program: str
    model: str
    given: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRows:
    """All rows that one linking gives, by table."""

    origins: Iterable[Row]
    cited: Iterable[Row]
    reuses: Iterable[Row]
    incidents: Sequence[Row]
    incident_claims: Iterable[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTotals:
    """How much linking found; `several` are the incidents that more than one document tells."""

    claims: int
    origins: int
    reuses: int
    incidents: int
    several: int
    disputed: int


class Links:
    """Origins, shared passages and incidents of a record."""

    def __init__(self, engine: Engine, target: str, *, patience: float) -> None:
        """Look into the store of this engine, and write to it."""
        self._engine, self._target, self._patience = engine, target, patience

    def stamp(self) -> LinkStamp | None:
        """Return what the record was linked with, None where it was not."""
        for row in self._rows(select(tables.linking)):
            cells = {key: str(value) for key, value in row.items() if key != "made"}
            return LinkStamp(**cells)
        return None

    def mark(self) -> str:
        """Return up to which reading the record is filled now."""
        reading = tables.reading
        query = select(func.count(), func.max(reading.c.number), func.max(reading.c.read_at))
        with refusals(self._target), self._engine.connect() as connection:
            return ":".join(map(str, connection.execute(query).one()))

    def is_behind(self) -> bool:
        """Return whether something was read since the record was linked."""
        stamp = self.stamp()
        return stamp is None or stamp.mark != self.mark()

    def totals(self) -> LinkTotals:
        """Return how much linking found."""
        origin = tables.origin
        count = select(func.count())
        queries = {
            "claims": count.select_from(origin),
            "origins": select(func.count(func.distinct(origin.c.key))),
            "reuses": count.select_from(tables.reuse),
        }
        with refusals(self._target), self._engine.connect() as connection:
            counts = {name: int(connection.execute(query).scalar_one()) for name, query in queries.items()}
        return LinkTotals(
            **counts,
            incidents=self.count_incidents(),
            several=self.count_incidents(IncidentFilter(several=True)),
            disputed=self.count_incidents(IncidentFilter(disputed=True)),
        )

    def replace(self, stamp: LinkStamp, found: LinkRows) -> None:
        """Write what a linking found in the place of what an earlier one found, all or nothing."""
        written = {
            tables.linking: [{**asdict(stamp), "made": now()}],
            tables.origin: list(found.origins),
            tables.cited: list(found.cited),
            tables.reuse: list(found.reuses),
            tables.incident: list(found.incidents),
            tables.incident_claim: list(found.incident_claims),
        }

        def write() -> None:
            with self._engine.connect().execution_options(selon_writes=True) as connection, connection.begin():
                for table in _FOUND:
                    connection.execute(delete(table))
                for table, rows in written.items():
                    _insert(connection, table, rows)

        with refusals(self._target):
            patiently(write, patience=self._patience)

    def incidents(self, asked: IncidentFilter | None = None, *, limit: int | None = None) -> Iterator[Row]:
        """Return the incidents that the filter asks for, as objects of the contract, by day; raises RecordError."""
        self._need_linking()
        incident = tables.incident
        query = select(incident.c.contract).where(*self._conditions(asked or IncidentFilter()))
        query = query.order_by(incident.c.start.is_(None), incident.c.start, incident.c.id)
        for row in self._rows(query.limit(limit) if limit is not None else query):
            yield json.loads(row["contract"])

    def count_incidents(self, asked: IncidentFilter | None = None) -> int:
        """Return how many incidents the filter asks for."""
        query = select(func.count()).select_from(tables.incident).where(*self._conditions(asked or IncidentFilter()))
        with refusals(self._target), self._engine.connect() as connection:
            return int(connection.execute(query).scalar_one())

    def incident(self, prefix: str) -> Row:
        """Return the incident whose id begins so; raises RecordError where there is none, or more than one."""
        self._need_linking()
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

    def claims_of(self, incident: str) -> Iterator[Row]:
        """Return the claims of an incident as objects of the contract, in the order of publication."""
        claim, document, part = tables.claim, tables.document, tables.incident_claim
        query = (
            select(claim.c.contract)
            .join(part, part.c.claim_id == claim.c.id)
            .join(document, document.c.id == claim.c.document)
            .where(claim.c.current, part.c.incident == incident)
            .order_by(document.c.published.is_(None), document.c.published, document.c.name, claim.c.trigger_start)
        )
        for row in self._rows(query):
            yield json.loads(row["contract"])

    def origins_of(self, claims: Sequence[str]) -> dict[str, ClaimOrigin]:
        """Return the origins of these claims, by claim id."""
        found: dict[str, ClaimOrigin] = {}
        for at in range(0, len(claims), _PAGE):
            query = select(tables.origin).where(tables.origin.c.claim_id.in_(claims[at : at + _PAGE]))
            found |= {row["claim_id"]: link_rows.read_origin(row) for row in self._rows(query)}
        return found

    def origins(self) -> Iterator[ClaimOrigin]:
        """Return the origin of every claim, by claim id."""
        self._need_linking()
        for row in self._rows(select(tables.origin).order_by(tables.origin.c.claim_id)):
            yield link_rows.read_origin(row)

    def cited(self) -> Iterator[Row]:
        """Return who is cited, by which publishers and how often, the most cited first; raises RecordError."""
        self._need_linking()
        for row in self._rows(select(tables.cited).order_by(tables.cited.c.claims.desc(), tables.cited.c.key)):
            cells = {key: value for key, value in row.items() if key != "stamp"}
            yield {**cells, "publishers": json.loads(row["publishers"])}

    def reuses(self, documents: Sequence[str] | None = None) -> Iterator[Row]:
        """Return the pairs of documents that share passages, of these documents only where they are given."""
        reuse = tables.reuse
        query = select(reuse.c.contract).order_by(reuse.c.earlier, reuse.c.later)
        if documents is not None:
            query = query.where(reuse.c.earlier.in_(documents), reuse.c.later.in_(documents))
        for row in self._rows(query):
            yield json.loads(row["contract"])

    def _conditions(self, asked: IncidentFilter) -> Iterator[Any]:
        """Yield the conditions on incidents that the filter sets."""
        incident = tables.incident
        if asked.since:
            yield incident.c.end >= asked.since
        if asked.until:
            yield incident.c.start <= asked.until
        if asked.types:
            yield incident.c.type.in_(asked.types)
        if asked.disputed:
            yield incident.c.disputed
        if asked.several:
            yield incident.c.documents > 1
        if asked.place:
            yield or_(
                incident.c.place_folded.contains(folded(asked.place), autoescape=True),
                incident.c.id.in_(self._with_claims(ClaimFilter(place=asked.place))),
            )

    def _with_claims(self, asked: ClaimFilter) -> Select[Any]:
        """Return the query for the incidents that have a claim like this."""
        part = tables.incident_claim
        query = select(part.c.incident).join(tables.claim, tables.claim.c.id == part.c.claim_id)
        return query.where(*conditions(asked, self._engine.dialect.name))

    def _need_linking(self) -> None:
        """Raise RecordError where the record was not linked."""
        if self.stamp() is None:
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


def _insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows, some thousands at a time."""
    for at in range(0, len(rows), _CHUNK):
        connection.execute(insert(table), rows[at : at + _CHUNK])
