"""Attribution without a verb: "selon X", "d'après X", "de source policière", "pour X", "à l'en croire"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from selon.claims.attribution.found import Found, extend_to_quotes
from selon.claims.attribution.nouns import is_own_report, read_according_to_which
from selon.claims.attribution.reach import OPENERS, keep_apart, reach_of
from selon.claims.claim import SourceKind
from selon.claims.passages import match_phrase

if TYPE_CHECKING:
    from selon.claims.attribution.found import Range, Scope
    from selon.claims.attribution.sources import Phrase

_PLACES = frozenset({"according", "bare", "carried", "document", "opinion", "self"})
_RELATIVE = frozenset({"lequel", "laquelle", "lesquels", "lesquelles", "qui"})
_MARKS = frozenset({"«", '"', "“"})
_BEFORE_OPINION = frozenset({",", "«", "et", "mais", ";", "-", "–"})
_NOT_OPINION = frozenset(
    {SourceKind.OFFICIAL, SourceKind.ARMED_ACTOR, SourceKind.UNSPECIFIED, SourceKind.DOCUMENT, SourceKind.WITNESS}
)


def find_phrase_cues(scope: Scope, unit: Range) -> list[Found]:
    """Return the attributions that prepositions and fixed phrases make in one sentence."""
    found: list[Found] = []
    forms, openers = scope.words.forms, scope.codebook.openers
    at = unit[0]
    while at < unit[1]:
        match = match_phrase(scope.words, at, openers) if forms[at] in openers or "'" in forms[at] else None
        place = getattr(match[0], "place", "") if match is not None else ""
        after = match[1] if match is not None else at + 1
        if place in _PLACES and (one := _read_phrase(scope, unit, (at, after), place)) is not None:
            found.append(one)
            scope.named[one.clause[1]] = one.inner
            after = max(after, one.clause[1])
        at = after
    keep_apart(found)
    for one in found:
        one.content = extend_to_quotes(scope, one.content)
    return found


def _read_phrase(scope: Scope, unit: Range, cue: Range, place: str) -> Found | None:
    """Return the attribution of one phrase, or None where it introduces no source."""
    words, start = scope.words, cue[1]
    if place == "self":
        return _found(scope, unit, cue, replace(scope.sources.named(*cue, start - 2), entity=None, pronoun=True))
    if place in {"bare", "carried"}:
        return _read_bare(scope, unit, cue, place)
    if start < unit[1] and words.forms[start] in _RELATIVE:
        return read_according_to_which(scope, unit, cue)
    if words.forms[start : start + 2] in (["ce", "que"], ["ce", "qu'"]):
        return None  # "selon ce que rapporte X": the verb tells who
    source = scope.sources.read(start, unit[1])
    if source is None or (not source.pronoun and _is_trap(scope, source)):
        return None
    if is_own_report(scope, source):
        source = replace(source, pronoun=True)
    if place == "opinion" and not _is_opinion(scope, unit, cue, source):
        return None
    return _found(scope, unit, cue, source)


def _found(scope: Scope, unit: Range, cue: Range, source: Phrase) -> Found:
    """Return the attribution with its content."""
    content, shape = reach_of(scope, unit, cue, source)
    wholly = shape == "initial" or (shape == "backward" and content[0][0] == unit[0])
    why, number = scope.words.quote(*cue).lower(), scope.words.unit_of[cue[0]]
    return Found(cue, [source], content, why, unit=number, shape=shape, wholly=wholly, clause=(cue[0], source.end))


def _is_trap(scope: Scope, source: Phrase) -> bool:
    """Return whether what follows "selon" is a measure, a rule or a wording: "les cas", "une logique tribale"."""
    words, traps = scope.words, scope.codebook.traps
    for k in range(source.start, source.head + 1):
        if traps & {words.forms[k], words.lemmas[k], scope.sources.noun_lemma(k)}:
            return True
    return False


def _read_bare(scope: Scope, unit: Range, cue: Range, place: str) -> Found | None:
    """Return the attribution of "de source policière", "de sources concordantes", "de même source"."""
    words, noun = scope.words, cue[1] - 1
    if place == "carried":
        source = scope.sources.named(noun - 1, noun + 1, noun)
        return _found(scope, unit, cue, replace(source, entity=None, pronoun=True))
    end = noun + 1
    while end < unit[1] and (words.pos[end] in {"ADJ", "ADV"} or words.forms[end] in {"proche", "proches"}):
        end += 1
    hanging = cue[0] > unit[0] and words.pos[cue[0] - 1] in {"NOUN", "PROPN"} and words.head[noun] == cue[0] - 1
    if end == noun + 1 or hanging:
        return None
    return _found(scope, unit, (cue[0], noun), scope.sources.named(noun, end, noun))


def _is_opinion(scope: Scope, unit: Range, cue: Range, source: Phrase) -> bool:
    """Return whether "pour X," gives X's opinion: it opens a clause, X can hold one, a comma or a quotation follows."""
    forms, before = scope.words.forms, scope.skip_back(cue[0], unit[0])
    opening = all(forms[k] in OPENERS for k in range(unit[0], cue[0]) if forms[k].strip())
    starts = before < unit[0] or forms[before] in _BEFORE_OPINION or opening
    if not starts or source.pronoun or source.end >= unit[1] or not scope.sources.can_speak(source):
        return False
    if forms[source.end] != ",":
        return forms[source.end] in _MARKS
    quoted = source.end + 1 < unit[1] and forms[source.end + 1] in _MARKS
    return quoted or source.kind not in _NOT_OPINION
