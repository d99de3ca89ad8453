"""Names in running text: words cut and folded alike in codebook and report, and a tree that finds the longest name.

Case, accents, hyphens and apostrophes do not tell names apart, save that a capital of the codebook has to be one in the
text. A second key folds the spellings of transliterated names ("Chabab", "Shabaab").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from selon.codebook.letters import unaccented

if TYPE_CHECKING:
    from collections.abc import Sequence

Payload = TypeVar("Payload")

_PIECE = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[ \t\u00a0\u202f'’‘ʼ`´\-‐‑–/«»“”\".]{0,5}\n?[ ]?")
_ARTICLES = frozenset(
    {"al", "el", "an", "ach", "as", "ash", "ad", "ar", "at", "az", "ech", "es", "ed", "er", "ez", "ul", "oul"}
)
_SOUNDS = tuple(
    (re.compile(pattern), becomes)
    for pattern, becomes in (
        (r"sch|sh|tch", "ch"),
        (r"ou|w", "u"),
        (r"dj|dh", "j"),
        (r"gh|q|ck", "k"),
        (r"kh", "k"),
        (r"ss|c(?=[eiy])|z", "s"),
        (r"ee|y|ei|ai|i+", "i"),
        (r"ph", "f"),
        (r"e", "a"),
        (r"(.)\1+", r"\1"),
        (r"h", ""),
    )
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters and digits: where it stands, how it is written, and the folded key."""

    start: int
    end: int
    raw: str
    key: str


def split_pieces(text: str) -> list[Piece]:
    """Return the words of a text, cut at everything that is no letter or digit.

    >>> [piece.key for piece in split_pieces("l’État islamique")]
    ['l', 'etat', 'islamique']
    """
    return [Piece(m.start(), m.end(), m.group(), fold(m.group())) for m in _PIECE.finditer(text)]


def split_words(text: str) -> list[str]:
    """Return the words of a text as they stand, cut as `split_pieces` does.

    >>> split_words("l’État islamique")
    ['l', 'État', 'islamique']
    """
    return _PIECE.findall(text)


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Return a word in lower case without accents; the Turkish dotless i counts as an i.

    >>> fold("Jaïch"), fold("Œuvre")
    ('jaich', 'oeuvre')
    """
    return unaccented(word.lower().replace("œ", "oe").replace("ı", "i"))


@lru_cache(maxsize=50_000)
def fold_sound(key: str) -> str:
    """Return a folded word with the spellings of a transliterated sound made one.

    >>> fold_sound("chabab") == fold_sound("shabaab")
    True
    """
    if key in _ARTICLES:
        return "al"
    for pattern, becomes in _SOUNDS:
        key = pattern.sub(becomes, key)
    return key


def gap_joins(text: str, left: Piece, right: Piece) -> bool:
    """Return whether two neighbours may belong to one name: only spaces, hyphens, quotes or one line end between."""
    gap = text[left.end : right.start]
    return gap in {" ", "-", "'", "’"} or (_GAP.fullmatch(gap) is not None and "." not in gap)


@dataclass(slots=True)
class NameTree(Generic[Payload]):
    """A tree of words that holds what each name means; grown once, then only read."""

    children: dict[str, NameTree[Payload]] = field(default_factory=dict)
    payloads: list[Payload] = field(default_factory=list)

    def add(self, keys: Sequence[str], payload: Payload) -> None:
        """Put a name, given as folded words, into the tree."""
        node = self
        for key in keys:
            node = node.children.setdefault(key, NameTree())
        node.payloads.append(payload)

    def matches(self, keys: Sequence[str], joined: Sequence[bool], at: int) -> list[tuple[int, list[Payload]]]:
        """Return the names that begin at a word, the longest first, each with the index after its last word.

        `joined[i]` tells whether word i and the one before it may belong to one name.
        """
        found = []
        node = self.children.get(keys[at])
        while node is not None:
            at += 1
            if node.payloads:
                found.append((at, node.payloads))
            node = node.children.get(keys[at]) if at < len(keys) and joined[at] else None
        return found[::-1]
