"""Timing: which of the times that a sentence names is an event's own, and which goes on to the sentences after it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selon.claims.order import is_finite
from selon.claims.remembered import sentence_end, sentence_start
from selon.claims.sayings import without_sayings
from selon.mentions.dates.words import often

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span, Token

    from selon.claims.assembly import Draft
    from selon.claims.scene import Scene
    from selon.mentions.mention import TimeMention

    Named = tuple[TimeMention, Token]

_BORN = re.compile(r"\bnée?s?\b(?:\s+(?:à|au|en|aux)\s+[^\s,;.()]+)?[\s,]*$")
_BORN_REACH = 50
_LONGEST_SCENE = 62  # days
_DATELINE = "dateline"
_SINCE = "since"
_RECORDS = frozenset("premier première premiers premières pire pires seul seule dernier dernière".split())
_BACKGROUND = frozenset({"avant"})
_BESIDE_IN_TIME = frozenset({"avant", "après", "depuis", "dès"})
_BESIDE = 3
_DEGREES = frozenset({"plus", "moins"})
_ARTICLES = frozenset({"le", "la", "les"})
_RECORD_REACH = 14
_CLAUSES_OF_NOUNS = frozenset({"acl", "acl:relcl"})
_OPENING, _CLOSING = ("«", "“"), ("»", "”")
_CLAUSES = frozenset({"advcl", "ccomp", "conj", "parataxis", "csubj"})


def set_times(scene: Scene, sentence: Span, drafts: Sequence[Draft]) -> None:
    """Give each event of a sentence the time that the sentence names for it, if it names one."""
    times = _times_of(scene, sentence)
    for draft in drafts:
        if (opened := _opening_day(scene, draft, times)) is not None:
            draft.time = opened
            continue
        draft.time = _nearest_time(draft, drafts, without_sayings(scene, draft.event, times))


def _opening_day(scene: Scene, draft: Draft, times: Sequence[Named]) -> TimeMention | None:
    """Return the day of an event from which an age is counted: "depuis l'accord du 24 août"; None for any other."""
    age = next((time for time, _ in times if time.why.startswith(_SINCE) and time.span.covers(draft.event.span)), None)
    if age is None:
        return None
    inner = (time for time in scene.mentions.times if time is not age and age.span.covers(time.span))
    return next(inner, None)


def goes_on(draft: Draft, last: TimeMention | None) -> TimeMention | None:
    """Return the time in which the sentences after an event go on, given the time before it.

    An age ("depuis le 7 octobre 2023") ends it; what is told in passing ("…, qui a pris Goma en janvier") leaves it.
    """
    if draft.time is None or (last is not None and _clause_of_noun(draft.event.head) is not None):
        return last
    if is_background(draft):
        return last
    start, end = draft.time.period.start, draft.time.period.end
    told = start is not None and end is not None and (end - start).days <= _LONGEST_SCENE
    return draft.time if told else None


def is_background(draft: Draft) -> bool:
    """Return whether an event only places another one in time: "avant l'invasion lancée en février 2022"."""
    return any(child.dep_ == "case" and child.lower_ in _BACKGROUND for child in draft.event.head.children)


def is_repeated(draft: Draft) -> bool:
    """Return whether an event, or what is said of it, happens again and again: "il lui a maintes fois reproché de"."""
    head = draft.event.head
    above = next((t for t in (head, *head.ancestors) if t.pos_ == "VERB" and is_finite(t)), head)
    words = f" {head.doc[above.left_edge.i : min(head.i + _BESIDE, sentence_end(head))].text.lower()} "
    return any(f" {phrase} " in words for phrase in often())


def is_addressed(scene: Scene, draft: Draft, last: TimeMention) -> bool:
    """Return whether an event is held up to somebody in speech that begins behind a time: "« Vous avez tué … »".

    Such speech does not go on with the story around it, so that the time before it is not its own.
    """
    head = draft.event.head
    words = scene.doc[sentence_start(head) : sentence_end(head)]
    if not any("2" in word.morph.get("Person", []) for word in words):
        return False
    opened = max((scene.text.rfind(mark, 0, draft.event.span.start) for mark in _OPENING), default=-1)
    return opened > last.span.end and not any(mark in scene.text[opened : draft.event.span.start] for mark in _CLOSING)


def _times_of(scene: Scene, sentence: Span) -> list[Named]:
    """Return the times that a sentence names, with their first word; datelines and birthdays are no event's time."""
    found: dict[int, Named] = {}
    for token in sentence:
        mention = scene.time(token)
        if mention is None or mention.span.start in found or _is_birthday(scene, mention):
            continue
        if not mention.why.startswith(_DATELINE):
            found[mention.span.start] = (mention, token)
    return list(found.values())


def _is_birthday(scene: Scene, mention: TimeMention) -> bool:
    """Return whether a time is that of somebody's birth: "(né le 3 mai 1987 à Gao)"."""
    return _BORN.search(scene.text, max(0, mention.span.start - _BORN_REACH), mention.span.start) is not None


def _nearest_time(draft: Draft, drafts: Sequence[Draft], times: Sequence[Named]) -> TimeMention | None:
    """Return the time that belongs to an event: in its own clause first, else the nearest of the sentence."""
    own = [item for item in times if not _belongs_elsewhere(draft, drafts, *item)]
    if not own:
        return None
    below = {t.i for t in draft.event.head.subtree}

    def distance(item: Named) -> tuple[int, bool, int]:
        mention, token = item
        away = (0 if mention.period.start else 1) + (0 if token.i in below else 1)
        return away, _tells_of_other(draft, drafts, *item), abs(token.i - draft.event.head.i)

    return min(own, key=distance)[0]


