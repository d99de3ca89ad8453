"""Documents: files of every kind are read whole and untouched, or refused with what, where and what to do."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selon.documents import Document, DocumentFault, find_files, identify_language, load, read_document
from selon.documents.decoding import decode, looks_like_text
from selon.documents.loading import find_day
from selon.errors import DocumentError

ARTICLE = (
    "Le porte-parole de l'armée dément l'attaque.\n"
    "À Gao, «\u00a0rien n’a bougé\u00a0», dit-il. Cœur serré, l’été finit."
)


def documents_of(items) -> list[Document]:
    """Return the documents among what was loaded."""
    return [item for item in items if isinstance(item, Document)]


def faults_of(items) -> list[DocumentFault]:
    """Return the faults among what was loaded."""
    return [item for item in items if isinstance(item, DocumentFault)]


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_usual_coding_gives_the_same_text(tmp_path: Path, coding: str) -> None:
    (tmp_path / "a.txt").write_bytes(ARTICLE.encode(coding))
    assert read_document(tmp_path / "a.txt").text == ARTICLE


@pytest.mark.parametrize(
    "text", [ARTICLE, "un\n\ndeux\n", "e\u0301te\u0301 a\u0300 Gao, une nuit", "\ufeffGao tient bon."]
)
def test_plain_utf8_is_read_as_plain_decoding_reads_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    assert read_document(path).text == path.read_text(encoding="utf-8") == text


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"Gao tient.\r\nKidal aussi.\r\n")
    assert read_document(tmp_path / "a.txt").text == "Gao tient.\r\nKidal aussi.\r\n"


def test_an_old_cyrillic_coding_is_found() -> None:
    text = (
        "Представитель армии отрицает захват города боевиками. Жители покидают свои дома и уходят на север страны. " * 4
    )
    assert decode(text.encode("cp1251"), "a.txt") == text


BAD = {
    "empty": (b"", "empty"),
    "blank": (b" \n\t\r\n", "empty"),
    "only a mark": (b"\xef\xbb\xbf\n", "no text"),
    "NULs": (b"Gao\x00tient bon depuis hier, dit le maire." * 3, "binary"),
    "controls": (bytes(range(1, 32)) * 50, "binary"),
    "damaged UTF-8": ("Été à Gao, où l'été dure. ".encode() * 9 + b"\xe9\xe9 " + "été".encode(), "line 1 holds bytes"),
    "cut UTF-16": ("Gao".encode("utf-16") + b"\x00", "does not fit"),
    "PDF": (b"%PDF-1.7\nstream", "a PDF"),
    "zip": (b"PK\x03\x04rest", "zip"),
    "web page": (b"\n<!DOCTYPE html><html><body>Gao</body></html>", "web page"),
    "picture": (b"\x89PNG\r\n\x1a\n", "picture"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_text_is_refused_with_a_remedy(tmp_path: Path, case: str) -> None:
    data, fault = BAD[case]
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=fault) as caught:
        read_document(path)
    assert caught.value.where == str(path)
    assert caught.value.remedy


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(50_000_000_000)  # sparse: reading it would take minutes
    (fault,) = load([path])
    assert "larger than 20 MB" in fault.message


def test_standard_input_beyond_the_limit_is_refused() -> None:
    (fault,) = load(["-"], stdin=io.BytesIO(b"Gao " * 1_000), most_bytes=1_000)
    assert "larger than" in fault.message


@pytest.mark.parametrize("path", ["nowhere.txt", "no\x00name.txt", "x" * 5_000])
def test_a_path_that_leads_nowhere_is_a_fault(tmp_path: Path, path: str) -> None:
    (fault,) = load([tmp_path / path])
    assert isinstance(fault, DocumentFault)
    assert fault.remedy


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    os.mkfifo(tmp_path / "pipe")
    (fault,) = load([tmp_path])
    assert "pipe" in fault.message


def test_a_folder_may_be_called_like_a_file(tmp_path: Path) -> None:
    (tmp_path / "x.txt").mkdir()
    (tmp_path / "x.txt" / "a.txt").write_text(ARTICLE)
    assert [document.name for document in load([tmp_path])] == ["a.txt"]
    with pytest.raises(DocumentError, match="this is a folder"):
        read_document(tmp_path / "x.txt")


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "a.txt").write_text(ARTICLE)
    (tmp_path / "b" / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "b" / "same.txt").symlink_to(tmp_path / "b" / "a.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    items = list(load([tmp_path]))
    assert [document.name for document in documents_of(items)] == ["a.txt"]
    assert [Path(fault.name).name for fault in faults_of(items)] == ["loop.txt"]


def test_what_may_not_be_read_is_a_fault_and_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt", "c.txt", "shut/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(ARTICLE + name)
    listdir, opened = os.listdir, Path.open

    def refuse_folder(path: Path) -> list[str]:
        if path.name == "shut":
            raise PermissionError(13, "Permission denied")
        return listdir(path)

    def refuse_file(path: Path, *options: str) -> object:
        if path.name == "b.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, *options)

    monkeypatch.setattr(os, "listdir", refuse_folder)  # root may read everything: the refusal is played
    monkeypatch.setattr(Path, "open", refuse_file)
    items = list(load([tmp_path]))
    assert [document.name for document in documents_of(items)] == ["a.txt", "c.txt"]
    assert ["may not be read" in fault.message for fault in faults_of(items)] == [True, True]


def test_names_that_are_no_utf8_are_written_out(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/t\xe9moin.txt"
    with open(name, "w") as stream:  # noqa: PTH123 - a name of bytes
        stream.write(ARTICLE)
    (document,) = load([tmp_path])
    assert document.name == r"t\xe9moin.txt"
    assert document.id


def test_folders_are_searched_in_order_for_texts_only(tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT", "notes", "page.html", ".hidden.txt", "sub/c.txt", ".git/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(ARTICLE + name)
    (tmp_path / "program").write_bytes(b"\x7fELF\x00\x00\x01")
    found = [path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path]) if isinstance(path, Path)]
    assert found == ["a.TXT", "b.txt", "notes", "sub/c.txt"]
    assert [document.name for document in load([tmp_path, tmp_path / "b.txt"])] == ["a.TXT", "b.txt", "notes", "c.txt"]


def test_a_folder_without_texts_is_a_fault(tmp_path: Path) -> None:
    (fault,) = load([tmp_path])
    assert "no text files" in fault.message


def test_one_bad_file_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02" * 90)
    (tmp_path / "c.txt").write_text(ARTICLE)
    assert [type(item).__name__ for item in load([tmp_path])] == ["Document", "DocumentFault", "Document"]


def test_standard_input_is_a_document() -> None:
    (document,) = load(
        ["-"], publisher="L'Écho", published=date(2021, 3, 12), stdin=io.BytesIO(ARTICLE.encode("cp1252"))
    )
    assert (document.name, document.text, document.publisher) == ("stdin", ARTICLE, "L'Écho")
    assert document.published == date(2021, 3, 12)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2017-02-24.txt", date(2017, 2, 24)),
        ("gao_2017_02_24-001.txt", date(2017, 2, 24)),
        ("20170224T0600.txt", date(2017, 2, 24)),
        ("2017-02-30.txt", None),
        ("2017-13-01.txt", None),
        ("12017-02-245.txt", None),
        ("004_bf95e4b7a58f43f0.txt", None),
    ],
)
def test_a_name_may_give_the_day(name: str, day: date | None) -> None:
    assert find_day(name) == day


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le gouverneur dément que la ville soit tombée aux mains des insurgés dans la nuit.", "fr"),
        ("The governor denies that the town fell to the insurgents during the night.", "en"),
        ("Губернатор отрицает, что город ночью перешёл под контроль повстанцев.", "ru"),
        ("نفى المحافظ سقوط المدينة في أيدي المتمردين خلال الليل", "ar"),
        ("Gao", ""),
        ("12 345 67 8 90 // 12 345", ""),
        ("Kidal Gao Ménaka Tessalit Anefis Bourem Ansongo", ""),
    ],
)
def test_the_language_is_told_or_left_open(text: str, language: str) -> None:
    assert identify_language(text) == language


def test_the_option_goes_before_the_guess() -> None:
    (document,) = load(["-"], language="es", stdin=io.BytesIO(ARTICLE.encode()))
    assert document.language == "es"


def test_the_reading_of_files_loads_no_parser() -> None:
    probe = (
        "import sys, selon.documents; print([m for m in ('spacy', 'numpy', 'charset_normalizer') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300) | st.text(max_size=80).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    looks_like_text(data)
    (item,) = load(["-"], stdin=io.BytesIO(data))
    assert isinstance(item, Document | DocumentFault)


@pytest.mark.parametrize("piece", ["(", "http://", "a.", "#a", ". http://x", "l'", "Lire aussi ", "é"])
def test_a_huge_line_is_read_in_no_time(piece: str) -> None:
    (document,) = load(["-"], stdin=io.BytesIO((piece * 400_000 + " fin").encode()))
    assert isinstance(document, Document)


def test_the_real_articles_are_read_as_the_scorer_reads_them(shared: Path) -> None:
    items = list(load([shared / "seeds"]))
    assert [document.name for document in items] == sorted(path.name for path in (shared / "seeds").glob("*.txt"))
    for document in items:
        assert document.text == (shared / "seeds" / document.name).read_text(encoding="utf-8")
        assert document.published
        assert document.publisher
