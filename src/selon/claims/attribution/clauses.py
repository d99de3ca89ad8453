"""Where the content of a verb of saying ends: before what belongs to the verb itself or to the sentence above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.attribution.asides import relative_end

if TYPE_CHECKING:
    from selon.claims.attribution.found import Range, Scope

_SUBORDINATE = frozenset({"alors", "tandis", "pendant", "lorsque", "quand", "bien", "quoique"})
_EDGES = frozenset({",", "et", "mais", "»", ")"})
_NO_MAIN_CLAUSE = frozenset({"qui", "que", "dont", "où", "et", "mais"})
_VERBAL = frozenset({"VERB", "AUX"})


def clause_end(scope: Scope, verb: int, start: int, unit: Range) -> int:
    """Return where the content of a verb ends, begun at a token."""
    words, quote = scope.words, scope.quote_at(start)
    stop = unit[1]
    if quote is not None and scope.quote_at(verb) is not None:
        stop = min(stop, quote[1])
    stop = min(stop, _before_barriers(scope, verb, start, stop))
    stop = relative_end(scope, verb, start, stop)
    if (fronted := _fronted_end(scope, verb, start, unit)) is not None:
        stop = min(stop, fronted)
    for k in range(start + 1, stop - 1):
        if words.forms[k] == "et" and scope.quote_at(k) is None and _opens_second_report(scope, k + 1, stop):
            stop = k
            break
    return next((k for k in range(start, stop) if words.forms[k] == ";" and scope.quote_at(k) is None), stop)


def _before_barriers(scope: Scope, verb: int, start: int, stop: int) -> int:
    """Return where the first thing begins that the parser hangs on the verb itself or above it, else `stop`."""
    words, quote = scope.words, scope.quote_at(start)
    above = {h for h in words.ancestors(verb) if h > start}
    in_relative = any(words.dep[h].startswith("acl") for h in (verb, *words.ancestors(verb)))
    beside = {k for k in words.kids[verb] if k > start and _stands_beside(scope, k)}
    for barrier in sorted(k for k in above | beside if k < stop):
        if quote is not None and scope.quote_at(barrier) == quote:
            continue
        edge = _left_edge(scope, barrier, start)
        if edge is None and barrier in above and in_relative:
            edge = words.group(barrier).start
        if edge is not None and edge > start:
            return edge
    return stop


def _stands_beside(scope: Scope, at: int) -> bool:
    """Return whether a dependant of the verb is a clause of its own: coordinated, or opened by "alors que"."""
    words = scope.words
    if words.dep[at] in {"conj", "parataxis"}:
        return words.pos[at] in _VERBAL
    low = words.subtree(at)[0]
    return words.dep[at] == "advcl" and any(words.forms[k] in _SUBORDINATE for k in range(low, at))


def _left_edge(scope: Scope, barrier: int, start: int) -> int | None:
    """Return the comma or conjunction before a barrier, or None where nothing parts it from the content."""
    between = range(barrier - 1, start, -1)
    return next((k for k in between if scope.words.forms[k] in _EDGES and scope.quote_at(k) is None), None)


def _fronted_end(scope: Scope, verb: int, start: int, unit: Range) -> int | None:
    """Return the comma that closes a fronted clause ("Alors que X annonce …, Y réagit"), or None."""
    words = scope.words
    first = next((k for k in range(*unit) if words.pos[k] not in {"PUNCT", "SPACE"}), unit[0])
    if words.forms[first] not in _SUBORDINATE | {"si"} or _has_finite(scope, first, words.group(verb).start):
        return None
    return next((k for k in range(start + 1, unit[1] - 1) if _opens_main_clause(scope, k, unit)), None)


def _has_finite(scope: Scope, start: int, end: int) -> bool:
    """Return whether a finite verb stands in a range."""
    words = scope.words
    return any(words.pos[k] in _VERBAL and words.group(k).finite for k in range(start, end))


def _opens_main_clause(scope: Scope, comma: int, unit: Range) -> bool:
    """Return whether a main clause begins after a comma: a noun phrase that is the subject of a finite verb."""
    words = scope.words
    if words.forms[comma] != "," or scope.quote_at(comma) is not None:
        return False
    if words.forms[comma + 1] in _NO_MAIN_CLAUSE or words.pos[comma + 1] not in {"DET", "PROPN", "PRON", "NUM"}:
        return False
    subjects = (k for k in range(comma + 1, unit[1]) if words.dep[k].startswith("nsubj") and words.head[k] > comma)
    verbs = (words.head[k] for k in subjects)
    return any(words.pos[v] in _VERBAL and words.group(v).finite for v in verbs)


def _opens_second_report(scope: Scope, at: int, stop: int) -> bool:
    """Return whether after "et" a second verb of saying has the same subject: "dénonce … et avertit que …"."""
    words = scope.words
    near = (k for k in range(at, min(stop, at + 4)) if words.pos[k] in {"VERB", "ADJ"})
    verb = next((k for k in near if words.verb_lemma(k) in scope.codebook.verbs), None)
    if verb is None:
        return False
    for k in range(at, verb):
        if words.pos[k] in {"NOUN", "PROPN", "PRON", "DET"} and words.forms[k] not in {"l'", "se", "s'", "a"}:
            return False
    return any(form in {"que", "qu'"} for form in words.forms[verb + 1 : verb + 3])


def has_verb(scope: Scope, start: int, end: int) -> bool:
    """Return whether a finite verb stands in a range."""
    words = scope.words
    return any(words.pos[k] in {"VERB", "AUX"} and words.group(k).finite for k in range(start, end))
