"""The places that the codebook brings along, and the words that tell places from other names.

`places/*.csv` hold what the gazetteer lacks (bases, crossings, areas, rivers, districts, countries, provinces), one
row a place with its reason and an example; `<language>/place_words.toml` holds place nouns, adjectives of countries and
names that are mostly something else.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING

from selon.codebook.entries import codebook_files, read_entries
from selon.errors import CodebookError
from selon.values import Position, Precision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

_POLE = 90.0
COLUMNS = ("name", "variants", "lat", "lon", "country", "precision", "radius_km", "kind", "source", "example")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """One place of the codebook: names, position, ISO 3166 country ("" for a sea or shared region), why it is there."""

    name: str
    variants: tuple[str, ...]
    position: Position
    country: str
    kind: str
    source: str
    example: str

    @property
    def names(self) -> tuple[str, ...]:
        """The name and its variants."""
        return (self.name, *self.variants)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWord:
    """One word that tells a place from something else.

    `use` says what the word does: `noun` heads the name of a place ("village"), `site` heads the name of a site that
    stands in the place ("mosquée"), `title` stands before a person ("président"), `body` before an organisation
    ("université"), `common` is a place whose name is mostly something else ("Police"), `adjective` belongs to the
    country in `value`, `cue` stands before places ("près de"), `barred` holds the name of a place but names something
    else ("Tour de France"), `anaphor` can stand for a place named before ("la ville").
    """

    word: str
    use: str
    value: str = ""
    forms: tuple[str, ...] = ()
    reason: str
    example: str


def read_place_rows() -> tuple[PlaceRow, ...]:
    """Return every place of `places/*.csv`; raises CodebookError for one not usable, out of order or double."""
    return tuple(row for file in _place_files() for row in read_place_file(file.name, file.read_text(encoding="utf-8")))


def read_place_file(where: str, text: str) -> tuple[PlaceRow, ...]:
    """Return the places of one CSV text; raises CodebookError for rows that cannot be used, out of order or double."""
    lines = csv.DictReader(io.StringIO(text))
    if tuple(lines.fieldnames or ()) != COLUMNS:
        raise CodebookError("the header is not the one known", where=where, remedy=f"Write {','.join(COLUMNS)}")
    rows = tuple(_read_row(line, f"{where}:{lines.line_num}") for line in lines)
    for before, after in pairwise(rows):
        if (before.name, before.country) == (after.name, after.country):
            raise CodebookError(f"{after.name!r} stands twice", where=where, remedy="Delete one of the two rows")
        if (before.name, before.country) > (after.name, after.country):
            fault = f"{after.name!r} stands after {before.name!r}"
            raise CodebookError(fault, where=where, remedy="Sort the rows by name and country")
    return rows


def digest_place_files() -> str:
    """Return a digest of all place files: it changes whenever one of them does."""
    sums = blake2b(digest_size=6)
    for file in _place_files():
        sums.update(file.read_bytes())
    return sums.hexdigest()


def read_place_words(language: str) -> tuple[PlaceWord, ...]:
    """Return the place words of a language; raises CodebookError for entries out of order, double or not whole."""
    file = codebook_files() / language / "place_words.toml"
    return read_entries(file, PlaceWord, lambda entry: (entry.use, entry.word))


def _place_files() -> Iterator[Traversable]:
    """Yield the CSV files of the codebook by name."""
    folder = codebook_files() / "places"
    yield from sorted((file for file in folder.iterdir() if file.name.endswith(".csv")), key=lambda file: file.name)


def _read_row(line: dict[str, str], where: str) -> PlaceRow:
    """Return one line as a row; raises CodebookError where a column is empty or no number."""
    if missing := [column for column in ("name", "lat", "lon", "kind", "source", "example") if not line[column]]:
        raise CodebookError(f"{line['name']!r} lacks {', '.join(missing)}", where=where, remedy="Fill the columns")
    try:
        position = Position(
            float(line["lat"]), float(line["lon"]), Precision(line["precision"]), float(line["radius_km"] or 0)
        )
    except ValueError as error:
        raise CodebookError(str(error), where=where, remedy="Mend the number or the precision") from error
    if abs(position.lat) > _POLE or abs(position.lon) > 2 * _POLE:
        raise CodebookError(f"{line['name']!r} lies off the globe", where=where, remedy="Mend lat and lon")
    variants = tuple(variant for variant in line["variants"].split("|") if variant)
    return PlaceRow(
        name=line["name"],
        variants=variants,
        position=position,
        country=line["country"],
        kind=line["kind"],
        source=line["source"],
        example=line["example"],
    )
