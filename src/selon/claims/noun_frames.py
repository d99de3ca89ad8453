"""Frames of event nouns: complements, agent adjectives, participles, and who undergoes or does the event."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from selon.claims.carriers import add_carrier_above, add_carrier_below
from selon.claims.frames import MAX_CLIMB, NOMINAL, Frame, add_behind_adverb, add_filler, add_nested, behind_relational
from selon.claims.governors import take_from_governor, told_to_act
from selon.claims.order import is_date_word, participles_behind, subject_before
from selon.claims.remembered import once_a_frame, sentence_start
from selon.claims.syntax import OBLIQUES, SUBJECTS, preposition_of
from selon.claims.verb_frames import verb_frame

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from selon.claims.frames import FrameWords

    LemmaOf = Callable[[Token], frozenset[str]]

_INDEFINITE = frozenset({"un", "une", "des", "deux", "plusieurs"})


@once_a_frame
def noun_frame(noun: Token, words: FrameWords, lemma_of: LemmaOf) -> Frame:
    """Return the frame of an event noun: complements, agent adjectives, participles, and the verb that carries it."""
    frame = Frame()
    for child in noun.children:
        _add_child(noun, child, frame, words, lemma_of)
    for participle in participles_behind(noun):
        add_carrier_below(participle, frame, words, lemma_of)
    add_beside_time(noun, frame)
    add_nested(noun, frame, words)
    if noun.dep_ == "xcomp" and noun.pos_ == "ADJ" and noun.head.pos_ == "VERB":
        _said_of(noun, frame, words, lemma_of)
    _undergone(noun, frame, words, lemma_of)
    _done(noun, frame, words, lemma_of)
    _possessor(noun, frame, words, lemma_of)
    add_carrier_above(noun, frame, words, lemma_of)
    _by_phase(noun, frame, words, lemma_of)
    return frame


def add_beside_time(noun: Token, frame: Frame) -> None:
    """Add what the parser hung on the time before a noun: "a lancé samedi 24 août des frappes | sur des camps"."""
    head = noun.head
    if noun.dep_ != "nmod" or head.i > noun.i or preposition_of(noun) or not is_date_word(head):
        return
    for child in head.rights:
        if child.i > noun.i and child.dep_ in OBLIQUES and child.pos_ in NOMINAL and preposition_of(child):
            frame.add(child, preposition_of(child), "beside a time")


def _add_child(noun: Token, child: Token, frame: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Add what one dependant of an event noun gives it."""
    if child.dep_ in OBLIQUES and child.pos_ in NOMINAL:
        found = preposition_of(child)
        own = (child, "by" if found == "par" else found or "bare")
        frame.add(*(behind_relational(child, words) or own), child.dep_)
    elif child.dep_ in SUBJECTS and any(c.dep_ == "cop" for c in noun.children):
        add_filler(frame, child, "subject", "predicate")
    elif child.dep_ == "amod":
        frame.add(child, "adjective", "amod")
    elif child.pos_ == "ADV" and child.i > noun.i:
        add_behind_adverb(frame, child)
    elif child.dep_ in {"acl", "acl:relcl"} and child.pos_ in {"VERB", "ADJ", "AUX"}:
        for verb in (child, *(c for c in child.rights if c.dep_ == "conj" and c.pos_ == "VERB")):
            add_carrier_below(verb, frame, words, lemma_of)


