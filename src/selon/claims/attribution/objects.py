"""The object of a verb of saying: the noun phrase that names what is told, over asides, adverbs and times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.attribution.asides import skip_aside

if TYPE_CHECKING:
    from selon.claims.attribution.found import Scope
    from selon.claims.attribution.saying import Saying

_OBJECT_GAP = frozenset("ADV DET ADJ NUM ADP NOUN".split())
_OBJECTS = frozenset({"obj", "obl:arg", "nmod", "dep", "ROOT", "obl:mod"})
_ALL = frozenset({"toute", "tout", "toutes", "tous"})
_NEAR = 8
_DAYS = frozenset({"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"})  # dates, no objects
_TO = frozenset({"à", "au", "aux"})


def object_after(saying: Saying) -> int | None:
    """Return the first token of the noun phrase that is the object, over adverbs and times."""
    words, last = saying.scope.words, _before_object(saying)
    kid = next(
        (k for k in words.kids[saying.verb] if words.dep[k] == "obj" and k > last and words.forms[k] not in _DAYS), None
    )
    if kid is None and words.forms[saying.group.start - 1] == "qui":
        near = range(last + 1, min(saying.unit[1], last + _NEAR))
        noun = next((k for k in near if words.pos[k] not in {"DET", "ADJ", "NUM"}), None)
        kid = noun if noun is not None and noun > last + 1 and words.pos[noun] in {"NOUN", "PROPN"} else None
    if kid is None:
        near = range(last + 1, min(saying.unit[1], last + _NEAR))
        nouns = (k for k in near if _is_noun(saying.scope, k) and words.dep[k] in _OBJECTS)
        kid = next((k for k in nouns if _no_break(saying.scope, last, k)), None)
        beside = last > saying.last or words.pos[saying.verb] not in {"VERB", "AUX"}
        if beside:  # behind an aside, or a verb that the tagger missed, the parser has lost the object
            kid = next((k for k in near if _is_noun(saying.scope, k)), None)
    if kid is None or (words.forms[last + 1] == "," and "," not in words.forms[last + 2 : kid]):
        return None
    if "accusation" in saying.entry.frames and words.lemmas[kid] not in saying.scope.codebook.speech_nouns:
        return kid if any(words.forms[k] in _ALL for k in words.kids[kid]) else None
    return _start_of(saying.scope, kid, last + 1)


def _is_noun(scope: Scope, at: int) -> bool:
    """Return whether a word is a noun, and no day of the week."""
    return scope.words.pos[at] in {"NOUN", "PROPN"} and scope.words.forms[at] not in _DAYS


def _before_object(saying: Saying) -> int:
    """Return the last token before an object: of an aside ("nie, de son côté,"), of a voice ("revendique par X")."""
    scope, last, limit = saying.scope, saying.last, saying.unit[1]
    at = skip_aside(scope, last + 1, limit)
    if saying.entry.act == "claim" and scope.words.forms[at : at + 1] == ["par"]:
        voice = scope.sources.read(at + 1, limit, apposition=False)
        at = (
            at
            if voice is None
            else min((k for k in range(at + 1, voice.end) if _opens_the(scope, k)), default=voice.end)
        )
    return at - 1


def _opens_the(scope: Scope, at: int) -> bool:
    """Return whether a definite noun phrase begins at a token that no preposition governs."""
    words = scope.words
    before = words.pos[at - 1]
    return words.forms[at] in {"le", "la", "l'", "les"} and before in {"NOUN", "ADJ", "PROPN"}


def _start_of(scope: Scope, noun: int, low: int) -> int:
    """Return where the noun phrase before a head starts."""
    words, start = scope.words, noun
    while start > low and words.pos[start - 1] in {"DET", "ADJ", "NUM", "PUNCT", "ADP", "ADV"}:
        if words.forms[start - 1] in {",", ")"}:
            break
        start -= 1
    return start


def _no_break(scope: Scope, last: int, noun: int) -> bool:
    """Return whether nothing but adverbs, determiners and times stands between verb and object."""
    words = scope.words
    for k in range(last + 1, noun):
        other = words.forms[k] in _TO | {"par", "dans", "sur"} and words.pos[k + 1] != "NUM"
        if other or words.pos[k] not in _OBJECT_GAP:
            return False
    return True
