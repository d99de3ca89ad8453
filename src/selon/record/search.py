"""Full-text search over documents: accents, capitals and ligatures do not matter, in the query or in the text."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text

from selon.record import tables
from selon.record.folding import fold
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Select

_PHRASE = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"[^\W_]+")
QUOTED = 240  # characters of text shown around the first word found
_MOST_FOUND = 200


@dataclass(frozen=True, slots=True)
class Term:
    """One thing searched for: a word, the beginning of words ("frapp*"), or a phrase; in folded words."""

    words: tuple[str, ...]
    prefix: bool = False


def read_query(query: str) -> tuple[Term, ...]:
    """Return the terms of a query; all of them must be found.

    >>> read_query('"cessez-le-feu" frapp*')
    (Term(words=('cessez', 'le', 'feu'), prefix=False), Term(words=('frapp',), prefix=True))
    """
    terms = []
    for match in _PHRASE.finditer(query):
        given = match[1] if match[1] is not None else match[2]
        words = tuple(fold(given).split())
        if words:
            terms.append(Term(words, prefix=given.endswith("*")))
    return tuple(terms)


def matching_numbers(terms: Sequence[Term], dialect: str) -> Select[tuple[int, float]]:
    """Return the query for the numbers of documents that hold all terms, each with its rank (the least is the best)."""
    if dialect == "postgresql":
        asked = func.to_tsquery("simple", " & ".join(_postgresql_term(term) for term in terms))
        words = tables.document_words
        rank = (-func.ts_rank(words.c.words, asked)).label("rank")
        return select(words.c.document.label("number"), rank).where(words.c.words.op("@@")(asked))
    asked_here = " AND ".join(_sqlite_term(term) for term in terms)
    match = text("SELECT rowid AS number, rank FROM document_words WHERE document_words MATCH :asked")
    return match.bindparams(asked=asked_here).columns(  # type: ignore[return-value] # a text select is a select to callers
        tables.document.c.number, tables.reading.c.number.label("rank")
    )


def _sqlite_term(term: Term) -> str:
    """Return a term in the language of FTS5, which folds accents by itself but not the ligature œ."""
    words = " ".join(term.words)
    spellings = {words, words.replace("oe", "œ"), words.replace("ae", "æ")}
    star = "*" if term.prefix else ""
    return "(" + " OR ".join(f'"{spelling}"{star}' for spelling in sorted(spellings)) + ")"


def _postgresql_term(term: Term) -> str:
    """Return a term in the language of to_tsquery; folded words hold letters and digits only."""
    return " <-> ".join(term.words) + (":*" if term.prefix else "")


class Finder:
    """Finds the terms of a query in texts; each word is folded once, in however many texts it stands."""

    def __init__(self, terms: Sequence[Term]) -> None:
        """Look for these terms."""
        self._terms = terms
        self._firsts = frozenset(term.words[0] for term in terms)
        self._beginnings = tuple(term.words[0] for term in terms if term.prefix and len(term.words) == 1)
        self._folded = _Folded()

    def find(self, words: str, *, most: int = _MOST_FOUND, reach: int | None = None) -> list[TextSpan]:
        """Return where the terms stand in a text, by the text's own offsets; with `reach` not so far from the first."""
        folded = self._folded
        found: list[TextSpan] = []
        for tokens in self._windows(words):
            if len(found) >= most or (reach is not None and found and tokens[0].start() > found[0].start + reach):
                break
            word = folded[tokens[0].group()]
            if word in self._firsts or word.startswith(self._beginnings):
                found += self._find_at(list(tokens))
        return found

    def _windows(self, words: str) -> Iterator[Sequence[re.Match[str]]]:
        """Yield the words of a text, each with those behind it: as many as the longest of the terms has."""
        longest = max((len(term.words) for term in self._terms), default=1)
        window: deque[re.Match[str]] = deque()
        for token in _WORD.finditer(words):
            window.append(token)
            if len(window) == longest:
                yield window
                window.popleft()
        while window:
            yield window
            window.popleft()

    def _find_at(self, tokens: Sequence[re.Match[str]]) -> Iterator[TextSpan]:
        """Yield the terms that begin with the first of these words."""
        for term in self._terms:
            here = tokens[: len(term.words)]
            if len(here) == len(term.words) and _matches([self._folded[token.group()] for token in here], term):
                yield TextSpan(here[0].start(), here[-1].end())


class _Folded(dict[str, str]):
    """Words as they are compared."""

    def __missing__(self, word: str) -> str:
        """Return a word that was not met before, folded."""
        found = self[word] = fold(word)
        return found


def find_words(words: str, terms: Sequence[Term], *, most: int = _MOST_FOUND) -> list[TextSpan]:
    """Return where the terms stand in a text, by the text's own offsets.

    >>> find_words("L’évêque prie", read_query("eveque"))
    [TextSpan(start=2, end=8)]
    """
    return Finder(terms).find(words, most=most)


def _matches(tokens: Sequence[str], term: Term) -> bool:
    """Return whether the tokens are the words of the term."""
    *body, last = term.words
    end = tokens[-1].startswith(last) if term.prefix else tokens[-1] == last
    return end and list(tokens[:-1]) == body


def excerpt(words: str, spans: Sequence[TextSpan]) -> TextSpan:
    """Return the stretch of text to show: around the first word found, or the beginning."""
    first = spans[0].start if spans else 0
    start = max(0, first - QUOTED // 3)
    if start:
        start = words.find(" ", start, first) + 1 or start
    return TextSpan(start, min(len(words), start + QUOTED))
