"""Steps outward from an event noun: to the verb of which it is an argument, or to the noun on which it hangs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.factuality.rules import noun_is_negated
from selon.claims.factuality.steps import NOMINAL, VERBAL, Step, has_effect

if TYPE_CHECKING:
    from selon.claims.words import Words
    from selon.codebook.speech import SpeechCodebook

_OBLIQUES = frozenset({"obl:mod", "obl:arg", "obl:agent", "obl", "nmod", "dep", "obl:as", "acl", "amod", "appos"})
_SHUT = frozenset(
    "après depuis malgré avant selon suite cause raison contre face grâce d'après lendemain outre fait".split()
)
_OPEN = frozenset({"de", "d'", "du", "des", "à", "au", "aux", ""})
_INTO = frozenset({"dans", "à", "au", "aux", "vers"})
_RESUMING = frozenset("cet cette ces ce son sa ses leur leurs".split())
DEATHS = frozenset({"mort", "décès", "perte"})
_ASIDE = 10
_NEAR = 9


def step_from_noun(words: Words, codebook: SpeechCodebook, at: int) -> Step | None:
    """Return the step outward from a noun."""
    dep, head, negated = words.dep[at], words.head[at], noun_is_negated(words, at)
    preposition = _preposition(words, at)
    if (missed := _missed_verb(words, codebook, at)) is not None:
        return Step(missed, at, "object", "full", preposition=preposition, negated_noun=negated)
    if head == at:
        return None
    if dep == "conj" and words.pos[head] in NOMINAL | {"ADJ"}:
        return Step(head, at, "shared", "full")
    participle = words.pos[head] == "ADJ" and words.verb_lemma(head) and words.group(head).auxiliary is not None
    if words.pos[head] in VERBAL or participle:
        return _from_argument(words, codebook, at, preposition)
    if dep in _OBLIQUES and words.pos[head] in NOMINAL | {"ADJ", "PRON"}:
        shut = preposition in _SHUT or any(words.forms[k] in _SHUT for k in range(max(head, at - 4), at))
        if shut or head > at:
            return None
        whole = (preposition in _OPEN and preposition) or (preposition == "dans" and _is_death(words, head))
        return Step(head, at, "of", "full" if whole else "mood", negated_noun=negated)
    if dep in {"nsubj", "nsubj:pass"} and words.pos[head] in {"NOUN", "ADJ"}:
        known = has_effect(words, codebook, head)
        return Step(head, at, "predicate", "full" if known else "mood", role="subject")
    return None


def _is_death(words: Words, noun: int) -> bool:
    """Return whether a noun is the death of somebody or of whom it tells: "la mort de dix soldats dans une attaque"."""
    return any(words.lemmas[k] in DEATHS for k in (noun, words.head[noun]))


def _missed_verb(words: Words, codebook: SpeechCodebook, at: int) -> int | None:
    """Return the verb right before a noun phrase that the tagger did not see: "dément" in "dément toute frappe"."""
    k = at - 1
    while k > 0 and words.pos[k] in {"DET", "ADJ", "NUM", "ADP", "ADV"} and not words.is_verb(k):
        k -= 1
    if words.forms[k] == "," and words.head[at] < k:
        return _verb_over_aside(words, codebook, k)
    missed = k > 0 and words.pos[k] not in VERBAL and words.is_verb(k)
    return k if missed and has_effect(words, codebook, k) else None


def _verb_over_aside(words: Words, codebook: SpeechCodebook, comma: int) -> int | None:
    """Return the verb from which an aside parts its object: "nie, de son côté, toute attaque"; None where none does."""
    opening = next((k for k in range(comma - 1, max(0, comma - _ASIDE), -1) if words.forms[k] == ","), None)
    if opening is None or any(words.is_verb(k) for k in range(opening, comma)):
        return None
    verb = opening - 1
    return verb if words.is_verb(verb) and has_effect(words, codebook, verb) else None


def _from_argument(words: Words, codebook: SpeechCodebook, at: int, preposition: str) -> Step | None:
    """Return the step outward from a noun to the verb of which it is an argument."""
    dep, head = words.dep[at], words.head[at]
    entry = codebook.hedges.get(("verb", words.verb_lemma(head)))
    effect = entry.effect if entry is not None else ""
    role = ""
    if dep in {"obj", "nsubj:pass"}:
        full, plain = True, "mood" if effect else "status"
    elif dep == "nsubj":
        carried = effect == "carries" and not _makes_something(words, head)
        full, plain, role = carried or words.group(head).passive, "mood", "subject"
    elif dep not in _OBLIQUES | {"xcomp"} or preposition in _SHUT:
        return None
    else:
        sunk = effect == "carries" and preposition == "sous"
        full = (preposition in _OPEN or sunk) and head < at < head + _NEAR
        plain = "status" if not effect and preposition in _INTO and dep != "obl:mod" else "mood"
    reach = "full" if full and _reaches_noun(words, at, effect) else plain
    negated = noun_is_negated(words, at)
    return Step(head, at, "object", reach, role=role, negated_noun=negated, preposition=preposition)


def _makes_something(words: Words, verb: int) -> bool:
    """Return whether a verb tells what came of its subject: "l'attaque n'a pas fait de blessés" is an attack."""
    return words.verb_lemma(verb) == "faire" and any(words.dep[k] == "obj" and k > verb for k in words.kids[verb])


def _reaches_noun(words: Words, at: int, effect: str) -> bool:
    """Return whether negation and intention of a verb reach an event noun: not one that is only taken up again."""
    if effect != "carries" or not words.group(words.head[at]).negated:
        return effect != ""
    return not any(words.forms[k] in _RESUMING for k in words.kids[at] if words.dep[k] == "det")


def _preposition(words: Words, at: int) -> str:
    """Return the preposition before a noun, the first word of a compound one."""
    cases = sorted(k for k in words.kids[at] if words.dep[k] == "case" and k < at)
    if cases:
        before = cases[0] - 1
        return words.forms[before] if before >= 0 and words.forms[before] in _SHUT else words.forms[cases[0]]
    before = at - 1
    while before > 0 and words.pos[before] in {"DET", "ADJ", "NUM"}:
        before -= 1
    return words.forms[before] if words.pos[before] == "ADP" else ""
