"""What a linking writes: what is new, what goes, and who is cited how often, all in one transaction or not at all."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from selon.record import link_tables, tables
from selon.record.bulk import cells_of, delete_rows, delete_values, insert_rows, paged
from selon.record.connection import patiently, refusals
from selon.record.link_cited import find_voices, recount, write_cited
from selon.record.link_state import listed_pairs
from selon.record.writer import now

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Table
    from sqlalchemy.engine import Connection, Engine

    from selon.record.link_state import LinkedReading
    from selon.record.links import LinkStamp

Row = dict[str, Any]

_ALL = (
    *(tables.incident_claim, tables.incident, tables.reuse, tables.cited, tables.origin, tables.linking),
    *(link_tables.linked, link_tables.telling, link_tables.telling_block, link_tables.sketch),
)


@dataclass(slots=True, kw_only=True)
class LinkDelta:
    """What a linking changes. `whole`: all that was there before goes first.

    `blocks` are (block, whether home, telling), `sketches` (band, day, document's number),
    `words` the judgements on single claims that were followed, each with its document. The origins of the documents
    in `resolved` are written anew; who is cited is counted anew over those in `recounted`.
    """

    whole: bool
    linked: Sequence[LinkedReading]
    unlinked: Sequence[LinkedReading] = ()
    pairs: Collection[tuple[str, str, bool]] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    sketches: Iterable[tuple[int, int, int]] = ()
    gone_sketches: Sequence[tuple[int, int, int]] = ()
    reuses: Iterable[Row] = ()
    gone_reuses: Collection[str] = ()
    origins: Iterable[Row] = ()
    resolved: Collection[str] = ()
    tellings: Iterable[Row] = ()
    gone_tellings: Collection[int] = ()
    blocks: Iterable[tuple[int, bool, int]] = ()
    gone_blocks: Sequence[tuple[int, bool, int]] = ()
    incidents: Iterable[Row] = ()
    incident_claims: Iterable[Row] = ()
    gone_incidents: Collection[str] = ()
    recounted: Collection[str] = ()


class LinkWriter:
    """Writes what a linking found."""

    def __init__(self, engine: Engine, target: str, *, patience: float) -> None:
        """Write to the store of this engine."""
        self._engine, self._target, self._patience = engine, target, patience

    def write(self, stamp: LinkStamp, before: LinkStamp | None, delta: LinkDelta) -> bool:
        """Write a linking that went on from `before`, or return False where another one was written meanwhile."""

        def write() -> bool:
            with self._engine.connect().execution_options(selon_writes=True) as connection, connection.begin():
                if _find_stamp(connection) != (asdict(before) if before else None):
                    return False
                _write(connection, stamp, delta)
                return True

        with refusals(self._target):
            return patiently(write, patience=self._patience)


def _find_stamp(connection: Connection) -> Row | None:
    """Return the stamp that is there now; no other linking can write until this one has."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE linking IN EXCLUSIVE MODE")
    row = connection.execute(select(tables.linking)).mappings().first()
    return {key: str(value) for key, value in row.items() if key != "made"} if row else None


def _write(connection: Connection, stamp: LinkStamp, delta: LinkDelta) -> None:
    """Write a linking within the transaction that is open."""
    if delta.whole:
        for table in _ALL:
            connection.execute(delete(table))
        connection.execute(insert(tables.linking).values(**asdict(stamp), made=now()))
        _add(connection, delta)
        write_cited(connection, find_voices(connection, None), stamp.stamp)
        return
    # The stamp itself stays: to touch it would have the store look through all rows that name it.
    connection.execute(update(tables.linking).values(given=stamp.given, mark=stamp.mark, made=now()))
    before = find_voices(connection, delta.recounted)
    _take_away(connection, delta)
    _add(connection, delta)
    recount(connection, before, find_voices(connection, delta.recounted), stamp.stamp)


def _take_away(connection: Connection, delta: LinkDelta) -> None:
    """Delete what does not hold any more."""
    linked, telling = link_tables.linked, link_tables.telling
    delete_values(connection, linked.c.reading, [reading.reading for reading in delta.unlinked])
    delete_rows(connection, link_tables.sketch, delta.gone_sketches)
    delete_values(connection, tables.reuse.c.id, delta.gone_reuses)
    delete_values(connection, tables.origin.c.document, delta.resolved)
    delete_values(connection, telling.c.number, delta.gone_tellings)
    delete_rows(connection, link_tables.telling_block, delta.gone_blocks)
    delete_values(connection, tables.incident_claim.c.incident, delta.gone_incidents)
    delete_values(connection, tables.incident.c.id, delta.gone_incidents)


def _add(connection: Connection, delta: LinkDelta) -> None:
    """Insert what is new."""
    connection.execute(delete(link_tables.linked_pair))
    for page in paged(listed_pairs(delta.pairs)):
        connection.execute(insert(link_tables.linked_pair), page)
    connection.execute(delete(link_tables.linked_word))
    for page in paged({"judgement": id_, "document": home} for id_, home in sorted(delta.words.items())):
        connection.execute(insert(link_tables.linked_word), page)
    cells = attrgetter(*link_tables.linked.c.keys())
    found: tuple[tuple[Table, Iterable[tuple[Any, ...]]], ...] = (
        (link_tables.linked, map(cells, delta.linked)),
        (tables.reuse, cells_of(tables.reuse, delta.reuses)),
        (tables.origin, cells_of(tables.origin, delta.origins)),
        (link_tables.telling, cells_of(link_tables.telling, delta.tellings)),
    )
    for table, tuples in found:
        insert_rows(connection, table, tuples)
    for page in paged(delta.incidents):
        connection.execute(insert(tables.incident), page)
    found = (
        (tables.incident_claim, cells_of(tables.incident_claim, delta.incident_claims)),
        (link_tables.sketch, delta.sketches),
        (link_tables.telling_block, delta.blocks),
    )
    for table, tuples in found:
        insert_rows(connection, table, tuples)
