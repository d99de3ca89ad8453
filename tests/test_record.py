"""The record: what goes in comes out, once; questions are answered; what is wrong is found and told."""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from fake_reader import FakeReader, find_claims
from selon.claims.contract import build_row, read_row
from selon.claims.reading import ReaderStamp, Reading
from selon.documents.document import Document
from selon.errors import DocumentError, ReaderError, RecordError
from selon.ingest import Ingest, What
from selon.record import tables
from selon.record.connection import shown
from selon.record.filters import Circle, ClaimFilter
from selon.record.folding import fold
from selon.record.record import Record
from selon.record.search import find_words, read_query
from selon.record.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

STAMP = FakeReader().stamp


def report(name: str, words: str, *, publisher: str = "L’Écho", day: int | None = 5, language: str = "fr") -> Document:
    published = date(2031, 8, day) if day else None
    return Document(name=name, text=words, publisher=publisher, published=published, language=language)


REPORTS = (
    report("a.txt", "Selon Vigie, la Garde bombardement de Kadir : 12 morts. L’école brûle."),
    report("b.txt", "La Ligue bombardement de Kadirabad : 3 morts.", publisher="Le Phare", day=9),
    report("c.txt", "Un Convoi évacué Sorane hier. Cœur de la ville vide.", publisher="Le Phare", day=None),
    report("d.txt", "  ", day=1),
    report("e.txt", "Die Stadt brennt.", language="de", day=2),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "war.selon"


def ingest(
    record: Record, documents: object = REPORTS, reader: FakeReader | None = None, *, again: bool = False
) -> list[What]:
    run = Ingest(record, lambda: reader or FakeReader(), again=again)
    return [outcome.what for outcome in run.run(documents)]


@pytest.fixture
def record(target: str) -> Iterator[Record]:
    """Return a record that holds the five reports."""
    with Record.create(target) as made:
        ingest(made)
        yield made


def found(record: Record, **asked: object) -> list[str]:
    return [claim.row["document"] for claim in record.view.claims(ClaimFilter(**asked))]


def test_what_goes_in_comes_out(record: Record) -> None:
    expected = [build_row(claim, document) for document in REPORTS[:3] for claim in find_claims(document)]
    assert [dict(claim.row) for claim in record.view.claims()] == expected
    assert [claim.claim for claim in record.view.claims()] == [read_row(row) for row in expected]
    assert [item.document for item in record.view.documents()] == sorted(
        REPORTS, key=lambda item: (item.published is None, item.published or date.max)
    )


def test_totals_count_what_could_not_be_read(record: Record) -> None:
    totals = record.view.totals()
    assert (totals.documents, totals.claims, totals.unreadable) == (5, 3, 2)
    assert totals.by_status == {"read": 3, "empty": 1, "unreadable language": 1}


def test_second_ingest_changes_nothing(record: Record) -> None:
    before = record.view.fingerprint()
    reader = FakeReader()
    assert set(ingest(record, reader=reader)) == {What.KNOWN}
    assert reader.asked == []
    assert record.view.fingerprint() == before


def test_both_servers_and_any_order_give_one_fingerprint(target: str, tmp_path: Path) -> None:
    with Record.create(target) as one, Record.create(tmp_path / "other.selon") as other:
        ingest(one)
        ingest(other, REPORTS[::-1])
        assert one.view.fingerprint() == other.view.fingerprint()


@pytest.mark.parametrize(
    ("asked", "documents"),
    [
        ({}, ["a.txt", "b.txt", "c.txt"]),
        ({"about": "garde"}, ["a.txt"]),
        ({"about": "Ligue"}, ["b.txt"]),
        ({"about": "nobody"}, []),
        ({"place": "Kadir"}, ["a.txt", "b.txt"]),
        ({"place": "kadirabad"}, ["b.txt"]),
        ({"place": "x:Sorane"}, ["c.txt"]),
        ({"near": Circle(5.0, 40.4, 30)}, ["a.txt"]),
        ({"near": Circle(5.0, 41.4, 30)}, []),
        ({"since": date(2031, 8, 6)}, ["b.txt"]),
        ({"until": date(2031, 8, 5)}, ["a.txt"]),
        ({"since": date(2031, 8, 5), "until": date(2031, 8, 9)}, ["a.txt", "b.txt"]),
        ({"types": ("movement",)}, ["c.txt"]),
        ({"types": ("movement", "shelling")}, ["a.txt", "b.txt", "c.txt"]),
        ({"statuses": ("hearsay",)}, []),
        ({"polarity": "affirmed", "outlet": "phare"}, ["b.txt", "c.txt"]),
        ({"outlet": "l'echo"}, ["a.txt"]),
        ({"source": "vigie"}, ["a.txt"]),
        ({"text": "EVACUE hier"}, ["c.txt"]),
        ({"text": "100%"}, []),
        ({"document": "b.txt"}, ["b.txt"]),
        ({"document": REPORTS[0].id[:6]}, ["a.txt"]),
    ],
)
def test_claims_by_filter(record: Record, asked: dict[str, object], documents: list[str]) -> None:
    assert found(record, **asked) == documents
    assert record.view.count_claims(ClaimFilter(**asked)) == len(documents)


def test_part_of_a_state_is_about_the_state(file: Path) -> None:
    document = report("x.txt", "Garde bombardement de Kadir.")
    claim = next(find_claims(document))
    agent = replace(claim.arguments[0], entity="syria/military")
    with Record.create(file) as record:
        reading = Reading(document=document, claims=(replace(claim, arguments=(agent, *claim.arguments[1:])),))
        record.writer(STAMP).add(reading)
        assert found(record, about="syria") == found(record, about="syria/military") == ["x.txt"]
        assert found(record, about="syria/police") == found(record, about="syri") == []
        assert found(record, about="Garde") == ["x.txt"]


@pytest.mark.parametrize(
    ("query", "documents"),
    [
        ("ecole", ["a.txt"]),
        ("ÉCOLE brule", ["a.txt"]),
        ("coeur", ["c.txt"]),
        ('"coeur de la ville"', ["c.txt"]),
        ('"ville coeur"', []),
        ("kadir*", ["a.txt", "b.txt"]),
        ("l'école", ["a.txt"]),
        ("stadt", ["e.txt"]),
        ("rien", []),
        ('"', []),
        ("NEAR( AND *", []),
        ("", []),
    ],
)
def test_search(record: Record, query: str, documents: list[str]) -> None:
    assert sorted(hit.name for hit in record.view.search(query)) == documents


def test_search_shows_where_the_words_stand(record: Record) -> None:
    (hit,) = record.view.search("ecole")
    assert [span.quote(REPORTS[0].text) for span in hit.spans] == ["école"]
    assert hit.quote == hit.excerpt.quote(REPORTS[0].text)


def test_words_are_found_in_long_texts_by_their_own_offsets() -> None:
    words = "é" * 50 + " … l’ÉVACUATION. "
    assert [span.quote(words) for span in find_words(words, read_query("evacuat*"))] == ["ÉVACUATION"]


def test_claim_by_prefix(record: Record) -> None:
    one = next(record.view.claims())
    assert record.view.claim(one.id[:6]).row == one.row
    for prefix in ("", one.id[:3], "zzzzzz", "%"):
        with pytest.raises(RecordError, match="there is no claim"):
            record.view.claim(prefix)


def test_two_claims_of_one_prefix_are_both_named(file: Path) -> None:
    with Record.create(file) as record:
        ingest(record)
        with sqlite3.connect(file) as raw:
            raw.execute("UPDATE claim SET id = 'abcd' || number")
        with pytest.raises(RecordError, match="fits several claims: abcd1, abcd2, abcd3"):
            record.view.claim("abcd")


def test_document_by_name_or_id(record: Record) -> None:
    assert record.view.document("b.txt").document == record.view.document(REPORTS[1].id[:8]).document == REPORTS[1]
    with pytest.raises(RecordError, match=r"there is no document 'z\.txt'"):
        record.view.document("z.txt")


def test_new_facts_are_read_again_and_old_ones_are_kept(target: str) -> None:
    bare = replace(REPORTS[0], publisher="", published=None)
    told = replace(REPORTS[0], metadata=MappingProxyType({"desk": "Sud"}))
    with Record.create(target) as record:
        assert ingest(record, [bare]) == [What.NEW]
        assert found(record, since=date(2031, 8, 1)) == []
        assert record.look_up(told, STAMP).standing is Standing.CHANGED
        assert ingest(record, [told]) == [What.AGAIN]
        assert found(record, since=date(2031, 8, 1)) == ["a.txt"]
        assert ingest(record, [bare]) == [What.KNOWN]
        assert record.view.document("a.txt").document == told
        assert record.view.count_claims() == 1
        assert not record.verify().differences


def test_again_reads_what_an_older_stamp_read(target: str) -> None:
    newer = FakeReader(program="2")
    with Record.create(target) as record:
        ingest(record)
        assert set(ingest(record, reader=newer)) == {What.KNOWN}
        assert newer.asked == []
        outcomes = ingest(record, reader=newer, again=True)
        assert outcomes == [What.AGAIN, What.AGAIN, What.AGAIN, What.EMPTY, What.UNREADABLE]
        assert {claim.stamp for claim in record.view.claims()} == {newer.stamp.digest}
        assert record.view.count_claims() == 3
        assert set(ingest(record, reader=newer, again=True)) == {What.KNOWN}
        assert not record.verify().differences


def test_again_and_back_again_ends_where_a_single_run_does(target: str, tmp_path: Path) -> None:
    with Record.create(target) as record, Record.create(tmp_path / "single.selon") as single:
        for program in ("1", "2", "1"):
            ingest(record, reader=FakeReader(program=program), again=True)
        ingest(single)
        assert record.view.fingerprint() == single.view.fingerprint()
        assert not record.verify().differences


def test_earlier_readings_are_kept(file: Path) -> None:
    with Record.create(file) as record:
        ingest(record)
        ingest(record, reader=FakeReader(program="2"), again=True)
    with sqlite3.connect(file) as raw:
        kept = raw.execute("SELECT current, count(*) FROM claim GROUP BY current ORDER BY current").fetchall()
        assert kept == [(0, 3), (1, 3)]
        assert raw.execute("SELECT count(*) FROM argument").fetchone() == (6,)


def test_box_tree_follows_the_arguments(file: Path) -> None:
    with Record.create(file) as record:
        ingest(record)
        ingest(record, reader=FakeReader(program="2"), again=True)
    with sqlite3.connect(file) as raw:
        placed = raw.execute("SELECT number FROM argument WHERE lat IS NOT NULL ORDER BY 1").fetchall()
        assert raw.execute("SELECT number FROM argument_box ORDER BY 1").fetchall() == placed
        assert len(placed) == 3


def test_reader_that_fails_on_one_text_reads_the_others(record: Record) -> None:
    more = [report(f"{n}.txt", f"Garde bombardement de Ville{n}.{' poison' if n == 1 else ''}") for n in range(4)]
    run = Ingest(record, lambda: FakeReader(fails_on="poison"))
    outcomes = {outcome.name: outcome for outcome in run.run(more)}
    assert [outcomes[f"{n}.txt"].what for n in range(4)] == [What.NEW, What.FAULT, What.NEW, What.NEW]
    assert "cannot stand 'poison'" in outcomes["1.txt"].note


def test_same_document_twice_in_one_run(file: Path) -> None:
    with Record.create(file) as record:
        assert ingest(record, [REPORTS[0], REPORTS[0]]) == [What.NEW, What.KNOWN]


def test_faults_are_outcomes(file: Path) -> None:
    fault = DocumentError("the file is empty air", where="x.txt", remedy="Breathe")
    with Record.create(file) as record:
        (outcome,) = Ingest(record, FakeReader).run([fault])
    assert (outcome.name, outcome.what) == ("x.txt", What.FAULT)
    assert "Breathe" in outcome.note


def test_half_a_character_is_refused_by_name(file: Path) -> None:
    with Record.create(file) as record:
        (outcome,) = Ingest(record, FakeReader).run([report("x.txt", "Garde \ud800 brûle")])
        assert outcome.what is What.FAULT
        assert outcome.name == "x.txt"
        assert "lone surrogate" in outcome.note
        assert record.view.totals().documents == 0


def test_nul_is_kept_by_a_file_and_refused_by_a_server(target: str) -> None:
    with Record.create(target) as record:
        outcomes = ingest(record, [report("x.txt", "Garde bombardement de Kadir\0 ici.")])
        assert outcomes == [What.FAULT if "://" in target else What.NEW]
        assert not record.verify().differences


def test_claim_beyond_its_text_is_refused(file: Path) -> None:
    claim = next(find_claims(REPORTS[0]))
    with Record.create(file) as record:
        writer = record.writer(STAMP)
        with pytest.raises(ReaderError, match="does not stand in this document"):
            writer.add(Reading(document=replace(REPORTS[0], text="court"), claims=(claim,)))
        assert record.view.totals().documents == 0


def test_count_of_any_size_is_kept(target: str) -> None:
    with Record.create(target) as record:
        assert ingest(record, [report("x.txt", f"Garde bombardement de Kadir : {10**30} morts")]) == [What.NEW]
        assert next(record.view.claims()).claim.quantities[0].count.low == 10**30
        assert not record.verify().differences


def test_fold_meets_other_spellings() -> None:
    assert fold("Cœur—de l’Été") == fold("coeur de l'ete") == "coeur de l ete"


# What is wrong is found


TAMPERINGS = {
    "text": ("UPDATE document SET text = replace(text, 'Garde', 'Horde') WHERE name = 'a.txt'", "its digest differs"),
    "name": ("UPDATE document SET name = 'z.txt' WHERE name = 'a.txt'", "the id is not the digest"),
    "contract": (
        "UPDATE claim SET contract = replace(contract, 'affirmed', 'negated') WHERE number = 1",
        "digest differs",
    ),
    "column": ("UPDATE claim SET polarity = 'negated' WHERE number = 1", "the column polarity"),
    "span": ("UPDATE argument SET start = start + 1 WHERE number = 1", "the rows of argument"),
    "toll": ("UPDATE quantity SET low = 1 WHERE number = 1", "the rows of quantity"),
    "source": ("DELETE FROM source", "the rows of source"),
    "claim": ("DELETE FROM claim WHERE number = 1", "1 claims were read and 0 are kept"),
    "reading": ("UPDATE reading SET current = 0 WHERE number = 1", "not exactly one current reading"),
    "furniture": ("UPDATE document SET furniture = '[[0, 9999]]' WHERE name = 'a.txt'", "furniture lies beyond"),
    "orphan": ("PRAGMA foreign_keys=OFF; DELETE FROM document WHERE name = 'a.txt'", "points to nothing"),
    "index": ("INSERT INTO document_words(document_words) VALUES ('delete-all')", "the search index does not fit"),
}


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_verify_finds(file: Path, kind: str) -> None:
    statements, fault = TAMPERINGS[kind]
    with Record.create(file) as record:
        ingest(record)
        assert record.verify().differences == ()
    raw = sqlite3.connect(file)
    for statement in statements.split("; "):
        raw.execute(statement)
    raw.commit()
    raw.close()
    with Record.open(file) as record:
        assert any(fault in difference.fault for difference in record.verify().differences)


def test_verify_counts_what_it_looked_at(record: Record) -> None:
    checked = record.verify()
    assert (checked.documents, checked.claims, checked.differences) == (5, 3, ())
    assert checked.spans == 3 * 2 + 6 + 2 + 1 + 2


def test_shifted_span_with_a_true_digest_is_found(file: Path) -> None:
    with Record.create(file) as record:
        ingest(record)
        with sqlite3.connect(file) as raw:
            contract = json.loads(raw.execute("SELECT contract FROM claim WHERE number = 1").fetchone()[0])
            contract["arguments"][0]["start"] += 1
            written = json.dumps(contract, ensure_ascii=False, separators=(",", ":"))
            from selon.values import digest

            raw.execute(
                "UPDATE claim SET contract = ?, digest = ? WHERE number = 1", (written, digest("contract", written))
            )
        faults = [difference.fault for difference in record.verify().differences]
    assert any("does not stand at" in fault for fault in faults)


# What cannot be opened is told


def test_no_record(file: Path) -> None:
    with pytest.raises(RecordError, match=r"war\.selon: there is no record\. Make one with `selon ingest"):
        Record.open(file)
    assert not file.exists()


def test_file_that_is_no_record(file: Path) -> None:
    file.write_text("rien", encoding="utf-8")
    for way in (Record.open, Record.create):
        with pytest.raises(RecordError, match=r"war\.selon: this file is no record"):
            way(file)
    assert file.read_text(encoding="utf-8") == "rien"


def test_database_of_another_program(file: Path) -> None:
    with sqlite3.connect(file) as raw:
        raw.execute("CREATE TABLE note (id)")
    for way in (Record.open, Record.create):
        with pytest.raises(RecordError, match="no record of Selon"):
            way(file)


def test_record_of_a_newer_version(target: str) -> None:
    with Record.create(target) as record:
        engine = record._engine  # noqa: SLF001
        with engine.connect().execution_options(selon_writes=True) as connection, connection.begin():
            connection.execute(text("UPDATE alembic_version SET version_num = '9001'"))
    with pytest.raises(RecordError, match=r"newer version of Selon .*9001.*Install a newer Selon"):
        Record.create(target)


def test_folder_instead_of_a_record(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="this is a folder"):
        Record.create(tmp_path)


def test_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="the folder for the record is not there"):
        Record.create(tmp_path / "nowhere" / "war.selon")


