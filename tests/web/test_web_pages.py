"""Every page opens, in both languages, with nothing that the policy forbids; words are the same keys everywhere."""

from __future__ import annotations

import re
import string

import pytest

from selon.web import pages
from selon.web.app import build_app
from selon.web.room import Room
from selon.web.visit import HERE, NAVIGATION
from selon.web.words import LANGUAGES, read_words

PLAIN = sorted(
    {
        route.path
        for router in pages.ROUTERS
        for route in router.routes
        if "GET" in route.methods and "{" not in route.path and route.path != "/preferences"
    }
)
PAGES = [path for path in PLAIN if path in {target for _, target in NAVIGATION} | {"/login", "/account", "/api/docs"}]
TEMPLATES = sorted((HERE / "templates").rglob("*.html"))
KEY = re.compile(r"""\bt\(\s*["']([a-z_]+(?:\.[\w ]+)+)["']\s*[,)]""")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [*PAGES, "/api/docs"])
def test_a_page_opens(client, path, language) -> None:
    answer = client.get(path, params={"lang": language})
    if answer.status_code == 303:  # the page to log in, where nobody needs to
        return
    assert answer.status_code == 200, answer.text
    assert f'<html lang="{language}"' in answer.text
    assert '<main id="main"' in answer.text
    assert 'class="skip"' in answer.text
    assert not re.findall(r"\[[a-z_]+\.[a-z_.]+\]", answer.text)  # a key without words


@pytest.mark.parametrize("path", [*PAGES, "/api/docs"])
def test_a_page_opens_on_a_record_that_holds_nothing(empty, path) -> None:
    assert empty.get(path).status_code in {200, 303, 409}


@pytest.mark.parametrize("path", [*PAGES, "/api/docs", "/nowhere"])
def test_a_page_keeps_to_its_policy(client, path) -> None:
    answer = client.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", answer.text)
    assert not re.findall(r"<style\b|<[^>]+\s(?:style|on[a-z]+)=", answer.text)
    outside = re.findall(r"""(?:src|href|action)=["'](?:https?:)?//(?!127\.0\.0\.1)[^"']*""", answer.text)
    linked = re.findall(r"""<a [^>]*href=["']https?://[^"']*""", answer.text)  # followed only by who clicks
    assert len(outside) == len(linked)


def test_a_page_that_is_not_there_says_so(client) -> None:
    answer = client.get("/nowhere?lang=en")
    assert answer.status_code == 404
    assert "There is no such thing here" in answer.text
    assert "&lt;b&gt;" in client.get("/%3Cb%3E").text


def test_static_files_are_packed_for_those_who_can_read_them(client) -> None:
    path = "/static/basemap/countries.json"
    packed, plain = (client.get(path, headers={"Accept-Encoding": name}) for name in ("gzip", "identity"))
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2
    assert packed.content == plain.content
    assert {name: packed.headers[name] for name in ("etag", "last-modified", "content-type")} == {
        name: plain.headers[name] for name in ("etag", "last-modified", "content-type")
    }
    assert client.get(path, headers={"If-None-Match": packed.headers["etag"]}).status_code == 304
    assert client.head(path, headers={"Accept-Encoding": "gzip"}).content == b""


@pytest.mark.parametrize("path", ["/static/leaflet/leaflet.js", "/static/markercluster/leaflet.markercluster.js"])
def test_static_files_are_kept(client, path) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"
    assert "immutable" in client.get(f"{path}?v=1").headers["cache-control"]


def test_language_and_theme_are_chosen_without_a_script(client) -> None:
    assert '<html lang="fr"' in client.get("/help").text
    back = client.get("/preferences", params={"lang": "en", "theme": "dark", "next": "/help?q=a"})
    assert (back.status_code, back.headers["location"]) == (303, "/help?q=a")
    assert '<html lang="en" data-theme="dark"' in client.get("/help").text
    assert client.get("/preferences", params={"lang": "de"}).status_code == 422


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example"])
def test_preferences_lead_nowhere_else(client, target) -> None:
    assert client.get("/preferences", params={"next": target}).headers["location"] == "/"


def test_languages_have_the_same_words() -> None:
    french, english = (read_words(language).by_key for language in LANGUAGES)
    assert french.keys() == english.keys()
    for key, words in french.items():
        assert _names(words) == _names(english[key]), key


def _names(words: str) -> set[str]:
    """Return the names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.stem)
def test_words_of_a_template_are_there(template) -> None:
    known = read_words("fr").by_key
    asked = set(KEY.findall(template.read_text(encoding="utf-8")))
    assert {key for key in asked if key not in known and f"{key}.one" not in known} == set()


def test_tiles_are_let_through_the_policy_where_somebody_wants_them(demo) -> None:
    from starlette.testclient import TestClient

    app = build_app(Room(record=demo, tiles="https://{s}.tiles.example/{z}/{x}/{y}.png"))
    policy = TestClient(app, base_url="http://localhost").get("/help").headers["content-security-policy"]
    assert "img-src 'self' data: https://*.tiles.example;" in policy
