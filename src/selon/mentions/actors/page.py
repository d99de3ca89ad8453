"""One report laid out for the search for actors: its words, the tokens under them, and the names found in it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.mentions.actors.index import Sense, Use
from selon.mentions.mention import ActorClass
from selon.mentions.names import Piece, fold, fold_sound, gap_joins, split_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from selon.mentions.actors.index import ActorIndex

DETERMINERS = frozenset(
    "le la l les un une des du de d au aux ce cet cette ces son sa ses leur leurs notre nos mon ma mes votre"
    " vos quelque quelques plusieurs certains certaines aucun aucune chaque tout toute tous toutes deux trois"
    " quatre cinq six sept huit neuf dix".split()
)
_LOOSE_PREFIXES = frozenset({"ex", "vice", "non"})
_NOMINAL = frozenset({"NOUN", "PROPN", "X", "NUM"})
_DEFINED = re.compile(r"\(\s*([A-ZÉ][A-Za-zÉ0-9]{1,9})\s*\)")
_LONG_FORM = 12  # words that a long form may have before its acronym
_CONNECTORS = frozenset("de du des d la le l les et pour en al el à a aux au sur".split())


@dataclass(frozen=True, slots=True)
class Findings:
    """What a page names: hits in text order, how often it speaks of each state, and its places with their states."""

    hits: list[Hit]
    votes: Counter[str]
    places: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A name or noun of the codebook at the words `start` to `end` (exclusive)."""

    start: int
    end: int
    sense: Sense


