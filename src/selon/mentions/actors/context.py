"""What the report tells of an actor: whose "la police" is, who "les djihadistes" are, whether a capital acts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from selon.mentions.actors.index import Use
from selon.mentions.mention import ActorClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from selon.mentions.actors.board import Phrase
    from selon.mentions.actors.index import ActorIndex
    from selon.mentions.actors.page import Page

_PLACE_PREPOSITIONS = frozenset(
    {"en", "au", "aux", "vers", "dans", "depuis", "sous", "hors", "chez", "sur", "via", "pour"}
)
_ACTOR_PREPOSITIONS = frozenset({"par", "contre", "avec", "entre", "selon", "envers"})
_OF = frozenset({"de", "d", "du", "des"})
_ARTICLES = frozenset({"la", "le", "l", "les"})
_DEFINITE = frozenset(
    ["le", "la", "l", "les", "ce", "cet", "cette", "ces", "son", "sa", "ses", "leur", "leurs", "du", "des", "au", "aux"]
)
_LOCATIVES = frozenset({"en", "au", "aux", "a", "dans"})
_CLEAR_SHARE = 0.5  # of the votes for states, from which a report is clearly about one
_SUBJECT_WEIGHT = 2  # a subject is talked of more than what is named beside it
_LAST_WEIGHT = 2  # how much more likely "le groupe" is the last one named than one named before
_POSSESSIVES = frozenset({"son", "sa", "ses", "leur", "leurs"})
_RECENT = 60  # words within which an unnamed force is that of the last named one
_TOP_STATES = 3  # of how many states a report may be said to speak
_CAMPS = {  # camps of the groups for which a noun may stand
    "coalition": frozenset({"coalition"}),
    "jihadist": frozenset({"jihadist"}),
    "rebel": frozenset({"rebel", "separatist", "paramilitary", "shia"}),
    "separatist": frozenset({"separatist"}),
}


@dataclass(slots=True)
class Context:
    """What has been named so far, and of which states the report speaks."""

    page: Page
    index: ActorIndex
    votes: Counter[str]
    settings: Sequence[tuple[int, str]] = ()
    groups: list[str] = field(default_factory=list)
    armed: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    forces: dict[str, tuple[str, int]] = field(default_factory=dict)
    last: Phrase | None = None

    def resolve(self, phrase: Phrase) -> Phrase:
        """Return the phrase with the entity that the report around it supplies, and remember it."""
        if phrase.entity is None and self._is_owned(phrase):
            phrase = self._of_owner(phrase)
        if phrase.entity is None and phrase.anaphor:
            phrase = self._stand_in(phrase)
        if phrase.entity is None and phrase.bare and phrase.bare != "+":
            phrase = self._of_the_report(phrase)
        self._remember(phrase)
        return phrase

    def _remember(self, phrase: Phrase) -> None:
        """Keep what a later noun may stand for."""
        base, _, suffix = (phrase.entity or "").partition("/")
        if suffix:
            self.forces[suffix] = self.forces[self._office(phrase, suffix)] = (base, phrase.end)
        if base in self.index.camps and not phrase.adjective:
            self.groups.append(base)
            if phrase.kind == ActorClass.ORGANISATION:
                self.bodies.append(base)
            elif phrase.kind == ActorClass.ARMED:
                self.armed += [base] * (
                    _SUBJECT_WEIGHT if self.page.token(phrase.start).dep_.startswith("nsubj") else 1
                )
        if base and base != "civilians" and not phrase.adjective:
            self.last = phrase

    def _office(self, phrase: Phrase, suffix: str) -> str:
        """Return under what a force or office is remembered: offices by their own word, forces by what they are."""
        return f"{suffix}:{phrase.noun.lemma}" if phrase.noun is not None and suffix == "government" else suffix

    # What belongs to an actor named before: "ses forces", "leurs chefs"

    def _is_owned(self, phrase: Phrase) -> bool:
        """Return whether a noun for fighters has a possessive before it and nothing else that tells whose they are."""
        noun = phrase.noun
        owned = (
            noun is not None and not noun.proxy and (phrase.kind == ActorClass.FORCE or noun.member) and not noun.group
        )
        return owned and self._determiner(phrase) in _POSSESSIVES and noun is not None and not noun.ally

    def _of_owner(self, phrase: Phrase) -> Phrase:
        """Return an owned noun as that of the last actor named in the sentence."""
        owner, noun = self.last, phrase.noun
        if (
            owner is None
            or noun is None
            or self.page.token(owner.start).sent.start != self.page.token(phrase.start).sent.start
        ):
            return phrase
        base, _, part = (owner.entity or "").partition("/")
        entity = owner.entity
        if base in self.index.states:
            suffix = noun.suffix if part in {"", "government"} else part
            entity = f"{base}/{suffix}" if suffix and suffix != "-" else base
        return replace(phrase, entity=entity, why=f"{phrase.why}, of {owner.entity}")

    # Forces and offices without a state

    def main_state(self) -> str | None:
        """Return the state that the report is clearly about, or None."""
        total = sum(self.votes.values())
        ranked = self.votes.most_common(1)
        return ranked[0][0] if ranked and ranked[0][1] >= _CLEAR_SHARE * total else None

    def _of_the_report(self, phrase: Phrase) -> Phrase:
        """Return a force or office without a state as that of the last one named, else of the state of the report."""
        here = self._state_of_sentence(phrase)
        if here is not None:
            return replace(phrase, entity=f"{here}/{phrase.bare}", why=f"{phrase.why}, where the sentence is set")
        last = self.forces.get(self._office(phrase, phrase.bare))
        if last is not None and (phrase.start - last[1] <= _RECENT or self.main_state() in {None, last[0]}):
            state: str | None = last[0]
        else:
            state = self.main_state() or self._state_of_sentence(phrase, after=True)
        if state is None:
            return phrase
        return replace(phrase, entity=f"{state}/{phrase.bare}", why=f"{phrase.why}, of the report's state")

    def _state_of_sentence(self, phrase: Phrase, *, after: bool = False) -> str | None:
        """Return the state in which a sentence is set before the phrase ("En Irak, l'armée …"), if it is one only.

        With `after`, what the sentence says behind the phrase counts as well ("deux soldats ont été tués à Bagdad").
        """
        sentence = self.page.token(phrase.start).sent.start
        states = {
            state
            for at, state in self.settings
            if (after or at < phrase.start) and self.page.token(at).sent.start == sentence
        }
        return states.pop() if len(states) == 1 else None

    # Nouns that stand for a group named before

    def _stand_in(self, phrase: Phrase) -> Phrase:
        """Return a noun with the actor that it stands for."""
        entity = self._meant_by(phrase)
        return phrase if entity is None else replace(phrase, entity=entity, why=f"{phrase.why}, stands for {entity}")

    def _meant_by(self, phrase: Phrase) -> str | None:
        """Return the actor for which a noun stands, None where the text does not settle it."""
        before, anaphor = self._determiner(phrase), phrase.anaphor
        if anaphor in _CAMPS:
            one = before in {"un", "une"} and anaphor == "jihadist"
            return None if one else self._default(anaphor) or self._only(_CAMPS[anaphor])
        if phrase.sense.number == "p" or before not in _DEFINITE:
            return None
        if anaphor == "body":
            return self.bodies[-1] if self.bodies else None
        if anaphor == "front" and not self.page.is_capitalised(phrase.start):
            return None
        return self._last_group(phrase) if anaphor in {"group", "front"} else None

    def _default(self, anaphor: str) -> str | None:
        """Return the actor that such a noun means in reports on its countries: "la coalition", "les rebelles"."""
        top = dict(self.votes.most_common(_TOP_STATES))
        scored = [
            (sum(top.get(state, 0) for state in countries), entity)
            for entity, countries in self.index.generics.get(anaphor, ())
        ]
        best = max(scored, default=(0, ""))
        return best[1] if best[0] else None

    def _last_group(self, phrase: Phrase) -> str | None:
        """Return the group named last; "de" behind the noun tells that it is a group of something else."""
        named = self.groups if phrase.kind == ActorClass.ORGANISATION else self.armed
        if not named or self._has_complement(phrase.end):
            return None
        weights = Counter(named)
        weights[named[-1]] += _LAST_WEIGHT
        return max(weights, key=lambda group: weights[group])

    def _has_complement(self, at: int) -> bool:
        """Return whether "de" and a noun follow; before an infinitive it is the verb's."""
        if at >= len(self.page.pieces) or not self.page.joined[at] or self.page.key(at) not in _OF:
            return False
        after = self.page.token(min(at + 1, len(self.page.pieces) - 1))
        return "Inf" not in after.morph.get("VerbForm", []) and after.pos_ not in {"VERB", "AUX"}

    def _only(self, camps: frozenset[str]) -> str | None:
        """Return the only group of these camps that has been named so far."""
        found = {group for group in self.groups if self.index.camps.get(group) in camps}
        return found.pop() if len(found) == 1 else None

    def _determiner(self, phrase: Phrase) -> str:
        """Return the determiner before a noun, an adjective or number between them left out."""
        before = self.page.before(phrase.start)
        if (
            before
            and before not in _DEFINITE | {"un", "une"}
            and phrase.start > 1
            and self.page.joined[phrase.start - 1]
        ):
            return self.page.key(phrase.start - 2)
        return before


