"""Loaded words: pairs of words for one act or actor, of which one takes a side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from selon.codebook.entries import codebook_files, read_entries


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedPair:
    """Lemmas that say one act or actor, those that take a side (`loaded`) and those that do not (`plain`)."""

    id: str
    about: str
    loaded: tuple[str, ...]
    plain: tuple[str, ...]
    example: str
    reason: str


@cache
def load_loaded_pairs(language: str = "fr") -> tuple[LoadedPair, ...]:
    """Return the pairs of a language, in order.

    >>> [pair.id for pair in load_loaded_pairs()][:2]
    ['aggression', 'cleansing']
    """
    return read_entries(codebook_files() / language / "loaded.toml", LoadedPair, lambda entry: entry.id)
