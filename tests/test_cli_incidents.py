"""Linking from the command line: what `selon link` finds is kept, asked for, shown, exported; never stale unsaid."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from alembic.config import Config

import selon as door
from selon.demo.corpus import demo_folder, read_demo_documents, read_demo_truth
from selon.errors import RecordError
from selon.ingest import Ingest
from selon.record.connection import connect
from selon.record.record import Record
from test_cli import REPORTS, rows, selon

if TYPE_CHECKING:
    from pathlib import Path

    from selon.pipeline import Reader

OUTLETS = demo_folder() / "outlets.toml"
CONTRACT = {
    "id", "type", "start", "end", "place", "claims", "documents", "outlets", "origins", "independent",
    "unknown_origins", "disputed", "denials", "grade", "killed", "wounded",
}  # fmt: skip


@pytest.fixture(scope="module")
def demo(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the linked record of the demonstration corpus."""
    file = tmp_path_factory.mktemp("linked") / "demo.selon"
    with Record.create(file) as record:
        list(Ingest(record, lambda: reader).run(read_demo_documents()))
    selon("link", "--record", file, "--outlets", OUTLETS)
    return file


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a record of two reports that nobody linked, read by the fake reader."""
    for name, words in REPORTS.items():
        (tmp_path / name).write_text(words, encoding="utf-8")
    selon("ingest", *(tmp_path / name for name in REPORTS), "--record", tmp_path / "small.selon")
    return tmp_path / "small.selon"


def test_linking_twice_does_nothing(demo: Path) -> None:
    before = selon("export", "incidents", "--record", demo).out
    again = json.loads(selon("link", "--record", demo, "--outlets", OUTLETS, "--format", "json").out)
    assert again["linked"] is False
    assert again["incidents"] == len(before.splitlines()) > again["several"] > again["disputed"] > 0
    anew = json.loads(selon("link", "--record", demo, "--outlets", OUTLETS, "--again", "--format", "json").out)
    assert anew == {**again, "linked": True}
    assert selon("export", "incidents", "--record", demo).out == before


def test_exported_incidents_are_of_the_contract(demo: Path, tmp_path: Path) -> None:
    selon("export", "incidents", "--record", demo, "-o", tmp_path / "incidents.jsonl")
    found = [json.loads(line) for line in (tmp_path / "incidents.jsonl").read_text(encoding="utf-8").splitlines()]
    names = {document.name for document in read_demo_documents()}
    assert all(row.keys() >= CONTRACT for row in found)
    assert len({row["id"] for row in found}) == len(found)
    assert {claim["document"] for row in found for claim in row["claims"]} <= names
    assert all(row["disputed"] == bool(row["denials"]) for row in found)


def test_the_scorer_reads_the_export(demo: Path, shared: Path, tmp_path: Path) -> None:
    selon("export", "incidents", "--record", demo, "-o", tmp_path / "incidents.jsonl")
    gold = [{**incident, "incident": incident["id"]} for incident in read_demo_truth()["incidents"]]
    (tmp_path / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    files = ("--gold", tmp_path / "gold.json", "--incidents", tmp_path / "incidents.jsonl", "--json")
    scorer = [sys.executable, str(shared / "gold" / "score_incidents.py"), *map(str, files)]
    scores = json.loads(subprocess.run(scorer, capture_output=True, text=True, check=True).stdout)
    assert scores["b_cubed"]["n"] == sum(len(incident["documents"]) for incident in gold)
    assert scores["joined"] >= 3


@pytest.mark.parametrize(
    ("options", "holds"),
    [
        (["--disputed"], lambda row: row["disputed"]),
        (["--several"], lambda row: row["documents"] > 1),
        (["--since", "2022-01-01"], lambda row: row["end"] >= "2022-01-01"),
        (["--until", "2018-12-31"], lambda row: row["start"] <= "2018-12-31"),
        (["--type", "capture"], lambda row: row["type"] == "capture"),
        (["--place", "Kutum"], lambda row: "koutoum" in row["claims"][0]["document"]),
    ],
)
def test_incidents_by_filter(demo: Path, options: list[str], holds: Any) -> None:  # noqa: ANN401
    every = rows(selon("incidents", "--record", demo, "--format", "jsonl"))
    found = rows(selon("incidents", "--record", demo, "--format", "jsonl", *options))
    assert 0 < len(found) < len(every)
    assert all(holds(row) for row in found)


def test_incidents_as_tables(demo: Path) -> None:
    shown = selon("incidents", "--record", demo, "--disputed").out
    assert "denied" in shown
    done = selon("incidents", "--record", demo, "--format", "csv")
    table = list(csv.DictReader(io.StringIO(done.out)))
    every = rows(selon("incidents", "--record", demo, "--format", "jsonl"))
    assert [line["id"] for line in table] == [row["id"] for row in every]
    assert [line["killed_high"] for line in table] == [
        str(row["killed"]["high"] or "") if row["killed"] else "" for row in every
    ]
    assert "No incident" in selon("incidents", "--record", demo, "--since", "2030-01-01").err


def test_an_incident_side_by_side(demo: Path) -> None:
    row = max(
        rows(selon("incidents", "--record", demo, "--disputed", "--format", "jsonl")), key=lambda r: r["documents"]
    )
    page = selon("incident", row["id"][:8], "--record", demo).out
    for words in (row["type"], "Origins", "Claims", "Denied by", "First told by", f"{row['independent']} independent"):
        assert words in page
    assert all(claim["id"][:8] in page for claim in row["claims"])
    assert "Why these claims" not in page
    why = selon("incident", row["id"][:8], "--record", demo, "--why").out
    assert all(f"{join['bits']:+.1f}" in why for join in row["joins"] if not join["judged"])
    told = json.loads(selon("incident", row["id"], "--record", demo, "--format", "json").out)
    assert {claim["id"] for claim in told["told"]} == {claim["id"] for claim in row["claims"]}


def test_a_repeated_report_is_shown(demo: Path) -> None:
    reprint = read_demo_truth()["reuse"][0]
    every = rows(selon("incidents", "--record", demo, "--format", "jsonl", "--several"))
    of_both = [r for r in every if {reprint["first"], reprint["copy"]} <= {c["document"] for c in r["claims"]}]
    page = selon("incident", of_both[0]["id"], "--record", demo).out
    assert f"{reprint['copy']} repeats {reprint['first']}" in page


def test_origins_count_who_cites_them(demo: Path) -> None:
    found = rows(selon("origins", "--record", demo, "--format", "jsonl"))
    assert found == sorted(found, key=lambda row: (-row["claims"], row["key"]))
    assert all(sum(row["publishers"].values()) == row["documents"] <= row["claims"] for row in found)
    assert any(row["denied"] for row in found)
    assert found[0]["label"] in selon("origins", "--record", demo, environment={"COLUMNS": "240"}).out


def test_sides_of_ones_own(demo: Path, tmp_path: Path) -> None:
    with Record.open(demo) as record:
        key = next(row["key"] for row in record.links.cited() if row["side"].startswith("state:"))
    (tmp_path / "sides.csv").write_text(f"name,side\n{key},party:mine\n", encoding="utf-8")
    selon("link", "--record", demo, "--outlets", OUTLETS, "--sides", tmp_path / "sides.csv")
    with Record.open(demo) as record:
        assert {row["side"] for row in record.links.cited() if row["key"] == key} == {"party:mine"}
    selon("link", "--record", demo, "--outlets", OUTLETS)


def test_narratives_come_back_in_several_documents(demo: Path) -> None:
    found = rows(selon("narratives", "--record", demo, "--format", "jsonl"))
    assert found
    assert all(len(row["documents"]) > 1 and sum(row["curve"].values()) == len(row["claims"]) for row in found)
    assert found[0]["agent"] in selon("narratives", "--record", demo).out


def test_naming_counts_own_voice_and_quotes_apart(demo: Path) -> None:
    found = rows(selon("naming", "--record", demo, "--actor", "jnim", "--format", "jsonl"))
    assert {row["actor"] for row in found} == {"jnim"}
    assert all(row["own_voice"] + row["quoted"] > 0 and row["examples"] for row in found)
    words = rows(selon("naming", "--record", demo, "--words", "--outlet", "barada", "--format", "jsonl"))
    assert {row["outlet"] for row in words} == {"Agence Barada"}
    selon("naming", "--record", demo, "--words", "--actor", "jnim", code=2)


def test_movements_as_lines_and_rows(demo: Path) -> None:
    lines = json.loads(selon("export", "movements", "--record", demo).out)
    assert {feature["geometry"]["type"] for feature in lines["features"]} == {"LineString"}
    every = rows(selon("export", "movements", "--record", demo, "--format", "jsonl"))
    assert len(every) >= len(lines["features"])
    assert all(row["origin"] or row["destination"] for row in every)


def test_the_python_door_gives_the_same(demo: Path) -> None:
    with door.open_record(demo) as record:
        told = rows(selon("export", "incidents", "--record", demo))
        assert list(record.links.incidents()) == told
        assert list(record.incidents()["id"]) == [row["id"] for row in told]
        assert list(record.origins()["key"]) == [
            row["key"] for row in rows(selon("origins", "--record", demo, "--format", "jsonl"))
        ]
        moves = rows(selon("export", "movements", "--record", demo, "--format", "jsonl"))
        assert list(record.movements()["claim"]) == [row["claim"] for row in moves]
        asked = door.Filter(disputed=True)
        assert list(record.incidents(asked)["id"]) == [row["id"] for row in told if row["disputed"]]


@pytest.mark.parametrize("words", ["incidents", "incident abcd", "origins", "narratives", "export incidents"])
def test_a_record_that_is_not_linked_says_so(small: Path, words: str) -> None:
    done = selon(*words.split(), "--record", small, code=1)
    assert "not linked yet" in done.err
    assert "selon link" in done.err


def test_an_incident_that_is_not_there(demo: Path) -> None:
    assert "there is no incident 'ffffffff'" in selon("incident", "ffffffff", "--record", demo, code=1).err
    assert "selon incidents" in selon("incident", "f", "--record", demo, code=1).err


def test_what_was_read_since_is_told(small: Path, tmp_path: Path) -> None:
    selon("link", "--record", small)
    assert "read since" not in selon("incidents", "--record", small).err
    (tmp_path / "c.txt").write_text("La Garde bombardement de Malda : 4 morts.\n", encoding="utf-8")
    selon("ingest", tmp_path / "c.txt", "--record", small)
    assert "read since" in selon("incidents", "--record", small).err
    assert json.loads(selon("link", "--record", small, "--format", "json").out)["claims"] == 4
    assert "read since" not in selon("incidents", "--record", small).err


def test_the_order_of_ingest_does_not_matter(small: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.selon"
    for name in reversed(REPORTS):
        selon("ingest", tmp_path / name, "--record", other)
    found = []
    for file in (small, other):
        selon("link", "--record", file)
        found.append(selon("export", "incidents", "--record", file).out)
    assert found[0] == found[1] != ""


def test_a_record_of_the_first_tables_is_brought_up(small: Path) -> None:
    config = Config()
    config.set_main_option("script_location", "selon.record:migrations")
    engine = connect(str(small), patience=5)
    with engine.connect().execution_options(selon_writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
    engine.dispose()
    with Record.open(small) as record:
        assert record.view.totals().claims == 3
        with pytest.raises(RecordError, match="not linked yet"):
            record.incidents()


def say(file: Path, claim: dict[str, Any], kind: str, field: str = "", value: object = None) -> str:
    """Take in what a reviewer says of a claim, and return the judgement's id."""
    id_ = f"{kind}{field}{claim['id']}"[:32]
    judged = {"id": id_, "kind": kind, "subject": claim["id"], "field": field, "value": value, "who": "ana"}
    line = json.dumps({**judged, "made": "2031-01-01T00:00:00+00:00", "document": claim["document_id"]})
    (file.parent / "said.jsonl").write_text(line, encoding="utf-8")
    selon("import", "judgements", file.parent / "said.jsonl", "--record", file)
    return id_


