"""Carriers: what verbs around an event noun say of it: "X a mené une attaque", "l'attaque menée par X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.frames import NOMINAL, Frame
from selon.claims.order import coordinated_behind, verb_before, verb_of_root, verbs_sharing
from selon.claims.syntax import OBLIQUES, is_denied, preposition_of
from selon.claims.verb_frames import verb_frame

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from selon.claims.frames import FrameWords

    LemmaOf = Callable[[Token], frozenset[str]]

_NO_PART = frozenset({"contre", "sur", "après", "avant", "depuis", "malgré"})
_CARRIED = frozenset({"obl:agent", "obj", "nsubj", "nsubj:pass", "obl:arg", "obl:mod"})


def add_carrier_below(verb: Token, frame: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Add what a participle or relative clause on the noun says: "menée par X", "qui a visé Y", "lancée contre Z"."""
    below = verb_frame(verb, words, lemma_of)
    lemmas = lemma_of(verb)
    if lemmas & words.oppose and not below.passive:
        _add_sides(verb, below, frame)
        return
    own = {"object", "subject"}
    for filler in below.fillers:
        if filler.slot == "by" or (filler.slot in {"à", "dative"} and lemmas & words.ascribe):
            frame.add(filler.token, "by", "participle")
        elif filler.slot in own:
            if filler.slot == "object" and not below.passive and lemmas & words.reach:
                frame.add(filler.token, "reached", "participle")
            elif (
                filler.slot == "subject"
                and filler.token.i != verb.head.i
                and not lemmas & (words.react | words.undergo)
            ):
                frame.add(filler.token, "by", "relative")
        else:
            frame.add(filler.token, filler.slot, "participle")


def _add_sides(verb: Token, found: Frame, frame: Frame) -> None:
    """Add the two sides that a verb sets against each other: "ont opposé l'armée à des miliciens"."""
    for filler in found.slot("object"):
        if filler.token.i < verb.i:
            continue
        frame.add(filler.token, "entre", "opposed")
        joined = any(child.dep_ == "conj" for child in filler.token.rights)
        for child in filler.token.rights if not joined else ():
            if child.dep_ in OBLIQUES and child.pos_ in NOMINAL and preposition_of(child) == "à":
                frame.add(child, "entre", "opposed")
    if len(frame.slot("entre")) == 1:
        for filler in found.slot("à", "dative")[:1]:
            frame.add(filler.token, "entre", "opposed")
    first = frame.slot("entre")
    if len(first) == 1 and (second := coordinated_behind(first[0].token)) is not None:
        frame.fillers[:] = [f for f in frame.fillers if f.token.i != second.i]
        frame.add(second, "entre", "opposed")
    for filler in found.fillers:
        if filler.slot not in {"object", "subject"}:
            frame.add(filler.token, filler.slot, "verb above")


def add_carrier_above(noun: Token, frame: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Add what the verb above says of its subject or object: "X a mené une attaque", "l'attaque a visé Y"."""
    own = noun
    before = verb_before(noun)
    if noun.dep_ == "conj" and before is None:
        noun = noun.head
    if before is not None and noun.head.i != before.i:
        _carry(noun, before, frame, words, lemma_of)
    elif noun.head.pos_ in {"VERB", "AUX"} and noun.dep_ in _CARRIED:
        _carry(noun, noun.head, frame, words, lemma_of)
        for verb in verbs_sharing(own):
            _carry(own, verb, frame, words, lemma_of)
    elif own.dep_ == "ROOT" and (after := verb_of_root(own)) is not None:
        _carry(own, after, frame, words, lemma_of)


def _carry(noun: Token, head: Token, frame: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Add what one verb says of the noun that is its subject or object."""
    above = verb_frame(head, words, lemma_of)
    _put_noun(noun, head, above)
    lemmas = lemma_of(head)
    slots = {f.slot for f in above.fillers if f.token.i == noun.i}
    if "by" in slots:
        _add_what_it_hit(above, frame, hits=bool(lemmas & words.reach))
    elif "subject" in slots and not above.passive and lemmas & words.oppose:
        _add_sides(head, above, frame)
    elif "object" in slots and lemmas & words.ascribe:
        for filler in [*above.slot("à", "dative"), *(f for f in frame.slot("à") if f.how in OBLIQUES)]:
            frame.fillers[:] = [f for f in frame.fillers if f.token.i != filler.token.i]
            frame.add(filler.token, "by", "ascribed")
    else:
        _add_by_verb(noun, above, frame, words, lemmas)


def _put_noun(noun: Token, head: Token, above: Frame) -> None:
    """Put a noun into the frame of a verb beside which it stands, where the parser hung it elsewhere."""
    if noun.i < head.i and all(f.token.i != noun.i for f in above.fillers):
        slot = "object" if above.passive else "subject"
        above.fillers[:] = [f for f in above.fillers if f.slot != slot or f.token.i > head.i]
        above.add(noun, slot, "right before")
    elif not above.passive and (behind := verb_before(noun)) is not None and behind.i == head.i:
        above.fillers[:] = [f for f in above.fillers if f.token.i != noun.i]
        above.add(noun, "object", "right behind")


def _add_what_it_hit(above: Frame, frame: Frame, *, hits: bool) -> None:
    """Add what a passive verb says of the event behind "par": "la ville a été frappée par un attentat"."""
    for filler in above.fillers if hits else ():
        if filler.slot == "object":
            frame.add(filler.token, "reached", "verb")
        elif filler.slot not in {"by", "subject"}:
            frame.add(filler.token, filler.slot, "verb above")


def _add_by_verb(noun: Token, above: Frame, frame: Frame, words: FrameWords, lemmas: frozenset[str]) -> None:
    """Add the other arguments of a verb to its event noun: who does or undergoes it, whom it reaches, and where."""
    is_object = any(f.token.i == noun.i and f.slot == "object" for f in above.fillers)
    is_subject = any(f.token.i == noun.i and f.slot == "subject" for f in above.fillers)
    takes_part = noun.dep_ in {"obl:arg", "obl:mod"} and bool(lemmas & words.take_part)
    takes_part = takes_part and preposition_of(noun) not in _NO_PART
    does = takes_part or (is_object and not lemmas & (words.react | words.undergo))
    undergoes = (is_object or not is_subject) and bool(lemmas & words.undergo)
    reaches = is_subject and bool(lemmas & words.reach)
    for filler in above.fillers:
        if filler.token.i == noun.i:
            continue
        if filler.slot in {"subject", "by"} and (does or undergoes):
            frame.add(filler.token, "by" if does else "reached", "support verb")
        elif filler.slot == "object" and (reaches or (undergoes and above.passive)) and not is_denied(filler.token):
            frame.add(filler.token, "reached", "verb")
        elif filler.slot not in {"subject", "by", "object"} and (is_object or is_subject or takes_part):
            frame.add(filler.token, filler.slot, "verb above")
