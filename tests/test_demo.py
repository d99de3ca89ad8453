"""The demonstration corpus holds together, is marked as fiction, and its screen shows what the reading found."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from selon.demo.corpus import LAST_LINE, read_demo_documents, read_demo_outlets, read_demo_truth
from selon.demo.demo import print_screen, run_demo
from selon.demo.gathering import Spot, gather, toll_range

if TYPE_CHECKING:
    from pathlib import Path

    from selon.documents.document import Document

DOCUMENTS = read_demo_documents()
TRUTH = read_demo_truth()
BY_NAME = {document.name: document for document in DOCUMENTS}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_a_report_is_short_and_says_that_it_is_fiction(document: Document) -> None:
    body, _, last = document.text.rstrip("\n").rpartition("\n\n")
    assert last == LAST_LINE
    assert 70 <= len(body.split()) <= 220
    assert document.published is not None
    assert document.language == "fr"


def test_the_corpus_has_many_reports_of_eight_outlets_with_sides() -> None:
    outlets = {name: outlet.side for outlet in read_demo_outlets() for name in outlet.names}
    publishers = Counter(document.publisher for document in DOCUMENTS)
    assert len(DOCUMENTS) >= 24
    assert len(publishers) == len(read_demo_outlets()) == 8
    assert all(document.metadata["side"] == outlets[document.publisher] for document in DOCUMENTS)
    assert len(set(outlets.values())) >= 5


def test_the_truth_speaks_of_reports_that_are_there() -> None:
    named = set(chain.from_iterable(incident["documents"] for incident in TRUTH["incidents"]))
    named |= {item["document"] for item in TRUTH["movements"] + TRUTH["chains"] + TRUTH["anonymous"]}
    named |= {reuse[end] for reuse in TRUTH["reuse"] for end in ("first", "copy")}
    assert named <= BY_NAME.keys()
    assert len(TRUTH["incidents"]) >= 7


@pytest.mark.parametrize("incident", TRUTH["incidents"], ids=lambda incident: incident["id"])
def test_an_incident_of_the_truth_is_whole(incident: dict[str, Any]) -> None:
    start, end = date.fromisoformat(incident["start"]), date.fromisoformat(incident["end"])
    origins = set(chain.from_iterable(origin["documents"] for origin in incident["origins"]))
    first = min(BY_NAME[name].published or date.max for name in incident["documents"])
    assert start <= end
    assert start <= first
    assert origins <= set(incident["documents"])
    assert {denial["document"] for denial in incident["denials"]} <= set(incident["documents"])
    assert incident["disputed"] == bool(incident["denials"])
    kinds = [origin["kind"] for origin in incident["origins"]]
    assert incident["independent"] + incident["unknown"] == len(kinds)


@pytest.mark.parametrize("reuse", TRUTH["reuse"], ids=lambda reuse: reuse["copy"])
def test_a_copy_shares_a_passage_and_comes_later(reuse: dict[str, Any]) -> None:
    first, copy = BY_NAME[reuse["first"]], BY_NAME[reuse["copy"]]
    shared = shingles(first) & shingles(copy)
    assert first.published is not None
    assert copy.published is not None
    assert first.published < copy.published
    assert len(shared) / len(shingles(copy)) > 0.3
    assert (first.publisher in copy.text) == reuse["credited"]


def shingles(document: Document) -> set[tuple[str, ...]]:
    """Return the runs of five words of a report, its last line left out."""
    words = document.text.removesuffix(LAST_LINE + "\n").split()
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def row(publisher: str, killed: int, *, name: str = "Hajine", lat: float = 34.69, **more: object) -> dict[str, Any]:
    """Return a claim as the record gives it, in short."""
    place = {"name": name, "lat": lat, "lon": 40.83, "precision": "locality"}
    quantity = {"kind": "killed", "low": killed, "high": killed}
    return {
        "id": "a" * 20,
        "document": f"{publisher}.txt",
        "publisher": publisher,
        "published": "2018-11-15",
        "type": "air_strike",
        "words": "raid",
        "arguments": [{"role": "place", "text": name, "place": place}],
        "time": {"text": "mercredi", "start": "2018-11-14", "end": "2018-11-14"},
        "quantities": [quantity],
        "attribution": [],
        "polarity": "affirmed",
        "status": "occurred",
    } | more


FAMILIES = {"air_strike": "violence", "transfer": "movement"}


def test_gathering_keeps_towns_and_days_apart() -> None:
    long = {"text": "en novembre", "start": "2018-11-01", "end": "2018-11-30"}
    other_day = {"text": "jeudi", "start": "2018-11-15", "end": "2018-11-15"}
    rows = [
        row("A", 17),
        row("B", 40),
        row("A", 3, name="Mayadine", lat=35.02),
        row("C", 5, time=other_day),
        row("D", 112, time=long),
    ]
    gatherings = gather(rows, FAMILIES)
    assert next((g.spot.name, sorted(g.outlets)) for g in gatherings) == ("Hajine", ["A", "B"])
    assert sorted(len(g.rows) for g in gatherings) == [1, 1, 2]


def test_a_claim_without_place_joins_the_only_event_of_its_report() -> None:
    rows = [row("A", 17), row("A", 19, arguments=[]), row("E", 1, arguments=[])]
    (gathering,) = gather(rows, FAMILIES)
    assert toll_range(gathering.rows, "killed") == (19, 19)


def test_a_denied_toll_is_not_in_the_range() -> None:
    assert toll_range([row("A", 17), row("B", 90, polarity="negated")], "killed") == (17, 17)


def test_spots_meet_only_within_one_family() -> None:
    day = date(2018, 11, 14)
    one = Spot("violence", "Hajine", 34.69, 40.83, day, day)
    assert one.meets(one)
    assert not one.meets(Spot("movement", "Hajine", 34.69, 40.83, day, day))


def screen_of(rows: list[dict[str, Any]], *, kept: str = "") -> str:
    """Return what the screen prints of the claims."""
    console = Console(file=io.StringIO(), width=100)
    print_screen(console, rows, 1.0, kept=kept)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_screen_prints_what_it_is_given() -> None:
    denial = row("B", 99, polarity="negated", attribution=[{"text": "le colonel", "kind": "official"}])
    shown = screen_of([row("A", 17), denial, row("C", 40, status="hearsay")], kept="war.selon")
    assert "killed 17-40" in shown
    assert "denied by le colonel" in shown
    assert "hearsay" in shown
    assert "selon show aaaaaaaa --record war.selon" in shown
    assert "Hajine" in shown
    assert "Hombori" not in shown


def test_the_screen_of_nothing_is_still_a_screen() -> None:
    assert "0 claims" in screen_of([])


def test_the_demonstration_fits_one_screen(tmp_path: Path) -> None:
    console = Console(file=io.StringIO(), width=100)
    assert run_demo(console, tmp_path / "demo.selon") == 0
    assert isinstance(console.file, io.StringIO)
    lines = console.file.getvalue().splitlines()
    assert len(lines) <= 50
    assert max(map(len, lines)) <= 100
    text = "\n".join(lines)
    assert "denied" in text
    assert "→" in text
    assert "a range, never a sum" in text
