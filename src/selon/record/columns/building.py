"""Read the columns of a record from its store."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import String, cast, or_, select

from selon.incidents.naming import QUOTING, find_quotes
from selon.origins.citation import plainness
from selon.origins.origin import Origin, OriginKind
from selon.record import tables
from selon.record.columns.claims import Arguments, Claims, Sources
from selon.record.columns.coded import Coded, Worded, days, found_at, numbers
from selon.record.columns.findings import Pairs
from selon.record.columns.labels import Mentions, build_labels
from selon.record.columns.patterns import build_patterns
from selon.record.columns.table import Documents, Incidents, Origins, Table
from selon.record.link_rows import origin_cells
from selon.record.marked import read_mark
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sqlalchemy import ColumnElement, FromClause, Select
    from sqlalchemy.engine import Connection, Engine

    from selon.record.columns.coded import Mask, Numbers

    Columns = dict[str, list[Any]]

_CLAIM = (
    *("number", "id", "position", "type", "status", "polarity", "outlet", "folded", "day_from", "day_to", "published"),
    "document",
)
_ARGUMENT = ("claim", "role", "folded", "entity", "place_id", "place_folded", "lat", "lon")
_ORIGIN = ("key", "label", "kind", "known", "side")
_MENTION = ("claim", "start", "end", "words", "entity")
_INCIDENT = (
    *(
        "id",
        "position",
        "type",
        "start",
        "end",
        "disputed",
        "documents",
        "grades",
        "lat",
        "lon",
        "first_known",
        "last_known",
    ),
    *("first_known", "last_known", "place_folded"),
)
_TOGETHER = 2000  # rows taken from the driver together, as it gives them
_DAYS = frozenset({"day_from", "day_to", "published", "start", "end", "first_known", "last_known"})


def read_table(engine: Engine) -> Table:
    """Return the columns of the record as it stands now."""
    with _standing_still(engine) as connection:
        state = read_mark(connection).told
        documents = _read_documents(connection)
        claims = _read_claims(connection, documents)
        row = {number: at for at, number in enumerate(claims.number.tolist())}
        return Table(
            state=state,
            linked=connection.execute(select(tables.linking.c.stamp).limit(1)).first() is not None,
            documents=documents,
            claims=claims,
            origins=_read_variants(connection, claims),
            patterns=build_patterns(claims, documents),
            labels=build_labels(_read_mentions(connection, row, claims.document, documents), claims, documents),
            incidents=_read_incidents(connection, {id_: at for at, id_ in enumerate(claims.id)}),
            by_outlet=Pairs.build(documents.publisher.codes[claims.document], claims.key.codes),
            by_origin=Pairs.build(claims.key.codes, claims.document),
        )


def _standing_still(engine: Engine) -> Connection:
    """Return a connection that sees one state of the record, whoever writes meanwhile."""
    connection = engine.connect()
    if engine.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


def _read_documents(connection: Connection) -> Documents:
    """Return the documents, ordered as their list is."""
    document = tables.document
    cells = [document.c.number, document.c.id, document.c.name, document.c.publisher, document.c.publisher_folded]
    query = select(*cells, cast(document.c.published, String)).order_by(
        document.c.published.is_(None), document.c.published, document.c.name, document.c.id
    )
    number, id_, name, publisher, outlet, published = _columns(connection, query)
    return Documents(
        number=np.array(number, np.int64),
        id=tuple(id_),
        name=tuple(name),
        lowered=tuple(word.lower() for word in name),
        outlet=Coded.build(outlet),
        publisher=Coded.build(publisher),
        published=days(published),
        at=dict(zip(id_, count(), strict=False)),
    )


def _read_claims(connection: Connection, documents: Documents) -> Claims:
    """Return the current claims with their arguments, sources and origins."""
    claim = tables.claim
    query = select(*_cells(claim, _CLAIM)).where(claim.c.current).order_by(claim.c.position)
    own = dict(zip(_CLAIM, _columns(connection, query), strict=True))
    row = {n: at for at, n in enumerate(own["number"])}
    key, side = _read_origins(connection, own["id"])
    sources = _read_sources(connection, row)
    sourced = np.zeros(len(row), np.bool_)
    sourced[sources.claim] = True
    return Claims(
        number=np.array(own["number"], np.int64),
        id=tuple(own["id"]),
        position=tuple(own["position"]),
        document=found_at(own["document"], documents.at),
        key=key,
        side=side,
        arguments=_read_arguments(connection, row),
        sources=sources,
        sourced=sourced,
        sharp=connection.dialect.name == "postgresql",
        type=Coded.build(own["type"]),
        status=Coded.build(own["status"]),
        polarity=Coded.build(own["polarity"]),
        outlet=Coded.build(own["outlet"]),
        folded=Worded.build(own["folded"]),
        day_from=days(own["day_from"]),
        day_to=days(own["day_to"]),
        published=days(own["published"]),
    )


def _read_origins(connection: Connection, claims: Sequence[str]) -> tuple[Coded, Coded]:
    """Return for each claim the key of the origin on which it rests, and the side of that."""
    origin = tables.origin
    ids, keys, sides = _columns(connection, select(origin.c.claim_id, origin.c.key, origin.c.side))
    at = {id_: place for place, id_ in enumerate(ids)}
    found = [at.get(id_, -1) for id_ in claims]
    return (
        Coded.build([keys[place] if place >= 0 else None for place in found]),
        Coded.build([sides[place] if place >= 0 else None for place in found]),
    )


def _read_variants(connection: Connection, claims: Claims) -> Origins:
    """Return on whose word each claim rests, the plainest name of an origin before others."""
    columns = _columns(connection, select(tables.origin.c.claim_id, *(tables.origin.c[name] for name in _ORIGIN)))
    told = dict(zip(columns[0], zip(*columns[1:], strict=True), strict=True))
    found = [_origin(cells) for cells in dict.fromkeys(told.values())]
    ordered = sorted(found, key=plainness)
    at = {origin: place for place, origin in enumerate(ordered)}
    variants = {cells: at[_origin(cells)] for cells in dict.fromkeys(told.values())}
    none = len(ordered)
    numbered = [variants[cells] if (cells := told.get(id_)) is not None else none for id_ in claims.id]
    return Origins(
        variant=np.array(numbered, np.int32),
        cells=tuple(origin_cells(origin) for origin in ordered),
        cited=np.array([*(origin.kind is not OriginKind.PUBLISHER for origin in ordered), False], np.bool_),
    )


def _origin(cells: tuple[Any, ...]) -> Origin:
    """Return the origin of these cells."""
    key, label, kind, known, side = cells
    return Origin(key=key, label=label, kind=OriginKind(kind), known=bool(known), side=side)


def _read_mentions(connection: Connection, row: dict[int, int], document: Numbers, documents: Documents) -> Mentions:
    """Return the stretches in which claims name actors."""
    found: list[list[Any]] = [[] for _ in _MENTION]
    for table in (tables.argument, tables.source):
        query = select(*(table.c[name] for name in _MENTION)).where(table.c.entity.is_not(None), table.c.entity != "")
        for column, more in zip(found, _columns(connection, query), strict=True):
            column.extend(more)
    claim = found_at(found[0], row)
    kept = claim >= 0
    claim, start, end = claim[kept], np.array(found[1], np.int32)[kept], np.array(found[2], np.int32)[kept]
    return Mentions(
        claim=claim,
        start=start,
        end=end,
        words=Coded.build(found[3]).take(kept),
        entity=Coded.build(found[4]).take(kept),
        quoted=_find_quoted(connection, documents.number[document[claim]], start, end),
    )


def _find_quoted(connection: Connection, document: NDArray[np.int64], start: Numbers, end: Numbers) -> Mask:
    """Return which stretches of these documents stand in quotes; only texts with quotation marks are looked at."""
    quoted = np.zeros(len(document), np.bool_)
    by_document = np.argsort(document, kind="stable")
    ordered = document[by_document]
    text = tables.document.c.text
    query = select(tables.document.c.number, text).where(or_(*(text.contains(mark) for mark in QUOTING)))
    with connection.execute(query, execution_options={"yield_per": _TOGETHER}) as result:
        for number, words in result:
            first, last = np.searchsorted(ordered, (number, number + 1))
            for at in by_document[first:last].tolist():
                span = TextSpan(int(start[at]), int(end[at]))
                quoted[at] = any(quote.covers(span) for quote in find_quotes(words))
    return quoted


def _read_arguments(connection: Connection, row: dict[int, int]) -> Arguments:
    """Return the arguments of the claims that have a row."""
    columns = _columns(connection, select(*_cells(tables.argument, _ARGUMENT)))
    own = dict(zip(_ARGUMENT, columns, strict=True))
    claim = found_at(own["claim"], row)
    kept = claim >= 0
    names = ("role", "entity", "place_id")
    worded = ("folded", "place_folded")
    return Arguments(
        claim=claim[kept],
        lat=numbers(own["lat"])[kept],
        lon=numbers(own["lon"])[kept],
        **{name: Coded.build(own[name]).take(kept) for name in names},
        **{name: Worded.build(own[name]).take(kept) for name in worded},
    )


def _read_sources(connection: Connection, row: dict[int, int]) -> Sources:
    """Return the sources of the claims that have a row."""
    source = tables.source
    claims, words, entities = _columns(connection, select(source.c.claim, source.c.folded, source.c.entity))
    claim = found_at(claims, row)
    kept = claim >= 0
    return Sources(claim=claim[kept], folded=Coded.build(words).take(kept), entity=Coded.build(entities).take(kept))


def _read_incidents(connection: Connection, claims: dict[str, int]) -> Incidents:
    """Return the incidents, and which of these claims are parts of them."""
    incident, part = tables.incident, tables.incident_claim
    query = select(*_cells(incident, _INCIDENT)).order_by(incident.c.position)
    own = dict(zip(_INCIDENT, _columns(connection, query), strict=True))
    at = {id_: row for row, id_ in enumerate(own["id"])}
    ids, told = _columns(connection, select(part.c.incident, part.c.claim_id))
    part_of, claim = found_at(ids, at), found_at(told, claims)
    kept = (part_of >= 0) & (claim >= 0)
    return Incidents(
        id=tuple(own["id"]),
        position=tuple(own["position"]),
        disputed=np.array(own["disputed"], np.bool_),
        documents=np.array(own["documents"], np.int32),
        lat=numbers(own["lat"]),
        lon=numbers(own["lon"]),
        part=claim[kept],
        part_of=part_of[kept],
        at=at,
        type=Coded.build(own["type"]),
        grades=Coded.build(own["grades"]),
        place_folded=Coded.build(own["place_folded"]),
        start=days(own["start"]),
        end=days(own["end"]),
        first_known=days(own["first_known"]),
        last_known=days(own["last_known"]),
    )


def _cells(table: FromClause, names: Sequence[str]) -> list[ColumnElement[Any]]:
    """Return columns to ask for, days as text."""
    return [cast(table.c[name], String) if name in _DAYS else table.c[name] for name in names]


def _columns(connection: Connection, query: Select[Any]) -> list[list[Any]]:
    """Return what a query finds by column; one list for each, also where nothing is found."""
    found: list[list[Any]] = [[] for _ in query.selected_columns]
    with connection.execute(query) as result:
        while rows := result.cursor.fetchmany(_TOGETHER):
            for column, cells in zip(found, zip(*rows, strict=True), strict=True):
                column.extend(cells)
    return found
