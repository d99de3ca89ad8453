"""Attribution by a verb inserted into what it reports (", a déclaré X") or set beside it ("comme l'affirme X")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.attribution.asides import subject_before_aside
from selon.claims.attribution.back import presents, told_before
from selon.claims.attribution.clauses import has_verb
from selon.claims.attribution.inverted import read_after
from selon.claims.attribution.reach import told_relative
from selon.claims.attribution.saying import CLOSING_MARKS, OPENING_MARKS, QUE
from selon.claims.attribution.sources import PRONOUNS
from selon.claims.attribution.subjects import subject_of
from selon.claims.claim import SourceKind

if TYPE_CHECKING:
    from selon.claims.attribution.found import Found, Range, Scope
    from selon.claims.attribution.saying import Saying
    from selon.claims.attribution.sources import Phrase

_BEFORE_INSERTED = frozenset({",", "»", '"', "”", "—", "–", "-", "?", "!", "…", "(", "..."})
_LEADING = frozenset({"ainsi", "encore", "également", "notamment"})
_ANYBODY = frozenset({"on", "-on", "-t-on"})
_ASKED = frozenset({"auprès", "chez", "à", "au", "aux"})
_FROM = frozenset({"de", "d'", "d’", "des"})
_BESIDE = frozenset({"de", "d'", "d’", "du", "des"})
_AFTER_REACH = 12
_LIKE_REACH = 8


def read_inserted(saying: Saying) -> Found | None:
    """Return the attribution of a verb inserted into what it reports: ", a déclaré X", "dit-il"."""
    if not saying.group.finite:
        return None
    scope, unit, start = saying.scope, saying.unit, saying.group.start
    if subject_before_aside(scope, start, unit) is not None:
        return None
    before, cut = _cut_before(saying)
    subject, hearer, end, enclitic = read_after(scope, (saying.verb, saying.last), unit[1])
    source = enclitic or subject
    if source is None or not (enclitic or (cut and _is_inserted(saying, before, end))):
        return None
    if not saying.accepts(source) and not _closes(scope, unit, end):
        return None
    content = _around(saying, before, end)
    if not content:
        return None
    found = saying.report([source], content, ", inserted", "inserted", end)
    anybody, outlet = scope.words.forms[source.head] in _ANYBODY, source.kind is SourceKind.OUTLET
    asked = _asked(saying) if (found.own and anybody) or outlet else None
    if asked is not None and anybody:
        found.links, found.own = [asked], False
    elif asked is not None and asked.kind is not SourceKind.OUTLET:
        found.links = [source, asked]  # "a appris l'AFP de source policière"
        return found
    if not found.own:
        scope.named[end] = source
        found.wholly = True
        saying.add_hearer(found, hearer, (start, min(unit[1], end + _AFTER_REACH)))
    return found


def _closes(scope: Scope, unit: Range, end: int) -> bool:
    """Return whether an inserted clause closes its sentence, so that whoever stands there is who says it."""
    return has_verb(scope, *unit) and (end >= unit[1] or scope.words.forms[end] == ".")


def _asked(saying: Saying) -> Phrase | None:
    """Return whom "on" stands for or has asked: "a-t-on appris lundi de sources sûres", "indique-t-on au ministère"."""
    scope, words, end = saying.scope, saying.scope.words, saying.unit[1]
    for k in range(saying.verb + 1, min(end - 1, saying.verb + _AFTER_REACH)):
        if words.forms[k] in {";", ":", ".", "»"} or words.pos[k] == "VERB":
            return None
        heard = words.forms[k] in _FROM and not any(words.forms[at] in _ASKED for at in range(saying.verb + 1, k))
        if words.forms[k] not in _ASKED and not heard:
            continue
        behind = k + 1 + (words.forms[k] == "auprès" and words.forms[k + 1] in _BESIDE)
        phrase = scope.sources.read(behind, end)
        if phrase is not None and not phrase.pronoun and scope.sources.can_speak(phrase):
            return phrase
    return None


def _cut_before(saying: Saying) -> tuple[int, bool]:
    """Return the token before an inserted clause, and whether it is a comma, a dash or a mark that cuts it off."""
    scope, unit, words = saying.scope, saying.unit, saying.scope.words
    before = scope.skip_back(saying.group.start, unit[0])
    while before > unit[0] and (words.pos[before] == "ADV" or words.forms[before] in _LEADING):
        before = scope.skip_back(before, unit[0])
    cut = before >= unit[0] and words.forms[before] in _BEFORE_INSERTED
    if before < unit[0] and unit[0] > 0:
        before = scope.skip_back(unit[0], 0)
        cut = words.forms[before] in CLOSING_MARKS
    if words.forms[before] == "," and scope.quote_ending_at(scope.skip_back(before, 0)) is not None:
        return scope.skip_back(before, 0), True
    return before, cut


def _is_inserted(saying: Saying, before: int, end: int) -> bool:
    """Return whether a verb before its subject is inserted, not a main verb after a subject between commas."""
    scope, unit, words = saying.scope, saying.unit, saying.scope.words
    if words.forms[before] == "," and end < unit[1] and words.forms[end] in QUE:
        return False
    left = saying.left_subject()
    if left is None or words.forms[left] in PRONOUNS or words.forms[before] in CLOSING_MARKS:
        return True
    told = has_verb(scope, unit[0], before) and not any(words.dep[k] == "acl:relcl" for k in range(unit[0], before))
    closed = end < unit[1] and words.forms[end] == words.forms[before] == "," and has_verb(scope, end, unit[1])
    return told or closed


def _around(saying: Saying, before: int, end: int) -> list[Range]:
    """Return what stands around an inserted clause: the quotation or sentence before it, and what goes on after it."""
    scope, unit, start = saying.scope, saying.unit, saying.group.start
    forms = scope.words.forms
    inside = scope.quote_at(start)
    if inside is not None:
        return [(inside[0], start), (end, inside[1])]
    quote = scope.quote_ending_at(before)
    if quote is None:
        content = [(unit[0], start)] if start > unit[0] else []
    elif quote[0] > unit[0] + 1 and forms[quote[0] - 2] == ":":
        content = [(quote[0], start)]
    else:
        content = [(min(quote[0], unit[0]), start)]
    finite = any(has_verb(scope, low, high) for low, high in content)
    marked = forms[end : end + 1] and forms[end] in {":", ","} and forms[end + 1 : end + 2]
    quoted = bool(marked and forms[end + 1] in OPENING_MARKS)
    if end < unit[1] and (not finite or quoted or forms[end] in OPENING_MARKS):
        content.append((end, unit[1]))
    return content


def read_comparison(saying: Saying) -> Found | None:
    """Return the attribution of "comme l'affirme X", "ainsi que l'a promis X", "ce qu'a confirmé X"."""
    scope, unit, words = saying.scope, saying.unit, saying.scope.words
    first = _comparing_word(saying)
    if first is None:
        return None
    against = words.forms[first - 1] if first > unit[0] else ""
    subject, _hearer, end, _enclitic = read_after(scope, (saying.verb, saying.last), unit[1])
    source = subject or subject_of(scope, saying.verb, unit, saying.verb + 1)
    if against in {"à", "de"} or source is None or not saying.accepts(source):
        return None
    end = max(end, source.end, saying.verb + 1)
    told = told_relative(scope, unit, first - 1) if against == "selon" else None
    content = [(told if told is not None else unit[0], first - (against == "selon")), (end, unit[1])]
    if saying.entry.act == "deny" and words.forms[first] == "ce":
        return None  # "ce que dément X": who denies it is not its source
    if words.forms[first] == "ce" and presents(scope, unit, first):
        content = told_before(scope, unit)
    if words.forms[first] in {"ainsi", "comme"}:
        content = [_compared(scope, unit, first)] if has_verb(scope, unit[0], first) else [(end, unit[1])]
    found = saying.report([source], content, ", compared", "compared", end)
    found.cue = found.clause = (first - (against == "selon"), saying.verb + 1)
    found.clause = (found.cue[0], end)
    return found


def _comparing_word(saying: Saying) -> int | None:
    """Return the "comme", "ainsi" or "ce" that sets a verb of saying beside what is told; None where there is none."""
    scope, unit, words = saying.scope, saying.unit, saying.scope.words
    at = scope.skip_back(saying.group.start, unit[0])
    if saying.group.infinitive and at > unit[0] and words.is_verb(at):  # "comme devait conclure X"
        at = scope.skip_back(words.group(at).start, unit[0])
    low = max(unit[0], at - _LIKE_REACH)
    if at >= unit[0] and words.forms[at] != "comme" and words.forms[at] not in QUE:
        left = saying.left_subject()
        if left is None:
            return None
        at = words.subtree(left)[0] - 1
    if at < low:
        return None
    if words.forms[at] == "comme":
        return at
    that = words.forms[at] in QUE and at > unit[0] and words.forms[at - 1] in {"ainsi", "ce"}
    return at - 1 if that else None


def _compared(scope: Scope, unit: Range, first: int) -> Range:
    """Return what a comparison after it covers: with "ainsi que" the last member, with "comme" all of the sentence."""
    if scope.words.forms[first] == "comme":
        return unit[0], first
    comma = next((k for k in range(first - 2, unit[0], -1) if scope.words.forms[k] == ","), unit[0])
    return comma, first
