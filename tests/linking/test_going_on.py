"""Going on: a linking that is killed leaves all as it was, two at once do not mix, and people come first."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from piles import Report, Told, write

from selon.errors import RecordError
from selon.linking import link_record
from selon.linking.judge import judge
from selon.record import link_writing
from selon.record.record import Record
from test_cli import selon

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selon.record.link_writing import LinkDelta, LinkWriter

RAID = Told(
    town=("Timba",), day=date(2021, 3, 4), type="air_strike", killed=(8, 8), agent="france", negated=False, source=None
)


def report(name: str, *told: Told, day: int = 5) -> Report:
    """Return a report of the raid, or of what is told."""
    publisher = f"Journal {name}"
    return Report(name=name, publisher=publisher, published=date(2021, 3, day), copied=(), told=told or (RAID,))


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """Return a linked record of three reports of one raid."""
    with Record.create(tmp_path / "raid.selon") as made:
        for name in "abc":
            write(made, report(name).reading())
        link_record(made)
        yield made


def documents(record: Record) -> set[tuple[str, ...]]:
    """Return the documents of each incident."""
    return {tuple(sorted({claim["document"] for claim in row["claims"]})) for row in record.links.incidents()}


def claims(record: Record) -> dict[str, str]:
    """Return the claim of each document."""
    return {recorded.row["document"]: recorded.id for recorded in record.view.claims()}


def test_a_linking_that_is_killed_leaves_all_as_it_was(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_all: object) -> None:
        raise KeyboardInterrupt

    before = (list(record.links.incidents()), record.links.stamp(), record.linking.next_telling())
    write(record, report("d", day=6).reading())
    with monkeypatch.context() as patched:
        patched.setattr(link_writing, "recount", die)
        with pytest.raises(KeyboardInterrupt):
            link_record(record)
    assert (list(record.links.incidents()), record.links.stamp(), record.linking.next_telling()) == before
    assert record.links.is_behind()
    assert link_record(record)
    assert documents(record) == {("a", "b", "c", "d")}


def test_two_linkings_at_once_do_not_mix(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one sees that the first one wrote, and goes on from there."""
    write(record, report("d", day=6).reading())
    plain, met = link_writing.LinkWriter.write, []

    def late(writer: LinkWriter, stamp: Any, before: Any, delta: LinkDelta) -> bool:  # noqa: ANN401
        if not met:
            met.append("another")
            write(record, report("e", day=7).reading())
            assert link_record(record).documents == 2
        return plain(writer, stamp, before, delta)

    monkeypatch.setattr(link_writing.LinkWriter, "write", late)
    assert not link_record(record)
    assert documents(record) == {("a", "b", "c", "d", "e")}


def test_a_report_touches_only_its_blocks(record: Record) -> None:
    far = Told(
        town=("Oro",), day=date(2021, 3, 12), type="capture", killed=None, agent=None, negated=False, source=None
    )
    before = {row["id"]: row for row in record.links.incidents()}
    write(record, report("d", far, day=13).reading())
    assert link_record(record).documents == 1
    assert before.items() <= {row["id"]: row for row in record.links.incidents()}.items()


def test_an_incident_is_split_and_joined_again(record: Record) -> None:
    (incident,) = record.links.incidents()
    ids = claims(record)
    said = judge(record, "apart", [ids["c"][:10], incident["id"][:10]], who="ana")
    assert {frozenset(one.claims) for one in said} == {frozenset((ids["c"], ids[name])) for name in "ab"}
    assert link_record(record, onward=True).done
    assert documents(record) == {("a", "b"), ("c",)}
    write(record, report("d", day=6).reading())
    link_record(record)
    assert not any({"a", "c"} <= set(names) for names in documents(record))
    link_record(record, again=True)
    assert not any({"a", "c"} <= set(names) for names in documents(record))
    two = [row["id"] for row in record.links.incidents() if {c["document"] for c in row["claims"]} & {"a", "c"}]
    newer = judge(record, "same", two, who="bo")
    done = link_record(record)
    assert {one.id for one in said} & set(done.overruled)
    assert any({"a", "c"} <= set(names) for names in documents(record))
    for judgement in (*said, *newer):
        record.judgements.withdraw(judgement.id, "ana")
    link_record(record)
    assert documents(record) == {("a", "b", "c", "d")}


def test_no_two_incidents_of_a_claim_of_several_towns_share_an_id(record: Record) -> None:
    both = Told(
        town=("Timba", "Oro"),
        day=date(2021, 4, 1),
        type="shelling",
        killed=None,
        agent=None,
        negated=False,
        source=None,
    )
    write(record, report("d", both, day=6).reading())
    link_record(record)
    found = [row for row in record.links.incidents() if row["type"] == "shelling"]
    assert len({row["id"] for row in found}) == len(found) == 2


def test_other_sides_link_all_anew_and_never_by_the_way(record: Record) -> None:
    own = {"Journal a": "state:mali"}
    assert not link_record(record, sides=own, onward=True)
    assert link_record(record, sides=own).whole
    assert not link_record(record, sides=own)


@pytest.mark.parametrize("named", [["zzzz", "yyyy"], ["0", "1"]])
def test_what_names_nothing_is_refused(record: Record, named: list[str]) -> None:
    with pytest.raises(RecordError, match="no claim or incident"):
        judge(record, "same", named, who="ana")


def test_judging_from_the_command_line(record: Record) -> None:
    ids = claims(record)
    done = selon("judge", "apart", ids["a"], ids["b"], "--record", record.target, "--who", "ana", "--note", "two raids")
    assert "are not one event, says ana" in done.out
    assert not any({"a", "b"} <= set(names) for names in documents(record))
    incident = next(row["id"] for row in record.links.incidents() if ids["a"] in str(row["claims"]))
    shown = selon("incident", incident, "--record", record.target, "--why").out
    assert "Judged not one event" in shown
    assert "two raids" in shown
    told = selon("judge", "same", ids["a"], ids["b"], "--record", record.target, "--who", "bo")
    assert "contradicts an earlier judgement" in told.err
    summary = json.loads(selon("link", "--record", record.target, "--format", "json").out)
    assert len(summary["overruled"]) == 1
    (newest,) = [j.id for j in record.judgements.all() if j.kind == "same"]
    selon("judge", "withdraw", newest[:10], "--record", record.target)
    assert not any({"a", "b"} <= set(names) for names in documents(record))
