"""Organisations of any kind in running text: known names, acronyms, and names known by their first or last word.

This finder is wider than that of actors: it knows firms, parties, courts, schools and clubs too, and gives no id,
only the name as it stands. It serves to measure the naming of organisations and to propose names; claims use actors.
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
from selon.mentions.names import NameTree
from selon.mentions.organisation_page import LONGEST, OPENERS, NamePage, find_headed
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc

    from selon.mentions.mention import ActorMention

_NAMED = frozenset({ActorClass.ORGANISATION, ActorClass.OUTLET, ActorClass.ARMED, ActorClass.FORCE})
_ACRONYM = re.compile(r"[A-ZÉ]{2,8}(?:[-&/][A-ZÉ0-9]{1,8})?|[A-ZÉ]{3,8}\d{1,2}|[A-ZÉ][a-z]?[A-ZÉ]{2,6}")
_ENGLISH = frozenset({"&", "and", "for", "of"})
_SAYING = frozenset({"selon"})
_GAP = 3
_ENDS = frozenset(".!?:\n–-…")
_WORDS = re.compile(r"[^\W_]+")
_LONG_WORD = 4
_LONG_NAME = 3
_NAME_START = re.compile(r"(?:\b(?:al|el|as|ach|ash|ar|ad)-)?[^\W\d_a-zà-ÿœ]")
_STATE_FORCE = re.compile(r"armée [^\W\d_]+$")


@dataclass(frozen=True, slots=True)
class Organisation:
    """A stretch of text that names an organisation, and the rule that found it."""

    span: TextSpan
    why: str


def find_organisations(doc: Doc, actors: Sequence[ActorMention] = ()) -> list[Organisation]:
    """Return the organisations that a parsed report names, in text order, none overlapping.

    `actors` are the actors found before: groups, bodies, forces and outlets among them are organisations by name.
    """
    page = NamePage(doc)
    named = [*_from_actors(doc.text, actors), *_known(page)]
    closed = {one.span.start for one in named if " " in one.span.quote(doc.text)}
    headed = [Organisation(span, why) for span, why in find_headed(page) if span.start not in closed]
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


def _from_actors(text: str, actors: Iterable[ActorMention]) -> Iterator[Organisation]:
    """Yield the actors that are organisations by name: with a capital, from the first word that is part of the name."""
    for actor in actors:
        words = actor.span.quote(text)
        if actor.kind not in _NAMED or actor.adjective or not actor.entity:
            continue
        first = (_STATE_FORCE if words.islower() else _NAME_START).search(words)
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


def _known(page: NamePage) -> Iterator[Organisation]:
    """Yield the known names, as they are written in the codebook; a firm before a number is a product."""
    text = page.doc.text
    cuts = list(_WORDS.finditer(text))
    keys = [cut.group() for cut in cuts]
    joined = [
        False,
        *(
            0 < two.start() - one.end() <= _GAP and "\n" not in text[one.end() : two.start()]
            for one, two in pairwise(cuts)
        ),
    ]
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


def _is_cued(page: NamePage, start: int, before: list[str]) -> bool:
    """Return whether a name that is a common word too names an outlet here: after a word of press, or by its capital.

    Within a sentence a common word has no capital; after "de" or another name it may be part of a longer name.
    """
    if before and before[0].lower() in page.words[OrganisationSort.CUE] | _SAYING:
        return True
    ahead = page.doc.text[:start].rstrip(' «“"')
    return bool(before) and before[-1].islower() and before[-1] not in OPENERS and ahead[-1:] not in _ENDS


def _cued(page: NamePage) -> Iterator[Organisation]:
    """Yield the names after a common noun ("la société Novatec") and those that end as names of firms do."""
    cues, tails = page.words[OrganisationSort.CUE], page.words[OrganisationSort.TAIL]
    for at in range(1, len(page.texts)):
        if page.texts[at - 1] in cues and page.capital(at) and page.pos[at - 2] == "DET":
            yield Organisation(page.span(at, _capitals(page, at)), f"cue {page.texts[at - 1].lower()}")
        if page.texts[at] in tails and page.capital(at - 1) and page.pos[at - 1] != "PUNCT":
            yield Organisation(page.span(_back(page, at), _forth(page, at + 1)), f"tail {page.texts[at]}")


def _capitals(page: NamePage, at: int) -> int:
    """Return where a run of words with capitals ends."""
    end = at + 1
    while page.capital(end) and page.pos[end] != "PUNCT":
        end += 1
    return end


def _back(page: NamePage, at: int) -> int:
    """Return where a run of words with capitals begins, English joints in it allowed."""
    start = at
    while start and at - start < LONGEST:
        if page.capital(start - 1) and page.pos[start - 1] != "PUNCT":
            start -= 1
        elif start > 1 and page.texts[start - 1] in _ENGLISH and page.capital(start - 2):
            start -= 2
        else:
            break
    return start


def _forth(page: NamePage, end: int) -> int:
    """Return where a name ends that may go on after its tail: "City University de New York"."""
    if end < len(page.texts) and page.texts[end] in _ENGLISH | {"de"} and page.capital(end + 1):
        return _forth(page, _capitals(page, end + 1))
    return end


def _acronyms(page: NamePage) -> Iterator[Organisation]:
    """Yield the words in capitals that are not known for something else, where not the whole line is in capitals."""
    others = page.words[OrganisationSort.ACRONYM_OTHER]
    for at, word in enumerate(page.texts):
        if not word[1:2].isupper() and not word[2:3].isupper():
            continue
        numbered = at + 1 < len(page.texts) and page.texts[at + 1][:1].isdigit()
        if not numbered and _ACRONYM.fullmatch(word) and word not in others and not _shouted(page, at):
            yield Organisation(page.span(at, at + 1), "acronym")


def _shouted(page: NamePage, at: int) -> bool:
    """Return whether a neighbour is in capitals too: a headline, or a surname in capitals after a first name."""
    near = [page.texts[i] for i in (at - 1, at + 1) if 0 <= i < len(page.texts)]
    return any(len(word) >= _LONG_WORD and word.isupper() for word in near)


def _alone(page: NamePage) -> Iterator[Organisation]:
    """Yield the institutions that one word with a capital names."""
    alone = page.words[OrganisationSort.ALONE]
    for at, word in enumerate(page.texts):
        if word in alone:
            yield Organisation(page.span(at, at + 1), "alone")


def _again(page: NamePage, found: Iterable[Organisation]) -> Iterator[Organisation]:
    """Yield the further places of the names that a cue or an end has told in the same report."""
    text = page.doc.text
    names = {one.span.quote(text) for one in found if one.why.startswith(("cue", "tail"))}
    for name in names:
        if len(name) >= _LONG_NAME:
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
                yield Organisation(TextSpan(match.start(), match.end()), "named before")
