"""Placing: where an event is, when its own frame does not say: inside what is hit, or elsewhere in the sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selon.claims.claim import Argument, Role
from selon.claims.phrases import build_argument
from selon.claims.remembered import once_a_scene, sentence_start
from selon.claims.roles import _PLACE_OBJECTS, is_side
from selon.claims.syntax import conjuncts_of, is_present_participle, phrase_of, preposition_of, sentence_tokens, span_of
from selon.mentions.mention import ActorClass
from selon.values import Precision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from selon.claims.events import Event
    from selon.claims.scene import Scene
    from selon.values import TextSpan

_ARTICLE = r"\s?(?:l['’]|la|le|les)?\s?"
NESTING = re.compile(
    r"[\s(,]*(?:(?:situé|basé|installé|établi|sis)e?s?\s)?"
    r"(?:à|au|aux|en|dans|près de|non loin de|du|de|d['’])?" + _ARTICLE
)
_LOCATED = frozenset({
    "clash", "air_strike", "shelling", "bombing", "civilian_attack", "casualties", "abduction", "arrest", "protest",
    "disrupted", "presence", "deployment", "aid", "siege", "capture", "negotiation",
})  # fmt: skip
_OPENING = 4
_BESIDE = 3
_BESIDES = frozenset({"devant", "près", "derrière", "autour", "proximité"})
_WIDE = 3
_FAR = 40
_WHERE = frozenset({"à", "dans", "en", "sur", "près", "non", "autour", "au", "devant", "aux"})
FINENESS = {"site": 0, "locality": 1, "near": 2, "line": 2, "province": 3, "region": 4, "country": 5}


def find_place_in_target(scene: Scene, event: Event, found: Sequence[Argument]) -> Argument | None:
    """Return the place named inside what the event is done to: "un hôtel de X", "deux mosquées du centre de X"."""
    if event.type in _PLACE_OBJECTS:
        return None
    for argument in found:
        if argument.role not in {Role.TARGET, Role.THEME}:
            continue
        for token in sentence_tokens(scene.doc, argument.span)[1:]:
            mention = scene.place(token)
            own = scene.actor(token)
            town = own is None or (own.kind == ActorClass.STATE and _fineness(scene, token) < _WIDE)
            if mention is not None and token.pos_ != "ADJ" and town:
                return build_argument(scene, Role.PLACE, token, "place of the target")
    return None


def find_places_in_sentence(scene: Scene, event: Event, found: Sequence[Argument]) -> list[Argument]:
    """Return the places that the sentence gives the event: its nearest free locative phrase, with its like."""
    if event.type not in _LOCATED:
        return []
    places = [(t, c) for t in event.head.sent if (c := _locative(scene, t)) is not None]
    best: tuple[int, int] | None = None
    for at, (token, container) in enumerate(places):
        if any(a.span.start <= token.idx < a.span.end for a in found) or not _in_reach(scene, event, container, found):
            continue
        distance = _distance(scene, event, token, container)
        if best is None or distance < best[0]:
            best = (distance, at)
    if best is None:
        return []
    chosen = _detail_before(scene, places, best[1])
    like = [chosen, *(t for t in conjuncts_of(chosen) if t.i != chosen.i and scene.place(t) is not None)]
    built = [build_argument(scene, Role.PLACE, token, "place of the sentence") for token in like]
    return [argument for argument in built if argument is not None]


@once_a_scene
def _locative(scene: Scene, token: Token) -> Token | None:
    """Return the noun of place that a word heads or names, behind a preposition of place; None for any other word."""
    mention = scene.place(token)
    if mention is None and token.pos_ != "NOUN":
        return None
    if mention is not None:
        if mention.span.start != token.idx:
            return None
        container = _container_of(scene, token)
    elif _is_site(scene, token):
        container = token
    else:
        return None
    preposition = preposition_of(container) or preposition_of(container.head)
    if mention is None:
        preposition = preposition_of(container)
    return container if preposition.split(" ")[0] in _WHERE else None


def _is_site(scene: Scene, token: Token) -> bool:
    """Return whether a noun is a building, or ground that takes up a place named before, with no name of its own."""
    if token.pos_ != "NOUN" or scene.actor(token) is not None:
        return False
    if is_side(token) and "direction" in scene.classes(token):
        return any(scene.anaphor(t) is not None for t in phrase_of(token))
    taken_up = scene.anaphor(token) is not None and "territory" in scene.classes(token)
    if "vehicle" in scene.classes(token) or not (taken_up or "building" in scene.classes(token)):
        return False
    return all(scene.place(t) is None for t in phrase_of(token))


def prefer_details(scene: Scene, event: Event, found: Sequence[Argument]) -> list[Argument]:
    """Return the arguments with the detail in place of the town that stands right behind it: "au stade, à X"."""
    if all(a.role != Role.PLACE for a in found):
        return list(found)
    places = [(t, c) for t in event.head.sent if (c := _locative(scene, t)) is not None]
    better = list(found)
    for argument in found:
        at = next((k for k, (_, c) in enumerate(places) if argument.span.start <= c.idx < argument.span.end), 0)
        if argument.role != Role.PLACE or at == 0:
            continue
        detail = _detail_before(scene, places, at)
        if detail.i == places[at][1].i or any(a.span.start <= detail.idx < a.span.end for a in better):
            continue
        built = build_argument(scene, Role.PLACE, detail, f"{argument.why}, the detail")
        if built is not None:
            better[better.index(argument)] = built
    return better


def _detail_before(scene: Scene, found: Sequence[tuple[Token, Token]], at: int) -> Token:
    """Return the detail behind which a place stands: "un restaurant à X", "au stade, à X", "X, en Y"."""
    while at > 0:
        (named, before), (other, container) = found[at - 1], found[at]
        gap = scene.text[span_of(phrase_of(before)).end : span_of(phrase_of(container)).start]
        if not NESTING.fullmatch(gap) or _fineness(scene, named) > _fineness(scene, other):
            break
        at -= 1
    return found[at][1]


def _fineness(scene: Scene, token: Token) -> int:
    """Return how fine a place is, the finest first; what bears no name is a site."""
    mention = scene.place(token)
    if mention is None or mention.place is None:
        return 0
    return max(1, FINENESS[mention.place.position.precision.value])


def _distance(scene: Scene, event: Event, token: Token, container: Token) -> int:
    """Return how far a locative phrase is from an event: in words, a country and an unnamed site further."""
    gap = abs(token.i - event.head.i)
    mention = scene.place(token)
    place = mention.place if mention is not None else None
    country = place is not None and place.position.precision == Precision.COUNTRY
    coarse = 40 if country and gap > _BESIDE else 0
    opens = token.i < event.head.i and container.i - sentence_start(event.head) < _OPENING
    return coarse + gap + (0 if opens else 3) + (0 if mention is not None else 4)


def _container_of(scene: Scene, token: Token) -> Token:
    """Return the noun that a place name says more of ("la mosquée de X"); the name itself where there is none."""
    at = token
    while (
        preposition_of(at) == "de"
        and at.head.i < at.i
        and scene.classes(at.head) & {"building", "territory", "direction"}
    ):
        at = at.head
    beside = at.nbor(-2) if at.i - 2 >= sentence_start(at) and at.nbor(-1).lower_ in {"de", "d'", "d’"} else at
    return beside if beside.i != at.i and "territory" in scene.classes(beside) and at.head.pos_ == "VERB" else at


def _in_reach(scene: Scene, event: Event, token: Token, found: Sequence[Argument]) -> bool:
    """Return whether a locative phrase can be the event's: of its clause or of one above, and not somebody else's."""
    head = event.head
    if abs(token.i - head.i) > _FAR or (token.i < head.i and not _hands_down(head, token)):
        return False
    spans = [a.span for a in found]
    for at in (token, *token.ancestors):
        mine = any(span.start <= at.idx < span.end for span in spans)
        if at.i == head.i or at in head.ancestors:
            return at.i == head.i or not scene.is_saying(at)
        if at.dep_ == "nsubj" and at.head in head.ancestors and not mine:
            return False  # "les habitants de X craignent une attaque"
        if at.i == token.i:
            continue
        if at.pos_ in {"VERB", "AUX"}:
            if _is_said_of(at, spans) or (at.dep_ in {"acl", "acl:relcl"} and at.head.i == head.i):
                return True
            if at.dep_ != "acl":
                return False
        elif not mine and scene.classes(at) & {"actor", "people"}:
            return False
    return True


def _is_said_of(verb: Token, spans: Sequence[TextSpan]) -> bool:
    """Return whether a present participle says where one of the event's own is: "contre des soldats se trouvant à"."""
    at = verb.i - 1
    while at > sentence_start(verb) and verb.doc[at].pos_ in {"PRON", "ADV"}:
        at -= 1
    return is_present_participle(verb) and any(span.start <= verb.doc[at].idx < span.end for span in spans)