def settings_of(
    page: Page, phrases: Iterable[Phrase], acting: Iterable[Phrase], places: Iterable[tuple[int, str]]
) -> list[tuple[int, str]]:
    """Return where the text is set somewhere, and in which state: states that do not act, towns, provinces."""
    actors = {phrase.start for phrase in acting}
    states = [
        (phrase.start, phrase.entity or "")
        for phrase in phrases
        if phrase.start not in actors and page.before(phrase.start) in _LOCATIVES
    ]
    return sorted([*states, *((at, state) for at, state in places if page.before(at) in _LOCATIVES)])


def acts_here(page: Page, index: ActorIndex, phrase: Phrase, actors: set[int]) -> bool:
    """Return whether the name of a state or capital plays an actor here, and no place.

    `actors` are the tokens of other actors, beside which a capital is one too ("Moscou et Téhéran").
    """
    start = phrase.start
    before = page.before(start)
    if before in _ARTICLES:
        start -= 1
        before = page.before(start)
    if phrase.bare == "+" or before in _ACTOR_PREPOSITIONS:
        return True
    if before in _PLACE_PREPOSITIONS or before in index.spatial:
        return False
    if phrase.sense.use == Use.CAPITAL:
        if before in _OF:
            return _is_deed(page, index, start - 1)
        if before == "a":  # "l'aide de Washington à Kiev"
            return page.token(max(start - 2, 0)).i in actors and page.key(start - 2) != ""
        return _capital_acts(page, phrase, before, actors)
    if before in _OF:
        return page.before(start - 1) not in index.spatial
    return before != "a" or page.key(start) in {"la", "l"}


