"""Asides: what stands between commas or is slipped in beside a verb of saying, and what it parts from each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.mentions.dates.names import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from selon.claims.attribution.found import Range, Scope
    from selon.claims.attribution.sources import Phrase

_PARTS = "hier aujourd'hui soir soirée matin matinée midi nuit semaine mois journée après-midi mi-journée"
_TIMES = frozenset({*WEEKDAYS, *MONTHS, *_PARTS.split()})
_AMONG_TIMES = frozenset(
    "le la l' les ce cet cette dans en au à fin début milieu de d' tôt tard même dernier 1er".split()
)
_RELATIVES = frozenset({"qui", "que", "qu'", "dont", "où", "lequel", "laquelle", "lesquels", "lesquelles"})
_BEFORE_SUBJECT = frozenset({",", ":", "mais", "et", "car", "que", "qu'", "alors", "tandis", "»", '"', "-", "–", "—"})
_OPENS_NOUN = frozenset({"DET", "NOUN", "PROPN", "NUM", "X"})
_IN_PHRASE = _OPENS_NOUN | {"ADP", "ADJ", "PUNCT"}
_VERBAL = frozenset({"VERB", "AUX"})
_ASIDE_REACH = 14
_SUBJECT_REACH = 60


def is_finite_verb(scope: Scope, at: int) -> bool:
    """Return whether a token heads a finite verb group."""
    return scope.words.pos[at] in _VERBAL and scope.words.group(at).finite


def skip_aside(scope: Scope, at: int, limit: int) -> int:
    """Return the token after an aside that begins with the comma at a token: "nie, de son côté, | toute frappe".

    The token itself where no comma stands there or the aside is a clause.
    """
    if at >= limit or scope.words.forms[at] != ",":
        return at
    for k in range(at + 1, min(limit, at + _ASIDE_REACH)):
        if scope.words.forms[k] == ",":
            return k + 1
        if is_finite_verb(scope, k) or scope.words.forms[k] in {";", ":", "«", '"'} | _RELATIVES:
            return at
    return at


def skip_times(scope: Scope, at: int, limit: int) -> int:
    """Return the token after a time ("dans la matinée", "lundi 3 mai"), the token itself where none begins there."""
    forms, after = scope.words.forms, at
    for k in range(at, limit):
        if forms[k] in _TIMES:
            after = k + 1
        elif not (forms[k] in _AMONG_TIMES or forms[k].isdigit()):
            break
    return after


def subject_before_aside(scope: Scope, start: int, unit: Range) -> Phrase | None:
    """Return the subject from which an aside parts its verb: "M. Sarr, qui a perdu deux fils, a fait état de …".

    The comma right before the verb closes the aside; before the comma that opens it there stands nothing but a noun
    phrase, after it a relative, a participle, an apposition or a phrase of its own.
    """
    forms = scope.words.forms
    if start - 1 <= unit[0] or forms[start - 1] != ",":
        return None
    low = max(unit[0], start - _SUBJECT_REACH)
    for comma in (k for k in range(low + 1, start - 1) if forms[k] == "," and scope.quote_at(k) is None):
        begin = _phrase_start(scope, comma, low)
        if begin is None or not _opens_aside(scope, comma + 1) or _has_main_verb(scope, comma + 1, start - 1):
            continue
        phrase = scope.sources.read(begin, comma, apposition=False)
        if phrase is not None and _ends_with(scope, phrase.end, comma) and scope.sources.can_speak(phrase):
            whole = scope.sources.read(begin, start)
            named = whole if whole is not None and whole.end == start - 1 else phrase
            return None if phrase.pronoun else named
    return None


def _phrase_start(scope: Scope, comma: int, low: int) -> int | None:
    """Return where the noun phrase begins that a comma closes and that opens its clause, or None."""
    words = scope.words
    for k in range(comma - 1, low - 1, -1):
        form = words.forms[k]
        if form in _BEFORE_SUBJECT - {"et"} or not form.strip():
            begin = k + 1
            break
        if is_finite_verb(scope, k) or form in {";", "«"}:
            return None
    else:
        begin = low
    while begin < comma and (words.forms[begin] in {"mais", "et", "or"} or not words.forms[begin].strip()):
        begin += 1
    timely = skip_times(scope, begin, comma) > begin
    return begin if begin < comma and words.pos[begin] in _OPENS_NOUN and not timely else None


def _ends_with(scope: Scope, end: int, comma: int) -> bool:
    """Return whether a noun phrase reaches a comma, but for its abbreviation and complements: "l'armée (ANL) de X"."""
    rest = range(end, comma)
    opened = end == comma or scope.words.forms[end] in {"(", "de", "du", "des", "d'", ")"}
    return opened and all(scope.words.pos[k] in _IN_PHRASE for k in rest)


def _has_main_verb(scope: Scope, start: int, end: int) -> bool:
    """Return whether a stretch between commas holds a finite verb that no relative or conjunction opens."""
    words, free = scope.words, True
    for k in range(start, end):
        if words.forms[k] == ",":
            free = True
        elif words.forms[k] in _RELATIVES or words.pos[k] == "SCONJ":
            free = False
        elif free and is_finite_verb(scope, k):
            return True
    return False


def _opens_aside(scope: Scope, at: int) -> bool:
    """Return whether an aside on a noun begins at a token: a relative, a participle, an apposition."""
    words = scope.words
    if words.forms[at] in _RELATIVES or words.pos[at] in {"DET", "ADJ", "NOUN", "PROPN"}:
        return True
    return words.pos[at] in _VERBAL and not words.group(at).finite


def relative_end(scope: Scope, verb: int, start: int, stop: int) -> int:
    """Return where the content of a verb in a relative aside ends: "dont on dit qu'il est volé |, a foncé"."""
    words = scope.words
    low = words.units[words.unit_of[verb]][0]
    behind = range(words.group(verb).start - 1, max(low, verb - _ASIDE_REACH), -1)
    relative = next((k for k in behind if words.forms[k] in _RELATIVES), None)
    if relative is None or words.forms[relative - 1] != ",":
        return stop
    if any(is_finite_verb(scope, k) for k in range(relative, words.group(verb).start)):
        return stop
    for k in range(start, stop - 1):
        if words.forms[k] == "," and scope.quote_at(k) is None and _resumes(scope, k + 1, stop):
            return k
    return stop


def _resumes(scope: Scope, at: int, stop: int) -> bool:
    """Return whether a finite verb group begins right at a token: that of the clause around an aside."""
    words = scope.words
    near = (k for k in range(at, min(stop, at + 4)) if words.is_verb(k))
    return any(words.group(k).start == at and words.group(k).finite for k in near)
