"""Events: the words of a text that name an event of one of the types, found by the triggers of the codebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.claims.conditions import all_hold, holds
from selon.claims.frame_mending import mend_phrase_frame, mend_sides, mend_verb_frame, verb_of
from selon.claims.frames import Frame, FrameWords
from selon.claims.noun_frames import noun_frame
from selon.claims.order import is_finite
from selon.claims.remembered import sentence_end, sentence_start
from selon.claims.syntax import (
    is_infinitive,
    is_past_participle,
    is_present_participle,
    is_reflexive,
    span_of,
    takes_etre,
)
from selon.claims.verb_frames import verb_frame
from selon.codebook.codebook import is_reflexive_lemma, phrase_words
from selon.mentions.mention import ActorClass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span, Token

    from selon.claims.scene import Scene
    from selon.codebook.triggers import Trigger
    from selon.values import TextSpan

_MAX_GAP = 4
_SHORTEST = 3
_ARMED_EVIDENCE = frozenset({"armed", "force", "actor", "weapon", "aircraft"})
# Types whose verbs serve in figures of speech, and the slots in which the words of peace then stand.
_FIGURES = frozenset({
    "clash", "air_strike", "shelling", "bombing", "civilian_attack", "capture", "siege", "movement", "transfer",
    "deployment", "surrender", "threat",
})  # fmt: skip
_MADE = frozenset({"building", "weapon", "artillery", "vehicle", "aircraft"})
_FOUGHT = frozenset({"clash", "shelling", "air_strike"})  # "une zone de combats" is where they are
_FOUGHT_OVER = frozenset({"clash", "shelling", "air_strike", "bombing", "civilian_attack"})
_TAKING_UP = frozenset({"l'", "l’", "cet", "cette", "ce", "la", "le"})
_STANDING = frozenset({"displacement", "support", "transfer"})
_DOERS = frozenset({"subject", "by", "possessor"})
_MATTERS = frozenset({"object", "à", "de", "sur", "contre", "pour", "reached", "dative"})


@dataclass(frozen=True, slots=True)
class Event:
    """A trigger in the text: its tokens, the codebook entry that made it, its type, and the frame around it."""

    tokens: tuple[Token, ...]
    head: Token
    entry: Trigger
    type: str
    frame: Frame
    why: tuple[str, ...] = ()

    @property
    def span(self) -> TextSpan:
        """The stretch of text that names the event."""
        return span_of(self.tokens)


def frame_words(scene: Scene) -> FrameWords:
    """Return the verbs of the codebook that change who does what."""
    classes = scene.codebook.frame_verbs
    return FrameWords(
        *(
            classes.get(name, frozenset())
            for name in (
                "react",
                "undergo",
                "reach",
                "take_part",
                "relational",
                "object_control",
                "undergo_noun",
                "doer_noun",
                "ascribe",
                "phase",
                "fend",
                "oppose",
            )
        )
    )


def find_events(scene: Scene, sentence: Span) -> list[Event]:
    """Return the events that a sentence names, in text order; of triggers that overlap the longest stands."""
    words = frame_words(scene)
    found: list[Event] = []
    for token in sentence:
        if (
            token.pos_ in {"PUNCT", "SPACE", "NUM", "DET", "CCONJ", "SCONJ"}
            or len(token) < _SHORTEST
            or not scene.codebook.triggers_of(token.text)
            or _is_in_name(scene, token)
        ):
            continue
        found += _events_at(scene, token, words)
    found.sort(key=lambda e: (-len(e.entry.lemma.split()), -(e.tokens[-1].i - e.tokens[0].i), e.tokens[0].i))
    taken: set[int] = set()
    kept = []
    for event in found:
        counted = "N" in event.entry.lemma.split()  # "fait cent morts ou blessés": what lies between is told by it
        indexes = set(range(event.tokens[0].i, event.tokens[-1].i + 1)) if counted else {t.i for t in event.tokens}
        if not indexes & taken:
            taken |= indexes
            kept.append(event)
    scene.told |= {(lemma, e.type) for e in kept if e.type in _FOUGHT_OVER for lemma in scene.lemmas(e.head)}
    return sorted(kept, key=lambda e: e.tokens[0].i)


def _is_in_name(scene: Scene, token: Token) -> bool:
    """Return whether the word is part of a name: "Front de la conquête du Levant", "Armée de libération"."""
    actor, place = scene.actor(token), scene.place(token)
    if actor is not None and actor.entity is not None and not actor.adjective:
        return actor.kind != ActorClass.CIVILIANS
    return place is not None and token.text[:1].isupper()


def _events_at(scene: Scene, token: Token, words: FrameWords) -> list[Event]:
    """Return the events whose first word is the token: at most one a number of words."""
    events = []
    by_length: dict[int, list[tuple[Trigger, tuple[Token, ...]]]] = {}
    for entry in scene.codebook.triggers_of(token.text):
        tokens = _match(scene, token, entry)
        if tokens:
            by_length.setdefault(len(tokens), []).append((entry, tokens))
    for length in sorted(by_length, reverse=True):
        ranked = sorted(by_length[length], key=lambda pair: (_pos_rank(token, pair[0]), pair[0].sense))
        for entry, tokens in ranked:
            event = _build_event(scene, entry, tokens, words)
            if event is not None:
                events.append(event)
                break
    return events


def _match(scene: Scene, token: Token, entry: Trigger) -> tuple[Token, ...]:
    """Return the tokens that an entry covers when it starts at the token, or ()."""
    wanted = phrase_words(entry)
    if not _pos_fits(scene, token, entry):
        return ()
    if is_reflexive_lemma(entry) and not is_reflexive(token):
        return ()
    if not wanted[1:]:
        return (token,)
    tokens = [token]
    at = token.i + 1
    end = sentence_end(token)
    for word in wanted[1:]:
        gap = 0
        while at < end and gap <= _MAX_GAP and not _is_word(scene, scene.doc[at], word):
            if scene.doc[at].pos_ in {"PUNCT", "VERB"} and scene.doc[at].text not in {"-", '"', "«"}:
                return ()
            if word == "N" and scene.doc[at].pos_ == "NOUN" and scene.quantity(scene.doc[at]) is None:
                return ()  # "faire état de N morts" is not "faire N morts"
            at += 1
            gap += 1
        if at >= end or gap > _MAX_GAP:
            return ()
        tokens.append(scene.doc[at])
        at += 1
    return tuple(tokens)


def _is_word(scene: Scene, token: Token, word: str) -> bool:
    """Return whether a token is the phrase's word: by form, by lemma, or any number for "N"."""
    if word == "N":
        return scene.quantity(token) is not None or token.pos_ == "NUM"
    return token.lower_ == word or word in scene.lemmas(token) or (word == "à" and token.lower_ in {"au", "aux"})


