"""Ask for documents: pages of the list, without the texts."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select, tuple_

from selon.record import tables
from selon.record.connection import refusals
from selon.record.filters import Filter
from selon.record.keyed import take_rows
from selon.record.marked import count_of
from selon.record.paging import Page, build_cursor, check_limit, read_cursor
from selon.record.rows import folded

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.engine import Engine

    from selon.record.columns.keeping import Columns
    from selon.record.columns.table import Table
    from selon.record.marked import Marked

_LIST = "documents"
_DATED, _UNDATED = "dated", "undated"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDocument:
    """A document of the record as lists show it: without its text."""

    id: str
    name: str
    publisher: str
    published: date | None
    language: str
    url: str
    characters: int
    claims: int
    status: str
    note: str

    @property
    def row(self) -> dict[str, Any]:
        """The document as an object."""
        cells = {name: getattr(self, name) for name in _NAMES}
        return cells | {"published": self.published.isoformat() if self.published else None}


class DocumentLists:
    """The documents of a record, as they are asked for."""

    _engine: Engine
    _target: str
    _columns: Columns
    _marked: Marked

    def document_page(
        self, asked: Filter | None = None, *, status: str = "", cursor: str = "", limit: int = 50
    ) -> Page[ListedDocument]:
        """Return a page of the documents by day of publication and name, those without a day last.

        Of the filter count `outlet`, `since`, `until` and `as_of` (days of publication), `document`, and `text`: words
        of the name. Raises RecordError for a cursor that is none.
        """
        most, asked = check_limit(limit), asked or Filter()
        phase, *behind = read_cursor(cursor, _LIST, 4) if cursor else (_DATED,)
        table = None if status else self._columns.now()
        page = self._taken_page(table, asked, behind[-1] if behind else "", most) if table else None
        if page is not None:
            return page
        fits = list(_conditions(asked, status))
        found = self._behind(fits, phase, behind, most + 1)
        if phase == _DATED and len(found) <= most:
            found += self._behind(fits, _UNDATED, [], most + 1 - len(found))
        following = _cursor_behind(found[most - 1]) if len(found) > most else ""
        return Page(tuple(found[:most]), following, self._count((asked, status), fits))

    def _taken_page(self, table: Table, asked: Filter, behind: str, most: int) -> Page[ListedDocument] | None:
        """Return the page behind a document as the columns name it, None where they do not know all of it."""
        found = self._columns.rows(table, ("documents", asked), lambda: table.document_rows(asked))
        numbers = table.document_numbers(found, behind, most + 1)
        if numbers is None:
            return None
        found_here = take_rows(self._engine, self._target, _TAKEN, tables.document.c.number, numbers[:most])
        rows = {row["number"]: row for row in found_here}
        if len(rows) < len(numbers[:most]):
            return None
        listed = tuple(ListedDocument(**{name: rows[number][name] for name in _NAMES}) for number in numbers[:most])
        return Page(listed, _cursor_behind(listed[-1]) if len(numbers) > most else "", len(found))

    def _behind(
        self, fits: list[ColumnElement[bool]], phase: str, behind: list[str], most: int
    ) -> list[ListedDocument]:
        """Return the next documents of one part of the list: those with a day, or those without."""
        document = tables.document
        query = select(document.c.number).where(*fits, _of_phase(phase))
        if behind:
            query = query.where(_is_behind(phase, *behind))
        days = (document.c.published,) if phase == _DATED else ()
        inner = query.order_by(*days, document.c.name, document.c.id).limit(most).subquery("listed")
        whole = _LISTED.join(inner, inner.c.number == document.c.number).order_by(*days, document.c.name, document.c.id)
        with refusals(self._target), self._engine.connect() as connection:
            return [ListedDocument(**row) for row in connection.execute(whole).mappings()]

    def _count(self, asked: Hashable, fits: list[ColumnElement[bool]]) -> int:
        """Return how many documents there are; it is kept until the record changes."""
        query: Select[Any] = select(func.count()).select_from(tables.document).where(*fits)
        return self._marked.keep(("documents", asked), lambda connection: count_of(connection, query))


def _cells() -> tuple[ColumnElement[Any], ...]:
    """Return the columns of which a listed document is made."""
    document = tables.document
    plain = (document.c[name] for name in ("id", "name", "publisher", "published", "language", "url", "status", "note"))
    return *plain, func.length(document.c.text).label("characters"), tables.reading.c.claims


_LISTED = select(*_cells()).join(
    tables.reading, (tables.reading.c.document == tables.document.c.id) & tables.reading.c.current
)
_TAKEN = _LISTED.add_columns(tables.document.c.number)
_NAMES = tuple(field.name for field in fields(ListedDocument))


def _conditions(asked: Filter, status: str) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on a document."""
    document = tables.document
    if status:
        yield document.c.status == status
    if asked.outlet:
        yield document.c.publisher_folded.contains(folded(asked.outlet), autoescape=True)
    if asked.since:
        yield document.c.published >= asked.since
    for day in filter(None, (asked.until, asked.as_of)):
        yield document.c.published <= day
    if asked.document:
        yield or_(document.c.name == asked.document, document.c.id.startswith(asked.document, autoescape=True))
    for word in asked.text.split():
        yield func.lower(document.c.name).contains(word.lower(), autoescape=True)


def _of_phase(phase: str) -> ColumnElement[bool]:
    """Return that a document is of one part of the list."""
    published = tables.document.c.published
    return published.is_not(None) if phase == _DATED else published.is_(None)


def _is_behind(phase: str, day: str, name: str, id_: str) -> ColumnElement[bool]:
    """Return that a document stands behind the one at which a page ended."""
    document = tables.document
    later = tuple_(document.c.name, document.c.id) > (name, id_)
    if phase == _UNDATED:
        return later
    ended = _read_day(day)
    return and_(document.c.published >= ended, or_(document.c.published > ended, later))


def _read_day(day: str) -> date:
    """Return the day of a cursor; the first there is for what is none."""
    try:
        return date.fromisoformat(day)
    except ValueError:
        return date.min


def _cursor_behind(last: ListedDocument) -> str:
    """Return the cursor behind a document."""
    day = last.published.isoformat() if last.published else ""
    return build_cursor(_LIST, _DATED if day else _UNDATED, day, last.name, last.id)
