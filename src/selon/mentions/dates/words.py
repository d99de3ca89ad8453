"""The words of dates: the vocabulary of the grammar and the verbs that tell whether a bare day lies ahead."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from selon.codebook.numbers import NumberWords, read_groups
from selon.mentions.phrases import Vocabulary

if TYPE_CHECKING:
    from selon.mentions.phrases import Reading

_ALIASES = {
    "N": ("NUM", "FEW", "ABOUTN", "YEAR"),
    "UNIT": ("UNITDAY", "UNITWEEK", "UNITWEEKEND", "UNITMONTH", "UNITQUARTER", "UNITYEAR", "DECADE"),
    "SHIFT": ("LAST", "NEXT"),
}
_NO_SIGNS = frozenset({"lean", "milestone", "notnoun", "often"})
_REACH = 12  # words to either side among which the verb is sought
_OPENING = 4  # words at the head of a sentence, before the verb
_AUXILIARY = 4  # words before a participle among which its auxiliary is sought
_STOPS = frozenset({"DOT", "STOP", "BREAK"})
_FUTURE_ENDS = ("era", "ira", "dra", "tra", "ront", "vra")
_PAST_ENDS = ("é", "ée", "és", "ées", "èrent", "irent", "urent")


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Return the French vocabulary of dates; raises CodebookError for a file that cannot be used."""
    phrases = [
        (word, group.sort.upper(), value)
        for group in read_groups("times.toml")
        if group.sort not in _NO_SIGNS
        for word, value in group.pairs()
    ]
    return Vocabulary(phrases, NumberWords.load(), _ALIASES)


@lru_cache(maxsize=1)
def _leaning_words() -> dict[str, str]:
    """Return the words that lean to the future, to the past, or to neither though their ending says so."""
    groups = [group for group in read_groups("times.toml") if group.sort == "lean"]
    return {word: str(value) for group in groups for word, value in group.pairs()}


@lru_cache(maxsize=1)
def _plain_words() -> frozenset[str]:
    """Return the words that end like a plural noun and are none."""
    return frozenset(word for group in read_groups("times.toml") if group.sort == "notnoun" for word in group.words)


@lru_cache(maxsize=1)
def milestones() -> frozenset[str]:
    """Return the nouns of events from which an age is counted: "guerre", "accord"."""
    return frozenset(word for group in read_groups("times.toml") if group.sort == "milestone" for word in group.words)


@lru_cache(maxsize=1)
def often() -> tuple[str, ...]:
    """Return the words that say that something happens again and again: "maintes fois", "souvent"."""
    return tuple(word for group in read_groups("times.toml") if group.sort == "often" for word in group.words)


def looks_plural(word: str) -> bool:
    """Return whether a word ends like a plural noun: figures before it count something."""
    return word.endswith(("s", "x")) and word not in _plain_words()


def _lean_of(word: str) -> str:
    """Return "future" or "past" for a verb form that says so, "" for any other word."""
    if known := _leaning_words().get(word):
        return "" if known == "neither" else known
    if word.endswith(_PAST_ENDS):
        return "past"
    return "future" if len(word) > 4 and word.endswith(_FUTURE_ENDS) else ""  # noqa: PLR2004 - "fera", not "era"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words around a time expression: where it stands in its sentence, and which way the nearest verb looks."""

    reading: Reading
    first: int
    end: int
    stops: frozenset[str]

    def lean(self) -> str:
        """Return "future" or "past" after the verb before the words; after the next verb where they open a sentence."""
        before = self._lean_before()
        if before is not None:
            return before
        for index in range(self.end, min(self.end + _REACH, len(self.reading.words))):
            if self.reading.signs[index] in self.stops:
                break
            if lean := _lean_of(self.reading.words[index]):
                return lean
        return ""

    def _lean_before(self) -> str | None:
        """Return which way the verb before leans, "" where none tells, None where the sentence begins with the words.

        A participle leans to the past unless an auxiliary before it looks forward: "seront évacués".
        """
        lean, left = "", _REACH
        for index in range(self.first - 1, -1, -1):
            if self.reading.signs[index] in self.stops:
                return lean or (None if self.first - index <= _OPENING else "")
            found = _lean_of(self.reading.words[index])
            if found == "future" or (found and lean):
                return found
            if found:
                lean, left = found, min(left, _AUXILIARY)
            left -= 1
            if left <= 0:
                return lean
        return lean or (None if self.first < _OPENING else "")


@lru_cache(maxsize=1)
def stop_signs() -> frozenset[str]:
    """Return the signs at which a sentence ends."""
    return frozenset(load_vocabulary().signs[sort] for sort in _STOPS)
