"""Whether a name is a place at all: what it is, what stands around it, what else it may be.

The weights are sums for and against; a name is a place above `ACCEPT`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log10
from typing import TYPE_CHECKING

from selon.mentions.places.choice import BROAD, EXPECTED, UNEXPECTED
from selon.mentions.places.names import is_ordinary_word
from selon.mentions.transliteration import fold_place_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selon.mentions.gazetteer import Entry
    from selon.mentions.places.choice import Reading
    from selon.mentions.places.names import Lexicon

ACCEPT = 2.9

_STANDING = {"country": 6.0, "continent": 6.0, "province": 3.4, "broad": 4.5, "site": 2.3}
_WELL_COVERED = frozenset(
    {"AT", "AU", "BE", "CA", "CH", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IT", "LU", "NL", "NO"}
)
_CLEAR = 1.5  # the weight of a plain preposition of place
_SHORT = 6
_HYPHENED = 5.0
_GREAT = 300_000
_OPEN_TO_ALL = 9.0


@dataclass(frozen=True, slots=True)
class Topic:
    """What a text is about, for judging its names: countries, surnames, and where ordinary words stand."""

    lexicon: Lexicon
    countries: Mapping[str, float]
    persons: frozenset[str]
    ordinary: frozenset[int]


def weigh_place(reading: Reading, topic: Topic) -> float:
    """Return how much speaks for a place: what the name is, what stands around it, what else it may be."""
    if not reading.name.entries:
        return _OPEN_TO_ALL
    weight = _weigh_kind(reading.best) + reading.context.cue + _weigh_country(reading, topic)
    return weight - _weigh_doubt(reading) - _weigh_word(reading, topic) - _weigh_person(reading, topic)


def _weigh_kind(entry: Entry) -> float:
    """Return how readily a bare name is read as this place."""
    if entry.kind in {"capital", "city"}:
        return max(0.6, log10(entry.population + 1) - 2.0) + (1.0 if entry.kind == "capital" else 0.0)
    return _STANDING.get(entry.kind, _STANDING["broad" if entry.kind in BROAD else "site"])


def _weigh_country(reading: Reading, topic: Topic) -> float:
    """Return what the country of the place adds: more where the gazetteer is thin and few towns share a name."""
    country = reading.best.place.country
    weight = topic.countries.get(country, 0.0)
    if weight > EXPECTED:
        return 1.2 if country in _WELL_COVERED or len(reading.name.text) < _SHORT else 1.9
    return -0.8 if reading.best.kind == "city" and reading.context.cue <= 0 and weight < UNEXPECTED else 0.0


def _weigh_doubt(reading: Reading) -> float:
    """Return what speaks against the reading: no entry chosen, a name by ear, capitals left over beside it."""
    name, against = reading.name, 6.0 * (1.0 - reading.best.likeness)
    if reading.entry is None:
        against += 4.0 if name.by_ear else 1.5
    if name.by_ear and len(name.text) < _SHORT:
        against += 1.0
    return against + (name.rest if name.rest > _HYPHENED or not reading.context.noun else 0.0)


def _weigh_word(reading: Reading, topic: Topic) -> float:
    """Return what speaks for an ordinary word, an adjective or an abbreviation."""
    name, best, cue, against = reading.name, reading.best, reading.context.cue, 0.0
    if fold_place_name(name.text) in topic.lexicon.common:
        against += 1.5 if cue >= _CLEAR else 3.0
    if _is_small_town(best) and not reading.context.noun and is_ordinary_word(name.text):
        against += 1.2 if cue > 0 else 2.5
    if best.kind != "country" and name.text.lower() in topic.lexicon.adjectives:
        against += 8.0
    if name.initial and name.start in topic.ordinary and cue <= 0:
        against += 1.5
    if name.text.isupper() and len(name.text) < _SHORT and best.kind in {"city", "capital", "province"}:
        against += 3.0
    return against


def _is_small_town(entry: Entry) -> bool:
    """Return whether the entry is a town that not every reader knows."""
    return entry.kind == "city" and entry.population < _GREAT


def _weigh_person(reading: Reading, topic: Topic) -> float:
    """Return what speaks for a surname that the text gave in full before."""
    best = reading.best
    if best.kind in BROAD or fold_place_name(reading.name.text.split()[-1]) not in topic.persons:
        return 0.0
    return 1.0 if best.population > _GREAT and reading.context.cue > 0 else 3.0