def test_damaged_record(file: Path) -> None:
    with Record.create(file) as record:
        ingest(record)
    whole = bytearray(file.read_bytes())
    whole[4096 : len(whole) : 2] = b"\xff" * len(whole[4096 : len(whole) : 2])
    file.write_bytes(whole)
    with pytest.raises(RecordError), Record.open(file) as record:
        list(record.view.claims())


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_nothing_is_written_to_a_file_that_is_gone(file: Path, tmp_path: Path, how: str) -> None:
    with Record.create(file) as record:
        ingest(record)
        claim = next(iter(record.view.claims())).id
        record.judgements.add("accept", claim, who="ana")
        if how == "replaced":
            shutil.copy(file, tmp_path / "copy")
            (tmp_path / "copy").replace(file)
        else:
            file.rename(tmp_path / "kept")
        with pytest.raises(RecordError, match="replaced by another one" if how == "replaced" else "file is gone"):
            record.judgements.add("reject", claim, who="ana")
        with pytest.raises(RecordError, match="the record's file"):
            record.mark()
        if how == "deleted":
            (tmp_path / "kept").rename(file)
            record.judgements.add("reject", claim, who="ana")
            assert record.mark()


def test_full_disk_leaves_what_was_written(file: Path) -> None:
    with Record.create(file) as record:
        ingest(record, REPORTS[:1])
        before = record.view.fingerprint()
        with record._engine.connect() as connection:  # noqa: SLF001
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        with pytest.raises(RecordError, match=r"the disk is full\. Free some space"):
            ingest(record, [report(f"{n}.txt", f"Garde bombardement de Ville{n}. " * 200) for n in range(20)])
        assert record.view.totals().documents >= 1
        assert not record.verify().differences
    with Record.open(file) as record:
        assert before == record.view.fingerprint() or record.view.totals().documents > 1