def _pos_fits(scene: Scene, token: Token, entry: Trigger) -> bool:
    """Return whether the token can be of the entry's part of speech, with the tagger's usual slips allowed."""
    pos = token.pos_
    if entry.pos in {"verb", "phrase"}:
        also = {"NOUN", "ADJ", "ADV", "PROPN", "ADP"} if entry.pos == "phrase" else set()
        return pos in {"VERB", "AUX", *also} or _stands_for_verb(scene, token, entry)
    if entry.pos == "noun":
        return pos in {"NOUN", "PROPN", "X"} or (
            pos in {"ADJ", "VERB"} and any(c.dep_ in {"det", "nummod"} for c in token.children)
        )
    return pos in {"ADJ", "VERB", "NOUN"}


def _stands_for_verb(scene: Scene, token: Token, entry: Trigger) -> bool:
    """Return whether a word with another tag can be a form of the entry's verb where it stands."""
    pos = token.pos_
    readings = [r for r in scene.codebook.forms.analyses(token.text) if r.pos == "verb" and r.lemma == _bare(entry)]
    finite, participle = any(r.has("Ind") for r in readings), any(r.has("Part") for r in readings)
    if pos == "NOUN" and _is_gone(token):
        return participle
    if pos in {"NOUN", "ADJ", "ADV"} and finite and _is_finite_by_order(token):
        return True
    if pos == "NOUN" and finite and any(c.dep_ in {"nsubj", "nsubj:pass"} for c in token.children):
        return not _is_determined(token) and not any(c.dep_ == "cop" for c in token.children)
    loose = not _is_also_noun(scene, token)
    if pos == "ADJ":
        return participle or (finite and loose)
    free = loose and not _is_determined(token)
    if pos == "NOUN" and free:
        return participle
    return pos in {"PROPN", "X", "ADV"} and bool(readings) and token.text.islower() and free


def _is_gone(token: Token) -> bool:
    """Return whether a noun by its tag is a participle behind "être": "des familles sont parties"."""
    return any(c.dep_ == "cop" for c in token.lefts) and takes_etre(token) and not _is_determined(token)


