"""The command line as its users meet it: whole runs of the program, good input and bad."""

from __future__ import annotations

import csv
import ctypes
import io
import json
import os
import resource
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest

from fake_selon import pipeline
from selon.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PROGRAM = Path(__file__).with_name("fake_selon.py")
MANIFEST = """file,publisher,published,language,url,desk
2031-08-05_a.txt,Le Phare,2031-08-05,fr,https://phare.example/a,Sud
b.txt,L’Écho,2031-08-09,fr,,
"""
REPORTS = {
    "2031-08-05_a.txt": "Selon Vigie, la Garde bombardement de Kadir : 12 morts. L’école brûle.\n",
    "b.txt": "La Ligue bombardement de Sorane : 3 morts. Un Convoi évacué Malda hier.\n",
}


@dataclass(frozen=True)
class Done:
    """What a run of the program said, and its exit status."""

    code: int
    out: str
    err: str


def selon(*arguments: object, stdin: str = "", code: int = 0, environment: Mapping[str, str] | None = None) -> Done:
    """Run the program within this process, with the fake reader; its outcome, after a look at its exit status."""
    words = ["selon", *map(str, arguments)]
    settings = {"COLUMNS": "160", "SELON_RECORD": "", **(environment or {})}
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    fakes = patch.multiple(sys, argv=words, stdout=out, stderr=err, stdin=given)
    with patch.dict(os.environ, settings), fakes, faked_reader():
        try:
            main()
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
    done = Done(status, *(stream.buffer.getvalue().decode() for stream in (out, err) if stream.flush() is None))
    assert done.code == code, done
    return done


@contextmanager
def faked_reader() -> Iterator[None]:
    """Let the fake reader stand in for the real one, and nothing else change."""
    real = sys.modules.get("selon.pipeline")
    sys.modules["selon.pipeline"] = pipeline
    try:
        yield
    finally:
        del sys.modules["selon.pipeline"]
        if real is not None:
            sys.modules["selon.pipeline"] = real


