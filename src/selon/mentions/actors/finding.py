"""Who is named: states and their forces, armed groups, bodies, civilians, people with an office.

Names come from the codebook; forces and offices are put together from a noun and the adjective or name of a state;
nouns such as "les djihadistes" stand for a group only where the text has named one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selon.mentions.actors.context import Context, acts_here, kind_of, settings_of
from selon.mentions.actors.index import Use, compile_actors
from selon.mentions.actors.page import Page, find_hits
from selon.mentions.actors.phrases import Composer
from selon.mentions.mention import ActorMention
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from selon.codebook.actors import ActorBook
    from selon.documents.document import Document
    from selon.mentions.actors.board import Phrase
    from selon.mentions.actors.index import ActorIndex

_CLOSING = re.compile(r"\s?»")
_PLACES_TOO = frozenset({Use.STATE, Use.CAPITAL})


def find_actors(doc: Doc, codebook: ActorBook, document: Document | None = None) -> list[ActorMention]:
    """Return the actors that a parsed report names, in text order, none overlapping.

    A state or capital is given only where it acts ("Ankara accuse"), not where it is a place ("à Ankara").
    """
    if not len(doc):
        return []
    index = compile_actors(codebook)
    page = Page(doc)
    found = find_hits(page, index)
    if document is not None and not found.votes:
        found.votes.update(_states_in(document.name, index))
    phrases = Composer(page, index).compose(found.hits)
    acting = list(_acting(page, index, phrases))
    settings = settings_of(page, phrases, acting, found.places)
    context = Context(page, index, found.votes, settings)
    return [_mention(page, context.resolve(phrase)) for phrase in acting]


def _acting(page: Page, index: ActorIndex, phrases: list[Phrase]) -> Iterator[Phrase]:
    """Yield the phrases that name an actor: states and capitals only where they act."""
    actors = {page.token(p.start).i for p in phrases if p.sense.use != Use.CAPITAL and not p.adjective}
    for phrase in phrases:
        if phrase.sense.use == Use.CAPITAL and acts_here(page, index, phrase, actors):
            actors.add(page.token(phrase.start).i)
    for phrase in phrases:
        acts = (
            page.token(phrase.start).i in actors
            if phrase.sense.use == Use.CAPITAL
            else acts_here(page, index, phrase, actors)
        )
        if phrase.sense.use not in _PLACES_TOO or acts:
            yield phrase


def _states_in(name: str, index: ActorIndex) -> list[str]:
    """Return the states whose id stands in the name of a document."""
    words = set(name.lower().replace("-", "_").split("_"))
    return sorted(words & index.states)


def _mention(page: Page, phrase: Phrase) -> ActorMention:
    """Return a phrase as a mention of the text."""
    span = _with_quote(page.text, TextSpan(page.pieces[phrase.start].start, page.pieces[phrase.end - 1].end))
    return ActorMention(
        span=span, entity=phrase.entity, kind=kind_of(phrase), adjective=phrase.adjective, why=phrase.why
    )


def _with_quote(text: str, span: TextSpan) -> TextSpan:
    """Return a span with the closing quote of a name that it opens: "organisation « État islamique »"."""
    words = span.quote(text)
    closing = _CLOSING.match(text, span.end) if words.count("«") > words.count("»") else None
    return TextSpan(span.start, closing.end()) if closing is not None else span