def test_address_of_an_unknown_server() -> None:
    with pytest.raises(RecordError, match="cannot be kept in mysql"):
        Record.create("mysql://desk:secret@host/war")


def test_password_is_never_shown() -> None:
    pytest.importorskip("psycopg", reason="the PostgreSQL driver is not installed")
    with pytest.raises(RecordError) as told:
        Record.create("postgresql://desk:secret@127.0.0.1:1/war")
    assert "secret" not in str(told.value)
    assert shown("postgresql://desk:secret@host/war") == "postgresql://desk@host/war"


# The tables


def test_migrations_make_the_tables_of_the_program(record: Record) -> None:
    with record._engine.connect() as connection:  # noqa: SLF001
        context = MigrationContext.configure(connection, opts={"include_object": _is_ours})
        assert compare_metadata(context, tables.metadata) == []


def _is_ours(_thing: object, name: str, kind: str, *_rest: object) -> bool:
    return kind != "table" or name in tables.metadata.tables


def test_head_is_the_last_migration() -> None:
    folder = Path(tables.__file__).with_name("migrations")
    assert ScriptDirectory(str(folder)).get_current_head() == tables.SCHEMA_HEAD


def test_judgements_are_only_withdrawn(file: Path) -> None:
    with Record.create(file):
        pass
    with sqlite3.connect(file) as raw:
        raw.execute(
            "INSERT INTO judgement (id, kind, subject, who, made, what) "
            "VALUES ('j1', 'accept', 'c1', 'ana', '2031-01-01', '')"
        )
        raw.execute("UPDATE judgement SET withdrawn = '2031-01-02', withdrawn_by = 'ana'")
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            raw.execute("UPDATE judgement SET who = 'bea'")
        with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
            raw.execute("DELETE FROM judgement")


def test_stamp_is_kept(record: Record) -> None:
    assert record.view.stamp(STAMP.digest) == STAMP
    assert ReaderStamp(program="2", model="none", codebook="none").digest != STAMP.digest
    with pytest.raises(RecordError, match="no stamp"):
        record.view.stamp("0")
