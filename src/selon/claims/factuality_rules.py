"""Single rules of factuality: adverbs, adjectives, opening words, negated nouns, hypotheses, failed attempts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.passages import match_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selon.claims.words import Words
    from selon.codebook.speech import HedgePhrase, SpeechCodebook

_NEGATIVE_DETERMINERS = frozenset({"aucun", "aucune", "nul", "nulle"})
_BETWEEN = frozenset(
    (
        "le la l' les un une des de d' du toute tout tous toutes leur leurs son sa ses grand grands autre "
        "autres nouvelle nouveau nouveaux nouvelles"
    ).split()
)
_SUBJECT_GAP = 9
_ATTEMPT_REACH = 14


def adverb_effects(words: Words, codebook: SpeechCodebook, verb: int) -> Iterator[tuple[str, str]]:
    """Give the effects of the adverbs and adverbial phrases beside a verb, each with its word."""
    start = words.group(verb).start
    low, high = words.units[words.unit_of[verb]]
    near = {
        *range(max(low, start - 2), min(high, verb + 3)),
        *(k for k in words.kids[verb] if words.dep[k] == "advmod" and k > start - 6),
    }
    for k in sorted(near):
        if words.pos[k] in {"VERB", "NOUN", "PUNCT"} or k == verb:
            continue
        entry = codebook.hedges.get(("adverb", words.forms[k]))
        if entry is not None and not _parted(words, k, verb):
            yield entry.effect, words.forms[k]
    for k in (*range(max(low, start - 4), min(high, verb + 3)), low):
        match = match_phrase(words, k, codebook.hedge_openers)
        if match is not None and match[0].phrase in {"sans doute", "soi-disant", "selon toute vraisemblance"}:
            yield "hearsay", match[0].phrase
            break


def _parted(words: Words, one: int, other: int) -> bool:
    """Return whether a comma or conjunction parts two words: the adverb then belongs to the clause on its own side."""
    low, high = sorted((one, other))
    return any(words.forms[k] in {",", ";", "et", "mais", "que", "qui"} for k in range(low + 1, high))


def adjective_effects(words: Words, codebook: SpeechCodebook, noun: int) -> Iterator[tuple[str, str]]:
    """Give the effects of the adjectives and participles on a noun, each with its word."""
    for k in {*words.kids[noun], noun - 1, noun + 1}:
        if not 0 <= k < len(words) or abs(k - noun) > 6 or words.unit_of[k] != words.unit_of[noun]:  # noqa: PLR2004
            continue
        if any(words.pos[x] in {"NOUN", "PROPN"} for x in range(noun + 1, k)) or words.forms[k + 1 : k + 2] in (
            ["à"],
            ["de"],
            ["d'"],
        ):
            continue
        adjacent = (k in {noun - 1, noun + 1} and words.pos[k] in {"ADJ", "VERB"} and words.head[k] == noun) or (
            k == noun - 1 and words.pos[k - 1] == "DET"
        )
        if not adjacent and words.dep[k] not in {"amod", "acl"}:
            continue
        if words.pos[k] == "VERB" and (words.group(k).finite or words.group(k).infinitive):
            continue
        form = words.forms[k]
        if words.forms[k - 1] in {"si", "très", "plus", "moins"} and form.startswith("prochain"):
            continue
        for word in (
            words.lemmas[k],
            form,
            form.removesuffix("s"),
            form.removesuffix("es"),
            form.removesuffix("e"),
            form.removesuffix("le"),
            form.removesuffix("les"),
        ):
            entry = codebook.hedges.get(("adjective", word))
            if entry is not None and not _has_agent(words, k):
                yield entry.effect, form
                break


def _has_agent(words: Words, participle: int) -> bool:
    """Return whether a participle has its own agent ("annoncé par", "accusé par"): then the agent is who tells."""
    return any(words.forms[k] == "par" for k in range(participle + 1, min(len(words), participle + 3))) and words.forms[
        participle
    ].startswith(("accus", "soupç", "suspec"))


def noun_is_negated(words: Words, noun: int) -> bool:
    """Return whether "aucun" or "nul" stands before a noun."""
    low = max(words.units[words.unit_of[noun]][0], noun - 4)
    for k in range(noun - 1, low - 1, -1):
        if words.forms[k] in _NEGATIVE_DETERMINERS:
            return not (k > 0 and words.forms[k - 1] == "sans") and (words.dep[k] == "det" or k == noun - 1)
        if words.pos[k] not in {"ADJ", "NUM"}:
            return False
    return False


def marker_before(words: Words, codebook: SpeechCodebook, start: int, *, nominal: bool) -> HedgePhrase | None:
    """Return the opening word or phrase right before a verb group or noun phrase: "pour", "sans", "en cas de", "si"."""
    low = words.units[words.unit_of[start]][0]
    edge = start
    while edge - 1 >= low and (
        words.forms[edge - 1]
        in _BETWEEN
        | ({"se", "s'", "y", "en", "ne", "pas", "n'", '"', "«"} if not nominal else {"aucun", "aucune", "«", '"'})
        or (nominal and words.pos[edge - 1] in {"ADJ", "NUM"})
        or (not nominal and words.pos[edge - 1] == "ADV")
    ):
        edge -= 1
    for k in range(start - 1, max(low, edge - 5) - 1, -1):
        match = match_phrase(words, k, codebook.hedge_openers)
        if (
            match is None
            or match[0].effect in {"failed"}
            or match[0].phrase
            in {"sans doute", "soi-disant", "selon toute vraisemblance", "tout porte à croire", "il se peut"}
        ):
            continue
        phrase, end = match
        if not edge <= end <= start:
            continue
        if nominal and phrase.phrase in {"pour", "si", "afin de", "afin d'"}:
            continue
        if not nominal and phrase.phrase == "si":
            continue
        if not nominal and phrase.phrase in {"pour"} and not _is_infinitive_at(words, start):
            continue
        return phrase
    return _clause_marker(words, codebook, start) if not nominal else None


def _is_infinitive_at(words: Words, start: int) -> bool:
    """Return whether the verb group that begins at a token is an infinitive."""
    for k in range(start, min(len(words), start + 5)):
        if words.pos[k] in {"VERB", "AUX"}:
            return words.group(k).infinitive or words.forms[k] in {"être", "avoir"}
    return False


def _clause_marker(words: Words, codebook: SpeechCodebook, start: int) -> HedgePhrase | None:
    """Return the conjunction that opens the finite clause of a verb: "sans que", "pour que", "si", "il se peut que"."""
    low = words.units[words.unit_of[start]][0]
    for k in range(start - 1, max(low, start - _SUBJECT_GAP) - 1, -1):
        form = words.forms[k]
        if form == "où" and any(
            (m := match_phrase(words, x, codebook.hedge_openers)) is not None and m[1] == k + 1
            for x in range(max(low, k - 2), k)
        ):
            return next(p for p in codebook.hedge_openers["au"] if p.phrase == "au cas où")
        if form in {";", ":", "qui", "dont", "où"} or (
            words.pos[k] in {"VERB", "AUX"} and words.group(k).finite and k < start - 1 and form not in {"peut"}
        ):
            return None
        if form in {"que", "qu'"} and k > low:
            match = match_phrase(words, k - 1, codebook.hedge_openers)
            if match is not None and match[1] == k and match[0].phrase in {"sans", "pour"}:
                return match[0]
            if words.forms[k - 1] in {"afin", "but"}:
                return next(p for p in codebook.hedge_openers["pour"] if p.phrase == "pour")
            for first in range(max(low, k - 4), k):
                match = match_phrase(words, first, codebook.hedge_openers)
                if match is not None and match[1] == k and match[0].phrase in {"tout porte à croire", "il se peut"}:
                    return match[0]
            return None
        if (
            form in {"si", "s'"}
            and words.pos[k] in {"SCONJ", "ADV"}
            and (form == "si" or words.forms[k + 1] in {"il", "ils", "elle", "elles"})
        ):
            if _is_hypothesis(words, k, start):
                return next(p for p in codebook.hedge_openers["si"] if p.phrase == "si")
            return None
    return None


def _is_hypothesis(words: Words, at: int, start: int) -> bool:
    """Return whether "si" opens a hypothesis, not a concession or an indirect question: it opens the sentence or follows a comma."""
    low = words.units[words.unit_of[at]][0]
    del start
    before = at - 1
    while before >= low and not words.forms[before].strip():
        before -= 1
    if before >= low and words.forms[before] == "même":
        return False
    if not _has_open_outcome(words, at):
        return False
    return (
        before < low
        or words.forms[before] in {",", "«", '"', "et", "mais", "que", "—", "("}
        or words.pos[before] in {"NOUN", "VERB", "PROPN", "ADJ"}
    )


def _has_open_outcome(words: Words, at: int) -> bool:
    """Return whether the sentence of a "si" says what would follow: a conditional, a future or a modal verb stands in it."""
    low, high = words.units[words.unit_of[at]]
    for k in range(low, high):
        if words.pos[k] in {"VERB", "AUX"}:
            group = words.group(k)
            if (
                group.conditional
                or group.future
                or words.verb_lemma(k) in {"pouvoir", "risquer", "devoir", "aller", "menacer"}
            ):
                return True
    return False


def has_condition(words: Words, codebook: SpeechCodebook, verb: int) -> bool:
    """Return whether a hypothesis ("si …") stands in the sentence of a verb, outside the verb's own clause."""
    low, high = words.units[words.unit_of[verb]]
    for k in range(low, high):
        if (words.forms[k] == "si" and words.pos[k] == "SCONJ") or (
            words.forms[k] == "s'" and k + 1 < high and words.forms[k + 1] in {"il", "ils"}
        ):
            if match_phrase(words, k, codebook.openers) is not None:
                continue
            if (
                k == low
                or words.forms[k - 1] in {",", "même", "«", "et", "mais", ";"}
                or k > verb
                or not words.forms[k - 1].strip()
            ):
                return True
    return False


def reported_in_past(words: Words, codebook: SpeechCodebook, verb: int) -> bool:
    """Return whether a verb stands in a "que" clause under a verb of saying in a past tense: its conditional is a future."""
    low = words.units[words.unit_of[verb]][0]
    for at in words.ancestors(verb)[:4]:
        if at > verb or at < low:
            continue
        if words.verb_lemma(at) in codebook.verbs and words.pos[at] in {"VERB", "AUX"}:
            group = words.group(at)
            imperfect = words.forms[at].endswith(("ait", "aient")) and not group.conditional
            between = range(at + 1, verb)
            return (group.perfect or imperfect or group.passive) and any(
                words.forms[k] in {"que", "qu'"} for k in between
            )
    return False


def failed_attempt(words: Words, codebook: SpeechCodebook, at: int) -> bool:
    """Return whether an attempt is said to have come to nothing: "en vain", "sans succès"."""
    low, high = words.units[words.unit_of[at]]
    for k in range(max(low, at - 3), min(high, at + _ATTEMPT_REACH)):
        match = match_phrase(words, k, codebook.hedge_openers)
        if match is not None and match[0].effect == "failed":
            return True
    return False
