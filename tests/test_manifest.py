"""The manifest: what it says reaches the documents; what is wrong in it is told by line and stops nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selon.documents import Document, DocumentFault, load, read_manifest
from selon.errors import ManifestError, SelonError

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "file,publisher,published,language,url\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with three articles."""
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"Le pont de {name} est coupé, dit le maire du village.")
    return tmp_path


def write(folder: Path, text: str, coding: str = "utf-8") -> Path:
    """Return the manifest written into the folder."""
    path = folder / "manifest.csv"
    path.write_bytes(text.encode(coding))
    return path


def test_every_column_reaches_the_document(folder: Path) -> None:
    write(
        folder, HEAD.replace("url", "url,desk") + 'a.txt,"L\'Écho, du soir",2021-03-12,fr,https://example.org/a,Sahel\n'
    )
    first = next(iter(load([folder])))
    assert isinstance(first, Document)
    assert (first.publisher, first.published, first.language) == ("L'Écho, du soir", date(2021, 3, 12), "fr")
    assert (first.url, dict(first.metadata)) == ("https://example.org/a", {"desk": "Sahel"})


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_usual_table_is_read(folder: Path, coding: str, delimiter: str, end: str) -> None:
    text = (HEAD + "a.txt,Écho d’été à Gao,2021-03-12,fr,\n").replace(",", delimiter).replace("\n", end)
    manifest = read_manifest(write(folder, text, coding))
    assert not manifest.problems
    assert manifest.rows["a.txt"].publisher == "Écho d’été à Gao"
    assert manifest.rows["a.txt"].published == date(2021, 3, 12)


PROBLEMS = {
    "a.txt,L'Écho,12/03/2021,fr,": "published '12/03/2021' of 'a.txt' is no date",
    "a.txt,L'Écho,2021-02-30,fr,": "is no date",
    "a.txt,L'Écho,2021-03-12,français,": "is no language code",
    "a.txt,L'Écho,2021-03-12,fr,javascript:alert(1)": "is no web address",
    "a.txt,L'Écho, le soir,2021-03-12,fr,": "6 cells",
    "../a.txt,L'Écho,2021-03-12,fr,": "outside",
    "/etc/passwd,L'Écho,2021-03-12,fr,": "outside",
    "C:\\a.txt,L'Écho,2021-03-12,fr,": "outside",
    ",L'Écho,2021-03-12,fr,": "names no file",
    "b.txt,L'Écho,2021-03-12,fr,": "has a row already, in line 2",
}


@pytest.mark.parametrize("row", PROBLEMS)
def test_a_bad_row_is_told_by_its_line_and_stops_no_other(folder: Path, row: str) -> None:
    path = write(folder, f"{HEAD}b.txt,Radio du fleuve,2021-03-01,fr,\n\n{row}\nc.txt,Radio du fleuve,2021-03-02,fr,\n")
    manifest = read_manifest(path)
    (problem,) = manifest.problems
    assert PROBLEMS[row] in problem.fault
    assert problem.where == f"{path}:4"
    assert problem.remedy
    assert {"b.txt", "c.txt"} <= manifest.rows.keys()
    assert manifest.rows["b.txt"].publisher == "Radio du fleuve"


def test_a_wrong_date_leaves_the_other_cells(folder: Path) -> None:
    manifest = read_manifest(write(folder, HEAD + "a.txt,L'Écho,hier,fr,\n"))
    assert (manifest.rows["a.txt"].publisher, manifest.rows["a.txt"].published) == ("L'Écho", None)


def test_without_a_column_for_the_file_nothing_can_be_read(folder: Path) -> None:
    path = write(folder, "name,publisher\na.txt,L'Écho\n")
    with pytest.raises(ManifestError, match="no column 'file'"):
        read_manifest(path)
    items = list(load([folder]))
    assert sum(isinstance(item, Document) for item in items) == 3
    assert isinstance(items[0], DocumentFault)


