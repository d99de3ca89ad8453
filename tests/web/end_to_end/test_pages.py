"""Each page, opened by a reader in a real browser: it says what the corpus tells, fits, is usable, and is quiet."""

from __future__ import annotations

import json
import re
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from selon.demo.corpus import read_demo_documents, read_demo_truth
from selon.web.visit import NAVIGATION

TRUTH = {incident["id"]: incident for incident in read_demo_truth()["incidents"]}
MARKET, ABALA = TRUTH["hajine-market-2018-11"], TRUTH["abala-attack-2021-06"]
REPORTS = {document.name: document for document in read_demo_documents()}
REPORT = REPORTS["17_abala_courrier.txt"]
# What each page has to say about the corpus, whatever else it says.
FACTS = {
    "/": rf"{len(REPORTS)} documents",
    "/documents": re.escape(REPORT.publisher),
    "/review": r"(?i)accepter",
    "/origins": "Observatoire de la Djézireh",
    "/outlets": re.escape(REPORT.publisher),
    "/narratives": r"\d",
    "/naming": re.escape(REPORT.publisher),
    "/movements": "Idleb|Djarabulus|Tanf|Filingué",
    "/search?q=convoi": "(?i)convoi",
    "/ingest": r"(?i)fichier",
    "/help": r"\bj\b",
    "/account": r"\w",
    "/review/bulk?kind=accept": "essai",
    "/api/docs": "/api/claims",
    "/nowhere": "Cela n.existe pas ici",
}


def ask(address: str, path: str) -> dict[str, object]:
    """Return what the API answers."""
    with urlopen(f"{address}/api/{path}", timeout=30) as answer:  # noqa: S310 - our own server
        found: dict[str, object] = json.load(answer)
    return found


def find_incident(address: str, known: dict[str, object]) -> str:
    """Return the id of the incident with most claims of the day and place of one that the truth knows."""
    rows = ask(address, f"incidents?since={known['start']}&until={known['end']}&limit=200")["rows"]
    lat = known["place"]["lat"]  # type: ignore[index]
    near = [row for row in rows if abs(((row["place"] or {}).get("lat") or 0) - lat) < 0.5]  # type: ignore[attr-defined]
    return str(max(near, key=lambda row: len(row["claims"]))["id"])


def test_a_visitor_notices_what_goes_wrong(reading_room, visit) -> None:
    visitor = visit(reading_room)
    page = visitor.open("/help")
    assert visitor.barriers() == []
    page.evaluate("""() => {
      const pale = document.createElement("p");
      pale.textContent = "pâle";
      pale.style.color = "#aaa";
      document.querySelector("main").append(pale, document.createElement("input"));
      console.error("un malheur");
      const far = document.createElement("img");
      far.src = "https://ailleurs.example/image.png";
      pale.append(far);
      fetch("https://ailleurs.example/", { mode: "no-cors" }).catch(() => {});
    }""")
    found = " ".join(visitor.barriers())
    assert all(rule in found for rule in ("color-contrast", "label", "image-alt"))
    visitor.rest()
    told = " ".join(visitor.faults)
    assert "un malheur" in told
    assert told.count("ailleurs.example") > 1
    visitor.faults.clear()


def test_every_page_of_the_header_is_looked_at() -> None:
    assert {path for _, path in NAVIGATION} <= {path.partition("?")[0] for path in FACTS}


@pytest.mark.parametrize("path", FACTS)
def test_a_page_tells_and_is_usable(path, reading_room, tour) -> None:
    visitor = tour(reading_room)
    visitor.open(path, status=404 if path == "/nowhere" else 200)
    if path == "/nowhere":  # the browser itself tells of the answer
        visitor.faults = [fault for fault in visitor.faults if "status of 404" not in fault]
    assert re.search(FACTS[path], visitor.read()), visitor.read()[:2000]
    visitor.inspect(whole=True)


def test_an_incident_is_told_from_all_sides(reading_room, tour) -> None:
    visitor = tour(reading_room)
    page = visitor.open(f"/incidents/{find_incident(reading_room, ABALA)}")
    told = visitor.read()
    low, high = ABALA["killed"]["low"], ABALA["killed"]["high"]
    assert re.search(rf"{low}\D{{1,8}}{high}", told)
    assert f"{ABALA['independent']} origines" in told
    for name in ABALA["documents"]:
        assert REPORTS[name].publisher in told
    assert page.locator("#place .leaflet-marker-pane .leaflet-marker-icon").count() == 1
    assert page.get_attribute("#place .leaflet-control-zoom-in", "aria-label") == "Agrandir"
    visitor.inspect()


def test_a_denial_stands_beside_what_is_denied(reading_room, tour) -> None:
    visitor = tour(reading_room)
    visitor.open(f"/incidents/{find_incident(reading_room, MARKET)}")
    told = visitor.read()
    assert re.search(r"(?i)coalition", told[told.index("Qui le nie") :])
    assert str(MARKET["killed"]["high"]) in told
    visitor.inspect()


