"""Single rules of factuality: adverbs beside a verb, adjectives and negation on a noun, a future seen from the past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.factuality.markers import phrase_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selon.claims.words import Words
    from selon.codebook.speech import HedgeWord, SpeechCodebook

_NEGATIVE_DETERMINERS = frozenset({"aucun", "aucune", "nul", "nulle"})
_PARTING = frozenset({",", ";", "et", "mais", "que", "qui"})
_CHARGES = ("accus", "soupç", "suspec")
_FAR = 6


def adverb_effects(words: Words, codebook: SpeechCodebook, verb: int) -> Iterator[tuple[str, str]]:
    """Give the effects of the adverbs and adverbial phrases beside a verb, each with its word."""
    start = words.group(verb).start
    low, high = words.units[words.unit_of[verb]]
    near = {k for k in words.kids[verb] if words.dep[k] == "advmod" and k > start - _FAR}
    near |= set(range(max(low, start - 2), min(high, verb + 3))) - {verb}
    for k in sorted(near):
        entry = codebook.hedges.get(("adverb", words.forms[k]))
        if entry is not None and words.pos[k] not in {"VERB", "NOUN", "PUNCT"} and not _parted(words, k, verb):
            yield entry.effect, words.forms[k]
    for k in (*range(max(low, start - 4), min(high, verb + 3)), low):
        if (match := phrase_at(words, codebook, k, "beside")) is not None:
            yield match[0].effect, match[0].phrase
            break


def _parted(words: Words, one: int, other: int) -> bool:
    """Return whether a comma or conjunction parts two words: the adverb then belongs to the clause on its own side."""
    low, high = sorted((one, other))
    return any(words.forms[k] in _PARTING for k in range(low + 1, high))


def adjective_effects(words: Words, codebook: SpeechCodebook, noun: int) -> Iterator[tuple[str, str]]:
    """Give the effects of the adjectives and participles on a noun, each with its word."""
    for k in {*words.kids[noun], noun - 1, noun + 1}:
        if not _qualifies(words, k, noun):
            continue
        entry = _adjective(words, codebook, k)
        if entry is not None and not _has_accuser(words, k):
            yield entry.effect, words.forms[k]


def _qualifies(words: Words, at: int, noun: int) -> bool:
    """Return whether an adjective or bare participle stands on a noun, without a complement of its own."""
    if not 0 <= at < len(words) or abs(at - noun) > _FAR or words.unit_of[at] != words.unit_of[noun]:
        return False
    if any(words.pos[k] in {"NOUN", "PROPN"} for k in range(noun + 1, at)):
        return False
    if words.forms[at + 1 : at + 2] in (["à"], ["de"], ["d'"]):
        return False  # "opérations destinées à", "homme accusé de": it speaks of what follows
    touching = at in {noun - 1, noun + 1} and words.pos[at] in {"ADJ", "VERB"} and words.head[at] == noun
    named = at == noun - 1 and words.pos[at - 1] == "DET"
    if not (touching or named) and words.dep[at] not in {"amod", "acl"}:
        return False
    return words.pos[at] != "VERB" or not (words.group(at).finite or words.group(at).infinitive)


def _adjective(words: Words, codebook: SpeechCodebook, at: int) -> HedgeWord | None:
    """Return the codebook's entry for an adjective, whatever its gender and number."""
    form = words.forms[at]
    ends = ("", "s", "es", "e", "le", "les")
    for word in (words.lemmas[at], *(form.removesuffix(end) for end in ends)):
        if (entry := codebook.hedges.get(("adjective", word))) is not None:
            return entry
    return None


def _has_accuser(words: Words, participle: int) -> bool:
    """Return whether a charge has its accuser beside it ("accusé par"): then the accuser is who tells."""
    return words.forms[participle].startswith(_CHARGES) and "par" in words.forms[participle + 1 : participle + 3]


def noun_is_negated(words: Words, noun: int) -> bool:
    """Return whether "aucun" or "nul" stands before a noun."""
    low = max(words.units[words.unit_of[noun]][0], noun - 4)
    for k in range(noun - 1, low - 1, -1):
        if words.forms[k] in _NEGATIVE_DETERMINERS:
            without = k > 0 and words.forms[k - 1] == "sans"
            return not without and (words.dep[k] == "det" or k == noun - 1)
        if words.pos[k] not in {"ADJ", "NUM"}:
            return False
    return False


def reported_in_past(words: Words, codebook: SpeechCodebook, verb: int) -> bool:
    """Return whether a verb stands in a "que" clause under a past verb of saying: its conditional is a future."""
    low = words.units[words.unit_of[verb]][0]
    for at in words.ancestors(verb)[:4]:
        saying = low <= at <= verb and words.pos[at] in {"VERB", "AUX"} and words.verb_lemma(at) in codebook.verbs
        if saying:
            group = words.group(at)
            imperfect = words.forms[at].endswith(("ait", "aient")) and not group.conditional
            past = group.perfect or imperfect or group.passive
            return past and any(words.forms[k] in {"que", "qu'"} for k in range(at + 1, verb))
    return False
