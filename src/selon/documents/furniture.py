"""Site furniture in plain text: the menus, buttons, forms and links that a copied page carries around its report.

Nothing is claimed there. Lines are told by the phrases of the codebook and by their shape (an address, a menu, a line
of rights); whole lines are marked, or a stretch in brackets, or an address after a paragraph; never part of a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from selon.codebook.furniture import LANGUAGES, FurnitureCue, Match, Reach, read_furniture
from selon.codebook.letters import unaccented
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "œ": "oe", "æ": "ae", "\xa0": " ", "\u202f": " "})
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_FRONT = re.compile(r"^[\W_]+")
_ENDS = (".", "!", "?", "…")
_CLOSERS = "»”\"')] \t\xa0\u202f\r"
_SEPARATES = re.compile(r"\s*(?:[:|>»…/\[(–—-]|\.\.\.)")
_HEADLINE = re.compile(r"[\W_]*[A-ZÀ-Ý0-9«“\"#@]")
_URL = r"(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S+"
_ADDRESS = re.compile(rf"\W*(?:{_URL}|[a-z0-9-]+(?:\.[a-z0-9-]+){{0,4}}\.[a-z]{{2,6}}(?:/\S*)?|\S+@\S+\.\w+)\W*$")
_ADDRESS_AFTER = re.compile(rf"[.!?…»\"”)][\])]?\s+({_URL}(?:\s+{_URL})*)\s*$")
_RIGHTS = re.compile(r"\W*(?:©|\(c\) |copyright\b)", re.IGNORECASE)
_TAGS = re.compile(r"(?:\s*#\w[\w-]*[,;]?)+\s*$")
_BRACKETED = re.compile(r"[(\[]([^()\[\]\n]{3,250})[)\]]")
_JOINTS = re.compile(r"\s*(?:[|›>•·]|\s/\s)\s*")
_BETWEEN_BUTTONS = re.compile(r"\s*(?:[,;:|!?/]|\.(?=\s|$)|\b(?:et|ou|and|or)\b|(?<!\w)[\d.'+-]+(?!\w)|[^\w\s.'+-])\s*")

_SHORTEST_BODY, _LONG = (
    60,
    140,
)  # a line of this length that ends like a sentence is body; one of 140 whatever it ends with
_LONGEST_LABELLED, _LONGEST_START, _LONGEST_SHORT_START, _LONGEST_STUB = 250, 600, 90, 40
_LONGEST_SENTENCE_START = 60
_MOST_HEADLINES = 8
_MOST_BODY_AFTER_TAIL = 0.25
_LEAST_BODY_BEFORE_END = 300
_FEWEST_MENU_PARTS, _LONGEST_MENU_PART = 3, 28


@dataclass(frozen=True)
class _Line:
    """One line of a text: where it stands and what it says, line end left out."""

    start: int
    text: str

    @cached_property
    def folded(self) -> str:
        """The line in small letters without accents, without marks at its front."""
        return _FRONT.sub("", fold(self.text))

    @property
    def span(self) -> TextSpan:
        """The stretch of the text that the line covers, white space at its ends left out."""
        front = len(self.text) - len(self.text.lstrip())
        return TextSpan(self.start + front, self.start + len(self.text.rstrip()))

    @property
    def body(self) -> int:
        """How many characters of running text the line holds: 0 for titles, buttons and stubs."""
        size = len(self.text.strip())
        return size if size >= _LONG or (size >= _SHORTEST_BODY and ends_sentence(self.text)) else 0


def find_furniture(text: str) -> tuple[TextSpan, ...]:
    r"""Return the stretches of site furniture in a text, in order, without overlap.

    >>> text = "Le pont est coupé.\nLire aussi : La crue du fleuve\nPartager sur Facebook"
    >>> [span.quote(text) for span in find_furniture(text)]
    ['Lire aussi : La crue du fleuve', 'Partager sur Facebook']
    """
    lines = [line for line in _split_lines(text) if line.text.strip()]
    marked = _mark_lines(lines)
    spans = [line.span for line, mark in zip(lines, marked, strict=True) if mark]
    for line, mark in zip(lines, marked, strict=True):
        if not mark:
            spans.extend(_find_within(line))
    return tuple(sorted(spans))


def fold(text: str) -> str:
    """Return a text in small letters without accents, typographic apostrophes made plain, white space single.

    >>> fold("À  lire  l’« État »")
    "a lire l'« etat »"
    """
    return " ".join(unaccented(text.lower().translate(_APOSTROPHES)).split())


def ends_sentence(line: str) -> bool:
    """Return whether a line ends like a sentence, closing marks left aside."""
    return line.rstrip(_CLOSERS).endswith(_ENDS)


def _split_lines(text: str) -> Iterator[_Line]:
    """Yield the lines of a text."""
    at = 0
    for line in text.splitlines(keepends=True):
        yield _Line(at, line.rstrip("\r\n"))
        at += len(line)


def _mark_lines(lines: Sequence[_Line]) -> list[bool]:
    """Return for each line whether it is furniture."""
    marked = [_has_furniture_shape(line) for line in lines]
    body = [line.body for line in lines]
    before, whole = 0, sum(body)
    for at, line in enumerate(lines):
        if (cue := _find_cue(line)) is not None:
            after = whole - before - body[at]
            if _closes_report(cue, before, after):
                return _bridge(lines, marked[:at] + [True] * (len(lines) - at))
            for place in range(at, at + 1 + _count_headlines(lines, at, cue)):
                marked[place] = True
        before += body[at]
    return _bridge(lines, marked)


def _closes_report(cue: FurnitureCue, before: int, after: int) -> bool:
    """Return whether a cue ends the report, by how much running text stands before and after it."""
    if cue.reach == Reach.END:
        return before >= _LEAST_BODY_BEFORE_END or before > after
    return cue.reach == Reach.TAIL and before > 0 and after <= (before + after) * _MOST_BODY_AFTER_TAIL


def _count_headlines(lines: Sequence[_Line], at: int, cue: FurnitureCue) -> int:
    """Return how many lines right after a cue that stands alone are headlines of other stories."""
    if cue.reach == Reach.LINE or len(lines[at].folded) > len(fold(cue.phrase)) + 3:
        return 0
    count = 0
    for line, following in zip(lines[at + 1 :], [*lines[at + 2 :], None], strict=False):
        if count == _MOST_HEADLINES or not _is_headline(line) or (following and not _HEADLINE.match(following.text)):
            break
        count += 1
    return count


def _is_headline(line: _Line) -> bool:
    """Return whether a line reads like the headline of another story: short, capital first, no sentence end."""
    return len(line.text) < _LONG and not ends_sentence(line.text) and bool(_HEADLINE.match(line.text))


def _bridge(lines: Sequence[_Line], marked: list[bool]) -> list[bool]:
    """Return the marks, with stubs between two furniture lines marked too."""
    bridged = list(marked)
    for at in range(1, len(lines) - 1):
        stub = len(lines[at].text.strip()) <= _LONGEST_STUB and not ends_sentence(lines[at].text)
        if stub and bridged[at - 1] and marked[at + 1]:
            bridged[at] = True
    return bridged


def _has_furniture_shape(line: _Line) -> bool:
    """Return whether a line is furniture by its looks alone: an address, hashtags, a copyright line, a menu."""
    stripped = line.text.strip()
    if len(stripped) > _LONGEST_START:
        return False
    if _ADDRESS.match(stripped) or _TAGS.match(stripped):
        return True
    if _RIGHTS.match(stripped):
        return len(stripped) < _LONG
    parts = [part for part in _JOINTS.split(stripped) if part]
    return len(parts) >= _FEWEST_MENU_PARTS and all(len(part) <= _LONGEST_MENU_PART for part in parts)


def _find_within(line: _Line) -> Iterator[TextSpan]:
    """Yield the furniture inside a line of running text: links in brackets, addresses at its end."""
    for found in _BRACKETED.finditer(line.text):
        cue = _find_cue(_Line(0, found[1]))
        if cue is not None and cue.reach == Reach.LIST:
            yield TextSpan(line.start + found.start(), line.start + found.end())
    if address := _ADDRESS_AFTER.search(line.text, max(0, len(line.text) - _LONGEST_START)):
        yield TextSpan(line.start + address.start(1), line.start + address.end(1))


def _find_cue(line: _Line) -> FurnitureCue | None:
    """Return the phrase of the codebook that makes a line furniture, the longest first, or None."""
    if len(line.text) > _LONGEST_START:
        return None
    book = _cue_book()
    folded = line.folded
    if cue := book.whole.get(_EDGES.sub("", folded)):
        return cue
    for phrase, cue in book.openings.get(folded.split(" ", 1)[0].rstrip(":").strip(",."), ()):
        after = folded[len(phrase) : len(phrase) + 1]
        if folded.startswith(phrase) and not after.isalnum() and _opens(line, phrase, cue):
            return cue
    for phrase, cue in book.within:
        if phrase in folded:
            return cue
    words = [word for word in _BETWEEN_BUTTONS.split(folded) if word]
    return book.buttons[words[0]] if words and all(word in book.buttons for word in words) else None


def _opens(line: _Line, phrase: str, cue: FurnitureCue) -> bool:
    """Return whether a phrase at the head of a line makes it furniture, by what follows and by the line's length."""
    size, rest = len(line.text.strip()), line.folded[len(phrase) :]
    if cue.match == Match.START:
        longest = _LONGEST_SENTENCE_START if ends_sentence(line.text) else _LONGEST_SHORT_START
        return phrase.count(" ") > 1 or size <= longest
    if size > _LONGEST_LABELLED:
        return False
    if not rest or _SEPARATES.match(rest):
        return True
    return " " in phrase and not ends_sentence(line.text) and line.text.strip()[-len(rest.strip()) :][:1].isupper()


@dataclass(frozen=True, slots=True)
class _CueBook:
    """The furniture phrases, folded and laid out for look-up."""

    whole: dict[str, FurnitureCue]
    openings: dict[str, list[tuple[str, FurnitureCue]]]
    within: list[tuple[str, FurnitureCue]]
    buttons: dict[str, FurnitureCue]


@lru_cache(maxsize=1)
def _cue_book() -> _CueBook:
    """Return the furniture phrases of all languages, laid out for look-up."""
    cues = [(fold(cue.phrase), cue) for language in LANGUAGES for cue in read_furniture(language)]
    openings: dict[str, list[tuple[str, FurnitureCue]]] = {}
    for phrase, cue in sorted(cues, key=lambda pair: (-len(pair[0]), pair[0])):
        if cue.match in {Match.LABEL, Match.START}:
            openings.setdefault(phrase.split(" ", 1)[0], []).append((phrase, cue))
    return _CueBook(
        {_EDGES.sub("", phrase): cue for phrase, cue in cues if cue.match == Match.WHOLE},
        openings,
        [(phrase, cue) for phrase, cue in cues if cue.match == Match.WITHIN],
        {phrase: cue for phrase, cue in cues if cue.match == Match.BUTTON},
    )