def test_a_document_shows_its_claims_in_place(reading_room, tour) -> None:
    visitor = tour(reading_room)
    page = visitor.open(f"/documents/{quote(REPORT.name)}")
    text = page.inner_text(".sheet-text")
    assert all(line in text for line in REPORT.text.splitlines() if line.strip())
    visitor.key("j")
    first = page.locator("[data-panel] details[open], [data-panel] .chosen, [data-panel] article:visible").first
    assert first.is_visible()
    visitor.key("j")
    visitor.inspect()


def test_a_claim_leads_to_its_place(reading_room, tour) -> None:
    claim = ask(reading_room, f"claims?document={quote(REPORT.name)}&limit=1")["rows"][0]  # type: ignore[index]
    visitor = tour(reading_room)
    page = visitor.open(f"/claims/{claim['id']}")
    assert page.url.endswith(f"#claim-{claim['id']}")
    assert page.locator(f"#claim-{claim['id']}").is_visible()


@pytest.mark.parametrize(
    "path",
    ["/", "/documents", "/review", "/origins", "/outlets", "/narratives", "/naming", "/movements", "/search?q=armée"],
)
def test_real_articles_are_shown(path, press_room, tour) -> None:
    visitor = tour(press_room)
    visitor.open(path)
    assert "Wikinews" in visitor.read() or path in {"/", "/review", "/origins", "/movements", "/narratives"}
    visitor.inspect()


@pytest.mark.parametrize("path", ["/", "/documents", "/origins", "/outlets", "/movements", "/search?q=ville"])
def test_a_page_can_be_filtered(path, reading_room, tour) -> None:
    visitor = tour(reading_room)
    page = visitor.open(path)
    rows = page.locator("main [data-walk] > *")
    all_ = rows.count()
    page.evaluate("document.querySelectorAll('main details').forEach((fold) => (fold.open = true))")
    page.fill("main form [name=outlet]", REPORT.publisher)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"[?&]outlet=Le"))
    visitor.rest()
    assert 0 < rows.count() < all_
    assert page.input_value("main form [name=outlet]") == REPORT.publisher


@pytest.mark.parametrize("path", ["/narratives", "/naming"])
def test_a_count_can_be_filtered(path, reading_room, tour) -> None:
    visitor = tour(reading_room)
    visitor.open(path)
    assert "Vestnik-Sud" in visitor.read()
    visitor.open(f"{path}?outlet={quote(REPORT.publisher)}")
    assert "Vestnik-Sud" not in visitor.read()


def test_the_queue_can_be_filtered(reading_room, tour) -> None:
    visitor = tour(reading_room)
    page = visitor.open(f"/review?outlet={quote(REPORT.publisher)}")
    total = ask(reading_room, f"claims?outlet={quote(REPORT.publisher)}&limit=1")["total"]
    assert f"{total} énoncés" in visitor.read()
    assert REPORT.publisher in page.inner_text(".work")


def test_real_articles_can_be_filtered(press_room, tour) -> None:
    visitor = tour(press_room)
    days = sorted(row["published"] for row in ask(press_room, "documents?limit=200")["rows"])  # type: ignore[attr-defined]
    middle = days[len(days) // 2]
    page = visitor.open(f"/documents?until={middle}&limit=200")
    assert page.locator(".documents tbody tr").count() == sum(day <= middle for day in days) < len(days)
    every, kept = (ask(press_room, f"incidents?limit=1{more}")["total"] for more in ("", f"&until={middle}"))
    assert 0 < kept < every  # type: ignore[operator]
    page = visitor.open(f"/?until={middle}")
    assert str(kept) in page.inner_text("#sentence")


@pytest.mark.parametrize("path", ["/origins", "/outlets", "/movements", "/narratives", "/naming", "/search?q=police"])
def test_real_findings_can_be_filtered(path, press_room, tour) -> None:
    visitor = tour(press_room)
    days = sorted(row["published"] for row in ask(press_room, "documents?limit=200")["rows"])  # type: ignore[attr-defined]
    page = visitor.open(path)
    told = visitor.read()
    page.evaluate("document.querySelectorAll('main details').forEach((fold) => (fold.open = true))")
    page.fill("main form [name=until]", days[len(days) // 3])
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"[?&]until=\d"))
    visitor.rest()
    assert visitor.read() != told
    assert page.input_value("main form [name=until]") == days[len(days) // 3]
    visitor.check()


def test_the_real_queue_can_be_filtered(press_room, tour) -> None:
    visitor = tour(press_room)
    every, kept = (ask(press_room, f"claims?limit=1{more}")["total"] for more in ("", "&status=hearsay"))
    assert 0 < kept < every  # type: ignore[operator]
    page = visitor.open("/review?status=hearsay")
    assert page.inner_text(".review-head .lead").startswith(f"{kept} ")
    assert page.locator(".waiting .status-hearsay").count() == page.locator(".waiting li").count()


def test_a_real_article_and_a_real_incident_are_shown(press_room, tour) -> None:
    visitor = tour(press_room)
    rows = ask(press_room, "incidents?limit=200")["rows"]
    row = max(rows, key=lambda row: len(row["claims"]))  # type: ignore[arg-type, call-overload]
    visitor.open(f"/incidents/{row['id']}")
    visitor.inspect()
    visitor.open(f"/documents/{quote(row['claims'][0]['document'])}")
    visitor.inspect()
