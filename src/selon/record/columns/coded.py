"""Columns in which few values come back often: each value once, and its number in every row."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Numbers = NDArray[np.int32]


_APART = "\x00"
_SHORT = 3  # letters: what is shorter stands in so many values that these are sooner looked at one by one


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of words: its values, each once, and by row the number of one of them; of none where there is none."""

    values: tuple[str, ...]
    codes: Numbers

    @classmethod
    def build(cls, column: Sequence[str | None]) -> Coded:
        """Return a column of words, None where a row has none.

        >>> Coded.build(["b", None, "b"]).codes.tolist()
        [0, 1, 0]
        """
        found = dict.fromkeys(column)
        found.pop(None, None)
        values = tuple(word for word in found if word is not None)
        numbered: dict[str | None, int] = {word: number for number, word in enumerate(values)} | {None: len(values)}
        return cls(values, np.fromiter(map(numbered.__getitem__, column), np.int32, len(column)))

    def where(self, fits: Callable[[str], bool]) -> Mask:
        """Return by row whether its value fits."""
        return self.spread(map(fits, self.values))

    def holding(self, part: str) -> Mask:
        """Return by row whether the words hold others."""
        return self.spread(part in value for value in self.values)

    def among(self, *values: str) -> Mask:
        """Return by row whether its value is one of these."""
        return self.where(set(values).__contains__)

    def spread(self, of_values: Iterable[bool]) -> Mask:
        """Return by row what is said by value; a row without a value is left out."""
        size = len(self.values)
        said = np.zeros(size + 1, np.bool_)
        said[:size] = np.fromiter(of_values, np.bool_, size)
        return said[self.codes]

    def in_rows(self, rows: Mask) -> frozenset[str]:
        """Return the values of these rows."""
        found = np.zeros(len(self.values) + 1, np.bool_)
        found[self.codes[rows]] = True
        return frozenset(self.values[code] for code in np.flatnonzero(found[:-1]).tolist())

    def put(self, rows: Numbers, words: Sequence[str]) -> Coded:
        """Return the column with other words in some of the rows.

        >>> Coded.build(["a", None]).put(np.array([1]), ["b"]).among("b").tolist()
        [False, True]
        """
        values = (*self.values, *(word for word in dict.fromkeys(words) if word not in self.values))
        codes = np.where(self.codes == len(self.values), np.int32(len(values)), self.codes)
        codes[rows] = [values.index(word) for word in words]
        return Coded(values, codes)

    def counted(self) -> dict[str, int]:
        """Return how often each value stands, the most frequent first.

        >>> Coded.build(["b", "a", None, "b"]).counted()
        {'b': 2, 'a': 1}
        """
        size = len(self.values)
        counts = np.bincount(self.codes, minlength=size)
        found = [(self.values[code], int(counts[code])) for code in np.flatnonzero(counts[:size]).tolist()]
        return dict(sorted(found, key=lambda item: (-item[1], item[0])))

    def take(self, rows: Any) -> Coded:  # noqa: ANN401 - whatever numpy chooses rows by
        """Return the column of some of the rows."""
        return Coded(self.values, self.codes[rows])


@dataclass(frozen=True, slots=True)
class Worded(Coded):
    """A column of many words that are looked for in its values: all of these stand together in one text as well."""

    joined: str
    starts: NDArray[np.int64]  # by value where it begins in that

    @classmethod
    def build(cls, column: Sequence[str | None]) -> Worded:
        """Return a column of words, None where a row has none.

        >>> Worded.build(["en ville", None, "ville", "en"]).holding("ville").tolist()
        [True, False, True, False]
        """
        plain = Coded.build(column)
        lengths = np.fromiter(map(len, plain.values), np.int64, len(plain.values)) + 1
        return cls(plain.values, plain.codes, _APART.join(plain.values), np.cumsum(lengths) - lengths)

    def holding(self, part: str) -> Mask:
        """Return by row whether the words hold others."""
        size = len(self.values)
        if len(part) < _SHORT or _APART in part:
            return Coded.holding(self, part)
        hits = [hit.start() for hit in re.finditer(re.escape(part), self.joined)]
        said = np.zeros(size + 1, np.bool_)
        said[np.searchsorted(self.starts, np.array(hits, np.int64), "right") - 1] = True
        return said[self.codes]

    def take(self, rows: Any) -> Worded:  # noqa: ANN401 - whatever numpy chooses rows by
        """Return the column of some of the rows."""
        return replace(self, codes=self.codes[rows])


def days(column: Sequence[str | None]) -> NDArray[np.datetime64]:
    """Return days that are written as text; what has none is no day, and compares with nothing."""
    return np.array(column, dtype="datetime64[D]")


def numbers(column: Iterable[float | None]) -> NDArray[np.float64]:
    """Return numbers; what has none is no number, and compares with nothing."""
    return np.array([np.nan if number is None else number for number in column], np.float64)


def found_at(keys: Sequence[Any], at: Mapping[Any, int]) -> Numbers:
    """Return where each key stands, -1 where it stands nowhere."""
    return np.fromiter(map(at.get, keys, repeat(-1)), np.int32, len(keys))
