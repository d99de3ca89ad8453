"""Plain words: why a claim was read so, and what places and actors are called in the language of the page."""

from __future__ import annotations

import re

import pytest

from selon.record.place_words import PlaceWords
from selon.web.shown.place_names import _told_names
from selon.web.shown.reasons import argument_reason, find_reasons, source_reason
from selon.web.words import read_words

RULES = (
    "learnt 0.87: spoken=False|place, rule=none|air_strike, takes up Gao",
    "object (shared subject:antecedent), pronoun",
    "subject (nsubj), the speaker",
    "listed with Alep",
    "à (verb above), in or near Deir ez-Zor",
    "what is ruled",
)
CODES = re.compile(r"[=_|\[\]]|nsubj|nmod|obl|amod")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_reason_of_the_corpus_is_told_in_words(demo, language: str) -> None:
    words = read_words(language)
    reasons = [argument_reason(rule) for rule in RULES]
    for claim in demo.view.claims():
        reasons += find_reasons(claim.row)
        reasons += [argument_reason(part.get("why", "")) for part in claim.row["arguments"]]
        reasons += [source_reason(part.get("why", "")) for part in claim.row["attribution"]]
    said = {
        words.t(f"claim.why.{key}", **values)
        for reason in reasons
        for key, values in ((reason.key, reason.values), *reason.notes)
        if "type" not in values
    }
    assert len(said) > 30
    assert not [sentence for sentence in said if CODES.search(sentence)]
    assert not [reason.rule for reason in reasons if reason.key == "other"]


@pytest.mark.parametrize(("language", "place"), [("fr", "Houliaïpole"), ("en", "Hulyaypole")])
def test_places_are_called_as_the_language_calls_them(client, language: str, place: str) -> None:
    listed = client.get("/", params={"lang": language, "place": "Hulyaypole"}).text
    assert f'<span class="incident-place">{place}</span>' in listed
    assert client.get("/overview/names", params={"lang": "fr"}).json()["Hulyaypole"] == "Houliaïpole"


def test_places_without_a_gazetteer_are_called_as_texts_spell_them() -> None:
    told = [
        PlaceWords("geonames:1", "Ţubrūq", "le port de Toubrouk", 2),
        PlaceWords("geonames:1", "Ţubrūq", "Tubruq", 1),
        PlaceWords("geonames:1", "Ţubrūq", "cette ville", 9),
        PlaceWords("selon:niger:country:ne", "Niger", "le Niger", 4),
    ]
    assert _told_names(told, None) == {"Ţubrūq": "Toubrouk"}


def test_actors_have_english_names_on_english_pages(client) -> None:
    assert "<bdi>Russia</bdi>" in client.get("/origins?lang=en").text
    assert "<bdi>Russie</bdi>" in client.get("/origins?lang=fr").text
