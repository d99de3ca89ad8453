"""Who is named in reports of war: states, armed groups, bodies, and nouns for people; read from TOML and checked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from selon.codebook.entries import codebook_files, read_entries
from selon.errors import CodebookError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from importlib.resources.abc import Traversable

STATES = "states.toml"
NOUNS = "people.toml"
_KINDS = frozenset({"state", "force", "armed", "civilians", "organisation", "person", "outlet"})


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state: its names, the adjective and the seats that stand for it.

    `adjectives` are masculine singular lemmas, whose capitalised forms name the inhabitants; `combining` are first
    halves of compounds ("russo"). `capitals` stand for the government where the syntax makes them act, `cities` only
    tell that a report speaks of the state. `organs` maps suffixes (government, military, airforce, intelligence,
    police) to names that stand for that part of the state. `leaders` are people who stand for the government. `listed`
    is true for the ids of GUIDELINES.md.
    """

    id: str
    name: str
    english: str
    iso: str = ""
    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    combining: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    organs: tuple[tuple[str, tuple[str, ...]], ...] = ()
    leaders: tuple[str, ...] = ()
    listed: bool = False
    example: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """An armed group, a people, a force or a body, with every name that the press gives it.

    `names` hold spellings and acronyms as they are written: a capital in the entry must be one in the text.
    `conditional` maps names that mean something else elsewhere to the states of which the text has to speak.
    `adjectives` are lemmas ("daechiste", "houthi"), `leaders` people who stand for it, `countries` where it acts,
    `camp` its side, `periods` the years in which it bore a name. `generic` is the noun, as in HumanNoun.anaphor, that
    means it by default in reports on its countries. `listed` is true for the ids of GUIDELINES.md.
    """

    id: str
    kind: str
    name: str
    english: str
    names: tuple[str, ...] = ()
    conditional: tuple[tuple[str, tuple[str, ...]], ...] = ()
    adjectives: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    camp: str = ""
    periods: tuple[tuple[str, str], ...] = ()
    generic: str = ""
    listed: bool = False
    example: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanNoun:
    """A noun for people, or for what acts as people do ("aviation", "ministère").

    `entity` is what it stands for by itself ("civilians"). `suffix` is what it makes of a state ("military"; "-" the
    state itself). `bare`: without a state it means that of the report. `member`: it takes the actor after "de".
    `title`: a person's name may follow. `group`: a group's name may follow. `proxy`: the actor after "de" is the
    patron or captor, not the one meant. `ally`: only an adjective or a possessive tells whose. `department`: a
    ministry's department may follow. `anaphor` tells for which actor named before it may stand: jihadist, rebel,
    separatist, group, front, body, coalition. `quantity` is the kind of what is counted.
    """

    lemma: str
    feminine: str = ""
    kind: str
    entity: str = ""
    suffix: str = ""
    bare: bool = False
    member: bool = False
    title: bool = False
    group: bool = False
    proxy: bool = False
    ally: bool = False
    department: bool = False
    anaphor: str = ""
    quantity: str = "other"
    example: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ActorBook:
    """All that the codebook knows of actors: states, groups and bodies, and the human nouns of one language."""

    states: tuple[State, ...]
    actors: tuple[Actor, ...]
    nouns: tuple[HumanNoun, ...]

    def entries(self) -> Iterator[State | Actor]:
        """Yield the states, then the groups and bodies."""
        yield from self.states
        yield from self.actors

    def ids(self) -> frozenset[str]:
        """Return every id, suffixes left out."""
        return frozenset(entry.id for entry in self.entries()) | self._noun_ids()

    def listed_ids(self) -> frozenset[str]:
        """Return the ids of GUIDELINES.md."""
        return frozenset(entry.id for entry in self.entries() if entry.listed) | self._noun_ids()

    def _noun_ids(self) -> frozenset[str]:
        """Return the ids that only nouns stand for: the civilians."""
        return frozenset(noun.entity for noun in self.nouns if noun.entity)


def read_actors(folder: Traversable | None = None, language: str = "fr") -> ActorBook:
    """Return the codebook of actors; raises CodebookError for disorder, doubles, and names that two entries claim."""
    root = folder if folder is not None else codebook_files()
    actor_files = sorted((f for f in (root / "actors").iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    states: tuple[State, ...] = ()
    actors: list[Actor] = []
    for file in actor_files:
        if file.name == STATES:
            states = read_entries(file, State, lambda entry: entry.id)
        else:
            actors += read_entries(file, Actor, lambda entry: entry.id)
    nouns = read_entries(root / language / NOUNS, HumanNoun, lambda entry: entry.lemma)
    book = ActorBook(states=states, actors=tuple(actors), nouns=nouns)
    _check_kinds((*book.actors, *book.nouns))
    _check_unique(book)
    return book


@cache
def load_actors() -> ActorBook:
    """Return the codebook of actors that the package carries.

    >>> "daech" in load_actors().listed_ids()
    True
    """
    return read_actors()


@cache
def rulers() -> Mapping[str, str]:
    """Return the states by their capitals, which stand for whoever rules there.

    >>> rulers()["Moscou"]
    'russia'
    """
    return {capital: state.id for state in load_actors().states for capital in state.capitals}


def _check_kinds(entries: Iterable[Actor | HumanNoun]) -> None:
    """Raise CodebookError for a kind of actor that does not exist."""
    for entry in entries:
        if entry.kind not in _KINDS:
            name = entry.id if isinstance(entry, Actor) else entry.lemma
            fault = f"{name!r} is of no known kind: {entry.kind!r}"
            raise CodebookError(fault, where="actors", remedy=f"Known kinds are {', '.join(sorted(_KINDS))}")


def _check_unique(book: ActorBook) -> None:
    """Raise CodebookError for an id or an unconditional name that stands in two entries."""
    owners: dict[str, str] = {}
    known: set[str] = set()
    for entry in book.entries():
        if entry.id in known:
            raise CodebookError(f"id {entry.id!r} stands twice", where="actors", remedy="Merge the two entries")
        known.add(entry.id)
        for name in names_of(entry):
            owner = owners.setdefault(name, entry.id)
            if owner != entry.id:
                fault = f"{name!r} names both {owner!r} and {entry.id!r}"
                raise CodebookError(fault, where="actors", remedy="Put it under `conditional` with the states it needs")


def names_of(entry: State | Actor) -> Iterator[str]:
    """Yield every name that means this entry without any condition."""
    yield entry.name
    yield from entry.names
    yield from entry.leaders
    if isinstance(entry, State):
        yield from entry.capitals
        for _, names in entry.organs:
            yield from names