def _is_finite_by_order(token: Token) -> bool:
    """Return whether a word tagged as noun stands as a verb: between a noun and an article ("X arme les rebelles")."""
    if token.i == sentence_start(token) or token.i + 1 >= sentence_end(token) or not token.text.islower():
        return False
    before, after = token.nbor(-1), token.nbor(1)
    return (
        before.pos_ in {"PROPN", "NOUN", "ADJ"}
        and not _is_determined(token)
        and (after.lower_ in {"le", "la", "les", "l'", "l’", "un", "une", "des"} or _is_adverb_before_noun(after))
    )


def _is_adverb_before_noun(token: Token) -> bool:
    """Return whether a word is an adverb as it stands behind a verb and before its object: "combat surtout X"."""
    if token.pos_ != "ADV" or token.i + 1 >= sentence_end(token):
        return False
    return token.nbor(1).pos_ in {"DET", "PROPN", "NUM"} or token.nbor(1).lower_ in {"de", "des"}


def _is_determined(token: Token) -> bool:
    """Return whether an article or an agent's adjective makes the word a noun: "l'armée", "armée syrienne"."""
    return any(c.dep_ == "det" for c in token.lefts) or (
        token.i > sentence_start(token) and token.nbor(-1).pos_ == "DET"
    )


def _is_also_noun(scene: Scene, token: Token) -> bool:
    """Return whether the form is also a noun that is a trigger of its own ("blessé")."""
    return any(r.pos == "noun" for r in scene.codebook.forms.analyses(token.text))


def _bare(entry: Trigger) -> str:
    """Return the first word of an entry."""
    return phrase_words(entry)[0]


def _pos_rank(token: Token, entry: Trigger) -> int:
    """Return 0 where the tagger agrees with the entry's part of speech, 1 where not."""
    if entry.pos == "verb" and token.pos_ == "NOUN" and _is_finite_by_order(token):
        return -1
    if entry.pos == "phrase" and token.pos_ == "NOUN" and _is_determined(token) and _bare(entry) != token.lower_:
        return int(_bare(entry).endswith(("er", "ir", "re")))  # "la prise de pouvoir" is not "prendre le pouvoir"
    agrees = {"verb": {"VERB", "AUX"}, "noun": {"NOUN"}, "adjective": {"ADJ"}, "phrase": {"VERB", "AUX", "NOUN"}}
    return 0 if token.pos_ in agrees[entry.pos] else 1


def _build_event(scene: Scene, entry: Trigger, tokens: tuple[Token, ...], words: FrameWords) -> Event | None:
    """Return the event of an entry where its conditions hold, or None."""
    frame = frame_around(scene, entry, tokens, words)
    near = frozenset(lemma for t in _neighbours(tokens) for lemma in scene.lemmas(t))
    again = _is_told_again(scene, entry, tokens)
    if not again and not all_hold(entry.needs, frame, scene.classes, near):
        return None
    if any(holds(block, frame, scene.classes, near) for block in entry.blocks):
        return None
    if entry.weak and not again and not any(scene.classes(f.token) & _ARMED_EVIDENCE for f in frame.fillers):
        return None
    if _is_figurative(scene, entry, frame) or _is_purpose(scene, entry, tokens[0], words):
        return None
    if _is_epithet(scene, entry, tokens[0], frame) or _is_in_preposition(tokens[0]):
        return None
    type_ = next((to for condition, to in entry.becomes if holds(condition, frame, scene.classes, near)), entry.type)
    why = f"trigger {entry.lemma}/{entry.pos}.{entry.sense}"
    return Event(tokens, tokens[0], entry, type_, frame, (why,) if type_ == entry.type else (why, f"becomes {type_}"))


def _is_told_again(scene: Scene, entry: Trigger, tokens: Sequence[Token]) -> bool:
    """Return whether a noun with its article takes up an event told before: "une opération militaire … L'opération"."""
    head = tokens[0]
    if entry.pos != "noun" or len(tokens) > 1 or (entry.lemma, entry.type) not in scene.told:
        return False
    return head.i > sentence_start(head) and head.nbor(-1).lower_ in _TAKING_UP


def _is_purpose(scene: Scene, entry: Trigger, token: Token, words: FrameWords) -> bool:
    """Return whether a noun says what a thing or place is for: "camp d'entraînement", "hélicoptère d'attaque"."""
    if entry.pos != "noun" or token.i - 2 < sentence_start(token) or token.nbor(-1).lower_ not in {"de", "d'", "d’"}:
        return False
    thing = token.nbor(-2)
    if thing.pos_ == "ADJ" and thing.head.i < thing.i:
        thing = thing.head
    made = bool(scene.classes(thing) & _MADE) or ("territory" in scene.classes(thing) and entry.type not in _FOUGHT)
    named = thing.pos_ in {"NOUN", "X"} and not scene.lemmas(thing) & words.undergo_noun  # "le théâtre de combats"
    return made and named and scene.quantity(token) is None


