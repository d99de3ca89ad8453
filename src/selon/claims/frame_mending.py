"""Mending of frames: what the parser lost or misplaced around a trigger, found again by the order of words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from selon.claims.anaphora import OBJECT_CLITICS, PERSONAL, find_object_antecedent
from selon.claims.frames import antecedent_of
from selon.claims.gerunds import part_objects
from selon.claims.order import coordinated_behind, noun_before, subject_before
from selon.claims.remembered import sentence_end, sentence_start
from selon.claims.syntax import (
    SUBJECTS,
    is_infinitive,
    is_past_participle,
    plain_preposition,
    preposition_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from selon.claims.frames import Frame
    from selon.claims.scene import Scene
    from selon.codebook.triggers import Trigger

_OBJECT_REACH = 16
PLACE_OBJECTS = frozenset({"capture", "siege", "control"})
_GROUND = frozenset({"place", "territory", "building"})
_BEINGS = frozenset({"actor", "people", "weapon", "vehicle", "building", "place", "territory"})
_SIDES_REACH = 14
_TAILS = frozenset({"de", "à", "sur", "contre", "avec"})
_SUBJECT_PREPOSITIONS = frozenset({"selon", "d'après", "malgré"})


def verb_of(scene: Scene, tokens: Sequence[Token]) -> Token:
    """Return the word whose frame a trigger has: its first, but the infinitive behind "faire" ("a fait sortir")."""
    first = tokens[0]
    if len(tokens) > 1 and "faire" in scene.lemmas(first) and is_infinitive(tokens[1]) and first.head.i == tokens[1].i:
        return tokens[1]
    return first


def mend_verb_frame(scene: Scene, entry: Trigger, tokens: Sequence[Token], frame: Frame) -> None:
    """Mend the frame of a verb: times that were taken for objects, clitics, objects far from their verb."""
    verb = tokens[0]
    _mend_voice(scene, verb_of(scene, tokens), frame)
    _drop_times(scene, frame)
    _resolve_clitics(scene, frame, entry.type)
    if len(tokens) == 1:
        if verb.pos_ not in {"VERB", "AUX"} and entry.pos == "verb":
            _read_by_order(scene, verb, frame)
        _mend_frame(scene, entry, verb, frame)
        if entry.object and not frame.passive:
            part_objects(scene, verb, frame)
        if entry.object and not frame.passive and not frame.slot("object"):
            _take_relative_object(verb, frame)
        if entry.object and not frame.passive and not frame.slot("object"):
            _take_displaced_object(scene, verb, frame)


def _take_relative_object(verb: Token, frame: Frame) -> None:
    """Take the antecedent of a far "que" as the object of an infinitive: "X, que Y accuse Z de soutenir, …"."""
    if not is_infinitive(verb):
        return
    opening = verb.doc[sentence_start(verb) : verb.i]
    que = next((t for t in opening if t.lower_ in {"que", "qu'", "qu’"}), None)
    if que is None or que.i == sentence_start(verb) or que.nbor(-1).text != ",":
        return
    if any(t.pos_ in {"VERB", "AUX"} for t in opening if t.i < que.i):
        return
    if sum(t.pos_ == "VERB" for t in opening if t.i > que.i) != 1:
        return
    antecedent = noun_before(que)
    if antecedent is not None:
        frame.fillers[:] = [f for f in frame.fillers if f.token.i != antecedent.i]
        frame.add(antecedent, "object", "far relative")


def _mend_voice(scene: Scene, verb: Token, frame: Frame) -> None:
    """Give a present verb that was taken for a participle its subject: "L'armée lutte", "Le gouvernement négocie"."""
    readings = [r for r in scene.codebook.forms.analyses(verb.text) if r.pos == "verb"]
    if any(c.dep_.startswith("aux") for c in verb.children) or not any(r.has("Ind") for r in readings):
        return
    if any(r.has("Part") or r.has("Inf") for r in readings):
        return
    if frame.passive:
        frame.passive = False
        moved = {"object": "subject", "by": "par"}
        frame.fillers[:] = [replace(f, slot=moved.get(f.slot, f.slot)) for f in frame.fillers]
    if not frame.slot("subject"):
        before = subject_before(verb, finite=True)
        if before is not None:
            frame.fillers[:] = [f for f in frame.fillers if f.token.i != before.i]
            frame.add(before, "subject", "right before")


def _drop_times(scene: Scene, frame: Frame) -> None:
    """Take times out of the slots of subject and object: "ont largué ces derniers jours des bombes"."""
    frame.fillers[:] = [
        f
        for f in frame.fillers
        if f.slot not in {"object", "subject"}
        or scene.time(f.token) is None
        or scene.place(f.token) is not None
        or scene.actor(f.token) is not None
    ]


def _resolve_clitics(scene: Scene, frame: Frame, type_: str) -> None:
    """Put in the place of an object pronoun the noun that it stands for: "l'a reprise", "les ont tués"."""
    for at, filler in enumerate(frame.fillers):
        if filler.slot not in {"object", "dative"} or filler.token.pos_ != "PRON":
            continue
        taken = type_ in PLACE_OBJECTS and filler.slot == "object"
        if filler.token.lower_ in OBJECT_CLITICS or (taken and filler.token.lower_ in PERSONAL):
            antecedent = find_object_antecedent(scene, filler.token, _GROUND if taken else _BEINGS)
            if antecedent is not None:
                frame.fillers[at] = replace(filler, token=antecedent, how=f"{filler.how}, pronoun")


def mend_phrase_frame(scene: Scene, entry: Trigger, tokens: Sequence[Token], frame: Frame) -> None:
    """Mend the frame of a phrase: the noun behind its last preposition, or its object behind its last word."""
    tail = entry.lemma.split()[-1]
    last = tokens[-1]
    if entry.subject == "place" and is_past_participle(tokens[0]):
        _take_place_before(scene, tokens[0], frame)
    if tokens[0].pos_ == "ADP" and not frame.slot("subject"):
        _take_subject_of_state(tokens, frame)
    if tail in _TAILS:
        found = _noun_behind(last)
        if found is not None:
            frame.fillers[:] = [f for f in frame.fillers if f.token.i != found.i]
            frame.add(found, _slot_of_tail(entry, tail), "behind the phrase")
        return
    open_ = entry.pos == "phrase" and entry.object and not frame.passive and not frame.slot("object")
    if open_ and tokens[0].pos_ in {"VERB", "AUX"} and _is_adverbial(last):
        _take_displaced_object(scene, last, frame)


def _take_place_before(scene: Scene, participle: Token, frame: Frame) -> None:
    """Take the place behind whose comma a participle stands: "a repris la ville | , tombée aux mains des rebelles"."""
    comma = participle.nbor(-1) if participle.i > sentence_start(participle) else participle
    noun = noun_before(participle) if comma.text == "," else None
    if noun is None or not scene.classes(noun) & _GROUND:
        return
    frame.fillers[:] = [f for f in frame.fillers if f.slot != "subject" and f.token.i != noun.i]
    frame.add(noun, "subject", "before the comma")


def _noun_before_state(token: Token) -> Token | None:
    """Return the noun to which a state is added behind a comma: "le village de X, | encore | aux mains de"."""
    at, start = token.i - 1, sentence_start(token)
    while at > start and token.doc[at].pos_ == "ADV":
        at -= 1
    if at <= start or token.doc[at].text != ",":
        return None
    noun = token.doc[at - 1]
    while (
        noun.dep_ in {"nmod", "flat:name", "amod", "appos"}
        and noun.head.i < noun.i
        and noun.head.pos_ in {"NOUN", "PROPN"}
    ):
        noun = noun.head
    return noun if noun.pos_ in {"NOUN", "PROPN"} else None


def _take_subject_of_state(tokens: Sequence[Token], frame: Frame) -> None:
    """Take what is said to be in a state: "la ville est aux mains de", "les zones aux mains de"."""
    hub = next((t for t in tokens if t.pos_ in {"NOUN", "PROPN"}), tokens[-1])
    beside = _noun_before_state(tokens[0])
    if beside is not None:
        frame.add(beside, "subject", "state")
        return
    clause = hub if any(c.dep_ in SUBJECTS for c in hub.children) else hub.head
    subject = next((c for c in clause.children if c.dep_ in SUBJECTS), None)
    if subject is None and clause.pos_ in {"VERB", "AUX"}:
        subject = subject_before(clause)
    if subject is None and clause.pos_ in {"NOUN", "PROPN"} and clause.i < tokens[0].i:
        subject = clause
    if subject is not None and all(subject.i != t.i for t in tokens):
        frame.add(antecedent_of(subject) or subject, "subject", "state")


def _slot_of_tail(entry: Trigger, tail: str) -> str:
    """Return the slot of the noun behind a phrase: its preposition where the entry says what that is, else object."""
    told = tail in dict(entry.oblique) or (tail == "de" and entry.of) or (tail == "à" and entry.dative)
    return tail if told or tail not in {"de", "à"} else "object"


def _is_adverbial(last: Token) -> bool:
    """Return whether a phrase leaves room for an object: "mettre en demeure", "faire prisonnier"."""
    before = last.nbor(-1)
    return before.lower_ in {"en", "à", "sous", "pour"} or before.pos_ in {"VERB", "AUX"}


def _noun_behind(last: Token) -> Token | None:
    """Return the noun that the preposition right behind a phrase governs, or None."""
    if last.i + 1 >= sentence_end(last):
        return None
    at = last.i + 1
    linked = plain_preposition(last.doc[at]) in _TAILS or plain_preposition(last) in _TAILS
    if not linked:
        return None
    for token in last.doc[at : min(sentence_end(last), at + 6)]:
        if token.pos_ in {"NOUN", "PROPN", "X"}:
            head = token.head
            return head if token.dep_ == "flat:name" and head.i > last.i else token
        if token.pos_ not in {"ADP", "DET", "ADJ", "NUM"}:
            return None
    return None


def mend_sides(scene: Scene, tokens: Sequence[Token], frame: Frame) -> None:
    """Add the second side that the parser tore off: "un accord entre l'armée et | les rebelles a été signé"."""
    if not frame.slot("entre"):
        return
    end = min(sentence_end(tokens[-1]), tokens[-1].i + _SIDES_REACH)
    between = next((t for t in scene.doc[tokens[-1].i + 1 : end] if t.lower_ == "entre"), None)
    if between is None:
        return
    sides = [f for f in frame.slot("entre") if f.token.i > between.i]
    if len(sides) != 1:
        return
    second = coordinated_behind(sides[0].token)
    if second is not None and scene.time(second) is None:
        frame.fillers[:] = [f for f in frame.fillers if f.token.i != second.i]
        frame.add(second, "entre", "second side")


def _mend_frame(scene: Scene, entry: Trigger, verb: Token, frame: Frame) -> None:
    """Mend what the parser lost: the place right behind its verb ("ont fui X"), the passive of a participle."""
    if entry.object and not frame.passive and not frame.slot("object"):
        at = next((t for t in verb.doc[verb.i + 1 : sentence_end(verb)] if t.pos_ != "ADV"), None)
        if at is not None and scene.place(at) is not None and at.text[:1].isupper():
            _put_in_slot(frame, at, "object")
    beside = verb.dep_ == "nmod" and verb.head.i == verb.i - 1
    past = any(r.has("Part") and not r.has("Pres") for r in scene.codebook.forms.analyses(verb.text))
    attributive = verb.pos_ == "ADJ" and (verb.dep_ in {"amod", "acl"} or beside)
    if attributive and past and not frame.slot("object", "subject", "by"):
        frame.passive = True
        frame.add(verb.head, "object", "participle")  # "la ville assiégée", read as an adjective
        return
    if (
        verb.pos_ in {"NOUN", "ADJ", "PROPN"}
        and not frame.passive
        and not any(c.dep_.startswith("aux") for c in verb.children)
    ):
        doers = [f for f in frame.slot("par") if scene.classes(f.token) & {"actor", "people"}]
        if doers and any(r.has("Part") for r in scene.codebook.forms.analyses(verb.text)):
            moved = {"subject": "object", "par": "by"}
            frame.fillers[:] = [replace(f, slot=moved.get(f.slot, f.slot)) for f in frame.fillers]
            frame.passive = True


def _read_by_order(scene: Scene, verb: Token, frame: Frame) -> None:
    """Fill the frame of a verb that was taken for a noun or adjective, by the order of words: subject, verb, object."""
    if is_past_participle(verb) or not any(
        r.pos == "verb" and r.has("Ind") for r in scene.codebook.forms.analyses(verb.text)
    ):
        return
    if not frame.slot("subject"):
        before = next(
            (t for t in reversed(verb.doc[sentence_start(verb) : verb.i]) if t.pos_ not in {"ADJ", "ADV", "PRON"}), None
        )
        head = (
            before.head
            if before is not None and before.dep_ in {"flat:name", "nmod"} and before.head.pos_ in {"NOUN", "PROPN"}
            else before
        )
        if head is not None and head.pos_ in {"NOUN", "PROPN"}:
            _put_in_slot(frame, head, "subject", "before the verb")
    if not frame.slot("object"):
        after = next(
            (t for t in verb.doc[verb.i + 1 : sentence_end(verb)] if t.pos_ not in {"DET", "ADV", "NUM"}), None
        )
        if after is not None and after.pos_ in {"NOUN", "PROPN"} and preposition_of(after) == "":
            _put_in_slot(frame, after, "object", "behind the verb")


def _put_in_slot(frame: Frame, token: Token, slot: str, how: str = "right behind") -> None:
    """Put a word into a slot, whatever slot it or the name around it was in."""
    name = (
        token.head
        if token.dep_ in {"det", "flat:name", "dep"} and token.head.pos_ == "PROPN" and token.head.i > token.i
        else token
    )
    frame.fillers[:] = [f for f in frame.fillers if f.token.i not in {token.i, name.i}]
    frame.add(name, slot, how)


def _is_restricted(verb: Token) -> bool:
    """Return whether "ne" stands before a verb, so that "que" behind it only restricts."""
    return any(t.lower_ in {"ne", "n'", "n’"} for t in verb.doc[max(sentence_start(verb), verb.i - 4) : verb.i])


def _is_passed_over(scene: Scene, verb: Token, token: Token) -> bool:
    """Return whether the object may stand beyond a word: "ne tiennent que | X", "ont frappé jeudi et | vendredi X"."""
    if token.lower_ in {"que", "qu'", "qu’"} and _is_restricted(verb):
        return True
    if token.pos_ != "CCONJ" or token.i + 1 >= sentence_end(token):
        return False
    return scene.time(token.nbor(-1)) is not None and scene.time(token.nbor(1)) is not None


def _is_article(scene: Scene, verb: Token, token: Token) -> bool:
    """Return whether a word taken for a preposition is an article: right behind the verb, a time, or "avec succès"."""
    if token.dep_ != "case" or token.lower_ not in {"des", "du"}:
        return False
    before = token.nbor(-1)
    timed = scene.time(token) is None and (scene.time(before) is not None or _is_manner(before))
    return timed or before.i == verb.i


def _is_manner(noun: Token) -> bool:
    """Return whether a bare noun behind "avec" or "sans" tells how: "ont visé avec succès des postes"."""
    before = noun.nbor(-1) if noun.i > sentence_start(noun) else noun
    return noun.pos_ == "NOUN" and before.lower_ in {"avec", "sans"}


def _take_behind_article(scene: Scene, article: Token, frame: Frame) -> None:
    """Take the noun that stands behind an article taken for a preposition: "ont largué lundi | des bombes"."""
    noun = article.head
    if article.dep_ == "case" and article.i < noun.i and scene.time(noun) is None and scene.place(noun) is None:
        frame.fillers[:] = [f for f in frame.fillers if f.token.i != noun.i]
        frame.add(noun, "object", "displaced")


def _take_displaced_object(scene: Scene, verb: Token, frame: Frame) -> None:
    """Take the object behind a time or a place, which the parser lost: "ont bombardé mercredi le marché"."""
    end = min(sentence_end(verb), verb.i + _OBJECT_REACH)
    at = verb.i + 1
    while at < end:
        token = scene.doc[at]
        if _is_passed_over(scene, verb, token):
            at += 1
            continue
        if token.pos_ in {"VERB", "AUX", "SCONJ", "CCONJ"} or token.text in {".", ";", ":", "«", "»"}:
            return
        if token.lower_ in {"où", "dont", "qui"}:
            return
        if _is_article(scene, verb, token):
            _take_behind_article(scene, token, frame)  # an article that was taken for a preposition
            at += 1
            continue
        if token.pos_ == "ADP":  # a complement with its preposition: step over its noun
            at = next((t.i for t in scene.doc[at + 1 : end] if t.pos_ in {"NOUN", "PROPN", "PRON", "NUM"}), end)
            while at + 1 < end and scene.doc[at + 1].pos_ in {"ADJ", "PROPN", "NUM"}:
                at += 1
        elif token.pos_ in {"NOUN", "PROPN"} and scene.time(token) is None and preposition_of(token) == "":
            taken = any(f.token.i == token.i and f.slot != "bare" for f in frame.fillers)
            if any(c.dep_ in {"det", "nummod"} for c in token.lefts) and not taken:
                frame.fillers[:] = [f for f in frame.fillers if f.token.i != token.i]
                frame.add(token, "object", "displaced")
            return
        at += 1
