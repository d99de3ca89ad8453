"""Anaphora: the noun that a pronoun stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from selon.claims.scene import Scene

PERSONAL = frozenset({
    "il", "ils", "elle", "elles", "celui-ci", "ceux-ci", "celle-ci", "celles-ci", "eux", "lui", "ce",
    "-il", "-ils", "-elle", "-elles",
})  # fmt: skip
_PLURALS = frozenset({"ils", "elles", "eux", "ceux-ci", "celles-ci"})
_FEMININES = frozenset({"elle", "elles", "celle-ci", "celles-ci"})
_PLURAL_DETERMINERS = frozenset({"les", "des", "ces", "leurs", "plusieurs", "quelques"})
_LOOK_BACK = 60
_WORST_RANK = 3


def find_antecedent(scene: Scene, pronoun: Token) -> Token | None:
    """Return the noun that a personal pronoun stands for: the nearest subject before it that agrees, then any actor."""
    doc = pronoun.doc
    start = max(0, pronoun.i - _LOOK_BACK)
    best: tuple[int, Token] | None = None
    for token in reversed(doc[start : pronoun.i]):
        if token.pos_ not in {"NOUN", "PROPN"} or scene.time(token) is not None:
            continue
        if not _agrees(token, pronoun):
            continue
        subject = token.dep_ in {"nsubj", "nsubj:pass"}
        acts = bool(scene.classes(token) & {"actor", "people"})
        rank = 2 * (not subject) + 3 * (not acts) + (token.sent.start != pronoun.sent.start)
        if best is None or rank < best[0]:
            best = (rank, token)
        if rank == 0:
            break
    return best[1] if best is not None and best[0] <= _WORST_RANK else None


def _agrees(token: Token, pronoun: Token) -> bool:
    """Return whether a noun has the number of the pronoun, and not the other gender."""
    form = pronoun.lower_.strip("-")
    other = "Masc" if form in _FEMININES else "Fem"
    return (form in _PLURALS) == _is_plural(token) and other not in token.morph.get("Gender", [])


def _is_plural(token: Token) -> bool:
    """Return whether a noun is plural, by its tag or its determiner."""
    if any(child.dep_ in {"det", "nummod"} and child.lower_ in _PLURAL_DETERMINERS for child in token.lefts):
        return True
    return "Plur" in token.morph.get("Number", [])
