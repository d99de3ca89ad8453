"""Words that tell on whose word a source speaks: read from the codebook, looked up in any number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from selon.codebook.entries import codebook_files, read_entries
from selon.errors import CodebookError
from selon.mentions.names import split_pieces

if TYPE_CHECKING:
    from collections.abc import Mapping

USES = frozenset({"accusation", "nation", "office", "organ", "press", "same", "speaker", "staff"})
_LONGEST = 3  # words of a phrase such as "chef de village"


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginWords:
    """Words of one use: what they tell of on whose word a source speaks."""

    use: str
    words: tuple[str, ...]
    example: str
    reason: str


@cache
def load_origin_words(language: str = "fr") -> Mapping[str, frozenset[str]]:
    """Return the words of each use, folded; raises CodebookError for a use that is none.

    >>> "prefet" in load_origin_words()["office"]
    True
    """
    name = f"{language}/origins.toml"
    entries = read_entries(codebook_files() / language / "origins.toml", OriginWords, lambda e: (e.use, e.words[0]))
    uses: dict[str, set[str]] = {use: set() for use in USES}
    for entry in entries:
        if entry.use not in uses:
            raise CodebookError(
                f"{entry.use!r} is no use of a word", where=name, remedy=f"Uses are {', '.join(sorted(USES))}"
            )
        uses[entry.use].update(" ".join(map(singular, fold_words(word).split())) for word in entry.words)
    return MappingProxyType({use: frozenset(words) for use, words in uses.items()})


@lru_cache(maxsize=20_000)
def fold_words(words: str) -> str:
    """Return words folded, with one space between: the form in which sources are compared.

    >>> fold_words("L’État-major")
    'l etat major'
    """
    return " ".join(piece.key for piece in split_pieces(words))


def singular(word: str) -> str:
    """Return a folded word without the mark of the plural and, for adjectives, of the feminine.

    >>> singular("prefets"), singular("militaires"), singular("officielle"), singular("journaux")
    ('prefet', 'militaire', 'officiel', 'journal')
    """
    if word.endswith("aux") and len(word) > len("eaux"):
        return word[:-3] + "al"
    word = word.removesuffix("s") if len(word) > len("bas") else word
    for ending, becomes in (("elle", "el"), ("iere", "ier"), ("ative", "atif"), ("entale", "ental")):
        if word.endswith(ending):
            return word.removesuffix(ending) + becomes
    return word


def has_use(words: str, use: str) -> bool:
    """Return whether one of the words, in any number, has the use.

    >>> has_use("des sources militaires", "organ"), has_use("le boulanger", "office")
    (True, False)
    """
    return first_of_use(words, use) != ""


@lru_cache(maxsize=20_000)
def first_of_use(words: str, use: str) -> str:
    """Return the first word of the words that has the use, folded, or "".

    >>> first_of_use("les préfets de région", "office")
    'prefet'
    """
    known = load_origin_words()[use]
    keys = [singular(piece.key) for piece in split_pieces(words)]
    for at in range(len(keys)):
        for length in range(_LONGEST, 0, -1):
            if (phrase := " ".join(keys[at : at + length])) in known:
                return phrase
    return ""
