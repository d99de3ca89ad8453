"""What the page of help shows: keys and the closed lists of words that the record uses."""

from __future__ import annotations

from dataclasses import dataclass

from selon.claims.claim import Role, Status
from selon.incidents.incident import GradeWord
from selon.web.asking import known_types

KEYS = ("j", "k", "a", "r", "e", "u", "slash", "question")


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """The keys and the lists of words, by the keys of their words in the interface."""

    keys: tuple[str, ...]
    statuses: tuple[str, ...]
    grades: tuple[str, ...]
    roles: tuple[str, ...]
    types: tuple[str, ...]


def build_help() -> Help:
    """Return what the page of help shows."""
    return Help(
        keys=KEYS,
        statuses=tuple(map(str, Status)),
        grades=tuple(map(str, GradeWord)),
        roles=tuple(map(str, Role)),
        types=known_types(),
    )