class Page:
    """The words of a report and what lies around them."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc.text
        self.pieces: list[Piece] = split_pieces(self.text)
        self.keys = [piece.key for piece in self.pieces]
        self.joined = [False, *(gap_joins(self.text, a, b) for a, b in zip(self.pieces, self.pieces[1:], strict=False))]
        self._tokens = _tokens_under(doc, self.pieces)

    def token(self, at: int) -> Token:
        """Return the token in which a word lies."""
        return self.doc[self._tokens[at]]

    def gap(self, at: int) -> str:
        """Return what stands between a word and the one before it."""
        return self.text[self.pieces[at - 1].end : self.pieces[at].start] if 0 < at < len(self.pieces) else "\n"

    def key(self, at: int) -> str:
        """Return the folded word, "" outside of the text."""
        return self.keys[at] if 0 <= at < len(self.keys) else ""

    def raw(self, at: int) -> str:
        """Return the word as it is written, "" outside of the text."""
        return self.pieces[at].raw if 0 <= at < len(self.pieces) else ""

    def before(self, at: int) -> str:
        """Return the folded word before this one where only a space, quote or apostrophe lies between, else ""."""
        return self.keys[at - 1] if at > 0 and self.joined[at] else ""

    def is_capitalised(self, at: int) -> bool:
        """Return whether a word begins with a capital."""
        return self.raw(at)[:1].isupper()


def _tokens_under(doc: Doc, pieces: list[Piece]) -> list[int]:
    """Return for each word the index of the token that it begins in."""
    found, at, last = [], 0, len(doc) - 1
    starts: list[int] = doc.to_array("IDX").tolist()
    for piece in pieces:
        while at < last and starts[at + 1] <= piece.start:
            at += 1
        found.append(at)
    return found


def find_hits(page: Page, index: ActorIndex) -> Findings:
    """Return the names and human nouns of the page, none overlapping, and of which states it speaks."""
    defined = _Definitions(page, index)
    pending = [_candidates(page, index, defined, at) for at in range(len(page.pieces))]
    votes: Counter[str] = Counter()
    named: set[str] = set()
    for options in pending:
        if options and not options[0].sense.where:
            votes.update(_votes_of(options[0], index))
            named.update(index.countries.get(options[0].sense.entity or "", ()))
    named |= votes.keys()
    found, at = Findings([], votes, []), 0
    while at < len(pending):
        chosen = next((hit for hit in pending[at] if not hit.sense.where or named & set(hit.sense.where)), None)
        if chosen is not None and chosen.sense.use == Use.PLACE:
            found.places.append((at, chosen.sense.entity or ""))
        elif chosen is not None:
            found.hits.append(chosen)
        at = chosen.end if chosen is not None and page.key(at) not in {"la", "le", "les", "l"} else at + 1
    return found


def _votes_of(hit: Hit, index: ActorIndex) -> Iterator[str]:
    """Yield the state of which a name tells that the report speaks of it."""
    entity = (hit.sense.entity or "").partition("/")[0]
    if entity in index.states:
        yield entity
    elif hit.sense.use == Use.NAME and len(index.countries.get(entity, ())) == 1:
        yield index.countries[entity][0]


def _candidates(page: Page, index: ActorIndex, defined: _Definitions, at: int) -> list[Hit]:
    """Return what may begin at a word, the longest first, each with the capitals it asks for."""
    found = defined.hits(page.pieces[at].raw, at)
    if page.keys[at] not in index.names.children and not found and not page.is_capitalised(at):
        return found
    for end, senses in index.names.matches(page.keys, page.joined, at):
        found += [Hit(at, end, sense) for sense in senses if _stands(page, at, end, sense)]
    if not found and page.is_capitalised(at):
        found += _by_sound(page, index, at)
    return found


def _by_sound(page: Page, index: ActorIndex, at: int) -> list[Hit]:
    """Return the names that sound like the words: spellings of Arabic that the codebook does not list."""
    if fold_sound(page.keys[at]) not in index.sounds.children:
        return []
    keys = [fold_sound(key) for key in page.keys[at : at + 8]]
    matches = index.sounds.matches(keys, page.joined[at : at + 8], 0)
    return [
        Hit(at, at + end, sense)
        for end, senses in matches
        for sense in senses
        if page.is_capitalised(at + end - 1) and sense.entity
    ]


def _stands(page: Page, start: int, end: int, sense: Sense) -> bool:
    """Return whether a sense may stand at these words: capitals, prefixes, part of speech."""
    if not sense.fits([page.raw(at) for at in range(start, end)]):
        return False
    if page.gap(start) in {"-", "‑"} and page.key(start - 1) not in _LOOSE_PREFIXES and sense.use != Use.PLACE:
        return sense.use in {Use.ADJECTIVE, Use.NOUN} and page.key(start - 1).endswith("o")
    if sense.use == Use.NOUN:
        labels = (
            sense.noun is not None and end - start == 1 and sense.noun.anaphor in {"jihadist", "rebel", "separatist"}
        )
        return page.gap(end) not in {"-", "‑"} and (labels or is_noun(page, start, end))
    if sense.use == Use.COMBINING:
        return page.gap(end) in {"-", "‑"}
    return True


def is_noun(page: Page, start: int, end: int) -> bool:
    """Return whether a word that may be adjective or verb too is a noun here."""
    token = page.token(start)
    if token.i > 0 and token.nbor(-1).pos_ == "AUX":
        return False
    if end - start > 1 or token.pos_ in _NOMINAL:
        return not (token.pos_ == "NOUN" and token.dep_ == "amod" and page.before(start) not in DETERMINERS)
    if page.before(start) not in DETERMINERS or token.pos_ == "AUX":
        return False
    return token.dep_ not in {"amod", "det"} or not _heads_on(page, start)


def _heads_on(page: Page, at: int) -> bool:
    """Return whether the word after this one is the noun that this one describes."""
    return at + 1 < len(page.pieces) and page.joined[at + 1] and page.token(at + 1).pos_ in {"NOUN", "PROPN"}


class _Definitions:
    """The acronyms that a text itself explains: "Front du fleuve (FDF)", and the long forms that no codebook knows."""

    def __init__(self, page: Page, index: ActorIndex) -> None:
        self.acronyms: dict[str, Sense] = {}
        self.long_forms: dict[int, Hit] = {}
        for acronym, start, end in _defined_acronyms(page):
            sense = self.acronyms[acronym] = _sense_of_long_form(page, index, start, end)
            if sense.entity is None:
                self.long_forms[start] = Hit(start, end, sense)

    def hits(self, raw: str, at: int) -> list[Hit]:
        """Return what the text has defined at a word: a long form, or an acronym."""
        if not self.acronyms:
            return []
        long = self.long_forms.get(at)
        own = self.acronyms.get(raw)
        return [*([long] if long is not None else []), *([Hit(at, at + 1, own)] if own is not None else [])]


def _defined_acronyms(page: Page) -> Iterator[tuple[str, int, int]]:
    """Yield the acronyms in brackets, each with the words of the long form before it."""
    if "(" not in page.text:
        return
    starts = {piece.start: at for at, piece in enumerate(page.pieces)}
    for found in _DEFINED.finditer(page.text):
        at = starts.get(found.start(1))
        acronym = found.group(1)
        if at is None or sum(sign.isupper() for sign in acronym) < 2:  # noqa: PLR2004
            continue
        start = _long_form_start(page, at, acronym)
        if start is not None:
            yield acronym, start, at


def _long_form_start(page: Page, at: int, acronym: str) -> int | None:
    """Return where the long form before an acronym starts: its words must begin with the letters, last to first."""
    letters = fold(acronym)
    for start in range(at - 1, max(-1, at - _LONG_FORM), -1):
        if start + 1 < at and not page.joined[start + 1]:
            return None
        words = [key for key in page.keys[start:at] if key not in _CONNECTORS]
        if "".join(word[0] for word in words) == letters and page.is_capitalised(start):
            return start
    return None


def _sense_of_long_form(page: Page, index: ActorIndex, start: int, end: int) -> Sense:
    """Return what a long form means: its entry, or an actor without id."""
    for stop, senses in index.names.matches(page.keys, page.joined, start):
        known = [sense for sense in senses if sense.use in {Use.NAME, Use.STATE}]
        if stop == end and known:
            return Sense(
                known[0].use,
                known[0].entity,
                known[0].kind,
                (),
                camp=known[0].camp,
                why=f"{known[0].why}, defined in the text",
            )
    heads = [sense for _, senses in index.names.matches(page.keys, page.joined, start) for sense in senses]
    armed = any(sense.use == Use.NOUN and sense.kind in {ActorClass.ARMED, ActorClass.FORCE} for sense in heads)
    kind = ActorClass.ARMED if armed else ActorClass.ORGANISATION
    return Sense(Use.NAME, None, kind, (), why="acronym defined in the text")
