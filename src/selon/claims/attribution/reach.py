"""How far "selon X" reaches: the whole sentence, what stands before it, the clause after it, or one relative clause."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from selon.claims.attribution.clauses import has_verb

if TYPE_CHECKING:
    from selon.claims.attribution.found import Found, Range, Scope
    from selon.claims.attribution.sources import Phrase

OPENERS = frozenset(
    "toujours encore et mais or ainsi cependant toutefois car donc enfin par en effet ailleurs notamment aussi puis "
    "pourtant néanmoins quant également outre d' autre part , « \" “ - – — : (".split()
)
_BOUNDARIES = frozenset("que qu' qui où dont mais ; et car or : puis alors tandis".split())
_RELATIVES = frozenset({"qui", "que", "qu'", "dont", "où"})
_NOT_RESUMED = frozenset({"ce", "ainsi", "tout", "après", "avant", "avec", "contre"})
_NO_SENTENCE = frozenset(", . ; : ) » ! ? et ou mais qui dont où que".split())
_STOPS = frozenset({".", "?", "!", "»", ")"})
_WHO_WHERE = frozenset({"qui", "où", "dont"})


def reach_of(scope: Scope, unit: Range, cue: Range, source: Phrase) -> tuple[list[Range], str]:
    """Return what a phrase covers, and how it stands: initial, forward, relative, inserted or backward."""
    words, forms = scope.words, scope.words.forms
    following = forms[source.end : source.end + 1]
    if all(forms[k] in OPENERS or not forms[k].strip() or words.pos[k] == "ADV" for k in range(unit[0], cue[0])):
        return [(source.end, unit[1])], "initial"
    if following in (["que"], ["qu'"]):
        return [(source.end + 1, unit[1])], "forward"
    before = scope.skip_back(cue[0], unit[0])
    look = before - 1 if forms[before] == "," else before
    if forms[look] in _BOUNDARIES and (forms[look] not in {"et", "qui"} or following == [","]):
        end = clause_after(scope, unit, source.end)
        return [(source.end, min(end, _main_verb_above(scope, look, source.end, end)))], "forward"
    relative = _relative_start(scope, unit, cue[0], source.end)
    if relative is not None:
        rest = [(source.end, unit[1])] if forms[before] != "," and following != [","] else []
        return [(relative, cue[0]), *rest], "relative"
    return _around(scope, unit, cue[0], source.end)


def _main_verb_above(scope: Scope, relative: int, start: int, end: int) -> int:
    """Return where the verb above a relative begins ("X, qui, selon Y, a tiré, | a été arrêté"), else the end given."""
    words = scope.words
    if words.forms[relative] not in _RELATIVES:
        return end
    above = list(words.ancestors(relative))
    inner = next((n for n, at in enumerate(above) if words.dep[at] == "acl:relcl"), None)
    over = above[inner + 1 :] if inner is not None else []
    main = next((at for at in over if start < at < end and words.group(at).finite), None)
    return words.group(main).start if main is not None and words.group(main).start > start else end


def _around(scope: Scope, unit: Range, cue: int, end: int) -> tuple[list[Range], str]:
    """Return what stands before a phrase, with the quotation that ends there, and what goes on after it."""
    before = scope.skip_back(cue, unit[0])
    comma = scope.words.forms[before] == ","
    quote = scope.quote_ending_at(before) or (scope.quote_ending_at(before - 1) if comma else None)
    start = _backward_start(scope, unit, cue)
    content = [(min(start, quote[0]) if quote is not None else start, cue)]
    if _goes_on(scope, unit, end, (start, cue)):
        return [*content, (end, unit[1])], "inserted"
    return content, "backward"


def _relative_start(scope: Scope, unit: Range, cue: int, end: int) -> int | None:
    """Return where the relative clause begins that alone is told on the source's word: ", ce qui comprend selon X …".

    None where the phrase closes the sentence: then all of it is covered, unless somebody else says the rest of it.
    """
    forms = scope.words.forms
    if end >= unit[1] or forms[end] in _STOPS or not forms[end].strip():
        return told_relative(scope, unit, cue)
    at = scope.skip_back(cue, unit[0])
    for k in range(at - (forms[at] == ","), unit[0], -1):
        if forms[k] in {",", ";", "("}:
            return None
        if forms[k] in _RELATIVES and forms[k - 1] in {",", "ce"} and has_verb(scope, k, cue):
            return k
    return None


def told_relative(scope: Scope, unit: Range, cue: int) -> int | None:
    """Return where the last relative of a sentence begins that somebody says: "X dit avoir tiré sur Y, où, selon Z"."""
    words = scope.words
    relative = next((k for k in range(cue - 1, unit[0], -1) if words.forms[k] in _WHO_WHERE), None)
    if relative is None or not has_verb(scope, relative, cue):
        return None
    verbs = (k for k in range(unit[0], relative) if words.is_verb(k) and words.group(k).finite)
    said = any(words.verb_lemma(k) in scope.codebook.verbs and not _is_object_verb(scope, k) for k in verbs)
    return relative if said else None


def _is_object_verb(scope: Scope, verb: int) -> bool:
    """Return whether no clause and no infinitive can be the content of a verb of saying."""
    entries = scope.codebook.verbs[scope.words.verb_lemma(verb)]
    return not any({"que", "inf"} & set(entry.frames) for entry in entries)


def _backward_start(scope: Scope, unit: Range, at: int) -> int:
    """Return where the content before a cue begins: after a semicolon or ", mais", else with the sentence."""
    forms, depth = scope.words.forms, 0
    for k in range(at - 1, unit[0], -1):
        depth += (forms[k] == ")") - (forms[k] == "(")
        opened = depth < 0 and forms[k] == "(" and forms[at - 1] != "("
        if opened or forms[k] == ";" or (forms[k] == "mais" and forms[k - 1] == ","):
            return k + 1
    return unit[0]


def _goes_on(scope: Scope, unit: Range, end: int, told: Range) -> bool:
    """Return whether the sentence goes on after an inserted phrase, so that what follows is covered too."""
    words, forms = scope.words, scope.words.forms
    if forms[told[1] - 1] == "(" or end >= unit[1]:
        return False
    verbs = (k for k in range(*told) if words.pos[k] in {"VERB", "AUX"} and words.group(k).finite)
    if not any(words.dep[k] not in {"acl:relcl", "acl"} for k in verbs):
        return True
    if forms[scope.skip_back(told[1], told[0])] == ",":
        resumed = end + 1 < unit[1] and forms[end + 1] not in _BOUNDARIES | _NOT_RESUMED
        return forms[end] == "," and resumed
    return forms[end] not in _NO_SENTENCE and words.pos[end] in {"ADJ", "VERB", "ADV", "AUX"}


def clause_after(scope: Scope, unit: Range, start: int) -> int:
    """Return where the clause that follows a cue ends: at a semicolon, else with the sentence."""
    words = scope.words
    marks = (k for k in range(start + 1, unit[1]) if words.forms[k] == ";")
    return next((k for k in marks if scope.quote_at(k) is None), unit[1])


def keep_apart(found: list[Found]) -> None:
    """Keep phrases of one sentence apart: one at its start stands outside, two in a row have each their part."""
    inner = [one for one in found if one.shape in {"backward", "inserted"}]
    opening = next((one for one in found if one.shape == "initial"), None)
    if opening is not None:
        for one in inner:
            one.content = _from(one.content, opening.clause[1])
            if one.content and one.content[0][0] > opening.clause[1] + 1:  # "Selon X, …, mais … selon Y"
                opening.content = [(start, min(end, one.content[0][0])) for start, end in opening.content]
    for before, after in pairwise(inner):
        before.content = [part for part in before.content if part[0] < before.cue[0]]
        after.content = _from(after.content, before.clause[1])
        before.wholly = after.wholly = False


def _from(content: list[Range], start: int) -> list[Range]:
    """Return the ranges from a token on."""
    return [(max(low, start), high) for low, high in content if high > start]
