"""Passages: the words of documents as they are compared, and the stretches that two of them share."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from selon.mentions.names import Piece, fold
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selon.documents.document import Document

SEED = 4  # words that have to be the same in a row before anything is looked at
LEAST_RUN = 6  # words in a row that one run of a passage has at least
LEAST_WORDS = 12  # words that a passage shares at least: less is a formula, not a copy
MOST_CHANGED = 8  # words put in, left out or changed between two runs of one passage
_LEAST_SEEDS = 5  # seeds that the runs of a passage have at least: of 6, 4 and 4 words
LEAST_DENSITY = 0.6  # share of the longer side of a passage that stands on the other side too
_END = re.compile(r"[.!?…]+[\s»”\")\]]*\s|\n")
_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")  # accents may stand behind their letters
_QUOTED = re.compile(r"«[^»]{0,2000}»|“[^”]{0,2000}”|\"[^\"\n]{0,1000}\"")


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in both documents, one after the other: the two stretches quote the same text, folded."""

    earlier: TextSpan
    later: TextSpan


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch that two documents share, small changes included, and the runs in it that are the same.

    `words` is how many words the runs hold; `quoted` is true where the whole passage is somebody's quoted speech,
    which two reporters may have taken down apart.
    """

    earlier: TextSpan
    later: TextSpan
    runs: tuple[Run, ...]
    words: int
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Seeds:
    """What stands for each stretch of so many words as have to be the same, in their order, and where each stands."""

    row: list[int]
    places: dict[int, list[int]]

    @classmethod
    def of(cls, row: list[int]) -> Seeds:
        """Return the seeds with their places."""
        places: dict[int, list[int]] = {}
        for at, seed in enumerate(row):
            places.setdefault(seed, []).append(at)
        return cls(row, places)


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The words of one document, folded, with their places and the starts of sentences; furniture is left out."""

    text: str
    keys: tuple[str, ...]
    bounds: tuple[tuple[int, int], ...]
    starts: tuple[int, ...]
    quotes: tuple[TextSpan, ...]
    _seeds: list[Seeds] = field(default_factory=list)

    @property
    def seeds(self) -> Seeds:
        """Its stretches of words that have to be the same; made once, where they are asked for."""
        if not self._seeds:
            keys = self.keys
            self._seeds.append(Seeds.of(list(map(hash, zip(*(keys[at:] for at in range(SEED)), strict=False)))))
        return self._seeds[0]

    @property
    def spans(self) -> Iterator[TextSpan]:
        """Where its words stand."""
        return (TextSpan(start, end) for start, end in self.bounds)

    @property
    def pieces(self) -> list[Piece]:
        """Its words with their places."""
        found = zip(self.bounds, self.keys, strict=True)
        return [Piece(start, end, self.text[start:end], key) for (start, end), key in found]

    def sentences(self) -> Iterator[tuple[str, ...]]:
        """Yield the folded words of each sentence."""
        for start, end in pairwise((*self.starts, len(self.keys))):
            yield self.keys[start:end]

    def span(self, first: int, last: int) -> TextSpan:
        """Return where the words from the first to the last stand."""
        return TextSpan(self.bounds[first][0], self.bounds[last][1])

    def is_quoted(self, span: TextSpan) -> bool:
        """Return whether a stretch lies within one pair of quotation marks."""
        return any(quote.covers(span) for quote in self.quotes)


def read_wording(document: Document) -> Wording:
    """Return the words of a document.

    >>> from selon.documents.document import Document
    >>> read_wording(Document(name="a.txt", text="L’armée tire. Rien.")).keys
    ('l', 'armee', 'tire', 'rien')
    """
    text = document.text
    bounds = [match.span() for match in _WORD.finditer(text)]
    if document.furniture:
        bounds = [word for word in bounds if not any(f.start <= word[0] < f.end for f in document.furniture)]
    keys = tuple(fold(text[start:end]) for start, end in bounds)
    quotes = tuple(TextSpan(*match.span()) for match in _QUOTED.finditer(text))
    return Wording(text, keys, tuple(bounds), _find_starts(text, bounds), quotes)


def _find_starts(text: str, bounds: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Return the words with which sentences begin, by number."""
    firsts = [start for start, _ in bounds]
    ends = (bisect_left(firsts, match.end()) for match in _END.finditer(text))
    return tuple(sorted({at for at in (0, *ends) if at < len(firsts)}))


def find_passages(one: Wording, other: Wording) -> tuple[Passage, ...]:
    """Return the passages that two documents share, in the order of the second one.

    Runs of the same words are found first, then joined over small changes ("auraient évacué", "ont évacué").
    """
    groups = _chain(_find_runs(one, other))
    found = (_passage(group, one, other) for group in groups)
    return tuple(passage for passage in found if passage is not None)


def _find_runs(one: Wording, other: Wording) -> list[tuple[int, int, int]]:
    """Return the longest runs of the same words as (start, start, length), each word of the second used once.

    None are returned where there are too few for a passage.
    """
    places = one.seeds.places
    hits = [at for at, seed in enumerate(other.seeds.row) if seed in places]
    runs: list[tuple[int, int, int]] = []
    if len(hits) < _LEAST_SEEDS:
        return runs
    free, keys = 0, (one.keys, other.keys)
    for at in hits:
        if at < free:
            continue
        length, start = max((_run_length(*keys, s, at), -s) for s in places[other.seeds.row[at]])
        if length >= SEED:
            runs.append((-start, at, length))
            free = at + length
    return runs


def _run_length(one: Sequence[str], other: Sequence[str], start: int, at: int) -> int:
    """Return how many words are the same from two starts on."""
    n, most = 0, min(len(one) - start, len(other) - at)
    while n < most and one[start + n] == other[at + n]:
        n += 1
    return n


def _chain(runs: Sequence[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    """Return the runs in groups whose members follow each other closely in both documents."""
    groups: list[list[tuple[int, int, int]]] = []
    for run in runs:
        if groups:
            start, at, length = groups[-1][-1]
            gaps = run[0] - start - length, run[1] - at - length
            if all(0 <= gap <= MOST_CHANGED for gap in gaps):
                groups[-1].append(run)
                continue
        groups.append([run])
    return groups


def _passage(group: Sequence[tuple[int, int, int]], one: Wording, other: Wording) -> Passage | None:
    """Return the passage of a group of runs, or None where too little is the same."""
    words = sum(length for _, _, length in group)
    (first, at, _), (last, end, length) = group[0], group[-1]
    longer = max(last + length - first, end + length - at)
    if words < LEAST_WORDS or words < LEAST_DENSITY * longer or max(run[2] for run in group) < LEAST_RUN:
        return None
    earlier, later = one.span(first, last + length - 1), other.span(at, end + length - 1)
    return Passage(
        earlier=earlier,
        later=later,
        runs=tuple(Run(one.span(s, s + n - 1), other.span(a, a + n - 1)) for s, a, n in group),
        words=words,
        quoted=one.is_quoted(earlier) and other.is_quoted(later),
    )
