"""Organisations of any kind in running text: by known name, by acronym, by the noun that opens or the word that ends a name.

This finder is wider than that of actors: it knows firms, parties, courts, schools and clubs too, and gives no id, only the
name as it stands. It serves to measure the naming of organisations and to propose names; claims use actors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from selon.codebook.organisations import OrganisationSort, load_organisation_words
from selon.codebook.outlets import load_outlets
from selon.mentions.mention import ActorClass
from selon.mentions.names import NameTree, fold
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc, Token

    from selon.mentions.mention import ActorMention

_NAMED = frozenset({ActorClass.ORGANISATION, ActorClass.OUTLET, ActorClass.ARMED, ActorClass.FORCE})
_ACRONYM = re.compile(r"[A-ZÉ]{2,8}(?:[-&/][A-ZÉ0-9]{1,8})?\d{0,2}|[A-ZÉ][a-z]?[A-ZÉ]{2,6}")
_OPENERS = frozenset({"de", "d'", "d’", "du", "des", "pour", "pour"})
_ARTICLES = frozenset({"le", "la", "les", "l'", "l’", "un", "une"})
_JOINS = frozenset({"et", "&", "and", "of", "the", "for", "in"})
_QUOTES = frozenset({"«", "»", '"', "“", "”"})
_WORDS = re.compile(r"[^\W_]+")
_LONGEST = 16


@dataclass(frozen=True, slots=True)
class Organisation:
    """A stretch of text that names an organisation, and the rule that found it."""

    span: TextSpan
    why: str


def find_organisations(doc: Doc, actors: Sequence[ActorMention] = ()) -> list[Organisation]:
    """Return the organisations that a parsed report names, in text order, none overlapping.

    `actors` are the actors found before: groups, bodies, forces and outlets among them are organisations by name.
    """
    page = _Page(doc)
    found = [*_from_actors(doc.text, actors), *_known(page), *_headed(page), *_cued(page), *_acronyms(page), *_alone(page)]
    chosen = _choose(found)
    return _choose([*chosen, *_again(page, chosen)])


def _choose(found: Iterable[Organisation]) -> list[Organisation]:
    """Return the longest of those that overlap, in text order."""
    kept: list[Organisation] = []
    taken: set[int] = set()
    for one in sorted(found, key=lambda o: (o.span.start - o.span.end, o.span.start)):
        places = range(one.span.start, one.span.end)
        if not taken.intersection(places):
            taken.update(places)
            kept.append(one)
    return sorted(kept, key=lambda o: o.span.start)


class _Page:
    """The tokens of a report with their texts, and the words of the codebook."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.tokens: list[Token] = list(doc)
        self.texts = [token.text for token in self.tokens]
        self.pos = [token.pos_ for token in self.tokens]
        self.words = load_organisation_words()

    def has(self, sort: OrganisationSort, at: int) -> bool:
        """Return whether the word at a place is of a sort, as it is written."""
        return self.texts[at] in self.words[sort]

    def capital(self, at: int) -> bool:
        """Return whether there is a word with a capital at a place."""
        return at < len(self.texts) and self.texts[at][:1].isupper()

    def opening(self, at: int) -> bool:
        """Return whether a word opens a sentence or a line, where anything has a capital."""
        before = self.texts[at - 1] if at else "."
        return at == 0 or "\n" in before or before in {".", "!", "?", ":", "«", "–", "—", "-", "…"} or self.tokens[at].is_sent_start is True

    def span(self, start: int, end: int) -> TextSpan:
        """Return the stretch of the tokens from `start` to before `end`."""
        last = self.tokens[end - 1]
        return TextSpan(self.tokens[start].idx, last.idx + len(last))


def _from_actors(text: str, actors: Iterable[ActorMention]) -> Iterator[Organisation]:
    """Yield the actors that are organisations by name: with a capital, from the first word that is part of the name."""
    for actor in actors:
        words = actor.span.quote(text)
        if actor.kind not in _NAMED or actor.adjective or not actor.entity or words.islower():
            continue
        first = re.search(r"[^\W\d_a-zà-ÿœ]", words)
        if first is not None:
            start = actor.span.start + first.start()
            yield Organisation(TextSpan(start, actor.span.end), f"actor {actor.entity}")


@cache
def _names() -> NameTree[str]:
    """Return the known names and outlets as a tree of tokens; those that are common words too are left out."""
    tree: NameTree[str] = NameTree()
    for name in load_organisation_words()[OrganisationSort.NAME]:
        tree.add(_WORDS.findall(name), "name")
    for outlet in load_outlets():
        for name in outlet.names:
            if not outlet.cue_needed(name) and name[:1].isupper():
                tree.add(_WORDS.findall(name), f"outlet {outlet.id}")
    return tree


def _known(page: _Page) -> Iterator[Organisation]:
    """Yield the known names, as they are written in the codebook."""
    text = page.doc.text
    cuts = list(_WORDS.finditer(text))
    keys = [cut.group() for cut in cuts]
    joined = [False, *(cuts[i].start() - cuts[i - 1].end() <= 3 and "\n" not in text[cuts[i - 1].end() : cuts[i].start()] for i in range(1, len(cuts)))]
    tree = _names()
    for at, key in enumerate(keys):
        if key in tree.children:
            for end, payloads in tree.matches(keys, joined, at)[:1]:
                yield Organisation(TextSpan(cuts[at].start(), cuts[end - 1].end()), payloads[0])


