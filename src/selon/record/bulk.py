"""Bulk: many rows put into a table, or taken out of it, at once."""

from __future__ import annotations

from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import delete

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Table
    from sqlalchemy.engine import Connection

Row = dict[str, Any]
Item = TypeVar("Item")

CHUNK = 5000  # rows written together
PAGE = 900  # values asked for together


def cells_of(table: Table, found: Iterable[Row]) -> Iterator[tuple[Any, ...]]:
    """Return rows as tuples in the order of the table's columns; of columns that every database takes as they are."""
    return map(itemgetter(*table.c.keys()), found)


def delete_values(connection: Connection, column: ColumnElement[Any], values: Collection[Any]) -> None:
    """Delete the rows with one of these values."""
    for page in paged(sorted(values), PAGE):
        connection.execute(delete(column.table).where(column.in_(page)))


def insert_rows(connection: Connection, table: Table, tuples: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows given as tuples in the order of the table's columns."""
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    quote = connection.dialect.identifier_preparer.quote
    names, marks = ", ".join(map(quote, table.c.keys())), ", ".join([mark] * len(table.c))
    for page in paged(tuples):
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", page)  # noqa: S608 - our names


def delete_rows(connection: Connection, table: Table, tuples: Sequence[tuple[Any, ...]]) -> None:
    """Delete rows given as tuples in the order of the table's columns."""
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    same = " AND ".join(f"{name} = {mark}" for name in table.c.keys())  # noqa: SIM118 - columns, not names
    for page in paged(tuples):
        connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE {same}", page)  # noqa: S608 - our names


def paged(found: Iterable[Item], many: int = CHUNK) -> Iterator[list[Item]]:
    """Yield what is given so many at a time.

    >>> list(paged("abc", 2))
    [['a', 'b'], ['c']]
    """
    rest = iter(found)
    while page := list(islice(rest, many)):
        yield page
