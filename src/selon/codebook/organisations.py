"""The words by which organisations of any kind are known in running text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from selon.codebook.entries import codebook_files, read_entries


class OrganisationSort(StrEnum):
    """What the words of an entry do: see the head of organisation_words.toml."""

    ABROAD = "abroad"
    ACRONYM_OTHER = "acronym_other"
    ALONE = "alone"
    CUE = "cue"
    FIELD_ADJECTIVE = "field_adjective"
    HEAD = "head"
    HEAD_ANY = "head_any"
    NAME = "name"
    PARTICIPLE = "participle"
    PORTFOLIO = "portfolio"
    STOP = "stop"
    TAIL = "tail"
    TITLE = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationWords:
    """Words of one sort, with a sentence that shows one of them and the reason why they stand here."""

    sort: str
    id: str
    words: tuple[str, ...]
    example: str
    reason: str


@cache
def load_organisation_words() -> dict[OrganisationSort, frozenset[str]]:
    """Return the words of each sort; raises CodebookError for a file out of order."""
    file = codebook_files() / "fr" / "organisation_words.toml"
    words: dict[OrganisationSort, frozenset[str]] = dict.fromkeys(OrganisationSort, frozenset())
    for entry in read_entries(file, OrganisationWords, lambda one: (one.sort, one.id)):
        words[OrganisationSort(entry.sort)] |= frozenset(entry.words)
    return words
