"""Factuality: whether a claim is affirmed or negated and how surely it is told, walking outward from its trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.factuality.climb import governor_of
from selon.claims.factuality.governors import read_noun, speak_noun, speak_verb
from selon.claims.factuality.mood import read_verb
from selon.claims.factuality.reports import read_denied_report
from selon.claims.factuality.steps import copula_of
from selon.claims.factuality.walk import Walk
from selon.claims.words import Words, read_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from selon.claims.claim import Factuality
    from selon.codebook.speech import SpeechCodebook

_MAX_STEPS = 7
_NO_HEADS = frozenset({"PUNCT", "DET", "ADP", "SPACE", "PRON"})


def read_factuality(
    doc: Doc, first: int, last: int, codebook: SpeechCodebook, words: Words | None = None
) -> Factuality:
    """Return how the event named by the tokens from `first` to `last`, both included, is told.

    `why` holds the rules and words that decided, from the inside out. `words` saves reading the words anew.
    """
    read = words if words is not None else read_words(doc, codebook.forms)
    head = head_of(read, first, last)
    walk = Walk(read, codebook)
    _read_own(walk, head, first)
    _climb(walk, head)
    read_denied_report(walk, head)
    return walk.factuality()


def head_of(words: Words, first: int, last: int) -> int:
    """Return the token on which a trigger's syntax hangs: its governor lies outside, a verb wins over a noun."""
    inside = range(first, last + 1)
    outward = [k for k in inside if not first <= words.head[k] <= last or words.head[k] == k]
    telling = [k for k in outward if words.pos[k] not in _NO_HEADS] or outward or list(inside)
    return next((k for k in telling if words.pos[k] in {"VERB", "AUX"}), telling[0])


def _read_own(walk: Walk, head: int, first: int) -> None:
    """Read what stands on the trigger itself."""
    words = walk.words
    copula = copula_of(words, head)
    named = head > 0 and words.pos[head - 1] == "DET" and words.group(head).auxiliary is None
    if copula is not None:
        read_verb(walk, copula)
    elif _is_verb(words, head) and not named:
        read_verb(walk, head)
    else:
        read_noun(walk, head, min(first, head))


def _is_verb(words: Words, at: int) -> bool:
    """Return whether a token stands as a verb: so tagged, or a participle after an auxiliary."""
    if words.is_verb(at):
        return True
    nominal = words.pos[at] in {"NOUN", "PROPN"}
    return not nominal and bool(words.verb_lemma(at)) and words.group(at).auxiliary is not None


def _climb(walk: Walk, head: int) -> None:
    """Walk outward from the trigger and let every governor speak that reaches it."""
    at = head
    for _ in range(_MAX_STEPS):
        step = governor_of(walk.words, walk.codebook, at)
        if step is None:
            return
        walk.narrow(step.reach)
        if walk.reach == "none":
            return
        speak = speak_verb if _is_verb(walk.words, step.governor) else speak_noun
        if not speak(walk, step):
            return
        at = step.governor
