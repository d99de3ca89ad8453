"""What the page of help shows: keys and the closed lists of words that the record uses."""

from __future__ import annotations

from dataclasses import dataclass

from selon.claims.claim import Role, Status
from selon.incidents.incident import GradeWord
from selon.web.asking import known_types
from selon.web.shown.families import FAMILIES, family_of

KEYS = ("j", "k", "a", "r", "e", "u", "slash", "question")
WORDS = ("claim", "source", "origin", "unknown", "incident", "toll", "doubt", "as_of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """The keys and the lists of words, by the keys of their words in the interface; the types by their families."""

    keys: tuple[str, ...]
    words: tuple[str, ...]
    statuses: tuple[str, ...]
    grades: tuple[str, ...]
    roles: tuple[str, ...]
    types: tuple[tuple[str, tuple[str, ...]], ...]


def build_help() -> Help:
    """Return what the page of help shows."""
    return Help(
        keys=KEYS,
        words=WORDS,
        statuses=tuple(map(str, Status)),
        grades=tuple(map(str, GradeWord)),
        roles=tuple(map(str, Role)),
        types=tuple((name, tuple(type_ for type_ in known_types() if family_of(type_) == name)) for name in FAMILIES),
    )
