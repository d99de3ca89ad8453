"""Documents and the review queue over HTTP: the text whole, hostile text harmless, judgements signed and lasting."""

from __future__ import annotations

import html
import re
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from web_client import sign_of

from fake_reader import FakeReader
from selon.documents.document import Document
from selon.ingest import Ingest
from selon.record.record import Record
from selon.values import TextSpan
from selon.web.room import Room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selon.claims.reading import Reading

TEXT = (
    "Selon Osdh, des avions russes bombardement Alep : 12 morts\n\nLe convoi évacué de Hama hier.\n\n"
    "Partager sur les réseaux\nLire la suite\nRien d'autre <b>ici</b> & là.\n"
)
HOSTILE = (
    "avions bombardement Alep : 3 morts \u202eesrever\u2066 </span><script>alert(1)</script> {{ 7*7 }} \u200b\x00\x07 "
    '"><img src=x onerror=alert(2)> Z' + "\u0301" * 50 + "\r\nfin\u2028 javascript:alert(3)"
)
URL = "javascript:alert(4)"


DOCUMENTS = (
    Document(
        name="convoi.txt",
        text=TEXT,
        publisher="Agence Essai",
        published=date(2031, 8, 5),
        language="fr",
        furniture=(TextSpan(TEXT.index("Partager"), TEXT.index("Rien") - 1),),
    ),
    Document(
        name="a <img src=x onerror=alert(5)>\u202etxt", text=HOSTILE, publisher="<i>Média</i>", url=URL, language="fr"
    ),
    Document(name="mot.txt", text=f"avions bombardement Alep {'x' * 1_000_000} évacué Hama", language="fr"),
    Document(name="vide.txt", text="", language="fr"),
)


@pytest.fixture(scope="module")
def read_once(tmp_path_factory) -> Path:
    """Return the record of the documents above, read without a model; not to be written to."""
    file = tmp_path_factory.mktemp("reading") / "essai.selon"
    with Record.create(file) as store:
        list(Ingest(store, FakeReader).run(DOCUMENTS))
    return file


@pytest.fixture
def record(read_once, tmp_path) -> Iterator[Record]:
    """Return a copy of that record, open."""
    with Record.open(shutil.copy(read_once, tmp_path / "essai.selon")) as store:
        yield store


@pytest.fixture
def reading(record, apps) -> TestClient:
    """Return what asks a room over that record."""
    apps["client"].state.room = Room(record=record, user="essai")
    return TestClient(apps["client"], base_url="http://127.0.0.1", follow_redirects=False)


def claims_of(record):
    return [claim.id for claim in record.view.claims()]


def text_of(page):
    """Return the text that a page shows, as a reader's browser would hold it; signs that are named are left out."""
    body = re.search(r"data-(?:sheet|text)[^>]*>(.*?)</div>\s*(?:<nav|</article|<div class=\"verbs)", page, re.DOTALL)[
        1
    ]
    paragraphs = re.findall(r'<p class="(?:text|blank)"[^>]*>(.*?)</p>', body, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", "", "".join(paragraphs)))


def send(client, path, **fields: str):
    return client.post(path, data={"csrf": sign_of(client, "/help"), **fields})


def test_a_document_is_shown_whole(reading):
    page = reading.get("/documents/convoi.txt").text
    assert text_of(page) == TEXT
    assert page.count('<details class="furniture">') == 1
    assert "5 août 2031" in page


def test_a_claim_has_its_mark_its_card_and_its_address(reading, record):
    claim = claims_of(record)[0]
    page = reading.get("/documents/convoi.txt").text
    assert f'id="at-{claim}"' in page
    assert f'id="claim-{claim}"' in page
    assert reading.get(f"/claims/{claim}").headers["location"].endswith(f"#claim-{claim}")


def test_hostile_text_is_shown_and_never_run(reading, record):
    home = next(item.id for item in record.view.documents() if "img" in item.document.name)
    for path in (f"/documents/{home}", "/documents", "/review"):
        page = reading.get(path).text
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "<i>" not in page
        assert URL not in re.findall(r'href="([^"]*)"', page)
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x07]", page)
    page = reading.get(f"/documents/{home}").text
    assert re.findall(r'data-sign="([^"]*)"', page) == [
        "RLO",
        "LRI",
        "ZWSP",
        "U+0000",
        "U+0007",
        "+46",
        "LS",
    ]
    assert "{{ 7*7 }}" in page


def test_a_word_of_a_million_signs_is_shown_in_parts(reading, record):
    claims = record.view.claims()
    last = [claim for claim in claims if claim.row["document"] == "mot.txt"][-1]
    target = reading.get(f"/claims/{last.id}").headers["location"]
    part = int(re.search(r"part=(\d+)", target)[1])
    page = reading.get(target.partition("#")[0])
    assert part > 50
    assert len(page.content) < 120_000
    assert f'id="claim-{last.id}"' in page.text


def test_a_document_without_claims_says_so(reading):
    assert "Rien dans ce document" in reading.get("/documents/vide.txt").text


