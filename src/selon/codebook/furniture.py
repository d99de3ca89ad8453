"""Furniture cues: the phrases by which the menus, buttons and forms around a report give themselves away."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from selon.codebook.entries import codebook_files, read_entries
from selon.errors import CodebookError

LANGUAGES = ("fr", "en")  # the pages of a French outlet carry English buttons too


class Match(StrEnum):
    """Where in its line a furniture phrase must stand."""

    WHOLE = "whole"  # the line is the phrase, but for punctuation and figures
    LABEL = "label"  # the phrase opens the line and ends it or is followed by a colon, a dash or a bar
    START = "start"  # the phrase opens the line
    WITHIN = "within"  # the phrase stands anywhere in the line
    BUTTON = "button"  # the line holds nothing but such words


class Reach(StrEnum):
    """How far the furniture that a phrase announces goes."""

    LINE = "line"  # the line itself
    LIST = "list"  # the line and the headlines right after it
    TAIL = "tail"  # everything to the end, where nearly all of the report lies before; else as `list`
    END = "end"  # everything to the end, however long (readers' comments), where some of the report lies before


@dataclass(frozen=True, slots=True, kw_only=True)
class FurnitureCue:
    """One phrase of site furniture, in small letters, with where it must stand and how far it reaches."""

    phrase: str
    match: str
    reach: str = Reach.LINE
    example: str
    reason: str

    def __post_init__(self) -> None:
        """Refuse a match or a reach that is not known, and capitals."""
        if self.match not in set(Match) or self.reach not in set(Reach) or self.phrase != self.phrase.lower():
            fault = f"the cue {self.phrase!r} has match {self.match!r} and reach {self.reach!r}"
            remedy = f"Write small letters, a match of {', '.join(Match)}, a reach of {', '.join(Reach)}"
            raise CodebookError(fault, where="furniture.toml", remedy=remedy)


@lru_cache(maxsize=4)
def read_furniture(language: str = "fr") -> tuple[FurnitureCue, ...]:
    """Return the furniture cues of a language, in the order of the codebook."""
    file = codebook_files() / language / "furniture.toml"
    return read_entries(file, FurnitureCue, lambda cue: cue.phrase)
