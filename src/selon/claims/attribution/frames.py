"""Frames: where the content of a verb of saying begins: a clause, an infinitive, a noun phrase, a quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.attribution.asides import skip_times
from selon.claims.attribution.inverted import opens_time
from selon.claims.attribution.objects import object_after
from selon.claims.attribution.saying import OPENING_MARKS, QUE

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from selon.claims.attribution.found import Scope
    from selon.claims.attribution.saying import Saying

_DE = frozenset({"de", "d'", "du", "des"})
_TO = frozenset({"à", "au", "aux"})
_GAP = frozenset("ADV ADP DET NOUN PROPN ADJ NUM PRON X SPACE PUNCT".split())
_QUOTE_GAP = frozenset("ADV ADP DET NOUN PROPN NUM ADJ PUNCT PRON".split())
_ENDS = frozenset({":", ";", "»", "qui", "dont", "où"})
_BEFORE_OTHER_QUE = frozenset("plus moins autant même tel tels telle alors tandis lors ce".split())
_CLITICS = frozenset("ne n' pas plus s' se l' les le la y en « \" lui".split())
_PREPOSITIONS = frozenset({"de", "à", "count", "sur", "pour", "dans", "comme"})
_QUE_REACH = 16
_DE_REACH = 18
_COLON_REACH = 40
_SHORT_QUOTE = 3
_PARENTHESIS = 18
_NEAR = 8


def content_of(saying: Saying) -> tuple[int, str] | None:
    """Return where the content of an active verb begins and by which frame, or None."""
    frames, last = set(saying.entry.frames), saying.last
    found: list[tuple[int, str]] = []
    if "que" in frames and (start := que_after(saying, last)) is not None:
        found.append((start, "que"))
    if "quote" in frames and (start := _colon_or_quote_after(saying)) is not None:
        found.append((start, "quote"))
    if "inf" in frames and (start := _infinitive_after(saying)) is not None:
        found.append((start, "infinitive"))
    if found:
        return min(found)
    if "attribute" in frames and (start := _attribute_after(saying)) is not None:
        return start, "attribute"
    if (
        frames & {"de", "à", "count", "sur", "pour", "dans", "comme"}
        and (start := preposition_after(saying, last)) is not None
    ):
        return start, "preposition"
    if frames & {"object", "accusation"} and (start := object_after(saying)) is not None:
        return start, "object"
    return None


def que_after(saying: Saying, last: int) -> int | None:
    """Return the token after the "que" that opens a reported clause."""
    words, forms = saying.scope.words, saying.scope.words.forms
    commas = 0
    for k in range(last + 1, min(saying.unit[1], last + _QUE_REACH)):
        if forms[k] in QUE:
            opens = not _is_other_que(saying.scope, last, k) and not (saying.group.only and k == last + 1)
            return k + 1 if opens else None
        commas += forms[k] == ","
        verb = words.pos[k] in {"VERB", "AUX"} and (words.group(k).finite or words.group(k).infinitive)
        if commas > 2 or forms[k] in _ENDS or verb or words.pos[k] not in _GAP | {"VERB"}:  # noqa: PLR2004
            return None
    return None


def _is_other_que(scope: Scope, last: int, at: int) -> bool:
    """Return whether a "que" opens no reported clause: "plus … que", "ainsi que", a relative "que"."""
    words, before = scope.words, scope.words.forms[at - 1]
    if at - 1 > last and (before in _BEFORE_OTHER_QUE or (before == "ainsi" and at - 2 > last)):
        return True
    return words.pos[at] == "PRON" and words.dep[at] == "obj" and words.pos[at - 1] in {"NOUN", "PROPN", "PRON"}


def _colon_or_quote_after(saying: Saying) -> int | None:
    """Return the first token after the colon or opening mark that follows the verb."""
    scope, words, last = saying.scope, saying.scope.words, saying.last
    for k in range(last + 1, min(saying.unit[1], last + _COLON_REACH)):
        form = words.forms[k]
        if form == ":":
            return k + 1 if k + 1 < saying.unit[1] else None
        if form in OPENING_MARKS and scope.quote_at(k) is None and (quote := scope.quote_at(k + 1)) is not None:
            return k + 1 if quote[1] - quote[0] > _SHORT_QUOTE and _opens_quote(scope, last, k) else None
        if form in {";", "»"} or (words.pos[k] in {"VERB", "AUX"} and words.group(k).finite):
            return None
    return None


def _opens_quote(scope: Scope, last: int, mark: int) -> bool:
    """Return whether an opening mark after a verb opens what is said, not a part of the verb's object."""
    words = scope.words
    if mark == last + 1:
        return True
    direct = words.pos[last + 1] in {"DET", "NOUN", "PROPN", "NUM"} and not opens_time(scope, last + 1, mark)
    near = all(words.pos[k] in _QUOTE_GAP for k in range(last + 1, mark))
    return near and not direct and words.pos[mark - 1] not in {"DET", "ADP", "ADJ"}


