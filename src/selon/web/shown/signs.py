"""Hostile and unseen signs of a text: control signs, changes of direction, signs without width, stacked accents.

Nothing of a document is ever run, and nothing of it may turn the page around: such signs are named, not passed on.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

_NAMES = {
    "\u00ad": "SHY", "\u061c": "ALM", "\u180e": "MVS", "\u200b": "ZWSP", "\u200c": "ZWNJ", "\u200d": "ZWJ",
    "\u200e": "LRM", "\u200f": "RLM", "\u2028": "LS", "\u2029": "PS", "\u202a": "LRE", "\u202b": "RLE",
    "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO", "\u2060": "WJ", "\u2066": "LRI", "\u2067": "RLI",
    "\u2068": "FSI", "\u2069": "PDI", "\ufeff": "BOM",
}  # fmt: skip
_JOINERS = "\u200c\u200d"
_LAST_LATIN = "\u024f"
_MOST_STACKED = 4
# One sign that is not shown as it is, or the accents beyond the fourth on one letter.
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff0-\uffff\U000110bd\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_ACCENTS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_STACK = re.compile(f"{_ACCENTS}{{{_MOST_STACKED + 1},}}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that can be shown as it is, or a sign that is shown by its name."""

    text: str
    sign: str = ""


def find_pieces(text: str) -> tuple[Piece, ...]:
    r"""Return the text in pieces, what must not be passed on named; their texts together are the text.

    >>> find_pieces("trois\u202etrom")
    (Piece(text='trois', sign=''), Piece(text='\u202e', sign='RLO'), Piece(text='trom', sign=''))
    """
    pieces: list[Piece] = []
    at = 0
    for start, end, sign in sorted(_find_suspects(text)):
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], sign))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return tuple(pieces)


def shorten(text: str, most: int = 280) -> str:
    """Return a quotation, cut in its middle where it is so long that nobody reads it.

    >>> shorten("abcdefghij", most=4)
    'ab … ij'
    """
    return text if len(text) <= most else f"{text[: most // 2]} … {text[-(most // 2) :]}"


def _find_suspects(text: str) -> list[tuple[int, int, str]]:
    """Return start, end and name of what is not shown as it is."""
    found = [
        (match.start(), match.end(), _name(match[0]))
        for match in _SUSPECT.finditer(text)
        if not _is_harmless(text, match.start())
    ]
    for match in _STACK.finditer(text):
        start = match.start() + _MOST_STACKED
        found.append((start, match.end(), f"+{match.end() - start}"))
    return found


def _is_harmless(text: str, at: int) -> bool:
    """Return whether a sign belongs to its script or to a line end: joiners after Arabic letters or emoji, CR LF."""
    if text[at] == "\r":
        return text[at + 1 : at + 2] == "\n"
    before = text[at - 1] if at else ""
    return text[at] in _JOINERS and before > _LAST_LATIN and unicodedata.category(before) != "Cf"


@cache
def _name(sign: str) -> str:
    """Return the short name of a sign, or its number."""
    if sign in _NAMES:
        return _NAMES[sign]
    return f"U+{ord(sign):04X}" if unicodedata.category(sign) != "Cs" else f"½ U+{ord(sign):04X}"
