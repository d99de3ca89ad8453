"""Places: which names of a text are places, and which of the places that bear a name is meant.

A name becomes a place by what it is (a country, a city, a village), by what stands around it (a preposition, a place noun,
a title) and by the countries that the text speaks of. Where several places far apart are as likely, the mention stays open
and keeps its candidates.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import asin, cos, log10, radians, sin, sqrt
from typing import TYPE_CHECKING

from spacy.attrs import IDX, POS
from spacy.symbols import NOUN, PROPN, X

from selon.mentions.mention import ActorClass, PlaceMention
from selon.mentions.place_context import Context, read_context
from selon.mentions.place_names import Name, cut_pieces, find_names, is_ordinary_word, read_lexicon
from selon.mentions.place_positions import place_position
from selon.mentions.transliteration import fold_name
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from spacy.tokens import Doc

    from selon.documents.document import Document
    from selon.mentions.gazetteer import Entry, Gazetteer
    from selon.mentions.mention import ActorMention
    from selon.mentions.place_names import Lexicon, Piece
    from selon.values import Position

_WELL_COVERED = frozenset("AT AU BE CA CH DE DK ES FI FR GB IE IT LU NL NO NZ PL PT SE US".split())
_NO_PLACE = frozenset({ActorClass.ARMED, ActorClass.ORGANISATION, ActorClass.PERSON, ActorClass.OUTLET})
_BROAD = frozenset({"country", "continent", "area", "sea", "river", "border", "strait", "lake", "canal"})
_HOME = {"FR": 0.3, "BE": 0.1}
_ACCEPT = 2.9
_SURE = 0.7
_OPEN = 2.0
_MOST = 8
_FAR_KM = 60.0
_NEAR_KM = 150.0
_UNEXPECTED = 0.05
_SMALL = 15_000
_SHORT = 6
_LONG = 9
_HYPHENED = 5.0
_GREAT = 500_000
_LARGE = 100_000
_TITLE = -4.0
_ORDINARY_BELOW = 300_000
_EXPECTED = 0.45
_LIST_HELP = 1.2
_LIST_LINK = re.compile(r",? (?:et |ou |et à |à |puis |ainsi que )?(?:l['’]|la |le )?(?:d['’]|de |du )?|\s?[-–/]\s?")


@dataclass(slots=True)
class _Reading:
    """A name with its context and, once ranked, the entries that it may mean, the best first, with their weights."""

    name: Name
    context: Context
    ranked: tuple[tuple[float, Entry], ...] = ()
    entry: Entry | None = None


def find_places(
    doc: Doc, gazetteer: Gazetteer, document: Document, actors: Sequence[ActorMention] = ()
) -> list[PlaceMention]:
    """Return the places that a text names, in text order, each resolved or with its candidates."""
    lexicon = read_lexicon(document.language or "fr")
    text = document.text if document.text else doc.text
    ordinary = _find_ordinary(doc)
    pieces = cut_pieces(text, ordinary)
    known, unknown, runs = find_names(text, pieces, gazetteer, lexicon.barred)
    persons = _find_persons([*unknown, *runs], pieces, lexicon)
    barred = [*document.furniture, *(actor.span for actor in actors if actor.kind in _NO_PLACE)]
    readings = [_Reading(name, read_context(text, pieces, name, lexicon)) for name in known]
    readings = [reading for reading in readings if not _is_barred(reading.name, barred)]
    readings += _open_readings(text, pieces, unknown, lexicon, barred)
    readings.sort(key=lambda reading: reading.name.start)
    countries = _weigh_countries(readings, pieces, lexicon, persons)
    _resolve(readings, countries)
    kept = _keep_places(readings, text, lambda one: _place_score(one, lexicon, countries, persons, ordinary))
    _resolve(kept, countries)
    return [_make_mention(reading, text, lexicon, kept) for reading in kept]


def distance_km(one: Position, other: Position) -> float:
    """Return the great-circle distance between two positions in kilometres."""
    here, there = radians(one.lat), radians(other.lat)
    arc = sin((there - here) / 2) ** 2 + cos(here) * cos(there) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 12742.0 * asin(min(1.0, sqrt(arc)))


def _find_persons(unknown: Iterable[Name], pieces: list[Piece], lexicon: Lexicon) -> frozenset[str]:
    """Return the last words of names of several words that are no places: a bare surname later on is no place either."""
    persons = set()
    for name in unknown:
        first = pieces[name.first]
        several = name.last > name.first and "-" not in pieces[name.last].gap
        if several and first.text.casefold() not in lexicon.nouns and not (first.initial and len(first.text) <= 4):
            persons.add(fold_name(pieces[name.last].text))
    return frozenset(persons)


def _find_ordinary(doc: Doc) -> frozenset[int]:
    """Return where capitals stand that the tagger reads as anything but a name."""
    rows = doc.to_array([IDX, POS])
    tags = rows[:, 1]
    return frozenset(rows[(tags != 0) & (tags != NOUN) & (tags != PROPN) & (tags != X), 0].tolist())


def _is_barred(name: Name, barred: Iterable[TextSpan]) -> bool:
    """Return whether the name lies in site furniture or in the name of an organisation, group, person or outlet."""
    return any(span.start <= name.start and name.end <= span.end for span in barred)


def _open_readings(
    text: str, pieces: list[Piece], unknown: Iterable[Name], lexicon: Lexicon, barred: list[TextSpan]
) -> list[_Reading]:
    """Return the unknown names that stand after a place noun: places all the same, though nobody can say where."""
    readings = []
    for name in unknown:
        context = read_context(text, pieces, name, lexicon)
        if context.noun in {"locality", "province"} and not name.text.isupper() and not _is_barred(name, barred):
            readings.append(_Reading(name, context))
    return readings


def _weigh_countries(
    readings: Sequence[_Reading], pieces: Iterable[Piece], lexicon: Lexicon, persons: frozenset[str]
) -> Mapping[str, float]:
    """Return how much the text speaks of each country, from 0 to 1: by name and adjective, then by towns that fit none."""
    counts: Counter[str] = Counter(lexicon.adjectives[word] for piece in pieces if (word := piece.text.lower()) in lexicon.adjectives)
    names = [one.name for one in readings if one.name.entries and not one.name.rest and one.context.cue > _TITLE]
    names = [name for name in names if not _is_doubtful(name, lexicon, persons)]
    counts.update(entry.place.country for name in names for entry in name.entries[:1] if entry.kind == "country")
    towns: Counter[str] = Counter()
    for name in names:
        if name.entries[0].kind != "country" and not any(entry.place.country in counts for entry in name.entries):
            towns[_find_home(name)] += 1
    total = counts.total() + towns.total() / 2 or 1
    weights = dict(_HOME)
    for country in {*counts, *towns} - {""}:
        share = (counts[country] + towns[country] / 2) / total
        weights[country] = max(weights.get(country, 0.0), 0.4 + 0.6 * min(1.0, 2.5 * share))
    return weights


def _is_doubtful(name: Name, lexicon: Lexicon, persons: frozenset[str]) -> bool:
    """Return whether a name may well be that of a person or a thing."""
    folded = fold_name(name.text)
    return folded in persons or folded in lexicon.common


def _find_home(name: Name) -> str:
    """Return the country that a town speaks for by itself ("" for none): a capital's, or that of the only one so named."""
    if name.by_ear:
        return ""
    capital = next((one for one in name.entries if one.kind == "capital" and one.population > _SMALL), None)
    if capital is not None:
        return capital.place.country
    homes = {one.place.country for one in name.entries if one.population > _SMALL or not one.place.id.startswith("geonames")}
    return next(iter(homes)) if len(homes) == 1 else ""


