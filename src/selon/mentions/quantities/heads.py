"""The noun behind a number: past "de nos" and "nouvelles", known to the codebook, or seen by the parser."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from selon.mentions.quantities.words import load_nouns, load_vocabulary, word_values

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from selon.mentions.phrases import Hit, Reading
    from selon.mentions.quantities.words import Noun

ROUND = frozenset({"round number", "untold tens", "untold millions"})
_COUNTABLE = frozenset({"NOUN", "PROPN"})
_PLURAL_LIKE = frozenset({"ADJ", "VERB", "X", "NUM", "ADV"})
_ADJECTIVES = 2


@dataclass(frozen=True, slots=True)
class Head:
    """The noun of a number: the words from `first` to before `end`, and the codebook's entry where it has one."""

    first: int
    end: int
    noun: Noun | None


def skip_to_noun(reading: Reading, hit: Hit, rule: str, doc: Doc) -> int:
    """Return the index of the word that may be the noun, past "de", "de nos", "autres", "nouvelles"."""
    names = hit.sort
    at = hit.end
    if rule in ROUND or hit.has("scale") or hit.has("t") or names(at + 1) == "OWN":
        at += names(at) in {"DE", "INDEF"}
        at += names(at) == "OWN"
    elif names(at) == "INDEF" and reading.words[at] == "des" and names(at + 1) in {"NUM", "FEW", "WORD"}:
        at += 2 if names(at + 1) != "WORD" else 1
    at += names(at) == "QUOTE"
    while at + 1 < len(reading.words) and _is_adjective(reading, at, doc):
        at += 1
    return at


def _is_adjective(reading: Reading, at: int, doc: Doc) -> bool:
    """Return whether the word is an adjective before a noun, which is counted in its stead."""
    word = reading.words[at]
    if word not in word_values("adj") and word not in word_values("others"):
        token = _token(reading, at, doc)
        if token is None or token.pos_ != "ADJ" or _known_phrase(reading, at):
            return False
    following = _token(reading, at + 1, doc)
    if reading.words[at + 1] in word_values("verbal"):
        return False  # "a blessé douze autres jeudi"
    return _known_phrase(reading, at + 1) or (following is not None and following.pos_ == "NOUN")


def _known_phrase(reading: Reading, at: int) -> bool:
    """Return whether a noun of the codebook begins at a word."""
    return known_head(reading, at) is not None


def known_head(reading: Reading, at: int) -> Head | None:
    """Return the noun of the codebook that begins at a word, the longest phrase first."""
    if at >= len(reading.words):
        return None
    for words, noun in load_nouns().get(reading.words[at], ()):
        if reading.words[at : at + len(words)] == words:
            return Head(at, at + len(words), noun)
    return None


def _token(reading: Reading, at: int, doc: Doc) -> Token | None:
    """Return the token of the parser that begins where a word does, or holds it."""
    if at >= len(reading.words):
        return None
    span = doc.char_span(reading.starts[at], reading.ends[at], alignment_mode="expand")
    return span[0] if span is not None and len(span) else None


def parsed_head(hit: Hit, at: int, doc: Doc) -> Head | None:
    """Return the noun that the parser sees at a word, or that its plural shows."""
    reading = hit.reading
    token = _token(reading, at, doc)
    if token is None or reading.signs[at] not in _free_signs():
        return None
    named = reading.text[reading.starts[at]].isupper()
    plural = reading.words[at].endswith(("s", "x"))
    if named:
        people = _is_demonym(token.text.lower()) or (plural and not token.text.isupper())
        return Head(at, at + 1, None) if people else None
    before = hit.first - 1
    if before >= 0 and reading.signs[before] == load_vocabulary().signs["NAME"] and token.pos_ not in _COUNTABLE:
        return None
    noun = token.pos_ in _COUNTABLE or (token.pos_ in _PLURAL_LIKE and plural and len(token.text) > _ADJECTIVES + 2)
    return Head(at, at + 1, None) if noun and reading.words[at] not in word_values("verbal") else None


@lru_cache(maxsize=1)
def _free_signs() -> frozenset[str]:
    """Return the signs of words that the grammar of numbers does not know."""
    return frozenset(load_vocabulary().signs[sort] for sort in ("WORD", "NAME"))


def _is_demonym(word: str) -> bool:
    """Return whether a capitalised noun ends like the name of a people."""
    return word.endswith(tuple(word_values("ending")))


def bounds_behind(reading: Reading, at: int) -> tuple[int, tuple[str, ...]]:
    """Return the index after the noun phrase and the bounding words behind it: "29 personnes au minimum"."""
    names = load_vocabulary().names
    row = [names[sign] for sign in reading.signs[at : at + 4]]
    for step in range(_ADJECTIVES + 1):
        sort = row[step] if step < len(row) else ""
        comma = sort == "COMMA" and step + 1 < len(row) and row[step + 1] == "POST"
        if sort in {"BOUND", "POST"} or comma:
            here = at + step + comma
            after = row[step + comma + 1] if step + comma + 1 < len(row) else ""
            plain = after not in {"NUM", "FEW", "COLLS", "COLL", "YEAR", "INDEF"} and reading.words[here][-3:] not in {
                " de",
                " d'",
            }
            return (here + 1, (str(reading.values[here]),)) if plain and _closes(reading.words[here]) else (at, ())
        if sort != "WORD":
            break
    return at, ()


def _closes(word: str) -> bool:
    """Return whether a bounding word can stand behind the noun."""
    return word not in {"quelque", "presque", "jusqu'à", "près de", "plus de", "moins de", "dans les", "à peine"}
