"""Places: which names of a text are places, and which of the places that bear a name is meant.

A name becomes a place by what it is (a country, a city, a village), by what stands around it (a preposition, a place
noun, a title) and by the countries that the text speaks of. Where several places far apart are as likely, the mention
stays open and keeps its candidates.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from selon.mentions.mention import ActorClass, PlaceMention
from selon.mentions.places.choice import Reading, resolve
from selon.mentions.places.context import read_context
from selon.mentions.places.countries import weigh_countries
from selon.mentions.places.names import cut_pieces, find_names, is_ordinary_word, read_lexicon
from selon.mentions.places.positions import place_position
from selon.mentions.places.standing import ACCEPT, Topic, weigh_place
from selon.mentions.transliteration import fold_place_name
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Doc

    from selon.documents.document import Document
    from selon.mentions.gazetteer import Gazetteer
    from selon.mentions.mention import ActorMention, Place
    from selon.mentions.places.names import Lexicon, Name, Piece

_NO_PLACE = frozenset({ActorClass.ARMED, ActorClass.ORGANISATION, ActorClass.PERSON, ActorClass.OUTLET})
_PREPOSITIONS = frozenset({"à", "au", "aux", "d", "dans", "de", "des", "du", "en"})
_LIST_HELP = 1.2
_LIST_LINK = re.compile(r",? (?:et |ou |et à |à |puis |ainsi que )?(?:l['’]|la |le )?(?:d['’]|de |du )?|\s?[-–/]\s?")
_WORD = 4


def find_places(
    doc: Doc, gazetteer: Gazetteer, document: Document, actors: Sequence[ActorMention] = ()
) -> list[PlaceMention]:
    """Return the places that a text names, in text order, each resolved or with its candidates.

    `actors` are the actors of the text: what lies within the name of a group, body, person or outlet is no place.
    """
    lexicon = read_lexicon(document.language or "fr")
    text = _text_of(doc, document)
    ordinary = _find_ordinary(doc)
    pieces = cut_pieces(text, ordinary)
    known, unknown, runs = find_names(text, pieces, gazetteer, lexicon.barred)
    persons = _find_persons([*unknown, *runs], pieces, lexicon)
    readings = [Reading(name, read_context(text, pieces, name, lexicon)) for name in known]
    readings = [one for one in readings if not _is_opening(one.name, ordinary)]
    readings += _open_readings(text, pieces, unknown, lexicon)
    named = [actor for actor in actors if actor.kind in _NO_PLACE]
    readings = [one for one in readings if not _is_barred(one, document.furniture, named)]
    readings.sort(key=lambda reading: reading.name.start)
    topic = Topic(lexicon, weigh_countries(readings, pieces, lexicon, persons), persons, ordinary)
    resolve(readings, topic.countries)
    kept = _keep_places(readings, text, topic)
    resolve(kept, topic.countries)
    others = [(one.name.start, one.entry.place) for one in kept if one.entry is not None]
    return [_make_mention(reading, text, others) for reading in kept]


def _text_of(doc: Doc, document: Document) -> str:
    """Return the text: the document's where the parse was made of it (spaCy builds its own anew at every call)."""
    if len(doc) and document.text.startswith(doc[-1].text, doc[-1].idx):
        return document.text
    return doc.text


def _find_persons(unknown: Iterable[Name], pieces: list[Piece], lexicon: Lexicon) -> frozenset[str]:
    """Return the last words of long names that are no places: a bare surname later on is no place either."""
    persons = set()
    for name in unknown:
        first = pieces[name.first]
        several = name.last > name.first and "-" not in pieces[name.last].gap
        if several and first.text.casefold() not in lexicon.nouns and not (first.initial and len(first.text) <= _WORD):
            persons.add(fold_place_name(pieces[name.last].text))
    return frozenset(persons)


def _find_ordinary(doc: Doc) -> frozenset[int]:
    """Return where capitals stand that the tagger reads as anything but a name."""
    rows = doc.to_array(["IDX", "POS"])
    name_like = rows[:, 1] == 0
    for tag in ("NOUN", "PROPN", "X"):
        name_like |= rows[:, 1] == doc.vocab.strings[tag]
    return frozenset(rows[~name_like, 0].tolist())


def _is_barred(reading: Reading, furniture: Sequence[TextSpan], named: Sequence[ActorMention]) -> bool:
    """Return whether the name lies in site furniture, or is part of the name of a person, group, body or outlet.

    "Le procureur de Grenoble" names a person by the place; "l'Observatoire syrien" is known by its name.
    """
    span = TextSpan(reading.name.start, reading.name.end)
    if any(stretch.covers(span) for stretch in furniture):
        return True
    hangs = reading.context.preposition in _PREPOSITIONS
    return any(
        actor.span.covers(span) and not (hangs and (actor.entity is None or actor.kind is ActorClass.PERSON))
        for actor in named
    )


def _is_opening(name: Name, ordinary: frozenset[int]) -> bool:
    """Return whether the name is an ordinary word that has its capital from the beginning of a sentence."""
    return name.initial and name.start in ordinary and is_ordinary_word(name.text)


def _open_readings(text: str, pieces: list[Piece], unknown: Iterable[Name], lexicon: Lexicon) -> list[Reading]:
    """Return the unknown names that stand after a place noun: places all the same, though nobody can say where."""
    readings = [Reading(name, read_context(text, pieces, name, lexicon)) for name in unknown if not name.text.isupper()]
    return [one for one in readings if one.context.noun in {"locality", "province"}]


def _keep_places(readings: Sequence[Reading], text: str, topic: Topic) -> list[Reading]:
    """Return the readings that are places; one that stands in a list beside a place is more easily one itself."""
    scores = [weigh_place(reading, topic) for reading in readings]
    for at, (one, other) in enumerate(pairwise(readings)):
        if _are_listed(text, one.name, other.name) and max(scores[at], scores[at + 1]) > ACCEPT:
            scores[at], scores[at + 1] = (
                score + _LIST_HELP if score <= ACCEPT else score for score in scores[at : at + 2]
            )
    return [reading for reading, score in zip(readings, scores, strict=True) if score > ACCEPT]


def _are_listed(text: str, one: Name, other: Name) -> bool:
    """Return whether nothing but a comma, "et" or a preposition stands between two names."""
    return bool(_LIST_LINK.fullmatch(text[one.end : other.start]))


def _make_mention(reading: Reading, text: str, others: Sequence[tuple[int, Place]]) -> PlaceMention:
    """Return a reading as a mention: its place, the position meant, and why; `others` are all places and their starts.

    They are found once for all: a text may have tens of thousands of them.
    """
    name = reading.name
    span = TextSpan(name.start, name.end)
    if reading.entry is None:
        places = tuple(entry.place for _, entry in reading.ranked[:5])
        return PlaceMention(span=span, place=None, candidates=places, why="several places, or none, bear this name")
    place = reading.entry.place
    how = "by ear" if name.by_ear else "by name"
    others_named = tuple(entry.place for _, entry in reading.ranked[1:4])
    position, moved = place_position(text, name.start, name.end, place, others)
    why = f"{how}: {place.name} ({place.country or place.position.precision})"
    return PlaceMention(
        span=span, place=place, position=position, candidates=others_named, why=f"{why}; {moved}" if moved else why
    )