def _resolve(readings: Sequence[_Reading], countries: Mapping[str, float]) -> None:
    """Rank each reading's entries twice: alone, then near to those that are sure."""
    anchors: Collection[Position] = ()
    for turn in (False, True):
        for reading in readings:
            reading.ranked = _rank(reading, countries, anchors if turn else ())
            reading.entry = _choose(reading, countries)
        anchors = {one.entry.place.position for one in readings if one.entry is not None and one.entry.kind not in _BROAD}


def _rank(reading: _Reading, countries: Mapping[str, float], anchors: Collection[Position]) -> tuple[tuple[float, Entry], ...]:
    """Return the entries with their weights, the heaviest first."""
    entries = reading.name.entries
    if reading.name.by_ear and (expected := [one for one in entries if countries.get(one.place.country, 0.0) > _EXPECTED]):
        entries = tuple(expected)
    weighed = [(_weigh(entry, reading, countries), entry) for entry in entries]
    weighed.sort(key=lambda pair: (-pair[0], pair[1].place.id))
    if anchors and len(weighed) > 1 and weighed[0][0] - weighed[1][0] < _OPEN:
        near = [(weight + _nearness(entry, anchors), entry) for weight, entry in weighed[:_MOST]]
        weighed = sorted(near, key=lambda pair: (-pair[0], pair[1].place.id))
    return tuple(weighed)


