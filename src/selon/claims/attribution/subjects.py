"""Subjects of verbs of saying: on the left, shared, behind "qui", behind a rubric, inverted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.attribution.asides import subject_before_aside
from selon.claims.attribution.inverted import read_after
from selon.claims.attribution.sources import PRONOUNS, SPEAKER_PRONOUNS, Phrase
from selon.claims.claim import SourceKind

if TYPE_CHECKING:
    from selon.claims.attribution.found import Range, Scope

_ADVERBIAL = frozenset(
    "dans sur lors devant par depuis via sous après avant pendant en au auprès avec à aux face de d'".split()
)
_RELATIVES = frozenset({"qui", "lequel", "laquelle", "lesquels", "lesquelles"})
_WITHIN = frozenset({"nmod", "flat:name", "flat:foreign", "appos"})
_NOUNS = frozenset({"NOUN", "PROPN", "X"})
_MAX_CLIMB = 4
_NOUN_REACH = 14


def subject_of(scope: Scope, i: int, unit: Range, limit: int) -> Phrase | None:
    """Return the subject of a verb: its own, that of the verb it goes with, the antecedent of "qui", or inverted."""
    if (parted := subject_before_aside(scope, scope.words.group(i).start, unit)) is not None:
        return parted
    found = _subject_by_parse(scope, i, unit, limit)
    return (
        found if found is None or found.pronoun else _behind_rubric(scope, found, scope.words.group(i).start) or found
    )


def _behind_rubric(scope: Scope, found: Phrase, verb: int) -> Phrase | None:
    """Return the subject right before a verb where what was found is a rubric: "Yémen : la coalition dément"."""
    colon = next((k for k in range(found.end, verb - 1) if scope.words.forms[k] == ":"), None)
    phrase = scope.sources.read(colon + 1, verb) if colon is not None else None
    return phrase if phrase is not None and phrase.end == verb and scope.sources.can_speak(phrase) else None


def _subject_by_parse(scope: Scope, i: int, unit: Range, limit: int) -> Phrase | None:
    """Return the subject of a verb as the parser has it, up the clause, else by the order of words."""
    words, verb = scope.words, i
    for _ in range(_MAX_CLIMB):
        if (own := _own_subject(scope, verb, unit, min(limit, i))) is not None:
            return own
        governor = words.head[verb]
        if governor == verb:
            break
        if words.dep[verb] in {"acl", "amod"} and words.pos[governor] in {"NOUN", "PROPN", "PRON"}:
            return scope.sources.around(governor, min(limit, words.group(verb).start))
        if words.pos[governor] not in {"VERB", "AUX", "ADJ", "NOUN"}:
            break
        verb = governor
    start = words.group(i).start
    if start > 0 and words.forms[start - 1] in {"que", "qu'", "comme", "dont", "où"}:
        after, _hearer, _end, enclitic = read_after(scope, (i, i), unit[1])
        if enclitic is not None or after is not None:
            return enclitic or after
    return noun_before(scope, i, unit)


def main_subject(scope: Scope, i: int, unit: Range) -> Phrase | None:
    """Return the subject of the main clause above a participle, over relative clauses: "X …, soutenant que"."""
    words = scope.words
    roots = [k for k in words.ancestors(i) if words.dep[k] == "ROOT"]
    subject = _own_subject(scope, roots[0], unit, i) if roots else None
    return subject if subject is not None and scope.sources.can_speak(subject) else None


def _own_subject(scope: Scope, verb: int, unit: Range, limit: int) -> Phrase | None:
    """Return the subject that the parser gives a verb, its auxiliary or a participle beside it, or a pronoun."""
    words, start = scope.words, scope.words.group(verb).start
    auxiliaries = [a for a in words.kids[verb] if words.dep[a].startswith("aux")]
    beside = [k for k in words.kids[verb] if words.dep[k] in {"advcl", "acl"} and not words.group(k).finite]
    heads = [k for a in (verb, *auxiliaries) for k in words.kids[a] if words.dep[k] in {"nsubj", "nsubj:pass"}]
    if heads:
        inner = (k for k in range(start - 1, max(heads), -1) if words.forms[k] in {"où", "dont"})
        opens = next((k + 1 for k in inner if words.pos[k + 1] in {"DET", "PROPN", "NUM"}), None)
        if opens is not None and (shown := scope.sources.read(opens, start)) is not None:
            return shown
        if words.forms[heads[0]] in _RELATIVES:
            return antecedent_of(scope, heads[0], unit)
        head = max(heads)
        return scope.sources.around(head, min(limit, start) if head < start else unit[1])
    side = [x for k in beside if k < verb for x in words.kids[k] if words.dep[x].startswith("nsubj") and x < limit]
    if side:
        return scope.sources.around(side[0], min(limit, start))
    return _clitic_subject(scope, start)


def _clitic_subject(scope: Scope, start: int) -> Phrase | None:
    """Return the pronoun right before the verb group: "il affirme", "qui affirme"."""
    form = scope.words.forms[start - 1] if start else ""
    if form in PRONOUNS or form in SPEAKER_PRONOUNS:
        return Phrase(start - 1, start, start - 1, SourceKind.PERSON, pronoun=True)
    return antecedent_of(scope, start - 1, scope.unit(start)) if form == "qui" else None


def antecedent_of(scope: Scope, relative: int, unit: Range) -> Phrase | None:
    """Return the noun phrase that a relative pronoun stands for: a source just named, the nearest one, the parser's."""
    words = scope.words
    named = scope.named.get(relative) or (scope.named.get(relative - 1) if words.forms[relative - 1] == "," else None)
    if named is not None:
        return named
    nearest = _nearest_noun(scope, relative, unit)
    governor = next((h for h in words.ancestors(relative) if words.dep[h].startswith("acl")), None)
    head = words.head[governor] if governor is not None else relative
    if head < relative and words.pos[head] in {"NOUN", "PROPN"}:
        parsed = scope.sources.around(head, relative)
        if nearest is None or not scope.sources.can_speak(nearest) or (parsed and parsed.end >= nearest.end):
            return parsed
    return nearest


