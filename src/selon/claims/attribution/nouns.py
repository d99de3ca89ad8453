"""Attribution by nouns of saying: "l'annonce par X de la prise", "la déclaration de X selon laquelle …"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from selon.claims.attribution.found import Found
from selon.claims.attribution.reach import clause_after
from selon.claims.claim import SourceKind

if TYPE_CHECKING:
    from selon.claims.attribution.found import Range, Scope
    from selon.claims.attribution.sources import Phrase
    from selon.codebook.speech import ReportingWord

_OF = frozenset({"de", "d'", "du", "des"})
_POSSESSIVES = frozenset({"son", "sa", "ses", "leur", "leurs"})
_BY_REACH = 14
_NOUN_REACH = 22
_FAR_HEAD = 6


def find_noun_cues(scope: Scope, unit: Range) -> list[Found]:
    """Return the attributions that nouns of saying make with "par": "la revendication de l'attentat par X"."""
    words = scope.words
    found = []
    for noun in range(*unit):
        if words.pos[noun] in {"NOUN", "PROPN"} and words.pos[noun - 1] in {"DET", "ADJ"}:
            entry = _entry_of(scope, noun)
            if entry is not None and (one := _read_noun(scope, unit, noun, entry)) is not None:
                found.append(one)
    return found


def _entry_of(scope: Scope, noun: int) -> ReportingWord | None:
    """Return the entry of a noun of saying, found by lemma or form; None for any other word."""
    words, nouns = scope.words, scope.codebook.speech_nouns
    keys = (words.lemmas[noun], words.forms[noun].removesuffix("s"), scope.sources.noun_lemma(noun))
    return next((nouns[key] for key in keys if key in nouns), None)


def _read_noun(scope: Scope, unit: Range, noun: int, entry: ReportingWord) -> Found | None:
    """Return the attribution of one noun with "par": what is told stands after "de", before or behind the source."""
    words = scope.words
    by = next((k for k in range(noun + 1, min(unit[1], noun + _BY_REACH)) if words.forms[k] == "par"), None)
    if by is None or any(_breaks(scope, k) for k in range(noun + 1, by)):
        return None
    next_of = (k for k in range(by + 2, unit[1]) if words.forms[k] in _OF)
    limit = next(next_of, unit[1]) if by == noun + 1 else unit[1]
    source = scope.sources.read(by + 1, limit)
    if source is None or not scope.sources.can_speak(source):
        return None
    start, end = noun + 2, by
    if by == noun + 1:
        start, end = source.end + 1, _noun_end(scope, source.end + 1, unit[1])
    if start >= end or words.forms[start - 1] not in _OF:
        return None
    unit_number = words.unit_of[noun]
    why = f"{entry.lemma} par"
    return Found((noun, noun + 1), [source], [(start, end)], why, entry.act, unit_number, "noun", clause=(noun, end))


def _breaks(scope: Scope, at: int) -> bool:
    """Return whether a token parts a noun of saying from its "par"."""
    return scope.words.pos[at] in {"VERB", "AUX", "PUNCT"} or scope.words.forms[at] == "selon"


def _noun_end(scope: Scope, start: int, limit: int) -> int:
    """Return where a noun phrase ends that begins at a token: before the next finite verb or comma."""
    words = scope.words
    for k in range(start, limit):
        if words.forms[k] in {",", ";", ".", ":"} or (words.is_verb(k) and words.group(k).finite):
            return k
    return limit


def read_according_to_which(scope: Scope, unit: Range, cue: Range) -> Found | None:
    """Return the attribution of "la déclaration de X selon laquelle …" and of "X, selon qui …"."""
    words = scope.words
    at = scope.skip_back(cue[0], unit[0])
    while at > unit[0] and words.forms[at] in {",", "(", '"', "»"}:
        at -= 1
    end = clause_after(scope, unit, cue[1] + 1)
    behind = range(at, max(unit[0], at - _NOUN_REACH) - 1, -1)
    noun = next((k for k in behind if _entry_of(scope, k) is not None), None)
    if noun is not None:
        source: Phrase | None = _owner_of(scope, unit, noun, cue[0])
        if source is not None and is_own_report(scope, source):
            source = replace(source, pronoun=True)
        cue_words, why = (noun, noun + 1), "noun of saying"
    else:
        source = scope.sources.around(_head_before(scope, unit, at), cue[0])
        cue_words, why = cue, "selon + relative"
    if source is None:
        return None
    content, clause, number = [(cue[1] + 1, end)], (cue[0], end), words.unit_of[cue[0]]
    return Found(cue_words, [source], content, why, unit=number, shape="relative", clause=clause)


def is_own_report(scope: Scope, source: Phrase) -> bool:
    """Return whether a source is what somebody named before has said or knows: "ses informations", "leur version"."""
    first = scope.words.forms[source.start]
    return first in _POSSESSIVES and source.kind in {SourceKind.UNSPECIFIED, SourceKind.DOCUMENT}


def _owner_of(scope: Scope, unit: Range, noun: int, limit: int) -> Phrase:
    """Return whose saying a noun names: what "de" or "par" introduces after it, else the noun phrase itself."""
    words = scope.words
    of = next((k for k in range(noun + 1, limit) if words.forms[k] in _OF | {"par"}), None)
    if of is not None:
        source = scope.sources.read(of + (words.forms[of] in {"de", "d'", "par"}), limit)
        if source is not None:
            return source
    begin = noun
    while begin > unit[0] and words.pos[begin - 1] in {"DET", "ADJ", "NUM"}:
        begin -= 1
    return scope.sources.named(begin, limit, noun)


def _head_before(scope: Scope, unit: Range, at: int) -> int:
    """Return the head of the noun phrase that ends at a token."""
    words = scope.words
    for k in range(at, unit[0] - 1, -1):
        inside = words.dep[k] in {"nmod", "flat:name", "amod", "dep"} and words.head[k] >= k - _FAR_HEAD
        if words.pos[k] in {"NOUN", "PROPN"} and not inside:
            return k
    return at
