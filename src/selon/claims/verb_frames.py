"""Frames of verbs: subject, object, by-agent and complements, wherever the clause keeps them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from selon.claims.frames import (
    NOMINAL,
    Filler,
    Frame,
    add_behind_adverb,
    add_filler,
    add_nested,
    antecedent_of,
    behind_relational,
)
from selon.claims.governors import take_shared
from selon.claims.order import in_relative_before, subject_before
from selon.claims.remembered import once_a_frame, sentence_end, sentence_start
from selon.claims.syntax import (
    OBLIQUES,
    SUBJECTS,
    is_infinitive,
    is_passive,
    is_past_participle,
    is_reflexive,
    preposition_of,
    takes_etre,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from selon.claims.frames import FrameWords

    LemmaOf = Callable[[Token], frozenset[str]]

_SLOTS = MappingProxyType({"obl:agent": "by", "iobj": "dative"})
_CLITIC_SUBJECTS = frozenset({"il", "ils", "elle", "elles", "on", "nous", "vous", "je", "j'", "j’"})


@once_a_frame
def verb_frame(verb: Token, words: FrameWords, lemma_of: LemmaOf) -> Frame:
    """Return the frame of a verb: subject, object, by-agent and complements, wherever the clause keeps them."""
    frame = Frame(passive=is_passive(verb), reflexive=is_reflexive(verb))
    _own_arguments(verb, frame, words)
    if verb.dep_ == "xcomp" and is_infinitive(verb) and verb.head.i < verb.i:
        for child in verb.head.rights:
            if child.i > verb.i and child.dep_ in OBLIQUES and child.pos_ in NOMINAL:
                _add_oblique(frame, child, verb, words)  # "ont réussi à pénétrer | dans la ville"
    add_nested(verb, frame, words)
    _take_bare_subject(verb, frame)
    _take_inverted_subject(verb, frame)
    slot = "object" if frame.passive else "subject"
    if not frame.slot(slot):
        before = subject_before(verb)
        if before is not None and before.i not in {f.token.i for f in frame.slot("object", "by")}:
            frame.fillers[:] = [f for f in frame.fillers if f.token.i != before.i]
            frame.add(before, slot, "right before")
        else:
            take_shared(verb, frame, words, lemma_of)
    return frame


def _own_arguments(verb: Token, frame: Frame, words: FrameWords) -> None:
    """Fill the frame with what depends on the verb itself."""
    spurious = _spurious_subjects(verb)
    for child in verb.children:
        if child.dep_ in SUBJECTS and child.i not in spurious:
            passive = frame.passive or (child.dep_ == "nsubj:pass" and not (frame.reflexive or takes_etre(verb)))
            add_filler(frame, child, "object" if passive else "subject", child.dep_)
        elif child.dep_ in _SLOTS and (child.dep_ == "iobj" or _is_doer_behind(child)):
            add_filler(frame, child, _SLOTS[child.dep_], child.dep_)
        elif child.dep_ == "obj" and child.lower_ == "long":
            add_behind_adverb(frame, child)  # "le long de la route"
        elif child.dep_ == "obj":
            add_filler(frame, child, preposition_of_object(child) or "object", child.dep_)
        elif child.dep_ in OBLIQUES and child.pos_ in NOMINAL:
            _add_oblique(frame, child, verb, words)
        elif child.lower_ == "où" and (antecedent := antecedent_of(child)) is not None:
            frame.add(antecedent, "où", "relative")
    _invert(frame)
    for adverb in (c for c in verb.children if c.dep_ == "advmod" and c.pos_ == "ADV"):
        add_behind_adverb(frame, adverb)


def _spurious_subjects(verb: Token) -> frozenset[int]:
    """Return the nouns that only look like subjects beside the true one: what "selon" governs, and appositions.

    "Selon le patron, une serveuse a été tuée", "Le chauffeur, un homme de 26 ans, a été arrêté", "Le groupe, il …".
    """
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS]
    inside = frozenset(t.i for t in subjects if in_relative_before(verb, t))
    if not subjects[1:] or inside:
        return inside
    governed = {t.i for t in subjects if any(c.lower_ in {"selon", "d'après", "malgré"} for c in t.lefts)}
    left = [t for t in subjects if t.i not in governed and t.i < verb.i]
    pronoun = next((t for t in left if t.pos_ == "PRON" and t.lower_ in _CLITIC_SUBJECTS), None)
    if pronoun is not None:
        return frozenset(governed | {t.i for t in left if t.i != pronoun.i and t.i < pronoun.i})
    apart = [t for t in left[1:] if verb.doc[_first_of(t) - 1].text == ","]
    if not apart:
        return frozenset(governed)
    adjacent = subject_before(verb, insertions=False)
    if adjacent is not None and adjacent.i == apart[-1].i:
        return frozenset(governed | {t.i for t in left if t.i != adjacent.i})
    return frozenset(governed | {t.i for t in apart})


def _first_of(token: Token) -> int:
    """Return the index of the first word of a noun with what stands before it."""
    return min((t.i for t in token.lefts if not t.is_punct), default=token.i)


def _invert(frame: Frame) -> None:
    """Make the noun behind the verb its subject where the relative is the object: "la ville que tient le groupe"."""
    objects = frame.slot("object")
    if frame.slot("subject") or not any("antecedent" in f.how for f in objects):
        return
    for filler in objects:
        if "antecedent" not in filler.how and filler.how == "obj":
            frame.fillers[frame.fillers.index(filler)] = Filler(filler.token, "subject", "inverted")


def _take_bare_subject(verb: Token, frame: Frame) -> None:
    """Make the noun without preposition before a finite verb its subject where the parser saw a complement in it."""
    if frame.slot("subject", "object") and (frame.passive or frame.slot("subject")):
        return
    for filler in frame.slot("bare"):
        between = [t for t in verb.doc[filler.token.i + 1 : verb.i] if t.pos_ != "AUX"]
        aside = len(between) > 1 and (between[0].text, between[1].lower_, between[-1].text) == (",", "dont", ",")
        if filler.token.i > verb.i or (not aside and any(t.is_punct for t in between)):
            continue
        if filler.token.pos_ in {"NOUN", "PROPN"} and filler.token.head.i == verb.i and filler.how in OBLIQUES:
            frame.fillers[frame.fillers.index(filler)] = Filler(
                filler.token, "object" if frame.passive else "subject", "bare subject"
            )
            return


def _take_inverted_subject(verb: Token, frame: Frame) -> None:
    """Take the noun right behind the verb of a clause with "que" as its subject: "que contrôlaient les insurgés"."""
    relative = verb.nbor(-1) if verb.i > sentence_start(verb) else verb
    if relative.lower_ not in {"que", "qu'", "qu’"} or relative.pos_ not in {"PRON", "SCONJ"}:
        return
    if frame.slot("subject") and relative.pos_ == "PRON" and frame.slot("subject")[0].token.i > verb.i:
        return
    at = verb.i + 1
    while at < sentence_end(verb) and verb.doc[at].pos_ in {"DET", "NUM"}:
        at += 1
    if at >= sentence_end(verb) or verb.doc[at].pos_ not in {"NOUN", "PROPN"}:
        return
    noun = verb.doc[at]
    frame.fillers[:] = [f for f in frame.fillers if f.token.i != noun.i]
    frame.fillers.append(Filler(noun, "subject", "inverted"))


def preposition_of_object(token: Token) -> str:
    """Return the preposition of what the parser calls an object though one stands before it: "" for a true object.

    "tue entre 60 et 90 soldats", "a tué jusqu'à dix hommes" and "enlève des otages" are true objects.
    """
    found = preposition_of(token)
    before = token.doc[token.i - 1].lower_ if token.i > 0 else ""
    if found == "de" and before in {"des", "du", "de"}:
        return ""
    if any(c.dep_ == "nummod" or c.pos_ == "NUM" for c in token.lefts) and found.split(" ")[0] in {
        "jusque",
        "jusqu'",
        "entre",
        "près",
        "de",
        "jusqu’",
    }:
        return ""
    return found


def _add_oblique(frame: Frame, child: Token, verb: Token, words: FrameWords) -> None:
    """Add a complement under its preposition; "par" after a passive is its agent."""
    relational = behind_relational(child, words)
    if relational is not None:
        add_filler(frame, relational[0], relational[1], child.dep_)
        return
    found = preposition_of(child)
    if found.startswith("jusque") and not frame.passive and _is_counted(child):
        add_filler(frame, child, "object", "obj")  # "a mobilisé jusqu'à mille hommes"
    elif found == "par" and (frame.passive or (is_past_participle(verb) and not _has_avoir(verb))):
        add_filler(frame, child, "by", "par")
    else:
        add_filler(frame, child, found or "bare", child.dep_)


def _is_doer_behind(child: Token) -> bool:
    """Return whether what was taken for a passive's agent has no preposition of place: not "près de Mandalay"."""
    return preposition_of(child).split(" ")[0] in {"par", "de", ""}


def _has_avoir(verb: Token) -> bool:
    """Return whether a participle stands in the active: "a riposté par une frappe" names no agent behind "par"."""
    auxiliaries = [c.lower_ for c in verb.lefts if c.dep_ in {"aux:tense", "aux:pass"}]
    return bool(auxiliaries) and not any(c.dep_ == "aux:pass" for c in verb.lefts) and not takes_etre(verb)


def _is_counted(token: Token) -> bool:
    """Return whether a number stands before a noun."""
    return any(c.dep_ == "nummod" or c.pos_ == "NUM" for c in token.lefts)
