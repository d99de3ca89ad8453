"""Increments: linking after every document, or in any pieces and any order, gives what linking all at once gives."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from piles import DAYS, Report, piles, write
from sqlalchemy import select

from selon.linking import link_record
from selon.record import link_tables, tables
from selon.record.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path
    from random import Random

    from selon.claims.claim import Claim
    from selon.claims.reading import Reading
    from selon.mentions.mention import Place
    from selon.record.judgement import Judgement

QUICK = settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to make a failing pile smaller takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
CORRECTIONS = [
    ("type", "air_strike"),
    ("type", "capture"),
    ("status", "intended"),
    ("polarity", "negated"),
    ("time", {"start": "2021-03-12", "end": "2021-03-12"}),
    ("time", None),
    ("quantities", []),
    ("attribution", []),
    ("argument.place", []),
    ("argument.place", [{"start": 4, "end": 9, "place": {"name": "Oro", "lat": 14.1, "lon": -3.2}}]),
    ("argument.agent", [{"start": 4, "end": 9, "entity": "jnim"}]),
]
SHOWN = (tables.origin, tables.cited, tables.reuse, tables.incident, tables.incident_claim, link_tables.sketch)


def judgements(claims: list[str]) -> st.SearchStrategy[list[tuple[Any, ...]]]:
    """Return judgements of every kind on these claims."""
    one = st.sampled_from(claims)
    pair = st.lists(one, min_size=2, max_size=2, unique=True).map(" ".join)
    pairs = st.tuples(st.sampled_from(["same", "apart"]), pair)
    verdicts = st.tuples(st.sampled_from(["reject", "reject", "accept"]), one)
    corrections = st.tuples(st.just("correct"), one, st.sampled_from(CORRECTIONS)).map(lambda c: (*c[:2], *c[2]))
    return st.lists(st.one_of(pairs, verdicts, corrections), min_size=1, max_size=5)


def snapshot(record: Record) -> dict[str, Any]:
    """Return all that a linking found, and what it keeps to go on from, without numbers that only count."""
    with record._engine.connect() as connection:  # noqa: SLF001
        found: dict[str, Any] = {}
        for table in SHOWN:
            rows = connection.execute(select(table)).all()
            found[table.name] = sorted(json.dumps(list(row), default=str) for row in rows)
        numbers = dict(connection.execute(select(tables.document.c.number, tables.document.c.id)).all())
        bands = connection.execute(select(link_tables.sketch)).all()
        found["sketch"] = sorted((band, day, numbers[number]) for band, day, number in bands)
        tellings = connection.execute(select(link_tables.telling)).mappings().all()
        named = {row["number"]: (row["document"], row["at"]) for row in tellings}
        parts: dict[int, list[Any]] = {}
        for row in tellings:
            parts.setdefault(row["part"], []).append(named[row["number"]])
        found["parts"] = sorted(sorted(part) for part in parts.values())
        found["tellings"] = sorted(
            (*named[row["number"]], row["incident"], {**json.loads(row["row"]), "unique_id": 0}) for row in tellings
        )
        blocks = connection.execute(select(link_tables.telling_block)).all()
        found["blocks"] = sorted((block, home, named[number]) for block, home, number in blocks)
        found["given"] = connection.execute(select(tables.linking.c.given)).scalar()
    return found


def link_at_once(folder: Path, readings: list[Reading], judged: Iterable[tuple[Any, ...]] = ()) -> dict[str, Any]:
    """Return what linking readings all at once gives."""
    file = folder / "whole.selon"
    file.unlink(missing_ok=True)
    with Record.create(file) as record:
        for reading in readings:
            write(record, reading)
        for judgement in judged:
            judge(record, *judgement)
        link_record(record)
        return snapshot(record)


def judge(record: Record, kind: str, subject: str, field: str = "", value: object = None) -> Judgement:
    """Keep a judgement."""
    return record.judgements.add(kind, subject, who="ana", field=field, value=value)


@QUICK
@given(pile=piles(), order=st.randoms(), cuts=st.sets(st.integers(1, 6)))
def test_any_pieces_in_any_order_give_the_whole(
    pile: list[Report], order: Random, cuts: set[int], tmp_path: Path
) -> None:
    readings = [report.reading() for report in pile]
    whole = link_at_once(tmp_path, readings)
    order.shuffle(readings)
    file = tmp_path / "grown.selon"
    file.unlink(missing_ok=True)
    with Record.create(file) as record:
        for n, reading in enumerate(readings):
            if n in cuts:
                link_record(record)
            write(record, reading)
        link_record(record)
        assert snapshot(record) == whole


@QUICK
@given(pile=piles(), which=st.integers(0, 6), day=st.sampled_from([*DAYS, None]), publisher=st.sampled_from("ABC"))
def test_a_report_of_which_more_is_known_is_linked_anew(
    pile: list[Report], which: int, day: date | None, publisher: str, tmp_path: Path
) -> None:
    report = pile[which % len(pile)]
    known = {"publisher": publisher, **({"published": day} if day else {})}
    readings = [other.reading(**known) if other is report else other.reading() for other in pile]
    whole = link_at_once(tmp_path, readings)
    file = tmp_path / "again.selon"
    file.unlink(missing_ok=True)
    with Record.create(file) as record:
        for other in pile:
            write(record, other.reading())
        link_record(record)
        write(record, report.reading(**known))
        assert record.links.is_behind()
        link_record(record)
        assert not record.links.is_behind()
        assert snapshot(record) == whole


@QUICK
@given(pile=piles(), order=st.randoms(), data=st.data())
def test_judgements_at_any_time_give_what_they_give_at_once(
    pile: list[Report], order: Random, data: st.DataObject, tmp_path: Path
) -> None:
    readings = [report.reading() for report in pile]
    claims = sorted({claim.id for reading in readings for claim in reading.claims})
    judged = data.draw(judgements(claims))
    whole = link_at_once(tmp_path, readings, judged)
    file = tmp_path / "judged.selon"
    file.unlink(missing_ok=True)
    with Record.create(file) as record:
        for reading in readings:
            write(record, reading)
        link_record(record)
        before = snapshot(record)
        added = []
        for judgement in judged:
            added.append(judge(record, *judgement))
            if order.random() < 0.6:
                link_record(record)
        link_record(record)
        assert snapshot(record) == whole
        for id_ in dict.fromkeys(made.id for made in added):  # what is said twice in a row is one judgement
            record.judgements.withdraw(id_, "ana")
            if order.random() < 0.4:
                link_record(record)
        link_record(record)
        assert snapshot(record) == before


@QUICK
@given(pile=piles(5), data=st.data())
def test_a_judgement_on_a_claim_holds(pile: list[Report], data: st.DataObject, tmp_path: Path) -> None:
    """What is rejected is in no incident and rests on nobody; what is corrected is linked so, under its id."""
    readings = [report.reading() for report in pile]
    claims = sorted({claim.id for reading in readings for claim in reading.claims})
    judged = [one for one in data.draw(judgements(claims)) if one[0] not in {"same", "apart"}]
    file = tmp_path / "held.selon"
    file.unlink(missing_ok=True)
    with Record.create(file) as record:
        for reading in readings:
            write(record, reading)
        link_record(record)
        for judgement in judged:
            judge(record, *judgement)
        link_record(record)
        assert not record.links.is_behind()
        rejected = record.judgements.rejected()
        told = {part["id"]: (row, part) for row in record.links.incidents() for part in row["claims"]}
        assert not rejected & told.keys()
        assert not rejected & record.links.origins_of(claims).keys()
        seen = {claim.id: claim for _, own in record.view.readings() for claim in own}
        assert seen.keys() == set(claims) - rejected
        latest = {(one[1], one[2]): one[3] for one in judged if one[0] == "correct" and one[1] not in rejected}
        for (claim, field), value in latest.items():
            assert said(seen[claim], field) == value
            if field == "type" and claim in told:
                assert value in told[claim][0]["types"]
            if field == "attribution":
                assert record.links.origins_of([claim])[claim].keys[1:] == ()


def said(claim: Claim, field: str) -> Any:  # noqa: ANN401 - any value of the contract
    """Return what a claim says in a field, as a correction would put it."""
    if field in {"type", "quantities", "attribution"}:
        value = getattr(claim, field)
        return list(value) if isinstance(value, tuple) else value
    if field in {"status", "polarity"}:
        return str(getattr(claim.factuality, field))
    if field == "time":
        days = claim.time.period if claim.time else None
        return {"start": str(days.start), "end": str(days.end)} if days else None
    return [
        {"start": a.span.start, "end": a.span.end}
        | ({"entity": a.entity} if a.entity else {})
        | ({"place": {"name": a.place.name, **_point(a.place)}} if a.place else {})
        for a in claim.arguments
        if f"argument.{a.role}" == field
    ]


def _point(place: Place) -> dict[str, float]:
    """Return where a place lies."""
    return {"lat": place.position.lat, "lon": place.position.lon}
