"""Gerunds: what an act brings with it, said in passing: "…, tuant dix civils et en blessant vingt autres"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.syntax import is_present_participle

if TYPE_CHECKING:
    from spacy.tokens import Token

    from selon.claims.frames import Frame
    from selon.claims.scene import Scene

_JOINTS = frozenset({"et", "ou", "en", "puis"})
_REACH = 6
_MAX_CLIMB = 6


def stands_apart(verb: Token) -> bool:
    """Return whether a present participle stands behind a comma, or is joined to one: its subject is the clause's."""
    if not is_present_participle(verb) or verb.i == 0:
        return False
    at = verb.i - 1
    while at > 0 and (verb.doc[at].lower_ in _JOINTS or verb.doc[at].pos_ == "ADV"):
        at -= 1
    return verb.doc[at].text == "," or (at < verb.i - 1 and verb.doc[at + 1].lower_ == "et")


def clause_above(verb: Token) -> Token | None:
    """Return the finite clause in which a participle is said in passing, or None."""
    at = verb
    for _ in range(_MAX_CLIMB):
        if at.head.i == at.i:
            return None
        at = at.head
        if at.pos_ in {"VERB", "AUX"} and at.i < verb.i and not is_present_participle(at):
            return at
    return None


def part_objects(scene: Scene, verb: Token, frame: Frame) -> None:
    """Leave to a second participle the number right behind it: "tuant un civil et en blessant | deux autres"."""
    frame.fillers[:] = [f for f in frame.fillers if f.slot != "object" or not _is_of_another(verb, f.token)]
    if frame.slot("object") or not is_present_participle(verb):
        return
    for token in verb.doc[verb.i + 1 : verb.i + 1 + _REACH]:
        counted = scene.quantity(token)
        if counted is not None:
            inside = [t for t in verb.doc[token.i : token.i + _REACH] if t.idx < counted.span.end]
            head = next((t for t in reversed(inside) if t.pos_ in {"NOUN", "ADJ", "PRON", "NUM", "PROPN"}), token)
            frame.fillers[:] = [f for f in frame.fillers if f.token.i != head.i]
            frame.add(head, "object", "right behind")
            return
        if token.pos_ not in {"ADV", "ADP", "DET"}:
            return


def _is_of_another(verb: Token, token: Token) -> bool:
    """Return whether another participle stands between a verb and what the parser gave it for an object."""
    between = verb.doc[verb.i + 1 : token.i]
    return any(is_present_participle(t) and t.pos_ == "VERB" and stands_apart(t) for t in between)