def _is_deed(page: Page, index: ActorIndex, at: int) -> bool:
    """Return whether before "de" stands what governments do: "l'aide militaire de", "les menaces de" a capital."""
    before = page.before(at)
    if before in index.deeds:
        return True
    return at > 1 and page.token(at - 1).pos_ == "ADJ" and page.before(at - 1) in index.deeds


def _capital_acts(page: Page, phrase: Phrase, before: str, actors: set[int]) -> bool:
    """Return whether a capital without preposition stands for its government: subject, or beside another actor."""
    token = page.token(phrase.start)
    if before == "et":
        return page.token(max(phrase.start - 2, 0)).i in actors
    if page.key(phrase.end) == "et" and page.key(phrase.end + 1) in _POSSESSIVES:
        return True
    if token.dep_ in {"nsubj", "ROOT"}:
        if phrase.end >= len(page.pieces):
            return False
        relative = token.dep_ == "nsubj" and page.key(phrase.end) in {"qui", "dont"}  # "Kiev, qui réclame …, a dit"
        return page.gap(phrase.end) == " " or relative
    if token.dep_ in {"obj", "iobj"}:
        return any(child.dep_ == "nsubj" and child.i in actors for child in token.head.children)
    return token.dep_ == "conj" and token.head.i in actors


def kind_of(phrase: Phrase) -> ActorClass:
    """Return the class of a phrase: a state that is named with a force is that force."""
    part = (phrase.entity or "").partition("/")[2]
    if phrase.kind == ActorClass.STATE and part and part != "government":
        return ActorClass.FORCE
    return phrase.kind
