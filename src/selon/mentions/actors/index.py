"""The codebook of actors compiled for look-up: each spelling with what it may mean, in two trees of names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from selon.codebook.agreement import feminine_of, inflect, plural_of
from selon.codebook.entries import codebook_files, read_entries
from selon.codebook.places import read_place_rows, read_place_words
from selon.codebook.words import ClassedWord
from selon.mentions.mention import ActorClass
from selon.mentions.names import NameTree, Piece, fold, fold_sound, split_pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from selon.codebook.actors import Actor, ActorBook, HumanNoun, State

_LONG_ACRONYM = 4  # letters from which the press also writes "Otan" for OTAN
_SOUND_LETTERS = 5  # a name of one word is only matched by sound from this length
_STATE_KINDS = {"government": ActorClass.STATE}
_PLACE_LETTERS = 4  # shorter names of places are mostly something else
_LOOSE_WORDS = 4  # a name of so many words is known without its capitals too
_LABELS = frozenset({"jihadist", "rebel", "separatist"})
_PEOPLES = frozenset({"kurds"})


class Use(StrEnum):
    """What a spelling is to its entry."""

    NAME = "name"
    STATE = "state"
    CAPITAL = "capital"
    ADJECTIVE = "adjective"
    COMBINING = "combining"
    LEADER = "leader"
    NOUN = "noun"
    PLACE = "place"  # names no actor, tells of which state the report speaks


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a spelling may mean, and the capitals it asks for: "" none, "C" one, "U" all, "A" all or one."""

    use: Use
    entity: str | None
    kind: ActorClass
    capitals: tuple[str, ...]
    where: tuple[str, ...] = ()
    noun: HumanNoun | None = None
    number: str = ""
    camp: str = ""
    why: str = ""

    def fits(self, raws: list[str]) -> bool:
        """Return whether the words of the text have the capitals that the entry asks for."""
        return all(_case_fits(need, raw) for need, raw in zip(self.capitals, raws, strict=True) if need)


@dataclass(frozen=True, slots=True, eq=False)
class ActorIndex:
    """The two trees of names, and what is asked of an id or word beside them.

    `generics` gives the actors that a bare noun means in reports on their countries. `spatial` holds nouns for
    stretches of land, `deeds` nouns for what governments do, `labels` the words that tell a side ("djihadiste")
    with their anaphor.
    """

    names: NameTree[Sense]
    sounds: NameTree[Sense]
    camps: Mapping[str, str]
    countries: Mapping[str, tuple[str, ...]]
    states: frozenset[str]
    spatial: frozenset[str]
    deeds: frozenset[str]
    labels: Mapping[str, str]
    generics: Mapping[str, list[tuple[str, tuple[str, ...]]]]


@lru_cache(maxsize=4)
def compile_actors(book: ActorBook) -> ActorIndex:
    """Return the index of a codebook; the same codebook is compiled once."""
    names: NameTree[Sense] = NameTree()
    sounds: NameTree[Sense] = NameTree()
    for spelling, sense in _senses(book):
        pieces = split_pieces(spelling)
        names.add([piece.key for piece in pieces], sense)
        if sense.use == Use.NAME and sense.kind in {ActorClass.ARMED, ActorClass.CIVILIANS} and _sounds_safe(pieces):
            sounds.add([fold_sound(piece.key) for piece in pieces], sense)
    return ActorIndex(
        names=names,
        sounds=sounds,
        camps={actor.id: actor.camp for actor in book.actors},
        countries={actor.id: actor.countries for actor in book.actors},
        states=frozenset(state.id for state in book.states),
        spatial=_spatial_nouns(),
        deeds=_folded(_things_of("deed")),
        generics=_generics(book),
        labels={
            fold(form): noun.anaphor
            for noun in book.nouns
            if noun.anaphor in _LABELS and " " not in noun.lemma
            for form in inflect(noun.lemma, noun.feminine or noun.lemma)
        },
    )