def _nearest_noun(scope: Scope, relative: int, unit: Range) -> Phrase | None:
    """Return the noun phrase right before a relative pronoun."""
    words = scope.words
    before = range(relative - 1, max(unit[0], relative - 12) - 1, -1)
    noun = next((k for k in before if words.pos[k] in {"NOUN", "PROPN"}), None)
    if noun is None:
        return None
    while words.dep[noun] in _WITHIN | {"amod"} and relative - _NOUN_REACH < words.head[noun] < noun:
        if "selon" in words.forms[max(noun - 2, 0) : noun]:
            break
        noun = words.head[noun]
    return scope.sources.around(noun, relative)


def noun_before(scope: Scope, i: int, unit: Range) -> Phrase | None:
    """Return the noun phrase at the start of the clause, for verbs to which the parser gives no subject."""
    words, start = scope.words, scope.words.group(i).start
    at = scope.skip_back(start, unit[0])
    if at < unit[0] or (words.pos[at] not in _NOUNS | {"ADJ"} and words.forms[at] not in {",", ")", "»"}):
        return None
    before = range(at, max(unit[0], at - _NOUN_REACH) - 1, -1)
    noun = next((k for k in before if words.pos[k] in _NOUNS), None)
    if noun is None:
        return None
    while words.dep[noun] in _WITHIN and at - _NOUN_REACH - 2 < words.head[noun] < noun:
        noun = words.head[noun]
    hanging = noun > 0 and words.forms[noun - 1] in _ADVERBIAL and words.dep[noun] not in {"nsubj", "ROOT"}
    return None if hanging else scope.sources.around(noun, start)
