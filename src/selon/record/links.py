"""What linking found, in the record: written whole in one transaction, and asked for from there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from selon.record import link_rows, tables
from selon.record.bulk import paged
from selon.record.connection import refusals
from selon.record.filters import IncidentFilter
from selon.record.incident_lists import IncidentLists
from selon.record.judged_claims import counts_for_linking
from selon.record.keyed import take_rows
from selon.record.marked import count_of
from selon.record.paging import Page, build_cursor, check_limit, read_cursor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy.engine import Engine

    from selon.origins.origin import ClaimOrigin
    from selon.record.columns.keeping import Columns
    from selon.record.marked import Marks

__all__ = ["IncidentFilter", "LinkStamp", "LinkTotals", "Links"]

Row = dict[str, Any]

_PAGE = 500


_KEYS = select(tables.origin.c.claim_id, tables.origin.c.key)


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
class LinkTotals:
    """How much linking found; `several` are the incidents that more than one document tells."""

    claims: int
    origins: int
    reuses: int
    incidents: int
    several: int
    disputed: int


class Links(IncidentLists):
    """Origins, shared passages and incidents of a record."""

    def __init__(self, engine: Engine, target: str, marks: Marks, columns: Columns, *, patience: float) -> None:
        """Look into the store of this engine, and write to it."""
        super().__init__(engine, target, marks, columns)
        self._patience = patience

    def stamp(self) -> LinkStamp | None:
        """Return what the record was linked with, None where it was not."""
        for row in self._rows(select(tables.linking)):
            cells = {key: str(value) for key, value in row.items() if key != "made"}
            return LinkStamp(**cells)
        return None

    def mark(self) -> str:
        """Return up to which reading, and which judgement that changes what is linked, the record is filled now."""
        reading, judged = tables.reading, tables.judgement
        queries = (
            select(func.count(), func.max(reading.c.number), func.max(reading.c.read_at)),
            select(func.count(), func.count(judged.c.withdrawn), func.max(judged.c.made)).where(counts_for_linking()),
        )
        with refusals(self._target), self._engine.connect() as connection:
            return ":".join(str(cell) for query in queries for cell in connection.execute(query).one())

    def is_behind(self) -> bool:
        """Return whether something was read, or judged otherwise, since the record was linked."""
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

    def origins_of(self, claims: Sequence[str]) -> dict[str, ClaimOrigin]:
        """Return the origins of these claims, by claim id."""
        found: dict[str, ClaimOrigin] = {}
        for page in paged(claims, _PAGE):
            query = select(tables.origin).where(tables.origin.c.claim_id.in_(page))
            found |= {row["claim_id"]: link_rows.read_origin(row) for row in self._rows(query)}
        return found

    def keys_of(self, claims: Sequence[str]) -> dict[str, str]:
        """Return the keys of the origins of these claims, by claim id."""
        rows = take_rows(self._engine, self._target, _KEYS, tables.origin.c.claim_id, claims)
        return {row["claim_id"]: row["key"] for row in rows}

    def origins(self) -> Iterator[ClaimOrigin]:
        """Return the origin of every claim, by claim id."""
        self.need_linking()
        for row in self._rows(select(tables.origin).order_by(tables.origin.c.claim_id)):
            yield link_rows.read_origin(row)

    def cited(self) -> Iterator[Row]:
        """Return who is cited, by which publishers and how often, the most cited first; raises RecordError."""
        self.need_linking()
        for row in self._rows(select(tables.cited).order_by(tables.cited.c.claims.desc(), tables.cited.c.key)):
            yield _cited(row)

    def cited_page(self, cursor: str = "", limit: int = 50) -> Page[Row]:
        """Return a page of who is cited, the most cited first; raises RecordError for a cursor that is none."""
        self.need_linking()
        most, cited = check_limit(limit), tables.cited
        query = select(cited).order_by(cited.c.claims.desc(), cited.c.key)
        if cursor:
            claims, key = read_cursor(cursor, "cited", 2)
            many = int(claims) if claims.isdecimal() else 0
            query = query.where(or_(cited.c.claims < many, and_(cited.c.claims == many, cited.c.key > key)))
        rows = list(self._rows(query.limit(most + 1)))
        last = rows[most - 1] if len(rows) > most else None
        following = build_cursor("cited", str(last["claims"]), last["key"]) if last else ""
        total = self._marked.keep(
            "cited", lambda connection: count_of(connection, select(func.count()).select_from(cited))
        )
        return Page(tuple(map(_cited, rows[:most])), following, total)

    def reuses(self, documents: Sequence[str] | None = None) -> Iterator[Row]:
        """Return the pairs of documents that share passages, of these documents only where they are given."""
        reuse = tables.reuse
        query = select(reuse.c.contract).order_by(reuse.c.earlier, reuse.c.later)
        if documents is not None:
            query = query.where(reuse.c.earlier.in_(documents), reuse.c.later.in_(documents))
        for row in self._rows(query):
            yield json.loads(row["contract"])


def _cited(row: Mapping[str, Any]) -> Row:
    """Return who is cited, as a row without the stamp."""
    cells = {str(key): value for key, value in row.items() if key != "stamp"}
    return {**cells, "publishers": json.loads(row["publishers"])}