def _tells_of_other(draft: Draft, drafts: Sequence[Draft], mention: TimeMention, token: Token) -> bool:
    """Return whether a time hangs on another event under this one: "enlevés avant d'être tués lundi"."""
    verb = _anchor(mention, token).head
    if verb.dep_ not in {"advcl", "xcomp"} or verb in draft.event.tokens or verb not in draft.event.head.subtree:
        return False
    return any(verb in other.event.tokens for other in drafts)


def _belongs_elsewhere(draft: Draft, drafts: Sequence[Draft], mention: TimeMention, token: Token) -> bool:
    """Return whether a time is that of another event, or of a thing in passing: "une ville occupée depuis 2014"."""
    anchor = _anchor(mention, token)
    aged = mention.why.startswith(_SINCE)
    if aged and (_is_record(mention, token) or _dates_state(draft, anchor) or _in_aside(draft, mention, token)):
        return True
    if anchor.dep_ in {"nmod", "appos"} and _named_by(anchor.head, drafts):
        noun = anchor.head
        led = noun.dep_.startswith("obl") and noun.head in draft.event.tokens  # "visés dans le raid de samedi"
        return noun not in draft.event.tokens and not led and not _holds(draft, noun)
    if _in_comparison(draft, anchor) or _dates_background(draft, anchor):
        return True
    clause = _clause_of_noun(anchor)
    if clause is None:
        return False
    if draft.event.head in clause.subtree or clause.head in draft.event.tokens:
        return False
    if aged:
        return True
    if _named_by(clause.head, drafts):
        return draft.event.head not in clause.head.subtree and not _holds(draft, clause.head)
    own = any(clause in other.event.tokens for other in drafts)
    return own and not _holds(draft, clause.head)


def _in_comparison(draft: Draft, anchor: Token) -> bool:
    """Return whether a time stands in a clause that only compares: "comme ce fut le cas à Chibok il y a quatre ans"."""
    above = (t for t in (anchor, *anchor.ancestors) if any(c.lower_ == "comme" and c.i < t.i for c in t.lefts))
    clause = next((t for t in above if t.dep_ == "advcl"), None)
    return clause is not None and draft.event.head not in clause.subtree


def _dates_background(draft: Draft, anchor: Token) -> bool:
    """Return whether a time belongs to what only places the event: "depuis son déploiement | en 2013"."""
    noun = anchor.head
    led = any(child.dep_ == "case" and child.lower_ in _BESIDE_IN_TIME for child in noun.lefts)
    bound = anchor.dep_ == "nmod" and noun.pos_ == "NOUN" and led
    return bound and noun not in draft.event.tokens and draft.event.head not in noun.subtree


def _is_record(mention: TimeMention, token: Token) -> bool:
    """Return whether an age only says how long nothing like it had happened: "la première attaque depuis 2016"."""
    sentence, at = token.sent, token.i
    while at > sentence.start and token.doc[at].idx >= mention.span.start:
        at -= 1
    for k in range(at, max(sentence.start - 1, at - _RECORD_REACH), -1):
        word = token.doc[k]
        if word.lower_ in _RECORDS or (word.lower_ in _DEGREES and token.doc[k - 1].lower_ in _ARTICLES):
            return True
        if word.pos_ in {"VERB", "AUX"} and "Fin" in word.morph.get("VerbForm", []):
            return False
    return False


def _dates_state(draft: Draft, anchor: Token) -> bool:
    """Return whether an age hangs on a bare participle that is not the event: "la province, occupée depuis 2014"."""
    verb = anchor.head
    bare = verb.pos_ in {"VERB", "ADJ"} and not any(child.dep_.startswith("aux") for child in verb.children)
    participle = bare and "Part" in verb.morph.get("VerbForm", []) and verb.dep_ != "ROOT"
    return participle and verb not in draft.event.tokens and draft.event.head not in verb.subtree


def _in_aside(draft: Draft, mention: TimeMention, token: Token) -> bool:
    """Return whether an age closes an aside: "Les rebelles, en guerre contre Bangui depuis 2020, ont pris le pont"."""
    doc, end = token.doc, token.i
    while end < token.sent.end and doc[end].idx < mention.span.end:
        end += 1
    start = end - 1
    while start > token.sent.start and doc[start].text != ",":
        start -= 1
    closed = end < token.sent.end and doc[end].text == "," and doc[start].text == ","
    aside = closed and doc[start + 1].idx < mention.span.start and not start < draft.event.head.i < end
    return aside and not any("Fin" in t.morph.get("VerbForm", []) for t in doc[start:end])


def _anchor(mention: TimeMention, token: Token) -> Token:
    """Return the word of a time that hangs on what lies outside it."""
    end = mention.span.end
    words = [t for t in token.doc[token.i : token.sent.end] if t.idx < end]
    inside = {t.i for t in words}
    return next((t for t in words if t.head.i not in inside), token)


def _named_by(noun: Token, drafts: Sequence[Draft]) -> bool:
    """Return whether a noun names one of the events."""
    return any(noun in draft.event.tokens for draft in drafts if draft.event.entry.pos == "noun")


def _holds(draft: Draft, noun: Token) -> bool:
    """Return whether an event is a noun in whose phrase another noun lies: "l'attaque du poste, menée mardi"."""
    return draft.event.entry.pos == "noun" and noun in draft.event.head.subtree


def _clause_of_noun(anchor: Token) -> Token | None:
    """Return the verb of the clause upon a noun in which a time stands, None where a clause of its own holds it."""
    at = anchor
    while at.head != at:
        if at.dep_ in _CLAUSES_OF_NOUNS:
            return at
        if at.dep_ in _CLAUSES and at.pos_ in {"VERB", "AUX"}:
            return None
        at = at.head
    return None
