"""The phrases of a page as they are put together: one actor each, with what the context has still to supply."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from selon.mentions.actors.index import Use
from selon.mentions.mention import ActorClass

if TYPE_CHECKING:
    from selon.codebook.actors import HumanNoun
    from selon.mentions.actors.index import ActorIndex, Sense
    from selon.mentions.actors.page import Page

OF = frozenset({"de", "d", "du", "des"})
POSSESSIVES = frozenset({"son", "sa", "ses", "leur", "leurs"})
ARTICLES = frozenset({"la", "le", "l", "les", "ce", "cet", "cette", "ces"}) | POSSESSIVES
_NAME_JOINTS = frozenset({"al", "el", "ben", "bin", "ibn", "ould", "ag", "von", "van", "de", "abou", "abu"})
_QUOTES = frozenset("«»“”\"' \u00a0\u202f’‘")


@dataclass(frozen=True, slots=True)
class Phrase:
    """An actor at the words `start` to `end`: its entity where the words say it, or what the context has to supply.

    `bare` is the suffix of a force or office whose state the report has to tell; `anaphor` what a noun may stand for.
    """

    start: int
    end: int
    sense: Sense
    entity: str | None
    kind: ActorClass
    bare: str = ""
    anaphor: str = ""
    adjective: bool = False
    why: str = ""

    @property
    def noun(self) -> HumanNoun | None:
        """The human noun that heads the phrase, if one does."""
        return self.sense.noun


class Board:
    """The phrases of a page as they grow, from right to left: what stands behind a word is read before it."""

    def __init__(self, page: Page, index: ActorIndex) -> None:
        self.page = page
        self.index = index
        self.phrases: dict[int, Phrase] = {}

    def put(self, phrase: Phrase) -> None:
        """Take a phrase in; what it covers is no phrase of its own any more."""
        for at in range(phrase.start, phrase.end):
            self.phrases.pop(at, None)
        self.phrases[phrase.start] = phrase

    def complement_at(self, at: int) -> Phrase | None:
        """Return the phrase after "de" and its article, numbers and quotes left out."""
        after = at + 1
        while after < len(self.page.pieces) and self.page.joined[after] and self.page.key(after) in ARTICLES:
            after += 1
        return self.phrases.get(after) if after < len(self.page.pieces) and self.page.joined[after] else None

    def of_group(self, phrase: Phrase) -> Phrase:
        """Return members of a people or camp with the group after "de": "les Kurdes des FDS"."""
        at = phrase.end
        if at >= len(self.page.pieces) or not self.page.joined[at] or self.page.key(at) not in OF:
            return phrase
        inner = self.complement_at(at)
        if inner is None or inner.sense.use != Use.NAME or inner.kind != ActorClass.ARMED:
            return phrase
        return replace(phrase, end=inner.end, entity=inner.entity, anaphor="", why=f"{phrase.why} of {inner.why}")


def name_end(page: Page, start: int) -> int:
    """Return where the capitalised name that begins at a word ends; the word itself where none begins."""
    at = start
    while at < len(page.pieces) and page.joined[at] and set(page.gap(at)) <= _QUOTES | {"-"}:
        if page.is_capitalised(at):
            at += 1
        elif (
            page.key(at) in _NAME_JOINTS
            and at + 1 < len(page.pieces)
            and page.joined[at + 1]
            and page.is_capitalised(at + 1)
        ):
            at += 2
        else:
            break
    return at
