"""The scene: what the earlier stages found in a document, laid out by token, for those who read events from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from selon.claims.anaphora import PERSONAL, find_antecedent, is_latter
from selon.claims.remembered import sentence_start
from selon.claims.syntax import phrase_of, preposition_of, sentence_tokens
from selon.mentions.mention import ActorClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from spacy.tokens import Doc, Token

    from selon.codebook.codebook import Codebook
    from selon.mentions.mention import ActorMention, PlaceMention, QuantityMention, TimeMention
    from selon.values import TextSpan

M = TypeVar("M", "ActorMention", "PlaceMention", "TimeMention", "QuantityMention")

_ACTOR_CLASSES: dict[ActorClass, frozenset[str]] = {
    ActorClass.STATE: frozenset({"actor", "state"}),
    ActorClass.FORCE: frozenset({"actor", "force", "armed", "people"}),
    ActorClass.ARMED: frozenset({"actor", "armed", "people"}),
    ActorClass.CIVILIANS: frozenset({"actor", "civilians", "people"}),
    ActorClass.ORGANISATION: frozenset({"actor", "organisation"}),
    ActorClass.PERSON: frozenset({"actor", "person", "people"}),
    ActorClass.OUTLET: frozenset({"outlet"}),
}


# What a counted noun is by the kind of its quantity, whichever word was taken for the head: "deux cents civils".
_COUNTED = {
    "civilians": frozenset({"civilians", "people"}),
    "fighters": frozenset({"armed", "people"}),
    "leaders": frozenset({"people"}),
}


_SIDES = frozenset({"camp", "bord"})
_STAND_INS = frozenset({"autres", "ceux", "certains", "plusieurs", "beaucoup"})


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of one document, in text order.

    `sayings` are the stretches in which a statement itself is told of ("a annoncé mardi que"), `asides` those of them
    that are set beside what is told (", a annoncé mardi l'armée").
    """

    actors: Sequence[ActorMention] = ()
    places: Sequence[PlaceMention] = ()
    times: Sequence[TimeMention] = ()
    quantities: Sequence[QuantityMention] = ()
    sources: Sequence[TextSpan] = ()
    anaphors: Sequence[PlaceMention] = ()
    sayings: Sequence[TextSpan] = ()
    asides: Sequence[TextSpan] = ()


