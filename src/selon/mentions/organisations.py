"""Organisations of any kind in running text: by known name, by acronym, by the noun that opens or the word that ends a name.

This finder is wider than that of actors: it knows firms, parties, courts, schools and clubs too, and gives no id, only the
name as it stands. It serves to measure the naming of organisations and to propose names; claims use actors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
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
_ACRONYM = re.compile(r"[A-ZÉ]{2,8}(?:[-&/][A-ZÉ0-9]{1,8})?|[A-ZÉ]{3,8}\d{1,2}|[A-ZÉ][a-z]?[A-ZÉ]{2,6}")
_OPENERS = frozenset({"de", "d'", "d’", "du", "des"})
_ARTICLES = frozenset({"le", "la", "les", "l'", "l’", "un", "une"})
_JOINS = frozenset({"et", "&"})
_ENGLISH = frozenset({"&", "and", "for", "of"})
_SAYING = frozenset({"selon"})
_GAP = 3
_ENDS = frozenset(".!?:\n–-…")
_QUOTES = frozenset({"«", "»", '"', "“", "”"})
_WORDS = re.compile(r"[^\W_]+")
_LONGEST = 16
_NAME_START = re.compile(r"(?:\b(?:al|el|as|ach|ash|ar|ad)-)?[^\W\d_a-zà-ÿœ]")
_STATE_FORCE = re.compile(r"armée [^\W\d_]+$")
_FIELD_ADJECTIVES = frozenset("étrangères étrangère sociales sociale européennes nationale nationaux supérieur intérieure publique publics extérieur".split())
_STOPS = frozenset(
    "pays ville région mois semaine année jour lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars"
    " avril mai juin juillet août septembre octobre novembre décembre capitale président présidente porte-parole".split()
)
_ABROAD = frozenset({"Mission", "Opération", "Force"})
_TITLES = frozenset({"ministre", "ministres", "secrétaire", "portefeuille", "ministère", "Ministère"})
_PAST = frozenset({"unies", "unis", "Unies", "armées", "armés", "socialiste", "démocrate"})


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
    named = [*_from_actors(doc.text, actors), *_known(page)]
    closed = {one.span.start for one in named if " " in one.span.quote(doc.text)}
    headed = [one for one in _headed(page) if one.span.start not in closed]
    found = [*named, *headed, *_cued(page), *_acronyms(page), *_alone(page)]
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
        codes = doc.to_array("POS").tolist()
        names = {code: doc.vocab.strings[code] for code in set(codes)}
        self.pos = [names[code] for code in codes]
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
        if actor.kind not in _NAMED or actor.adjective or not actor.entity:
            continue
        if words.islower():
            first = _STATE_FORCE.search(words)
        else:
            first = _NAME_START.search(words)
        if first is not None:
            end = actor.span.start + len(words.rstrip("» "))
            yield Organisation(TextSpan(actor.span.start + first.start(), end), f"actor {actor.entity}")


@cache
def _names() -> NameTree[tuple[str, bool]]:
    """Return the known names and outlets as a tree of words, each with its literal form and whether it needs a cue."""
    tree: NameTree[tuple[str, bool]] = NameTree()
    for name in load_organisation_words()[OrganisationSort.NAME]:
        tree.add(_WORDS.findall(name), (name, False))
    for outlet in load_outlets():
        for name in outlet.names:
            if name[:1].isupper():
                tree.add(_WORDS.findall(name), (name, outlet.cue_needed(name)))
    return tree


def _known(page: _Page) -> Iterator[Organisation]:
    """Yield the known names, as they are written in the codebook; a firm before a number is a product."""
    text = page.doc.text
    cuts = list(_WORDS.finditer(text))
    keys = [cut.group() for cut in cuts]
    joined = [False, *(0 < two.start() - one.end() <= _GAP and "\n" not in text[one.end() : two.start()] for one, two in pairwise(cuts))]
    tree = _names()
    for at, key in enumerate(keys):
        for end, payloads in tree.matches(keys, joined, at) if key in tree.children else ():
            name, needs_cue = payloads[0]
            start = cuts[at].start()
            stop = start + len(name) if text.startswith(name, start) else cuts[end - 1].end()
            number = end < len(keys) and keys[end][0].isdigit() and end - at == 1 and text[stop : stop + 1] == " "
            if not number and (not needs_cue or _is_cued(page, start, keys[at - 1 : at])):
                yield Organisation(TextSpan(start, stop), "name")
                break


def _is_cued(page: _Page, start: int, before: list[str]) -> bool:
    """Return whether a name that is a common word too names an outlet here: after a word of press, or by its capital.

    Within a sentence a common word has no capital; after "de" or another name it may be part of a longer name.
    """
    if before and before[0].lower() in page.words[OrganisationSort.CUE] | _SAYING:
        return True
    ahead = page.doc.text[:start].rstrip(" «“\"")
    return bool(before) and before[-1].islower() and before[-1] not in _OPENERS and ahead[-1:] not in _ENDS


def _headed(page: _Page) -> Iterator[Organisation]:
    """Yield the names that a noun opens ("Institut de …", "ministère de la Santé") and the ministries by their field."""
    for at, word in enumerate(page.texts):
        if page.has(OrganisationSort.HEAD, at) or word.lower() in page.words[OrganisationSort.HEAD_ANY]:
            end = _grow(page, at, strict=word.islower())
            if end > at + 1:
                yield Organisation(page.span(at, end), f"head {word.lower()}")
        elif page.has(OrganisationSort.PORTFOLIO, at) and _after_minister(page, at):
            yield Organisation(page.span(at, _grow_field(page, at)), "field of a ministry")


def _after_minister(page: _Page, at: int) -> bool:
    """Return whether a minister's title stands before: "le ministre français de l'Intérieur"."""
    return any(word in _TITLES for word in page.texts[max(0, at - 6) : at])


