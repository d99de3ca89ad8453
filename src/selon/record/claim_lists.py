"""Ask for claims: lists, pages, the queue for review, counts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, literal, or_, select

from selon.claims.contract import read_row
from selon.errors import RecordError
from selon.record import tables
from selon.record.bulk import paged
from selon.record.connection import refusals, shown
from selon.record.doubt import MOST
from selon.record.filters import Filter, conditions
from selon.record.keyed import take_rows
from selon.record.marked import Marked, count_of, outlet_names
from selon.record.paging import Page, Place, build_cursor, check_limit, read_cursor, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Executable, Select
    from sqlalchemy.engine import Connection, Engine

    from selon.claims.claim import Claim
    from selon.record.columns.keeping import Columns
    from selon.record.columns.table import Table
    from selon.record.marked import Marks

_PAGE = 500
_FEW = 2000  # claims that are taken by their numbers; more are found sooner by a look at all
_LIST, _QUEUE = "claims", "review"
_OPEN, _DONE = "open", "done"


class ReviewOrder(StrEnum):
    """In which order claims wait for review."""

    UNCERTAINTY = "uncertainty"  # the most doubtful reading first
    DATE = "date"


@dataclass(frozen=True)
class RecordedClaim:
    """A claim of the record: its contract as it leaves the program, the reader's stamp, and its points of doubt."""

    row: Mapping[str, Any]
    stamp: str
    doubt: int = 0

    @property
    def id(self) -> str:
        """The id of the claim."""
        return str(self.row["id"])

    @cached_property
    def claim(self) -> Claim:
        """The claim itself."""
        return read_row(self.row)


