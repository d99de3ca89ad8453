"""Judgements: what reviewers say is kept, shown beside the machine's reading, and outlives it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from fake_reader import FakeReader
from selon.documents.document import Document
from selon.errors import RecordError
from selon.ingest import Ingest
from selon.record import tables
from selon.record.judged import apply, build_judgement_row, disagree, read_judgement_rows
from selon.record.judgement import Judgement, JudgementKind, correctable
from selon.record.record import Record
from test_cli import selon

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "Selon Vigie, la Garde bombardement de Kadir : 12 morts. Un Convoi évacué Sorane hier."


def read(record: Record, *, program: str = "1", again: bool = False, text: str = TEXT) -> None:
    document = Document(name="a.txt", text=text, publisher="L’Écho", language="fr")
    list(Ingest(record, lambda: FakeReader(program=program), again=again).run([document]))


@pytest.fixture
def record(target: str) -> Iterator[Record]:
    with Record.create(target) as made:
        read(made)
        yield made


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Record]:
    """Return the same record in a file, for what no server changes."""
    with Record.create(tmp_path / "war.selon") as made:
        read(made)
        yield made


def claims(record: Record) -> list[dict[str, Any]]:
    return [dict(claim.row) for claim in record.view.claims()]


def judged(record: Record, at: int = 0) -> dict[str, Any]:
    return list(record.judgements.applied(claims(record)))[at]


CORRECTIONS = {
    "type": ("air_strike", "air_strike"),
    "polarity": ("negated", "negated"),
    "status": ("hearsay", "hearsay"),
    "trigger": ({"start": 22, "end": 33}, [22, 33]),
    "time": ({"start": "2031-08-04", "end": "2031-08-05"}, "2031-08-04"),
    "quantities": ([{"kind": "killed", "low": 12, "high": None, "start": 46, "end": 48, "text": "12"}], 12),
    "attribution": ([], []),
    "argument.agent": ([{"start": 13, "end": 21, "entity": "usa/airforce"}], "usa/airforce"),
    "argument.place": ([{"start": 38, "end": 43, "place": {"name": "Kadir", "lat": 35.0, "lon": 40.0}}], 35.0),
    "argument.instrument": ([{"start": 22, "end": 33}], "bombardement"[:11]),
}


def said(row: dict[str, Any], field: str) -> object:
    if field.startswith("argument."):
        mine = [a for a in row["arguments"] if a["role"] == field.partition(".")[2]]
        return {"agent": lambda a: a["entity"], "place": lambda a: a["place"]["lat"]}.get(
            mine[0]["role"], lambda a: a["text"]
        )(mine[0])
    if field == "time":
        return row["time"]["start"]
    return row[field][0]["low"] if field == "quantities" else row[field]


@pytest.mark.parametrize("field", CORRECTIONS)
def test_a_correction_is_shown_and_the_machine_beside_it(record: Record, field: str) -> None:
    before = claims(record)[0]
    value, shown = CORRECTIONS[field]
    record.judgements.add("correct", before["id"], field=field, value=value, who="ana")
    after = judged(record)
    assert said(after, field) == shown
    assert after["judged"]["verdict"] == "corrected"
    role = field.partition(".")[2]
    machine = [a for a in before["arguments"] if a["role"] == role] if role else before[field]
    assert after["machine"] == {field: machine}
    assert claims(record)[0] == before
    assert record.verify().differences == ()


def test_every_field_can_be_corrected_in_a_test() -> None:
    assert set(CORRECTIONS) < set(correctable())


def test_an_empty_list_removes_a_role_and_others_stay(kept: Record) -> None:
    row = claims(kept)[0]
    kept.judgements.add("correct", row["id"], field="argument.agent", value=[], who="ana")
    assert [a["role"] for a in judged(kept)["arguments"]] == ["place"]


def test_what_is_left_out_stays_as_read(kept: Record) -> None:
    row = claims(kept)[0]
    place = next(a for a in row["arguments"] if a["role"] == "place")
    value = [{"start": place["start"], "end": place["end"]}]
    kept.judgements.add("correct", row["id"], field="argument.place", value=value, who="ana")
    assert next(a for a in judged(kept)["arguments"] if a["role"] == "place")["place"] == place["place"]


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("type", "battle", "is none of"),
        ("status", None, "is none of"),
        ("sentence", "x", "cannot be corrected"),
        ("trigger", {"start": 22, "end": 33, "text": "bombardemen!"}, "signs long"),
        ("trigger", {"start": 0, "end": 5, "text": "Vigie"}, "the document says 'Selon'"),
        ("trigger", {"start": 5, "end": 5}, "0 ≤ start < end"),
        ("trigger", {"start": 0, "end": 9999}, "the document ends at"),
        ("trigger", {"start": True, "end": 5}, "0 ≤ start < end"),
        ("time", {"start": "2031-08-05", "end": "2031-08-04"}, "before it starts"),
        ("time", {"start": "yesterday"}, "is no day"),
        ("quantities", [{"kind": "killed", "low": 3, "high": 2, "start": 0, "end": 5}], "low ≤ high"),
        ("quantities", [{"kind": "killed", "start": 0, "end": 5}], "a low or a high bound"),
        ("quantities", [{"kind": "cats", "low": 1, "start": 0, "end": 5}], "is none of"),
        ("quantities", {"kind": "killed"}, "the whole list"),
        ("attribution", [{"kind": "rumour", "start": 0, "end": 5}], "is none of"),
        ("argument.agent", [{"start": 0, "end": 5, "entity": 3}], "no id of an actor"),
        ("argument.place", [{"start": 0, "end": 5, "place": {"name": "x", "lat": 91, "lon": 0}}], "on the globe"),
        ("argument.place", [{"start": 0, "end": 5, "place": {"lat": 9, "lon": 0}}], "has a name"),
        ("argument.place", [{"start": 0, "end": 5, "place": {"name": "x", "lat": 10**400, "lon": 0}}], "on the globe"),
        ("argument.place", [{"start": 0, "end": 5, "place": {"name": "a\ud800", "lat": 9, "lon": 0}}], "be written"),
        ("argument.place", [{"start": 0, "end": 5, "place": {"name": "x" * 201, "lat": 9, "lon": 0}}], "of 1 to 200"),
        *(
            (
                "argument.place",
                [{"start": 0, "end": 5, "place": {"name": "x", "lat": 9, "lon": 0, "radius_km": far}}],
                "kilom",
            )
            for far in ("far", [1], float("inf"), float("nan"), -1)
        ),
        ("argument.agent", [{"start": 0, "end": 5, "entity": "a\0b"}], "be written"),
        ("quantities", [{"kind": "killed", "low": 10**400, "start": 0, "end": 5}], "is no count"),
        ("time", {"start": "2031-W01-1"}, "is no day"),
        ("time", {"start": ["2031-08-05"]}, "is no day"),
        ("argument.doer", [], "cannot be corrected"),
    ],
)
def test_what_a_claim_cannot_have_is_refused(kept: Record, field: str, value: object, fault: str) -> None:
    with pytest.raises(RecordError, match=fault):
        kept.judgements.add("correct", claims(kept)[0]["id"], field=field, value=value, who="ana")
    assert kept.judgements.all() == []


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"kind": "like"}, "no kind of judgement"),
        ({"subject": "ffffffffffffffffffff"}, "there is no claim"),
        ({"subject": "a b"}, "needs the id of one claim"),
        ({"kind": "same"}, "needs two different claim ids"),
        ({"who": "  "}, "no name of a reviewer"),
        ({"who": "a\nb"}, "no name of a reviewer"),
        ({"kind": "note", "value": " "}, "a note has words"),
        ({"kind": "note", "value": "\ud800"}, "be written"),
        ({"note": "a\0b"}, "be written"),
        ({"note": "x" * 10_001}, "a note has up to"),
        ({"value": 1}, "has no value"),
        ({"field": "type"}, "names no field"),
    ],
)
def test_what_cannot_be_meant_is_refused(kept: Record, given: dict[str, Any], fault: str) -> None:
    asked = {"kind": "accept", "subject": claims(kept)[0]["id"], "who": "ana"} | given
    with pytest.raises(RecordError, match=fault):
        kept.judgements.add(**asked)


def test_rejected_claims_are_marked_and_stay(record: Record) -> None:
    first, second = (row["id"] for row in claims(record))
    record.judgements.add("reject", first, who="ana")
    assert [row.get("judged", {}).get("verdict") for row in record.judgements.applied(claims(record))] == [
        "rejected",
        None,
    ]
    assert record.judgements.rejected() == {first}
    record.judgements.add("accept", first, who="bea")
    assert record.judgements.rejected() == set()
    assert judged(record)["judged"]["disagreement"]
    record.judgements.add("accept", first, who="ana")
    assert not judged(record)["judged"]["disagreement"]
    assert second not in record.judgements.of_many([second])


def test_two_reviewers_disagree_and_the_latest_is_shown(record: Record) -> None:
    id_ = claims(record)[0]["id"]
    record.judgements.add("correct", id_, field="status", value="hearsay", who="ana")
    latest = record.judgements.add("correct", id_, field="status", value="possible", who="bea", note="conditionnel")
    row = judged(record)
    assert row["status"] == "possible"
    assert row["judged"]["disagreement"]
    assert [voice["who"] for voice in row["judged"]["fields"]["status"]["voices"]] == ["ana", "bea"]
    record.judgements.withdraw(latest.id, "bea")
    assert judged(record)["status"] == "hearsay"
    assert not judged(record)["judged"]["disagreement"]
    assert [j.who for j in record.judgements.history(id_)] == ["ana", "bea"]
    assert [j.who for j in record.judgements.of(id_)] == ["ana"]
    with pytest.raises(RecordError, match="was withdrawn by bea"):
        record.judgements.withdraw(latest.id, "ana")
    with pytest.raises(RecordError, match="there is no judgement"):
        record.judgements.withdraw("nothing", "ana")


def test_what_is_said_twice_in_a_row_is_kept_once(record: Record) -> None:
    claim = claims(record)[0]["id"]
    for who, kind in (("ana", "accept"), ("ana", "accept"), ("rita", "reject"), ("ana", "accept"), ("ana", "accept")):
        record.judgements.add(kind, claim, who=who)
    once = record.judgements.add_all("note", [claim, claim], who="ana", value="vu")
    assert record.judgements.add("note", claim, who="ana", value="vu") in once
    assert [(j.who, j.kind) for j in record.judgements.all()] == [
        *(("ana", "accept"), ("rita", "reject"), ("ana", "accept"), ("ana", "note"))
    ]
    record.judgements.withdraw(once[0].id, "ana")
    assert record.judgements.add("note", claim, who="ana", value="vu") not in once


def test_what_is_said_of_many_at_once_is_undone_at_once(record: Record) -> None:
    ids = [claim["id"] for claim in claims(record)]
    first = record.judgements.add("reject", ids[0], who="ana")
    record.judgements.add("accept", ids[0], who="rita")
    bulk = record.judgements.add_all("accept", ids, who="ana")
    assert {j.id for j in record.judgements.latest_of("ana")} == {j.id for j in bulk}
    gone = record.judgements.withdraw_all([first.id, *(j.id for j in bulk)], "rita")
    assert {(j.who, j.withdrawn_by) for j in gone} == {("ana", "rita")}
    assert record.judgements.latest_of("ana") == record.judgements.withdraw_all([first.id], "ana") == []
    assert [j.who for j in record.judgements.all(held=True)] == ["rita"]


def test_one_reviewer_may_think_again(record: Record) -> None:
    id_ = claims(record)[0]["id"]
    for status in ("hearsay", "possible"):
        record.judgements.add("correct", id_, field="status", value=status, who="ana")
    row = judged(record)
    assert (row["status"], row["judged"]["disagreement"]) == ("possible", False)


def test_pairs_have_one_subject_in_either_order(record: Record) -> None:
    one, other = (row["id"] for row in claims(record))
    record.judgements.add("same", f"{one} {other}", who="ana")
    assert record.judgements.pairs() == ({tuple(sorted((one, other)))}, set())
    record.judgements.add("apart", f"{other} {one}", who="bea")
    assert record.judgements.pairs() == (set(), {tuple(sorted((one, other)))})
    assert len(record.judgements.among([one])) == 2
    assert record.judgements.among(["ffff"]) == []


def test_bulk_is_all_or_nothing(record: Record) -> None:
    ids = [row["id"] for row in claims(record)]
    with pytest.raises(RecordError, match="there is no claim"):
        record.judgements.add_all("accept", [*ids, "ffff"], who="ana")
    assert record.judgements.all() == []
    assert len(record.judgements.add_all("accept", ids, who="ana")) == len(ids)
    assert record.view.count_unjudged() == 0


def test_judgements_outlive_reading_again_and_orphans_say_so(record: Record) -> None:
    first, second = (row["id"] for row in claims(record))
    record.judgements.add("correct", first, field="status", value="hearsay", who="ana")
    gone = record.judgements.add("accept", second, who="ana")
    read(record, program="2", again=True)
    assert judged(record)["status"] == "hearsay"
    assert record.judgements.orphans() == set()
    document = record.view.document("a.txt").id
    assert len(record.judgements.of_document(document)) == 2
    with record._engine.connect().execution_options(selon_writes=True) as connection:  # noqa: SLF001
        connection.execute(update(tables.claim).where(tables.claim.c.id == second).values(current=False))
        connection.commit()
    assert record.judgements.orphans() == {gone.id}
    assert gone.id in {j.id for j in record.judgements.all(held=True)}


def test_verify_finds_what_nobody_could_have_said(tmp_path: Path) -> None:
    file = tmp_path / "war.selon"
    with Record.create(file) as record:
        read(record)
        id_ = claims(record)[0]["id"]
        record.judgements.add("accept", id_, who="ana")
        assert record.verify().differences == ()
    with sqlite3.connect(file) as raw:
        statement = (
            "INSERT INTO judgement (id, kind, subject, who, made, what, field, value, document) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        document = raw.execute("SELECT document FROM claim").fetchone()[0]
        for at, (kind, field, value) in enumerate(
            [
                ("like", "", "null"),
                ("correct", "status", '"sure"'),
                ("correct", "trigger", '{"start":0,"end":5,"text":"Vigie"}'),
                ("correct", "status", "{"),
            ]
        ):
            row = (f"j{at}", kind, id_, "ana", "2031-08-05T12:00:00+00:00", "", field, value, document)
            raw.execute(statement, row)
    with Record.open(file) as record:
        assert [d.where for d in record.verify().differences] == [f"judgement j{at}" for at in range(4)]


# They travel

NAMES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)
VALUES = st.one_of(
    st.tuples(st.just("status"), st.sampled_from(["occurred", "hearsay", "possible", "intended"])),
    st.tuples(st.just("polarity"), st.sampled_from(["affirmed", "negated"])),
    st.tuples(st.just("type"), st.sampled_from(["clash", "capture", "air_strike"])),
    st.tuples(
        st.just("trigger"),
        st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda p: {"start": p[0], "end": p[0] + p[1]}),
    ),
    st.tuples(st.just("argument.target"), st.just([])),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.tuples(st.integers(0, 1), VALUES, NAMES, st.booleans()), max_size=6))
def test_exported_and_taken_in_they_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[int, tuple[str, Any], str, bool]]
) -> None:
    folder = tmp_path_factory.mktemp("travel")
    with Record.create(folder / "one.selon") as one, Record.create(folder / "other.selon") as other:
        read(one)
        read(other)
        ids = [row["id"] for row in claims(one)]
        for at, (field, value), who, gone in said:
            made = one.judgements.add("correct", ids[at], field=field, value=value, who=who, note=f"« {who} »")
            if gone:
                one.judgements.withdraw(made.id, who)
        lines = "\n".join(json.dumps(build_judgement_row(j), ensure_ascii=False) for j in one.judgements.all())
        taken = read_judgement_rows(lines, "file")
        assert other.judgements.take_in(taken) == len(taken) <= len(said)
        assert other.judgements.all() == one.judgements.all()
        assert other.judgements.take_in(taken) == 0
        assert list(other.judgements.applied(claims(other))) == list(one.judgements.applied(claims(one)))


@given(order=st.permutations(range(4)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    made = [
        Judgement(
            id=str(at), kind=JudgementKind.CORRECT, subject="c", field="status", value=value, who=who,
            made=f"2031-08-0{at + 1}T00:00:00+00:00",
        )
        for at, (who, value) in enumerate([("ana", "hearsay"), ("bea", "possible"), ("ana", "possible"), ("cid", "x")])
    ]  # fmt: skip
    row = {"id": "c", "status": "occurred", "arguments": [], "attribution": []}
    assert apply(row, [made[at] for at in order]) == apply(row, made)
    assert disagree(made)
    assert apply(row, [replace(j, withdrawn="2031", withdrawn_by="x") for j in made]) == row


def test_another_judgement_of_the_same_id_is_refused(record: Record) -> None:
    made = record.judgements.add("accept", claims(record)[0]["id"], who="ana")
    with pytest.raises(RecordError, match="has another judgement"):
        record.judgements.take_in([replace(made, who="bea")])
    with pytest.raises(RecordError, match="is incomplete"):
        record.judgements.take_in([replace(made, id="x", withdrawn="2031-08-05T12:00:00+00:00")])
    with pytest.raises(RecordError, match="no moment"):
        record.judgements.take_in([replace(made, id="x", made="soon")])
    ended = replace(made, withdrawn="2031-08-05T12:00:00+00:00", withdrawn_by="bea")
    assert record.judgements.take_in([ended]) == 1
    assert record.judgements.get(made.id) == ended


def test_an_orphan_travels(record: Record) -> None:
    made = record.judgements.add("correct", claims(record)[0]["id"], field="status", value="hearsay", who="ana")
    assert record.judgements.take_in([replace(made, id="x", subject="e" * 20, document="f" * 20)]) == 1
    assert record.judgements.orphans() == {"x"}
    assert record.verify().differences == ()


def test_commands(tmp_path: Path) -> None:
    for name in ("one", "other"):
        with Record.create(tmp_path / f"{name}.selon") as made:
            read(made)
            ids = [row["id"] for row in claims(made)]
            if name == "one":
                made.judgements.add(
                    "correct", ids[0], field="status", value="hearsay", who="ana", note="+ conditionnel"
                )
                made.judgements.add("reject", ids[1], who="bea")
    one, other = ("--record", tmp_path / "one.selon"), ("--record", tmp_path / "other.selon")
    assert "Nobody judged" in selon("judgements", *other).err
    shown = selon("judgements", *one, environment={"COLUMNS": "200"}).out
    assert "ana" in shown
    assert "holds" in shown
    rows = [json.loads(line) for line in selon("judgements", *one, "--format", "jsonl").out.splitlines()]
    assert [(row["kind"], row["orphan"]) for row in rows] == [("correct", False), ("reject", False)]
    selon("export", "judgements", *one, "-o", tmp_path / "j.jsonl")
    assert "2 of 2 judgements were new" in selon("import", "judgements", tmp_path / "j.jsonl", *other).err
    assert "0 of 2" in selon("import", "judgements", tmp_path / "j.jsonl", *other).err
    exported = [json.loads(line) for line in selon("export", "claims", *other, "--judged").out.splitlines()]
    assert [row["judged"]["verdict"] for row in exported] == ["corrected", "rejected"]
    assert (exported[0]["status"], exported[0]["machine"]) == ("hearsay", {"status": "occurred"})
    table = selon("export", "claims", *other, "--judged", "--format", "csv").out
    assert "verdict" in table.splitlines()[0]
    assert "corrected" in table.splitlines()[1]
    assert "verdict" not in selon("export", "claims", *other, "--format", "csv").out
    (tmp_path / "bad.jsonl").write_text('{"id": "x"}\n', encoding="utf-8")
    assert (
        "bad.jsonl:1: this is no judgement" in selon("import", "judgements", tmp_path / "bad.jsonl", *other, code=1).err
    )


def test_reviewers_judge_on_the_command_line(kept: Record, tmp_path: Path) -> None:
    one, two = (claim["id"] for claim in claims(kept)[:2])
    at = ("--record", kept.target)
    assert "accept" in selon("judge", "accept", one[:8], two, *at, "--who", "ana").out
    said = selon(
        "judge", "correct", one, "status", "hearsay", *at, "--who", "rita", "--note", "dit-on", "--format", "json"
    )
    [row] = json.loads(said.out)
    assert (row["subject"], row["field"], row["value"], row["note"], row["who"]) == (
        *(one, "status", "hearsay", "dit-on"),
        "rita",
    )
    assert judged(kept)["status"] == "hearsay"
    selon("judge", "correct", one, "argument.place", "[]", *at)
    assert not any(a["role"] == "place" for a in judged(kept)["arguments"])
    selon("judge", "note", one, "à revoir", *at, environment={"SELON_WHO": "zoe"})
    assert "zoe" in selon("judge", "history", one, *at).out
    undone = json.loads(selon("judge", "undo", *at, "--who", "ana", "--format", "json").out)
    assert {row["withdrawn_by"] for row in undone} == {"ana"}
    assert {row["subject"] for row in undone} == {one, two}
    assert "Nothing that ana said holds" in selon("judge", "undo", *at, "--who", "ana").err
    history = [json.loads(line) for line in selon("judge", "history", one, *at, "--format", "jsonl").out.splitlines()]
    assert [row["kind"] for row in history] == ["accept", "correct", "correct", "note"]


def test_what_cannot_be_judged_on_the_command_line_changes_nothing(kept: Record) -> None:
    claim, at = claims(kept)[0]["id"], ("--record", kept.target)
    assert "is none of" in selon("judge", "correct", claim, "status", "sure", *at, code=1).err
    assert "there is no claim" in selon("judge", "reject", claim, "ffffffff", *at, code=1).err
    selon("judge", "correct", claim, "status", *at, code=2)
    assert kept.judgements.all() == []
