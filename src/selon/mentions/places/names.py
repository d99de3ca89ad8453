"""Names that may be places: runs of capitals and known phrases, each with the entries that it may mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from selon.codebook.places import read_place_words
from selon.mentions.transliteration import fold_place_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from selon.mentions.gazetteer import Entry, Gazetteer

_PIECE = re.compile(r"[^\W\d_]{2,}(?:['’ʿʾ](?=[a-zà-ÿ])[^\W_]+)+|[^\W_]+")
_JOINT = re.compile(r"[ \u00a0]?[-‐‑'’ʿʾ]?[ ]?|['’] ?")
_PARTICLES = frozenset("al el ad ar as ash ach at az an ez es ed er et en ou".split())
_LINKS = frozenset(
    "de du des d la le les l da do dos das del della di e y of the and sur sous lès en aux ès saint ben bin ibn abou "
    "abu "
    "al el ad ar as ash ach at az an ez es ed er".split(),
)
_BREAKS = frozenset('.!?:;«»"“”…\n–—•|')
_RUN_GAPS = frozenset({" ", "-", "\u00a0", "‑"})
_LONGEST = 8
_ALIKE = 0.8
_HEARD = 4


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The place words of a language, laid out for look-up: nouns with their kind, adjectives with their country."""

    nouns: Mapping[str, str]
    sites: frozenset[str]
    titles: frozenset[str]
    bodies: frozenset[str]
    common: frozenset[str]
    barred: Mapping[str, frozenset[str]]
    cues: tuple[str, ...]
    adjectives: Mapping[str, str]


class Piece(NamedTuple):
    """A run of letters or digits, what stands between it and the one before, and whether a sentence may begin with it.

    `capital` is false for the ordinary word whose capital the beginning of a sentence explains; it still `opens` names
    such as "Le Caire".
    """

    start: int
    end: int
    text: str
    gap: str
    capital: bool
    opens: bool
    initial: bool


@dataclass(slots=True)
class Name:
    """A stretch of pieces that may name a place: `rest` tells that capitals beside it were left over."""

    first: int
    last: int
    start: int
    end: int
    text: str
    entries: tuple[Entry, ...]
    by_ear: bool = False
    initial: bool = False
    rest: float = 0.0
    notes: list[str] = field(default_factory=list)


@lru_cache(maxsize=4)
def read_lexicon(language: str) -> Lexicon:
    """Return the place words of a language, laid out for look-up; raises CodebookError where they cannot be read."""
    words = read_place_words(language)
    adjectives: dict[str, str] = {}
    for entry in words:
        if entry.use == "adjective":
            adjectives.update(dict.fromkeys(_inflect_adjective(entry.word), entry.value))
    return Lexicon(
        nouns={form: entry.value for entry in words if entry.use == "noun" for form in (entry.word, *entry.forms)},
        sites=frozenset(entry.word for entry in words if entry.use == "site"),
        titles=frozenset(entry.word for entry in words if entry.use == "title"),
        bodies=frozenset(entry.word for entry in words if entry.use == "body"),
        common=frozenset(fold_place_name(entry.word) for entry in words if entry.use == "common"),
        barred=_group_by_opening(entry.word for entry in words if entry.use == "barred"),
        cues=tuple(entry.word.removesuffix(" de") for entry in words if entry.use == "cue"),
        adjectives=adjectives,
    )


@lru_cache(maxsize=1 << 14)
def is_ordinary_word(name: str) -> bool:
    """Return whether a single word is also an ordinary French word in small letters: "Police", "Tours", "Orange"."""
    import simplemma  # noqa: PLC0415 - its word list is read only when it is needed

    return name.isalpha() and simplemma.is_known(name.lower(), lang="fr")


