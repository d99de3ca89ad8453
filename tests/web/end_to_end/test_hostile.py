"""Documents written to harm who reads them are shown as what they are: words."""

from __future__ import annotations

import io
import json
import re
import zipfile
from contextlib import closing
from datetime import date
from http.client import HTTPConnection
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import pytest
from shared_files import made_once
from visiting import POLICY, sharing

from fake_reader import FakeReader
from selon.claims.claim import Argument, Claim, EventTime, Quantity, Role, Source, SourceKind
from selon.claims.reading import Reading
from selon.documents.document import Document
from selon.ingest import Ingest
from selon.linking import link_record
from selon.mentions.mention import Place
from selon.record.record import Record
from selon.values import Count, Period, Position, TextSpan
from selon.web.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from visiting import Visitor

_EVENT = re.compile(
    r"Selon (?P<source>[^,\n]+), (?P<agent>[^,\n]+), bombardement de (?P<place>[^:\n]+) : (?P<killed>\d+) morts"
)
SCRIPTS = (
    "<script>window.__hit=1</script>",
    "<img src=x onerror=window.__hit=2>",
    "</textarea></title></script><svg onload=window.__hit=3>",
    "javascript:window.__hit=4",
    '" autofocus onfocus="window.__hit=5',
    "' style='position:fixed;inset:0' x='",
    "{{ 7*'7' }} ${7*7} <%= 7*7 %> %00 &lt;b&gt; <!-- ]]>",
    "\u202emorts sed\u202c \u202dgauche \u2066isolé \u2067droite",
    "ze\u200bro lar\u200dgeur \u2060\ufeff \x01\x07\x1b[31m\x7f",
    "😀\U0001f1eb\U0001f1f7 \ufffd \u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
    "../../etc/passwd%2F..\\.. ?a=1&b=2#c;d",
)
WORD = "m" * 1_000_000
DAY = date(2024, 5, 2)


class HostileReader(FakeReader):
    """Makes claims whose every part is the stranger's own words."""

    def read(self, document: Document) -> Reading:
        """Return the reading of one document."""
        return Reading(document=document, claims=tuple(find_claims(document)))


def find_claims(document: Document) -> Iterator[Claim]:
    """Yield the claims of a hostile document."""
    for match in _EVENT.finditer(document.text):
        span = {name: TextSpan(*match.span(name)) for name in match.groupdict()}
        trigger = TextSpan(match.end("agent") + 2, match.end("agent") + 14)
        place = Place(id=f"x:{match['place']}", name=match["place"], position=Position(34.0, 40.5), country="SY")
        killed = Count(int(match["killed"]), int(match["killed"]))
        yield Claim(
            document=document.id,
            type="shelling",
            trigger=trigger,
            arguments=(
                Argument(role=Role.AGENT, span=span["agent"], entity=match["agent"], why=match["agent"]),
                Argument(role=Role.PLACE, span=span["place"], place=place, why=match["place"]),
            ),
            time=EventTime(span=trigger, period=Period(DAY, DAY)),
            quantities=(Quantity(kind="killed", count=killed, span=span["killed"]),),
            attribution=(Source(span=span["source"], kind=SourceKind.ORGANISATION, cue=span["source"]),),
            why=(match["agent"],),
        )


def write_report(number: int, words: str) -> Document:
    """Return a report whose text, name, outlet and address are all written to harm."""
    safe = words.replace(",", " ").replace(":", ";")
    line = f"Selon {safe}, {safe}, bombardement de {safe} : {number + 3} morts."
    return Document(
        name=f'{number}/"{words}".txt',
        text=f"{words}\n\n{line}\nSelon Vigie, la Garde, bombardement de Kadir : 12 morts.\n{words}\n",
        publisher=f"{number} {words}",
        published=DAY,
        language="fr",
        url=words if words.startswith("javascript") else f"https://exemple.test/{words}",
        metadata=MappingProxyType({"desk": words}),
    )


@pytest.fixture(scope="module")
def hostile_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a linked record of hostile documents."""

    def make(file: Path) -> None:
        """Read the documents into a record, and link it."""
        reports = [write_report(number, words) for number, words in enumerate(SCRIPTS)]
        long = f"{WORD}\nSelon {WORD[:5000]}, {WORD[:5000]}, bombardement de {WORD[:5000]} : 4 morts.\n"
        reports.append(
            Document(name=WORD[:150], text=long, publisher=WORD[:5000], published=DAY, language="fr", url=WORD[:5000])
        )
        with Record.create(file) as record:
            outcomes = list(Ingest(record, HostileReader).run(reports))
            assert {str(outcome.what) for outcome in outcomes} == {"new"}
            assert link_record(record)

    return made_once(tmp_path_factory, "hostile.selon", make)


@pytest.fixture(scope="module")
def hostile_room(hostile_file: Path) -> Iterator[str]:
    """Return the address of the room over hostile documents."""
    with sharing(hostile_file) as address:
        yield address


def ask(address: str, path: str) -> Any:  # noqa: ANN401 - JSON
    """Return what the API answers."""
    with urlopen(f"{address}/api/{path}", timeout=30) as answer:  # noqa: S310 - our own server
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == POLICY
        return json.load(answer)


def look(visitor: Visitor) -> None:
    """Look that a page shows strangers' words as words: nothing is run, turned around, or wider than the window."""
    page = visitor.page
    assert page.evaluate("window.__hit") is None
    assert page.locator("[onerror], [onload], [onfocus], [style*=fixed], a[href^=javascript]").count() == 0
    assert page.locator("body script:not([type='application/json'])").count() == 0
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b]", page.inner_text("body"))
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1"), page.url
    visitor.check()


