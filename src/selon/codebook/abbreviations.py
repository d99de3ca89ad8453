"""Abbreviations: the short forms whose full stop does not end a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from selon.codebook.entries import codebook_files, read_entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviation:
    """One short form, full stop included.

    `ends` is true where a sentence may end with it ("etc."); `word` where the letters are a word too ("le col").
    """

    short: str
    ends: bool = False
    word: bool = False
    example: str
    reason: str


@lru_cache(maxsize=4)
def read_abbreviations(language: str = "fr") -> tuple[Abbreviation, ...]:
    """Return the abbreviations of a language, in the order of the codebook."""
    file = codebook_files() / language / "abbreviations.toml"
    return read_entries(file, Abbreviation, lambda entry: entry.short)
