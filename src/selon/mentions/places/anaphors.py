"""Places named by a noun alone: "la ville", "le pays", "sa base aérienne" stand for a place named before."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import TYPE_CHECKING

from selon.codebook.places import read_place_words
from selon.mentions.mention import PlaceMention
from selon.values import Precision, TextSpan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Doc

    from selon.mentions.gazetteer import Gazetteer
    from selon.mentions.mention import Place

_DETERMINER = (
    r"\b(?P<det>[Ll]a|[Ll]e|[Ll]es|[Ll]['’]\s?|[Cc]ette|[Cc]et|[Cc]e|[Ss]a|[Ss]on|[Ss]es|[Ll]eurs?|du|des|au|aux)"
)
_GOES_ON = re.compile(r"\s(?:[\w-]+\s){0,2}?(?:de la |de l['’]\s?|de |d['’]\s?|du |des )?(?=[A-ZÉÈÎÂÔÀ])")
_LOCATIVE = re.compile(r"(?:\b(?:à|en|dans|vers|depuis|entre|sur|de|du|près d)\s|[dD]['’]\s?)$")
_WIDE = frozenset({Precision.REGION, Precision.PROVINCE, Precision.LINE})
_POINT = frozenset({Precision.SITE, Precision.LOCALITY, Precision.NEAR})
_OFTEN = 5  # named more often than this a place is no more salient


@dataclass(frozen=True, slots=True)
class _Nouns:
    """The nouns that can stand for a place, each with what it can stand for, and the pattern that finds them."""

    kinds: Mapping[str, str]
    pattern: re.Pattern[str]


def find_place_anaphors(doc: Doc, places: Sequence[PlaceMention], gazetteer: Gazetteer) -> list[PlaceMention]:
    """Return the nouns that stand for a place named before, in text order, each with that place.

    `places` are the places of the text, as `find_places` returns them.
    """
    text = doc.text
    nouns = _read_nouns("fr")
    found: list[PlaceMention] = []
    for match in nouns.pattern.finditer(text):
        start, end = match.start("noun"), match.end("noun")
        if _is_named_itself(text, end, places):
            continue
        before = [one for one in (*places, *found) if one.place is not None and one.span.end <= start]
        named = _rank_salient(text, start, sorted(before, key=lambda one: one.span), gazetteer)
        place = _find_antecedent(nouns.kinds[match["noun"].lower()], named, gazetteer)
        if place is not None:
            span = TextSpan(match.start(), end)
            why = f"anaphor: {match['noun']} stands for {place.name}"
            found.append(PlaceMention(span=span, place=place, position=place.position, why=why))
    return found


@lru_cache(maxsize=4)
def _read_nouns(language: str) -> _Nouns:
    """Return the nouns that can stand for a place."""
    kinds = {
        form: entry.value
        for entry in read_place_words(language)
        if entry.use == "anaphor"
        for form in (entry.word, *entry.forms)
    }
    choice = "|".join(sorted(map(re.escape, kinds), key=len, reverse=True))
    adjective = r"(?:\s?même|\sgrande|\spetite|\sprincipale|\sdeuxième)?"
    return _Nouns(kinds, re.compile(rf"{_DETERMINER}{adjective}\s?(?P<noun>{choice})\b", re.IGNORECASE))


def _is_named_itself(text: str, end: int, places: Sequence[PlaceMention]) -> bool:
    """Return whether the noun is followed by its own name: "la ville de Gao", "le pays de Galles"."""
    goes_on = _GOES_ON.match(text, end)
    if goes_on is None:
        return False
    return any(one.span.start <= goes_on.end() < one.span.end for one in places) or goes_on.group().rstrip().endswith(
        "de"
    )


def _rank_salient(text: str, end: int, named: Sequence[PlaceMention], gazetteer: Gazetteer) -> list[Place]:
    """Return the places named so far, the most salient first: named lately, often, and in this paragraph.

    A capital that speaks or acts ("Moscou accuse") is no place there.
    """
    count: Counter[str] = Counter()
    here: set[str] = set()
    paragraph = text.rfind("\n\n", 0, end)
    last: dict[str, Place] = {}
    for mention in named:
        place = mention.place
        if place is None or (
            _is_capital(place, gazetteer)
            and not mention.why.startswith("anaphor")
            and not _LOCATIVE.search(text[max(0, mention.span.start - 12) : mention.span.start])
        ):
            continue
        count[place.id] += 1
        if mention.span.start > paragraph and not mention.why.startswith("anaphor"):
            here.add(place.id)
        last.pop(place.id, None)
        last[place.id] = place
    latest = list(reversed(last.values()))

    def weight(pair: tuple[int, Place]) -> float:
        rank, place = pair
        return 0.5 * rank - sqrt(min(count[place.id], _OFTEN)) - (place.id in here)

    return [place for _, place in sorted(enumerate(latest), key=weight)]


def _is_capital(place: Place, gazetteer: Gazetteer) -> bool:
    """Return whether the place is the capital of its country."""
    capital = gazetteer.capital_of(place.country) if place.country else None
    return capital is not None and capital.place.id == place.id


def _find_antecedent(kind: str, resolved: Sequence[Place], gazetteer: Gazetteer) -> Place | None:
    """Return the most salient place that the noun can stand for."""
    if kind == "country":
        return next((one for one in resolved if one.position.precision is Precision.COUNTRY), None)
    if kind == "capital":
        return _find_capital(resolved, gazetteer)
    if kind == "site":
        sites = [one for one in resolved[:6] if one.position.precision is Precision.SITE]
        return next(iter(sites), None) or _first(resolved, _POINT)
    if kind == "area":
        return next((one for one in resolved if one.position.precision in _POINT | _WIDE), None)
    return _first(resolved, _POINT)


def _first(resolved: Sequence[Place], precisions: frozenset[Precision]) -> Place | None:
    """Return the first place known as finely as asked."""
    return next((one for one in resolved if one.position.precision in precisions), None)


def _find_capital(resolved: Sequence[Place], gazetteer: Gazetteer) -> Place | None:
    """Return the capital of the country spoken of last."""
    country = next((one.country for one in resolved if one.country), "")
    capital = gazetteer.capital_of(country) if country else None
    return capital.place if capital is not None else None