def _nearness(entry: Entry, anchors: Collection[Position]) -> float:
    """Return what an entry gains by lying near to a place that is sure."""
    here = entry.place.position
    if entry.kind in _BROAD:
        return 0.0
    return 1.2 if any(0.0 < _rough_km(here, spot) < _NEAR_KM for spot in anchors) else 0.0


def _rough_km(one: Position, other: Position) -> float:
    """Return a quick estimate of the distance between two positions, good where it is short."""
    east = (one.lon - other.lon) * cos(radians(one.lat))
    return 111.2 * sqrt((one.lat - other.lat) ** 2 + east * east)


def _weigh(entry: Entry, reading: _Reading, countries: Mapping[str, float]) -> float:
    """Return the weight of one entry: how great, how expected, how well it fits what stands before the name."""
    weight = _greatness(entry) + 3.5 * countries.get(entry.place.country, 0.0)
    weight += 0.3 * entry.own + 0.8 * (entry.place.name.casefold() == reading.name.text.casefold())
    return weight - 10.0 * (1.0 - entry.likeness) + reading.context.fit(entry)


def _greatness(entry: Entry) -> float:
    """Return how likely a place is named at all, from its kind and population."""
    if entry.kind == "country":
        return 9.0
    if entry.kind in {"capital", "city"}:
        return log10(entry.population + 30) + (1.5 if entry.kind == "capital" else 0.0)
    return {"province": 3.6, "area": 6.2, "continent": 8.0}.get(entry.kind, 5.6)


def _choose(reading: _Reading, countries: Mapping[str, float]) -> Entry | None:
    """Return the entry meant, or None where it is unexpected by ear or where another one far away is as likely."""
    if not reading.ranked:
        return None
    weight, best = reading.ranked[0]
    expected = countries.get(best.place.country, 0.0) if best.place.country else 1.0
    if reading.name.by_ear and expected < _EXPECTED and (
        best.likeness < 1.0 or best.population < _GREAT or len(reading.name.text) < _LONG
    ):
        return None
    elsewhere = max(countries.values()) > _EXPECTED
    if expected < _UNEXPECTED and best.kind == "city" and not _stands_out(best, reading.ranked, elsewhere=elsewhere):
        return None
    for other_weight, other in reading.ranked[1:]:
        if weight - other_weight > _SURE:
            break
        if best.kind in {"city", "capital"} and best.population > 4 * other.population > 0:
            continue
        reach = max(best.place.position.radius_km, other.place.position.radius_km)
        if distance_km(best.place.position, other.place.position) > _FAR_KM + reach:
            return None
    return best


