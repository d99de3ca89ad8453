"""Sentences: where each one starts, told by rule before the parser runs.

The parser's own guess breaks at every name it does not know; what is certain on the page (lines, full stops that are no
abbreviation, closing quotation marks) is marked here, and the parser is left only what is truly open.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from selon.codebook.abbreviations import read_abbreviations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

_ENDS = re.compile(r"[.!?…]+$")
_CLOSERS = frozenset({"»", "”", ")", "]", "’", "'", '"'})
_OPENERS = frozenset({"«", "“", "(", "[", "‘", "„", '"'})
_DASHES = frozenset({"-", "–", "—", "•", "*", "·", "▪", "■", "►"})
_NAME_IN_SMALL = re.compile(r"(?:al|el|an|ar|as|ash|at|ed|er|es|ez|ou)[-‑][A-ZÀ-Ý]")
_CONSONANTS = re.compile(r"[b-df-hj-np-tv-xzç]+$", re.IGNORECASE)
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_DATELINE = re.compile(
    rf"(?:[0-9]{{1,2}}(?:er)? (?:{_MONTHS}) [0-9]{{4}}(?:, [^\n]{{1,40}}?)?[ .:]*"
    r"|[A-ZÀ-Ý][\w'’. -]{1,40}(?:, [^\n.()]{1,40})? ?\([A-Z][^()\n]{1,30}\)[ .:]*"
    rf"|[A-ZÀ-Ý][\w'’ -]{{1,40}}, (?:le )?[0-9]{{1,2}}(?:er)? (?:{_MONTHS})(?: [0-9]{{4}})?(?: \([A-Z][^()\n]{{1,30}}\))?[ .:]*)"
    r"[-–—](?=\s)",
)
_WRAPPED_LINES = 4  # fewer line breaks than this tell nothing about how a text is wrapped
_LONGEST_GROUP = 3


def mark_sentence_starts(doc: Doc) -> Doc:
    """Return the document with the start of every sentence marked, or left open (None) where only a parser could say.

    Runs before the parser. White space belongs to the sentence before it.
    """
    starts = _starts_after_lines(doc)
    datelines = _find_datelines(doc.text)
    words = [token for token in doc if not token.is_space]
    for token in doc:
        token.is_sent_start = token.i == 0
    for place, (before, token) in enumerate(pairwise(words), start=1):
        if token.i in starts or before.idx + len(before) in datelines:
            token.is_sent_start = True
        elif not any(start < token.idx < end for end, start in datelines.items()):
            token.is_sent_start = _starts_sentence(words, place)
    return doc


def _starts_after_lines(doc: Doc) -> set[int]:
    """Return the indices of the tokens that start a sentence because a line does."""
    wrapped = is_hard_wrapped(doc.text)
    starts: set[int] = set()
    before: Token | None = None
    breaks = ""
    for token in doc:
        if token.is_space:
            breaks += token.text
            continue
        if before is not None and _breaks_line(breaks, before, token, wrapped=wrapped):
            starts.add(token.i)
        before, breaks = token, ""
    return starts


def _breaks_line(breaks: str, before: Token, token: Token, *, wrapped: bool) -> bool:
    """Return whether the white space between two words ends a sentence."""
    lines = breaks.replace("\r\n", "\n").replace("\r", "\n").count("\n")
    if lines > 1:
        return True
    if lines == 0 or token.text in _CLOSERS - _OPENERS or token.is_punct and token.text in {",", ";", ".", ":", "!", "?"}:
        return False
    if wrapped:
        return False
    return not _goes_on(before, token)


def _goes_on(before: Token, token: Token) -> bool:
    """Return whether a sentence runs over a line break: nothing ends it and the next line starts in small letters."""
    small = token.text[0].islower() and not _NAME_IN_SMALL.match(token.text)
    return small and not _ENDS.search(before.text) and before.text not in {":", ";"}


def is_hard_wrapped(text: str) -> bool:
    """Return whether the lines of a text are broken at a fixed width, as in mails, so that a line break means nothing.

    >>> is_hard_wrapped("Le convoi a quitté la ville\\nde bonne heure, selon un\\ntémoin qui\\na fui vers\\nla côte.")
    True
    """
    pairs = [(a, b) for a, b in pairwise(text.splitlines()) if a.strip() and b.strip()]
    if len(pairs) < _WRAPPED_LINES:
        return False
    running = sum(b.lstrip()[0].islower() and not _ENDS.search(a.rstrip()) for a, b in pairs)
    return running * 2 > len(pairs)


def _find_datelines(text: str) -> dict[int, int]:
    """Return the datelines of a text ("BAMAKO, 3 mai (AFP) –"): the offset after the dash, and that of the line."""
    datelines = {}
    at = 0
    for line in text.splitlines(keepends=True):
        if found := _DATELINE.match(line):
            datelines[at + found.end()] = at
        at += len(line)
    return datelines


def _starts_sentence(words: Sequence[Token], place: int) -> bool | None:
    """Return whether the word at `place` starts a sentence, going by the marks right before it; None where it is open."""
    end = _before_closers(words, place)
    last = words[end]
    if not _ENDS.search(last.text) or last.i == 0 or _is_closer(words, place):
        return False
    token = words[place]
    if last.text.endswith(".") and len(last) > 1 and not _ENDS.fullmatch(last.text):
        return _ends_after_abbreviation(last, token)
    if not _opens(words, place):
        return _is_sloppy(words, end, token) if end == place - 1 else False
    return not (_is_inside(words, end, token) or last.text == "." and _belongs_to_word(words, end, place))


def _before_closers(words: Sequence[Token], place: int) -> int:
    """Return the place of the last word before `place` that is no closing mark and no footnote number."""
    at = place - 1
    while at > 0 and (_is_closer(words, at) or _is_footnote(words, at)):
        at -= 1
    return at


def _is_closer(words: Sequence[Token], at: int) -> bool:
    """Return whether a mark closes: ambiguous ones do where they touch the word before and not the word after."""
    token = words[at]
    if token.text not in _CLOSERS:
        return False
    touches = at > 0 and not words[at - 1].whitespace_ and words[at - 1].i + 1 == token.i
    return token.text not in _OPENERS or (touches and (at + 1 == len(words) or bool(token.whitespace_) or _at_edge(words, at)))


def _at_edge(words: Sequence[Token], at: int) -> bool:
    """Return whether punctuation or a line break follows a mark."""
    after = words[at + 1]
    return after.is_punct or after.i != words[at].i + 1


def _is_footnote(words: Sequence[Token], at: int) -> bool:
    """Return whether a word is the number in "[3]"."""
    return (
        words[at].is_digit
        and at + 1 < len(words)
        and words[at - 1].text == "["
        and words[at + 1].text == "]"
    ) or (words[at].text == "[" and at + 1 < len(words) and words[at + 1].is_digit)


def _opens(words: Sequence[Token], place: int) -> bool:
    """Return whether a word can open a sentence: a capital, a figure, an opening mark or dash, an article of a name."""
    token = words[place]
    if token.text in _OPENERS | _DASHES:
        if place + 1 == len(words) or token.text in _OPENERS:
            return token.text in _OPENERS
        return words[place + 1].i == token.i + 1 and _opens(words, place + 1)
    first = token.text[0]
    return first.isupper() or first.isdigit() or bool(_NAME_IN_SMALL.match(token.text))


def _ends_after_abbreviation(last: Token, token: Token) -> bool | None:
    """Return whether a sentence ends with an abbreviation: only those that may, and before a capital function word."""
    if last.text not in _closing_abbreviations():
        return False
    return token.text[0].isupper() and (token.is_stop or last.text[0].islower())


@lru_cache(maxsize=1)
def _closing_abbreviations() -> frozenset[str]:
    """Return the abbreviations with which a sentence may end."""
    return frozenset(entry.short for entry in read_abbreviations() if entry.ends)


@lru_cache(maxsize=1)
def _ambiguous_abbreviations() -> frozenset[str]:
    """Return the abbreviations, without full stop, whose letters are a word too."""
    return frozenset(entry.short.rstrip(".") for entry in read_abbreviations() if entry.word)


def _is_sloppy(words: Sequence[Token], end: int, token: Token) -> bool | None:
    """Return None (the parser decides) where a small letter follows the full stop of a whole word, else False."""
    last, before = words[end], words[end - 1]
    whole = before.is_alpha and len(before) > _LONGEST_GROUP and before.text.islower()
    return None if last.text == "." and whole and token.is_alpha and bool(last.whitespace_) else False


def _is_inside(words: Sequence[Token], end: int, token: Token) -> bool:
    """Return whether the marks are an omission in brackets, "(...)" or "[…]", and not the end of anything."""
    return words[end - 1].text in {"(", "["} and words[end - 1].i + 1 == words[end].i and token.i > words[end].i


def _belongs_to_word(words: Sequence[Token], end: int, place: int) -> bool:
    """Return whether a lone full stop belongs to the word before it: an abbreviation, a group of digits, a list number."""
    before, token = words[end - 1], words[place]
    if before.is_digit:
        grouped = len(before) <= _LONGEST_GROUP and token.is_digit and len(token) == _LONGEST_GROUP
        return place == end + 1 and (grouped or _starts_line(words, end - 1))
    if before.text in _ambiguous_abbreviations():
        return not token.is_stop
    short = len(before) <= _LONGEST_GROUP and before.text.islower() and bool(_CONSONANTS.match(before.text))
    return short and end > 1 and not words[end - 2].like_num  # «12 km.» ends with a unit


def _starts_line(words: Sequence[Token], at: int) -> bool:
    """Return whether a word is the first of its line."""
    token = words[at]
    return token.i == 0 or "\n" in token.nbor(-1).text
