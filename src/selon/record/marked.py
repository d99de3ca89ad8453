"""What was counted over the whole record, kept in memory until the record changes."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import func, select

from selon.record import tables
from selon.record.connection import refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from sqlalchemy import Executable, Select
    from sqlalchemy.engine import Connection, Engine

Found = TypeVar("Found")

_KEPT = 500


class Marked:
    """Answers that hold as long as the record has the same mark; the oldest ones go first."""

    def __init__(self, engine: Engine, target: str, *, most: int = _KEPT) -> None:
        """Ask the store of this engine, and keep so many answers."""
        self._engine, self._target, self._most = engine, target, most
        self._found: OrderedDict[Hashable, tuple[str, Any]] = OrderedDict()
        self._lock = Lock()

    def keep(self, asked: Hashable, find: Callable[[Connection], Found]) -> Found:
        """Return the answer to what is asked, found anew only where the record changed."""
        with refusals(self._target), self._engine.connect() as connection:
            mark = read_mark(connection)
            with self._lock:
                kept = self._found.get(asked)
            if kept is not None and kept[0] == mark:
                answer: Found = kept[1]
                return answer
            answer = find(connection)
        with self._lock:
            self._found.pop(asked, None)
            self._found[asked] = (mark, answer)
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return answer


def read_mark(connection: Connection) -> str:
    """Return a text that is another one whenever documents, links or judgements changed."""
    return " ".join(str(cell) for cell in connection.execute(_MARK).one())


def _build_mark() -> Select[Any]:
    """Return the one question whose answer is the mark: how much was read, what last, what was linked and judged."""
    reading, linking, judgement = tables.reading, tables.linking, tables.judgement
    last = [
        select(column).order_by(reading.c.number.desc()).limit(1)
        for column in (reading.c.number, reading.c.read_at, reading.c.stamp)
    ]
    linked = [select(column).limit(1) for column in (linking.c.stamp, linking.c.mark, linking.c.made)]
    counts = (func.count(judgement.c.id), func.max(judgement.c.made), func.count(judgement.c.withdrawn))
    judged = [select(count) for count in counts]
    read = select(func.count()).select_from(reading)
    return select(*(query.scalar_subquery() for query in (read, *last, *linked, *judged)))


_MARK = _build_mark()


def count_of(connection: Connection, query: Executable) -> int:
    """Return the one number of a query."""
    return int(connection.execute(query).scalar_one())


def outlet_names(connection: Connection) -> dict[str, str]:
    """Return the names of outlets by their folded form."""
    document = tables.document
    query = select(document.c.publisher_folded, func.min(document.c.publisher)).group_by(document.c.publisher_folded)
    return {str(key): str(name) for key, name in connection.execute(query)}
