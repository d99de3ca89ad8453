"""Sources that go on: pronouns ("a-t-il ajouté", "selon eux", "cette source"), and quotations and reports over several sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from selon.claims.attribution_found import Found

if TYPE_CHECKING:
    from selon.claims.attribution_found import Range, Scope
    from selon.claims.attribution_sources import Phrase

_DEMONSTRATIVES = frozenset("cette ce cet ces même mêmes dernier dernière derniers celui-ci celle-ci".split())
_PLURAL = frozenset({"ils", "elles", "-ils", "-elles", "-t-ils", "-t-elles", "eux", "ceux-ci"})
_ADDITIVE = frozenset({"également", "aussi"})
_REACH = 3


def resolve_pronouns(scope: Scope, unit: Range, here: list[Found], before: list[Found]) -> None:
    """Replace the pronouns among the sources of one sentence by whom they stand for, and let "cette source" keep its relay."""
    for one in here:
        if one.own or not one.links:
            continue
        earlier = [other for other in (*before, *here) if other.links and not other.own and (other.cue < one.cue)]
        for place, link in enumerate(one.links):
            if link.pronoun:
                known = _antecedent(scope, unit, one, link, earlier)
                if known is None:
                    one.links[place] = replace(link, pronoun=False)
                    continue
                one.links[place : place + 1] = known
                break
        if len(one.links) == 1 and _points_back(scope, one.inner) and earlier and _is_near(scope, unit, earlier[-1]):
            one.links[:0] = [link for link in earlier[-1].links[:-1] if link.head != one.inner.head]


def _points_back(scope: Scope, link: Phrase) -> bool:
    """Return whether a phrase takes up a source named before: "cette source", "la même source", "ce dernier"."""
    return any(scope.words.forms[k] in _DEMONSTRATIVES for k in range(link.start, link.end)) and not any(
        scope.words.pos[k] == "PROPN" for k in range(link.start, link.end)
    )


def _is_near(scope: Scope, unit: Range, one: Found) -> bool:
    """Return whether an attribution stands in this sentence or shortly before."""
    return scope.words.unit_of[unit[0]] - one.unit <= _REACH


def _antecedent(scope: Scope, unit: Range, one_here: Found, link: Phrase, earlier: list[Found]) -> list[Phrase] | None:
    """Return the links for which a pronoun stands: the last source, else the subject of the sentence before."""
    words = scope.words
    plural = words.forms[link.head] in _PLURAL
    inserted = one_here.shape in {"inserted", "quote"}
    subject = _subject_near(scope, unit, link, plural, inserted)
    for one in sorted(
        earlier, key=lambda e: (-e.unit, not e.wholly, -e.cue[0] if e.unit == words.unit_of[unit[0]] else e.cue[0])
    ):
        if not _is_near(scope, unit, one) or one.shape == "participle":
            continue
        if _agrees(scope, link, one.inner):
            if subject is not None and subject.start > one.inner.end and words.unit_of[subject.start] > one.unit:
                break
            return list(one.links)
    return [subject] if subject is not None else None


def _subject_near(scope: Scope, unit: Range, link: Phrase, plural: bool, inserted: bool) -> Phrase | None:  # noqa: FBT001 - grammar
    """Return the subject of this sentence before the pronoun, or of the sentence before, that can speak and agrees."""
    words = scope.words
    number = words.unit_of[unit[0]]
    for n in range(number - inserted, max(-1, number - _REACH), -1):
        start, end = words.units[n]
        heads = [
            k
            for k in range(start, min(end, link.start))
            if words.dep[k] in {"nsubj", "nsubj:pass"} and words.pos[k] in {"NOUN", "PROPN"}
        ]
        for head in heads:
            phrase = scope.sources.around(head, end)
            if phrase is not None and scope.sources.can_speak(phrase) and _agrees(scope, link, phrase):
                return phrase
    return None


def _agrees(scope: Scope, pronoun: Phrase, phrase: Phrase) -> bool:
    """Return whether a phrase agrees with a pronoun in number and, where the head is a common noun of things, in gender."""
    words = scope.words
    form = words.forms[pronoun.head]
    if _is_plural(scope, phrase) != (form in _PLURAL):
        return False
    first = words.forms[phrase.start]
    if "elle" in form:
        return first not in {"le", "un", "ce", "cet"}
    return not ("il" in form and first in {"la", "une", "cette"})


def _is_plural(scope: Scope, phrase: Phrase) -> bool:
    """Return whether a phrase is plural: by its determiner, its head, or because two are joined."""
    words = scope.words
    first = words.forms[phrase.start]
    if first in {
        "les",
        "des",
        "ces",
        "plusieurs",
        "certains",
        "certaines",
        "deux",
        "trois",
        "quelques",
        "leurs",
        "ses",
        "aux",
    }:
        return True
    if any(words.forms[k] == "et" for k in range(phrase.start, phrase.end)):
        return True
    return words.doc[phrase.head].morph.get("Number", []) == ["Plur"] and words.pos[phrase.head] == "NOUN"


def carry_on(scope: Scope, unit: Range, here: list[Found], found: list[Found]) -> list[Found]:
    """Return the attributions that go on into a sentence without a cue of its own."""
    words = scope.words
    number = words.unit_of[unit[0]]
    before = [one for one in found if one.unit == number - 1 and one.wholly and one.links]
    if any(one.links and not one.own for one in here) or not before or _new_paragraph(scope, unit):
        return []
    last = before[-1]
    first = next((k for k in range(*unit) if words.forms[k].strip()), unit[0])
    quoted = (
        words.forms[first] in {"«", '"', "“"}
        and scope.quote_at(first + 1) is not None
        and last.shape in {"inserted", "quote", "carried quotation"}
    )
    if quoted:
        quote = scope.quote_at(first + 1) or unit
        return [
            Found(
                last.cue,
                list(last.links),
                [quote],
                f"{last.how}, quotation goes on",
                last.act,
                number,
                "carried quotation",
                wholly=True,
            )
        ]
    if (
        any(words.forms[k] in _ADDITIVE for k in range(*unit))
        and last.shape != "carried"
        and words.pos[first] in {"DET", "NUM"}
    ):
        return [Found(last.cue, list(last.links), [unit], f"{last.how}, goes on", last.act, number, "carried")]
    return []


def _new_paragraph(scope: Scope, unit: Range) -> bool:
    """Return whether a new paragraph begins with the sentence."""
    at = unit[0] - 1
    while at >= 0 and not scope.words.forms[at].strip():
        if "\n" in scope.words.texts[at]:
            return True
        at -= 1
    return at >= 0 and "\n" in scope.words.texts[at]