def selon_alone(*arguments: object, code: int = 0, **settings: Any) -> Done:  # noqa: ANN401
    """Run the program as a process of its own; its outcome, after a look at its exit status and for a traceback."""
    environment = {**os.environ, "COLUMNS": "160", "SELON_RECORD": ""}
    command = [sys.executable, str(PROGRAM), *map(str, arguments)]
    said = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, timeout=120, **settings
    )
    done = Done(said.returncode, said.stdout, said.stderr)
    assert "Traceback" not in done.err, done.err
    assert done.code == code, done
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    reports = tmp_path / "reports"
    reports.mkdir()
    for name, words in REPORTS.items():
        (reports / name).write_text(words, encoding="utf-8")
    (reports / "manifest.csv").write_text(MANIFEST, encoding="utf-8")
    return reports


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a record of the two reports, made by the program itself."""
    place = tmp_path_factory.mktemp("record")
    for name, words in REPORTS.items():
        (place / name).write_text(words, encoding="utf-8")
    (place / "manifest.csv").write_text(MANIFEST, encoding="utf-8")
    selon("ingest", place, "--record", place / "war.selon")
    return place / "war.selon"


def rows(done: Done) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.out.splitlines()]


# The main job


def test_ingest_tells_what_it_did(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "war.selon"
    first = json.loads(selon("ingest", folder, "--record", file, "--format", "json").out)
    assert first["documents"] == {
        "new": 2, "known": 0, "read again": 0, "unreadable language": 0, "empty": 0, "problem": 0
    }  # fmt: skip
    assert (first["claims"], first["record_claims"], first["notes"]) == (3, 3, [])
    second = json.loads(selon("ingest", folder, "--record", file, "--format", "json").out)
    assert (second["documents"]["known"], second["claims"], second["record_claims"]) == (2, 0, 3)
    shown = selon("ingest", folder, "--record", file).out
    assert "2 known" in shown
    assert "2 documents and 3 claims" in shown


def test_again_reads_with_the_new_version(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "war.selon"
    selon("ingest", folder, "--record", file)
    newer = {"FAKE_PROGRAM": "2"}
    known = json.loads(selon("ingest", folder, "--record", file, "--format", "json", environment=newer).out)
    assert known["documents"]["known"] == 2
    again = json.loads(selon("ingest", folder, "--record", file, "--again", "--format", "json", environment=newer).out)
    assert (again["documents"]["read again"], again["record_claims"]) == (2, 3)


def test_claims_as_a_table(record: Path) -> None:
    shown = selon("claims", "--record", record).out
    for words in ("2031-08-05", "shelling", "Garde", "Kadir", "killed 12", "Vigie", "occurred", "Le Phare"):
        assert words in shown


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ([], 3),
        (["--about", "garde"], 1),
        (["--place", "Sorane", "--since", "2031-08-06"], 1),
        (["--place", "Sorane", "--until", "2031-08-06"], 0),
        (["--type", "shelling"], 2),
        (["--type", "shelling", "--type", "movement", "--status", "occurred"], 3),
        (["--outlet", "echo"], 2),
        (["--source", "vigie"], 1),
        (["--text", "ecole"], 0),
        (["--text", "bombardement"], 2),
        (["--near", "5,40.5,20"], 2),
        (["--document", "b.txt"], 2),
        (["--limit", "2"], 2),
        (["--polarity", "negated"], 0),
    ],
)
def test_claims_by_options(record: Path, options: list[str], found: int) -> None:
    done = selon("claims", "--record", record, "--format", "jsonl", *options)
    assert len(rows(done)) == found
    assert ("No claim is like that" in done.err) == (found == 0)


def test_record_from_the_environment(record: Path) -> None:
    done = selon("claims", "--format", "jsonl", environment={"SELON_RECORD": str(record)})
    assert len(rows(done)) == 3


def test_claims_in_every_form(record: Path) -> None:
    lines = rows(selon("claims", "--record", record, "--format", "jsonl"))
    assert json.loads(selon("claims", "--record", record, "--format", "json").out) == lines
    table = list(csv.DictReader(io.StringIO(selon("claims", "--record", record, "--format", "csv").out)))
    assert [line["id"] for line in table] == [line["id"] for line in lines]
    assert lines[0]["publisher"] == "Le Phare"


def test_show_tells_words_chain_and_why(record: Path) -> None:
    (claim,) = rows(selon("claims", "--record", record, "--about", "garde", "--format", "jsonl"))
    shown = selon("show", claim["id"][:8], "--record", record).out
    for words in (
        "L’école brûle",
        "bombardement",
        "Vigie",
        "fake rule",
        "word before",
        "https://phare.example/a",
        "Kadir 5.00",
    ):
        assert words in shown
    told = json.loads(selon("show", claim["id"], "--record", record, "--format", "json").out)
    assert (told["id"], told["reader"]["model"]) == (claim["id"], "none")


def test_documents(record: Path) -> None:
    shown = selon("documents", "--record", record).out
    assert "Le Phare" in shown
    assert "2031-08-09" in shown
    listed = rows(selon("documents", "--record", record, "--format", "jsonl", "--outlet", "phare"))
    assert [(row["name"], row["claims"]) for row in listed] == [("2031-08-05_a.txt", 1)]
    table = list(csv.DictReader(io.StringIO(selon("documents", "--record", record, "--format", "csv").out)))
    assert [row["claims"] for row in table] == ["1", "2"]
    assert len(json.loads(selon("documents", "--record", record, "--format", "json", "--limit", "1").out)) == 1
    assert "No document" in selon("documents", "--record", record, "--status", "empty").err


def test_search(record: Path) -> None:
    assert "école" in selon("search", "ECOLE", "--record", record).out
    (hit,) = json.loads(selon("search", "conv*", "malda", "--record", record, "--format", "json").out)
    assert hit["name"] == "b.txt"
    assert "No document holds" in selon("search", "rien", "--record", record).err


def test_export_and_score(record: Path, tmp_path: Path) -> None:
    file = tmp_path / "claims.jsonl"
    assert "3 claims written" in selon("export", "claims", "--record", record, "-o", file).err
    assert file.read_text(encoding="utf-8") == selon("claims", "--record", record, "--format", "jsonl").out
    table = selon("export", "claims", "--record", record, "--format", "csv", "--type", "movement").out
    assert len(list(csv.DictReader(io.StringIO(table)))) == 1


def test_verify(record: Path) -> None:
    assert "no differences" in selon("verify", "--record", record).out
    told = json.loads(selon("verify", "--record", record, "--format", "json").out)
    assert (told["documents"], told["claims"], told["differences"]) == (2, 3, [])


def test_verify_fails_where_a_text_was_changed(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "war.selon"
    selon("ingest", folder, "--record", file)
    with sqlite3.connect(file) as raw:
        raw.execute("UPDATE document SET text = replace(text, 'Garde', 'Horde')")
    done = selon("verify", "--record", file, code=1)
    assert "2031-08-05_a.txt" in done.out
    assert "does not stand at" in done.out


def test_read_needs_no_record(folder: Path) -> None:
    claims = rows(selon("read", folder / "2031-08-05_a.txt", folder / "b.txt"))
    assert [claim["document"] for claim in claims] == ["2031-08-05_a.txt", "b.txt", "b.txt"]
    assert claims[0]["publisher"] == "Le Phare", "the manifest beside the files is used"
    assert claims[0]["time"]["start"] == "2031-08-05"
    assert not list(folder.glob("*.selon"))


def test_read_from_standard_input() -> None:
    done = selon("read", "-", "--published", "2031-08-01", "--publisher", "Le Cap", stdin=REPORTS["b.txt"])
    assert {(claim["publisher"], claim["published"]) for claim in rows(done)} == {("Le Cap", "2031-08-01")}
    assert "Sorane" in selon("read", "-", "--format", "table", stdin=REPORTS["b.txt"]).out


def test_reader_that_fails_on_one_text_reads_the_others(folder: Path) -> None:
    (folder / "a0.txt").write_text("La Garde bombardement de Kadir, poison.", encoding="utf-8")
    done = selon("read", folder, environment={"FAKE_FAILS_ON": "poison"})
    assert len(rows(done)) == 3
    assert "a0.txt: the reader failed on it (ValueError: cannot stand 'poison')" in done.err


def test_codebook_explains_a_word() -> None:
    assert "daech" in selon("codebook", "show", "daech").out
    assert "knows nothing" in selon("codebook", "show", "xyzzy", code=1).err


def test_eval_scores_a_file_of_claims(folder: Path, tmp_path: Path) -> None:
    words = REPORTS["b.txt"]
    gold = {"document": "b.txt", "publisher": "L’Écho", "published": "2031-08-09", "language": "fr"}
    gold["claims"] = [
        {
            "type": "shelling",
            "trigger": "bombardement",
            "quantities": [{"kind": "killed", "low": 3, "high": 3, "text": "3"}],
        },
        {"type": "aid", "trigger": "hier"},
    ]
    (folder / "b.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    file = tmp_path / "claims.jsonl"
    file.write_text(selon("read", folder / "b.txt").out, encoding="utf-8")
    assert words in (folder / "b.txt").read_text(encoding="utf-8")
    common = ("eval", "--gold", folder, "--texts", folder)
    by_file = selon(*common, "--claims", file, "--format", "json").out
    assert by_file == selon(*common, "--format", "json").out, "without claims the texts are read"
    figures = json.loads(by_file)
    assert (figures["claims"]["p"], figures["claims"]["r"], figures["quantities"]["f1"]) == (0.5, 0.5, 1.0)
    shown = selon(*common, "--claims", file, "--errors", "5").out
    assert "missed" in shown
    assert "record" in shown


# Bad input: a clear message, the rest read all the same


BAD_FILES: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n \n", "blank.txt"),
    "binary.txt": (bytes(range(256)) * 50, "binary.txt"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + b"\0\1\2\3" * 500, "picture.txt"),
    "nul.txt": (b"La Garde \0\0\0\0 brule" * 3, "nul.txt"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_file_is_named_and_the_rest_is_read(folder: Path, tmp_path: Path, name: str) -> None:
    data, told = BAD_FILES[name]
    (folder / name).write_bytes(data)
    done = selon("ingest", folder, "--record", tmp_path / "war.selon", "--format", "json")
    summary = json.loads(done.out)
    assert summary["documents"]["new"] >= 2
    assert summary["record_claims"] >= 3
    if name != "nul.txt" or summary["notes"]:
        (note,) = summary["notes"]
        assert told in note["name"] + note["note"]
    selon("verify", "--record", tmp_path / "war.selon")


@pytest.mark.parametrize("name", ["binary.txt", "picture.txt"])
def test_nothing_but_a_bad_file_is_a_failure(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BAD_FILES[name][0])
    done = selon("ingest", tmp_path / name, "--record", tmp_path / "war.selon", "--format", "json", code=1)
    (note,) = json.loads(done.out)["notes"]
    assert note["name"].endswith(name)
    assert name in selon("read", tmp_path / name, code=1).err


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_coding_gives_the_same_claims(tmp_path: Path, coding: str) -> None:
    words = REPORTS["2031-08-05_a.txt"] * 8
    (tmp_path / "a.txt").write_bytes(words.encode(coding))
    claims = rows(selon("read", tmp_path / "a.txt"))
    assert len(claims) == 8
    assert claims[0]["sentence"].lstrip("\ufeff").startswith("Selon Vigie, la Garde")
    read = (tmp_path / "a.txt").read_bytes().decode("utf-8" if coding == "utf-8-sig" else coding)
    assert all(read[slice(*claim["trigger"])] == claim["words"] for claim in claims)


def test_invalid_utf8_is_read_or_named(folder: Path, tmp_path: Path) -> None:
    (folder / "broken.txt").write_bytes("La Garde bombardement de Kadir, dit l’école. ".encode() * 3 + b"\xff\xfe\xc3(")
    summary = json.loads(selon("ingest", folder, "--record", tmp_path / "w.selon", "--format", "json").out)
    assert summary["documents"]["new"] == 3 or "broken.txt" in summary["notes"][0]["name"]


def test_fifty_megabytes_of_one_line(folder: Path, tmp_path: Path) -> None:
    with (folder / "long.txt").open("wb") as file:
        for _ in range(50):
            file.write(b"La Garde avance " * 65_536)
    done = selon("ingest", folder, "--record", tmp_path / "war.selon", "--format", "json")
    summary = json.loads(done.out)
    assert summary["documents"]["new"] >= 2
    assert summary["documents"]["new"] == 3 or "long.txt" in summary["notes"][0]["name"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("missing.txt,Le Phare,2031-08-05,fr,", "missing.txt"),
        ("b.txt,Le Phare,5 août,fr,", "5 août"),
        ("b.txt,Le Phare,2031-13-45,fr,", "2031-13-45"),
        ("../b.txt,Le Phare,2031-08-05,fr,", "../b.txt"),
        ("/etc/passwd,Le Phare,2031-08-05,fr,", "/etc/passwd"),
        ("b.txt,Le Phare,2031-08-05,fr,\nb.txt,L’Écho,2031-08-06,fr,", "b.txt"),
    ],
)
def test_bad_row_of_a_manifest_is_named(folder: Path, tmp_path: Path, line: str, told: str) -> None:
    (folder / "manifest.csv").write_text(f"file,publisher,published,language,url\n{line}\n", encoding="utf-8")
    summary = json.loads(selon("ingest", folder, "--record", tmp_path / "war.selon", "--format", "json").out)
    assert summary["documents"]["new"] == 2, "the reports are read all the same"
    notes = " ".join(note["name"] + " " + note["note"] for note in summary["notes"])
    assert told in notes
    assert "manifest.csv" in notes


def test_manifest_that_is_not_there(folder: Path, tmp_path: Path) -> None:
    done = selon("ingest", folder, "--manifest", tmp_path / "none.csv", "--record", tmp_path / "w.selon")
    assert "none.csv" in done.out


def test_paths_that_are_not_there(tmp_path: Path) -> None:
    for command in (["ingest", "--record", tmp_path / "w.selon"], ["read"]):
        done = selon(*command, tmp_path / "nowhere.txt", code=1)
        assert "nowhere.txt" in done.out + done.err


def test_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    selon("ingest", tmp_path / "none", "--record", tmp_path / "w.selon", code=1)


def without_rights() -> None:
    """Take from this process, if it is root's, the right to read and write everything."""
    if os.geteuid() == 0:
        drop_from_bounding_set, override, read_and_search = 24, 1, 2
        for right in (override, read_and_search):
            ctypes.CDLL(None).prctl(drop_from_bounding_set, right, 0, 0, 0)


