"""What follows an inverted verb of saying: its subject, who is told, and what is slipped in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.attribution.asides import skip_times
from selon.claims.attribution.sources import Phrase
from selon.claims.claim import SourceKind
from selon.mentions.dates.names import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from selon.claims.attribution.found import Range, Scope

_ENCLITICS = frozenset("-t-il -t-elle -t-ils -t-elles -il -elle -ils -elles -t-on -on -je -nous".split())
_PARTS = "hier aujourd'hui soir matin midi nuit semaine mois journée après-midi"
_TIMES = frozenset({*WEEKDAYS, *MONTHS, *_PARTS.split()})
_BEFORE_TIMES = frozenset({"le", "ce", "cette", "dans", "la", "en", "au"})
_ADVERBIAL = frozenset(
    "dans sur lors devant par depuis via sous après avant pendant en au auprès avec à aux face de d'".split()
)
_TO = frozenset({"à", "au", "aux", "auprès"})
_OF = frozenset({"de", "d'", "du", "des", "l'", "la", "le", "les"})
_ARTICLES = frozenset({"le", "la", "l'", "les", "un", "une", "des", "du"})
_ADDRESS = frozenset({"m.", "mm.", "mme", "mmes", "mlle", "me", "dr", "mgr"})
_NOUNS = frozenset({"NOUN", "PROPN", "X"})


def read_after(scope: Scope, verb: Range, limit: int) -> tuple[Phrase | None, Phrase | None, int, Phrase | None]:
    """Return what follows a verb: its inverted subject, its hearer, the token after both, and an enclitic subject.

    "a confié lundi à l'AFP un responsable": subject "un responsable", hearer "l'AFP".
    """
    words = scope.words
    enclitic = _enclitic_after(scope, verb[0], limit)
    at = max(verb[1], enclitic.start if enclitic else 0) + 1
    subject: Phrase | None = None
    hearer: Phrase | None = None
    aside = False
    while at < limit:
        form = words.forms[at]
        timely = opens_time(scope, at, limit)
        if subject is None and enclitic is None and not timely and _opens_noun(scope, at):
            subject = scope.sources.read(at, limit)
            if subject is None:
                break
            subject, told = _without_hearer(scope, subject)
            hearer, at = hearer or told, told.end if told else subject.end
        elif form in _ADVERBIAL and not (subject and form in {"de", "d'"}):
            phrase = scope.sources.read(at + 1, limit, apposition=False)
            if phrase is None or phrase.pronoun:
                break
            if subject is None and enclitic is None:
                phrase = _without_speaker(scope, phrase)
            hearer = hearer or (phrase if form in _TO or phrase.kind is SourceKind.OUTLET else None)
            at = phrase.end
        elif timely or words.pos[at] == "ADV":
            at = _skip_time(scope, at, limit)
        elif form == "," and subject is None and at + 1 < limit and (aside or _opens_aside(scope, at + 1, limit)):
            aside, at = True, at + 1
        else:
            break
    return subject, hearer, at, enclitic


def _opens_aside(scope: Scope, at: int, limit: int) -> bool:
    """Return whether a time or an adverbial is slipped in between verb and subject: ", ont rapporté, lundi, des …"."""
    return scope.words.forms[at] in _ADVERBIAL or skip_times(scope, at, limit) > at


def _without_hearer(scope: Scope, subject: Phrase) -> tuple[Phrase, Phrase | None]:
    """Return a subject without the outlet read into it, and the outlet: "des habitants | à l'AFP"."""
    for k in range(subject.head + 1, subject.end - 1):
        if scope.words.forms[k] in _TO:
            outlet = scope.sources.read(k + 1, subject.end, apposition=False)
            if outlet is not None and outlet.kind is SourceKind.OUTLET and outlet.end == subject.end:
                return scope.sources.named(subject.start, k, subject.head), outlet
    return subject, None


def _without_speaker(scope: Scope, hearer: Phrase) -> Phrase:
    """Return an outlet without the speaker read into it: "à l'AFP | M. Sarr", "à l'agence Saba | des médecins".

    So too the medium of a statement: "dans un communiqué | Idris Sarr".
    """
    words, kinds = scope.words, scope.codebook.source_kinds
    if hearer.kind is SourceKind.DOCUMENT:
        capitals = (k for k in range(hearer.head + 1, hearer.end) if words.texts[k][:1].isupper())
        name = next((k for k in capitals if words.forms[k - 1] not in _OF), None)
        return scope.sources.named(hearer.start, name, hearer.head) if name is not None else hearer
    for k in range(hearer.head + 1, hearer.end):
        opens = words.forms[k] == "des" or words.pos[k] == "NUM"
        many = opens and k + 1 < hearer.end and scope.sources.noun_lemma(k + 1) in kinds
        titled = words.forms[k] in _ADDRESS
        named = words.dep[k] == "appos" or (words.pos[k] == "PROPN" and words.texts[k - 1].isupper())
        if many or titled or named:
            cut = scope.sources.named(hearer.start, k, hearer.head)
            if cut.kind is SourceKind.OUTLET:
                return cut
    return hearer


def _enclitic_after(scope: Scope, verb: int, limit: int) -> Phrase | None:
    """Return the pronoun that hangs on a verb or its auxiliary: "-t-il" in "a-t-il dit"."""
    carrier = scope.words.group(verb).auxiliary
    places = (verb + 1, verb + 2, *((carrier + 1, carrier + 2) if carrier is not None else ()))
    at = next((k for k in reversed(places) if k < limit and scope.words.forms[k] in _ENCLITICS), None)
    return Phrase(at, at + 1, at, SourceKind.PERSON, pronoun=True) if at is not None else None


def _opens_noun(scope: Scope, at: int) -> bool:
    """Return whether a noun phrase may begin at a token."""
    words = scope.words
    if words.forms[at] in {"de", "d'", "que", "qu'"}:
        return False
    name = words.pos[at] == "ADJ" and words.texts[at][:1].isupper()
    return name or words.pos[at] in {"DET", "NUM"} | _NOUNS or words.forms[at] in _ARTICLES


def opens_time(scope: Scope, at: int, limit: int) -> bool:
    """Return whether a time stands at a token: "lundi", "ce matin", "le 26 mars"."""
    forms = scope.words.forms
    for k in range(at, min(limit, at + 3)):
        if forms[k] in _TIMES:
            return True
        if forms[k] not in _BEFORE_TIMES and not forms[k].isdigit():
            return False
    return False


def _skip_time(scope: Scope, at: int, limit: int) -> int:
    """Return the token after a time or an adverb."""
    forms, end = scope.words.forms, at
    if not opens_time(scope, at, limit):
        return at + 1
    while end < limit and (forms[end] in _TIMES or forms[end].isdigit() or opens_time(scope, end, limit)):
        end += 1
    return max(end, at + 1)
