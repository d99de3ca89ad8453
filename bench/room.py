"""Measure the lists of the reading room on a record of synthetic claims with known incidents.

bench/room.py FILE [--claims 100000] [--seed N]

The record is made where there is none; then each list is asked for a few times, and the middle of the times is shown.
"""

from __future__ import annotations

import argparse
from datetime import date
from itertools import groupby, islice
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from selon.claims.claim import (
    Argument,
    Claim,
    EventTime,
    Factuality,
    Polarity,
    Quantity,
    Role,
    Source,
    SourceKind,
    Status,
)
from selon.claims.contract import build_row
from selon.codebook.actors import load_actors
from selon.documents.document import Document
from selon.incidents.agreement import Evidence, build_incident
from selon.incidents.export import build_incident_row
from selon.incidents.movements import MOVES
from selon.incidents.reports import read_report
from selon.incidents.synthetic import invent_documents
from selon.incidents.telling import Telling
from selon.mentions.mention import Place
from selon.origins.origin import ClaimOrigin, Origin, OriginKind
from selon.record import link_rows, link_tables, rows, tables
from selon.record.filters import Circle, Filter
from selon.record.link_cited import find_voices, write_cited
from selon.record.record import Record
from selon.values import Count, Period, Position, TextSpan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Table

    from selon.incidents.facts import ClaimFacts
    from selon.incidents.incident import Incident
    from selon.incidents.synthetic import SyntheticDocument

BAR_MS = 100.0
_BATCH = 2000
_MOMENT = "2031-08-05T12:00:00+00:00"
_STAMP = "0" * 20
_TABLES = (tables.document, tables.reading, tables.claim, tables.argument, tables.quantity, tables.source)
_TIMES = 7
_OUTLETS = tuple(
    f"{kind} {town}"
    for kind in ("Gazette de", "Courrier de", "Radio", "Agence")
    for town in ("Valmer", "Torcel", "Bréhan", "Oulmes", "Sarlac", "Nérins", "Quintel", "Jarvoy", "Pélude", "Marsaz")
)
_SOURCES = (
    ("l’Observatoire", "observatoire", "rights"),
    ("l’état-major", "etat-major", "state:valdonie"),
    ("le ministère", "ministere", "state:torcelie"),
    ("la Ligue", "ligue", "armed:ligue"),
    ("", "", "private"),
)
_STATUSES = (Status.OCCURRED, Status.OCCURRED, Status.OCCURRED, Status.HEARSAY, Status.POSSIBLE)
_VERBS = {"air_strike": "frappe", "shelling": "pilonne", "bombing": "fait sauter", "clash": "affronte"}
_NEGATED = 0.03
_STEP = 180  # characters of one sentence


Story = tuple["Document", tuple["Claim", ...], int, "Origin"]
Rows = dict["Table", list[dict[str, Any]]]


def main() -> int:
    """Print the figures; return 1 where one is past its bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    if not asked.file.exists():
        began = perf_counter()
        build(asked.file, asked.claims, asked.seed)
        print(f"made in {perf_counter() - began:.0f} s")
    with Record.open(asked.file) as record:
        print(f"{record.view.count_claims()} claims, {record.links.count_incidents()} incidents")
        return 0 if measure(record) else 1


def measure(record: Record) -> bool:
    """Print how long each list takes, and return whether all keep their bar."""
    passed = True
    for name, work in _questions(record):
        times = []
        for _ in range(_TIMES):
            began = perf_counter()
            work()
            times.append(1000 * (perf_counter() - began))
        kept = median(times) <= BAR_MS
        passed &= kept
        print(f"{name:44} {times[0]:7.1f} ms first {median(times):7.1f} ms {'' if kept else '  past the bar'}")
    return passed


def _questions(record: Record) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what is asked, under a name."""
    view, links = record.view, record.links
    middle = date.fromordinal(735_400)
    filters = {
        "all": Filter(),
        "type": Filter(types=("air_strike",)),
        "since": Filter(since=middle),
        "month": Filter(since=middle, until=date.fromordinal(735_430)),
        "actor": Filter(about="daech"),
        "place": Filter(place="T3-17"),
        "box": Filter(box=(-60.0, -10.0, 0.0, 20.0)),
        "near": Filter(near=Circle(-5.0, -80.0, 300.0)),
        "outlet": Filter(outlet="radio valmer"),
        "source": Filter(source="ligue"),
        "camp": Filter(camp="state"),
        "status": Filter(statuses=("possible",)),
        "grade": Filter(grades=("several independent origins",)),
        "words": Filter(text="frappe t3"),
        "as of": Filter(as_of=middle),
        "actor, type, as of": Filter(about="daech", types=("clash",), as_of=middle),
    }
    for name, asked in filters.items():
        yield f"claim_page: {name}", lambda asked=asked: view.claim_page(asked)
        yield f"incident_page: {name}", lambda asked=asked: links.incident_page(asked)
        yield f"points: {name}", lambda asked=asked: links.points(asked)
    for name in ("all", "type", "actor"):
        asked = filters[name]
        yield f"claim facets: {name}", lambda asked=asked: view.facets(asked)
        yield f"incident facets: {name}", lambda asked=asked: links.facets(asked)
        yield f"review_page: {name}", lambda asked=asked: view.review_page(asked)
        yield f"review_page by date: {name}", lambda asked=asked: view.review_page(asked, by="date")


