"""Full-text search over documents: accents, capitals and ligatures do not matter, in the query or in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text

from selon.record import tables
from selon.record.folding import fold
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select

_PHRASE = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"[^\W_]+")
_QUOTED = 240  # characters of text shown around the first word found


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


def find_words(words: str, terms: Sequence[Term], *, most: int = 200) -> list[TextSpan]:
    """Return where the terms stand in a text, by the text's own offsets.

    >>> find_words("L’évêque prie", read_query("eveque"))
    [TextSpan(start=2, end=8)]
    """
    tokens = [(match.span(), fold(match.group())) for match in _WORD.finditer(words)]
    found = []
    for at in range(len(tokens)):
        for term in terms:
            here = tokens[at : at + len(term.words)]
            if len(here) == len(term.words) and _matches([token for _, token in here], term):
                found.append(TextSpan(here[0][0][0], here[-1][0][1]))
        if len(found) >= most:
            break
    return found


def _matches(tokens: Sequence[str], term: Term) -> bool:
    """Return whether the tokens are the words of the term."""
    *body, last = term.words
    end = tokens[-1].startswith(last) if term.prefix else tokens[-1] == last
    return end and list(tokens[:-1]) == body


def excerpt(words: str, spans: Sequence[TextSpan]) -> TextSpan:
    """Return the stretch of text to show: around the first word found, or the beginning."""
    first = spans[0].start if spans else 0
    start = max(0, first - _QUOTED // 3)
    if start:
        start = words.find(" ", start, first) + 1 or start
    return TextSpan(start, min(len(words), start + _QUOTED))