def _infinitive_after(saying: Saying) -> int | None:
    """Return the bare infinitive that follows the verb: "affirme avoir repris"."""
    words, limit = saying.scope.words, saying.unit[1]
    first = saying.last + 1
    if words.forms[first : first + 1] == [","]:
        inside = range(first + 1, min(limit, first + _PARENTHESIS))
        first = next((k + 1 for k in inside if words.forms[k] == ","), first)
    for k in range(first, min(limit, first + _NEAR)):
        if words.pos[k] in {"VERB", "AUX"} or words.verb_lemma(k) in {"avoir", "être"}:
            infinitive = words.group(k).infinitive or words.forms[k] in {"avoir", "être"}
            return k if infinitive and words.forms[k - 1] not in _DE | {"à", "pour", "sans"} else None
        if words.forms[k] in {":", ";"} or (words.forms[k] == "," and k == first):
            return None
    return None


def preposition_after(saying: Saying, last: int) -> int | None:
    """Return the first token after the preposition that opens the content: "accuse Moscou de bombarder"."""
    words, frames = saying.scope.words, set(saying.entry.frames)
    if "dans" in frames:
        seen = "y" in words.forms[max(0, last - 2) : last] or words.forms[last + 1 : last + 3] == ["à", "travers"]
        return last + 1 if seen else None
    first = skip_times(saying.scope, last + 1, saying.unit[1])
    if first > last + 1 and words.forms[first : first + 1] and words.forms[first] in _DE and "de" in frames:
        return first + 1  # "a fait état lundi de tirs"
    span = range(last + 1, min(saying.unit[1], last + _DE_REACH))
    if "count" in frames:
        return next((k + 1 for k in span if words.forms[k] in _DE and _opens_count(saying, k + 1)), None)
    if "comme" in frames:
        return next((k + 1 for k in span if words.forms[k] == "comme"), None)
    wanted = (frames & {"sur", "pour"}) | (_DE if "de" in frames else set()) | (_TO if "à" in frames else set())
    return _governed_preposition(saying, last, wanted, _without_relative(saying, span))


def _without_relative(saying: Saying, span: range) -> list[int]:
    """Return the tokens of a span without a relative between commas: "accuse X|, qui dément|, de …"."""
    forms = saying.scope.words.forms
    opening = next((k for k in span[:-1] if forms[k] == "," and forms[k + 1] == "qui"), None)
    closing = next((k for k in span if opening is not None and k > opening and forms[k] == ","), None)
    return [k for k in span if opening is None or closing is None or not opening <= k <= closing]


def _governed_preposition(saying: Saying, last: int, wanted: AbstractSet[str], span: list[int]) -> int | None:
    """Return the token after the first wanted preposition with an infinitive, else with what the verb governs."""
    words, fallback = saying.scope.words, None
    for k in span:
        if words.forms[k] in {";", ":", "que", "qu'", "qui"}:
            break
        if words.forms[k] not in wanted:
            continue
        after = _after_clitics(saying, k + 1)
        if after < saying.unit[1] and _is_infinitive(saying.scope, after):
            return k + 1
        governed = words.head[after if after < saying.unit[1] else k] == last
        if fallback is None and (governed or _opens_charge(saying, last, k)):
            fallback = k + 1
    return fallback


def _opens_count(saying: Saying, at: int) -> bool:
    """Return whether a number begins at a token: "vingt morts", "plus de vingt morts"."""
    words, near = saying.scope.words, range(at, min(saying.unit[1], at + 3))
    number = next((k for k in near if words.pos[k] == "NUM"), None)
    return number is not None and all(words.pos[k] in {"ADV", "ADP"} for k in range(at, number))


def _after_clitics(saying: Saying, at: int) -> int:
    """Return the first token from `at` on that is no clitic, negation or adverb."""
    words = saying.scope.words
    while at < saying.unit[1] and (words.forms[at] in _CLITICS or words.pos[at] == "ADV"):
        at += 1
    return at


def _is_infinitive(scope: Scope, at: int) -> bool:
    """Return whether a token is an infinitive."""
    words = scope.words
    return words.pos[at] in {"VERB", "AUX"} and (words.group(at).infinitive or words.forms[at] in {"avoir", "être"})


def _opens_charge(saying: Saying, last: int, at: int) -> bool:
    """Return whether a "de" before a noun opens the content: right after the verb, its hearer, or the one accused."""
    words = saying.scope.words
    if words.pos[at - 1] == "ADV":
        return False
    if at == last + 1 or words.forms[last + 1] in _TO:
        return True
    named = any(words.pos[k] in {"NOUN", "PROPN", "X"} for k in range(last + 1, at))
    clitic = any(words.forms[k] in {"l'", "les", "le", "la", "se", "s'"} for k in range(max(0, last - 3), last))
    return saying.entry.act == "accuse" and (named or clitic)


def _attribute_after(saying: Saying) -> int | None:
    """Return the adjective or participle that someone says of himself: "se dit prêt à négocier"."""
    words, last = saying.scope.words, saying.last
    at = next((k for k in range(last + 1, min(saying.unit[1], last + _NEAR)) if words.pos[k] != "ADV"), None)
    if at is None:
        return None
    participle = words.pos[at] == "VERB" and words.group(at).past_participle
    return at if words.pos[at] == "ADJ" or participle else None
