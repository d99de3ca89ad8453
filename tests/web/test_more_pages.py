"""Origins, outlets, narratives, naming, movements, search and ingest: what their pages say, refuse and lead to."""

from __future__ import annotations

import io
import re
import shutil
import stat
import struct
import zipfile
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient
from web_client import log_in, sign_of

from fake_reader import FakeReader
from selon.documents.document import Document
from selon.ingest import Ingest
from selon.linking import link_record
from selon.record.record import Record
from selon.web import parcel
from selon.web.counting import Counting
from selon.web.desk import Desk
from selon.web.room import Room
from selon.web.shown.naming_matrix import without_count
from selon.web.shown.quoting import first_words

if TYPE_CHECKING:
    from collections.abc import Iterator

LISTS = ("/origins", "/outlets", "/narratives", "/naming", "/movements")
HOSTILE = Document(
    name="<b>nom</b>\u202etxt",
    text="Selon Osdh, avions bombardement Alep : 3 morts </p><script>alert(1)</script> fin\n",
    publisher='"><img src=x onerror=alert(2)>',
    published=date(2031, 8, 5),
    language="fr",
)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("page", [*LISTS, "/search?q=convoi", "/ingest"])
def test_every_page_is_shown_in_both_languages(client, page, language):
    joined = f"{page}{'&' if '?' in page else '?'}lang={language}"
    answer = client.get(joined)
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text
    assert not re.search(r"\[[a-z]+\.[a-z_.]+\]", answer.text)  # words that are not there
    assert " style=" not in answer.text


def test_an_origin_leads_to_what_rests_on_it(client, demo):
    row = next(iter(demo.links.cited()))
    page = client.get("/origins").text
    assert f'href="/?origin={row["key"]}"' in page
    assert page.count("<rect class") >= len(row["publishers"])
    assert "Vestnik-Sud" in page[page.index('id="circles"') :]


def test_origins_are_asked_for_by_name_side_and_outlet(client):
    assert "Observatoire de la Djézireh" in client.get("/origins?q=observatoire").text
    state = client.get("/origins?camp=state:russia").text
    assert "Russie" in state
    assert "Observatoire de la Djézireh" not in state
    only = client.get("/origins?outlet=Radio Djézireh").text
    assert "1 origine" in only


def test_what_was_known_on_a_day_is_counted_anew(client):
    before, after = (client.get(f"/origins?as_of={day}").text for day in ("2018-11-15", "2018-11-22"))
    assert "<bdi>États-Unis" not in before
    assert "<bdi>États-Unis" in after
    assert 'href="/?as_of=2018-11-22&amp;origin=usa"' in after


def test_the_voices_of_an_outlet_add_up(client, demo):
    page = client.get("/outlets").text
    row = re.search(r">La Gazette des Deux-Rives</bdi>.*?</tr>", page, re.DOTALL)[0]
    shares = [int(n) for n in re.findall(r"(\d+)\s%", row)]
    assert abs(sum(shares) - 100) <= 1
    assert f">{sum(1 for c in demo.view.claims() if c.row['publisher'] == 'La Gazette des Deux-Rives')}</a>" in row
    assert "1 sans crédit" in row


def test_a_narrative_is_read_in_its_sentences(client):
    page = client.get("/narratives").text
    assert "coalition internationale" in page
    assert re.search(r"<title>novembre 2018 : \d+ énoncés</title>", page)
    claim = re.search(r'href="/claims/(\w+)"', page)[1]
    assert client.get(f"/claims/{claim}").status_code == 303
    assert "places=1" in page


def test_the_matrix_is_of_the_actor_that_is_chosen(client):
    page = client.get("/naming?actor=daech").text
    assert "Comment on appelle : État islamique" in page
    assert "terroristes" in page
    assert "armée malienne" not in page
    assert "armée malienne" in client.get("/naming").text
    assert "Aucun acteur nommé « nulle part »" in client.get("/naming?actor=nulle part").text


def test_an_example_of_a_loaded_word_leads_to_its_place(client, demo):
    page = client.get("/naming").text
    link = re.search(r'<blockquote class="small-quote"[^>]*>(.*?) <a href="(/documents/(\w+)[^"]*)"', page, re.DOTALL)
    words = unquote(link[2].partition("text=")[2])
    assert words in demo.view.document(link[3]).document.text


