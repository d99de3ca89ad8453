"""Sentences: where each one starts, told by rule before the parser runs.

The parser's own guess breaks at every name it does not know. What is certain on the page is marked here (lines,
full stops that belong to no abbreviation or number, closing marks); the parser is left only what is truly open.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from numpy import array

from selon.codebook.abbreviations import read_abbreviations
from selon.mentions.dates.names import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

_MARKS = ".!?…"
_ENDS = tuple(_MARKS)
_CLOSERS = frozenset({"»", "”", ")", "]", "’", "'", '"'})
_OPENERS = frozenset({"«", "“", "(", "[", "‘", "„", '"'})
_BINDERS = frozenset({",", ";", ".", ":", "!", "?", "…"}) | (_CLOSERS - _OPENERS)
_DASHES = frozenset({"-", "–", "—", "•", "*", "·", "▪", "■", "►"})
_NAME_IN_SMALL = re.compile(r"(?:al|el|an|ar|as|ash|at|ed|er|es|ez|ou)[-‑][A-ZÀ-Ý]")
_CONSONANTS = re.compile(r"[b-df-hj-np-tv-xzç]+$")
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}$")
_MONTHS = "|".join(MONTHS)
_DAY = rf"[0-9]{{1,2}}(?:er)? (?:{_MONTHS})"
_AGENCY = r"\([A-Z][^()\n]{1,30}\)"
_DATELINE = re.compile(
    rf"(?:{_DAY} [0-9]{{4}}(?:, [^\n]{{1,40}}?)?"  # 3 mai 2019, Gao . –
    rf"|[A-ZÀ-Ý][\w'’. -]{{1,40}}(?:, [^\n.()]{{1,40}})? ?{_AGENCY}"  # BAMAKO, 3 mai (AFP) –
    rf"|[A-ZÀ-Ý][\w'’ -]{{1,40}}, (?:le )?{_DAY}(?: [0-9]{{4}})?)"  # Bamako, le 3 mai –
    r"[ .:]*[-–—](?=\s)"
)
_FEWEST_BREAKS = 4  # fewer line breaks than this tell nothing about how a text is wrapped
_GROUP = 3  # digits in a group: 5. 000
_LONGEST = 400  # words; nobody writes a longer sentence, but lists and damaged texts run on


def mark_sentence_starts(doc: Doc) -> Doc:
    """Return the document with the start of every sentence marked, or left open (None) where only a parser could say.

    Runs before the parser. White space belongs to the sentence before it.
    """
    at_lines = _starts_after_lines(doc)
    datelines = _find_datelines(doc.text)
    words = [token for token in doc if not token.is_space]
    starts: list[bool | None] = [index == 0 for index in range(len(doc))]
    for place, (before, token) in enumerate(pairwise(words), start=1):
        if token.i in at_lines or before.idx + len(before) in datelines:
            starts[token.i] = True
        elif not any(start < token.idx < end for end, start in datelines.items()):
            starts[token.i] = _starts_sentence(words, place)
    return _write_starts(doc, _cut_endless(starts))


def _cut_endless(starts: list[bool | None]) -> list[bool | None]:
    """Return the starts with one more wherever a sentence runs on and on: what is read costs its length squared."""
    last = 0
    for index, start in enumerate(starts):
        if start or index - last >= _LONGEST:
            starts[index], last = True, index
    return starts


def _write_starts(doc: Doc, starts: Sequence[bool | None]) -> Doc:
    """Return the document with the starts written in one go: token by token, spaCy looks at every word each time."""
    codes = {True: 1, None: 0, False: -1}
    column = array([codes[start] for start in starts], dtype="int64").reshape(-1, 1)
    return doc.from_array(["SENT_START"], cast("Any", column.astype("uint64")))


def is_hard_wrapped(text: str) -> bool:
    r"""Return whether the lines of a text are broken at a fixed width, as in mails, so that a line break means nothing.

    >>> is_hard_wrapped("Le convoi a quitté la ville\nde bonne heure, selon un\ntémoin qui\na fui vers\nla côte.")
    True
    """
    pairs = [(line, after) for line, after in pairwise(text.splitlines()) if line.strip() and after.strip()]
    running = sum(after.lstrip()[0].islower() and not line.rstrip().endswith(_ENDS) for line, after in pairs)
    return len(pairs) >= _FEWEST_BREAKS and running * 2 > len(pairs)


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
        lines = breaks.replace("\r\n", "\n").replace("\r", "\n").count("\n")
        if before is not None and (lines > 1 or (lines == 1 and not wrapped and not _runs_on(before, token))):
            starts.add(token.i)
        before, breaks = token, ""
    return starts


def _runs_on(before: Token, token: Token) -> bool:
    """Return whether a sentence runs over a line break: a closing mark follows, or small letters and nothing ended."""
    if token.text in _BINDERS:
        return True
    small = token.text[0].islower() and not _NAME_IN_SMALL.match(token.text)
    return small and not before.text.endswith(_ENDS) and before.text not in {":", ";"}


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
    """Return whether the word at `place` starts a sentence, going by the marks before it; None where it is open."""
    end = _before_closers(words, place)
    last, token = words[end], words[place]
    if end == 0 or not last.text.endswith(_ENDS) or _is_closer(words, place):
        return False
    if last.text.strip(_MARKS):
        return _ends_with_abbreviation(last, token)
    if not _opens(words, place):
        return None if end == place - 1 and _looks_ended(words, end) else False
    return not (_is_omission(words, end) or (last.text == "." and _belongs_to_word(words, end, place)))


def _before_closers(words: Sequence[Token], place: int) -> int:
    """Return the place of the last word before `place` that is no closing mark and no footnote."""
    at = place - 1
    while at > 0 and (_is_closer(words, at) or _is_footnote(words, at)):
        at -= 1
    return at


def _is_closer(words: Sequence[Token], at: int) -> bool:
    """Return whether a mark closes: one that may open too does where it touches only the word before."""
    token = words[at]
    if token.text not in _CLOSERS:
        return False
    if token.text not in _OPENERS:
        return True
    touches = at > 0 and words[at - 1].i + 1 == token.i and not words[at - 1].whitespace_
    free = at + 1 == len(words) or bool(token.whitespace_) or words[at + 1].i != token.i + 1 or words[at + 1].is_punct
    return touches and free


def _is_footnote(words: Sequence[Token], at: int) -> bool:
    """Return whether a word is the bracket or the number that opens a footnote mark, "[3]"."""
    if at + 1 == len(words):
        return False
    number = words[at] if words[at].is_digit else words[at + 1]
    opens = words[at] if words[at].text == "[" else words[at - 1]
    return number.is_digit and opens.text == "[" and opens.i + 1 == number.i


def _opens(words: Sequence[Token], place: int) -> bool:
    """Return whether a word can open a sentence: a capital, a figure, an opening mark, a dash before such."""
    token = words[place]
    if token.text in _OPENERS:
        return True
    if token.text in _DASHES:
        return place + 1 < len(words) and words[place + 1].i == token.i + 1 and _opens(words, place + 1)
    return token.text[0].isupper() or token.text[0].isdigit() or bool(_NAME_IN_SMALL.match(token.text))


def _ends_with_abbreviation(last: Token, token: Token) -> bool:
    """Return whether a sentence ends with an abbreviation: it must be one that may, before a capital function word."""
    if last.text not in _closing_abbreviations() and not _INITIALS.match(last.text):
        return False
    return token.text[0].isupper() and (token.is_stop or last.text[0].islower())


@lru_cache(maxsize=1)
def _closing_abbreviations() -> frozenset[str]:
    """Return the abbreviations with which a sentence may end."""
    return frozenset(entry.short for entry in read_abbreviations() if entry.ends)


@lru_cache(maxsize=1)
def _abbreviated_words() -> frozenset[str]:
    """Return the abbreviations, full stop left out, whose letters are a word too."""
    return frozenset(entry.short.rstrip(".") for entry in read_abbreviations() if entry.word)


def _looks_ended(words: Sequence[Token], end: int) -> bool:
    """Return whether a full stop closes a whole word and white space follows, though small letters come next."""
    last, before = words[end], words[end - 1]
    whole = before.is_alpha and before.text.islower() and len(before) > _GROUP
    return last.text == "." and whole and bool(last.whitespace_)


def _is_omission(words: Sequence[Token], end: int) -> bool:
    """Return whether the marks are an omission in brackets, "(...)" or "[…]", and not the end of anything."""
    return words[end - 1].text in {"(", "["} and words[end - 1].i + 1 == words[end].i


def _belongs_to_word(words: Sequence[Token], end: int, place: int) -> bool:
    """Return whether a lone full stop belongs to the word before it: abbreviation, digits, number of a list."""
    before, token = words[end - 1], words[place]
    if before.is_digit:
        grouped = len(before) <= _GROUP and token.is_digit and len(token) == _GROUP
        return place == end + 1 and (grouped or _starts_line(before))
    if before.text in _abbreviated_words():
        return not token.is_stop
    unit = end > 1 and words[end - 2].like_num  # «12 km.» ends with a unit, not with an abbreviation
    return len(before) <= _GROUP and bool(_CONSONANTS.match(before.text)) and not unit


def _starts_line(token: Token) -> bool:
    """Return whether a word is the first of its line."""
    return token.i == 0 or "\n" in token.nbor(-1).text