def test_unreadable_folder(folder: Path) -> None:
    secret = folder / "secret"
    secret.mkdir()
    secret.chmod(0)
    try:
        done = selon_alone("read", folder, preexec_fn=without_rights)
        assert len(rows(done)) == 3
        assert "secret" in done.err
        assert "secret" in selon_alone("read", secret, code=1, preexec_fn=without_rights).err
    finally:
        secret.chmod(0o755)


def test_record_in_a_read_only_folder(folder: Path) -> None:
    file = folder / "war.selon"
    selon("ingest", folder, "--record", file)
    (folder / "c.txt").write_text("La Ligue bombardement de Kadir.", encoding="utf-8")
    folder.chmod(0o555)
    try:
        asked = selon_alone("claims", "--record", file, "--format", "jsonl", preexec_fn=without_rights)
        assert len(rows(asked)) == 3, "it can be asked all the same"
        selon_alone("verify", "--record", file, preexec_fn=without_rights)
        done = selon_alone("ingest", folder, "--record", file, code=1, preexec_fn=without_rights)
        assert "cannot be" in done.err
        assert str(file) in done.err
        done = selon_alone("ingest", folder, "--record", folder / "new.selon", code=1, preexec_fn=without_rights)
        assert "the folder for the record cannot be written to" in done.err
    finally:
        folder.chmod(0o755)
    assert rows(selon("claims", "--record", file, "--format", "jsonl")) == rows(asked)


