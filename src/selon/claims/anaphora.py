"""Anaphora: the noun that a pronoun stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.remembered import once_a_parse, once_a_scene, sentence_end, sentence_start

if TYPE_CHECKING:
    from spacy.tokens import Token

    from selon.claims.scene import Scene

PERSONAL = frozenset({
    "il", "ils", "elle", "elles", "celui-ci", "ceux-ci", "celle-ci", "celles-ci", "eux", "lui", "ce",
    "-il", "-ils", "-elle", "-elles",
})  # fmt: skip
OBJECT_CLITICS = frozenset({"l'", "l’", "le", "la", "les"})
_PLURALS = frozenset({"ils", "elles", "eux", "ceux-ci", "celles-ci", "les", "derniers", "dernières"})
_FEMININES = frozenset({"elle", "elles", "celle-ci", "celles-ci", "la", "dernière", "dernières"})
_EITHER = frozenset({"l'", "l’", "les"})
_LATTER = frozenset({"dernier", "derniers", "dernière", "dernières"})
_PLURAL_DETERMINERS = frozenset({"les", "des", "ces", "leurs", "plusieurs", "quelques"})
_SUBJECT_FORMS = frozenset({"il", "ils", "elle", "elles"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_LOOK_BACK = 60
_SHARE = 5
_WORST_RANK = 3


@once_a_scene
def find_antecedent(scene: Scene, pronoun: Token) -> Token | None:
    """Return the noun that a personal pronoun stands for: the nearest subject before it that agrees, then any actor."""
    if is_latter(pronoun):
        return find_latter(scene, pronoun)
    doc = pronoun.doc
    start = max(0, pronoun.i - _LOOK_BACK)
    best: tuple[int, Token] | None = None
    told = False  # another paragraph lies between
    for token in reversed(doc[start : pronoun.i]):
        if "\n" in token.text:
            told = True
        if not told and _is_same_pronoun(token, pronoun) and (best is None or best[0] == _WORST_RANK):
            return find_antecedent(scene, token)
        if token.pos_ not in {"NOUN", "PROPN"} or scene.time(token) is not None:
            continue
        if not _agrees(token, pronoun) or is_share(token):
            continue
        subject = token.dep_ in {"nsubj", "nsubj:pass"}
        acts = bool(scene.classes(token) & {"actor", "people"})
        rank = 2 * (not subject) + 3 * (not acts) + (sentence_start(token) != sentence_start(pronoun))
        if best is None or rank < best[0]:
            best = (rank, token)
        if rank == 0:
            break
    return best[1] if best is not None and best[0] <= _WORST_RANK else None


def _is_same_pronoun(token: Token, pronoun: Token) -> bool:
    """Return whether a subject before another is the same personal pronoun, and so the same somebody."""
    form = pronoun.lower_.strip("-")
    same = token.pos_ == "PRON" and form in _SUBJECT_FORMS and token.lower_.strip("-").removeprefix("t-") == form
    return same and token.dep_ in _SUBJECTS


@once_a_parse
def is_share(noun: Token) -> bool:
    """Return whether a noun names a share of others: "seize civils, dont cinq enfants"."""
    before = noun.doc[max(sentence_start(noun), noun.i - _SHARE) : noun.i]
    words = [t.lower_ for t in before if t.pos_ not in {"DET", "NUM", "ADJ", "ADV"} or t.lower_ == "dont"]
    return words[-1:] == ["dont"]


def _contradicts(noun: Token, participle: Token) -> bool:
    """Return whether a participle that agrees with its object ("l'a prise") has not the gender of the noun."""
    if "Part" not in participle.morph.get("VerbForm", []):
        return False
    if not participle.lower_.endswith(("e", "es")):
        return False
    return "Masc" in noun.morph.get("Gender", [])


@once_a_parse
def is_latter(token: Token) -> bool:
    """Return whether a word is the head of "ce dernier", "cette dernière", "ces derniers" with no noun behind it."""
    if token.lower_ not in _LATTER or token.i == sentence_start(token):
        return False
    if token.nbor(-1).lower_ not in {"ce", "cet", "cette", "ces"}:
        return False
    return token.i + 1 >= sentence_end(token) or token.nbor(1).pos_ not in {"NOUN", "PROPN", "NUM", "ADJ"}


def find_latter(scene: Scene, word: Token) -> Token | None:
    """Return the noun that "ce dernier" stands for: the nearest before it that agrees and can act."""
    for token in reversed(word.doc[max(0, word.i - _LOOK_BACK) : word.i - 1]):
        noun = token.pos_ in {"NOUN", "PROPN"} and token.dep_ != "flat:name"
        if noun and _agrees(token, word) and scene.classes(token) & {"actor", "people"}:
            return token
    return None


def find_object_antecedent(scene: Scene, clitic: Token, wanted: frozenset[str]) -> Token | None:
    """Return the noun that an object pronoun stands for ("l'a reprise"): the last of the wanted classes, no subject."""
    verb = clitic.head
    clauses = [verb, *([verb.head] if verb.dep_ == "conj" else [])]
    doers = {t.i for clause in clauses for child in clause.children if child.dep_ in _SUBJECTS for t in child.subtree}
    doers |= {t.i for t in verb.doc[max(0, clitic.i - _LOOK_BACK) : clitic.i] if _contradicts(t, verb)}
    best: tuple[int, Token] | None = None
    for token in reversed(clitic.doc[max(0, clitic.i - _LOOK_BACK) : clitic.i]):
        if token.pos_ not in {"NOUN", "PROPN"} or token.i in doers or scene.time(token) is not None:
            continue
        if token.dep_ == "flat:name" or not _agrees(token, clitic):
            continue
        leads = token.dep_ in {"nsubj", "nsubj:pass", "obj"}
        named = bool(scene.classes(token) & wanted)
        rank = 2 * (not leads) + 3 * (not named) + (sentence_start(token) != sentence_start(clitic))
        if best is None or rank < best[0]:
            best = (rank, token)
        if rank == 0:
            break
    return best[1] if best is not None and best[0] <= _WORST_RANK else None


def _agrees(token: Token, pronoun: Token) -> bool:
    """Return whether a noun has the number of the pronoun, and not the other gender."""
    form = pronoun.lower_.strip("-")
    if form in _EITHER:
        return (form in _PLURALS) == _is_plural(token)
    other = "Masc" if form in _FEMININES else "Fem"
    return (form in _PLURALS) == _is_plural(token) and other not in token.morph.get("Gender", [])


@once_a_parse
def _is_plural(token: Token) -> bool:
    """Return whether a noun is plural, by its tag or its determiner."""
    if any(child.dep_ in {"det", "nummod"} and child.lower_ in _PLURAL_DETERMINERS for child in token.lefts):
        return True
    return "Plur" in token.morph.get("Number", [])
