"""Number words: "dix-neuf", "quatre-vingt-douze", "deux mille cinq cents" read as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from selon.codebook.entries import codebook_files, read_entries
from selon.errors import CodebookError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_TEN, _TWENTY, _SIXTY, _HUNDRED, _THOUSAND = 10, 20, 60, 100, 1000
_EIGHTY = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class WordGroup:
    """Words of one class (`sort`), with their values in the same order, or one value for them all, or none.

    `plural` is the kind of the plural where it differs ("un homme", "mille hommes"); `one` is true for nouns of which a
    single one is worth counting ("un mort"); `feminine` has the feminine forms made as well.
    """

    sort: str
    id: str
    words: tuple[str, ...]
    values: tuple[str | float, ...] = ()
    plural: str = ""
    one: bool = False
    feminine: bool = False
    example: str
    reason: str

    def pairs(self) -> Iterable[tuple[str, str | float | None]]:
        """Give each word with its value; raises CodebookError where values and words do not go together."""
        if len(self.values) > 1 and len(self.values) != len(self.words):
            fault = f"{self.sort}/{self.id} has {len(self.words)} words and {len(self.values)} values"
            raise CodebookError(fault, remedy="Give one value, or one for each word")
        for index, word in enumerate(self.words):
            yield word, (self.values[index] if len(self.values) > 1 else self.values[0] if self.values else None)


class NumberWords:
    """The number words of a language and the way in which they add up.

    >>> NumberWords({"quatre": 4, "vingt": 20, "douze": 12}).read(("quatre", "-", "vingt", "-", "douze"), 0)
    (92, 5)
    """

    def __init__(self, values: Mapping[str, int]) -> None:
        self._values = dict(values)
        self.words = frozenset(values)

    @classmethod
    def load(cls) -> NumberWords:
        """Return the French number words of the codebook; raises CodebookError for a file that cannot be used."""
        groups = [group for group in read_groups("quantities.toml") if group.sort == "number"]
        return cls({word: int(value or 0) for group in groups for word, value in group.pairs()})

    def read(self, words: Sequence[str], at: int) -> tuple[int, int] | None:
        """Return the number that begins at a word and the index after it, None where none begins there."""
        if words[at] not in self._values:
            return None
        total = current = 0
        index = end = at
        while index < len(words):
            value = self._values.get(words[index])
            if value is None:
                break
            if value >= _THOUSAND:
                total, current = total + max(current, 1) * value, 0
            elif (joined := _join(current, value)) is None:
                break
            else:
                current = joined
            end = index + 1
            index = self._after_joint(words, end)
        return total + current, end

    def _after_joint(self, words: Sequence[str], at: int) -> int:
        """Return the index of the next word of a number, past a hyphen or the "et" of "vingt et un"."""
        while at + 1 < len(words) and (words[at] == "-" or (words[at] == "et" and self._follows_et(words, at))):
            at += 1
        return at

    def _follows_et(self, words: Sequence[str], at: int) -> bool:
        """Return whether "et" at an index joins tens and one: "vingt et un", "soixante et onze", not "deux et un"."""
        before = self._values.get(words[at - 1], 0) if words[at - 1] != "-" else self._values.get(words[at - 2], 0)
        step = 1 if words[at + 1] != "-" else 2
        after = self._values.get(words[at + step], 0) if at + step < len(words) else 0
        return before in range(_TWENTY, _HUNDRED, _TEN) and after in (1, 11)


def _join(current: int, value: int) -> int | None:
    """Return the number that a word makes with the hundreds and tens before it, None where it cannot follow them."""
    if value == 0:
        return None if current else 0
    if value == _HUNDRED:
        return max(current, 1) * _HUNDRED if current < _TEN else None
    tail = current % _HUNDRED
    if tail == 4 and value == _TWENTY:  # noqa: PLR2004 - quatre-vingts
        return current + _EIGHTY - 4
    scores = tail in (_SIXTY, _EIGHTY) and value < _TWENTY
    return current + value if tail == 0 or scores or (tail % _TEN == 0 and value < _TEN) else None


@lru_cache(maxsize=4)
def read_groups(name: str) -> tuple[WordGroup, ...]:
    """Return the word groups of a French codebook file, in order; raises CodebookError where it cannot be used."""
    groups = read_entries(codebook_files() / "fr" / name, WordGroup, lambda group: (group.sort, group.id))
    seen: dict[tuple[str, str], str] = {}
    for group in groups:
        for word, _ in group.pairs():
            if other := seen.get((group.sort, word)):
                fault = f"{word!r} stands in {group.sort}/{other} and in {group.sort}/{group.id}"
                raise CodebookError(fault, where=name, remedy="Delete it from one of the two")
            seen[group.sort, word] = group.id
    return groups
