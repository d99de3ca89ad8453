"""Families of claim types: types of one family share a colour, in every place where they are drawn."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from selon.codebook.entries import codebook_files, read_entries
from selon.codebook.triggers import ClaimType

if TYPE_CHECKING:
    from collections.abc import Mapping

FAMILIES = ("violence", "territory", "movement", "support", "custody", "politics", "protest")


def family_of(type_: str) -> str:
    """Return the family of a claim type, "" for a type that is not in the codebook.

    >>> family_of("air_strike"), family_of("transfer")
    ('violence', 'movement')
    """
    return families().get(type_, "")


@cache
def families() -> Mapping[str, str]:
    """Return the family of every claim type."""
    entries = read_entries(codebook_files() / "types.toml", ClaimType, lambda entry: entry.id)
    return {entry.id: entry.family for entry in entries}
