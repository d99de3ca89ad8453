"""Ask for documents: pages of the list, without the texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select, tuple_

from selon.record import tables
from selon.record.connection import refusals
from selon.record.filters import Filter
from selon.record.paging import Page, build_cursor, check_limit, read_cursor
from selon.record.rows import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.engine import Engine

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


class DocumentLists:
    """The documents of a record, as they are asked for."""

    _engine: Engine
    _target: str

    def document_page(
        self, asked: Filter | None = None, *, status: str = "", cursor: str = "", limit: int = 50
    ) -> Page[ListedDocument]:
        """Return a page of the documents by day of publication and name, those without a day last.

        Of the filter count `outlet`, `since`, `until` and `as_of` (days of publication), `document`, and `text`: words
        of the name. Raises RecordError for a cursor that is none.
        """
        most = check_limit(limit)
        fits = list(_conditions(asked or Filter(), status))
        phase, *behind = read_cursor(cursor, _LIST, 4) if cursor else (_DATED,)
        found = self._listed(fits, phase, behind, most + 1)
        if phase == _DATED and len(found) <= most:
            found += self._listed(fits, _UNDATED, [], most + 1 - len(found))
        following = _cursor_behind(found[most - 1]) if len(found) > most else ""
        return Page(tuple(found[:most]), following, self._count(fits))

    def _listed(
        self, fits: list[ColumnElement[bool]], phase: str, behind: list[str], most: int
    ) -> list[ListedDocument]:
        """Return the next documents of one part of the list: those with a day, or those without."""
        document, reading = tables.document, tables.reading
        query = select(document.c.number).where(*fits, _of_phase(phase))
        if behind:
            query = query.where(_is_behind(phase, *behind))
        days = (document.c.published,) if phase == _DATED else ()
        inner = query.order_by(*days, document.c.name, document.c.id).limit(most).subquery("listed")
        whole = (
            select(*_cells())
            .join(inner, inner.c.number == document.c.number)
            .join(reading, (reading.c.document == document.c.id) & reading.c.current)
            .order_by(*days, document.c.name, document.c.id)
        )
        with refusals(self._target), self._engine.connect() as connection:
            return [ListedDocument(**row) for row in connection.execute(whole).mappings()]

    def _count(self, fits: list[ColumnElement[bool]]) -> int:
        """Return how many documents there are."""
        query: Select[Any] = select(func.count()).select_from(tables.document).where(*fits)
        with refusals(self._target), self._engine.connect() as connection:
            return int(connection.execute(query).scalar_one())


def _cells() -> tuple[ColumnElement[Any], ...]:
    """Return the columns of which a listed document is made."""
    document = tables.document
    plain = (document.c[name] for name in ("id", "name", "publisher", "published", "language", "url", "status", "note"))
    return *plain, func.length(document.c.text).label("characters"), tables.reading.c.claims


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
