"""Anaphora: the noun that a pronoun stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from selon.claims.scene import Scene

PERSONAL = frozenset({
    "il", "ils", "elle", "elles", "celui-ci", "ceux-ci", "celle-ci", "celles-ci", "eux", "lui", "ce", "-il", "-ils", "-elle",
    "-elles",
})  # fmt: skip
_LOOK_BACK = 60


def find_antecedent(scene: Scene, pronoun: Token) -> Token | None:
    """Return the noun that a personal pronoun stands for: the nearest subject before it, then any actor, that agrees in number."""
    plural = pronoun.lower_.strip("-") in {"ils", "elles", "eux", "ceux-ci", "celles-ci"}
    feminine = pronoun.lower_.strip("-") in {"elle", "elles", "celle-ci", "celles-ci"}
    doc = pronoun.doc
    start = max(0, pronoun.i - _LOOK_BACK)
    best: tuple[int, Token] | None = None
    for token in reversed(doc[start : pronoun.i]):
        if token.pos_ not in {"NOUN", "PROPN"} or scene.time(token) is not None:
            continue
        if plural != _is_plural(token) or (feminine and "Masc" in token.morph.get("Gender", [])) or (not feminine and "Fem" in token.morph.get("Gender", [])):
            continue
        classes = scene.classes(token)
        rank = (0 if token.dep_ in {"nsubj", "nsubj:pass"} else 2) + (0 if classes & {"actor", "people"} else 3) + (1 if token.sent.start != pronoun.sent.start else 0)
        if best is None or rank < best[0]:
            best = (rank, token)
        if rank == 0:
            break
    return best[1] if best is not None and best[0] <= 3 else None


def _is_plural(token: Token) -> bool:
    """Return whether a noun is plural, by its tag or its determiner."""
    if any(c.dep_ in {"det", "nummod"} and c.lower_ in {"les", "des", "ces", "leurs", "plusieurs", "quelques"} for c in token.lefts):
        return True
    return "Plur" in token.morph.get("Number", [])