class ClaimLists:
    """The claims of a record, as they are asked for."""

    def __init__(self, engine: Engine, target: str, marks: Marks, columns: Columns) -> None:
        """Look into the store of this engine, or into the columns that are kept of it."""
        self._engine, self._target, self._columns = engine, target, columns
        self._marked = Marked(engine, target, marks)

    def claims(self, asked: Filter | None = None, *, limit: int | None = None) -> Iterator[RecordedClaim]:
        """Return the current claims that the filter asks for, by day of publication, document and place in it."""
        asked = asked or Filter()
        table = self._table(asked) if limit is None else None
        if table is not None and len(self._columns.claim_rows(table, asked)) <= _FEW:
            yield from self.claims_numbered(self.claim_numbers(asked))
            return
        query = self._select(asked, *_cells()).order_by(tables.claim.c.position)
        yield from (recorded(row) for row in self._rows(query.limit(limit) if limit is not None else query))

    def claim_numbers(self, asked: Filter | None = None) -> list[int]:
        """Return by which numbers the store knows the claims that `claims` returns; `claims_numbered` reads them."""
        asked = asked or Filter()
        table = self._table(asked)
        if table is not None:
            return table.numbers_of(self._columns.claim_rows(table, asked))
        query = self._select(asked, tables.claim.c.number).order_by(tables.claim.c.position)
        return [int(row["number"]) for row in self._rows(query)]

    def claims_numbered(self, numbers: Sequence[int]) -> Iterator[RecordedClaim]:
        """Return the claims with these numbers, in this order; those that are not read any more are left out."""
        for page in paged(numbers, _PAGE):
            found = self._numbered(page)
            yield from (recorded(found[number]) for number in page if number in found)

    def count_claims(self, asked: Filter | None = None) -> int:
        """Return how many current claims the filter asks for."""
        asked = asked or Filter()
        table = self._table(asked)
        if table is not None:
            return len(self._columns.claim_rows(table, asked))
        query = self._select(asked, func.count(), counting=True)
        return self._marked.keep(("claims", asked), lambda connection: count_of(connection, query))

    def claim_page(
        self, asked: Filter | None = None, cursor: str = "", limit: int = 50, *, latest: bool = False
    ) -> Page[RecordedClaim]:
        """Return a page of the claims that the filter asks for, by day of publication, document and place in it.

        With `latest` the last day of publication comes first. Raises RecordError for a cursor that is none.
        """
        page = self._listed(asked or Filter(), Place.read(_LIST, cursor, latest=latest), check_limit(limit))
        return Page(tuple(map(recorded, page.rows)), page.next_cursor, page.total)

    def claim_texts(self, asked: Filter | None = None, cursor: str = "", limit: int = 50) -> Page[tuple[str, str]]:
        """Return the page that `claim_page` returns, of each claim its id and its contract as JSON."""
        page = self._listed(asked or Filter(), Place.read(_LIST, cursor, latest=False), check_limit(limit))
        return Page(tuple((row["id"], row["contract"]) for row in page.rows), page.next_cursor, page.total)

    def review_page(
        self, asked: Filter | None = None, by: str = ReviewOrder.UNCERTAINTY, cursor: str = "", limit: int = 50
    ) -> Page[RecordedClaim]:
        """Return a page of the claims that wait for review: those that nobody judged first.

        Within these the most doubtful reading comes first, or with `by="date"` the earliest publication. Raises
        RecordError for an order that is unknown and a cursor that is none.
        """
        order, asked, most = _read_order(by), asked or Filter(), check_limit(limit)
        name = f"{_QUEUE} {order}"
        phase, certainty, position = read_cursor(cursor, name, 3) if cursor else (_OPEN, "", "")
        rows = self._queue(asked, order, phase, (certainty, position), most + 1)
        if phase == _OPEN and len(rows) <= most:
            rows += self._queue(asked, order, _DONE, ("", ""), most + 1 - len(rows))
        following = ""
        if len(rows) > most:
            last = rows[most - 1]
            following = build_cursor(name, last["phase"], str(last["certainty"]), last["position"])
        return Page(tuple(map(recorded, rows[:most])), following, self.count_claims(asked))

    def count_unjudged(self, asked: Filter | None = None) -> int:
        """Return how many of the claims that the filter asks for nobody judged."""
        query = self._select(asked or Filter(), func.count(), counting=True).where(~_judged())
        return self._marked.keep(("unjudged", asked or Filter()), lambda connection: count_of(connection, query))

    def facets(self, asked: Filter | None = None) -> dict[str, dict[str, int]]:
        """Return how many of the claims that the filter asks for have each type, status, polarity and outlet."""
        claim = tables.claim
        cells = (claim.c.type, claim.c.status, claim.c.polarity, claim.c.outlet)
        query = self._select(asked or Filter(), *cells, func.count(), counting=True).group_by(*cells)
        return self._marked.keep(("claim facets", asked or Filter()), lambda connection: _facets(connection, query))

    def _listed(self, asked: Filter, place: Place, most: int) -> Page[Any]:
        """Return a page of the rows behind a place in the list, taken by the columns where there are any."""
        table = self._table(asked)
        rows = self._taken(table, asked, place, most + 1) if table is not None else None
        if rows is None:

            def ask(behind: ColumnElement[bool], order: tuple[ColumnElement[Any], ...], many: int) -> list[Any]:
                return list(self._rows(self._select(asked, *_cells()).where(behind).order_by(*order).limit(many)))

            rows = walk(ask, tables.claim.c.position, place, most + 1)
        return Page(tuple(rows[:most]), place.following(rows, most), self.count_claims(asked))

    def _table(self, asked: Filter) -> Table | None:
        """Return the columns in which claims can be asked for so, None where there are none."""
        return self._columns.of(asked)

    def _taken(self, table: Table, asked: Filter, place: Place, most: int) -> list[Any] | None:
        """Return the rows that the columns name, None where they are not in the store any more."""
        numbers = table.claim_numbers(self._columns.claim_rows(table, asked), place, most)
        found = self._numbered(numbers)
        return [found[number] for number in numbers] if len(found) == len(numbers) else None

    def _numbered(self, numbers: Sequence[int]) -> dict[int, Any]:
        """Return the rows of the current claims with these numbers."""
        rows = take_rows(self._engine, self._target, _TAKEN, tables.claim.c.number, numbers)
        return {row["number"]: row for row in rows}

    def _queue(
        self, asked: Filter, order: ReviewOrder, phase: str, behind: tuple[str, str], most: int
    ) -> list[Mapping[str, Any]]:
        """Return the next claims of one part of the queue: those that wait, or those that somebody judged."""
        claim, judged = tables.claim, _judged()
        query = self._select(asked, *_cells(), literal(phase).label("phase"))
        query = query.where(judged if phase == _DONE else ~judged)
        certainty, position = behind
        if order is ReviewOrder.DATE:
            query = query.where(claim.c.position > position).order_by(claim.c.position)
        else:
            if position:
                sure = int(certainty) if certainty.isdecimal() else 0
                later = and_(claim.c.certainty == sure, claim.c.position > position)
                query = query.where(claim.c.certainty >= sure, or_(claim.c.certainty > sure, later))
            query = query.order_by(claim.c.certainty, claim.c.position)
        return list(self._rows(query.limit(most)))

    def _select(self, asked: Filter, *cells: Any, counting: bool = False) -> Select[Any]:  # noqa: ANN401
        """Return the query for columns or counts of the current claims that the filter asks for."""
        if asked.needs_linking:
            self._need_linking()
        found = select(*cells).select_from(tables.claim)
        return found.where(*conditions(asked, self._engine.dialect.name, counting=counting))

    def _need_linking(self) -> None:
        """Raise RecordError where the record was not linked."""
        with refusals(self._target), self._engine.connect() as connection:
            linked = _is_linked(connection)
        if not linked:
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