def test_a_missing_column_is_a_problem_and_the_rest_is_read(folder: Path) -> None:
    manifest = read_manifest(write(folder, "file,publisher\na.txt,L'Écho\n"))
    assert ["'published' is missing" in problem.fault for problem in manifest.problems] == [True]
    assert manifest.rows["a.txt"].publisher == "L'Écho"


def test_rows_for_files_not_asked_for_are_no_fault(folder: Path) -> None:
    write(folder, HEAD + "a.txt,L'Écho,2021-03-12,fr,\nb.txt,L'Écho,2021-03-12,fr,\n")
    items = list(load([folder / "a.txt"]))
    assert [item.publisher for item in items if isinstance(item, Document)] == ["L'Écho"]
    assert len(items) == 1


def test_a_row_for_a_file_that_is_not_there_is_a_fault(folder: Path) -> None:
    write(folder, HEAD + "a.txt,L'Écho,2021-03-12,fr,\nlost.txt,L'Écho,2021-03-12,fr,\n")
    (fault,) = [item for item in load([folder]) if isinstance(item, DocumentFault)]
    assert "'lost.txt' is not there" in fault.message
    assert fault.name.endswith("manifest.csv:3")


def test_a_manifest_may_stand_above_its_files(folder: Path) -> None:
    (folder / "texts").mkdir()
    (folder / "a.txt").rename(folder / "texts" / "a.txt")
    manifest = write(folder, HEAD + "a.txt,L'Écho,2021-03-12,fr,\nb.txt,Radio du fleuve,2021-03-13,fr,\n")
    items = list(load([folder / "texts"], manifest=manifest))
    assert [getattr(item, "publisher", item) for item in items] == ["L'Écho"]


def test_a_row_may_name_a_path(folder: Path) -> None:
    for name in ("x", "y"):
        (folder / name).mkdir()
        (folder / name / "a.txt").write_text("Le pont est coupé, dit le maire.")
    write(folder, HEAD + "x/a.txt,Iks,2021-03-12,fr,\ny\\a.txt,Igrek,2021-03-12,fr,\n")
    publishers = [item.publisher for item in load([folder]) if isinstance(item, Document)]
    assert publishers == ["", "", "", "Iks", "Igrek"]


def test_the_manifest_goes_before_the_options_and_they_before_the_name(folder: Path) -> None:
    (folder / "2019-05-03.txt").write_text("Le pont est coupé, dit le maire.")
    write(folder, HEAD + "a.txt,L'Écho,2021-03-12,,\n")
    read = {item.name: item for item in load([folder], published=date(2020, 1, 1), publisher="Radio")}
    assert (read["a.txt"].published, read["a.txt"].publisher) == (date(2021, 3, 12), "L'Écho")
    assert (read["2019-05-03.txt"].published, read["b.txt"].publisher) == (date(2020, 1, 1), "Radio")
    undated = {item.name: item.published for item in load([folder])}
    assert (undated["2019-05-03.txt"], undated["b.txt"]) == (date(2019, 5, 3), None)


def test_composed_and_loose_accents_name_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "te\u0301moin.txt").write_text("Le pont est coupé, dit le maire.")
    write(tmp_path, HEAD + "témoin.txt,L'Écho,2021-03-12,fr,\n")
    (document,) = load([tmp_path])
    assert document.publisher == "L'Écho"


@settings(max_examples=100, deadline=None)
@given(data=st.text(alphabet=st.sampled_from('ab.,;"\n\r\tfile publisher\x00é/'), max_size=80))
def test_any_table_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(("file,publisher,published\n" + data).encode())
    try:
        manifest = read_manifest(path)
    except SelonError:
        return
    assert all(row.line > 1 for row in manifest.rows.values())


def test_the_manifest_of_the_corpus_is_read_whole(shared: Path) -> None:
    manifest = read_manifest(shared / "corpora" / "wikinews-fr" / "manifest.csv")
    assert not manifest.problems
    assert all(row.published and row.publisher for row in manifest.rows.values())