def test_full_disk(folder: Path, tmp_path: Path) -> None:
    for number in range(60):
        filling = f"Rien à signaler au poste {number}. " * 1000
        (folder / f"more{number}.txt").write_text(REPORTS["b.txt"] + filling, encoding="utf-8")
    file = tmp_path / "war.selon"
    selon("ingest", folder / "b.txt", "--record", file)
    limit = file.stat().st_size + 400_000
    done = selon_alone(
        "ingest", folder, "--language", "fr", "--record", file, code=1,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    assert str(file) in done.err
    assert "disk" in done.err
    selon("verify", "--record", file)
    again = selon("ingest", folder, "--language", "fr", "--record", file, "--format", "json")
    assert json.loads(again.out)["record_documents"] == 62


def test_export_to_a_full_disk(record: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    done = selon("export", "claims", "--record", record, "-o", "/dev/full", code=1)
    assert "/dev/full" in done.err


@pytest.mark.parametrize(
    "command", [["claims"], ["show", "abcdef"], ["documents"], ["search", "mot"], ["verify"], ["export", "claims"]]
)
def test_record_that_is_not_there(tmp_path: Path, command: list[str]) -> None:
    done = selon(*command, "--record", tmp_path / "none.selon", code=1)
    assert "none.selon: there is no record" in done.err
    assert not (tmp_path / "none.selon").exists()


def test_file_that_is_no_record(folder: Path) -> None:
    for command in (["ingest", folder / "b.txt"], ["claims"], ["verify"]):
        done = selon(*command, "--record", folder / "b.txt", code=1)
        assert "b.txt: this file is no record. Name another file" in done.err
    assert (folder / "b.txt").read_text(encoding="utf-8") == REPORTS["b.txt"]


def test_record_of_a_newer_version(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "war.selon"
    selon("ingest", folder, "--record", file)
    with sqlite3.connect(file) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9001'")
    done = selon("claims", "--record", file, code=1)
    assert "war.selon: the record was made by a newer version of Selon" in done.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["claims", "--since", "hier"], "--since"),
        (["claims", "--since", "2031-08-09", "--until", "2031-08-01"], "--since"),
        (["claims", "--type", "party"], "there is no type 'party'"),
        (["claims", "--status", "sure"], "--status"),
        (["claims", "--near", "35,40"], "LAT,LON,KM"),
        (["claims", "--near", "95,40,3"], "outside the globe"),
        (["claims", "--limit", "0"], "--limit"),
        (["claims", "--format", "xml"], "--format"),
        (["read", "x.txt", "--published", "2031-02-30"], "--published"),
        (["eval"], "--gold"),
        (["ingest"], "PATH"),
        (["fly"], "fly"),
    ],
)
def test_error_of_usage(arguments: list[str], told: str) -> None:
    assert told in selon(*arguments, code=2).err