def _group_by_opening(phrases: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return folded phrases by their first word."""
    groups: dict[str, set[str]] = {}
    for phrase in phrases:
        groups.setdefault(_PIECE.findall(phrase)[0], set()).add(fold_place_name(phrase))
    return {opening: frozenset(group) for opening, group in groups.items()}


def _inflect_adjective(word: str) -> tuple[str, ...]:
    """Return the four forms of an adjective of nationality.

    >>> _inflect_adjective("syrien")
    ('syrien', 'syriens', 'syrienne', 'syriennes')
    """
    feminine = word if word.endswith("e") else word + ("ne" if word.endswith(("ien", "éen")) else "e")
    return (word, word if word.endswith("s") else f"{word}s", feminine, f"{feminine}s")


_IS_AT = re.compile(r"A (?=[^\W\d_])")  # "A Gao, …": the preposition without its accent, as a sentence's first word


def cut_pieces(text: str, ordinary: frozenset[int] = frozenset()) -> list[Piece]:
    """Return the runs of letters and digits of a text; `ordinary` says where words start that are no names."""
    pieces: list[Piece] = []
    at = 0
    for found in _PIECE.finditer(text):
        gap = text[at : found.start()]
        word = found.group()
        initial = at == 0 or not _BREAKS.isdisjoint(gap)
        opens = word[0].isupper() and not (initial and _IS_AT.match(text, found.start()))
        capital = opens and not (initial and found.start() in ordinary)
        pieces.append(Piece(found.start(), found.end(), word, gap, capital, opens, initial))
        at = found.end()
    return pieces


def find_names(
    text: str, pieces: list[Piece], gazetteer: Gazetteer, barred: Mapping[str, frozenset[str]]
) -> tuple[list[Name], list[Name], list[Name]]:
    """Return the names that the gazetteer knows, the runs of capitals that it does not, and those known in part."""
    known: list[Name] = []
    unknown: list[Name] = []
    partly: list[Name] = []
    at = 0
    while at < len(pieces):
        if pieces[at].text in barred and (length := _match_barred(text, pieces, at, barred)):
            at += length
            continue
        if not pieces[at].opens and not _may_open(pieces, at, gazetteer):
            at += 1
            continue
        name, end = _match_here(text, pieces, at, gazetteer)
        if name is None:
            if end >= at:
                unknown.append(_make_name(text, pieces, (at, end)))
            at = max(end, at) + 1
            continue
        if end > name.last or name.first > at:
            partly.append(_make_name(text, pieces, (at, max(end, name.last))))
        known.append(name)
        at = name.last + 1
    return known, unknown, partly


def _match_here(text: str, pieces: list[Piece], at: int, gazetteer: Gazetteer) -> tuple[Name | None, int]:
    """Return the name known in the run that begins here, and the run's last piece (-1 where none begins)."""
    exact = _match_exact(text, pieces, at, gazetteer) if _may_open(pieces, at, gazetteer) else None
    if not _in_run(pieces, at):
        return exact, -1
    end = _run_end(pieces, at)
    name = exact
    if exact is None or exact.last < end:
        name = _better(exact, _match_by_ear(text, pieces, at, end, gazetteer))
        name = name or _match_inside(text, pieces, at, end, gazetteer)
    if name is not None:
        name.rest = _weigh_rest(pieces, name)
    return name, end


def _match_barred(text: str, pieces: list[Piece], at: int, barred: Mapping[str, frozenset[str]]) -> int:
    """Return how many pieces a phrase takes that holds the name of a place but is none ("Tour de France"), or 0."""
    for last in range(min(at + 5, len(pieces) - 1), at - 1, -1):
        if fold_place_name(text[pieces[at].start : pieces[last].end]) in barred[pieces[at].text]:
            return last - at + 1
    return 0


def _better(part: Name | None, whole: Name | None) -> Name | None:
    """Return the name by ear over the whole run, unless it is but a poor likeness of what is known in part."""
    if whole is None:
        return part
    return whole if part is None or whole.entries[0].likeness > _ALIKE else part


def _may_open(pieces: list[Piece], at: int, gazetteer: Gazetteer) -> bool:
    """Return whether a name can begin at this piece."""
    piece = pieces[at]
    if piece.opens:
        return True
    if at + 1 < len(pieces) and f"{piece.text} {pieces[at + 1].text.casefold()}" in gazetteer.openings:
        return True
    return _is_particle(pieces, at)


def _is_particle(pieces: list[Piece], at: int) -> bool:
    """Return whether an Arabic article stands here, joined to a capital: "al-Bab"."""
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    return (
        pieces[at].text in _PARTICLES and after is not None and after.capital and after.gap.strip() in {"-", "‑", "‐"}
    )


def _in_run(pieces: list[Piece], at: int) -> bool:
    """Return whether a run of capitals begins here."""
    return pieces[at].capital or _is_particle(pieces, at)


def _run_end(pieces: list[Piece], at: int) -> int:
    """Return the last piece of the run of capitals that begins here: spaces and hyphens join, as do Arabic articles."""
    end = at + 1 if _is_particle(pieces, at) else at
    while end + 1 < len(pieces):
        after = pieces[end + 1]
        if after.gap not in _RUN_GAPS | {"'", "’"} or (after.gap in {"'", "’"} and len(pieces[end].text) > 1):
            break
        if after.capital or (after.text.isdigit() and after.gap == "-"):
            end += 1
        elif _is_particle(pieces, end + 1):
            end += 2
        else:
            break
    return end


def _match_exact(text: str, pieces: list[Piece], at: int, gazetteer: Gazetteer) -> Name | None:
    """Return the longest name that begins here and that the gazetteer knows letter by letter."""
    ends = [at]
    while len(ends) < _LONGEST and ends[-1] + 1 < len(pieces) and _JOINT.fullmatch(pieces[ends[-1] + 1].gap):
        ends.append(ends[-1] + 1)
    lower = {end for end in ends if not pieces[end].opens and not pieces[end].text.isdigit()}
    for end in reversed(ends):
        inner = {spot for spot in lower if spot <= end}
        words = text[pieces[at].start : pieces[end].end]
        if (inner or not pieces[at].opens) and not _is_known_phrase(
            words, pieces, range(at, end + 1), inner, gazetteer
        ):
            continue
        if entries := gazetteer.named(words):
            return _make_name(text, pieces, (at, end), entries)
    return None


def _is_known_phrase(words: str, pieces: list[Piece], run: range, inner: set[int], gazetteer: Gazetteer) -> bool:
    """Return whether small words may stand in this name: as links between capitals, or in a phrase of the codebook."""
    if gazetteer.is_phrase(words):
        return True
    first, last = pieces[run[0]], pieces[run[-1]]
    opens = first.opens or _is_particle(pieces, run[0])
    ends = last.capital or last.text.isdigit()
    return opens and ends and all(pieces[spot].text in _LINKS or "-" in pieces[spot].gap for spot in inner)


def _match_by_ear(text: str, pieces: list[Piece], at: int, end: int, gazetteer: Gazetteer) -> Name | None:
    """Return the whole run as a name that sounds like one of the gazetteer."""
    words = text[pieces[at].start : pieces[end].end]
    if words.isupper() or len(words) < _HEARD:
        return None
    entries = gazetteer.sounding(words)
    return _make_name(text, pieces, (at, end), entries[:40], by_ear=True) if entries else None


def _match_inside(text: str, pieces: list[Piece], at: int, end: int, gazetteer: Gazetteer) -> Name | None:
    """Return a known name that begins later in the run: "Gouvernorat Idleb", "Nord Kivu"."""
    for first in range(at + 1, end + 1):
        if pieces[first].capital or _is_particle(pieces, first):
            name = _match_exact(text, pieces, first, gazetteer)
            if name is not None:
                return name
    return None


def _make_name(
    text: str, pieces: list[Piece], run: tuple[int, int], entries: tuple[Entry, ...] = (), *, by_ear: bool = False
) -> Name:
    """Return the stretch from one piece to another as a name."""
    first, last = run
    start, end = pieces[first].start, pieces[last].end
    return Name(first, last, start, end, text[start:end], entries, by_ear, pieces[first].initial)


def _weigh_rest(pieces: list[Piece], name: Name) -> float:
    """Return how much the capitals left over beside a name speak against it: a hyphen more than a space."""
    weight = 0.0
    before = pieces[name.first - 1] if name.first else None
    if before is not None and before.capital and pieces[name.first].gap in _RUN_GAPS:
        weight = 3.5 if pieces[name.first].gap.isspace() else 8.0
    if _run_end(pieces, name.last) > name.last:
        weight += 4.0 if pieces[name.last + 1].gap.isspace() else 8.0
    return weight
