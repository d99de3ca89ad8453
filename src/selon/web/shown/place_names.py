"""Names of places in the reader's language: as the texts call them in French, as atlases call them in English.

The record keeps the gazetteer's main name ("Ar Raqqah", "Aleppo", "Cisjordanie"). In French a place is called as the
texts of the record call it most often, among the spellings that the gazetteer knows for it ("Raqqa", "Alep"); in
English what the codebook names in French is translated, and signs that only scholars write are left out.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from selon.codebook.places import read_place_rows
from selon.mentions.gazetteer import open_gazetteer
from selon.mentions.gazetteer_files import base_path, find_cache
from selon.mentions.transliteration import fold_place_name, sound_key
from selon.origins.book import OriginBook
from selon.web.shown.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from selon.mentions.gazetteer import Gazetteer
    from selon.mentions.mention import Place
    from selon.record.place_words import PlaceWords
    from selon.record.record import Record
    from selon.web.room import Room

ATLAS = Path(__file__).parents[1] / "basemap"
_WHOLE = frozenset({"country", "province", "continent"})  # their names are settled
_MOST_WORDS = 5  # of one name
_MOST_SPELLINGS = 12  # looked at, of one place
_ARTICLES = ("Le", "La", "Les")
_NAME = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž‘]|(?:[ae][ldnrstz]|ad|ach|ech)[- ][A-ZÀ-Þ]")
_ELISION = re.compile(r"^[ldLD]['’](?=\w)")
_SCHOLARLY = re.compile("[\u0304\u0323\u0331]|(?<=[hdtzHDTZ])\u0327|[‘ʻʼʿʾ]")


class Placed:
    """Names places in a language, for one page: the names are looked for when the first is asked for."""

    def __init__(self, room: Room, language: str) -> None:
        """Take the names from the record of a room."""
        self._room, self._language = room, language
        self._names: Mapping[str, str] | None = None

    def __call__(self, name: str) -> str:
        """Return what a place is called, by its main name."""
        return self.names.get(name, name)

    @property
    def names(self) -> Mapping[str, str]:
        """The names that differ from the main ones."""
        if self._names is None:
            self._names = self._room.names(self._language)
        return self._names


def find_place_names(record: Record, language: str) -> Mapping[str, str]:
    """Return what the places of a record are called in a language, by their main name, where that is another."""
    told = record.view.place_words()
    names = {words.name: _plainer(words.name) for words in told}
    names |= _english_names() if language == "en" else _french_names() | _told_names(told, _gazetteer())
    return MappingProxyType({main: plain(name) for main, name in names.items() if name != main})


def _told_names(told: Iterable[PlaceWords], gazetteer: Gazetteer | None) -> dict[str, str]:
    """Return how texts most often call places, among the spellings that the gazetteer knows for them."""
    by_place: dict[tuple[str, str], list[PlaceWords]] = defaultdict(list)
    for words in told:
        if not _WHOLE.intersection(words.id.split(":")):
            by_place[words.id, words.name].append(words)
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (place, name), spelled in by_place.items():
        for words in spelled[:_MOST_SPELLINGS]:
            if found := find_spelling(words.words, place, name, gazetteer):
                counts[name][found] += words.claims
    return {name: min(found, key=lambda words: (-found[words], words)) for name, found in counts.items()}


def find_spelling(words: str, place: str, name: str, gazetteer: Gazetteer | None = None) -> str:
    """Return the part of a claim's words that is a name of the place, "" where none is.

    What the codebook names is settled but for its spelling.

    >>> find_spelling("l'hôpital de Tiné", "selon:tine:town:td", "Tine")
    'Tiné'
    """
    parts = [part for part in _parts(words) if _NAME.match(part)]
    sound = sound_key(name)
    for part in parts:
        if fold_place_name(part) == fold_place_name(name) or (sound and sound_key(part) == sound):
            return _with_article(part, place, gazetteer) if gazetteer else part
    if gazetteer is None or not place.startswith("geonames:"):
        return ""
    named = (part for part in parts if any(entry.place.id == place for entry in gazetteer.named(part)))
    return next((_with_article(part, place, gazetteer) for part in named), "")


def _with_article(part: str, place: str, gazetteer: Gazetteer) -> str:
    """Return a name with the article that belongs to it ("au Caire": Le Caire)."""
    whole = (f"{article} {part}" for article in _ARTICLES)
    return next((name for name in whole if any(e.place.id == place for e in gazetteer.named(name))), part)


def find_place(words: str) -> Place | None:
    """Return the best known place that bears a name, None where the gazetteer has none, or is not there."""
    gazetteer = _gazetteer()
    return next((entry.place for entry in gazetteer.named(words)), None) if gazetteer else None


def _parts(words: str) -> Iterator[str]:
    """Yield the runs of words that may be a name, the longest first, without an article run together with them."""
    found = [_ELISION.sub("", word.strip(' ,.;:()«»"')) for word in words.split()]
    found = [word for word in found if word]
    for length in range(min(_MOST_WORDS, len(found)), 0, -1):
        for start in range(len(found) - length + 1):
            yield " ".join(found[start : start + length])


def _plainer(name: str) -> str:
    """Return a name without the signs that only scholars write.

    >>> _plainer("Ālbū Kamāl"), _plainer("I‘zāz"), _plainer("Orléans")
    ('Albu Kamal', 'Izaz', 'Orléans')
    """
    return unicodedata.normalize("NFC", _SCHOLARLY.sub("", unicodedata.normalize("NFKD", name)))


@cache
def _english_names() -> dict[str, str]:
    """Return the English names of what the codebook names in French."""
    book = OriginBook.load()
    states = book.states
    countries = {
        row.name: book.english_names[states[row.country]]
        for row in read_place_rows()
        if row.kind == "country" and row.country in states
    }
    return countries | _read_atlas("english.toml")


@cache
def _french_names() -> dict[str, str]:
    """Return the French names of what the gazetteer names otherwise."""
    return _read_atlas("french.toml")


def _read_atlas(name: str) -> dict[str, str]:
    """Return the names of a file, by the main name."""
    return tomllib.loads((ATLAS / name).read_text(encoding="utf-8"))


@cache
def _gazetteer() -> Gazetteer | None:
    """Return the gazetteer, None where it was never compiled here: pages do not wait for that."""
    folder = find_cache()
    return open_gazetteer(folder) if base_path(folder).exists() else None
