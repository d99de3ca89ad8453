"""Frames: what stands around a word in the roles that French syntax gives: subject, object, complements.

They are seen through passives, participles, relative clauses, infinitives, coordination and support verbs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from selon.claims.order import coordinated_behind, in_relative_before, is_finite, noun_before, participles_behind, subject_before, verb_before, verb_of_root, verbs_sharing
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
_CARRIED = frozenset({"obl:agent", "obj", "nsubj", "nsubj:pass", "obl:arg", "obl:mod"})
_CONTROLLED = frozenset({"xcomp", "obl:arg", "ccomp", "advcl"})
_CLITIC_SUBJECTS = frozenset({"il", "ils", "elle", "elles", "on", "nous", "vous", "je", "j'", "j’"})


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
    doer_noun: frozenset[str] = frozenset()  # origine, auteur, responsable: "X est à l'origine de" it, X does it
    ascribe: frozenset[str] = frozenset()  # attribuer, imputer: who stands behind "à" does the noun
    phase: frozenset[str] = frozenset()  # lancement, série: who does it does the event behind its "de"
    oppose: frozenset[str] = frozenset()  # opposer: its object and who stands behind "à" or "et" are the two sides


def verb_frame(verb: Token, words: FrameWords, lemma_of: LemmaOf) -> Frame:
    """Return the frame of a verb: subject, object, by-agent and complements, wherever the clause keeps them."""
    frame = Frame(passive=is_passive(verb), reflexive=is_reflexive(verb))
    _own_arguments(verb, frame, words)
    _nested_complements(verb, frame, words)
    _take_bare_subject(verb, frame)
    _take_inverted_subject(verb, frame)
    slot = "object" if frame.passive else "subject"
    if not frame.slot(slot):
        before = subject_before(verb)
        if before is not None and before.i not in {f.token.i for f in frame.slot("object", "by")}:
            frame.fillers[:] = [f for f in frame.fillers if f.token.i != before.i]
            frame.add(before, slot, "right before")
        else:
            _shared_arguments(verb, frame, words, lemma_of)
    return frame


def _own_arguments(verb: Token, frame: Frame, words: FrameWords) -> None:
    """Fill the frame with what depends on the verb itself."""
    spurious = _spurious_subjects(verb)
    for child in verb.children:
        if child.i in spurious:
            continue
        if child.dep_ in SUBJECTS:
            passive = frame.passive or (child.dep_ == "nsubj:pass" and not (frame.reflexive or takes_etre(verb)))
            _add(frame, child, "object" if passive else "subject", child.dep_)
        elif child.dep_ == "obl:agent":
            _add(frame, child, "by", child.dep_)
        elif child.dep_ == "obj" and child.lower_ == "long":
            _add_behind_adverb(frame, child)  # "le long de la route"
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
    if relative.lower_ not in {"que", "qu'", "qu’"} or relative.pos_ not in {"PRON", "SCONJ"}:
        return
    if frame.slot("subject") and relative.pos_ == "PRON" and frame.slot("subject")[0].token.i > verb.i:
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
    if found.startswith("jusque") and not frame.passive and _is_counted(child):
        _add(frame, child, "object", "obj")  # "a mobilisé jusqu'à mille hommes"
    elif found == "par" and (frame.passive or is_past_participle(verb)):
        _add(frame, child, "by", "par")
    else:
        _add(frame, child, found or "bare", child.dep_)


def _is_counted(token: Token) -> bool:
    """Return whether a number stands before a noun."""
    return any(c.dep_ == "nummod" or c.pos_ == "NUM" for c in token.lefts)


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
            return _nearer_antecedent(token, clause.head)
        if clause.dep_ == "ROOT":
            break
        clause = clause.head
    before = token.i - 1
    while before >= token.sent.start and token.doc[before].pos_ in {"PUNCT", "ADP"}:
        before -= 1
    return token.doc[before] if before >= token.sent.start and token.doc[before].pos_ in {"NOUN", "PROPN"} else None


def _nearer_antecedent(pronoun: Token, parsed: Token) -> Token | None:
    """Return the antecedent that the parser gives, or the noun right before where that is no noun or a clause away."""
    between = pronoun.doc[parsed.i + 1 : pronoun.i]
    crossed = any(t.pos_ in {"VERB", "AUX"} and (is_finite(t) or is_infinitive(t)) for t in between)
    if parsed.pos_ in _NOMINAL - {"ADJ"} and not crossed:
        return parsed
    return noun_before(pronoun) or (parsed if parsed.pos_ in _NOMINAL else None)


def _shared_arguments(verb: Token, frame: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Fill a frame without subject from the clause above: participles, infinitives, coordination."""
    slot = "object" if frame.passive else "subject"
    head = verb.head
    if (
        verb.dep_ in {"acl", "acl:relcl", "amod", "appos"}
        and head.pos_ in {"NOUN", "PROPN", "PRON", "X"}
        and head.i != verb.i
    ):
        if _is_gerund(verb):
            _from_governor(verb, frame, slot, words, lemma_of)
        elif any(c.pos_ == "AUX" and is_infinitive(c) for c in verb.lefts):  # "sur le point d'être repris"
            _from_governor(head, frame, slot, words, lemma_of)
        elif verb.dep_ != "acl:relcl" and (is_past_participle(verb) or is_present_participle(verb) or frame.passive):
            _add(frame, head, slot, "participle")
        elif verb.dep_ == "acl" and is_infinitive(verb):
            first = head.head if head.dep_ == "conj" and head.head.pos_ in {"NOUN", "PROPN"} else head
            _from_governor(first, frame, slot, words, lemma_of)
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


