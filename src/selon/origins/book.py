"""The book of origins: what outlets, actors and sides are known when sources are resolved."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from selon.codebook.actors import load_actors, names_of
from selon.codebook.outlets import fold_name, load_outlets
from selon.origins.camps import Sides, load_sides
from selon.origins.names import find_outlets, name_key, outlet_tree
from selon.origins.origin import Origin, OriginKind
from selon.origins.words import fold_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selon.codebook.outlets import Outlet
    from selon.mentions.names import NameTree

_RELAYED = re.compile(r"\s*(?:\(|,|;|\||–|—| - |\bvia\b|\bavec\b|\brepris\b|\brelayé\b|\bpar\b)")
_ACTOR_KINDS = MappingProxyType(
    {
        "armed": OriginKind.ARMED_ACTOR,
        "force": OriginKind.OFFICIAL,
        "person": OriginKind.PERSON,
        "state": OriginKind.OFFICIAL,
    }
)
_OFFICIAL_CAMPS = frozenset({"coalition", "government", "nato"})
_OWNED = frozenset({"armed_group", "state"})  # outlets of these kinds are their owner's voice


@dataclass(frozen=True, slots=True, eq=False)
class OriginBook:
    """Outlets by name and by id, actors by id, and the sides on which they stand.

    >>> OriginBook.load().publisher("Press TV (français), repris par un blog").key
    'press_tv'
    """

    tree: NameTree[Outlet]
    by_name: Mapping[str, Outlet]
    by_id: Mapping[str, Outlet]
    actor_kinds: Mapping[str, str]
    actor_names: Mapping[str, str]
    english_names: Mapping[str, str]
    states: Mapping[str, str]
    spellings: Mapping[str, tuple[str, ...]]
    sides: Sides

    @classmethod
    def load(cls, outlets: tuple[Outlet, ...] = (), sides: Mapping[str, str] | None = None) -> OriginBook:
        """Return the book of the package with further outlets, and a user's own sides by name."""
        book = _load(tuple(outlets))
        if not sides:
            return book
        return replace(book, sides=book.sides.with_own(sides))

    def publisher(self, words: str) -> Origin:
        """Return the publisher as an origin: the outlet that its name begins with, or the name itself, folded."""
        return _read_publisher(self, words)

    def find_publisher(self, words: str) -> Outlet | None:
        """Return the outlet that publishes: the name, its part before a bracket or comma, or the first named."""
        return _find_publisher(self, words)

    def outlets_in(self, words: str) -> tuple[tuple[int, Outlet], ...]:
        """Return the outlets that the words of a source name, each with where its name starts, in text order."""
        return _find_outlets(self, words)

    def outlet(self, outlet: Outlet, kind: OriginKind = OriginKind.OUTLET) -> Origin:
        """Return an outlet as an origin; the organ of an armed group or of a state is its owner's voice."""
        owner = outlet.side.partition(":")[2]
        if outlet.kind in _OWNED and owner in self.actor_kinds:
            return self.actor(owner, outlet.names[0])
        side = self.sides.side_of(outlet.id, *outlet.names)
        return Origin(key=outlet.id, label=outlet.names[0], kind=kind, side=side)

    def names_of(self, actor: str) -> tuple[str, ...]:
        """Return the names that the codebook has for an actor."""
        return self.spellings.get(actor, ())

    def actor(self, entity: str, label: str = "") -> Origin:
        """Return an actor as an origin; army, ministries and services of one state are that state."""
        key = entity.split("/", maxsplit=1)[0]
        if (outlet := self.by_id.get(key)) is not None and key not in self.actor_kinds:
            return self.outlet(outlet)
        kind = _ACTOR_KINDS.get(self.actor_kinds.get(key, ""), OriginKind.ORGANISATION)
        name = self.actor_names.get(key, label or key)
        return Origin(key=key, label=name, kind=kind, side=self.sides.side_of(entity, name))


@lru_cache(maxsize=20_000)
def _find_outlets(book: OriginBook, words: str) -> tuple[tuple[int, Outlet], ...]:
    """Return the outlets that words name: few sources speak in many documents."""
    return tuple(find_outlets(words, book.tree))


@lru_cache(maxsize=4000)
def _read_publisher(book: OriginBook, words: str) -> Origin:
    """Return a publisher as an origin: few publish many documents."""
    outlet = book.find_publisher(words)
    if outlet is not None:
        return book.outlet(outlet, OriginKind.PUBLISHER)
    name = _RELAYED.split(words.strip(), maxsplit=1)[0].strip() or words.strip()
    if not name:
        return Origin(key="?", label="", kind=OriginKind.UNKNOWN, known=False)
    side = book.sides.side_of(fold_words(name), name)
    return Origin(key=f"publisher:{name_key(name)}", label=name, kind=OriginKind.PUBLISHER, side=side)


@lru_cache(maxsize=4000)
def _find_publisher(book: OriginBook, words: str) -> Outlet | None:
    """Return the outlet that publishes under a name, or None."""
    for name in (words, _RELAYED.split(words.strip(), maxsplit=1)[0]):
        if (outlet := book.by_name.get(fold_name(name.strip()))) is not None:
            return outlet
    named = find_outlets(words, book.tree)
    return named[0][1] if named and named[0][0] <= len("L'agence de presse ") else None


@lru_cache(maxsize=8)
def _load(outlets: tuple[Outlet, ...]) -> OriginBook:
    """Return the book of the package with further outlets, compiled once."""
    known = (*load_outlets(), *outlets)
    actors = load_actors()
    kinds = {actor.id: "force" if actor.camp in _OFFICIAL_CAMPS else actor.kind for actor in actors.actors}
    kinds |= {state.id: "state" for state in actors.states}
    return OriginBook(
        tree=outlet_tree(known),
        by_name=MappingProxyType({fold_name(name): outlet for outlet in known for name in outlet.names}),
        by_id=MappingProxyType({outlet.id: outlet for outlet in known}),
        actor_kinds=MappingProxyType(kinds),
        actor_names=MappingProxyType({entry.id: entry.name for entry in actors.entries()}),
        english_names=MappingProxyType({entry.id: entry.english for entry in actors.entries()}),
        states=MappingProxyType({state.iso: state.id for state in actors.states if state.iso}),
        spellings=MappingProxyType({entry.id: tuple(names_of(entry)) for entry in actors.entries()}),
        sides=load_sides(outlets),
    )