class Scene:
    """One document's tokens with what they name; asked by events and arguments, never changed by them."""

    def __init__(self, doc: Doc, codebook: Codebook, mentions: Mentions) -> None:
        self.doc = doc
        self.text = doc.text  # spaCy builds it anew at every call
        self.codebook = codebook
        self.mentions = mentions
        self._actor_at = _by_token(doc, mentions.actors)
        self._place_at = _by_token(doc, mentions.places)
        self._anaphor_at = _by_token(doc, mentions.anaphors)
        self._time_at = _by_token(doc, mentions.times)
        self._quantity_at = _by_token(doc, mentions.quantities)
        self._source_at = frozenset(t.i for span in mentions.sources for t in sentence_tokens(doc, span))
        self._saying_at = frozenset(t.i for span in mentions.sayings for t in sentence_tokens(doc, span))
        self._armed = frozenset(m.entity for m in mentions.actors if m.entity and m.kind == ActorClass.ARMED)
        self.kept: dict[str, dict[int, Any]] = {}  # what rules worked out here: see remembered
        self.told: set[tuple[str, str]] = set()  # nouns that named an event of war so far, each with its type
        self._classes: dict[int, frozenset[str]] = {}
        self._lemmas: dict[int, frozenset[str]] = {}

    def lemmas(self, token: Token) -> frozenset[str]:
        """Return the lemmas that the token's form may have, of whatever part of speech."""
        known = self._lemmas.get(token.orth)
        if known is None:
            known = self._lemmas[token.orth] = self.codebook.lemmas(token.text)
        return known

    def actor(self, token: Token) -> ActorMention | None:
        """Return the actor mention that covers the token, or None."""
        return self._actor_at.get(token.i)

    def actors_in(self, token: Token) -> list[ActorMention]:
        """Return every actor mention that lies in the token: "russo-américain" holds two."""
        start, end = token.idx, token.idx + len(token)
        return [m for m in self.mentions.actors if start <= m.span.start and m.span.end <= end]

    def place(self, token: Token) -> PlaceMention | None:
        """Return the place mention that covers the token, or None."""
        return self._place_at.get(token.i)

    def anaphor(self, token: Token) -> PlaceMention | None:
        """Return the place that a noun such as "ville" in "la ville" takes up, or None."""
        return self._anaphor_at.get(token.i)

    def time(self, token: Token) -> TimeMention | None:
        """Return the time mention that covers the token, or None."""
        return self._time_at.get(token.i)

    def quantity(self, token: Token) -> QuantityMention | None:
        """Return the quantity mention that covers the token, or None."""
        return self._quantity_at.get(token.i)

    def is_source(self, token: Token) -> bool:
        """Return whether the token lies in the words that name a source."""
        return token.i in self._source_at

    def is_saying(self, token: Token) -> bool:
        """Return whether a verb tells that something is said: "à Genève, le médiateur a | annoncé que"."""
        return token.pos_ == "VERB" and token.i in self._saying_at

    def classes(self, token: Token) -> frozenset[str]:
        """Return what sort of thing the noun phrase headed by the token names, with its lemmas, for conditions."""
        known = self._classes.get(token.i)
        if known is None:
            self._classes[token.i] = frozenset()  # "les chefs de ces derniers": it may be asked for itself on the way
            known = self._classes[token.i] = self._classify(token)
        return known

    def _classify(self, token: Token) -> frozenset[str]:
        """Return the classes of a noun phrase: of its head first, of the name inside where the head says nothing."""
        whole = self.whole_of(token)
        if whole is not None:
            return self.classes(whole)
        own = self._own_classes(token)
        if own & {"actor", "people", "place"} or token.pos_ not in {"NOUN", "PROPN", "X", "NUM", "PRON"}:
            return own
        inner: set[str] = set()
        for other in phrase_of(token):
            if other.i != token.i and other.pos_ in {"NOUN", "PROPN", "X", "ADJ"}:
                found = self._own_classes(other)
                if (
                    "measure" in own and preposition_of(other) == "de"
                ):  # "deux tonnes d'explosifs", "une salve de roquettes"
                    inner |= found - {"name"}
                    continue
                if token.lower_ in {"un", "une"} and preposition_of(other) == "de":  # "l'un des drones"
                    inner |= found & {"weapon", "aircraft", "artillery", "explosive", "vehicle"}
                    continue
                if own & {"territory", "direction"} and "place" in found:
                    inner.add("place")
                elif self.quantity(token) is not None or not own & {
                    "weapon",
                    "vehicle",
                    "building",
                    "event",
                    "territory",
                    "agreement",
                }:
                    inner |= (
                        found & {"actor", "armed", "force", "people", "civilians", "state"}
                        if other.pos_ != "ADJ"
                        else set()
                    )
        return own | inner

    def _own_classes(self, token: Token) -> frozenset[str]:
        """Return the classes that the word itself carries."""
        lemmas = self.lemmas(token)
        if (token.pos_ == "PRON" and token.lower_ in PERSONAL) or is_latter(token):
            antecedent = find_antecedent(self, token)
            return frozenset({"pronoun"}) if antecedent is None else self.classes(antecedent)
        found: set[str] = {f'"{lemma}"' for lemma in lemmas} | _stand_in(token)
        party = bool(lemmas & _SIDES) and _is_one_of_two(token)
        for lemma in lemmas:
            found |= {"people"} if party else self.codebook.thing_classes(lemma)
        actor, place = self.actor(token), self.place(token)
        if actor is not None:
            armed = actor.kind == ActorClass.ORGANISATION and actor.entity in self._armed  # "l'organisation", Daech
            found |= _ACTOR_CLASSES[ActorClass.ARMED if armed else actor.kind]
            if actor.entity and actor.entity.endswith("/airforce"):
                found |= {"air_force", "aircraft"}
        if place is not None and actor is None:
            found.add("place")
        if place is not None and actor is not None and actor.kind == ActorClass.STATE:
            found.add("place_or_state")
        if found & {"territory", "building"}:
            found.add("place")
        counted = self.quantity(token)
        if counted is not None and counted.kind in _COUNTED and not found & {"actor", "people"}:
            found |= _COUNTED[counted.kind]
        if token.pos_ in {"NOUN", "PROPN", "X"} and not found & {"actor", "people", "place"}:
            found.add("name" if token.pos_ == "PROPN" and token.text[:1].isupper() else "thing")
        return frozenset(found)

    def whole_of(self, number: Token) -> Token | None:
        """Return the counted noun of which a bare number names a share: "78 drones, dont 42 ont été abattus"."""
        if not number.is_digit or number.i < 1 or number.nbor(-1).lower_ != "dont":
            return None
        before = reversed(self.doc[sentence_start(number) : number.i - 1])
        return next((t for t in before if t.pos_ == "NOUN" and self.quantity(t) is not None), None)

    def quantities_in(self, tokens: Iterable[Token]) -> list[QuantityMention]:
        """Return the quantity mentions that lie on the tokens, each once, in text order."""
        seen: dict[int, QuantityMention] = {}
        for token in tokens:
            mention = self.quantity(token)
            if mention is not None:
                seen[mention.span.start] = mention
        return [seen[start] for start in sorted(seen)]


def _is_one_of_two(token: Token) -> bool:
    """Return whether a side is meant, and no ground: "les deux camps", "chaque camp"; not "deux camps de réfugiés"."""
    told = {child.lower_ for child in token.lefts}
    both = "chaque" in told or {"les", "deux"} <= told
    return both and not any(preposition_of(child) == "de" for child in token.rights)


def _stand_in(token: Token) -> set[str]:
    """Return the class of a word that stands for people named before: "des dizaines d'autres", "ceux"."""
    stands = token.pos_ in {"PRON", "NUM", "ADJ"} and token.lower_ in _STAND_INS
    return {"pronoun"} if stands else set()


def _by_token(doc: Doc, mentions: Sequence[M]) -> Mapping[int, M]:
    """Return the mention that covers each token; where two do, the longer one."""
    found: dict[int, M] = {}
    for mention in sorted(mentions, key=lambda m: (m.span.end - m.span.start, m.span.start)):
        for token in sentence_tokens(doc, mention.span):
            found[token.i] = mention
    return found