def _is_gerund(verb: Token) -> bool:
    """Return whether a verb is a gerund, whose subject is that of the clause: "en s'emparant du pont"."""
    if not is_present_participle(verb):
        return False
    at = verb.i - 1
    while at > verb.sent.start and verb.doc[at].pos_ in {"PRON", "ADV"}:
        at -= 1
    return verb.doc[at].lower_ == "en"


def _from_governor(start: Token, frame: Frame, slot: str, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Climb to the first governor that has a subject and take it (or the one told to act) into the slot."""
    at = start
    for _ in range(_MAX_CLIMB):
        doer = next((c for c in at.children if c.dep_ in OBLIQUES and preposition_of(c) == "pour"), None)
        if doer is not None and at.pos_ == "NOUN" and doer.pos_ in {"NOUN", "PROPN"}:
            _add(frame, doer, slot, "control")  # "la difficulté pour les troupes de lutter"
            return
        head = at.head
        if head.i == at.i:
            return
        if head.pos_ in {"VERB", "AUX"} or any(c.dep_ in SUBJECTS for c in head.children):
            if at.dep_ in {"ccomp", "parataxis"} and not is_infinitive(at):
                return
            controlled = at.dep_ in _CONTROLLED or (at.dep_ == "obj" and at.i == start.i and at.pos_ in {"NOUN", "PROPN"})
            told = _told_to_act(head, words, lemma_of, at) if controlled else None
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


def _is_aside(clause: Token | None) -> bool:
    """Return whether a clause only says when or how not: "avant de tirer", "sans tirer" share the main subject."""
    if clause is None:
        return False
    return any(c.lower_ in {"avant", "après", "sans"} for c in clause.lefts if c.dep_ in {"mark", "case"})


def _told_to_act(governor: Token, words: FrameWords, lemma_of: LemmaOf, at: Token | None = None) -> Token | None:
    """Return who is told, allowed or forced to do the infinitive under the governor, or None."""
    lemmas = lemma_of(governor)
    if not lemmas & words.object_control or _is_aside(at):
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
    before = subject_before(clause)
    if before is not None:
        frame.add(before, slot, "shared subject")
    return before is not None


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
        elif child.pos_ == "ADV" and child.i > noun.i:
            _add_behind_adverb(frame, child)
        elif child.dep_ in {"acl", "acl:relcl"} and child.pos_ in {"VERB", "ADJ", "AUX"}:
            for verb in (child, *(c for c in child.rights if c.dep_ == "conj" and c.pos_ == "VERB")):
                _carrier_below(verb, frame, words, lemma_of)
    for participle in participles_behind(noun):
        _carrier_below(participle, frame, words, lemma_of)
    _nested_complements(noun, frame, words)
    _undergone(noun, frame, words, lemma_of)
    _done(noun, frame, words, lemma_of)
    _possessor(noun, frame, words, lemma_of)
    _carrier_above(noun, frame, words, lemma_of)
    hub = noun.head
    if preposition_of(noun) == "de" and hub.i < noun.i and hub.pos_ == "NOUN" and lemma_of(hub) & words.phase:
        for filler in noun_frame(hub, words, lemma_of).fillers:
            if filler.token.i != noun.i and filler.slot in {"by", "reached", "possessor"}:
                frame.add(filler.token, filler.slot, filler.how)
    return frame


def _undergone(noun: Token, frame: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Add who undergoes the event: the subject of "faire l'objet de", "être la cible de", "être le théâtre de" it."""
    if preposition_of(noun) not in {"de", "à", "face à"}:
        return
    hub = next((c for c in noun.children if c.dep_ == "case" and lemma_of(c) & words.undergo_noun), None)
    if hub is not None and noun.head.i == hub.i - 1:  # "fait face à une insurrection", read as a preposition
        subject = next((c for c in noun.head.children if c.dep_ in SUBJECTS), None)
        if subject is not None:
            _add(frame, subject, "reached", "undergone")
        return
    near = [noun.head, *(c for c in noun.head.children if c.dep_ == "obj"), *islice(noun.ancestors, _MAX_CLIMB)]
    hub = next((t for t in near if t.i < noun.i and lemma_of(t) & words.undergo_noun), None)
    if hub is None:
        return
    predicate = hub.pos_ == "VERB" or any(c.dep_ == "cop" for c in hub.children) or hub.dep_ in {"appos", "ROOT"}
    clause = hub if predicate else hub.head
    if clause.i == hub.i and hub.dep_ == "appos":
        _add(frame, hub.head, "reached", "undergone")
        return
    subject = next((c for c in clause.children if c.dep_ in SUBJECTS), None) or subject_before(clause)
    if subject is not None:
        _add(frame, subject, "reached", "undergone")


def _done(noun: Token, frame: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Add who does the event by the noun on which it hangs: "X est à l'origine de", "la responsabilité de X dans" it."""
    hub = noun.head
    if preposition_of(noun) not in {"de", "dans"} or hub.i > noun.i or not lemma_of(hub) & words.doer_noun:
        return
    if any(c.dep_ == "det" and c.lower_ in {"un", "une", "des", "deux", "plusieurs"} for c in hub.lefts) or (
        hub.dep_ in SUBJECTS
    ):
        return
    inner = Frame()
    owner = next((c for c in hub.children if c.dep_ in OBLIQUES and preposition_of(c) == "de" and c.i != noun.i), None)
    if owner is not None and preposition_of(noun) == "dans":
        _add(inner, owner, "by", "doer")
    elif any(c.dep_ == "cop" for c in hub.children) or hub.dep_ in {"obj", "obl:arg", "obl:mod", "xcomp", "acl"}:
        subject = next((c for c in hub.children if c.dep_ in SUBJECTS), None)
        if subject is None and any(c.dep_ == "cop" for c in hub.children):  # "accusé X d'être à l'origine de"
            told = _told_to_act(hub.head, words, lemma_of)
            subject = told if told is not None and told.i < hub.i else None
        if subject is not None:
            _add(inner, subject, "by", "doer")
        else:
            _from_governor(hub, inner, "by", words, lemma_of)
    elif hub.dep_ == "appos":
        _add(inner, hub.head, "by", "doer")
    for filler in inner.fillers:
        if filler.token.i not in {noun.i, hub.i}:
            frame.add(filler.token, "by", "doer")


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


def _nested_complements(noun: Token, frame: Frame, words: FrameWords) -> None:
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
        lower = [c for d in filler.token.children if d.dep_ == "nmod" and preposition_of(d) == "de" for c in d.children]
        for child in (*filler.token.children, *lower):
            found = preposition_of(child) if child.dep_ in OBLIQUES and child.pos_ in _NOMINAL else ""
            if not found or not noun.i < filler.token.i < child.i:
                continue
            relational = _behind_relational(child, words)
            if relational is not None:
                frame.add(relational[0], relational[1], "nested")
            elif found != "de":
                frame.add(child, "by" if found == "par" else found, "nested")


def _carrier_below(verb: Token, frame: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
    """Add what a participle or relative clause on the noun says: "menée par X", "qui a visé Y", "lancée contre Z"."""
    below = verb_frame(verb, words, lemma_of)
    lemmas = lemma_of(verb)
    if lemmas & words.oppose and not below.passive:
        _add_sides(verb, below, frame)
        return
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


def _add_sides(verb: Token, found: Frame, frame: Frame) -> None:
    """Add the two sides that a verb sets against each other: "ont opposé l'armée à des miliciens"."""
    for filler in found.slot("object"):
        if filler.token.i < verb.i:
            continue
        frame.add(filler.token, "entre", "opposed")
        for child in filler.token.rights:
            if child.dep_ in OBLIQUES and child.pos_ in _NOMINAL and preposition_of(child) == "à":
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


def _carrier_above(noun: Token, frame: Frame, words: FrameWords, lemma_of: LemmaOf) -> None:
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
    lemmas = lemma_of(head)
    if noun.i < head.i and all(f.token.i != noun.i for f in above.fillers):
        slot = "object" if above.passive else "subject"
        above.fillers[:] = [f for f in above.fillers if f.slot != slot or f.token.i > head.i]
        above.add(noun, slot, "right before")
    elif not above.passive and (behind := verb_before(noun)) is not None and behind.i == head.i:
        above.fillers[:] = [f for f in above.fillers if f.token.i != noun.i]
        above.add(noun, "object", "right behind")
    is_object = any(f.token.i == noun.i and f.slot == "object" for f in above.fillers)
    is_subject = any(f.token.i == noun.i and f.slot == "subject" for f in above.fillers)
    if any(f.token.i == noun.i and f.slot == "by" for f in above.fillers):
        for filler in above.fillers if lemmas & words.reach else ():
            if filler.slot == "object":
                frame.add(filler.token, "reached", "verb")
            elif filler.slot not in {"by", "subject"}:
                frame.add(filler.token, filler.slot, "verb above")
        return
    if is_subject and not above.passive and lemmas & words.oppose:
        _add_sides(head, above, frame)
        return
    if is_object and lemmas & words.ascribe:
        for filler in [*above.slot("à", "dative"), *(f for f in frame.slot("à") if f.how in OBLIQUES)]:
            frame.fillers[:] = [f for f in frame.fillers if f.token.i != filler.token.i]
            frame.add(filler.token, "by", "ascribed")
        return
    takes_part = noun.dep_ in {"obl:arg", "obl:mod"} and bool(lemmas & words.take_part)
    takes_part = takes_part and preposition_of(noun) not in {"contre", "sur", "après", "avant", "depuis", "malgré"}
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
            if reaches or (undergoes and above.passive):
                frame.add(filler.token, "reached", "verb")
        elif is_object or is_subject or takes_part:
            frame.add(filler.token, filler.slot, "verb above")
