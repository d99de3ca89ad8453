"""Frames: what stands around a word in the roles that French syntax gives: subject, object, complements.

They are filled by verb_frames and noun_frames, through passives, relative clauses, infinitives and support verbs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from selon.claims.order import is_finite, noun_before
from selon.claims.remembered import sentence_start
from selon.claims.syntax import OBLIQUES, SUBJECTS, agreeing_noun, conjuncts_of, is_infinitive, preposition_of, whole_of

if TYPE_CHECKING:
    from spacy.tokens import Token

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "X", "NUM", "ADJ", "SYM", "DET"})
MAX_CLIMB = 6
_PLACE_PREPOSITIONS = frozenset({"à", "au", "aux", "dans", "en", "vers", "près"})


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

    def copy(self) -> Frame:
        """Return a frame of its own with the same fillers."""
        return Frame(list(self.fillers), self.passive, self.reflexive)

    def add(self, token: Token, slot: str, how: str) -> None:
        """Add a filler and those coordinated with it, each word once."""
        for one in conjuncts_of(token):
            if not one.is_punct and not one.is_space and all(one.i != f.token.i for f in self.fillers):
                apart = slot in {"object", "subject"} and one.i != token.i and _place_preposition(one)
                self.fillers.append(Filler(one, apart or slot, how))

    def slot(self, *names: str) -> list[Filler]:
        """Return the fillers of the named slots, in the order in which they were found."""
        return [f for f in self.fillers if f.slot in names]


def _place_preposition(noun: Token) -> str:
    """Return the preposition of place that a coordinated noun has of its own: "a tué dix hommes à X | et dans Y"."""
    own = [c.lower_ for c in noun.lefts if c.dep_ == "case"]
    return preposition_of(noun) if own and own[0] in _PLACE_PREPOSITIONS else ""


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
    fend: frozenset[str] = frozenset()  # repousser, contenir: what they govern is the doing of those who come on
    oppose: frozenset[str] = frozenset()  # opposer: its object and who stands behind "à" or "et" are the two sides


def add_behind_adverb(frame: Frame, adverb: Token) -> None:
    """Add the complements that the parser hung on an adverb: "a tiré hier sur le marché"."""
    for child in adverb.children:
        if child.dep_ in {"dep", "obl:arg", "obl:mod", "nmod", "obj"} and child.pos_ in NOMINAL:
            frame.add(child, preposition_of(child), "adverb")


def behind_relational(child: Token, words: FrameWords) -> tuple[Token, str] | None:
    """Return X and the whole preposition for "à destination de X", "en direction de X"; None for anything else."""
    if child.lower_ not in words.relational:
        return None
    behind = next(
        (c for c in child.rights if c.dep_ in OBLIQUES and c.pos_ in NOMINAL and preposition_of(c) == "de"), None
    )
    return (behind, f"{preposition_of(child)} {child.lower_} de".strip()) if behind is not None else None


def _true_subject(token: Token) -> Token:
    """Return the noun before an insertion that was taken for the subject: "un homme, d'origine inconnue, a tiré"."""
    if not any(c.dep_ == "case" and c.lower_ in {"de", "d'", "d’"} for c in token.lefts):
        return token
    for before in reversed(token.doc[sentence_start(token) : token.i]):
        if before.pos_ in {"NOUN", "PROPN"} and not any(c.dep_ == "case" for c in before.lefts):
            return before
    return token


def add_filler(frame: Frame, token: Token, slot: str, how: str) -> None:
    """Add a filler; a relative or personal pronoun stands for its antecedent."""
    if how in SUBJECTS:
        if (whole := whole_of(token)) is not None:
            frame.fillers[:] = [f for f in frame.fillers if f.token.i != whole.i]
        token = whole or _true_subject(token)
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
    for _ in range(MAX_CLIMB):
        if clause.dep_ in {"acl:relcl", "acl"}:
            parsed = _nearer_antecedent(token, clause.head)
            return agreeing_noun(parsed, clause) if parsed is not None and token.lower_ == "qui" else parsed
        if clause.dep_ == "ROOT":
            break
        clause = clause.head
    before = token.i - 1
    while before >= sentence_start(token) and token.doc[before].pos_ in {"PUNCT", "ADP"}:
        before -= 1
    return (
        token.doc[before] if before >= sentence_start(token) and token.doc[before].pos_ in {"NOUN", "PROPN"} else None
    )


def _nearer_antecedent(pronoun: Token, parsed: Token) -> Token | None:
    """Return the antecedent that the parser gives, or the noun right before where that is no noun or a clause away."""
    between = pronoun.doc[parsed.i + 1 : pronoun.i]
    crossed = any(t.pos_ in {"VERB", "AUX"} and (is_finite(t) or is_infinitive(t)) for t in between)
    if parsed.pos_ in NOMINAL - {"ADJ"} and not crossed:
        return parsed
    return noun_before(pronoun) or (parsed if parsed.pos_ in NOMINAL else None)


def add_nested(noun: Token, frame: Frame, words: FrameWords) -> None:
    """Add complements that the parser hung one noun lower: "attaque du Hamas contre Israël"."""
    for filler in list(frame.fillers):
        if (
            filler.how == "amod"
            or filler.slot not in {"object", "by", "de", "contre", "subject", "bare", "sans", "par", "à"}
            or "antecedent" in filler.how
        ):
            continue
        with_what = filler.slot == "à"  # "tirer à l'obusier sur un village"
        if filler.slot == "subject" and filler.token.i < noun.i:
            continue
        lower = [c for d in filler.token.children if d.dep_ == "nmod" and preposition_of(d) == "de" for c in d.children]
        for child in (*filler.token.children, *lower):
            found = preposition_of(child) if child.dep_ in OBLIQUES and child.pos_ in NOMINAL else ""
            if not found or not noun.i < filler.token.i < child.i:
                continue
            if with_what and (found not in {"sur", "contre"} or filler.token.pos_ != "NOUN" or noun.pos_ != "VERB"):
                continue
            relational = behind_relational(child, words)
            if relational is not None:
                frame.add(relational[0], relational[1], "nested")
            elif found != "de":
                frame.add(child, "by" if found == "par" else found, "nested")
