"""Denied reports: what is told in a report that somebody denies or calls false is not so, on his word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.factuality.markers import phrase_at
from selon.claims.factuality.nouns import DEATHS
from selon.claims.verb_forms import AVOIR_ETRE

if TYPE_CHECKING:
    from selon.claims.factuality.walk import Walk

_WHICH = frozenset({"lequel", "laquelle", "lesquels", "lesquelles"})
_QUOTES = frozenset({"«", '"', "“", "”"})
_UNSPECIFIED = "unspecified"
_DENIED = "denied"
_VERB_REACH = 8
_REPORT_REACH = 28


def read_denied_report(walk: Walk, head: int) -> None:
    """Negate what a denied report tells: "dément les informations selon lesquelles …", "… n'a aucun fondement"."""
    if any(_DENIED in why for why in walk.why):
        return
    if (verb := _verb_denying_death(walk, head)) is not None:
        walk.flip(f"{walk.words.forms[verb]}: {_DENIED} death")
        return
    report = _report_over(walk, head)
    if report is None:
        return
    verb = _denying_verb(walk, report)
    if verb is not None:
        walk.flip(f"{walk.words.forms[verb]}: {_DENIED} report")
    elif (falsity := _falsity(walk, report)) is not None:
        walk.flip(f"{falsity}: {_DENIED} report")


def _verb_denying_death(walk: Walk, head: int) -> int | None:
    """Return the verb that denies the deaths of which an event is told: "dément la mort de six soldats"."""
    words = walk.words
    low = max(words.units[words.unit_of[head]][0], head - _REPORT_REACH)
    for k in range(head - 1, low, -1):
        finite = words.pos[k] in {"VERB", "AUX"} and words.group(k).finite
        if finite or words.forms[k] in {",", ";", ":"}:
            return None
        if words.lemmas[k] in DEATHS and words.pos[k - 1] == "DET":
            verb = k - 2
            denied = words.is_verb(verb) and walk.effect_of(verb) == _DENIED and not words.group(verb).negated
            return verb if denied else None
    return None


def _report_over(walk: Walk, head: int) -> int | None:
    """Return the noun of a report that tells of an event: "l'information sur la prise", "la rumeur selon laquelle"."""
    words = walk.words
    low = max(words.units[words.unit_of[head]][0], head - _REPORT_REACH)
    above = set(words.ancestors(head))
    for k in range(head - 1, low - 1, -1):
        if words.forms[k] in {";", ":"}:
            return None
        which = words.forms[k] == "selon" and words.forms[k + 1] in _WHICH
        noun = _noun_before(walk, k, low) if which else k if k in above and _is_report(walk, k) else None
        if noun is not None:
            return noun
    return None


def _noun_before(walk: Walk, at: int, low: int) -> int | None:
    """Return the nearest noun of a report before a token."""
    return next((k for k in range(at - 1, low - 1, -1) if _is_report(walk, k)), None)


def _is_report(walk: Walk, at: int) -> bool:
    """Return whether a token is a noun for something told: "information", "accusation", "rumeur"."""
    words, codebook = walk.words, walk.codebook
    if words.pos[at] not in {"NOUN", "PROPN"}:
        return False
    names = (words.lemmas[at], words.forms[at].removesuffix("s"))
    return any(name in codebook.speech_nouns or codebook.source_kinds.get(name) == _UNSPECIFIED for name in names)


def _denying_verb(walk: Walk, report: int) -> int | None:
    """Return the verb before a report that denies it, None where no such verb has the report as its object."""
    words = walk.words
    low = max(words.units[words.unit_of[report]][0], report - _VERB_REACH)
    verb = next((k for k in range(report - 1, low - 1, -1) if words.is_verb(k) and words.pos[k] != "AUX"), None)
    denies = verb is not None and walk.effect_of(verb) == _DENIED and not words.group(verb).negated
    return verb if denies else None


def _falsity(walk: Walk, report: int) -> str | None:
    """Return the words that call a report false: "ne correspondent pas à la réalité", "étaient « fausses »"."""
    words = walk.words
    low, high = words.units[words.unit_of[report]]
    for k in range(max(low, report - _VERB_REACH), high):
        match = phrase_at(words, walk.codebook, k, "report")
        if match is None or match[1] <= k:
            continue
        phrase = match[0].phrase
        if " " in phrase and k > report:
            return phrase
        if " " not in phrase and _is_predicate(walk, k, report):
            return phrase
    return None


def _is_predicate(walk: Walk, at: int, report: int) -> bool:
    """Return whether an adjective is said of a report: "sont fausses" behind it, "qualifie de fausses" before it."""
    words, before = walk.words, at - 1
    while before > 0 and (words.forms[before] in _QUOTES or words.pos[before] == "ADV"):
        before -= 1
    if at > report:
        return words.verb_lemma(before) in AVOIR_ETRE or words.forms[before] in {"de", "d'"}
    return words.forms[before] in {"de", "d'"}
