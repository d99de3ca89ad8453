"""Frames: what stands around a word in the roles that French syntax gives: subject, object, complements.

They are seen through passives, participles, relative clauses, infinitives, coordination and support verbs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from selon.claims.syntax import (
    OBLIQUES,
    SUBJECTS,
    conjuncts_of,
    is_infinitive,
    is_passive,
    is_past_participle,
    is_present_participle,
    is_reflexive,
    preposition_of,
    takes_etre,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    LemmaOf = Callable[[Token], frozenset[str]]

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "X", "NUM", "ADJ", "SYM", "DET"})
_MAX_CLIMB = 6


@dataclass(frozen=True, slots=True)
class Filler:
    """A word in a slot of a frame: its slot (subject, object, by, a preposition …) and how it was reached."""

    token: Token
    slot: str
    how: str


@dataclass(slots=True)
class Frame:
    """The fillers around one word, and what was seen of its voice."""

    fillers: list[Filler] = field(default_factory=list)
    passive: bool = False
    reflexive: bool = False

    def add(self, token: Token, slot: str, how: str) -> None:
        """Add a filler and those coordinated with it, each word once."""
        for one in conjuncts_of(token):
            if not one.is_punct and not one.is_space and all(one.i != f.token.i for f in self.fillers):
                self.fillers.append(Filler(one, slot, how))

    def slot(self, *names: str) -> list[Filler]:
        """Return the fillers of the named slots, in the order in which they were found."""
        return [f for f in self.fillers if f.slot in names]


@dataclass(frozen=True, slots=True)
class FrameWords:
    """The words of the codebook that change who does what: support verbs, verbs that hand on an infinitive."""

    react: frozenset[str]  # condamner, repousser, craindre: their subject has no part in the noun that they govern
    undergo: frozenset[str]  # subir, essuyer: their subject undergoes it
    reach: frozenset[str]  # viser, toucher, faire: their object undergoes the noun that is their subject
    take_part: frozenset[str]  # participer à, procéder à: their subject does the noun behind the preposition
    relational: frozenset[str]  # destination, proximité: "à destination de X" is a preposition before X
    object_control: frozenset[str]  # permettre à, ordonner à, forcer: who is told does the infinitive
    undergo_noun: frozenset[str] = frozenset()  # objet, cible, théâtre: "X fait l'objet de", "X a été la cible de" it


def verb_frame(verb: Token, words: FrameWords, lemma_of: LemmaOf) -> Frame:
    """Return the frame of a verb: subject, object, by-agent and complements, wherever the clause keeps them."""
    frame = Frame(passive=is_passive(verb), reflexive=is_reflexive(verb))
    _own_arguments(verb, frame, words)
    _nested_complements(verb, frame)
    _take_bare_subject(verb, frame)
    _take_inverted_subject(verb, frame)
    if not frame.slot("object" if frame.passive else "subject"):
        _shared_arguments(verb, frame, words, lemma_of)
    return frame


def _own_arguments(verb: Token, frame: Frame, words: FrameWords) -> None:
    """Fill the frame with what depends on the verb itself."""
    for child in verb.children:
        if child.dep_ in SUBJECTS:
            passive = frame.passive or (child.dep_ == "nsubj:pass" and not (frame.reflexive or takes_etre(verb)))
            _add(frame, child, "object" if passive else "subject", child.dep_)
        elif child.dep_ == "obl:agent":
            _add(frame, child, "by", child.dep_)
        elif child.dep_ == "obj":
            _add(frame, child, preposition_of_object(child) or "object", child.dep_)
        elif child.dep_ == "iobj":
            _add(frame, child, "dative", child.dep_)
        elif child.dep_ in OBLIQUES and child.pos_ in _NOMINAL:
            _add_oblique(frame, child, verb, words)
        elif child.lower_ == "où" and (antecedent := antecedent_of(child)) is not None:
            frame.add(antecedent, "où", "relative")
    _invert(frame)
    for adverb in verb.children:
        if adverb.dep_ == "advmod" and adverb.pos_ == "ADV":
            _add_behind_adverb(frame, adverb)


def _add_behind_adverb(frame: Frame, adverb: Token) -> None:
    """Add the complements that the parser hung on an adverb: "a tiré hier sur le marché"."""
    for child in adverb.children:
        if child.dep_ in {"dep", "obl:arg", "obl:mod", "nmod", "obj"} and child.pos_ in _NOMINAL:
            frame.add(child, preposition_of(child), "adverb")


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
        if filler.token.i > verb.i or any(t.is_punct for t in verb.doc[filler.token.i + 1 : verb.i]):
            continue
        if filler.token.pos_ in {"NOUN", "PROPN"} and filler.token.head.i == verb.i and filler.how in OBLIQUES:
            frame.fillers[frame.fillers.index(filler)] = Filler(
                filler.token, "object" if frame.passive else "subject", "bare subject"
            )
            return


def _take_inverted_subject(verb: Token, frame: Frame) -> None:
    """Take the noun right behind the verb of a clause with "que" as its subject: "que contrôlaient les insurgés"."""
    relative = verb.nbor(-1) if verb.i > verb.sent.start else verb
    if relative.lower_ not in {"que", "qu'", "qu’"} or relative.pos_ != "PRON" or frame.slot("subject"):
        return
    at = verb.i + 1
    while at < verb.sent.end and verb.doc[at].pos_ in {"DET", "NUM"}:
        at += 1
    if at >= verb.sent.end or verb.doc[at].pos_ not in {"NOUN", "PROPN"}:
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


def _behind_relational(child: Token, words: FrameWords) -> tuple[Token, str] | None:
    """Return X and the whole preposition for "à destination de X", "en direction de X"; None for anything else."""
    if child.lower_ not in words.relational:
        return None
    behind = next(
        (c for c in child.rights if c.dep_ in OBLIQUES and c.pos_ in _NOMINAL and preposition_of(c) == "de"), None
    )
    return (behind, f"{preposition_of(child)} {child.lower_} de".strip()) if behind is not None else None


def _add_oblique(frame: Frame, child: Token, verb: Token, words: FrameWords) -> None:
    """Add a complement under its preposition; "par" after a passive is its agent."""
    relational = _behind_relational(child, words)
    if relational is not None:
        _add(frame, relational[0], relational[1], child.dep_)
        return
    found = preposition_of(child)
    if found == "par" and (frame.passive or is_past_participle(verb)):
        _add(frame, child, "by", "par")
    else:
        _add(frame, child, found or "bare", child.dep_)


def _true_subject(token: Token) -> Token:
    """Return the noun before an insertion that was taken for the subject: "un homme, d'origine inconnue, a tiré"."""
    if not any(c.dep_ == "case" and c.lower_ in {"de", "d'", "d’"} for c in token.lefts):
        return token
    for before in reversed(token.doc[token.sent.start : token.i]):
        if before.pos_ in {"NOUN", "PROPN"} and not any(c.dep_ == "case" for c in before.lefts):
            return before
    return token


def _add(frame: Frame, token: Token, slot: str, how: str) -> None:
    """Add a filler; a relative or personal pronoun stands for its antecedent."""
    if how in SUBJECTS:
        token = _true_subject(token)
    antecedent = antecedent_of(token)
    frame.add(antecedent or token, slot, f"{how}:antecedent" if antecedent is not None else how)


def antecedent_of(token: Token) -> Token | None:
    """Return the noun that a relative pronoun stands for, or None where the token is no relative pronoun."""
    if token.pos_ != "PRON" or token.lower_ not in {
        "qui",
        "que",
        "qu'",
        "qu’",
        "dont",
        "lequel",
        "laquelle",
        "lesquels",
        "lesquelles",
        "où",
    }:
        return None
    clause = token.head
    for _ in range(_MAX_CLIMB):
        if clause.dep_ in {"acl:relcl", "acl"}:
            return clause.head if clause.head.pos_ in _NOMINAL else None
        if clause.dep_ == "ROOT":
            break
        clause = clause.head
    before = token.i - 1
    while before >= token.sent.start and token.doc[before].pos_ in {"PUNCT", "ADP"}:
        before -= 1
    return token.doc[before] if before >= token.sent.start and token.doc[before].pos_ in {"NOUN", "PROPN"} else None


def _shared_arguments(verb: Token, frame: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Fill a frame without subject from the clause above: participles, infinitives, coordination."""
    slot = "object" if frame.passive else "subject"
    head = verb.head
    if (
        verb.dep_ in {"acl", "acl:relcl", "amod", "appos"}
        and head.pos_ in {"NOUN", "PROPN", "PRON", "X"}
        and head.i != verb.i
    ):
        if verb.dep_ != "acl:relcl" and (is_past_participle(verb) or is_present_participle(verb) or frame.passive):
            _add(frame, head, slot, "participle")
        elif verb.dep_ == "acl" and is_infinitive(verb):
            _from_governor(head, frame, slot, words, lemma_of)
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
        _from_governor(verb, frame, slot, words, lemma_of)