@pytest.mark.parametrize("prefix", ["", "ab", "zzzzzzzz"])
def test_claim_that_is_not_there(record: Path, prefix: str) -> None:
    assert "there is no claim" in selon("show", prefix, "--record", record, code=1).err


def test_bad_files_of_claims(folder: Path, tmp_path: Path) -> None:
    (folder / "b.gold.json").write_text(json.dumps({"document": "b.txt", "claims": []}), encoding="utf-8")
    file = tmp_path / "claims.jsonl"
    file.write_text("{\n", encoding="utf-8")
    common = ("eval", "--gold", folder, "--texts", folder, "--claims")
    assert "claims.jsonl:1: the line is no JSON" in selon(*common, file, code=1).err
    assert "none.jsonl" in selon(*common, tmp_path / "none.jsonl", code=1).err
    assert "there is no gold" in selon("eval", "--gold", tmp_path, "--texts", folder, code=1).err


def test_hostile_text_is_shown_and_never_run(tmp_path: Path) -> None:
    words = "Garde\x1b[31m [bold]La Garde bombardement de Kadir\u202e : 12 morts. [link=x]"
    (tmp_path / "a.txt").write_text(words, encoding="utf-8")
    shown = selon("read", tmp_path / "a.txt", "--format", "table", "--publisher", "\u202e[red]X").out
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[red]X" in shown


def test_nobody_reads_on(record: Path) -> None:
    command = f"'{sys.executable}' '{PROGRAM}' claims --record '{record}' --format jsonl | head -c 1"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False, timeout=60)
    assert done.stdout == b"{"
    assert done.stderr == b""


def test_who_hangs_up_does_not_end_the_program() -> None:
    script = """
import socket, sys
from selon.cli import main
sys.argv = ["selon", "--version"]
try:
    main()
except SystemExit:
    ours, theirs = socket.socketpair()
    theirs.close()
    try:
        ours.send(b"a page")
    except BrokenPipeError:
        print("goes on")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["goes on"]), done.stderr


def test_no_colour_where_none_is_wanted(record: Path) -> None:
    for settings in ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, {}):
        assert "\x1b[3" not in selon("claims", "--record", record, environment=settings).out


@pytest.mark.parametrize("width", ["60", "160"])
def test_tables_keep_their_width(record: Path, width: str) -> None:
    shown = selon("claims", "--record", record, environment={"COLUMNS": width}).out
    assert max(map(len, shown.splitlines())) <= int(width)
