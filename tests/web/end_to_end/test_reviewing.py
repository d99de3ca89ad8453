"""Work on the record through the pages, by keyboard and by forms, and what is left of it after reading and linking."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING
from urllib.request import urlopen

from web_client import PASSWORD

from selon.codebook.outlets import read_outlets
from selon.demo.corpus import demo_folder, read_demo_documents
from selon.ingest import Ingest, What
from selon.linking import link_record
from selon.record.filters import Filter
from selon.record.record import Record
from selon.web.words import read_words

if TYPE_CHECKING:
    from pathlib import Path

    from visiting import Visitor

    from selon.pipeline import Reader

NAME = "18_abala_echo.txt"
WORDS = read_words("fr")


def ask(address: str, path: str) -> dict[str, object]:
    """Return what the API answers."""
    with urlopen(f"{address}/api/{path}", timeout=30) as answer:  # noqa: S310 - our own server
        found: dict[str, object] = json.load(answer)
    return found


def read_again(file: Path, name: str, reader: Reader) -> What:
    """Read a report of the corpus again, as after an update of the reader, and return what became of it."""
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT count(*) FROM stamp").fetchone() == (1,)
        connection.executescript("""
            PRAGMA foreign_keys = OFF;
            UPDATE stamp SET digest = '00000000000000000000';
            UPDATE reading SET stamp = '00000000000000000000';
            UPDATE claim SET stamp = '00000000000000000000';
        """)
    connection.close()
    report = next(document for document in read_demo_documents() if document.name == name)
    with Record.open(file) as record:
        return next(iter(Ingest(record, lambda: reader, again=True).run([report]))).what


def tab_to(visitor: Visitor, selector: str) -> None:
    """Go to a field with the Tab key alone."""
    for _ in range(120):
        if visitor.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
        visitor.key("Tab")
    raise AssertionError(f"the Tab key does not reach {selector}")


def replace(visitor: Visitor, words: str) -> None:
    """Type words in place of those in the field."""
    visitor.key("Control+a")
    visitor.page.keyboard.type(words)


def test_a_claim_is_corrected_by_keyboard_and_stays_so_when_read_again(desk, desk_file, reader, visit) -> None:
    row = next(
        row
        for row in ask(desk, "claims?place=Abala&limit=200")["rows"]  # type: ignore[attr-defined]
        if row["document"] == NAME and any(part["role"] == "place" for part in row["arguments"])
    )
    at = next(number for number, part in enumerate(row["arguments"]) if part["role"] == "place")
    visitor = visit(desk)
    page = visitor.open(f"/review?claim={row['id']}")
    visitor.key("e")
    assert page.evaluate("document.activeElement.id") == "c-type"
    page.keyboard.type(WORDS.t("terms.type.arrest"))
    tab_to(visitor, "fieldset:has([name=trigger-start]) [data-pick]")
    visitor.key("Enter")
    visitor.key("ArrowRight")  # from the trigger on to the next word
    visitor.key("Enter")
    words = page.inner_text("fieldset:has([name=trigger-start]) [data-words]")
    tab_to(visitor, f"[name=argument-{at}-place]")
    replace(visitor, "Filingué")
    for field, value in (("lat", "14.35"), ("lon", "3.31")):
        tab_to(visitor, f"[name=argument-{at}-{field}]")
        replace(visitor, value)
    tab_to(visitor, ".correction button.main")
    visitor.go("Enter")
    assert WORDS.t("review.saved.correct") in visitor.read()

    def look() -> None:
        """Look that the claim is as it was corrected, and that the machine's reading stands beside it."""
        judged = ask(desk, f"claims/{row['id']}")
        assert (judged["type"], judged["machine"]["type"]) == ("arrest", row["type"])  # type: ignore[index]
        assert (judged["words"], judged["machine"]["trigger"]) == (words, row["trigger"])  # type: ignore[index]
        assert "Filingué" in json.dumps(judged["arguments"], ensure_ascii=False)
        visitor.open(f"/review?claim={row['id']}")
        assert WORDS.t("terms.type.arrest") in page.inner_text(".work-head")
        assert page.input_value("[name=trigger-start]") == str(judged["trigger"][0])  # type: ignore[index]

    look()
    assert read_again(desk_file, NAME, reader) is What.AGAIN
    look()
    visitor.inspect()


