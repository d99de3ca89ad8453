"""Denying: who rejects what is laid to him in words that name no event, as in "nie toute responsabilité"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from selon.codebook.forms import Forms
from selon.codebook.speech import SpeechCodebook
from selon.mentions.names import split_pieces, split_words
from selon.origins.names import find_actor
from selon.origins.words import has_use
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selon.mentions.names import Piece

_SENTENCE = re.compile(r"[^.!?\n;]+")
_STOP = re.compile(r"[,:«»“”()–—]")
_AHEAD = 6  # words behind a verb within which what it rejects is named
_NOT = frozenset({"ne", "n", "ni", "sans"})
_ONTO = re.compile(r"\bsur\b")  # "rejette la responsabilité sur son voisin" accuses
_WHO = re.compile(r"qui\b")
_WHOM = re.compile(r"(?:qu(?:e\b|['’])|dont\b|où\b)")
_OUTRIGHT = frozenset({"démentir", "nier", "réfuter"})  # whose object may be the event itself
_STEM = 3
_RELATIVE = re.compile(r"\bqu(?:e\s|['’])(?!.*\bqu(?:e\s|['’]))")
_BY = re.compile(r"\s*par\s+([^,;:]+)")


@dataclass(frozen=True, slots=True)
class Rejection:
    """Somebody who rejects what is laid to him or told by others.

    `actor` is his id, "" for a body of the state told of; `span` his verb; `end` where the sentence ends. Where `bare`,
    he rejects an accusation told before ("nie toute responsabilité"), else an event named behind the verb.
    """

    actor: str
    span: TextSpan
    end: int
    bare: bool


def find_rejections(text: str, known: Sequence[tuple[TextSpan, str]] = ()) -> list[Rejection]:
    """Return who rejects what in a text, in the order of the text; `known` are actors that were read in it, by span.

    >>> [found.actor for found in find_rejections("Trois obus sont tombés. La Russie nie toute responsabilité.")]
    ['russia']
    """
    return [found for start, words in _find_denials(text) for found in _find_in(Sentence(words, start, known))]


def denies(text: str) -> bool:
    """Return whether a text has a verb that denies something, so that it is worth while to look for rejections.

    >>> denies("Trois obus sont tombés. Le porte-parole nie."), denies("Il compte les obus.")
    (True, False)
    """
    return next(_find_denials(text), None) is not None


def _find_denials(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences with a verb that denies, with where each starts."""
    likely = _load_likely()
    for sentence in _SENTENCE.finditer(text):
        words = sentence.group()
        if likely.search(words.lower()) and any(_denying_verb(word.lower()) for word in split_words(words)):
            yield sentence.start(), words


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, where it begins in its text, and the actors that were read in the text."""

    words: str
    start: int
    known: Sequence[tuple[TextSpan, str]]

    def actor_in(self, first: int, last: int, *, nearest: bool) -> str:
        """Return the actor that is named, or was read, between two places: the last where `nearest`, or the first."""
        words = self.words[first:last]
        if named := (_last_actor(words) if nearest else find_actor(words)):
            return named.split("/", maxsplit=1)[0]
        begin, end = self.start + first, self.start + last
        read = [actor for span, actor in self.known if begin <= span.start and span.end <= end]
        return read[-1].split("/", maxsplit=1)[0] if read else ""


def _find_in(sentence: Sentence) -> Iterator[Rejection]:
    """Yield the rejections of one sentence."""
    pieces = split_pieces(sentence.words)
    for at, piece in enumerate(pieces):
        verb = _denying_verb(piece.raw.lower())
        if not verb or any(before.key in _NOT for before in pieces[max(0, at - 3) : at]):
            continue
        span = TextSpan(sentence.start + piece.start, sentence.start + piece.end)
        end = sentence.start + len(sentence.words)
        named = _rejecter(sentence, pieces, at)
        if named is not None:
            yield Rejection(named, span, end, bare=True)
        elif verb in _OUTRIGHT and at + 1 < len(pieces) and (named := _who(sentence, 0, piece.start)):
            yield Rejection(named, span, end, bare=False)


def _rejecter(sentence: Sentence, pieces: Sequence[Piece], at: int) -> str | None:
    """Return who rejects an accusation with the verb at a place, None where it rejects none, or nobody can be told."""
    verb = pieces[at]
    last = pieces[min(at + _AHEAD, len(pieces) - 1)]
    behind, before = sentence.words[verb.end : last.end], sentence.words[: verb.start]
    if has_use(behind, "accusation"):
        return None if _ONTO.search(behind) else _who(sentence, 0, verb.start)
    if not has_use(before, "accusation"):
        return None
    if (by := _BY.match(sentence.words, verb.end)) is not None:
        return _who(sentence, by.start(1), by.end(1))
    relative = _RELATIVE.search(before)
    return _who(sentence, relative.end(), verb.start) if relative else None


def _who(sentence: Sentence, first: int, last: int) -> str | None:
    """Return the actor named nearest to the end of the words, "" for a body that every state has, None for nobody.

    What stands before a colon is the heading of the sentence, not its subject.
    """
    first += sentence.words[first:last].rfind(":") + 1
    bounds = [first, *(first + stop.end() for stop in _STOP.finditer(sentence.words[first:last]))]
    parts = [(begin, end) for begin, end in pairwise([*bounds, last])]
    takes_up = len(parts) > 1 and _WHO.match(sentence.words[parts[-1][0] : parts[-1][1]].strip()) is not None
    for begin, end in reversed(parts[:-1] if takes_up else parts):
        words = sentence.words[begin:end].strip()
        if _WHOM.match(words):
            continue
        if actor := sentence.actor_in(begin, end, nearest=takes_up):
            return actor
        if has_use(words, "nation"):
            return ""
    return None


def _last_actor(words: str) -> str:
    """Return the id of the last actor that the words name: "qui" takes up whoever stands before it."""
    listed = words.split()
    found = (find_actor(" ".join(listed[at:])) for at in range(len(listed) - 1, -1, -1))
    return next(filter(None, found), "")


@cache
def _load_deniers() -> tuple[Forms, frozenset[str]]:
    """Return the forms of the codebook, and the verbs that deny."""
    verbs = (word.bare for word in SpeechCodebook.load().reporting if word.act == "deny" and word.pos == "verb")
    return Forms.load(), frozenset(verbs)


@cache
def _load_likely() -> re.Pattern[str]:
    """Return what every sentence with a verb that denies has: the first letters of one."""
    _, verbs = _load_deniers()
    stems = sorted({re.escape(verb[:_STEM]).replace("e", "[eéè]") for verb in verbs})  # "nier", "nié"
    return re.compile(r"\b(?:" + "|".join(stems) + ")")


@lru_cache(maxsize=50_000)
def _denying_verb(word: str) -> str:
    """Return the verb that denies of which a word is a form, or ""."""
    forms, verbs = _load_deniers()
    lemma = forms.lemma(word, "VERB")
    return lemma if lemma in verbs else ""
