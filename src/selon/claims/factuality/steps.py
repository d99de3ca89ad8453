"""Steps outward from a trigger: what governs it, by which relation, and how much of the governor's mood reaches it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selon.claims.words import Words
    from selon.codebook.speech import SpeechCodebook

NOMINAL = frozenset({"NOUN", "PROPN", "NUM"})
VERBAL = frozenset({"VERB", "AUX"})
QUE = frozenset({"que", "qu'"})
_CONTRACTED = {"d'": "de", "du": "de", "des": "de", "au": "à", "aux": "à"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step outward: the governor, from which word, by which kind of relation, and how much reaches inward.

    `kind` is infinitive, clause, object, of, predicate, shared (coordination), gerund or coordinated.
    """

    governor: int
    child: int
    kind: str
    reach: str
    role: str = ""
    negated_noun: bool = False
    preposition: str = ""


def plain_preposition(form: str) -> str:
    """Return a preposition with its contraction undone: "des" and "d'" are "de", "aux" is "à"."""
    return _CONTRACTED.get(form, form)


def copula_of(words: Words, at: int) -> int | None:
    """Return the copula of a predicate: "serait" in "il serait l'otage"; None where there is none."""
    return next((k for k in words.kids[at] if words.dep[k] == "cop" and k < at), None)


def is_infinitive(words: Words, at: int) -> bool:
    """Return whether a verb is an infinitive, compound ones too: "être encerclée", "avoir tué"."""
    auxiliary = words.group(at).auxiliary
    return words.group(at).infinitive or (auxiliary is not None and words.forms[auxiliary] in {"être", "avoir"})


def has_effect(words: Words, codebook: SpeechCodebook, at: int) -> bool:
    """Return whether the codebook knows a word as one that says how surely what follows is told."""
    hedges, form = codebook.hedges, words.forms[at]
    if (words.is_verb(at) or words.pos[at] == "ADJ") and ("verb", words.verb_lemma(at)) in hedges:
        return True
    bare = (words.lemmas[at], form, form.removesuffix("s"), form.removesuffix("es"), form.removesuffix("e"))
    return any((pos, word) in hedges for pos in ("noun", "adjective") for word in bare)


def clause_word(words: Words, at: int) -> str:
    """Return the word that marks the clause of a verb: "que", "si", "avant"; "" where none does."""
    return next((words.forms[k] for k in words.kids[at] if words.dep[k] == "mark" and k < at), "")
