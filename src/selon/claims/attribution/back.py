"""Attribution that points back: "C'est ce qu'a annoncé X", "l'information a été démentie par X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.claim import SourceKind

if TYPE_CHECKING:
    from selon.claims.attribution.found import Range, Scope

_PRESENTING = frozenset({"c'", "ce", "est", "était", "du", "moins", "là", "tel", "voilà", "voici", "en", "tout", "cas"})
_DEFINITE = frozenset({"l'", "la", "le", "cette", "cet", "ce", "ces", "les"})


def told_before(scope: Scope, unit: Range) -> list[Range]:
    """Return the sentence before this one, where there is one: what "c'est ce que dit X" speaks of."""
    number = scope.words.unit_of[unit[0]]
    return [scope.words.units[number - 1]] if number > 0 else []


def presents(scope: Scope, unit: Range, end: int) -> bool:
    """Return whether a sentence holds nothing but "c'est" before a token: "C'est du moins | ce que soutient X"."""
    words = scope.words
    before = [words.forms[k] for k in range(unit[0], end) if words.forms[k].strip() and words.pos[k] != "PUNCT"]
    return bool(before) and set(before) <= _PRESENTING


def is_report(scope: Scope, noun: int) -> bool:
    """Return whether a noun stands for something told, by whom nobody knows: "information", "annonce", "rumeur"."""
    kinds = scope.codebook.source_kinds
    kind = kinds.get(scope.words.lemmas[noun]) or kinds.get(scope.words.forms[noun])
    return kind == SourceKind.UNSPECIFIED.value


def points_back(scope: Scope, noun: int) -> bool:
    """Return whether a report with its article takes up the sentence before: "l'information", "cette annonce"."""
    words = scope.words
    low, high = words.subtree(noun)
    bare = all(k == noun or words.pos[k] in {"DET", "ADJ", "PUNCT"} for k in range(low, min(high, noun + 2)))
    return is_report(scope, noun) and words.forms[low] in _DEFINITE and bare
