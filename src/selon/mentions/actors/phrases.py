"""Actors put together from words: "forces de sécurité irakiennes", "les terroristes de Daech", "le général Untel"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from selon.mentions.actors.board import ARTICLES, Board, Phrase
from selon.mentions.actors.complements import Complements
from selon.mentions.actors.index import Use
from selon.mentions.actors.page import is_noun
from selon.mentions.mention import ActorClass

if TYPE_CHECKING:
    from selon.mentions.actors.index import ActorIndex
    from selon.mentions.actors.page import Hit, Page


class Composer:
    """Builds the phrases of one page from its hits, from right to left, so that inner phrases are there first."""

    def __init__(self, page: Page, index: ActorIndex) -> None:
        self.page = page
        self.index = index
        self.board = Board(page, index)
        self.complements = Complements(self.board)

    def compose(self, hits: list[Hit]) -> list[Phrase]:
        """Return the phrases in text order; what one phrase covers is not given again."""
        for hit in reversed(hits):
            phrase = self._phrase_of(hit)
            if phrase is not None:
                self.board.put(phrase)
        return [self.board.phrases[at] for at in sorted(self.board.phrases)]

    def _phrase_of(self, hit: Hit) -> Phrase | None:
        """Return the phrase that begins with a hit."""
        sense = hit.sense
        phrase = Phrase(hit.start, hit.end, sense, sense.entity, sense.kind, why=sense.why)
        if sense.use == Use.NOUN and sense.noun is not None:
            if hit.end - hit.start == 1 and not is_noun(self.page, hit.start, hit.end):
                return replace(phrase, adjective=True, anaphor=sense.noun.anaphor)
            return self.complements.attach(phrase, sense.noun)
        if sense.use == Use.COMBINING:
            return replace(phrase, adjective=True) if self._second_half(hit.end) is not None else None
        if sense.use == Use.ADJECTIVE:
            return self._adjective(phrase)
        return phrase

    def _second_half(self, at: int) -> Phrase | None:
        """Return the phrase that a first half ("turco-") leans on."""
        inner = self.board.phrases.get(at)
        return inner if inner is not None and inner.sense.use in {Use.ADJECTIVE, Use.COMBINING, Use.NOUN} else None

    def _adjective(self, phrase: Phrase) -> Phrase:
        """Return an adjective of a state or group as what it is here: adjective, inhabitants, or members."""
        page, at = self.page, phrase.start
        before = page.before(at)
        is_state = phrase.entity in self.index.states
        noun_like = before in ARTICLES | {"des", "aux", "du", "un", "une", "deux", "trois"} or page.token(at).pos_ in {
            "NOUN",
            "PROPN",
        }
        if phrase.sense.capitals == ("U",):
            return replace(phrase, adjective=before not in {"les", "des", "aux"})
        if (
            is_state
            and before in {"un", "une"}
            and page.token(at).pos_ in {"NOUN", "PROPN"}
            and not self._leads_noun(phrase.end)
        ):
            return replace(phrase, entity=None, kind=ActorClass.PERSON, why=f"{phrase.why}, one of its people")
        if is_state and not page.is_capitalised(at):
            own = (
                noun_like
                and before in ARTICLES
                and page.token(at).pos_ in {"NOUN", "PROPN"}
                and phrase.sense.number == "p"
            )
            return replace(phrase, adjective=not own)
        if page.gap(at) == "/" or (not noun_like and not page.is_capitalised(at)):
            return replace(phrase, adjective=True)
        if is_state and not self._means_all(at, phrase):
            return replace(phrase, entity=None, kind=ActorClass.PERSON, why=f"{phrase.why}, some of its people")
        members = replace(phrase, adjective=not noun_like and not page.is_capitalised(at))
        return members if members.adjective else self.board.of_group(members)

    def _leads_noun(self, at: int) -> bool:
        """Return whether a noun follows directly."""
        return at < len(self.page.pieces) and self.page.joined[at] and self.page.token(at).pos_ == "NOUN"

    def _means_all(self, at: int, phrase: Phrase) -> bool:
        """Return whether "les Turcs" means the state: a plural with the article, or without any."""
        before = self.page.before(at)
        return phrase.sense.number != "s" and (
            before in {"les", "aux", "ces", "et", "ou"} or before == "" or self._of_the(at)
        )

    def _of_the(self, at: int) -> bool:
        """Return whether "des" before a word is "de les": after a noun or a passive."""
        if self.page.before(at) != "des" or at < 2:  # noqa: PLR2004
            return False
        return self.page.joined[at - 1] and self.page.token(at - 2).pos_ == "NOUN"