def _from_governor(start: Token, frame: Frame, slot: str, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Climb to the first governor that has a subject and take it (or the one told to act) into the slot."""
    at = start
    for _ in range(_MAX_CLIMB):
        head = at.head
        if head.i == at.i:
            return
        if head.pos_ in {"VERB", "AUX"} or any(c.dep_ in SUBJECTS for c in head.children):
            if at.dep_ in {"ccomp", "parataxis"} and not is_infinitive(at):
                return
            told = _told_to_act(head, words, lemma_of) if at.dep_ in {"xcomp", "obl:arg", "ccomp", "advcl"} else None
            if told is not None:
                _add(frame, told, slot, "control")
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
        if head.dep_ in {"acl", "amod"} and head.head.pos_ in {"NOUN", "PROPN"}:
            _add(frame, head.head, slot, "participle above")
            return
        at = head


def _told_to_act(governor: Token, words: FrameWords, lemma_of: LemmaOf) -> Token | None:
    """Return who is told, allowed or forced to do the infinitive under the governor, or None."""
    lemmas = lemma_of(governor)
    if not lemmas & words.object_control:
        return None
    if is_passive(governor):
        return next((c for c in governor.children if c.dep_ in SUBJECTS), None) or (
            governor.head if governor.dep_ == "acl" else None
        )
    for child in governor.children:
        if child.dep_ in {"obj", "iobj"} and child.pos_ in _NOMINAL:
            return child
        if child.dep_ in OBLIQUES and preposition_of(child) == "à" and child.pos_ in _NOMINAL:
            return child
    return None


def _take_subject(clause: Token, frame: Frame, slot: str) -> bool:
    """Take the subject of a clause, or the noun on which its participle stands; say whether there was one."""
    for child in clause.children:
        if child.dep_ in SUBJECTS:
            if clause_is_impersonal(child):
                return False
            _add(frame, child, slot, "shared subject")
            return True
    if clause.dep_ in {"acl", "amod"} and clause.head.pos_ in {"NOUN", "PROPN"}:
        _add(frame, clause.head, slot, "shared participle")
        return True
    return False


def clause_is_impersonal(subject: Token) -> bool:
    """Return whether the subject is the impersonal "il" or "ce"."""
    return subject.lower_ in {"ce", "c'", "c’", "cela", "ça"} or subject.dep_ == "expl:subj"


def noun_frame(noun: Token, words: FrameWords, lemma_of: LemmaOf) -> Frame:
    """Return the frame of an event noun: complements, agent adjectives, participles, and the verb that carries it."""
    frame = Frame()
    for child in noun.children:
        if child.dep_ in OBLIQUES and child.pos_ in _NOMINAL:
            relational = _behind_relational(child, words)
            if relational is not None:
                frame.add(relational[0], relational[1], child.dep_)
                continue
            found = preposition_of(child)
            frame.add(child, "by" if found == "par" else found or "bare", child.dep_)
        elif child.dep_ in SUBJECTS and any(c.dep_ == "cop" for c in noun.children):
            _add(frame, child, "subject", "predicate")
        elif child.dep_ == "amod":
            frame.add(child, "adjective", "amod")
        elif child.dep_ in {"acl", "acl:relcl"} and child.pos_ in {"VERB", "ADJ", "AUX"}:
            _carrier_below(child, frame, words, lemma_of)
    _nested_complements(noun, frame)
    _undergone(noun, frame, words, lemma_of)
    _possessor(noun, frame, words, lemma_of)
    _carrier_above(noun, frame, words, lemma_of)
    return frame


def _undergone(noun: Token, frame: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Add who undergoes the event: the subject of "faire l'objet de", "être la cible de", "être le théâtre de" it."""
    if preposition_of(noun) != "de":
        return
    near = [noun.head, *(c for c in noun.head.children if c.dep_ == "obj")]
    hub = next((t for t in near if t.i < noun.i and lemma_of(t) & words.undergo_noun), None)
    if hub is None:
        return
    clause = hub if any(c.dep_ == "cop" for c in hub.children) or hub.dep_ in {"appos", "ROOT"} else hub.head
    if clause.i == hub.i and hub.dep_ == "appos":
        _add(frame, hub.head, "reached", "undergone")
        return
    subject = next((c for c in clause.children if c.dep_ in SUBJECTS), None)
    if subject is not None:
        _add(frame, subject, "reached", "undergone")


def _possessor(noun: Token, frame: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Add whose event it is: "ses bombardements", "leur retrait" belong to the subject of the clause."""
    if not any(c.dep_ == "det" and c.lower_ in {"son", "sa", "ses", "leur", "leurs"} for c in noun.lefts):
        return
    at = noun
    for _ in range(_MAX_CLIMB):
        if at.head.i == at.i:
            return
        at = at.head
        if at.pos_ in {"VERB", "AUX"} or any(c.dep_ in SUBJECTS for c in at.children):
            for filler in verb_frame(at, words, lemma_of).slot("subject", "object"):
                if filler.token.i < noun.i and filler.token.i != noun.i:
                    frame.add(filler.token, "possessor", "possessive")
                    return


def _nested_complements(noun: Token, frame: Frame) -> None:
    """Add complements that the parser hung one noun lower: "attaque du Hamas contre Israël"."""
    for filler in list(frame.fillers):
        if (
            filler.how == "amod"
            or filler.slot not in {"object", "by", "de", "contre", "subject", "bare"}
            or "antecedent" in filler.how
        ):
            continue
        if filler.slot == "subject" and filler.token.i < noun.i:
            continue
        for child in filler.token.children:
            found = preposition_of(child) if child.dep_ in OBLIQUES and child.pos_ in _NOMINAL else ""
            if found and found != "de" and (noun.i < filler.token.i < child.i):
                frame.add(child, "by" if found == "par" else found, "nested")


def _carrier_below(verb: Token, frame: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Add what a participle or relative clause on the noun says: "menée par X", "qui a visé Y", "lancée contre Z"."""
    below = verb_frame(verb, words, lemma_of)
    lemmas = lemma_of(verb)
    own = {"object", "subject"}
    for filler in below.fillers:
        if filler.slot == "by":
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


def _carrier_above(noun: Token, frame: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Add what the verb above says of its subject or object: "X a mené une attaque", "l'attaque a visé Y"."""
    head = noun.head
    if noun.dep_ == "conj":
        noun, head = head, head.head
    if head.pos_ not in {"VERB", "AUX"} or noun.dep_ not in {"obj", "nsubj", "nsubj:pass", "obl:arg", "obl:mod"}:
        return
    above = verb_frame(head, words, lemma_of)
    lemmas = lemma_of(head)
    is_object = any(f.token.i == noun.i and f.slot == "object" for f in above.fillers)
    is_subject = any(f.token.i == noun.i and f.slot == "subject" for f in above.fillers)
    takes_part = noun.dep_ in {"obl:arg", "obl:mod"} and bool(lemmas & words.take_part)
    does = takes_part or (is_object and not lemmas & (words.react | words.undergo))
    undergoes = (is_object or not is_subject) and bool(lemmas & words.undergo)
    reaches = is_subject and bool(lemmas & words.reach)
    for filler in above.fillers:
        if filler.token.i == noun.i:
            continue
        if filler.slot in {"subject", "by"}:
            if does or undergoes:
                frame.add(filler.token, "by" if does else "reached", "support verb")
        elif filler.slot == "object":
            if reaches:
                frame.add(filler.token, "reached", "verb")
        elif is_object or is_subject:
            frame.add(filler.token, filler.slot, "verb above")
