"""Quantities: how many of what, with the bounds that the words set.

"Au moins 40" has no upper bound, "jusqu'à 200" no lower one, "des dizaines" lie between 20 and 99; what is no count
(dates, hours, ages, ordinals, labels, calibres, scores, money) is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from selon.mentions.dates.finding import find_periods
from selon.mentions.mention import QuantityMention
from selon.mentions.phrases import Hit, scan
from selon.mentions.quantities.nouns import Counted, find_counted
from selon.mentions.quantities.numbers import NUMBER_RULES, bound
from selon.mentions.quantities.words import load_vocabulary, word_values
from selon.values import Count, TextSpan

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from selon.mentions.mention import TimeMention

_GLUE = frozenset("-‑–/.,:+_#@*=^°&$€£")
_OPEN_LEFT = frozenset("-–,'’")
_YEARS = range(1900, 2101)
_DIGITS = 10
_REACH = 8
_SURE = frozenset({"part", "first"})


@dataclass(frozen=True, slots=True)
class _Found:
    """A number with what it counts, before its bounds and its part are settled."""

    hit: Hit
    rule: str
    low: float
    high: float
    approx: bool
    counted: Counted


def find_quantities(
    doc: Doc, times: Sequence[TimeMention] | None = None, *, text: str | None = None
) -> list[QuantityMention]:
    """Return the quantities that a document names, in text order; numbers within its times are none.

    `times` are those that `find_times` gave; they are looked up where they are not given. `text` spares putting the
    document's text together once more.
    """
    whole = doc.text if text is None else text
    reading = load_vocabulary().read(whole)
    blocked = [one.span for one in (find_periods(whole, None) if times is None else times)]
    found: list[QuantityMention] = []
    names = load_vocabulary().names

    def accept(rank: int, match: re.Match[str]) -> bool:
        """Keep what counts something."""
        hit = Hit(reading, match, names)
        inside = bool(found) and hit.reading.starts[hit.first] < found[-1].span.end
        if inside or not _stands_free(hit) or _is_blocked(_number_span(hit), blocked):
            return False
        built = NUMBER_RULES[rank].build(hit)
        if built is None:
            return False
        counted = find_counted(hit, NUMBER_RULES[rank].name, doc)
        if counted is None:
            return False
        mentions = _mentions(_Found(hit, NUMBER_RULES[rank].name, *built, counted))
        found.extend(mentions)
        return bool(mentions)

    scan(reading.signs, _patterns(), accept)
    return _carry_parts(reading.text, sorted(found, key=lambda one: one.span))


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of the rules, compiled."""
    return tuple(load_vocabulary().pattern(rule.pattern) for rule in NUMBER_RULES)


def _number_span(hit: Hit) -> TextSpan:
    """Return the stretch of the number with its bounding words, "dont" left out."""
    first = hit.first + (1 if hit.has("part") else 0)
    if hit.at("some") == first and not hit.has("many") and hit.word("some") != "quelques":
        first += 1
    return hit.reading.span(first, hit.end)


def _is_blocked(span: TextSpan, blocked: Sequence[TextSpan]) -> bool:
    """Return whether the number stands in a time."""
    return any(one.overlaps(span) for one in blocked)


def _stands_free(hit: Hit) -> bool:
    """Return whether no letter, figure or mark is glued to the number: not the 16 of "F-16", the 3 of "3/4"."""
    text = hit.reading.text
    bare = next((index for name in ("n", "a", "many") if (index := hit.at(name)) is not None), hit.first)
    start, end = hit.reading.starts[bare], hit.reading.ends[hit.end - 1]
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isalnum() or (before in _GLUE and before not in _OPEN_LEFT):
        return False
    if before and before in _OPEN_LEFT and text[max(start - 2, 0) : start - 1].isalnum() and before in "-–,":
        return False
    following = text[end + 1 : end + 2]
    if after == "°" or (after in _GLUE and following.isalnum() and after not in ",."):
        return False
    return not (after in {",", "."} and following.isdigit()) and not (after.isalnum() and after.isdigit())


def _mentions(found: _Found) -> list[QuantityMention]:
    """Return the quantity, or the two that "est passé de 12 à 15" tells."""
    if found.rule == "range" and found.hit.word("to") == "à" and found.hit.has("from") and _tells_change(found.hit):
        ends = (("a", found.low), ("b", found.high))
        return [_change_mention(found, name, value) for name, value in ends]
    words = [str(found.hit.value(name)) for name in ("first", "second") if found.hit.has(name)]
    if found.hit.has("some") and found.hit.word("some") == "quelques" and found.rule in {"number", "range"}:
        words.append("approx")
    words += found.counted.bounds
    count = bound(
        found.rule, found.low * found.counted.factor, found.high * found.counted.factor, words, approx=found.approx
    )
    if count is None:
        return []
    number = _number_span(found.hit)
    span = TextSpan(number.start, max(found.counted.end, number.end))
    return [_mention(found, span, number, count)]


def _mention(found: _Found, span: TextSpan, number: TextSpan, count: Count) -> QuantityMention:
    """Return the mention of a number and what it counts."""
    counted = found.counted
    many = (count.low or count.high or 0) > 1
    return QuantityMention(
        span=span,
        number=number,
        noun=counted.noun,
        count=count,
        kind=counted.kind_of(many=many),
        part=found.hit.has("part"),
        why=counted.why or found.rule,
    )


def _change_mention(found: _Found, name: str, value: float) -> QuantityMention:
    """Return one end of a change as a quantity of its own."""
    index = found.hit.at(name) or found.hit.first
    number = found.hit.reading.span(index, index + 1)
    span = TextSpan(number.start, found.counted.end) if name == "b" else number
    whole = round(value)
    return _mention(replace(found, rule="change"), span, number, Count(whole, whole, approx=whole != value))


def _tells_change(hit: Hit) -> bool:
    """Return whether a verb of change stands before "de … à …"."""
    words = hit.reading.words[max(hit.first - _REACH, 0) : hit.first]
    return any(word in word_values("change") for word in words)


def _carry_parts(text: str, mentions: list[QuantityMention]) -> list[QuantityMention]:
    """Return the mentions, marked as parts where they go on a list: "dont deux femmes et un enfant"."""
    done: list[QuantityMention] = []
    for one in mentions:
        before = done[-1] if done else None
        joined = before is not None and before.part and _goes_on(text[before.span.end : one.span.start])
        same = before is not None and (one.kind == before.kind or one.kind not in {"killed", "wounded", "missing"})
        done.append(replace(one, part=True) if joined and same else one)
    return done


def _goes_on(between: str) -> bool:
    """Return whether the words between two numbers only join them."""
    return between.strip(" \u00a0\u202f") in {",", "et", "ou", "ainsi que"}
