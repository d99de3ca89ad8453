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

    from selon.claims.reading import Reading

QUICK = settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to make a failing pile smaller takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SHOWN = (tables.origin, tables.cited, tables.reuse, tables.incident, tables.incident_claim, link_tables.sketch)


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


def link_at_once(folder: Path, readings: list[Reading], judged: Iterable[tuple[str, str]] = ()) -> dict[str, Any]:
    """Return what linking readings all at once gives."""
    file = folder / "whole.selon"
    file.unlink(missing_ok=True)
    with Record.create(file) as record:
        for reading in readings:
            write(record, reading)
        for kind, subject in judged:
            record.judgements.add(kind, subject, who="ana")
        link_record(record)
        return snapshot(record)


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
    pairs = st.lists(st.sampled_from(claims), min_size=2, max_size=2, unique=True).map(" ".join)
    judged = data.draw(st.lists(st.tuples(st.sampled_from(["same", "apart"]), pairs), min_size=1, max_size=4))
    whole = link_at_once(tmp_path, readings, judged)
    file = tmp_path / "judged.selon"
    file.unlink(missing_ok=True)
    with Record.create(file) as record:
        for reading in readings:
            write(record, reading)
        link_record(record)
        before = snapshot(record)
        added = []
        for kind, subject in judged:
            added.append(record.judgements.add(kind, subject, who="ana"))
            if order.random() < 0.6:
                link_record(record)
        link_record(record)
        assert snapshot(record) == whole
        for judgement in added:
            record.judgements.withdraw(judgement.id, "ana")
            if order.random() < 0.4:
                link_record(record)
        link_record(record)
        assert snapshot(record) == before