def _stands_out(best: Entry, ranked: Sequence[tuple[float, Entry]], *, elsewhere: bool) -> bool:
    """Return whether a town is by far the greatest of its name: the more so where the text speaks of countries elsewhere."""
    rivals = max((one.population // (1 if one.own else 2) for _, one in ranked if one is not best), default=-1)
    if rivals < 0 or best.population > 20 * max(rivals, 500):
        return True
    return best.population > (_GREAT if elsewhere else _LARGE) and best.population > 4 * rivals


def _keep_places(readings: Sequence[_Reading], text: str, score: Callable[[_Reading], float]) -> list[_Reading]:
    """Return the readings that are places; one that stands in a list beside a place is more easily one itself."""
    scores = [score(reading) for reading in readings]
    kept = []
    for at, reading in enumerate(readings):
        total = scores[at]
        if _ACCEPT - _LIST_HELP < total <= _ACCEPT:
            beside = [other for other in (at - 1, at + 1) if 0 <= other < len(readings) and scores[other] > _ACCEPT]
            total += _LIST_HELP * any(_are_listed(text, readings[min(at, o)].name, readings[max(at, o)].name) for o in beside)
        if total > _ACCEPT:
            kept.append(reading)
    return kept


def _are_listed(text: str, one: Name, other: Name) -> bool:
    """Return whether nothing but a comma, "et" or a preposition stands between two names."""
    return bool(_LIST_LINK.fullmatch(text[one.end : other.start]))


def _place_score(
    reading: _Reading,
    lexicon: Lexicon,
    countries: Mapping[str, float],
    persons: frozenset[str],
    ordinary: frozenset[int],
) -> float:
    """Return how much speaks for a place: what the name is, what stands around it, and what the text is about."""
    if not reading.name.entries:
        return 9.0
    best = reading.entry or reading.ranked[0][1]
    name, context = reading.name, reading.context
    score = _standing(best) + context.cue
    if countries.get(best.place.country, 0.0) > _EXPECTED:
        score += 1.2 if best.place.country in _WELL_COVERED or len(name.text) < _SHORT else 1.9
    if reading.entry is None:
        score -= 4.0 if name.by_ear else 1.5
    score -= 6.0 * (1.0 - best.likeness) + (1.0 if name.by_ear and len(name.text) < _SHORT else 0.0)
    score -= name.rest if name.rest > _HYPHENED or not context.noun else 0.0
    if fold_name(name.text) in lexicon.common:
        score -= 1.5 if context.cue >= 1.5 else 3.0
    if best.kind == "city" and best.population < _ORDINARY_BELOW and not context.noun and is_ordinary_word(name.text):
        score -= 2.5 if context.cue < 0.5 else 1.2
    if best.kind == "city" and context.cue <= 0 and countries.get(best.place.country, 0.0) < _UNEXPECTED:
        score -= 0.8
    if best.kind != "country" and name.text.lower() in lexicon.adjectives:
        score -= 8.0
    if best.kind not in _BROAD and fold_name(name.text.split()[-1]) in persons:
        score -= 1.0 if best.population > _ORDINARY_BELOW and context.cue > 0 else 3.0
    score -= 1.5 * (name.initial and name.start in ordinary and context.cue <= 0)
    if name.text.isupper() and len(name.text) < _SHORT and best.kind in {"city", "capital", "province"}:
        score -= 3.0
    return score


def _standing(entry: Entry) -> float:
    """Return how readily a bare name is read as this place."""
    if entry.kind in {"country", "continent"}:
        return 6.0
    if entry.kind in {"capital", "city"}:
        return max(0.6, log10(entry.population + 1) - 2.0) + (1.0 if entry.kind == "capital" else 0.0)
    if entry.kind in _BROAD:
        return 4.5
    return 3.4 if entry.kind == "province" else 2.3


def _make_mention(reading: _Reading, text: str, lexicon: Lexicon, readings: Sequence[_Reading]) -> PlaceMention:
    """Return a reading as a mention: its place, the position meant, and why."""
    name = reading.name
    span = TextSpan(name.start, name.end)
    if reading.entry is None:
        places = tuple(entry.place for _, entry in reading.ranked[:5])
        return PlaceMention(span=span, place=None, candidates=places, why="several places, or none, bear this name")
    place = reading.entry.place
    others = [(one.name.start, one.entry.place) for one in readings if one.entry is not None and one is not reading]
    how = "by ear" if name.by_ear else "by name"
    others_named = tuple(entry.place for _, entry in reading.ranked[1:4])
    position, moved = place_position(text, name.start, name.end, place, others)
    why = f"{how}: {place.name} ({place.country or place.position.precision})"
    return PlaceMention(
        span=span, place=place, position=position, candidates=others_named, why=f"{why}; {moved}" if moved else why
    )
