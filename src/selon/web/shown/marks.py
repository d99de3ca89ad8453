"""Text and claims → marks on a page: overlapping spans become flat segments, each with the marks that cover it.

All functions are pure. The texts of all segments together are the text; a mark covers its span, no more and no less.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from selon.values import TextSpan
from selon.web.shown.signs import Piece, find_pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_LANES = 6


class Part(StrEnum):
    """What a marked stretch is to its claim; in the order in which a mark is the one that is seen first."""

    TRIGGER = "trigger"
    ARGUMENT = "argument"
    TIME = "time"
    QUANTITY = "quantity"
    SOURCE = "source"
    CUE = "cue"


_RANK = {part: rank for rank, part in enumerate(Part)}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that a claim rests on: as which part, in which role, of which claim."""

    span: TextSpan
    part: Part
    claim: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text that is covered by the same marks from end to end."""

    span: TextSpan
    text: str
    marks: tuple[Mark, ...] = ()
    furniture: bool = False

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The segment in what can be shown as it is, and what is named instead."""
        return find_pieces(self.text)

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims that rest on this segment, the one that is seen first in front."""
        return tuple(dict.fromkeys(mark.claim for mark in self.marks))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text with its line end, in segments."""

    span: TextSpan
    segments: tuple[Segment, ...]

    @property
    def blank(self) -> bool:
        """Whether nothing can be read in it."""
        return not any(segment.text.strip() for segment in self.segments)

    @property
    def furniture(self) -> bool:
        """Whether all that can be read in it is furniture of the site."""
        read = [segment for segment in self.segments if segment.text.strip()]
        return bool(read) and all(segment.furniture for segment in read)

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims that rest on this paragraph, in the order of the text."""
        return tuple(dict.fromkeys(mark.claim for segment in self.segments for mark in segment.marks))

    @property
    def first_marks(self) -> dict[str, Mark]:
        """The source, or else the cue, of each claim that begins in this paragraph."""
        found: dict[str, Mark] = {}
        for segment in self.segments:
            for mark in segment.marks:
                if mark.part in {Part.SOURCE, Part.CUE} and mark.span.start == segment.span.start:
                    found.setdefault(mark.claim, mark)
        return found


def find_marks(row: Mapping[str, Any]) -> tuple[Mark, ...]:
    """Return the marks of one claim of the contract; spans that are empty are left out."""
    claim = str(row["id"])
    found = [Mark(TextSpan(*row["trigger"]), Part.TRIGGER, claim)]
    found += [Mark(_bounds(item), Part.ARGUMENT, claim, item["role"]) for item in row.get("arguments") or ()]
    found += [Mark(_bounds(item), Part.QUANTITY, claim, item["kind"]) for item in row.get("quantities") or ()]
    if (row.get("time") or {}).get("span"):
        found.append(Mark(TextSpan(*row["time"]["span"]), Part.TIME, claim))
    for source in row.get("attribution") or ():
        found.append(Mark(_bounds(source), Part.SOURCE, claim, source["kind"]))
        if source.get("cue"):
            found.append(Mark(TextSpan(*source["cue"]), Part.CUE, claim))
    return tuple(dict.fromkeys(mark for mark in found if mark.span.end > mark.span.start))


def cut(
    text: str, marks: Iterable[Mark], furniture: Iterable[TextSpan] = (), part: TextSpan | None = None
) -> tuple[Segment, ...]:
    """Return the text, or the part of it asked for, in segments; marks are cut to what is shown.

    >>> marks = [Mark(TextSpan(0, 8), Part.ARGUMENT, "a", "agent"), Mark(TextSpan(3, 8), Part.SOURCE, "b")]
    >>> [(segment.text, segment.claims) for segment in cut("La ville tombe", marks)]
    [('La ', ('a',)), ('ville', ('a', 'b')), (' tombe', ())]
    """
    part = part or TextSpan(0, len(text))
    shown = [mark for mark in marks if mark.span.overlaps(part)]
    grey = [span for span in furniture if span.overlaps(part)]
    edges = {part.start, part.end}
    for span in [*(mark.span for mark in shown), *grey]:
        edges |= {max(span.start, part.start), min(span.end, part.end)}
    bounds = [TextSpan(start, end) for start, end in pairwise(sorted(edges))]
    if not bounds:
        return ()
    covers = _cover(bounds, [mark.span for mark in shown])
    dull = _cover(bounds, grey)
    return tuple(
        Segment(
            span, span.quote(text), tuple(sorted((shown[at] for at in over), key=_order)), furniture=bool(dull[number])
        )
        for number, (span, over) in enumerate(zip(bounds, covers, strict=True))
    )


def lay_out(segments: Sequence[Segment]) -> tuple[Paragraph, ...]:
    r"""Return segments in paragraphs, one a line; each line end stays with its line.

    >>> [paragraph.segments[0].text for paragraph in lay_out(cut("Un.\nDeux.", ()))]
    ['Un.\n', 'Deux.']
    """
    paragraphs: list[Paragraph] = []
    line: list[Segment] = []
    for segment in segments:
        for piece in _split_lines(segment):
            line.append(piece)
            if piece.text.endswith("\n"):
                paragraphs.append(_join(line))
                line = []
    if line:
        paragraphs.append(_join(line))
    return tuple(paragraphs)


def find_parts(text: str, most: int) -> tuple[TextSpan, ...]:
    """Return the text in parts of at most so many characters, cut at a line end, else at a space, else anywhere.

    >>> find_parts("Un mot. Encore un.", 10)
    (TextSpan(start=0, end=8), TextSpan(start=8, end=18))
    """
    parts, start = [], 0
    while len(text) - start > most:
        end = start + most
        for sign in ("\n", " "):
            found = text.rfind(sign, start + most // 2, end)
            if found >= 0:
                end = found + 1
                break
        parts.append(TextSpan(start, end))
        start = end
    return (*parts, TextSpan(start, len(text))) if start < len(text) or not parts else tuple(parts)


def find_lanes(marks: Iterable[Mark]) -> dict[str, int]:
    """Return for each claim the lane of its rail in the margin, so that claims that overlap stand side by side.

    Of more claims at one place than there are lanes, the last share the outermost.
    """
    lanes: dict[str, int] = {}
    ends: list[int] = []
    for claim, extent in sorted(find_extents(marks).items(), key=lambda item: (item[1].start, -item[1].end, item[0])):
        lane = next((at for at, end in enumerate(ends) if end <= extent.start), len(ends))
        ends[lane : lane + 1] = [extent.end]
        lanes[claim] = min(lane, _LANES - 1)
    return lanes


def find_extents(marks: Iterable[Mark]) -> dict[str, TextSpan]:
    """Return for each claim the stretch from its first word to its last; sources are left out, they may stand afar."""
    extents: dict[str, TextSpan] = {}
    for mark in marks:
        if mark.part in {Part.TRIGGER, Part.ARGUMENT}:
            known = extents.get(mark.claim, mark.span)
            extents[mark.claim] = TextSpan(min(known.start, mark.span.start), max(known.end, mark.span.end))
    return extents


def _bounds(item: Mapping[str, Any]) -> TextSpan:
    """Return the span of a part of the contract."""
    return TextSpan(item["start"], item["end"])


def _order(mark: Mark) -> tuple[int, int, int, str, str]:
    """Return where a mark stands among those of its segment: triggers first, then what is narrowest."""
    return _RANK[mark.part], mark.span.end - mark.span.start, mark.span.start, mark.claim, mark.role


def _cover(bounds: Sequence[TextSpan], spans: Sequence[TextSpan]) -> list[list[int]]:
    """Return for each stretch, in order, which of the spans cover it; stretches end where spans end."""
    first = {span.start: at for at, span in enumerate(bounds)}
    covers: list[list[int]] = [[] for _ in bounds]
    for number, span in enumerate(spans):
        at = first[max(span.start, bounds[0].start)]
        while at < len(bounds) and bounds[at].end <= span.end:
            covers[at].append(number)
            at += 1
    return covers


def _split_lines(segment: Segment) -> Iterable[Segment]:
    """Yield a segment cut behind each line end."""
    at = segment.span.start
    for line in segment.text.split("\n"):
        end = min(at + len(line) + 1, segment.span.end)
        if end > at:
            words = segment.text[at - segment.span.start : end - segment.span.start]
            yield Segment(TextSpan(at, end), words, segment.marks, furniture=segment.furniture)
        at = end


def _join(line: Sequence[Segment]) -> Paragraph:
    """Return the segments of one line as a paragraph."""
    return Paragraph(TextSpan(line[0].span.start, line[-1].span.end), tuple(line))