def test_a_label_is_shown_without_how_many_there_were():
    assert without_count("quatre-vingt-dix soldats") == "soldats"
    assert without_count("groupe de soutien") == "groupe de soutien"
    assert without_count("g5 sahel") == "g5 sahel"


def test_flows_have_ends_numbers_and_words(client):
    page = client.get("/movements").text
    assert "Al-Tanf" in page
    assert "d’on ne sait où" in page
    assert "/api/exports/movements?format=geojson" in page
    assert client.get("/api/exports/movements?format=geojson").json()["type"] == "FeatureCollection"


def test_search_marks_what_it_found_and_leads_there(client):
    page = client.get("/search?q=frapp*").text
    assert "<mark>frappé</mark>" in page
    assert re.search(r'href="/documents/\w+#:~:text=frapp', page)
    assert client.get('/search?q="nos appareils"').text.count('class="hit"') == 1
    assert "Rien pour « zzzz »" in client.get("/search?q=zzzz").text
    assert "Que cherchez-vous" in client.get("/search").text


def test_search_knows_outlets_and_days(client):
    assert "1 document" in client.get("/search?q=frapp*&outlet=vestnik").text
    assert "2 documents" in client.get("/search?q=frapp*&as_of=2018-11-15").text


def test_words_that_a_browser_can_find_again_end_at_a_whole_word():
    text = "Les forces spéciales se sont repliées vers le poste de la frontière hier soir, dit-on."
    words = first_words(text, 4)
    assert words.startswith("forces spéciales")
    assert words.split()[-1] in text.split()


@pytest.mark.parametrize("page", [*LISTS, "/search?q=mot"])
def test_a_list_goes_on_where_the_last_page_ended(client, page):
    joined = f"{page}{'&' if '?' in page else '?'}limit=1"
    following = re.search(r'rel="next" href="([^"]*)"', client.get(joined).text)
    if page in {"/naming", "/search?q=mot"}:
        assert following is None
    else:
        answer = client.get(following[1].replace("&amp;", "&"))
        assert answer.status_code == 200
        assert 'rel="first"' in answer.text
    assert client.get(f"{joined}&cursor=xx").status_code in {200, 422}


def test_nothing_handed_in_yet_says_what_to_do(empty):
    for page in (*LISTS, "/ingest", "/search"):
        answer = empty.get(page)
        assert answer.status_code == 200, page
        assert "/ingest" in answer.text


def test_a_finding_that_takes_long_says_so(client, room, monkeypatch):
    monkeypatch.setattr(Counting, "find", lambda *_: None)
    page = client.get("/narratives").text
    assert '<meta http-equiv="refresh"' in page
    assert "Le compte est en cours" in page


@pytest.fixture
def hostile(apps, tmp_path) -> Iterator[TestClient]:
    """Return what asks a room over a record of a hostile document."""
    with Record.create(tmp_path / "hostile.selon") as record:
        list(Ingest(record, FakeReader).run([HOSTILE]))
        link_record(record)
        apps["client"].state.room = Room(record=record, user="essai")
        yield TestClient(apps["client"], base_url="http://127.0.0.1", follow_redirects=False)


@pytest.mark.parametrize("page", [*LISTS, "/search?q=bombardement", "/search?q=<script>alert(3)</script>"])
def test_hostile_text_is_shown_and_never_run(hostile, page):
    shown = hostile.get(page)
    assert shown.status_code == 200
    assert "<script>alert" not in shown.text
    assert "<img" not in shown.text
    assert "<b>" not in shown.text
    assert "\u202e" not in shown.text


# Ingest


@pytest.fixture
def desk(apps, tmp_path) -> Iterator[TestClient]:
    """Return what asks a room whose desk reads without a model."""
    with Record.create(tmp_path / "desk.selon") as record:
        room = Room(record=record, user="essai", desk=Desk(lambda: FakeReader(fails_on="poison")))
        apps["client"].state.room = room
        yield TestClient(apps["client"], base_url="http://127.0.0.1", follow_redirects=False)
        room.desk.finish(20)