def _hands_down(head: Token, token: Token) -> bool:
    """Return whether what stands before an event in the sentence holds for it: not over "et" or "soupçonné de"."""
    at = head
    while at.head.i != at.i and not at.is_ancestor(token):
        if token.i < at.head.i and at.head.is_ancestor(token) and token.i - sentence_start(at) < _OPENING:
            return at.dep_ != "acl"
        if at.dep_ == "acl" or (at.dep_ == "conj" and at.pos_ in {"VERB", "AUX"}):
            return False
        at = at.head
    return True


def town_beside(scene: Scene, found: Sequence[Argument]) -> list[Argument]:
    """Return the arguments with the town for what it happened beside there: "devant un ministère à X" is in X."""
    better = list(found)
    for argument in found:
        tokens = sentence_tokens(scene.doc, argument.span)
        if argument.role != Role.PLACE or ", placed by" not in argument.why or not tokens:
            continue
        before = tokens[0].nbor(-1) if tokens[0].i > 0 else tokens[0]
        if argument.why.split(" ")[0] not in _BESIDES and before.lower_ not in _BESIDES:
            continue
        behind = scene.doc[tokens[-1].i + 1 : tokens[-1].i + 4]
        town = next((t for t in behind if scene.place(t) is not None), None)
        built = build_argument(scene, Role.PLACE, town, f"{argument.why}, the town") if town is not None else None
        if built is not None and tokens[0].lower_ in {"un", "une", "des", "son", "sa", "ses", "leur", "leurs"}:
            better[better.index(argument)] = built
    return better