def _headed(page: _Page) -> Iterator[Organisation]:
    """Yield the names that a noun opens ("Institut de …", "ministère de la Santé") and the ministries by their field."""
    for at in range(len(page.texts)):
        if page.has(OrganisationSort.HEAD, at) or page.texts[at].lower() in page.words[OrganisationSort.HEAD_ANY]:
            end = _grow(page, at, strict=page.texts[at].islower())
            if end > at + 1:
                yield Organisation(page.span(at, end), f"head {page.texts[at].lower()}")
        elif page.has(OrganisationSort.PORTFOLIO, at) and _after_minister(page, at):
            yield Organisation(page.span(at, _grow(page, at, strict=False)), "field of a ministry")


def _after_minister(page: _Page, at: int) -> bool:
    """Return whether a minister's title stands before: "le ministre français de l'Intérieur"."""
    return any(word.lower() in {"ministre", "ministres", "secrétaire", "portefeuille"} for word in page.texts[max(0, at - 6) : at])


def _grow(page: _Page, at: int, *, strict: bool) -> int:
    """Return where a name that begins at a head ends: over adjectives, names, and "de" with what it brings.

    A strict name (its head has no capital) has to reach a word with a capital.
    """
    end = at + 1
    last_capital = end
    while end < min(len(page.texts), at + _LONGEST):
        step = _step(page, end, inner=not strict)
        if step == end:
            break
        if any(page.capital(i) for i in range(end, step)):
            last_capital = step
        end = step
    return last_capital if strict else end


def _step(page: _Page, at: int, *, inner: bool) -> int:
    """Return where the next part of a name ends, or `at` where there is none."""
    if page.capital(at) and page.pos[at] not in {"PUNCT", "NUM"} or (page.pos[at] == "ADJ" and page.texts[at].isalpha()):
        return at + 1
    here = at
    if page.texts[here].lower() in _JOINS and inner and here + 1 < len(page.texts):
        here += 1
        if page.texts[here].lower() not in _OPENERS | _ARTICLES and not page.capital(here):
            return at
    if page.texts[here].lower() not in _OPENERS and page.texts[here] not in {"à", "aux"} and here == at:
        return at
    here += page.texts[here].lower() in _OPENERS or page.texts[here] in {"à", "aux"}
    here += here < len(page.texts) and page.texts[here].lower() in _ARTICLES
    if here < len(page.texts) and (page.capital(here) or (inner and page.pos[here] in {"NOUN", "PROPN"})):
        return here + 1
    return at


def _cued(page: _Page) -> Iterator[Organisation]:
    """Yield the names after a common noun ("la société Novatec") and those that end as names of firms do."""
    for at in range(len(page.texts)):
        if page.capital(at) and at and page.texts[at - 1].lower() in page.words[OrganisationSort.CUE]:
            end = _capitals(page, at)
            yield Organisation(page.span(at, end), f"cue {page.texts[at - 1].lower()}")
        if page.has(OrganisationSort.TAIL, at) and page.capital(at - 1) and at:
            start = at
            while start and page.capital(start - 1) and page.pos[start - 1] != "PUNCT" and at - start < _LONGEST:
                start -= 1
            yield Organisation(page.span(start, at + 1), f"tail {page.texts[at]}")


def _capitals(page: _Page, at: int) -> int:
    """Return where a run of words with capitals ends."""
    end = at + 1
    while page.capital(end) and page.pos[end] != "PUNCT":
        end += 1
    return end


def _acronyms(page: _Page) -> Iterator[Organisation]:
    """Yield the words in capitals that are not known for something else, where not the whole line is in capitals."""
    for at, word in enumerate(page.texts):
        if _ACRONYM.fullmatch(word) and not page.has(OrganisationSort.ACRONYM_OTHER, at) and not _shouted(page, at):
            yield Organisation(page.span(at, at + 1), "acronym")


def _shouted(page: _Page, at: int) -> bool:
    """Return whether a neighbour is in capitals too: a headline, or a surname in capitals after a first name."""
    near = [page.texts[i] for i in (at - 1, at + 1) if 0 <= i < len(page.texts)]
    return any(len(word) > 3 and word.isupper() for word in near)


def _alone(page: _Page) -> Iterator[Organisation]:
    """Yield the institutions that one word names, where it does not stand at the opening of a sentence."""
    for at in range(len(page.texts)):
        if page.has(OrganisationSort.ALONE, at):
            yield Organisation(page.span(at, at + 1), "alone")


def _again(page: _Page, found: Iterable[Organisation]) -> Iterator[Organisation]:
    """Yield the further places of the names that a cue or an end has told in the same report."""
    text = page.doc.text
    names = {one.span.quote(text) for one in found if one.why.startswith(("cue", "tail"))}
    for name in names:
        if len(name) > 2:
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
                yield Organisation(TextSpan(match.start(), match.end()), "named before")