def zipped(**files: str) -> bytes:
    """Return a zip of these files."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/"), text)
    return data.getvalue()


def send(client: TestClient, *files: tuple[str, bytes | str], path: str = "/ingest", **fields: str):
    headers = {"X-CSRF-Token": sign_of(client, "/help")}
    parts = [("files", (name, data, "application/octet-stream")) for name, data in files]
    return client.post(path, data=fields, files=parts, headers=headers)


def finished(client: TestClient, answer) -> dict:
    """Return how the reading of an answer ended."""
    id_ = answer.json()["id"] if answer.status_code == 202 else answer.headers["location"].rpartition("/")[2]
    client.app.state.room.desk.finish(20)
    return client.get(f"/api/ingest/{id_}").json()


def test_files_are_read_linked_and_counted(desk):
    text = "Selon Osdh, des avions bombardement Alep : 12 morts\n"
    answer = send(desk, ("2031-08-05 convoi.txt", text), ("vide.txt", ""), publisher="Agence Essai", language="fr")
    assert answer.status_code == 303
    state = finished(desk, answer)
    assert (state["stage"], state["linked"], state["claims"]) == ("done", "linked", 1)
    assert state["documents"]["new"] == 1
    assert [note["name"] for note in state["notes"]] == ["vide.txt"]
    page = desk.get(answer.headers["location"]).text
    assert "Lu et relié" in page
    assert "vide.txt" in page
    record = desk.app.state.room.record
    [document] = list(record.view.documents(status="read"))
    assert (document.document.publisher, document.document.published) == ("Agence Essai", date(2031, 8, 5))
    assert "Lecture 1" in desk.get("/ingest").text
    assert "vide.txt" in desk.get("/ingest").text
    assert "Agence Essai" in desk.get("/outlets").text


def test_a_zip_is_read_with_its_manifest(desk):
    manifest = "file,publisher,published\n2031/a.txt,Radio Essai,2031-08-06\n"
    data = zipped(
        **{"corpus__manifest.csv": manifest, "corpus__2031__a.txt": "avions bombardement Hama", "corpus__b.pdf": "%PDF"}
    )
    state = finished(desk, send(desk, ("corpus.zip", data), path="/api/ingest", language="fr"))
    assert state["documents"]["new"] == 1
    assert [(note["name"], note["what"]) for note in state["notes"]] == [("corpus/b.pdf", "problem")]
    [document] = list(desk.app.state.room.record.view.documents())
    assert (document.document.publisher, document.document.published) == ("Radio Essai", date(2031, 8, 6))


def test_what_is_known_is_not_read_again_and_one_fault_stops_nothing(desk):
    files = (("a.txt", "avions bombardement Hama"), ("b.txt", "poison"), ("c.bin", b"\x00\xff\x00\x01" * 50))
    first = finished(desk, send(desk, *files, language="fr"))
    assert (first["documents"]["new"], first["documents"]["problem"]) == (1, 2)
    assert all(note["note"] for note in first["notes"])
    assert not any("selon-ingest" in note["note"] + note["name"] for note in first["notes"])
    again = finished(desk, send(desk, *files[:1], language="fr"))
    assert (again["documents"]["known"], again["linked"]) == (1, "")


def list_again(data: bytes, times: int) -> bytes:
    """Return a zip of one file whose list names it so many times."""
    at, end = data.find(b"PK\x01\x02"), data.rfind(b"PK\x05\x06")
    size = struct.pack("<HHI", times % 65536, times % 65536, (end - at) * times)
    return data[:at] + data[at:end] * times + data[end : end + 8] + size + data[end + 16 :]


def test_a_zip_that_names_one_file_without_end(desk):
    one = zipped(**{"a.txt": "Rien."})
    assert send(desk, ("envoi.zip", list_again(one, parcel.MOST_FILES + 1))).status_code == 413
    with parcel.open_parcel([parcel.Sent("a.zip", io.BytesIO(list_again(one, 300)))], parcel.Said()).home as home:
        names = {path.name for path in Path(home).rglob("*.txt")}
    assert names == {"a.txt", *(f"a ({number}).txt" for number in range(2, 301))}


def bad_zip(name: str, mode: int = 0) -> bytes:
    """Return a zip with an entry of this name and mode, after a good one."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("bon.txt", "avions bombardement Hama")
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        archive.writestr(entry, "/etc/passwd")
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (bad_zip("../../evil.txt"), "leads out"),
        (bad_zip("/etc/evil.txt"), "leads out"),
        (bad_zip("..\\evil.txt"), "leads out"),
        (bad_zip("C:evil.txt"), "leads out"),
        (bad_zip("lien.txt", stat.S_IFLNK | 0o777), "link"),
        (b"PK\x03\x04 no zip at all", "cannot be opened"),
        (bad_zip("caf\xe9.txt").replace("caf\xe9".encode(), b"caf\xe9\xe9"), "encoding"),
        (bad_zip("a/" * 3000 + "b.txt"), "File name too long"),
    ],
)
def test_a_zip_that_may_not_be_opened_leaves_nothing_behind(desk, data, words, tmp_path, monkeypatch):
    (tmp_path / "parcels").mkdir()
    monkeypatch.setattr(parcel, "TemporaryDirectory", partial(TemporaryDirectory, dir=tmp_path / "parcels"))
    answer = send(desk, ("envoi.zip", data))
    assert answer.status_code == 422
    assert words in answer.text
    assert "Rien n’a été gardé" in answer.text
    assert list((tmp_path / "parcels").iterdir()) == []
    assert desk.get("/api/ingest").json() == {"rows": []}