def test_what_reviewers_reject_and_correct_is_linked_so(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "judged.selon"
    shutil.copy(demo, file)
    linked = ("link", "--record", file, "--outlets", OUTLETS)
    before = selon("export", "incidents", "--record", file).out
    told = {row["id"]: row for row in rows(selon("claims", "--record", file, "--format", "jsonl"))}
    every = [json.loads(line) for line in before.splitlines()]
    chosen = next(row for row in every if row["documents"] > 1 and row["killed"] and row["killed"]["low"])
    deadly = [
        told[c["id"]] for c in chosen["claims"] if any(q["kind"] == "killed" for q in told[c["id"]]["quantities"])
    ]
    rejected, corrected = deadly[0], deadly[-1]
    said = [say(file, rejected, "reject")]
    words = {name: corrected["quantities"][0][name] for name in ("start", "end", "text")}
    said.append(
        say(
            file,
            corrected,
            "correct",
            "quantities",
            [{"kind": "killed", "low": 777, "high": 777, "approx": False, **words}],
        )
    )
    assert "run `selon link`" in selon("incidents", "--record", file).err
    selon(*linked)
    after = [json.loads(line) for line in selon("export", "incidents", "--record", file).out.splitlines()]
    assert rejected["id"] not in {c["id"] for row in after for c in row["claims"]}
    assert {c["id"] for row in after for c in row["claims"]} | {rejected["id"]} == {
        c["id"] for r in every for c in r["claims"]
    }
    assert any(row["killed"] and row["killed"]["high"] == 777 for row in after)
    shown = {row["id"]: row for row in rows(selon("export", "claims", "--record", file, "--judged"))}
    assert shown[rejected["id"]]["judged"]["verdict"] == "rejected"
    assert shown[corrected["id"]]["machine"]["quantities"] == corrected["quantities"]
    for id_ in said:
        selon("judge", "withdraw", id_, "--record", file, "--outlets", OUTLETS)
    assert selon("export", "incidents", "--record", file).out == before