def _said_of(adjective: Token, frame: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Add of whom a verb says the adjective: "un homme a été retrouvé mort"."""
    above = verb_frame(adjective.head, words, lemma_of)
    for filler in above.slot("object") if above.passive else ():
        if filler.token.i != adjective.i:
            frame.add(filler.token, "subject", "predicate")


def _by_phase(noun: Token, frame: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Add who does the phase of which an event noun is part: "annoncer le lancement d'une offensive"."""
    hub = noun.head
    if preposition_of(noun) != "de" or hub.i > noun.i or hub.pos_ != "NOUN" or not lemma_of(hub) & words.phase:
        return
    for filler in noun_frame(hub, words, lemma_of).fillers:
        if filler.token.i != noun.i and filler.slot in {"by", "reached", "possessor"}:
            frame.add(filler.token, filler.slot, filler.how)


def _undergone(noun: Token, frame: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Add who undergoes the event: the subject of "faire l'objet de", "être la cible de", "être le théâtre de" it."""
    if preposition_of(noun) not in {"de", "à", "face à"}:
        return
    hub = next((c for c in noun.children if c.dep_ == "case" and lemma_of(c) & words.undergo_noun), None)
    if hub is not None and noun.head.i == hub.i - 1:  # "fait face à une insurrection", read as a preposition
        subject = next((c for c in noun.head.children if c.dep_ in SUBJECTS), None)
        if subject is not None:
            add_filler(frame, subject, "reached", "undergone")
        return
    near = [noun.head, *(c for c in noun.head.children if c.dep_ == "obj"), *islice(noun.ancestors, MAX_CLIMB)]
    hub = next((t for t in near if t.i < noun.i and lemma_of(t) & words.undergo_noun), None)
    if hub is None:
        return
    predicate = hub.pos_ == "VERB" or any(c.dep_ == "cop" for c in hub.children) or hub.dep_ in {"appos", "ROOT"}
    clause = hub if predicate else hub.head
    if clause.i == hub.i and hub.dep_ == "appos":
        add_filler(frame, hub.head, "reached", "undergone")
        return
    subject = next((c for c in clause.children if c.dep_ in SUBJECTS), None) or subject_before(clause)
    if subject is not None:
        add_filler(frame, subject, "reached", "undergone")


def _done(noun: Token, frame: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Add who does the event by the noun above: "X est à l'origine de", "la responsabilité de X dans" it."""
    hub = noun.head
    if preposition_of(noun) not in {"de", "dans"} or hub.i > noun.i or not lemma_of(hub) & words.doer_noun:
        return
    indefinite = any(c.dep_ == "det" and c.lower_ in _INDEFINITE for c in hub.lefts)
    if indefinite or hub.dep_ in SUBJECTS:
        return
    inner = Frame()
    owner = next((c for c in hub.children if c.dep_ in OBLIQUES and preposition_of(c) == "de" and c.i != noun.i), None)
    if owner is not None and preposition_of(noun) == "dans":
        add_filler(inner, owner, "by", "doer")
    else:
        _take_doer(hub, inner, words, lemma_of)
    for filler in inner.fillers:
        if filler.token.i not in {noun.i, hub.i}:
            frame.add(filler.token, "by", "doer")


def _take_doer(hub: Token, inner: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Take of whom the noun above an event is said: "X est l'auteur de", "X revendique la responsabilité de"."""
    is_predicate = any(c.dep_ == "cop" for c in hub.children)
    if is_predicate or hub.dep_ in {"obj", "obl:arg", "obl:mod", "xcomp", "acl"}:
        subject = next((c for c in hub.children if c.dep_ in SUBJECTS), None)
        if subject is None and is_predicate:  # "accusé X d'être à l'origine de"
            told = told_to_act(hub.head, words, lemma_of)
            subject = told if told is not None and told.i < hub.i else None
        if subject is not None:
            add_filler(inner, subject, "by", "doer")
        else:
            take_from_governor(hub, inner, "by", words, lemma_of)
    elif hub.dep_ == "appos":
        add_filler(inner, hub.head, "by", "doer")
    elif any(t.lower_ == "être" for t in hub.doc[max(sentence_start(hub), hub.i - 4) : hub.i]):
        above = hub.head.head if hub.head.lower_ == "être" else hub.head
        if above.pos_ in {"NOUN", "PROPN"} and above.i < hub.i:  # "accuse la milice | d'être à l'origine de"
            add_filler(inner, above, "by", "doer")


def _possessor(noun: Token, frame: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Add whose event it is: "ses bombardements", "leur retrait" belong to the subject of the clause."""
    if not any(c.dep_ == "det" and c.lower_ in {"son", "sa", "ses", "leur", "leurs"} for c in noun.lefts):
        return
    at = noun
    for _ in range(MAX_CLIMB):
        if at.head.i == at.i:
            return
        at = at.head
        if at.i == noun.head.i and noun.dep_ == "obj" and lemma_of(at) & words.fend:
            return  # "les soldats ont repoussé leur assaut": it is not the soldiers' own
        if at.pos_ in {"VERB", "AUX"} or any(c.dep_ in SUBJECTS for c in at.children):
            for filler in verb_frame(at, words, lemma_of).slot("subject", "object"):
                if filler.token.i < noun.i and filler.token.i != noun.i:
                    frame.add(filler.token, "possessor", "possessive")
                    return
