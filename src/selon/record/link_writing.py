"""What a linking writes: what is new, what goes, and who is cited how often, all in one transaction or not at all."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, insert, select, update

from selon.origins.citation import plainness
from selon.origins.origin import Origin, OriginKind
from selon.record import link_tables, tables
from selon.record.connection import patiently, refusals
from selon.record.link_rows import origin_cells
from selon.record.link_state import listed_pairs
from selon.record.rows import as_json
from selon.record.writer import now

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Table
    from sqlalchemy.engine import Connection, Engine

    from selon.record.link_state import LinkedReading
    from selon.record.links import LinkStamp

Row = dict[str, Any]

_CHUNK = 5000
_PAGE = 900
_ALL = (
    *(tables.incident_claim, tables.incident, tables.reuse, tables.cited, tables.origin, tables.linking),
    *(link_tables.linked, link_tables.telling, link_tables.telling_block, link_tables.sketch),
)
_COUNTS = ("claims", "documents", "hedged", "denying", "denied")


@dataclass(slots=True, kw_only=True)
class LinkDelta:
    """What a linking changes. `whole`: all that was there before goes first.

    `blocks` are (block, whether home, telling), `sketches` (band, day, document's number). The origins of the documents
    in `resolved` are written anew; who is cited is counted anew over those in `recounted`.
    """

    whole: bool
    linked: Sequence[LinkedReading]
    unlinked: Sequence[LinkedReading] = ()
    pairs: Collection[tuple[str, str, bool]] = ()
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


@dataclass(slots=True)
class _Voice:
    """One origin as it is cited in some documents."""

    origin: Origin
    counts: Counter[str] = field(default_factory=Counter)
    publishers: Counter[str] = field(default_factory=Counter)


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
        _write_cited(connection, _find_voices(connection, None), stamp.stamp)
        return
    # The stamp itself stays: to touch it would have the store look through all rows that name it.
    connection.execute(update(tables.linking).values(given=stamp.given, mark=stamp.mark, made=now()))
    before = _find_voices(connection, delta.recounted)
    _take_away(connection, delta)
    _add(connection, delta)
    _recount(connection, before, _find_voices(connection, delta.recounted), stamp.stamp)


def _take_away(connection: Connection, delta: LinkDelta) -> None:
    """Delete what does not hold any more."""
    linked, telling = link_tables.linked, link_tables.telling
    _delete(connection, linked.c.reading, [reading.reading for reading in delta.unlinked])
    _delete_rows(connection, link_tables.sketch, delta.gone_sketches)
    _delete(connection, tables.reuse.c.id, delta.gone_reuses)
    _delete(connection, tables.origin.c.document, delta.resolved)
    _delete(connection, telling.c.number, delta.gone_tellings)
    _delete_rows(connection, link_tables.telling_block, delta.gone_blocks)
    _delete(connection, tables.incident_claim.c.incident, delta.gone_incidents)
    _delete(connection, tables.incident.c.id, delta.gone_incidents)


def _add(connection: Connection, delta: LinkDelta) -> None:
    """Insert what is new."""
    connection.execute(delete(link_tables.linked_pair))
    for table, found in (
        (link_tables.linked_pair, listed_pairs(delta.pairs)),
        (link_tables.linked, (asdict(reading) for reading in delta.linked)),
        (tables.reuse, delta.reuses),
        (tables.origin, delta.origins),
        (link_tables.telling, delta.tellings),
        (tables.incident, delta.incidents),
        (tables.incident_claim, delta.incident_claims),
    ):
        for page in _paged(found):
            connection.execute(insert(table), page)
    for table, tuples in ((link_tables.sketch, delta.sketches), (link_tables.telling_block, delta.blocks)):
        _insert_rows(connection, table, tuples)


def _delete(connection: Connection, column: ColumnElement[Any], values: Collection[Any]) -> None:
    """Delete the rows with one of these values."""
    listed = sorted(values)
    for at in range(0, len(listed), _PAGE):
        connection.execute(delete(column.table).where(column.in_(listed[at : at + _PAGE])))


def _insert_rows(connection: Connection, table: Table, tuples: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows given as tuples in the order of the table's columns."""
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    names, marks = ", ".join(table.c.keys()), ", ".join([mark] * len(table.c))
    for page in _paged(tuples):
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", page)  # noqa: S608 - our names


def _delete_rows(connection: Connection, table: Table, tuples: Sequence[tuple[Any, ...]]) -> None:
    """Delete rows given as tuples in the order of the table's columns."""
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    same = " AND ".join(f"{name} = {mark}" for name in table.c.keys())  # noqa: SIM118 - columns, not names
    for page in _paged(tuples):
        connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE {same}", page)  # noqa: S608 - our names


def _paged(found: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield what is given some thousands at a time."""
    rest = iter(found)
    while page := list(islice(rest, _CHUNK)):
        yield page


def _find_voices(connection: Connection, documents: Collection[str] | None) -> dict[str, _Voice]:
    """Return who is cited in these documents, or in all; publishers in their own voice are left out."""
    pages: list[list[str] | None] = [None]
    if documents is not None:
        listed = sorted(documents)
        pages = [listed[at : at + _PAGE] for at in range(0, len(listed), _PAGE)]
    voices: dict[str, _Voice] = {}
    for page in pages:
        for (key, _), cells in groupby(_cells(connection, page), lambda row: (row["key"], row["document"])):
            _count(voices, key, list(cells))
    return voices


def _cells(connection: Connection, documents: list[str] | None) -> Iterator[Mapping[str, Any]]:
    """Yield the origins of claims, by key and document, with the publisher and whether somebody denies the claim."""
    origin, part, linked = tables.origin, tables.incident_claim, link_tables.linked
    denied = exists(select(part.c.incident).where(part.c.claim_id == origin.c.claim_id, part.c.denied))
    query = (
        select(origin.c.key, origin.c.label, origin.c.kind, origin.c.known, origin.c.side, origin.c.document)
        .add_columns(origin.c.hedged, origin.c.denying, denied.label("denied"), linked.c.publisher)
        .outerjoin(linked, linked.c.document == origin.c.document)
        .where(origin.c.kind != str(OriginKind.PUBLISHER))
        .order_by(origin.c.key, origin.c.document)
    )
    if documents is not None:
        query = query.where(origin.c.document.in_(documents))
    with connection.execute(query, execution_options={"yield_per": _CHUNK}) as result:
        yield from map(dict, result.mappings())


def _count(voices: dict[str, _Voice], key: str, cells: Sequence[Mapping[str, Any]]) -> None:
    """Count the claims of one document that rest on one origin."""
    origin = min((_read_origin(row) for row in cells), key=plainness)
    voice = voices.setdefault(key, _Voice(origin))
    voice.origin = min(voice.origin, origin, key=plainness)
    voice.counts["claims"] += len(cells)
    voice.counts["documents"] += 1
    for name in ("hedged", "denying", "denied"):
        voice.counts[name] += sum(bool(row[name]) for row in cells)
    voice.publishers[cells[0]["publisher"] or ""] += 1


def _recount(connection: Connection, before: Mapping[str, _Voice], after: Mapping[str, _Voice], stamp: str) -> None:
    """Write who is cited where that changed: what the documents said before taken off, what they say now put to it."""
    keys = sorted({key for key in before.keys() | after.keys() if before.get(key) != after.get(key)})
    kept: dict[str, _Voice] = {}
    for at in range(0, len(keys), _PAGE):
        query = select(tables.cited).where(tables.cited.c.key.in_(keys[at : at + _PAGE]))
        for row in connection.execute(query).mappings():
            counts = Counter({name: row[name] for name in _COUNTS})
            kept[row["key"]] = _Voice(_read_origin(dict(row)), counts, Counter(json.loads(row["publishers"])))
    changed: dict[str, _Voice] = {}
    for key in keys:
        voice = _put_together(kept.get(key), before.get(key), after.get(key))
        if voice.counts["claims"] > 0:
            voice.origin = _find_plainest(connection, key, kept.get(key), before.get(key), after.get(key))
            changed[key] = voice
    _delete(connection, tables.cited.c.key, keys)
    _write_cited(connection, changed, stamp)


def _put_together(kept: _Voice | None, before: _Voice | None, after: _Voice | None) -> _Voice:
    """Return counts with some taken off and others put to them."""
    origin = next(voice.origin for voice in (kept, after, before) if voice is not None)
    voice = _Voice(origin, Counter(kept.counts if kept else ()), Counter(kept.publishers if kept else ()))
    for other, sign in ((before, -1), (after, 1)):
        for name, number in other.counts.items() if other else ():
            voice.counts[name] += sign * number
        for name, number in other.publishers.items() if other else ():
            voice.publishers[name] += sign * number
    return voice


def _find_plainest(connection: Connection, key: str, *voices: _Voice | None) -> Origin:
    """Return the origin that stands for all of one key."""
    kept, before, after = voices
    if kept and before and before.origin == kept.origin:
        table = tables.origin
        query = select(table.c.key, table.c.label, table.c.kind, table.c.known, table.c.side).distinct()
        here = query.where(table.c.key == key, table.c.kind != str(OriginKind.PUBLISHER))
        return min((_read_origin(dict(row)) for row in connection.execute(here).mappings()), key=plainness)
    return min((voice.origin for voice in (kept, after) if voice), key=plainness)


def _write_cited(connection: Connection, voices: Mapping[str, _Voice], stamp: str) -> None:
    """Write who is cited."""
    for page in _paged(voices[key] for key in sorted(voices)):
        connection.execute(insert(tables.cited), [_cited_row(voice, stamp) for voice in page])


def _cited_row(voice: _Voice, stamp: str) -> Row:
    """Return the row of one origin as it is cited, the publishers who cite it most first."""
    named = [(name, number) for name, number in voice.publishers.items() if number]
    publishers = dict(sorted(named, key=lambda item: (-item[1], item[0])))
    counts = {name: voice.counts[name] for name in _COUNTS}
    return {**origin_cells(voice.origin), **counts, "publishers": as_json(publishers), "stamp": stamp}


def _read_origin(row: Mapping[str, Any]) -> Origin:
    """Return the origin that a row holds."""
    kind = OriginKind(row["kind"])
    return Origin(key=row["key"], label=row["label"], kind=kind, known=bool(row["known"]), side=row["side"])
