"""Moving about: languages, themes, filters in the address, back and forward, another day, print, and no script."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, quote, urlsplit
from urllib.request import urlopen

import pytest

from selon.demo.corpus import read_demo_documents
from selon.web.words import read_words

FRENCH, ENGLISH = read_words("fr"), read_words("en")
REPORTS = read_demo_documents()
DAY = "2018-11-15"
# What has the focus, whether it is outlined, and whether it is in the window.
FOCUSED = """() => { const at = document.activeElement, box = at.getBoundingClientRect();
  return [at.innerText, getComputedStyle(at).outlineStyle !== "none", box.bottom > 0 && box.top < innerHeight]; }"""


def largest_incident(address: str) -> str:
    """Return the id of the incident with most claims."""
    with urlopen(f"{address}/api/incidents?limit=200", timeout=30) as answer:  # noqa: S310 - our own server
        return str(max(json.load(answer)["rows"], key=lambda row: len(row["claims"]))["id"])


def test_language_and_theme_are_chosen_and_kept(reading_room, visit) -> None:
    visitor = visit(reading_room)
    page = visitor.open("/?place=Abala")
    page.click("a[hreflang=en]")
    visitor.rest()
    assert page.get_attribute("html", "lang") == "en"
    assert page.inner_text("h1") == ENGLISH.t("overview.title")
    assert page.url.endswith("/?place=Abala")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click(f"text={ENGLISH.t('base.theme.dark')}")
    visitor.rest()
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != paper
    visitor.open("/review")
    assert (page.get_attribute("html", "lang"), page.get_attribute("html", "data-theme")) == ("en", "dark")
    assert visitor.barriers() == []


def test_filters_stand_in_the_address_and_links_keep_them(reading_room, visit) -> None:
    visitor = visit(reading_room)
    page = visitor.open("/")
    lead = page.inner_text("#sentence")
    page.fill("#f-place", "Abala")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?place=Abala")
    visitor.rest()
    narrowed = page.inner_text("#sentence")
    assert narrowed != lead
    assert page.locator("#list li", has_text="Abala").count() > 0
    page.check("[name=several]")
    page.wait_for_url("**several=1**")
    visitor.rest()
    page.locator("#list a[href^='/incidents/']").first.click()
    page.wait_for_url("**/incidents/**")
    assert parse_qs(urlsplit(page.url).query) == {"place": ["Abala"], "several": ["1"]}
    page.go_back(wait_until="load")
    visitor.rest()
    assert page.input_value("#f-place") == "Abala"
    page.go_back()
    visitor.rest()
    assert not page.is_checked("[name=several]")
    assert page.inner_text("#sentence") == narrowed
    page.go_back()
    visitor.rest()
    assert (page.inner_text("#sentence"), page.input_value("#f-place")) == (lead, "")
    page.go_forward()
    visitor.rest()
    assert page.inner_text("#sentence") == narrowed


def test_the_map_and_the_timeline_filter(reading_room, tour) -> None:
    visitor = tour(reading_room)
    page = visitor.open("/?since=2021-06-01&until=2021-06-30")
    page.click("#map-view")
    page.wait_for_url("**box=**")
    visitor.rest()
    assert page.locator("#list li", has_text="Abala").count() > 0
    page.locator(".map .leaflet-marker-icon").first.click(force=True)
    visitor.open("/?place=Hulyaypole&type=shelling")
    one = page.locator(".map .leaflet-marker-icon[title]")
    one.wait_for()
    assert one.count() == 1
    assert "Houliaïpole" in (one.get_attribute("title") or "")
    visitor.open("/?place=Abala")
    page.evaluate("document.querySelectorAll('#desk details').forEach((fold) => (fold.open = true))")
    page.locator("#map-table a[data-part]").first.click()
    visitor.rest()
    assert page.locator("#list li").count() > 0


def test_a_box_is_drawn_on_the_map(reading_room, tour) -> None:
    visitor = tour(reading_room)
    page = visitor.open("/?since=2021-06-01&until=2021-06-30")
    all_ = page.locator("#list li").count()
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.click("#map-box")
    assert page.get_attribute("#map-box", "aria-pressed") == "true"
    page.mouse.move(box["x"] + 2, box["y"] + 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 60, steps=3)
    page.mouse.up()
    page.wait_for_url("**box=**")
    visitor.rest()
    assert page.locator("#list li").count() < all_
    assert page.get_attribute("#map-box", "aria-pressed") == "false"


def test_a_day_is_typed_as_its_reader_is_used_to(reading_room, tour) -> None:
    visitor = tour(reading_room)
    page = visitor.open("/")
    page.fill("#f-since", "15/11/2018")
    page.keyboard.press("Enter")
    page.wait_for_url("**since=2018-11-15")
    visitor.rest()
    assert page.input_value("#f-since") == "2018-11-15"
    page.fill("#f-since", "31/2/2018")
    page.keyboard.press("Enter")
    assert page.evaluate("document.getElementById('f-since').validity.customError")
    assert page.url.endswith("since=2018-11-15")
    assert page.locator(f"#filters button[aria-label='{FRENCH.t('days.pick')}']").count() == 3


@pytest.mark.parametrize("path", ["/", "/documents", "/outlets", "/origins"])
def test_what_was_known_on_a_day(path, reading_room, tour) -> None:
    visitor = tour(reading_room)
    page = visitor.open(f"{path}?as_of={DAY}")
    assert page.locator(".notice.as-of").is_visible()
    later = {report.publisher for report in REPORTS if str(report.published) > DAY}
    later -= {report.publisher for report in REPORTS if str(report.published) <= DAY}
    assert later
    told = visitor.read()
    assert [outlet for outlet in later if outlet in told] == []
    assert not re.search(r"\b202[0-9]\b", told)
    page.click(".notice.as-of a")
    visitor.rest()
    assert "as_of" not in page.url


def test_the_day_is_kept_on_the_way_to_an_incident(reading_room, tour) -> None:
    visitor = tour(reading_room)
    page = visitor.open(f"/?as_of={DAY}")
    page.locator("#list a[href^='/incidents/']").first.click()
    page.wait_for_url("**/incidents/**")
    assert parse_qs(urlsplit(page.url).query)["as_of"] == [DAY]
    assert page.locator(".notice.as-of").is_visible()


@pytest.mark.parametrize("path", ["/", "/documents", "/origins", "/search?q=armée"])
def test_a_list_is_walked_by_keys(path, reading_room, tour) -> None:
    visitor = tour(reading_room)
    page = visitor.open(path)
    links = page.locator("main [data-walk] > * a:visible")
    visitor.key("j", times=2)
    visitor.key("k")
    assert page.evaluate("document.activeElement.closest('[data-walk]') !== null")
    wanted = page.evaluate("document.activeElement.getAttribute('href')")
    assert wanted == links.first.get_attribute("href")
    visitor.go("Enter")
    assert urlsplit(page.url).path == urlsplit(wanted).path


def test_the_keys_are_told_and_lead_to_the_search(reading_room, tour) -> None:
    visitor = tour(reading_room)
    page = visitor.open("/outlets")
    visitor.key("?")
    page.locator("dialog.keys[open]").wait_for()
    assert {"j", "k", "a", "r", "e", "u", "/", "?"} <= set(page.locator("dialog.keys kbd").all_inner_texts())
    visitor.key("Escape")
    page.locator("dialog.keys").wait_for(state="detached")
    visitor.go("/")
    assert urlsplit(page.url).path == "/search"


def test_pages_can_be_printed(reading_room, visit) -> None:
    visitor = visit(reading_room)
    incident, report = largest_incident(reading_room), REPORTS[0]
    needed = {
        "/": ["h1", "#sentence", "#map", "#timeline", "#list li >> nth=0", "#list li >> nth=-1"],
        f"/incidents/{incident}": ["h1", ".grades", ".voices", ".tree", ".lineage", "#tolls", "footer"],
        f"/documents/{quote(report.name)}": [".sheet-text", ".sheet-head", "[data-panel]"],
    }
    for path, parts in needed.items():
        page = visitor.open(path)
        page.emulate_media(media="print")
        assert [part for part in parts if not page.locator(part).first.is_visible()] == [], path
        assert page.locator(".site-nav").is_hidden()
        assert len(page.pdf()) > 10_000


@pytest.mark.parametrize("path", ["/", "/documents/17_abala_courrier.txt", "/review"])
def test_where_the_tab_key_leads_is_seen(path, reading_room, tour) -> None:
    visitor = tour(reading_room)
    page = visitor.open(path)
    seen: list[list[object]] = []
    for _ in range(24):
        visitor.key("Tab")
        seen.append(page.evaluate(FOCUSED))
    assert seen[0][0] == FRENCH.t("base.skip")
    assert [stop for stop in seen if not all(stop[1:])] == []
    page.locator(".skip").focus()
    visitor.key("Enter")
    visitor.key("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_everything_that_matters_works_without_scripts(reading_room, visit) -> None:
    visitor = visit(reading_room, java_script_enabled=False)
    page = visitor.page
    visitor.open("/")
    page.fill("#f-place", "Abala")
    page.click("#filters button.main")
    assert 0 < page.locator("#list li").count() < 20
    page.locator("#list a[href^='/incidents/']", has_text="Abala").first.click()
    page.wait_for_url("**/incidents/**")
    page.locator("main a[href^='/documents/'], main a[href^='/claims/']").first.click()
    page.wait_for_url("**/documents/**")
    assert page.locator(".sheet-text").is_visible()
    assert page.locator("[data-panel] details").count() > 0
    visitor.open("/search")
    page.fill("main input[type=search]", "convoi")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=convoi**")
    assert page.locator("main mark", has_text=re.compile("convoi", re.IGNORECASE)).count() > 0


def test_a_claim_is_judged_without_scripts(desk, visit) -> None:
    visitor = visit(desk, java_script_enabled=False)
    page = visitor.open("/review")
    page.click(".verbs .main")
    assert FRENCH.t("review.saved.accept") in visitor.read()
    page.click(".notice.done button")
    assert FRENCH.t("review.undone") in visitor.read()
    page.click("#correction summary")
    page.select_option("#c-status", "intended" if page.input_value("#c-status") != "intended" else "possible")
    page.click("#correction button.main")
    assert FRENCH.t("review.saved.correct") in visitor.read()