def _senses(book: ActorBook) -> Iterator[tuple[str, Sense]]:
    """Yield every spelling of the codebook with what it means there."""
    states = {state.iso: state.id for state in book.states if state.iso}
    for state in book.states:
        yield from _state_senses(state)
    for actor in book.actors:
        yield from _actor_senses(actor)
    for noun in book.nouns:
        yield from _noun_senses(noun)
    for name, iso in _telling_places():
        if iso in states:
            yield name, _sense(name, Use.PLACE, states[iso], ActorClass.STATE)


def _telling_places() -> Iterator[tuple[str, str]]:
    """Yield the names of places that lie in one country only, with its ISO code."""
    countries: dict[str, set[str]] = {}
    for row in read_place_rows():
        for name in row.names:
            countries.setdefault(name, set()).add(row.country if row.kind != "country" else "")
    for name, isos in countries.items():
        if len(isos) == 1 and len(name) >= _PLACE_LETTERS and name[0].isupper():
            yield name, next(iter(isos))


def _state_senses(state: State) -> Iterator[tuple[str, Sense]]:
    """Yield the names, seats, adjectives, organs and leaders of a state."""
    why = f"state:{state.id}"
    for use, names in (
        (Use.STATE, (state.name, *state.names)),
        (Use.CAPITAL, state.capitals),
        (Use.PLACE, state.cities),
    ):
        for name in names:
            yield name, _sense(name, use, state.id, ActorClass.STATE, why=why)
    yield from _adjective_senses(state.adjectives, state.id, ActorClass.STATE, why)
    for half in state.combining:
        yield half, Sense(Use.COMBINING, state.id, ActorClass.STATE, ("",) * len(split_pieces(half)), why=why)
    for suffix, names in state.organs:
        kind = _STATE_KINDS.get(suffix, ActorClass.FORCE)
        for name in names:
            yield name, _sense(name, Use.NAME, f"{state.id}/{suffix}", kind, why=why)
    for name in state.leaders:
        yield name, _sense(name, Use.LEADER, f"{state.id}/government", ActorClass.PERSON, why=why)


def _actor_senses(actor: Actor) -> Iterator[tuple[str, Sense]]:
    """Yield the names, conditional names, adjectives and leaders of a group or body."""
    why, kind = f"actor:{actor.id}", ActorClass(actor.kind)
    if actor.id in _PEOPLES:
        yield from _adjective_senses((actor.name.lower().removesuffix("s"),), actor.id, kind, why)
    else:
        for name in chain((actor.name,), actor.names):
            yield name, _sense(name, Use.NAME, actor.id, kind, camp=actor.camp, why=why)
    for name, where in actor.conditional:
        yield name, _sense(name, Use.NAME, actor.id, kind, where=where, camp=actor.camp, why=why)
    yield from _adjective_senses(actor.adjectives, actor.id, kind, why)
    for name in actor.leaders:
        yield name, _sense(name, Use.LEADER, actor.id, ActorClass.PERSON, camp=actor.camp, why=why)


def _adjective_senses(lemmas: tuple[str, ...], entity: str, kind: ActorClass, why: str) -> Iterator[tuple[str, Sense]]:
    """Yield the four forms of each adjective."""
    for lemma in lemmas:
        if lemma.isupper():
            yield lemma, Sense(Use.ADJECTIVE, entity, kind, ("U",), why=why)
            continue
        feminine = feminine_of(lemma)
        plurals = {plural_of(lemma), plural_of(feminine)}
        for form in sorted(inflect(lemma)):
            needs = ("",) * len(split_pieces(form))
            yield (
                form,
                Sense(Use.ADJECTIVE, entity, kind, needs, number=_number(form, lemma, feminine, plurals), why=why),
            )