PAGES = (
    "/", "/documents", "/review", "/origins", "/outlets", "/narratives", "/naming", "/movements", "/search?q=vigie",
    "/ingest",
)  # fmt: skip


def test_lists_show_hostile_words_as_words(hostile_room, tour) -> None:
    visitor = tour(hostile_room)
    for path in PAGES:
        visitor.open(path)
        look(visitor)
        if path == "/documents":
            assert SCRIPTS[0] in visitor.read()


def test_documents_incidents_and_claims_show_hostile_words_as_words(hostile_room, tour) -> None:
    documents = ask(hostile_room, "documents?limit=50")["rows"]
    incidents = ask(hostile_room, "incidents?limit=50")["rows"]
    claims = ask(hostile_room, "claims?limit=50")["rows"]
    assert len(documents) == len(SCRIPTS) + 1
    visitor = tour(hostile_room)
    for row in documents:
        page = visitor.open(f"/documents/{row['id']}")
        look(visitor)
        link = page.locator(".imprint a")
        assert not link.count() or (link.get_attribute("href") or "").startswith("https://")
    for row in incidents:
        visitor.open(f"/incidents/{row['id']}")
        look(visitor)
    for row in claims[:2] + claims[-2:]:
        visitor.open(f"/review?claim={row['id']}")
        look(visitor)


@pytest.mark.parametrize("words", SCRIPTS[:6], ids=range(6))
def test_hostile_questions_are_shown_as_words(words, hostile_room, tour) -> None:
    visitor = tour(hostile_room)
    given = quote(words, safe="")
    visitor.open(f"/search?q={given}")
    look(visitor)
    visitor.open(f"/?actor={given}&place={given}&outlet={given}&q={given}")
    look(visitor)
    for path, status in ((f"/documents/{given}", 404), (f"/?type={given}", 422), (f"/{given}", 404)):
        visitor.open(path, status=status)
        visitor.faults = [fault for fault in visitor.faults if f"status of {status}" not in fault]
        look(visitor)


@pytest.mark.parametrize(
    "path",
    [
        "/static/css/base.css",
        "/static/leaflet/leaflet.js",
        "/static/none.js",
        "/api/none",
        "/api/claims?type=none",
        "/x",
    ],
)
def test_every_answer_binds_the_browser(path, hostile_room) -> None:
    try:
        with urlopen(hostile_room + path, timeout=30) as answer:  # noqa: S310 - our own server
            headers = answer.headers
    except HTTPError as error:
        with error:
            headers = error.headers
    assert headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("field", ["name", "publisher", "text", "url"])
def test_half_a_character_is_refused(field, tmp_path) -> None:
    given = {"name": "un.txt", "text": "Selon Vigie, rien.", "publisher": "Vigie", "url": "", field: "moitié \ud83d"}
    with Record.create(tmp_path / "un.selon") as record:
        outcome = next(iter(Ingest(record, HostileReader).run([Document(**given)])))
        assert str(outcome.what) == "problem"
        assert "surrogate" in outcome.note


def test_hostile_files_are_handed_in_and_told_of(tmp_path, visit) -> None:
    with Record.create(tmp_path / "war.selon"):
        pass
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("<img src=x onerror=window.__hit=7>.txt", "Selon Vigie, la Garde bombardement de Kadir.")
        archive.writestr("../../sous.txt", "La Ligue bombardement de Sorane : 3 morts.")
    files = [
        {"name": "\u202etxt<script>window.__hit=8</script>.txt", "mimeType": "text/plain", "buffer": b"\x00\x01\x02"},
        {"name": 'quo"te%2F..😀.txt', "mimeType": "text/plain", "buffer": b"Garde bombardement de Malda."},
        {"name": "lot.zip", "mimeType": "application/zip", "buffer": packed.getvalue()},
    ]
    with sharing(tmp_path / "war.selon", desk=Desk(FakeReader)) as address:
        visitor = visit(address)
        page = visitor.open("/ingest")
        look(visitor)
        for given in (files[:2], files[2:]):
            visitor.open("/ingest")
            page.set_input_files("main input[type=file]", given)
            page.click(".hand-in button.main")
            visitor.rest()
            page.wait_for_selector("#reading .notice, #refused")
            visitor.faults = [fault for fault in visitor.faults if "status of 4" not in fault]
            look(visitor)
        visitor.open("/documents")
        look(visitor)
        assert "quo" in visitor.read()
        page.goto("about:blank")
    assert not (tmp_path.parent / "sous.txt").exists()


def test_a_million_signs_over_the_api_are_refused(hostile_room) -> None:
    connection = HTTPConnection(urlsplit(hostile_room).netloc, timeout=30)
    connection.putrequest("POST", "/api/judgements")
    connection.putheader("Content-Length", "1100000")
    connection.endheaders(b"x" * 1000)  # it is refused by what it announces: nobody waits for the rest
    with closing(connection):
        assert connection.getresponse().status == 413