def _is_linked(connection: Connection) -> bool:
    """Return whether the record was linked."""
    return connection.execute(select(tables.linking.c.stamp).limit(1)).first() is not None


def _cells() -> tuple[ColumnElement[Any], ...]:
    """Return the columns of which a claim is made."""
    claim = tables.claim
    return claim.c.id, claim.c.contract, claim.c.stamp, claim.c.certainty, claim.c.position


_TAKEN = select(tables.claim.c.number, *_cells()).where(tables.claim.c.current)


def _judged() -> ColumnElement[bool]:
    """Return that somebody judged the claim, and did not withdraw it."""
    judgement = tables.judgement
    holds = judgement.c.withdrawn.is_(None) & judgement.c.kind.in_(("accept", "reject", "correct"))
    return select(judgement.c.id).where(judgement.c.subject == tables.claim.c.id, holds).exists()


def recorded(row: Mapping[str, Any]) -> RecordedClaim:
    """Return the claim of a row."""
    return RecordedClaim(json.loads(row["contract"]), row["stamp"], MOST - row["certainty"])


def _read_order(by: str) -> ReviewOrder:
    """Return the order of this name."""
    try:
        return ReviewOrder(by)
    except ValueError:
        remedy = f"One of {', '.join(ReviewOrder)}"
        raise RecordError(f"claims cannot be reviewed by {by!r}", where="by", remedy=remedy) from None


def _facets(connection: Connection, query: Executable) -> dict[str, dict[str, int]]:
    """Return the counts of a query over type, status, polarity and outlet, apart."""
    rows, names = connection.execute(query).all(), outlet_names(connection)
    return {
        "types": _sum((row[0], row[4]) for row in rows),
        "statuses": _sum((row[1], row[4]) for row in rows),
        "polarities": _sum((row[2], row[4]) for row in rows),
        "outlets": _sum((names.get(row[3], row[3]), row[4]) for row in rows),
    }


def _sum(counted: Iterable[tuple[object, int]]) -> dict[str, int]:
    """Return the counts by value, the greatest first."""
    counts: dict[str, int] = {}
    for value, count in counted:
        counts[str(value)] = counts.get(str(value), 0) + int(count)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