def _noun_senses(noun: HumanNoun) -> Iterator[tuple[str, Sense]]:
    """Yield the forms of a human noun."""
    feminine = noun.feminine or noun.lemma
    plurals = {plural_of(noun.lemma), plural_of(feminine)} | _hyphen_plurals(noun.lemma)
    for form in sorted({noun.lemma, feminine} | plurals):
        needs = ("U",) if noun.lemma.isupper() else ("",) * len(split_pieces(form))
        number = _number(form, noun.lemma, feminine, plurals)
        yield (
            form,
            Sense(
                Use.NOUN,
                noun.entity or None,
                ActorClass(noun.kind),
                needs,
                noun=noun,
                number=number,
                why=f"noun:{noun.lemma}",
            ),
        )


def _number(form: str, masculine: str, feminine: str, plurals: set[str]) -> str:
    """Return "s" for a singular, "p" for a plural, "" for a form that is both ("français")."""
    singular, plural = form in {masculine, feminine}, form in plurals
    return "" if singular and plural else "p" if plural else "s"


def _generics(book: ActorBook) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Return by anaphor the actors that such a noun means by default, each with its countries."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for actor in book.actors:
        if actor.generic:
            found.setdefault(actor.generic, []).append((actor.id, actor.countries))
    return found


def _spatial_nouns() -> frozenset[str]:
    """Return the folded nouns for stretches of land ("le nord de la Syrie"), singular and plural."""
    words = {entry.word for entry in read_place_words("fr") if entry.use in {"noun", "site"}}
    return _folded(words | _things_of("direction", "territory"))


def _things_of(*classes: str) -> set[str]:
    """Return the lemmas of classes of things."""
    things = read_entries(
        codebook_files() / "fr" / "things.toml", ClassedWord, lambda entry: (entry.class_, entry.lemma)
    )
    return {entry.lemma for entry in things if entry.class_ in classes}


def _folded(words: Iterable[str]) -> frozenset[str]:
    """Return words folded, singular and plural."""
    return frozenset(fold(form) for word in words for form in (word, plural_of(word)))


def _hyphen_plurals(lemma: str) -> frozenset[str]:
    """Return the plural of a compound whose first word takes an s too: "gardes-frontières"."""
    first, hyphen, rest = lemma.partition("-")
    return frozenset({f"{plural_of(first)}-{plural_of(rest)}"}) if hyphen and " " not in lemma else frozenset()


def _sense(  # noqa: PLR0913 - what a sense is made of
    name: str,
    use: Use,
    entity: str,
    kind: ActorClass,
    *,
    where: tuple[str, ...] = (),
    camp: str = "",
    why: str = "",
) -> Sense:
    """Return the sense of a proper name, with the capitals that its spelling asks for."""
    needs = [_need(piece.raw) for piece in split_pieces(name)]
    first = next((at for at, need in enumerate(needs) if need == "C"), len(needs))
    loose = len(needs) >= _LOOSE_WORDS and use == Use.NAME
    capitals = tuple(
        "" if need == "C" and use != Use.PLACE and (at > first or loose) and "U" not in needs else need
        for at, need in enumerate(needs)
    )
    return Sense(use, entity, kind, capitals, where=where, camp=camp, why=why)


def _need(raw: str) -> str:
    """Return what a word of the codebook asks of the text's: "U" all capitals, "C" a capital, "" nothing."""
    if raw.isupper() and len(raw) > 1:
        return "U" if len(raw) < _LONG_ACRONYM else "A"
    return "C" if raw[0].isupper() else ""


def _case_fits(need: str, raw: str) -> bool:
    """Return whether a word is written as the entry asks: an acronym of four letters may be written as a name."""
    return raw.isupper() if need == "U" else raw[0].isupper()


def _sounds_safe(pieces: list[Piece]) -> bool:
    """Return whether a name is long enough to be matched by sound without catching common words."""
    return not pieces[0].raw.isupper() and sum(len(piece.raw) for piece in pieces) >= _SOUND_LETTERS + 1
