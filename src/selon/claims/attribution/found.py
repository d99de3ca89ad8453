"""What attribution works on: one document's words and quotations, and the attributions found so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from selon.claims.passages import find_quotes

if TYPE_CHECKING:
    from selon.claims.attribution.sources import Phrase, SourceReader
    from selon.claims.words import Words
    from selon.codebook.speech import SpeechCodebook

Range = tuple[int, int]


@dataclass(slots=True)
class Found:
    """One attribution while it is being read: cue, links from the outermost in, content, and how it was found.

    `wholly`: the sentence as a whole is told so, and the next may go on. `own`: a speaker speaks of his own saying.
    """

    cue: Range
    links: list[Phrase]
    content: list[Range]
    how: str
    act: str = "say"
    unit: int = 0
    shape: str = "clause"
    wholly: bool = False
    own: bool = False
    clause: Range = (0, 0)

    @property
    def inner(self) -> Phrase:
        """The innermost link."""
        return self.links[-1]

    def covers(self, at: int) -> bool:
        """Return whether a token lies in the content."""
        return any(start <= at < end for start, end in self.content)


@dataclass(slots=True)
class Scope:
    """One document as attribution reads it: words, codebook, sources, quotations.

    `named` holds the sources that "selon" and its kin have named, by the token after them.
    """

    words: Words
    codebook: SpeechCodebook
    sources: SourceReader
    quotes: list[Range] = field(default_factory=list)
    named: dict[int, Phrase] = field(default_factory=dict)
    _quote_at: dict[int, Range] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the quotations and lay them out by token, the outermost winning."""
        self.quotes = find_quotes(self.words)
        for quote in self.quotes:
            for at in range(*quote):
                self._quote_at.setdefault(at, quote)

    def unit(self, at: int) -> Range:
        """Return the sentence around a token."""
        return self.words.units[self.words.unit_of[at]]

    def quote_at(self, at: int) -> Range | None:
        """Return the outermost quotation around a token, or None."""
        return self._quote_at.get(at)

    def quote_ending_at(self, at: int) -> Range | None:
        """Return the quotation whose closing mark stands at a token, or None."""
        return (
            self._quote_at.get(at - 1)
            if at and at not in self._quote_at and self.words.forms[at] in {"»", '"', "”"}
            else None
        )

    def skip_back(self, at: int, low: int) -> int:
        """Return the nearest token before `at` that is no white space; `low` - 1 where there is none."""
        at -= 1
        while at >= low and not self.words.forms[at].strip():
            at -= 1
        return at


def extend_to_quotes(scope: Scope, ranges: list[Range]) -> list[Range]:
    """Return the ranges, each stretched to the end of a quotation that it enters and that runs past it."""
    stretched = []
    for start, end in ranges:
        quote = scope.quote_at(end - 1) if end > start else None
        if quote is not None and quote[0] >= start and quote[1] > end:
            stretched.append((start, quote[1]))
        else:
            stretched.append((start, end))
    return [pair for pair in stretched if pair[0] < pair[1]]
