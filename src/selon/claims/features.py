"""Features: what the learned models are told of an event and of the words that may be its arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.syntax import is_passive, preposition_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from selon.claims.events import Event
    from selon.claims.scene import Scene

_TOLD_CLASSES = (
    "armed", "force", "state", "civilians", "people", "organisation", "person", "place", "territory", "building",
    "weapon", "explosive", "artillery", "aircraft", "vehicle", "blade", "agreement", "event", "thing", "actor",
    "outlet", "communication",
)  # fmt: skip
_KINDS = ("place", "armed", "force", "civilians", "state", "people", "weapon", "vehicle", "organisation")
_MAX_ARCS = 4


def candidates_of(scene: Scene, event: Event) -> Iterator[Token]:
    """Yield the words of the event's sentence that may head an argument: nouns, names, adjectives of actors."""
    own = {t.i for t in event.tokens}
    for token in event.head.sent:
        if token.i in own or token.is_space:
            continue
        if token.pos_ in {"NOUN", "PROPN", "X"}:
            if token.dep_ in {"flat:name", "flat:foreign", "fixed"}:
                continue
            yield token
        elif token.pos_ in {"ADJ", "NUM", "PRON", "VERB"} and _is_named(scene, token):
            yield token


def _is_named(scene: Scene, token: Token) -> bool:
    """Return whether a word belongs to the name of an actor or of a place."""
    return scene.actor(token) is not None or scene.place(token) is not None


def path_between(head: Token, token: Token) -> str:
    """Return the way from the event to a word through the parse: `^obj` up, `vnsubj` down, "far" if too long."""
    up = [head, *head.ancestors]
    indexes = {t.i: at for at, t in enumerate(up)}
    down: list[str] = []
    at = token
    while at.i not in indexes:
        down.append(f"v{at.dep_}")
        if at.head.i == at.i or len(down) > _MAX_ARCS:
            return "far"
        at = at.head
    rise = [f"^{up[k].dep_}" for k in range(indexes[at.i])]
    arcs = [*rise, *reversed(down)]
    return " ".join(arcs) if len(arcs) <= _MAX_ARCS else "far"


def distance_of(event: Event, token: Token) -> str:
    """Return how far a word stands from the trigger, in rough steps, with its side."""
    gap = token.i - event.head.i
    steps = (1, 2, 4, 7, 12, 20)
    size = next((str(step) for step in steps if abs(gap) <= step), "far")
    return f"{'+' if gap > 0 else '-'}{size}"


def argument_features(  # noqa: PLR0913 - what the rules said of the word, each by its name
    scene: Scene, event: Event, token: Token, *, rule: str, slot: str, how: str, spoken: bool
) -> list[str]:
    """Return the features of a word as an argument of an event; `rule` is the role that the rules gave it ("none")."""
    classes = scene.classes(token)
    told = [name for name in _TOLD_CLASSES if name in classes]
    kind = "time" if scene.time(token) is not None else next((name for name in _KINDS if name in classes), "thing")
    path, preposition, distance = path_between(event.head, token), preposition_of(token), distance_of(event, token)
    voice = "passive" if event.head.pos_ == "VERB" and is_passive(event.head) else "active"
    pos, type_, lemma = event.entry.pos, event.type, event.entry.lemma
    named = scene.place(token) is not None
    return [
        f"rule={rule}",
        f"rule={rule}|{type_}",
        f"rule={rule}|{slot}|{type_}",
        f"rule={rule}|{slot}|{how}",
        f"rule={rule}|{kind}",
        f"rule={rule}|{kind}|{type_}",
        f"rule={rule}|{lemma}",
        f"slot={slot}|{kind}|{pos}",
        f"path={path}|{pos}|{voice}",
        f"path={path}|{kind}",
        f"path={path}|{type_}",
        f"prep={preposition}|{kind}",
        f"prep={preposition}|{kind}|{type_}",
        f"prep={preposition}|{lemma}",
        f"dist={distance}|{kind}",
        f"dist={distance}|{kind}|{pos}",
        f"kind={kind}|{type_}",
        f"kind={kind}|{rule}|{distance}",
        f"dep={token.dep_}|{kind}",
        f"named={named}|{kind}|{preposition}",
        f"spoken={spoken}|{kind}",
        f"noun={min(scene.lemmas(token))}|{type_}",
        f"noun={min(scene.lemmas(token))}",
        f"head={token.head.pos_}|{token.dep_}|{kind}",
        *(f"class={name}|{type_}" for name in told),
        *(f"class={name}|{rule}" for name in told),
    ]
