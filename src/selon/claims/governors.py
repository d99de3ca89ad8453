"""Governors: the arguments that a participle, infinitive or second verb shares with the clause above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.frames import MAX_CLIMB, NOMINAL, Frame, add_filler
from selon.claims.gerunds import stands_apart
from selon.claims.order import subject_before
from selon.claims.remembered import sentence_start
from selon.claims.syntax import (
    OBLIQUES,
    SUBJECTS,
    agreeing_noun,
    is_infinitive,
    is_passive,
    is_past_participle,
    is_present_participle,
    preposition_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from selon.claims.frames import FrameWords

    LemmaOf = Callable[[Token], frozenset[str]]

_FORCED_REACH = 12
_CONTROLLED = frozenset({"xcomp", "obl:arg", "ccomp", "advcl"})


def take_shared(verb: Token, frame: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Fill a frame without subject from the clause above: participles, infinitives, coordination."""
    slot = "object" if frame.passive else "subject"
    head = verb.head
    forced = _forced_before(verb, words, lemma_of)
    if forced is not None:
        add_filler(frame, forced, slot, "control")
        return
    if (
        verb.dep_ in {"acl", "acl:relcl", "amod", "appos"}
        and head.pos_ in {"NOUN", "PROPN", "PRON", "X"}
        and head.i != verb.i
    ):
        if _is_gerund(verb):
            take_from_governor(verb, frame, slot, words, lemma_of)
        elif stands_apart(verb) or any(c.pos_ == "AUX" and is_infinitive(c) for c in verb.lefts):
            take_from_governor(head, frame, slot, words, lemma_of)
        elif verb.dep_ != "acl:relcl" and (is_past_participle(verb) or is_present_participle(verb) or frame.passive):
            add_filler(frame, _counted_before(verb) or agreeing_noun(head, verb), slot, "participle")
        elif verb.dep_ == "acl" and is_infinitive(verb):
            first = head.head if head.dep_ == "conj" and head.head.pos_ in {"NOUN", "PROPN"} else head
            take_from_governor(first, frame, slot, words, lemma_of)
        return
    if verb.dep_ in {
        "conj",
        "xcomp",
        "advcl",
        "ccomp",
        "parataxis",
        "obl:arg",
        "obl:mod",
        "obj",
        "nmod",
        "dep",
        "ROOT",
        "acl",
    }:
        take_from_governor(verb, frame, slot, words, lemma_of)


def _forced_before(verb: Token, words: FrameWords, lemma_of: LemmaOf) -> Token | None:
    """Return whom a participle that stands before an infinitive forces to it: ", forçant | les habitants à fuir"."""
    if not is_infinitive(verb) or verb.i == 0 or verb.nbor(-1).lower_ not in {"à", "de", "d'", "d’"}:
        return None
    for token in reversed(verb.doc[max(sentence_start(verb), verb.i - _FORCED_REACH) : verb.i - 1]):
        if token.lower_.endswith("ant") and token.nbor(-1).text == "," and lemma_of(token) & words.object_control:
            told = (t for t in verb.doc[token.i + 1 : verb.i] if t.pos_ in {"NOUN", "PROPN"})
            return next(told, None)
        if token.pos_ in {"VERB", "AUX", "PUNCT"}:
            return None
    return None


def _counted_before(participle: Token) -> Token | None:
    """Return the counted noun before a participle, whatever noun that was hung on: "un bilan de | six civils tués"."""
    before = participle.nbor(-1) if participle.i > participle.sent.start else participle
    counted = before.pos_ == "NOUN" and any(c.dep_ == "nummod" for c in before.lefts)
    return before if counted and is_past_participle(participle) else None


def _is_gerund(verb: Token) -> bool:
    """Return whether a verb is a gerund, whose subject is that of the clause: "en s'emparant du pont"."""
    if not is_present_participle(verb):
        return False
    at = verb.i - 1
    while at > sentence_start(verb) and verb.doc[at].pos_ in {"PRON", "ADV"}:
        at -= 1
    return verb.doc[at].lower_ == "en"


def take_from_governor(start: Token, frame: Frame, slot: str, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Climb to the first governor that has a subject and take it (or the one told to act) into the slot."""
    at = start
    for _ in range(MAX_CLIMB):
        doer = next((c for c in at.children if c.dep_ in OBLIQUES and preposition_of(c) == "pour"), None)
        if doer is not None and at.pos_ == "NOUN" and doer.pos_ in {"NOUN", "PROPN"}:
            add_filler(frame, doer, slot, "control")  # "la difficulté pour les troupes de lutter"
            return
        head = at.head
        if head.i == at.i:
            return
        if head.pos_ in {"VERB", "AUX"} or any(c.dep_ in SUBJECTS for c in head.children):
            if at.dep_ in {"ccomp", "parataxis"} and not is_infinitive(at):
                return
            controlled = at.dep_ in _CONTROLLED or (
                at.dep_ == "obj" and at.i == start.i and at.pos_ in {"NOUN", "PROPN"}
            )
            told = told_to_act(head, words, lemma_of, at) if controlled else None
            if told is not None:
                add_filler(frame, told, slot, "control")
                return
            if _take_subject(head, frame, slot):
                return
        elif (
            head.pos_ in {"NOUN", "PROPN"}
            and at.dep_ in {"acl", "nmod", "obl:arg"}
            and head.dep_ in {"obj", "obl:arg", "obl:mod"}
        ):
            at = head
            continue
        if head.dep_ in {"acl", "amod"} and head.head.pos_ in {"NOUN", "PROPN"} and not stands_apart(head):
            add_filler(frame, head.head, slot, "participle above")
            return
        at = head


def _is_aside(clause: Token | None) -> bool:
    """Return whether a clause only says when or how not: "avant de tirer", "sans tirer" share the main subject."""
    if clause is None:
        return False
    return any(c.lower_ in {"avant", "après", "sans"} for c in clause.lefts if c.dep_ in {"mark", "case"})


def told_to_act(governor: Token, words: FrameWords, lemma_of: LemmaOf, at: Token | None = None) -> Token | None:
    """Return who is told, allowed or forced to do the infinitive under the governor, or None."""
    lemmas = lemma_of(governor)
    if not lemmas & words.object_control or _is_aside(at):
        return None
    if is_passive(governor):
        return next((c for c in governor.children if c.dep_ in SUBJECTS), None) or (
            governor.head if governor.dep_ == "acl" else None
        )
    for child in governor.children:
        if child.dep_ in {"obj", "iobj"} and child.pos_ in NOMINAL:
            return child
        if child.dep_ in OBLIQUES and preposition_of(child) == "à" and child.pos_ in NOMINAL:
            return child
    return None


def _take_subject(clause: Token, frame: Frame, slot: str) -> bool:
    """Take the subject of a clause, or the noun on which its participle stands; say whether there was one."""
    for child in clause.children:
        if child.dep_ in SUBJECTS:
            if clause_is_impersonal(child):
                return False
            add_filler(frame, child, slot, "shared subject")
            return True
    if clause.dep_ in {"acl", "amod"} and clause.head.pos_ in {"NOUN", "PROPN"} and not stands_apart(clause):
        add_filler(frame, clause.head, slot, "shared participle")
        return True
    before = subject_before(clause)
    if before is not None:
        frame.add(before, slot, "shared subject")
    return before is not None


def clause_is_impersonal(subject: Token) -> bool:
    """Return whether the subject is the impersonal "il" or "ce"."""
    return subject.lower_ in {"ce", "c'", "c’", "cela", "ça"} or subject.dep_ == "expl:subj"
