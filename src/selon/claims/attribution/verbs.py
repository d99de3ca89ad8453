"""Attribution by verbs of saying: who is the subject, and where the content stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.attribution.asides import skip_times
from selon.claims.attribution.clauses import clause_end
from selon.claims.attribution.found import Found, extend_to_quotes
from selon.claims.attribution.frames import content_of
from selon.claims.attribution.inserted import read_comparison, read_inserted
from selon.claims.attribution.passive import read_passive, read_relative
from selon.claims.attribution.saying import OPENING_MARKS, Saying
from selon.claims.attribution.subjects import main_subject, noun_before, subject_of
from selon.claims.claim import SourceKind
from selon.claims.passages import match_phrase

if TYPE_CHECKING:
    from selon.claims.attribution.found import Range, Scope
    from selon.claims.attribution.sources import Phrase
    from selon.codebook.speech import ReportingWord

_DE = frozenset({"de", "d'", "du", "des"})
_NEVER_VERBS = frozenset({"PUNCT", "SPACE", "DET", "ADP", "CCONJ", "SCONJ", "PRON", "NUM"})
_MODALS = frozenset({"tenir", "venir", "pouvoir", "devoir", "vouloir", "aller", "continuer", "falloir"})
_TOLD = frozenset({"say", "announce", "confirm"})  # "a réuni la presse pour annoncer que"
_BESIDE = frozenset({"après", "avant", "depuis", "malgré", "en", "alors", "tandis", "tout"})
_BEFORE_GOVERNED = frozenset({"de", "d'", "à", "l'", "le", "la", "les", "pas", "ne"})


def find_verb_cues(scope: Scope, unit: Range) -> list[Found]:
    """Return the attributions that verbs of saying make in one sentence."""
    found = []
    for verb in range(*unit):
        if scope.words.pos[verb] in _NEVER_VERBS:
            continue
        entries, last = _entries_at(scope, verb)
        if not entries or _is_relay(scope, verb):
            continue
        group = scope.words.group(verb)
        entry = next((e for e in entries if e.reflexive == group.reflexive), None)
        if entry is not None and (one := _read_verb(Saying(scope, unit, verb, last, entry, group))) is not None:
            one.content = extend_to_quotes(scope, one.content)
            found.append(one)
    return found


def _is_relay(scope: Scope, verb: int) -> bool:
    """Return whether a verb opens a relay ("citant", "relayant"), which adds a link and reports nothing by itself."""
    if not scope.words.forms[verb].endswith("ant"):
        return False
    match = match_phrase(scope.words, verb, scope.codebook.openers)
    return match is not None and getattr(match[0], "place", "") == "inner"


def _entries_at(scope: Scope, verb: int) -> tuple[tuple[ReportingWord, ...], int]:
    """Return the entries of a verb of saying at a token, and the last token of it; () where there is none."""
    words = scope.words
    lemma = words.verb_lemma(verb)
    phrases = scope.codebook.verb_phrases.get(lemma, ())
    entries = scope.codebook.verbs.get(lemma, ())
    if not (phrases or entries) or not words.is_verb(verb):
        return (), verb
    for rest, word in phrases:
        if (last := _phrase_end(scope, verb, rest)) is not None:
            return (word,), last
    return entries, verb


def _phrase_end(scope: Scope, verb: int, rest: tuple[str, ...]) -> int | None:
    """Return the last token of a verb phrase whose further words follow the verb, adverbs and times between."""
    words = scope.words
    at = verb
    for word in rest:
        at = skip_times(scope, at + 1, len(words))
        while (
            at < len(words) and words.forms[at] != word and (words.pos[at] == "ADV" or words.forms[at] in OPENING_MARKS)
        ):
            at += 1
        if at >= len(words) or (words.forms[at] != word and not (word == "de" and words.forms[at] in _DE)):
            return None
    return at


def _read_verb(saying: Saying) -> Found | None:
    """Return the attribution of one verb, or None where it reports nothing."""
    group = saying.group
    if group.negated and not group.only:
        return None
    if group.passive or group.past_participle:
        return read_passive(saying)
    governed = not group.infinitive or _is_governed(saying)
    if governed and "quote" in saying.entry.frames and (inserted := read_inserted(saying)) is not None:
        return inserted
    if (told := read_comparison(saying)) is not None:
        return told
    content = content_of(saying)
    if content is not None:
        return _read_content(saying, *content, governed=governed)
    return read_relative(saying) if governed else None


def _read_content(saying: Saying, start: int, how: str, *, governed: bool) -> Found | None:
    """Return the attribution of a verb whose content begins at a token; without links where its subject is unknown."""
    scope, unit = saying.scope, saying.unit
    source = _subject(saying, start) if governed else None
    if source is None or saying.is_first_person(source):
        end = clause_end(scope, saying.verb, start, unit)
        return saying.report([source] if source else [], [(start, end)], f" + {how}", how, start)
    if not saying.accepts(source):
        return None
    if saying.entry.subject == "observer" and source.kind is SourceKind.ANONYMOUS and how == "object":
        return None
    found = saying.report([source], [(start, _end(saying, start, how))], f" + {how}", how, start)
    found.wholly = how in {"que", "quote"} and scope.words.dep[saying.verb] == "ROOT"
    found.own = found.own or _is_called_lie(saying)
    saying.add_hearer(found, None, unit)
    return found


def _is_called_lie(saying: Saying) -> bool:
    """Return whether somebody else calls it a lie: "ils mentent en disant que": then they are no source of it."""
    words = saying.scope.words
    over = words.head[saying.verb]
    entry = saying.scope.codebook.hedges.get(("verb", words.verb_lemma(over))) if over < saying.verb else None
    under = saying.group.present_participle or words.dep[saying.verb] == "advcl"
    return under and entry is not None and entry.effect == "denied"


def _subject(saying: Saying, limit: int) -> Phrase | None:
    """Return who says it: the subject, or who lends his voice; None for "il faut dire"."""
    if saying.group.present_participle and (speaker := _speaker_before(saying)) is not None:
        return speaker
    source = subject_of(saying.scope, saying.verb, saying.unit, limit)
    within = source is not None and (source.start >= limit or saying.group.start <= source.start < saying.verb)
    if source is not None and not source.pronoun and within:  # no subject stands in what is said, nor in an aside
        source = noun_before(saying.scope, saying.verb, saying.unit)
    if source is None or saying.is_impersonal(source):
        return None
    if not source.pronoun and saying.group.present_participle and not saying.scope.sources.can_speak(source):
        return main_subject(saying.scope, saying.verb, saying.unit) or source
    if not source.pronoun and not saying.accepts(source):
        return saying.voice(limit) or source
    return source


def _speaker_before(saying: Saying) -> Phrase | None:
    """Return who was named right before a participle: "a déclaré X, ajoutant que", "a déploré X, en condamnant"."""
    forms, at = saying.scope.words.forms, saying.group.start
    while at > saying.unit[0] and forms[at - 1] in {"en", ",", "tout"}:
        at -= 1
    return saying.scope.named.get(at) if at < saying.group.start else None


def _end(saying: Saying, start: int, how: str) -> int:
    """Return where the content ends: with the act that is claimed, with the quotation, else with the clause."""
    scope, words = saying.scope, saying.scope.words
    if how == "object" and saying.entry.act == "claim":
        nouns = (k for k in range(start, saying.unit[1]) if words.pos[k] in {"NOUN", "PROPN", "X"})
        return _object_end(scope, start, max(words.subtree(next(nouns, start))[1], start + 1))
    if how == "quote" and scope.quote_at(saying.verb) is None:
        marked = words.forms[start] in OPENING_MARKS
        quote = scope.quote_at(start + marked) if marked or words.forms[start - 1] in OPENING_MARKS else None
        if quote is not None:
            return quote[1]
    end = clause_end(scope, saying.verb, start, saying.unit)
    return _object_end(scope, start, end) if how == "object" else end


def _object_end(scope: Scope, start: int, end: int) -> int:
    """Return where the object of a verb ends: before what tells when or how it was said ("X, après deux ans")."""
    words = scope.words
    for k in range(start + 1, end - 1):
        loose = words.forms[k] == "," and words.forms[k + 1] in _BESIDE
        gerund = words.forms[k] == "en" and words.is_verb(k + 1) and words.group(k + 1).present_participle
        if (loose or gerund) and scope.quote_at(k) is None:
            return k
    return end


def _is_governed(saying: Saying) -> bool:
    """Return whether an infinitive of saying belongs to a subject: "vient d'annoncer", "a tenu à préciser"."""
    words = saying.scope.words
    before = saying.verb - 1
    while before > 0 and (words.forms[before] in _BEFORE_GOVERNED or words.pos[before] == "ADV"):
        before -= 1
    if words.verb_lemma(before) in _MODALS or (words.forms[before] == "pour" and saying.entry.act in _TOLD):
        return True
    return words.forms[before] == "et" and any(words.verb_lemma(k) in _MODALS for k in words.ancestors(saying.verb))