def _is_epithet(scene: Scene, entry: Trigger, token: Token, frame: Frame) -> bool:
    """Return whether a participle only says what sort of people are meant: "des civils déplacés", "des gangs armés"."""
    if entry.type not in _STANDING or entry.pos != "verb" or token.i == sentence_start(token):
        return False
    noun = token.nbor(-1)
    alone = all(f.token.i <= token.i for f in frame.fillers) and not any(c.pos_ == "AUX" for c in token.lefts)
    bare = noun.pos_ in {"NOUN", "PROPN", "ADJ"} and token.text.endswith("s") and scene.quantity(noun) is None
    return bare and alone and not is_present_participle(token) and not is_finite(token)


def _is_in_preposition(token: Token) -> bool:
    """Return whether a noun is part of a preposition: "à l'aide de drones" tells of no aid."""
    before = [t.lower_ for t in token.doc[max(0, token.i - 2) : token.i]]
    behind = [t.pos_ for t in token.doc[token.i + 1 : token.i + 3]]
    return token.lower_ == "aide" and before in (["à", "l'"], ["à", "l’"]) and behind == ["ADP", "NOUN"]


def _is_figurative(scene: Scene, entry: Trigger, frame: Frame) -> bool:
    """Return whether sport, weather or the arts are the doers or the matter, and nobody armed is near."""
    if entry.type not in _FIGURES:
        return False
    told = [(f.slot, scene.classes(f.token)) for f in frame.fillers]
    if any(classes & _ARMED_EVIDENCE and "peace_doer" not in classes for _, classes in told):
        return False
    return any(slot in _DOERS and "peace_doer" in classes for slot, classes in told) or any(
        slot not in _DOERS and slot in _MATTERS and "peace_matter" in classes for slot, classes in told
    )


def frame_around(scene: Scene, entry: Trigger, tokens: Sequence[Token], words: FrameWords) -> Frame:
    """Return the frame around a trigger; for a phrase also what hangs on its inner words."""
    head = verb_of(scene, tokens)
    verbal = entry.pos in {"verb", "phrase"} or (
        entry.pos == "adjective" and (head.pos_ == "VERB" or is_past_participle(head))
    )
    if verbal and (head.pos_ in {"VERB", "AUX", "ADJ"} or is_infinitive(head) or entry.pos == "verb"):
        frame = verb_frame(head, words, scene.lemmas)
        mend_verb_frame(scene, entry, tokens, frame)
    else:
        frame = noun_frame(head, words, scene.lemmas)
    if len(tokens) > 1:
        frame = _without(frame, tokens)
        for inner in tokens[1:]:
            if inner.pos_ in {"NOUN", "PROPN", "ADJ", "X", "VERB"} and inner.i != head.i:
                _take_as_complement(inner, frame)
                for filler in noun_frame(inner, words, scene.lemmas).fillers:
                    if filler.token not in tokens and filler.how not in {"verb above", "support verb", "verb"}:
                        frame.add(filler.token, filler.slot, f"inner {filler.how}")
        mend_phrase_frame(scene, entry, tokens, frame)
    mend_sides(scene, tokens, frame)
    return frame


def _take_as_complement(inner: Token, frame: Frame) -> None:
    """Add what a noun taken for an infinitive governs: "la prise de pouvoir | des militaires"."""
    if is_infinitive(inner) and inner.nbor(-1).lower_ in {"de", "d'", "d’", "du"}:
        for child in inner.rights:
            if child.dep_ == "obj" and child.nbor(-1).lower_ in {"des", "du"}:
                frame.add(child, "de", "inner object")


def _without(frame: Frame, tokens: Sequence[Token]) -> Frame:
    """Return the frame without the trigger's own words."""
    own = {t.i for t in tokens}
    return Frame([f for f in frame.fillers if f.token.i not in own], frame.passive, frame.reflexive)


def _neighbours(tokens: Sequence[Token]) -> list[Token]:
    """Return the words right around a trigger and those that hang on it."""
    head = tokens[0]
    doc = head.doc
    near = [
        t
        for t in doc[max(sentence_start(head), head.i - 3) : min(sentence_end(head), tokens[-1].i + 4)]
        if t not in tokens
    ]
    return [*near, *(c for c in head.children if c not in near)]
