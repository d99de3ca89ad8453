"""Who speaks and who acts, in words: the names of actors, of their forces, and of the sides on which voices stand."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from selon.origins.book import OriginBook
from selon.record.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selon.web.shown.days import Say

_NAMED_SIDES = frozenset({"state", "armed", "party", "un"})
_PLAIN_SIDES = frozenset({"private", "independent", "unknown"})
_FORCES = frozenset({"airforce", "government", "intelligence", "military", "police"})
_CROWDS = frozenset({"civilians"})


def say_actor(actor: str, t: Say) -> str:
    """Return an actor as it is read: its name, with the force of a state that is meant."""
    base, _, force = actor.partition("/")
    name = t(f"voices.crowd.{base}") if base in _CROWDS else _names(t).get(base, base)
    if not force:
        return name
    return t("voices.of", name=name, force=t(f"voices.force.{force}") if force in _FORCES else force)


def say_origin(label: str, t: Say) -> str:
    """Return the label of an origin as it is read: an actor by its name in the language, others in their own words."""
    return _translated().get(label, label) if _in_english(t) else label


def say_side(side: str, t: Say) -> str:
    """Return the side of a voice as it is read, "" where nobody says on which it stands."""
    kind, _, who = side.partition(":")
    if kind in _NAMED_SIDES and who:
        return t(f"voices.side.{kind}", name=_names(t).get(who, who))
    return t(f"voices.side.{side}") if side in _PLAIN_SIDES else side


def find_actor(words: str) -> str:
    """Return the id of an actor that is given by its id or by one of its names; other words stay as they are.

    >>> find_actor("Islamic State"), find_actor("syria/military"), find_actor("un inconnu")
    ('daech', 'syria/military', 'un inconnu')
    """
    return _ids().get(fold(words), words)


def list_actors(t: Say) -> list[tuple[str, str]]:
    """Return every actor of the codebook by id and name, by name."""
    return sorted(_names(t).items(), key=lambda named: fold(named[1]))


@cache
def _ids() -> Mapping[str, str]:
    """Return the ids of actors by their names, folded."""
    book = OriginBook.load()
    told = [(name, key) for key, names in book.spellings.items() for name in names]
    told += [(name, key) for names in (book.english_names, book.actor_names) for key, name in names.items()]
    return MappingProxyType({fold(name): key for name, key in told})


def _names(t: Say) -> Mapping[str, str]:
    """Return the names of actors in the language."""
    book = OriginBook.load()
    return book.english_names if _in_english(t) else book.actor_names


def _in_english(t: Say) -> bool:
    """Return whether actors are called by their English names."""
    return t("voices.names") == "english"


@cache
def _translated() -> Mapping[str, str]:
    """Return the English names of actors by the French ones."""
    book = OriginBook.load()
    return MappingProxyType({book.actor_names[key]: name for key, name in book.english_names.items()})