def test_documents_are_listed_and_filtered(reading):
    assert "4 documents" in reading.get("/documents").text
    assert "1 document" in reading.get("/documents?outlet=agence").text
    assert "1 document" in reading.get("/documents?since=2031-08-01").text
    assert "1 document" in reading.get("/documents?reading=empty").text
    assert "0 document" in reading.get("/documents?q=introuvable").text
    assert 'rel="next"' in reading.get("/documents?limit=2").text


def test_a_verdict_is_signed_and_leads_to_the_next(reading, record):
    claim, following = claims_of(record)[:2]
    answer = send(reading, "/review/judge?type=air_strike", claim=claim, kind="reject", next=following)
    assert f"claim={following}" in answer.headers["location"]
    assert "type=air_strike" in answer.headers["location"]
    [judgement] = record.judgements.of(claim)
    assert (judgement.kind, judgement.who) == ("reject", "essai")
    assert "rejeté" in reading.get(f"/review?claim={claim}").text


def test_a_verdict_is_undone(reading, record):
    claim = claims_of(record)[0]
    send(reading, "/review/judge", claim=claim, kind="accept")
    answer = send(reading, "/review/undo", claim="")
    assert f"claim={claim}" in answer.headers["location"]
    assert record.judgements.of(claim) == []
    assert "retiré par essai" in reading.get(f"/review?claim={claim}").text


def test_a_correction_outlives_a_second_reading(reading, record):
    claim = claims_of(record)[0]
    row = record.view.claim(claim).row
    assert row["status"] == "occurred"
    sent = {"status": "hearsay", "argument-0-start": "12", "argument-0-end": "29", "argument-0-role": "agent"}
    answer = send(reading, "/review/correct", claim=claim, **sent)
    assert answer.status_code == 303
    before = TEXT[row["arguments"][0]["start"] : row["arguments"][0]["end"]]
    list(
        Ingest(record, lambda: FakeReader(program="2"), again=True).run(
            item.document for item in record.view.documents()
        )
    )
    page = reading.get(f"/review?claim={claim}").text
    assert "ouï-dire" in page
    assert "des avions russes" in page
    assert f'<s class="machine"><bdi>{before}' in page  # the machine's reading stays beside it


def test_what_a_claim_cannot_have_is_told_on_the_page(reading, record):
    claim = claims_of(record)[0]
    answer = send(reading, "/review/correct", **{"claim": claim, "trigger-start": "9000", "trigger-end": "9010"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert record.judgements.of(claim) == []


def test_two_reviewers_disagree_in_sight(reading, record):
    claim = claims_of(record)[0]
    record.judgements.add("accept", claim, who="ana")
    record.judgements.add("reject", claim, who="rita")
    page = reading.get("/review?state=disagreement").text
    assert page.count("désaccord</span>") >= 2
    assert "accepte <small>— ana" in page
    assert "rejette <small>— rita" in page


def test_a_bulk_says_how_many_and_does_no_other_number(reading, record):
    ids = claims_of(record)
    record.judgements.add("reject", ids[0], who="essai")
    page = reading.get("/review/bulk?kind=accept").text
    assert f"Accepter {len(ids) - 1} énoncés d’un coup" in page
    refused = send(reading, "/review/bulk", kind="accept", count=str(len(ids)))
    assert refused.status_code == 409
    done = send(reading, "/review/bulk", kind="accept", count=str(len(ids) - 1))
    assert done.status_code == 303
    assert [record.judgements.of(id_)[-1].kind for id_ in ids] == ["reject", *["accept"] * (len(ids) - 1)]
    assert 'action="/review/undo' in reading.get(done.headers["location"]).text.split("<main")[1].split("</form>")[0]
    assert send(reading, "/review/undo", done="").status_code == 303  # all of them at once
    assert [(j.subject, str(j.kind)) for j in record.judgements.all(held=True)] == [(ids[0], "reject")]


def test_a_judgement_whose_claim_is_gone_is_kept_in_sight(reading, record):
    claim = claims_of(record)[0]
    record.judgements.add("reject", claim, who="essai")

    class Silent(FakeReader):
        """A reader that finds nothing."""

        def read(self, document) -> Reading:
            return super().read(Document(name=document.name, text=document.text, language="en"))

    list(Ingest(record, lambda: Silent(program="3"), again=True).run(DOCUMENTS[:2]))
    assert claim in reading.get("/review?state=orphans").text
    assert reading.get(f"/review?claim={claim}").status_code == 404


@pytest.mark.parametrize("path", ["judge", "correct", "undo", "bulk"])
def test_no_change_without_the_sign_of_a_page(reading, record, path):
    answer = reading.post(f"/review/{path}", data={"claim": claims_of(record)[0], "kind": "accept"})
    assert answer.status_code == 403
    assert record.judgements.all() == []


@pytest.mark.parametrize(
    "path", ["/review?claim=zz", "/documents/nulle-part", "/claims/0000", "/review/bulk?kind=same"]
)
def test_what_is_not_there_is_no_server_error(reading, path):
    assert reading.get(path).status_code in {404, 422}
