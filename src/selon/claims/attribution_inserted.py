"""Attribution by a verb inserted into what it reports (", a déclaré X") or set beside it ("comme l'affirme X")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.attribution_clauses import read_after, subject_of
from selon.claims.attribution_found import Found
from selon.claims.attribution_sources import PRONOUNS
from selon.claims.attribution_speakers import add_hearer, fits, has_verb, is_first_person, prepend_outlet

if TYPE_CHECKING:
    from selon.claims.attribution_found import Range, Scope
    from selon.claims.verb_groups import VerbGroup
    from selon.codebook.speech import ReportingWord

_QUE = frozenset({"que", "qu'"})
_OPEN = frozenset({"«", '"', "“"})
_BEFORE_INSERTED = frozenset({",", "»", '"', "”", "—", "–", "-", "?", "!", "…", "(", "..."})


def read_inserted(scope: Scope, unit: Range, verb: Range, entry: ReportingWord, group: VerbGroup) -> Found | None:
    """Return the attribution of a verb inserted into what it reports: ", a déclaré X", "dit-il"."""
    words = scope.words
    i = verb[0]
    if not group.finite:
        return None
    before = scope.skip_back(group.start, unit[0])
    while before > unit[0] and (
        words.pos[before] == "ADV" or words.forms[before] in {"ainsi", "encore", "également", "notamment"}
    ):
        before = scope.skip_back(before, unit[0])
    cut = before >= unit[0] and words.forms[before] in _BEFORE_INSERTED
    if before < unit[0] and unit[0] > 0:
        before = scope.skip_back(unit[0], 0)
        cut = words.forms[before] in {"»", '"', "”"}
    subject, hearer, end, enclitic = read_after(scope, verb, unit[1])
    if enclitic is None and (not cut or subject is None):
        return None
    if words.forms[before] == "," and scope.quote_ending_at(scope.skip_back(before, 0)) is not None:
        cut, before = True, scope.skip_back(before, 0)
    closed = end < unit[1] and words.forms[end] == "," and words.forms[before] == "," and has_verb(scope, end, unit[1])
    told = has_verb(scope, unit[0], before) and not any(words.dep[k] == "acl:relcl" for k in range(unit[0], before))
    if (
        enclitic is None
        and not told
        and _has_left_subject(scope, i, group.start)
        and words.forms[before] not in {"»", '"', "”"}
        and not closed
    ):
        return None
    if end < unit[1] and words.forms[end] in _QUE and enclitic is None and words.forms[before] == ",":
        return None
    source = enclitic or subject
    own = source is not None and is_first_person(scope, source)
    if source is None or not (own or fits(scope, entry, source)):
        return None
    content = _around(scope, unit, before, group.start, end)
    if not content:
        return None
    if own:
        return Found((group.start, i + 1), [source], content, f"{entry.lemma}, inserted", entry.act, words.unit_of[i], "inserted", own=True, clause=(group.start, end))  # fmt: skip
    found = Found((group.start, i + 1), [source], content, f"{entry.lemma}, inserted", entry.act, words.unit_of[i], "inserted", wholly=True, clause=(group.start, end))  # fmt: skip
    if hearer is not None:
        prepend_outlet(scope, found, hearer, end)
    add_hearer(scope, (group.start, min(unit[1], end + 12)), found, entry, i)
    return found


def _has_left_subject(scope: Scope, i: int, start: int) -> bool:
    """Return whether the parser gives the verb a subject on its left."""
    words = scope.words
    return any(words.dep[k].startswith("nsubj") and k < start and words.forms[k] not in PRONOUNS for k in words.kids[i])


def _around(scope: Scope, unit: Range, before: int, start: int, end: int) -> list[Range]:
    """Return what stands around an inserted clause: the quotation or sentence before it, and what goes on after it."""
    words = scope.words
    quote = scope.quote_ending_at(before)
    if quote is None and words.forms[before] == ",":
        quote = scope.quote_ending_at(scope.skip_back(before, 0))
    inside = scope.quote_at(start)
    if inside is not None:
        return [(inside[0], start), (end, inside[1])]
    content: list[Range] = []
    if quote is not None and quote[0] > unit[0] + 1 and words.forms[quote[0] - 2] == ":":
        content.append((quote[0], start))
    elif quote is not None:
        content.append((min(quote[0], unit[0]), start))
    elif start > unit[0]:
        content.append((unit[0], start))
    finite = any(has_verb(scope, a, b) for a, b in content)
    if end < unit[1] and (
        not finite
        or words.forms[end] in _OPEN
        or (words.forms[end] in {":", ","} and words.forms[end + 1 : end + 2] and words.forms[end + 1] in _OPEN)
    ):
        content.append((end, unit[1]))
    return content


def read_comparison(scope: Scope, unit: Range, verb: Range, entry: ReportingWord, group: VerbGroup) -> Found | None:
    """Return the attribution of "comme l'affirme X", "ainsi que l'a promis X", "ce qu'a confirmé X"."""
    words = scope.words
    i = verb[0]
    at = scope.skip_back(group.start, unit[0])
    low = max(unit[0], at - 8)
    if at >= unit[0] and words.forms[at] not in {"comme", *_QUE}:
        left = next((k for k in words.kids[i] if words.dep[k].startswith("nsubj") and k < group.start), None)
        if left is None:
            return None
        at = words.subtree(left)[0] - 1
    if at < low:
        return None
    like = words.forms[at] == "comme"
    that = words.forms[at] in _QUE and at > unit[0] and words.forms[at - 1] in {"ainsi", "ce"}
    if not like and not that:
        return None
    first = at if like else at - 1
    against = words.forms[first - 1] if first > unit[0] else ""
    if against in {"à", "de"}:
        return None
    subject, _hearer, end, _enclitic = read_after(scope, verb, unit[1])
    source = subject or subject_of(scope, i, unit, i + 1)
    own = source is not None and is_first_person(scope, source)
    if source is None or not (own or fits(scope, entry, source)):
        return None
    end = max(end, source.end, i + 1)
    if against == "selon":
        first -= 1
    content = [(unit[0], first), (end, unit[1])]
    if (that and words.forms[at - 1] == "ainsi") or like:
        finite = has_verb(scope, unit[0], first)
        content = [(unit[0], first)] if finite else [(end, unit[1])]
        if that and finite:
            comma = next((k for k in range(first - 2, unit[0], -1) if words.forms[k] == ","), unit[0])
            content = [(comma, first)]
    return Found((first, i + 1), [source], [c for c in content if c[0] < c[1]], f"{entry.lemma}, compared", entry.act, words.unit_of[i], "compared", own=own, clause=(first, end))  # fmt: skip
