"""Placing: where an event is, when its own frame does not say: inside what is hit, or elsewhere in the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.claim import Argument, Role
from selon.claims.phrases import build_argument
from selon.claims.roles import _PLACE_OBJECTS
from selon.claims.syntax import conjuncts_of, phrase_of, preposition_of, sentence_tokens
from selon.values import Precision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from selon.claims.events import Event
    from selon.claims.scene import Scene

_LOCATED = frozenset({
    "clash", "air_strike", "shelling", "bombing", "civilian_attack", "casualties", "abduction", "arrest", "protest",
    "disrupted", "presence", "deployment", "aid", "siege", "capture", "negotiation",
})  # fmt: skip
_LIST_REACH = 14
_OPENING = 4
_FINENESS = {"site": 0, "locality": 1, "near": 2, "line": 2, "province": 3, "region": 4, "country": 5}


def find_place_in_target(scene: Scene, event: Event, found: Sequence[Argument]) -> Argument | None:
    """Return the place named inside what the event is done to: "un hôtel de X", "deux mosquées du centre de X"."""
    if event.type in _PLACE_OBJECTS:
        return None
    for argument in found:
        if argument.role not in {Role.TARGET, Role.THEME}:
            continue
        for token in sentence_tokens(scene.doc, argument.span)[1:]:
            mention = scene.place(token)
            if mention is not None and token.pos_ != "ADJ" and scene.actor(token) is None:
                return build_argument(scene, Role.PLACE, token, "place of the target")
    return None


def find_places_in_sentence(scene: Scene, event: Event, found: Sequence[Argument]) -> list[Argument]:
    """Return the places that the sentence gives the event: its nearest free locative phrase, with its like."""
    if event.type not in _LOCATED:
        return []
    sentence = event.head.sent
    best: tuple[int, Token] | None = None
    for token in sentence:
        mention = scene.place(token)
        if (
            mention is None
            or mention.span.start != token.idx
            or any(a.span.start <= token.idx < a.span.end for a in found)
        ):
            continue
        if not _in_reach(token, event.head):
            continue
        container = _container_of(scene, token)
        preposition = preposition_of(container) or preposition_of(container.head)
        if preposition.split(" ")[0] not in {"à", "dans", "en", "sur", "près", "non", "autour", "au", "devant", "aux"}:
            continue
        coarse = 40 if mention.place is not None and mention.place.position.precision == Precision.COUNTRY else 0
        opens = token.i < event.head.i and token.i - sentence.start < _OPENING
        distance = coarse + abs(token.i - event.head.i) + (0 if opens else 3)
        if best is None or distance < best[0]:
            best = (distance, container)
    if best is None:
        return []
    like = [best[1], *(t for t in conjuncts_of(best[1]) if t.i != best[1].i and scene.place(t) is not None)]
    built = [build_argument(scene, Role.PLACE, token, "place of the sentence") for token in like]
    return [argument for argument in built if argument is not None]


def _container_of(scene: Scene, token: Token) -> Token:
    """Return the noun that a place name says more of ("la mosquée de X"); the name itself where there is none."""
    at = token
    while (
        preposition_of(at) == "de"
        and at.head.i < at.i
        and scene.classes(at.head) & {"building", "territory", "direction"}
    ):
        at = at.head
    return at


def _in_reach(token: Token, head: Token) -> bool:
    """Return whether a word's clause is the event's or stands above it; a relative clause elsewhere is out of reach."""
    clause = next((t for t in token.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    if clause is None or clause.i == head.i or clause in head.ancestors:
        return True
    return clause.dep_ == "acl" and clause.head.i == head.i  # "une embuscade tendue par X près de Y"


def keep_finest(found: list[Argument]) -> list[Argument]:
    """Return the arguments with, of several places, only the finest ("à X, dans la province de Y" is X)."""
    places = [a for a in found if a.role == Role.PLACE and a.place is not None]
    if not places[1:]:
        return found
    finest = min(_FINENESS[a.place.position.precision.value] for a in places if a.place is not None)
    coarse = [a for a in places if a.place is not None and _FINENESS[a.place.position.precision.value] > max(finest, 2)]
    return [a for a in found if a not in coarse]


def named_places(scene: Scene, token: Token) -> list[Token]:
    """Return the words that name the places meant: "deux villes, X et Y" means X and Y, "X, dernier bastion" X."""
    if scene.place(token) is not None:
        return [token]
    if token.dep_ == "appos" and scene.place(token.head) is not None:
        return [token.head]
    inner = [t for t in phrase_of(token) if scene.place(t) is not None]
    if inner:
        extra = [t for t in conjuncts_of(inner[0]) if t.i != inner[0].i and scene.place(t) is not None]
        return [token, *extra]
    listed = _listed_behind(scene, token)
    if listed:
        return listed
    behind = [c for c in token.rights if c.dep_ in {"appos", "conj"} and scene.place(c) is not None]
    return [t for c in behind for t in conjuncts_of(c) if scene.place(t) is not None] or [token]


def _listed_behind(scene: Scene, token: Token) -> list[Token]:
    """Return the places that a counted noun announces: "deux villes tenues par le groupe, X et Y" means X and Y."""
    if not any(c.dep_ == "nummod" for c in token.lefts):
        return []
    end = min(token.sent.end, token.i + _LIST_REACH)
    found: list[Token] = []
    for at in range(token.i + 1, end):
        word = scene.doc[at]
        if scene.place(word) is not None and (found or scene.doc[at - 1].text in {",", ":", "("}):
            if not found or scene.place(word) is not scene.place(found[-1]):
                found.append(word)
        elif found and word.text not in {",", "et"} and word.pos_ != "DET":
            break
    return found
