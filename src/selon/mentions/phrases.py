"""Phrases: a text read as a row of word classes, and patterns written over those classes.

Each word, number or mark of the text becomes one sign, so that a grammar is a handful of short patterns
(`weekday:WEEKDAY? day:NUM ER? month:MONTH year:YEAR?`) and every word that it knows stands in the codebook.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from selon.codebook.numbers import NumberWords

Value = str | float | None

_TOKEN = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?!\d)"  # 7 800
    r"|\d{1,3}(?:\.[ \u00a0\u202f]?\d{3})+(?!\d)"  # 1.200 and 5. 000
    r"|\d+(?:,\d+)?|[^\W\d_]+['’ʼ]?|\n|[^\w\s]"
)
_NUMBER_JOINTS = re.compile(r"[ .\u00a0\u202f\u2009]")
_PLAIN = str.maketrans("’ʼ‑–−", "''---")
_MARKS = {
    ",": "COMMA", ".": "DOT", "!": "DOT", "?": "DOT", "…": "DOT", ";": "STOP", ":": "COLON", "-": "DASH", "—": "DASH",
    "/": "SLASH", "(": "LPAR", ")": "RPAR", "[": "LPAR", "]": "RPAR", "«": "QUOTE", "»": "QUOTE", '"': "QUOTE",
    "“": "QUOTE", "”": "QUOTE", "%": "PERCENT", "\n": "BREAK", "°": "DEGREE",
}  # fmt: skip
_BUILT_IN = (*dict.fromkeys(_MARKS.values()), "NUM", "YEAR", "FEW", "WORD", "NAME", "OTHER")
_FIRST_SIGN = 0xE000
_YEARS = range(1000, 2200)
_FOUR = 4
_LONGEST_NUMBER = 15  # signs; a longer row of digits is no count


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as a row of signs, one a word: `signs[i]` is the class of the word at `starts[i]:ends[i]`."""

    text: str
    signs: str
    words: tuple[str, ...]
    values: tuple[Value, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, first: int, end: int) -> TextSpan:
        """Return the stretch of text from the word `first` to the word before `end`."""
        return TextSpan(self.starts[first], self.ends[end - 1])


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a pattern fits: the words from `first` to before `end`, and those that the pattern names."""

    reading: Reading
    match: re.Match[str]
    names: Mapping[str, str]

    @property
    def first(self) -> int:
        """The index of the first word."""
        return self.match.start()

    @property
    def end(self) -> int:
        """The index after the last word."""
        return self.match.end()

    def at(self, name: str) -> int | None:
        """Return the index of the word that the pattern names, None where it is absent."""
        if name not in self.match.re.groupindex:
            return None
        start = self.match.start(name)
        return None if start < 0 else start

    def has(self, name: str) -> bool:
        """Return whether the word that the pattern names is there."""
        return self.at(name) is not None

    def value(self, name: str) -> Value:
        """Return the value of the word that the pattern names, None where it is absent."""
        index = self.at(name)
        return None if index is None else self.reading.values[index]

    def number(self, name: str) -> int | None:
        """Return the value of the named word as a whole number, None where it is absent or no whole number."""
        value = self.value(name)
        return int(value) if isinstance(value, int | float) and value == int(value) else None

    def word(self, name: str) -> str:
        """Return the named word in lower case, "" where it is absent."""
        index = self.at(name)
        return "" if index is None else self.reading.words[index]

    def sort(self, index: int) -> str:
        """Return the class of the word at an index, "" beyond the text."""
        return self.names[self.reading.signs[index]] if 0 <= index < len(self.reading.signs) else ""


class Vocabulary:
    """The words that a grammar knows, each with its class and value, and the patterns over the classes.

    `aliases` names unions of classes. Built-in classes are NUM, YEAR (four digits), FEW (number words), WORD, NAME
    (with a capital), and those of the marks (COMMA, DOT, DASH, BREAK …).
    """

    def __init__(
        self,
        phrases: Iterable[tuple[str, str, Value]],
        numbers: NumberWords,
        aliases: Mapping[str, Sequence[str]],
    ) -> None:
        self._numbers = numbers
        self._by_first: dict[str, list[tuple[list[str], str, Value]]] = {}
        known = sorted(phrases)
        sorts = dict.fromkeys([*_BUILT_IN, *(sort for _, sort, _ in known)])
        self.signs = {sort: chr(_FIRST_SIGN + index) for index, sort in enumerate(sorts)}
        self._aliases = {name: "".join(self.signs[sort] for sort in members) for name, members in aliases.items()}
        for phrase, sort, value in known:
            words = _TOKEN.findall(_lowered(phrase))
            self._by_first.setdefault(words[0], []).append((words, self.signs[sort], value))
        for options in self._by_first.values():
            options.sort(key=lambda option: -len(option[0]))
        self._firsts = frozenset(self._by_first) | numbers.words
        self._name, self._word = self.signs["NAME"], self.signs["WORD"]

    @cached_property
    def names(self) -> dict[str, str]:
        """The class that each sign stands for."""
        return {sign: sort for sort, sign in self.signs.items()}

    def pattern(self, source: str) -> re.Pattern[str]:
        """Return the pattern over signs that the source writes in names of classes: `day:NUM ER? month:MONTH|NAME`."""
        return re.compile(re.sub(r"(?:([a-z]\w*):)?([A-Z]+(?:\|[A-Z]+)*)|\s+", self._translate, source))

    def _translate(self, found: re.Match[str]) -> str:
        """Return one name of a pattern as a class of signs, named where the source names it."""
        name, sorts = found.groups()
        if sorts is None:
            return ""
        signs = "".join(self._aliases.get(sort) or self.signs[sort] for sort in sorts.split("|"))
        return f"(?P<{name}>[{signs}])" if name else f"[{signs}]"

    def read(self, text: str) -> Reading:
        """Return the text as a row of signs."""
        found = [(token.group(), token.start(), token.end()) for token in _TOKEN.finditer(_lowered(text))]
        words = [token[0] for token in found]
        row: list[tuple[str, Value, str, int, int]] = []
        firsts, plain = self._firsts, self._plain_sign
        at, count = 0, len(found)
        while at < count:
            word, start, end = found[at]
            known = self._known(words, at) if word in firsts else None
            if known is None:
                row.append((*plain(word, text[start]), word, start, end))
                at += 1
                continue
            after, sign, value = known
            row.append((sign, value, " ".join(words[at:after]), start, found[after - 1][2]))
            at = after
        columns = tuple(zip(*row, strict=True)) or ((), (), (), (), ())
        signs, values, known_words, starts, ends = columns
        return Reading(text, "".join(signs), known_words, values, starts, ends)

    def _known(self, words: Sequence[str], at: int) -> tuple[int, str, Value] | None:
        """Return end, sign and value of the longest phrase or number that begins at a word, None where none does."""
        for phrase, sign, value in self._by_first.get(words[at], ()):
            end = at + len(phrase)
            if words[at:end] == phrase:
                return end, sign, value
        if number := self._numbers.read(words, at):
            return number[1], self.signs["FEW"], number[0]
        return None

    def _plain_sign(self, word: str, start: str) -> tuple[str, Value]:
        """Return sign and value of a word beyond the vocabulary; `start` is its first letter in the text."""
        if start.isalpha():
            return (self._name if start.isupper() else self._word), None
        if start.isdecimal() and len(word) <= _LONGEST_NUMBER:
            value = float(word.replace(",", ".")) if "," in word else int(_NUMBER_JOINTS.sub("", word))
            return self.signs["YEAR" if len(word) == _FOUR and value in _YEARS else "NUM"], value
        return self.signs[_MARKS.get(word, "OTHER")], None


def _lowered(text: str) -> str:
    """Return the text in lower case with plain apostrophes and hyphens, letter for letter as long as it was."""
    plain = text.translate(_PLAIN)
    lower = plain.lower()
    if len(lower) == len(plain):
        return lower
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in plain)


def scan(row: str, patterns: Sequence[re.Pattern[str]], accept: Callable[[int, re.Match[str]], bool]) -> None:
    """Offer each place where a pattern fits to `accept`, leftmost first, the longest before the shorter, then by rank.

    What `accept` takes is not offered again in part; what it refuses is searched further from the next sign on.
    """
    heap = [
        (match.start(), -match.end(), rank, match) for rank, one in enumerate(patterns) if (match := one.search(row))
    ]
    heapify(heap)
    end = 0
    while heap:
        start, _, rank, match = heappop(heap)
        if start >= end and accept(rank, match):
            end = match.end()
        again = patterns[rank].search(row, max(end, start + 1))
        if again:
            heappush(heap, (again.start(), -again.end(), rank, again))