def test_a_bomb_is_refused_whatever_its_list_says(desk, monkeypatch):
    monkeypatch.setattr(parcel, "MOST_UNPACKED", 10_000)
    bomb = zipped(**{"a.txt": "a" * 200_000})
    assert send(desk, ("envoi.zip", bomb)).status_code == 413
    size = (200_000).to_bytes(4, "little")
    lying = bomb.replace(size, (10).to_bytes(4, "little"))
    assert lying != bomb
    assert send(desk, ("envoi.zip", lying)).status_code in {303, 413, 422}
    desk.app.state.room.desk.finish(20)
    assert sum(len(d.document.text) for d in desk.app.state.room.record.view.documents()) < 10_000


def test_what_cannot_be_meant_is_told_on_the_page(desk):
    assert send(desk, ("a.txt", "x"), published="hier").status_code == 422
    assert send(desk, ("a.txt", "x"), language="fr; drop").status_code == 422
    assert desk.post("/ingest", data={"csrf": sign_of(desk, "/help")}).status_code == 422
    assert desk.post("/ingest", files=[("files", ("a.txt", b"x"))]).status_code == 403
    assert desk.get("/ingest/999").status_code == 404
    assert desk.get("/api/ingest/999").json()["error"]["what"].startswith("there is no document")


def test_a_reader_may_look_but_hand_nothing_in(guarded):
    log_in(guarded, "leo")
    page = guarded.get("/ingest")
    assert page.status_code == 200
    assert 'type="file"' not in page.text
    assert send(guarded, ("a.txt", "x")).status_code == 403
    assert guarded.get("/api/ingest").json() == {"rows": []}


def test_a_record_linked_otherwise_is_read_but_not_linked_anew(apps, demo_file, tmp_path):
    with Record.open(shutil.copy(demo_file, tmp_path / "own.selon")) as record:
        before = record.links.stamp()
        apps["client"].state.room = Room(record=record, user="essai", desk=Desk(FakeReader))
        client = TestClient(apps["client"], base_url="http://127.0.0.1", follow_redirects=False)
        state = finished(client, send(client, ("a.txt", "avions bombardement Hama"), language="fr"))
        assert (state["stage"], state["linked"]) == ("done", "unlinked")
        assert record.links.stamp() == before


def test_the_real_reader_reads_what_is_handed_in(apps, reader, tmp_path):
    text = "Selon l'OSDH, l'aviation russe a bombardé le village de Hajine mardi, tuant douze civils.\n"
    with Record.create(tmp_path / "real.selon") as record:
        apps["client"].state.room = Room(record=record, user="essai", desk=Desk(lambda: reader))
        client = TestClient(apps["client"], base_url="http://127.0.0.1", follow_redirects=False)
        state = finished(client, send(client, ("2018-11-14.txt", text), publisher="Agence Essai", language="fr"))
        assert (state["stage"], state["linked"]) == ("done", "linked")
        assert any(claim.row["type"] == "air_strike" for claim in record.view.claims())
        assert "Observatoire syrien des droits de l&#39;homme" in client.get("/origins").text