def test_the_keys_of_the_queue(desk, visit) -> None:
    visitor = visit(desk)
    page = visitor.open("/review")

    def at_hand() -> str:
        """Return the claim at hand."""
        return page.get_attribute("[data-claim-at]", "data-claim-at") or ""

    first = at_hand()
    visitor.go("j")
    second = at_hand()
    assert second != first
    visitor.go("k")
    assert at_hand() == first
    visitor.go("a")
    assert WORDS.t("review.saved.accept") in visitor.read()
    assert at_hand() == second
    visitor.go("r")
    assert WORDS.t("review.saved.reject") in visitor.read()
    visitor.go("u")
    assert WORDS.t("review.undone") in visitor.read()
    assert at_hand() == second
    rows = ask(desk, "judgements")["rows"]
    held = [(row["kind"], f"at-{row['subject']}") for row in rows if not row["withdrawn"]]  # type: ignore[attr-defined]
    assert ("accept", first) in held
    assert ("reject", second) not in held
    visitor.key("?")
    page.wait_for_selector("dialog.keys")
    assert visitor.barriers() == []
    visitor.key("Escape")
    assert page.locator("dialog.keys").count() == 0


def test_two_reviewers_disagree(guarded_file, guarded_room, visit) -> None:
    with Record.open(guarded_file) as record:
        claim = record.view.claim_page(Filter(), limit=1).rows[0].id
    for name, key in (("ana", "a"), ("rita", "r")):
        visitor = visit(guarded_room)
        visitor.enter(name, PASSWORD, f"/review?claim={claim}")
        visitor.go(key)
    visitor.open("/review?state=disagreement")
    told = visitor.read()
    assert WORDS.t("claim.disagreement") in told
    assert "ana" in told
    assert "rita" in told
    visitor.inspect()
    visitor.open(f"/claims/{claim}")
    assert WORDS.t("claim.disagreement") in visitor.read()


def test_incidents_are_split_and_joined_and_stay_so(desk, desk_file, visit) -> None:
    rows = {str(row["id"]): row for row in ask(desk, "incidents?limit=200")["rows"]}  # type: ignore[attr-defined]
    big = max(rows.values(), key=lambda row: len(row["claims"]))
    one, other = [row for row in rows.values() if len(row["claims"]) == 1 and row["start"] == "2018-11-20"][:2]
    visitor = visit(desk)
    page = visitor.open(f"/incidents/{big['id']}")
    apart = [part["id"] for part in big["claims"] if part["document"] == big["claims"][-1]["document"]]
    for claim in apart:
        page.check(f"[name=claim][value='{claim}']")
    with page.expect_navigation():
        page.click(".judging form[action$=apart] button")
    assert page.locator(".notice.done").count() == 1
    visitor.open(f"/incidents/{one['id']}")
    page.fill("[name=other]", str(other["id"]))
    with page.expect_navigation():
        page.click(".judging form[action$=same] button")
    assert page.locator(".notice.done").count() == 1
    with Record.open(desk_file) as record:
        link_record(record, outlets=read_outlets(demo_folder() / "outlets.toml"))
    told = {
        str(row["id"]): {part["id"] for part in row["claims"]}
        for row in ask(desk, "incidents?limit=300")["rows"]  # type: ignore[attr-defined]
    }
    rest = {part["id"] for part in big["claims"]} - set(apart)
    assert not any(claims & set(apart) and claims & rest for claims in told.values())
    pair = {one["claims"][0]["id"], other["claims"][0]["id"]}
    found = next(id_ for id_, claims in told.items() if pair <= claims)
    visitor.open(f"/incidents/{found}")
    assert WORDS.t("incident.judged") in visitor.read()
    visitor.inspect()