def build(file: Path, claims: int, seed: int) -> None:
    """Write a record with about so many claims, and a tenth as many incidents."""
    chance = Random(seed)  # noqa: S311 - no secret hangs on it
    actors = sorted(load_actors().listed_ids())
    told: dict[int, list[tuple[Document, Claim, Origin]]] = {}
    with Record.create(file) as record:
        stories = iter(tell_all(invent_documents(claims // 2, seed), actors, chance))
        _insert(record, {tables.stamp: [{"digest": _STAMP, "program": "bench", "model": "none", "codebook": "none"}]})
        documents = number = 0
        while batch := list(islice(stories, _BATCH)):
            _insert(record, _rows_of(batch, documents, number))
            documents, number = documents + len(batch), number + sum(len(own) for _, own, _, _ in batch)
            for document, own, event, origin in batch:
                told.setdefault(event, []).extend((document, claim, origin) for claim in own)
        _link(record, told)


def _rows_of(batch: Sequence[Story], documents: int, number: int) -> Rows:
    """Return the rows of some documents, which begin with these numbers; the record's writer writes the same."""
    found: Rows = {table: [] for table in _TABLES}
    for at, (document, own, _, _) in enumerate(batch, documents + 1):
        told = {"status": "read", "note": "", "added": _MOMENT, "number": at}
        found[tables.document].append(rows.document_row(document) | told)
        reading = {"document": document.id, "stamp": _STAMP, "given": rows.given_digest(document), "read_at": _MOMENT}
        reading |= {"status": "read", "note": "", "claims": len(own), "current": True, "number": at}
        found[tables.reading].append(reading)
        for claim in own:
            number += 1
            contract = build_row(claim, document)
            found[tables.claim].append(rows.claim_row(claim, contract, document, _STAMP) | {"number": number})
            found[tables.argument] += rows.argument_rows(contract, number)
            found[tables.quantity] += rows.quantity_rows(contract, number)
            found[tables.source] += rows.source_rows(contract, number)
    return found


def _insert(record: Record, written: Rows) -> None:
    """Write rows in one transaction."""
    with record._engine.connect().execution_options(selon_writes=True) as connection, connection.begin():  # noqa: SLF001
        for table, own in written.items():
            for at in range(0, len(own), _BATCH):
                connection.execute(insert(table), own[at : at + _BATCH])


def _link(record: Record, told: dict[int, list[tuple[Document, Claim, Origin]]]) -> None:
    """Write the incidents that are known, with their origins, as linking would."""
    origins, incidents = [], []
    for parts in told.values():
        evidence = {
            claim.id: ClaimOrigin(claim_id=claim.id, document_id=document.id, origin=origin)
            for document, claim, origin in parts
        }
        found = _join(parts, evidence)
        origins += [
            {**link_rows.origin_row(origin, "bench"), "hedged": False, "denying": False} for origin in evidence.values()
        ]
        incidents += [found] if found else []
    linking = {"stamp": "bench", "program": "bench", "model": "none", "given": "bench", "mark": "", "made": _MOMENT}
    with Record.open(record.target) as open_record:
        linking["mark"] = open_record.links.mark()
    parts_of = [
        {"incident": incident.id, "claim_id": id_, "denied": False}
        for incident in incidents
        for id_ in sorted({claim.id for claim in incident.claims})
    ]
    written = [link_rows.incident_row(i, build_incident_row(i), "bench") for i in incidents]
    _insert(record, {tables.linking: [linking]})
    _insert(record, {tables.origin: origins, tables.incident: written, tables.incident_claim: parts_of})
    documents = {document.id: document for parts in told.values() for document, _, _ in parts}
    linked = [
        {"reading": at, "document": id_, "number": at, "given": "", "stamp": _STAMP, "publisher": d.publisher, "day": 0}
        for at, (id_, d) in enumerate(documents.items())
    ]
    _insert(record, {link_tables.linked: linked})
    with record._engine.connect().execution_options(selon_writes=True) as connection, connection.begin():  # noqa: SLF001
        write_cited(connection, find_voices(connection, None), "bench")


def _join(parts: Sequence[tuple[Document, Claim, Origin]], origins: dict[str, ClaimOrigin]) -> Incident | None:
    """Return the incident that these claims tell."""
    documents = {document.id: document for document, _, _ in parts}
    tellings = []
    for id_, own in groupby(sorted(parts, key=lambda part: part[0].id), lambda part: part[0].id):
        facts = read_report([claim for _, claim, _ in own], documents[id_])
        tellings.append(Telling(facts))
    return build_incident(sorted(tellings, key=lambda telling: telling.anchor), Evidence(documents, origins))


def tell_all(invented: Iterator[SyntheticDocument], actors: Sequence[str], chance: Random) -> Iterator[Story]:
    """Yield each invented document as two outlets print it."""
    for document in invented:
        label, key, side = chance.choice(_SOURCES)
        for again in (0, 1):
            outlet = chance.choice(_OUTLETS)
            origin = Origin(
                key=key or outlet, label=label or outlet, side=side,
                kind=OriginKind.ORGANISATION if key else OriginKind.PUBLISHER,
            )  # fmt: skip
            name = document.name.replace(".txt", f"-{again}.txt")
            day = date.fromordinal((document.claims[0].published or 0) + again)
            text = "".join(_sentence(fact, label, actors) for fact in document.claims)
            printed = Document(name=name, text=text, publisher=outlet, published=day, language="fr")
            claims = tuple(_claim(fact, at, printed, label, actors, chance) for at, fact in enumerate(document.claims))
            yield printed, claims, document.truth[0], origin


def _pieces(fact: ClaimFacts, label: str, actors: Sequence[str]) -> list[tuple[str, str]]:
    """Return the words of a claim, each with what it is."""
    said = [("", "Selon "), ("source", label), ("", ", ")] if label else []
    agent = [("agent", _actor(name, actors)) for name in sorted(fact.agents)] or [("", "on")]
    target = [("", " "), *(("target", _actor(name, actors)) for name in sorted(fact.targets))] if fact.targets else []
    place = [("", " à "), ("place", fact.spots[0].name)] if fact.spots else []
    killed = [("", " : "), ("killed", str(fact.killed[0])), ("", " morts")] if fact.killed else []
    verb = _VERBS.get(fact.type, "agit contre")
    return [*said, *agent, ("", " "), ("trigger", verb), *target, *place, *killed, ("", ".")]


def _sentence(fact: ClaimFacts, label: str, actors: Sequence[str]) -> str:
    """Return the sentence of a claim, as long as each."""
    return "".join(words for _, words in _pieces(fact, label, actors)).ljust(_STEP - 1)[: _STEP - 1] + "\n"


def _actor(name: str, actors: Sequence[str]) -> str:
    """Return an actor of the codebook for an invented one."""
    country, _, number = name.partition("-a")
    return actors[(int(country[1:]) * 8 + int(number)) % len(actors)]


def _claim(  # noqa: PLR0913, PLR0917 - all that a claim is told with
    fact: ClaimFacts, at: int, document: Document, label: str, actors: Sequence[str], chance: Random
) -> Claim:
    """Return a claim that stands in the sentence."""
    spans, start = {}, at * _STEP
    for kind, words in _pieces(fact, label, actors):
        if kind:
            spans[kind] = TextSpan(start, start + len(words))
        start += len(words)
    arguments = [
        Argument(role=Role(role), span=spans[role], entity=spans[role].quote(document.text))
        for role in ("agent", "target")
        if role in spans
    ]
    if fact.spots and (spot := fact.spots[0]).lat is not None and spot.lon is not None:
        place = Place(
            id=spot.id, name=spot.name, position=Position(spot.lat, spot.lon, spot.precision), country=spot.country
        )
        roles = (Role.PLACE, Role.DESTINATION) if fact.type in MOVES else (Role.PLACE,)
        arguments += [Argument(role=role, span=spans["place"], place=place) for role in roles]
    day = date.fromordinal(fact.start) if fact.start else None
    told = Count(*fact.killed) if fact.killed else None
    return Claim(
        document=document.id,
        type=fact.type,
        trigger=spans["trigger"],
        arguments=tuple(arguments),
        time=EventTime(span=spans["trigger"], period=Period(day, day)) if day else None,
        quantities=(Quantity(kind="killed", count=told, span=spans["killed"]),) if told else (),
        attribution=(Source(span=spans["source"], kind=SourceKind.ORGANISATION),) if label else (),
        factuality=Factuality(
            polarity=Polarity.NEGATED if chance.random() < _NEGATED else Polarity.AFFIRMED,
            status=chance.choice(_STATUSES),
        ),
        why=("invented",),
    )


if __name__ == "__main__":
    raise SystemExit(main())
