"""Sources that go on: pronouns ("a-t-il ajouté", "cette source"), and quotations and reports over several sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from selon.claims.attribution.found import Found

if TYPE_CHECKING:
    from selon.claims.attribution.found import Range, Scope
    from selon.claims.attribution.sources import Phrase

_DEMONSTRATIVES = frozenset("cette ce cet ces même mêmes dernier dernière derniers celui-ci celle-ci".split())
_PLURAL = frozenset({"ils", "elles", "-ils", "-elles", "-t-ils", "-t-elles", "eux", "ceux-ci"})
_PLURAL_DETERMINERS = frozenset("les des ces plusieurs certains certaines deux trois quelques leurs ses aux".split())
_OWNERS = frozenset({"son", "sa", "ses", "leur", "leurs"})
_ADDITIVE = frozenset({"également", "aussi"})
_QUOTING = frozenset({"inserted", "quote", "carried quotation"})
_REACH = 3
_TOLD_REACH = 6


def resolve_pronouns(scope: Scope, unit: Range, here: list[Found], before: list[Found]) -> None:
    """Put those for whom they stand in the place of pronouns among the sources of one sentence.

    "Cette source" stays, with the relay of the source that it takes up.
    """
    for one in here:
        if one.own or not one.links:
            continue
        earlier = [e for e in (*before, *here) if e.links and not e.own and e.cue < one.cue]
        near = [e for e in earlier if scope.words.unit_of[unit[0]] - e.unit <= _REACH]
        place = next((n for n, link in enumerate(one.links) if link.pronoun), None)
        if place is not None:
            known = _antecedent(scope, one, one.links[place], near)
            one.links[place : place + 1] = known or [replace(one.links[place], pronoun=False)]
        if len(one.links) == 1 and _points_back(scope, one.inner) and earlier and near[-1:] == earlier[-1:]:
            one.links[:0] = [link for link in earlier[-1].links[:-1] if link.head != one.inner.head]


def _points_back(scope: Scope, link: Phrase) -> bool:
    """Return whether a phrase takes up a source named before: "cette source", "la même source", "ce dernier"."""
    span = range(link.start, link.end)
    pointing = any(scope.words.forms[k] in _DEMONSTRATIVES for k in span)
    return pointing and not any(scope.words.pos[k] == "PROPN" for k in span)


def _antecedent(scope: Scope, one: Found, link: Phrase, near: list[Found]) -> list[Phrase]:
    """Return the links for which a pronoun stands: the last source that agrees, else the last subject."""
    words = scope.words
    subject = _subject_near(scope, one, link)

    def rank(earlier: Found) -> tuple[int, bool, int]:
        at = earlier.cue[0]
        return -earlier.unit, not earlier.wholly, -at if earlier.unit == one.unit else at

    for earlier in sorted(near, key=rank):
        if earlier.shape != "participle" and _agrees(scope, link, earlier.inner):
            later = subject is not None and words.unit_of[subject.start] > earlier.unit
            if later and subject is not None and subject.start > earlier.inner.end:
                return [subject]
            return list(earlier.links)
    return [subject] if subject is not None else []


def _subject_near(scope: Scope, one: Found, link: Phrase) -> Phrase | None:
    """Return the subject of this sentence before the pronoun, or of one before, that can speak and agrees."""
    words = scope.words
    quoting = one.shape == "quote" or one.how.endswith(", inserted")
    first = one.unit - quoting  # the subject of what is quoted says nothing
    for n in range(first, max(-1, one.unit - _REACH), -1):
        start, end = words.units[n]
        heads = (k for k in range(start, min(end, link.start)) if words.dep[k] in {"nsubj", "nsubj:pass"})
        for head in heads:
            phrase = scope.sources.around(head, end) if words.pos[head] in {"NOUN", "PROPN"} else None
            if phrase is not None and scope.sources.can_speak(phrase) and _agrees(scope, link, phrase):
                return phrase
    return None


def _agrees(scope: Scope, pronoun: Phrase, phrase: Phrase) -> bool:
    """Return whether a phrase agrees with a pronoun in number and, where its determiner tells, in gender."""
    form, first = scope.words.forms[pronoun.head], scope.words.forms[phrase.start]
    owner = scope.words.forms[pronoun.start]
    if owner in _OWNERS:  # "ses informations", "leur version"
        return _is_plural(scope, phrase) == owner.startswith("leur")
    if _is_plural(scope, phrase) != (form in _PLURAL):
        return False
    if "elle" in form:
        return first not in {"le", "un", "ce", "cet"}
    return not ("il" in form and first in {"la", "une", "cette"})


def _is_plural(scope: Scope, phrase: Phrase) -> bool:
    """Return whether a phrase is plural: by its determiner, its head, or because two are joined."""
    words = scope.words
    if words.forms[phrase.start] in _PLURAL_DETERMINERS or "et" in words.forms[phrase.start : phrase.end]:
        return True
    number = words.doc[phrase.head].morph.get("Number", [])
    return words.pos[phrase.head] == "NOUN" and number == ["Plur"]


def carry_on(scope: Scope, unit: Range, here: list[Found], found: list[Found]) -> list[Found]:
    """Return the attributions that go on into a sentence without a cue of its own."""
    words = scope.words
    number = words.unit_of[unit[0]]
    before = [one for one in found if one.unit == number - 1 and one.wholly and one.links]
    if any(one.links and not one.own for one in here) or not before or _new_paragraph(scope, unit):
        return []
    last = before[-1]
    first = next((k for k in range(*unit) if words.forms[k].strip()), unit[0])
    quote = scope.quote_at(first + 1) if words.forms[first] in {"«", '"', "“"} else None
    if quote is not None and last.shape in _QUOTING and not _is_told_after(scope, quote[1]):
        why = f"{last.how}, quotation goes on"
        return [Found(last.cue, list(last.links), [quote], why, last.act, number, "carried quotation", wholly=True)]
    additive = any(words.forms[k] in _ADDITIVE for k in range(*unit))
    if additive and last.shape != "carried" and words.pos[first] in {"DET", "NUM"}:
        return [Found(last.cue, list(last.links), [unit], f"{last.how}, goes on", last.act, number, "carried")]
    return []


def _is_told_after(scope: Scope, end: int) -> bool:
    """Return whether a verb of saying of its own follows a quotation: "« … », a expliqué le colonel"."""
    words = scope.words
    near = range(end, min(len(words), end + _TOLD_REACH))
    return any(words.is_verb(k) and words.verb_lemma(k) in scope.codebook.verbs for k in near)


def _new_paragraph(scope: Scope, unit: Range) -> bool:
    """Return whether a new paragraph begins with the sentence."""
    texts, at = scope.words.texts, unit[0] - 1
    while at >= 0 and "\n" not in texts[at] and not texts[at].strip():
        at -= 1
    return at >= 0 and "\n" in texts[at]
