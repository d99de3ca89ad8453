"""Speakers: whether a subject can be the source of what a verb reports, whose voice it is, and which outlet was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.attribution_sources import SPEAKER_PRONOUNS
from selon.claims.claim import SourceKind

if TYPE_CHECKING:
    from selon.claims.attribution_found import Found, Range, Scope
    from selon.claims.attribution_sources import Phrase
    from selon.codebook.speech import ReportingWord


def is_first_person(scope: Scope, source: Phrase) -> bool:
    """Return whether the subject is "je", "nous" or "on": a speaker inside a quotation, or nobody."""
    return source.pronoun and scope.words.forms[source.head] in SPEAKER_PRONOUNS


def fits(scope: Scope, entry: ReportingWord, source: Phrase) -> bool:
    """Return whether the subject is of the sort that the entry asks for."""
    if entry.subject == "speaker":
        return scope.sources.can_speak(source)
    if entry.subject == "document":
        return source.kind is SourceKind.DOCUMENT
    if entry.subject == "observer":
        return source.kind in {SourceKind.ANONYMOUS, SourceKind.WITNESS}
    return True


def is_impersonal(scope: Scope, source: Phrase) -> bool:
    """Return whether a subject is the "il" of "il faut dire", "il est à noter": nobody."""
    words = scope.words
    if not source.pronoun or words.forms[source.head] not in {"il", "-il", "-t-il", "ce", "c'"}:
        return False
    return words.dep[source.head] == "expl:subj" or words.verb_lemma(words.head[source.head]) in {"falloir", "convenir"}


def voice_of(scope: Scope, i: int, limit: int) -> Phrase | None:
    """Return who lends his voice: "par la voix de X", "par la bouche de X"; None where nobody does."""
    words = scope.words
    for k in range(i + 1, limit - 2):
        if words.forms[k : k + 2] == ["par", "la"] and words.forms[k + 2] in {"voix", "bouche"}:
            return scope.sources.read(k + 4, limit)
    return None


def add_hearer(scope: Scope, unit: Range, found: Found, entry: ReportingWord, i: int) -> None:
    """Put the outlet to which something is said ("à l'AFP", "sur Fox News") in front of the chain."""
    del entry
    words = scope.words
    if len(found.links) > 1:
        return
    for k in range(unit[0], unit[1]):
        if (
            found.covers(k)
            or found.inner.start <= k < found.inner.end
            or words.forms[k] not in {"à", "au", "aux", "sur", "avec", "dans", "auprès"}
        ):
            continue
        if words.unit_of[k] != words.unit_of[i] or abs(k - i) > 30:  # noqa: PLR2004
            continue
        start = k + 2 if words.forms[k] == "auprès" else k + 1
        hearer = scope.sources.read(start, unit[1], apposition=False)
        if (
            hearer is not None
            and hearer.kind is SourceKind.OUTLET
            and hearer.head != found.inner.head
            and not _is_written(scope, hearer)
        ):
            found.links.insert(0, hearer)
            return


def _is_written(scope: Scope, hearer: Phrase) -> bool:
    """Return whether the phrase names a medium in general, not an outlet: "au site", "à la presse", "sur sa chaîne"."""
    return hearer.entity is None and not any(
        scope.words.texts[k][:1].isupper() for k in range(hearer.start, hearer.end)
    )


def prepend_outlet(scope: Scope, found: Found, hearer: Phrase, end: int) -> None:
    """Put the hearer of an inserted clause in front of the chain where it is an outlet."""
    del end
    if hearer.kind is SourceKind.OUTLET and not _is_written(scope, hearer):
        found.links.insert(0, hearer)


def has_verb(scope: Scope, start: int, end: int) -> bool:
    """Return whether a finite verb stands in a range."""
    words = scope.words
    return any(words.pos[k] in {"VERB", "AUX"} and words.group(k).finite for k in range(start, end))


def noun_at(scope: Scope, start: int, limit: int) -> int:
    """Return the first noun from a token on."""
    words = scope.words
    return next((k for k in range(start, limit) if words.pos[k] in {"NOUN", "PROPN", "X"}), start)
