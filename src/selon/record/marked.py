"""The mark of a record, another one whenever it changed; and what was counted over it, kept until then."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from sqlite3 import Error as SQLiteError
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import func, select, text

from selon.record import tables
from selon.record.connection import check_file, refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from sqlalchemy import Executable, Select
    from sqlalchemy.engine import Connection, Engine

Found = TypeVar("Found")

_KEPT = 500
_SEEN = text("SELECT CAST(txid_current_snapshot() AS TEXT)")


@dataclass(frozen=True, slots=True)
class Mark:
    """A text that is another one whenever documents or links changed, and one for judgements."""

    told: str
    judged: str

    def __str__(self) -> str:
        """Return both."""
        return f"{self.told} {self.judged}"


class Marks:
    """Tells the mark of a record; it is counted anew only where somebody wrote since."""

    def __init__(self, engine: Engine, target: str) -> None:
        """Ask the store of this engine."""
        self._engine, self._target = engine, target
        self._last: tuple[str, Mark] | None = None
        self._watch: Any = None
        self._closed = False
        self._lock = Lock()

    def read(self) -> Mark:
        """Return the mark of the record as it stands now."""
        with refusals(self._target):
            seen, last = self._look(), self._last
            if last is not None and seen and last[0] == seen:
                return last[1]
            with self._engine.connect() as connection:
                mark = read_mark(connection)
        self._last = (seen, mark)
        return mark

    def close(self) -> None:
        """Let go of the store."""
        with self._lock:
            self._closed = True
            if self._watch is not None:
                self._watch.close()
                self._watch = None

    def _look(self) -> str:
        """Return a text that is another one after every writing, whatever was written; "" where nobody can tell."""
        if self._engine.dialect.name == "postgresql":
            with self._engine.connect() as connection:
                return str(connection.execute(_SEEN).scalar_one())
        check_file(self._engine)
        with self._lock:
            if self._watch is None and not self._closed:
                self._watch = self._engine.raw_connection()
                self._watch.detach()  # a connection that never writes is told of what all others write
            try:
                driver = self._watch.dbapi_connection if self._watch is not None else None
                return str(driver.execute("PRAGMA data_version").fetchone()[0]) if driver else ""
            except SQLiteError:
                return ""


class Marked:
    """Answers that hold as long as the record has the same mark; the oldest ones go first."""

    def __init__(self, engine: Engine, target: str, marks: Marks, *, most: int = _KEPT) -> None:
        """Ask the store of this engine, and keep so many answers."""
        self._engine, self._target, self._marks, self._most = engine, target, marks, most
        self._found: OrderedDict[Hashable, tuple[Mark, Any]] = OrderedDict()
        self._lock = Lock()

    def keep(self, asked: Hashable, find: Callable[[Connection], Found]) -> Found:
        """Return the answer to what is asked, found anew only where the record changed."""
        mark = self._marks.read()
        with self._lock:
            kept = self._found.get(asked)
        if kept is not None and kept[0] == mark:
            answer: Found = kept[1]
            return answer
        with refusals(self._target), self._engine.connect() as connection:
            answer = find(connection)
        with self._lock:
            self._found.pop(asked, None)
            self._found[asked] = (mark, answer)
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return answer


def read_mark(connection: Connection) -> Mark:
    """Return the mark of the record, counted now."""
    *told, judged, last, withdrawn = (str(cell) for cell in connection.execute(_MARK).one())
    return Mark(" ".join(told), f"{judged} {last} {withdrawn}")


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
