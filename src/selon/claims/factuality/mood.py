"""Mood and tense: what the conditional, the future and the word that opens a clause say of a verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.claim import Status
from selon.claims.factuality.markers import has_condition, marker_before
from selon.claims.factuality.rules import adverb_effects, reported_in_past

if TYPE_CHECKING:
    from selon.claims.factuality.walk import Walk
    from selon.claims.words import Words
    from selon.codebook.speech import HedgePhrase

_POLITE = frozenset({"pouvoir", "devoir", "vouloir", "souhaiter", "aimer"})  # their conditional only softens them


def read_verb(walk: Walk, verb: int) -> None:
    """Read what stands on the trigger's own verb: negation, adverbs, mood, tense, the word that opens its clause."""
    words = walk.words
    group = words.group(verb)
    marker = marker_before(words, walk.codebook, group.start, nominal=False)
    if group.negated and not (marker is not None and marker.effect == "negated"):
        walk.flip(f"{words.forms[verb]}: negation")
    for effect, word in adverb_effects(words, walk.codebook, verb):
        walk.apply(effect, word)
    read_mood(walk, verb)
    if marker is not None and not is_done_purpose(walk, group.start) and not _is_cause(words, verb, marker):
        walk.apply(marker.effect, marker.phrase)


def _is_cause(words: Words, verb: int, marker: HedgePhrase) -> bool:
    """Return whether "pour" gives a cause, not a purpose: "condamné pour avoir tué"."""
    return marker.effect == "intended" and is_perfect_infinitive(words, verb)


def read_mood(walk: Walk, verb: int) -> None:
    """Read the mood and tense of a verb as they bear on what it says."""
    words = walk.words
    group = words.group(verb)
    form = words.forms[group.auxiliary if group.auxiliary is not None else verb]
    if group.conditional:
        if words.verb_lemma(verb) not in _POLITE:
            status, why = _read_conditional(walk, verb)
            walk.tell(status, f"{form}: {why}")
    elif group.future:
        walk.tell(Status.INTENDED, f"{form}: future")


def _read_conditional(walk: Walk, verb: int) -> tuple[Status, str]:
    """Return what a conditional says, and why: a hypothesis, a future seen from the past, a consequence, or hearsay."""
    words, codebook = walk.words, walk.codebook
    group, lemma = words.group(verb), words.verb_lemma(verb)
    if has_condition(words, codebook, verb):
        return Status.POSSIBLE, "conditional beside a hypothesis"
    if not group.perfect and lemma not in {"être", "avoir"} and reported_in_past(words, codebook, verb):
        return Status.INTENDED, "future in the past"
    if group.auxiliary is None and (lemma == "signifier" or walk.effect_of(verb) in {"transparent", "prevented"}):
        return Status.POSSIBLE, "conditional of consequence"
    return Status.HEARSAY, "conditional of the press"


def is_perfect_infinitive(words: Words, verb: int) -> bool:
    """Return whether a verb is an infinitive of what is past: "pour avoir tué"."""
    auxiliary = words.group(verb).auxiliary
    return auxiliary is not None and words.forms[auxiliary] == "avoir" and words.forms[verb] != "avoir"


def is_done_purpose(walk: Walk, start: int) -> bool:
    """Return whether "pour" after "profiter" opens what was done, not what was meant."""
    words = walk.words
    before = start - 1
    while before > 0 and (words.pos[before] in {"ADV", "PRON"} or words.forms[before] == "pour"):
        before -= 1
    return words.pos[before] == "VERB" and walk.effect_of(before) == "transparent"
