"""Attribution by verbs of saying: who is the subject, and where the content stands (clause, infinitive, object, quotation)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.attribution_clauses import clause_end, subject_of
from selon.claims.attribution_found import Found, extend_to_quotes
from selon.claims.attribution_frames import content_of
from selon.claims.attribution_inserted import read_comparison, read_inserted
from selon.claims.attribution_passive import read_passive, read_relative
from selon.claims.attribution_speakers import add_hearer, fits, is_first_person, is_impersonal, noun_at, voice_of
from selon.claims.claim import SourceKind
from selon.claims.passages import match_phrase

if TYPE_CHECKING:
    from selon.claims.attribution_found import Range, Scope
    from selon.claims.verb_groups import VerbGroup
    from selon.codebook.speech import ReportingWord

_DE = frozenset({"de", "d'", "du", "des"})
_NEVER_VERBS = frozenset({"PUNCT", "SPACE", "DET", "ADP", "CCONJ", "SCONJ", "PRON", "NUM"})
_OPEN = frozenset({"«", '"', "“"})
_MODALS = frozenset({"tenir", "venir", "pouvoir", "devoir", "vouloir", "aller", "continuer", "falloir"})
_NOT_BEFORE_INFINITIVE = frozenset({"pour", "sans", "afin", "avant"})


def find_verb_cues(scope: Scope, unit: Range) -> list[Found]:
    """Return the attributions that verbs of saying make in one sentence."""
    found = []
    for i in range(*unit):
        if scope.words.pos[i] in _NEVER_VERBS:
            continue
        entries, last = _entries_at(scope, i)
        if not entries or _is_relay(scope, i):
            continue
        group = scope.words.group(i)
        entry = next((e for e in entries if e.reflexive == group.reflexive), None) or (
            entries[0] if not entries[0].reflexive and not group.reflexive else None
        )
        if entry is not None and (one := _read_verb(scope, unit, (i, last), entry, group)) is not None:
            one.content = extend_to_quotes(scope, one.content)
            found.append(one)
    return found


def _is_relay(scope: Scope, i: int) -> bool:
    """Return whether a verb opens a relay ("citant", "relayant"), which adds a link and reports nothing by itself."""
    if not scope.words.forms[i].endswith("ant"):
        return False
    match = match_phrase(scope.words, i, scope.codebook.openers)
    return match is not None and getattr(match[0], "place", "") == "inner"


def _entries_at(scope: Scope, i: int) -> tuple[tuple[ReportingWord, ...], int]:
    """Return the entries of a verb of saying at a token, and the last token of it; () where there is none."""
    words = scope.words
    lemma = words.verb_lemma(i)
    if not lemma:
        return (), i
    for rest, word in scope.codebook.verb_phrases.get(lemma, ()) if words.is_verb(i) else ():
        if (last := _phrase_end(scope, i, rest)) is not None:
            return (word,), last
    entries = scope.codebook.verbs.get(lemma, ())
    if entries and not words.is_verb(i):
        return (), i
    return entries, i


def _phrase_end(scope: Scope, i: int, rest: tuple[str, ...]) -> int | None:
    """Return the last token of a verb phrase whose further words follow the verb, adverbs between; None where they do not."""
    words = scope.words
    at = i
    for word in rest:
        at += 1
        while at < len(words) and words.pos[at] == "ADV" and words.forms[at] != word:
            at += 1
        if at >= len(words) or (words.forms[at] != word and not (word == "de" and words.forms[at] in _DE)):
            return None
    return at


def _read_verb(scope: Scope, unit: Range, verb: Range, entry: ReportingWord, group: VerbGroup) -> Found | None:
    """Return the attribution of one verb (its token and its last word), or None where it reports nothing."""
    words = scope.words
    i = verb[0]
    if group.negated and not group.only:
        return None
    if group.passive or group.past_participle:
        return read_passive(scope, unit, i, entry, group)
    loose = group.infinitive and not _is_governed(scope, i)
    if (
        not loose
        and "quote" in entry.frames
        and (inserted := read_inserted(scope, unit, verb, entry, group)) is not None
    ):
        return inserted
    if (told := read_comparison(scope, unit, verb, entry, group)) is not None:
        return told
    content = content_of(scope, unit, verb, entry)
    if content is None:
        return None if loose else read_relative(scope, unit, i, entry, group)
    start, how = content
    source = None if loose else subject_of(scope, i, unit, start)
    if source is not None and is_impersonal(scope, source):
        source = None
    if source is not None and not source.pronoun and not fits(scope, entry, source):
        source = voice_of(scope, i, start) or source
    own = source is not None and is_first_person(scope, source)
    if source is not None and not own and not fits(scope, entry, source):
        return None
    if source is None or own:
        end = clause_end(scope, i, start, unit)
        return Found((group.start, i + 1), [source] if source else [], [(start, end)], f"{entry.lemma} + {how}", entry.act, words.unit_of[i], how, own=own, clause=(group.start, start))  # fmt: skip
    if entry.subject == "observer" and source.kind is SourceKind.ANONYMOUS and how == "object":
        return None
    if how == "object" and entry.act == "claim":
        end = max(words.subtree(noun_at(scope, start, unit[1]))[1], start + 1)
    else:
        end = clause_end(scope, i, start, unit)
    if scope.quote_at(i) is None and how == "quote":
        quote = (
            scope.quote_at(start + 1)
            if words.forms[start] in _OPEN
            else scope.quote_at(start)
            if words.forms[start - 1] in _OPEN
            else None
        )
        end = quote[1] if quote is not None else end
    found = Found((group.start, i + 1), [source], [(start, end)], f"{entry.lemma} + {how}", entry.act, words.unit_of[i], how, clause=(group.start, start))  # fmt: skip
    found.wholly = how in {"que", "quote"} and words.dep[i] == "ROOT"
    add_hearer(scope, unit, found, entry, i)
    return found


def _is_governed(scope: Scope, i: int) -> bool:
    """Return whether an infinitive of saying belongs to a subject: "vient d'annoncer", "a tenu à préciser"."""
    words = scope.words
    before = i - 1
    while before > 0 and (
        words.forms[before] in {"de", "d'", "à", "l'", "le", "la", "les", "pas", "ne"} or words.pos[before] == "ADV"
    ):
        before -= 1
    return words.forms[before] not in _NOT_BEFORE_INFINITIVE and words.verb_lemma(before) in _MODALS