def _grow_field(page: _Page, at: int) -> int:
    """Return where the field of a ministry ends: "Affaires étrangères", "Économie et des Finances"."""
    end = at + 1
    while end < len(page.texts) and page.texts[end].lower() in _FIELD_ADJECTIVES:
        end += 1
    for ahead in range(end + 1, min(end + 4, len(page.texts))):
        if page.texts[end] == "et" and page.has(OrganisationSort.PORTFOLIO, ahead):
            return _grow_field(page, ahead)
    return end


def _grow(page: _Page, at: int, *, strict: bool) -> int:
    """Return where a name that begins at a head ends: over adjectives, names, and "de" with what it brings.

    A strict name (its head has no capital) has to reach a word with a capital.
    """
    end = at + 1
    last_capital = end
    while end < min(len(page.texts), at + _LONGEST):
        step = _step(page, at, end, inner=not strict)
        if step == end:
            break
        if page.capital(step - 1):
            last_capital = step
        if page.has(OrganisationSort.PORTFOLIO, step - 1) and page.texts[at].lower() == "ministère":
            return _grow_field(page, step - 1)
        end = step
    return last_capital if strict else end


def _step(page: _Page, head: int, at: int, *, inner: bool) -> int:
    """Return where the next part of a name ends, or `at` where there is none."""
    word, last = page.texts[at], page.texts[at - 1]
    if page.capital(at):
        return at + 1 if page.pos[at] not in {"PUNCT", "NUM"} and (at == head + 1 or last[:1].isupper()) else at
    if (page.pos[at] == "ADJ" and word.isalpha()) or word in _PAST:
        return at if word in _STOPS or page.texts[head] == "ministère" else at + 1
    here = at
    if word in _JOINS and inner and at > head + 1:
        here += 1
        if here < len(page.texts) and page.pos[here] == "ADJ" and page.texts[here].islower():
            return here + 1
    if here >= len(page.texts) or not _opens(page, head, here, inner=inner):
        return at
    here += 1
    here += here < len(page.texts) and page.texts[here].lower() in _ARTICLES
    if here >= len(page.texts) or page.texts[here].lower() in _STOPS or (word in _JOINS and page.has(OrganisationSort.HEAD, here)):
        return at
    return here + 1 if page.capital(here) or (inner and page.pos[here] in {"NOUN", "PROPN"}) else at


def _opens(page: _Page, head: int, at: int, *, inner: bool) -> bool:
    """Return whether a word opens a further part of a name: "de", and in names of bodies "pour", "contre", "en"."""
    word = page.texts[at]
    if word in {"en", "au", "aux"}:
        return page.texts[head] in _ABROAD
    return word.lower() in _OPENERS or (inner and word in {"pour", "contre"} and at <= head + 4)


def _cued(page: _Page) -> Iterator[Organisation]:
    """Yield the names after a common noun ("la société Novatec") and those that end as names of firms do."""
    for at in range(1, len(page.texts)):
        if page.capital(at) and page.texts[at - 1] in page.words[OrganisationSort.CUE] and page.pos[at - 2] == "DET":
            yield Organisation(page.span(at, _capitals(page, at)), f"cue {page.texts[at - 1].lower()}")
        if page.has(OrganisationSort.TAIL, at) and page.capital(at - 1) and page.pos[at - 1] != "PUNCT":
            yield Organisation(page.span(_back(page, at), _forth(page, at + 1)), f"tail {page.texts[at]}")


def _capitals(page: _Page, at: int) -> int:
    """Return where a run of words with capitals ends."""
    end = at + 1
    while page.capital(end) and page.pos[end] != "PUNCT":
        end += 1
    return end


def _back(page: _Page, at: int) -> int:
    """Return where a run of words with capitals begins, English joints in it allowed."""
    start = at
    while start and at - start < _LONGEST:
        if page.capital(start - 1) and page.pos[start - 1] != "PUNCT":
            start -= 1
        elif start > 1 and page.texts[start - 1] in _ENGLISH and page.capital(start - 2):
            start -= 2
        else:
            break
    return start


def _forth(page: _Page, end: int) -> int:
    """Return where a name ends that may go on after its tail: "City University de New York"."""
    if end < len(page.texts) and page.texts[end] in _ENGLISH | {"de"} and page.capital(end + 1):
        return _forth(page, _capitals(page, end + 1))
    return end


def _acronyms(page: _Page) -> Iterator[Organisation]:
    """Yield the words in capitals that are not known for something else, where not the whole line is in capitals."""
    for at, word in enumerate(page.texts):
        numbered = at + 1 < len(page.texts) and page.texts[at + 1][:1].isdigit()
        if numbered or not _ACRONYM.fullmatch(word):
            continue
        if not page.has(OrganisationSort.ACRONYM_OTHER, at) and not _shouted(page, at):
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
