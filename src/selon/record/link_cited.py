"""Who is cited, and how often: counted over a record as linking writes it, or over what changed in it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, insert, select

from selon.origins.citation import plainness
from selon.origins.origin import Origin, OriginKind
from selon.record import link_tables, tables
from selon.record.bulk import CHUNK, PAGE, delete_values, paged
from selon.record.link_rows import origin_cells
from selon.record.rows import as_json

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from sqlalchemy.engine import Connection

Row = dict[str, Any]

_COUNTS = ("claims", "documents", "hedged", "denying", "denied")


@dataclass(slots=True)
class Voice:
    """One origin as it is cited in some documents."""

    origin: Origin
    counts: Counter[str] = field(default_factory=Counter)
    publishers: Counter[str] = field(default_factory=Counter)


def find_voices(connection: Connection, documents: Collection[str] | None) -> dict[str, Voice]:
    """Return who is cited in these documents, or in all; publishers in their own voice are left out."""
    pages: list[list[str] | None] = [None]
    if documents is not None:
        pages = [*paged(sorted(documents), PAGE)]
    voices: dict[str, Voice] = {}
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
    with connection.execute(query, execution_options={"yield_per": CHUNK}) as result:
        yield from map(dict, result.mappings())


def _count(voices: dict[str, Voice], key: str, cells: Sequence[Mapping[str, Any]]) -> None:
    """Count the claims of one document that rest on one origin."""
    origin = min((_read_origin(row) for row in cells), key=plainness)
    voice = voices.setdefault(key, Voice(origin))
    voice.origin = min(voice.origin, origin, key=plainness)
    voice.counts["claims"] += len(cells)
    voice.counts["documents"] += 1
    for name in ("hedged", "denying", "denied"):
        voice.counts[name] += sum(bool(row[name]) for row in cells)
    voice.publishers[cells[0]["publisher"] or ""] += 1


def recount(connection: Connection, before: Mapping[str, Voice], after: Mapping[str, Voice], stamp: str) -> None:
    """Write who is cited where that changed: what the documents said before taken off, what they say now put to it."""
    keys = sorted({key for key in before.keys() | after.keys() if before.get(key) != after.get(key)})
    kept: dict[str, Voice] = {}
    for page in paged(keys, PAGE):
        query = select(tables.cited).where(tables.cited.c.key.in_(page))
        for row in connection.execute(query).mappings():
            counts = Counter({name: row[name] for name in _COUNTS})
            kept[row["key"]] = Voice(_read_origin(dict(row)), counts, Counter(json.loads(row["publishers"])))
    changed: dict[str, Voice] = {}
    for key in keys:
        voice = _put_together(kept.get(key), before.get(key), after.get(key))
        if voice.counts["claims"] > 0:
            voice.origin = _find_plainest(connection, key, kept.get(key), before.get(key), after.get(key))
            changed[key] = voice
    delete_values(connection, tables.cited.c.key, keys)
    write_cited(connection, changed, stamp)


def _put_together(kept: Voice | None, before: Voice | None, after: Voice | None) -> Voice:
    """Return counts with some taken off and others put to them."""
    origin = next(voice.origin for voice in (kept, after, before) if voice is not None)
    voice = Voice(origin, Counter(kept.counts if kept else ()), Counter(kept.publishers if kept else ()))
    for other, sign in ((before, -1), (after, 1)):
        for name, number in other.counts.items() if other else ():
            voice.counts[name] += sign * number
        for name, number in other.publishers.items() if other else ():
            voice.publishers[name] += sign * number
    return voice


def _find_plainest(connection: Connection, key: str, *voices: Voice | None) -> Origin:
    """Return the origin that stands for all of one key."""
    kept, before, after = voices
    if kept and before and before.origin == kept.origin:
        table = tables.origin
        query = select(table.c.key, table.c.label, table.c.kind, table.c.known, table.c.side).distinct()
        here = query.where(table.c.key == key, table.c.kind != str(OriginKind.PUBLISHER))
        return min((_read_origin(dict(row)) for row in connection.execute(here).mappings()), key=plainness)
    return min((voice.origin for voice in (kept, after) if voice), key=plainness)


def write_cited(connection: Connection, voices: Mapping[str, Voice], stamp: str) -> None:
    """Write who is cited."""
    for page in paged(voices[key] for key in sorted(voices)):
        connection.execute(insert(tables.cited), [_cited_row(voice, stamp) for voice in page])


def _cited_row(voice: Voice, stamp: str) -> Row:
    """Return the row of one origin as it is cited, the publishers who cite it most first."""
    named = [(name, number) for name, number in voice.publishers.items() if number]
    publishers = dict(sorted(named, key=lambda item: (-item[1], item[0])))
    counts = {name: voice.counts[name] for name in _COUNTS}
    return {**origin_cells(voice.origin), **counts, "publishers": as_json(publishers), "stamp": stamp}


def _read_origin(row: Mapping[str, Any]) -> Origin:
    """Return the origin that a row holds."""
    kind = OriginKind(row["kind"])
    return Origin(key=row["key"], label=row["label"], kind=kind, known=bool(row["known"]), side=row["side"])
