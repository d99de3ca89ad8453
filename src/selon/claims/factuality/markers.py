"""Markers: the word or phrase that opens what is told ("pour", "sans", "en cas de", "si") or stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.passages import match_phrase

if TYPE_CHECKING:
    from selon.claims.words import Words
    from selon.codebook.speech import HedgePhrase, SpeechCodebook

_ARTICLES = frozenset(
    "le la l' les un une des de d' du toute tout tous toutes leur leurs son sa ses grand grands autre autres nouvelle "
    'nouveau nouveaux nouvelles « "'.split()
)
_BEFORE_VERBS = _ARTICLES | frozenset({"se", "s'", "y", "en", "ne", "pas", "n'"})
_BEFORE_NOUNS = _ARTICLES | frozenset({"aucun", "aucune"})
_OPEN_OUTCOMES = frozenset({"pouvoir", "risquer", "devoir", "aller", "menacer"})
_BEFORE_SI = frozenset({",", "«", '"', "et", "mais", "que", "—", "("})
_PURPOSES = frozenset({"afin", "but"})
_QUE = frozenset({"que", "qu'"})
_SUBJECT_GAP = 9
_REACH = 5
_LONGEST = 4
_ATTEMPT_REACH = 14


def phrase_at(words: Words, codebook: SpeechCodebook, at: int, *places: str) -> tuple[HedgePhrase, int] | None:
    """Return the hedging phrase of one of the places that begins at a token, and the token after it."""
    match = match_phrase(words, at, codebook.hedge_openers)
    if match is None or match[0].place not in places:
        return None
    return match  # type: ignore[return-value]  # hedge_openers holds hedging phrases only


def marker_before(words: Words, codebook: SpeechCodebook, start: int, *, nominal: bool) -> HedgePhrase | None:
    """Return the opening word or phrase right before a verb group or noun phrase; for verbs also that of the clause."""
    low = words.units[words.unit_of[start]][0]
    edge = _edge(words, start, low, nominal=nominal)
    places = ("before",) if nominal else ("before", "purpose")
    for k in range(start - 1, max(low, edge - _REACH) - 1, -1):
        match = phrase_at(words, codebook, k, *places)
        if match is None or not edge <= match[1] <= start:
            continue
        if match[0].place != "purpose" or _is_infinitive_at(words, start):
            return match[0]
    return None if nominal else _clause_marker(words, codebook, start, low)


def _edge(words: Words, start: int, low: int, *, nominal: bool) -> int:
    """Return where the articles, clitics, adverbs or adjectives before a verb group or noun phrase begin."""
    skipped, tags = (_BEFORE_NOUNS, {"ADJ", "NUM"}) if nominal else (_BEFORE_VERBS, {"ADV"})
    edge = start
    while edge - 1 >= low and (words.forms[edge - 1] in skipped or words.pos[edge - 1] in tags):
        edge -= 1
    return edge


def _is_infinitive_at(words: Words, start: int) -> bool:
    """Return whether the verb group that begins at a token is an infinitive."""
    verb = next((k for k in range(start, min(len(words), start + 5)) if words.pos[k] in {"VERB", "AUX"}), None)
    return verb is not None and (words.group(verb).infinitive or words.forms[verb] in {"être", "avoir"})


def _clause_marker(words: Words, codebook: SpeechCodebook, start: int, low: int) -> HedgePhrase | None:
    """Return the conjunction that opens the finite clause of a verb: "sans que", "pour que", "si", "il se peut que"."""
    for k in range(start - 1, max(low, start - _SUBJECT_GAP) - 1, -1):
        form = words.forms[k]
        if form in _QUE and k > low:
            return _before_que(words, codebook, k, low)
        closing = _phrase_ending(words, codebook, k + 1, low) if form == "où" else None
        if closing is not None:
            return closing
        verb = words.pos[k] in {"VERB", "AUX"} and words.group(k).finite and k < start - 1 and form != "peut"
        if verb or form in {";", ":", "qui", "dont", "où"}:
            return None
        if form == "si" or (form == "s'" and words.forms[k + 1] in {"il", "ils", "elle", "elles"}):
            return _hypothesis(words, codebook, k) if words.pos[k] in {"SCONJ", "ADV"} else None
    return None


def _before_que(words: Words, codebook: SpeechCodebook, que: int, low: int) -> HedgePhrase | None:
    """Return what stands before a "que": "sans", "pour", "afin", "il se peut", "tout porte à croire"."""
    match = phrase_at(words, codebook, que - 1, "before", "purpose")
    if match is not None and match[1] == que:
        return match[0]
    if words.forms[que - 1] in _PURPOSES:
        return next(one for one in codebook.hedge_phrases if one.place == "purpose")
    return _phrase_ending(words, codebook, que, low)


def _phrase_ending(words: Words, codebook: SpeechCodebook, end: int, low: int) -> HedgePhrase | None:
    """Return the phrase that opens a clause and ends before a token, or None."""
    for first in range(max(low, end - _LONGEST), end):
        match = phrase_at(words, codebook, first, "clause")
        if match is not None and match[1] == end:
            return match[0]
    return None


def _hypothesis(words: Words, codebook: SpeechCodebook, at: int) -> HedgePhrase | None:
    """Return the entry of "si" where it opens a hypothesis, not a concession or an indirect question."""
    low, high = words.units[words.unit_of[at]]
    before = at - 1
    while before >= low and not words.forms[before].strip():
        before -= 1
    if before >= low and words.forms[before] == "même":
        return None
    verbs = (k for k in range(low, high) if words.pos[k] in {"VERB", "AUX"})
    if not any(_is_open(words, k) for k in verbs):
        return None
    opening = before < low or words.forms[before] in _BEFORE_SI
    if not opening and words.pos[before] not in {"NOUN", "VERB", "PROPN", "ADJ"}:
        return None
    return next(one for one in codebook.hedge_phrases if one.place == "hypothesis")


def _is_open(words: Words, verb: int) -> bool:
    """Return whether a verb tells what would follow: a conditional, a future, a modal verb."""
    group = words.group(verb)
    return group.conditional or group.future or words.verb_lemma(verb) in _OPEN_OUTCOMES


def has_condition(words: Words, codebook: SpeechCodebook, verb: int) -> bool:
    """Return whether a hypothesis ("si …") stands in the sentence of a verb, outside the verb's own clause."""
    low, high = words.units[words.unit_of[verb]]
    for k in range(low, high):
        plain = words.forms[k] == "si" and words.pos[k] == "SCONJ"
        elided = words.forms[k] == "s'" and k + 1 < high and words.forms[k + 1] in {"il", "ils"}
        if not (plain or elided) or match_phrase(words, k, codebook.openers) is not None:
            continue
        before = words.forms[k - 1]
        if k in {low, *range(verb + 1, high)} or before in _BEFORE_SI | {"même", ";"} or not before.strip():
            return True
    return False


def failed_attempt(words: Words, codebook: SpeechCodebook, at: int) -> bool:
    """Return whether an attempt is said to have come to nothing: "en vain", "sans succès"."""
    low, high = words.units[words.unit_of[at]]
    near = range(max(low, at - 3), min(high, at + _ATTEMPT_REACH))
    return any(phrase_at(words, codebook, k, "attempt") is not None for k in near)
