"""A document as it is shown: its text with marks in place, furniture folded, rails and chains in the margin."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from selon.web.shown.claim import ShownClaim, ShownSource, show_claim
from selon.web.shown.days import say_day
from selon.web.shown.marks import (
    Mark,
    Paragraph,
    Part,
    Segment,
    cut,
    find_extents,
    find_lanes,
    find_marks,
    find_parts,
    lay_out,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from selon.record.judgement import Judgement
    from selon.record.view import RecordedDocument
    from selon.values import TextSpan
    from selon.web.shown.days import Say
    from selon.web.shown.signs import Piece

LONGEST_PART = 15_000  # characters of a document on one page
_MOST_LINES = 3  # underlines that can be told apart under one word


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line under a stretch: of which claim, in which form; `anchor` where the claim's trigger begins."""

    claim: str
    forms: str
    part: str
    anchor: bool


@dataclass(frozen=True, slots=True)
class ShownSegment:
    """A stretch of the text with what is drawn on it; `link` is the claim to which a trigger leads."""

    start: int
    pieces: tuple[Piece, ...]
    classes: str
    claims: str
    lines: tuple[ShownLine, ...]
    link: str


@dataclass(frozen=True, slots=True)
class ShownRail:
    """The rail of a claim beside a paragraph: its lane, and from where to where it runs in the text."""

    claim: str
    lane: int
    forms: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ShownChain:
    """The chain of sources of one or more claims, set beside the words that name it."""

    sources: tuple[ShownSource, ...]
    claims: str
    first: str
    at: int


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """One line of the text with its marks and its margin."""

    segments: tuple[ShownSegment, ...]
    rails: tuple[ShownRail, ...]
    chains: tuple[ShownChain, ...]
    blank: bool


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """Paragraphs that stand together: what is told, or furniture of the site that is folded away."""

    furniture: bool
    paragraphs: tuple[ShownParagraph, ...]

    @property
    def lines(self) -> int:
        """How many lines can be read in it."""
        return sum(not paragraph.blank for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A document, or the part of it that one page shows."""

    id: str
    name: str
    publisher: str
    published: str
    day: str
    language: str
    url: str
    status: str
    note: str
    part: int
    parts: int
    blocks: tuple[ShownBlock, ...]
    claims: tuple[ShownClaim, ...]
    total: int

    @property
    def link(self) -> str:
        """The address of the report, where it is one that a browser may follow."""
        return self.url if self.url.startswith(("http://", "https://")) else ""


def show_document(
    home: RecordedDocument,
    rows: Sequence[Mapping[str, Any]],
    judgements: Iterable[Judgement],
    t: Say,
    part: int = 1,
) -> ShownDocument:
    """Return a document with its claims as judged, the part of this number (from 1) where it is long."""
    document, parts = home.document, find_parts(home.document.text, LONGEST_PART)
    part = min(max(part, 1), len(parts))
    span = parts[part - 1]
    history: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        history.setdefault(judgement.subject, []).append(judgement)
    claims = [show_claim(row, document.text, history.get(str(row["id"]), ())) for row in rows]
    marks = [mark for row in rows for mark in find_marks(row)]
    here = tuple(claim for claim in claims if span.start <= claim.trigger[0] < span.end)
    return ShownDocument(
        id=home.id,
        name=document.name,
        publisher=document.publisher,
        published=document.published.isoformat() if document.published else "",
        day=say_day(document.published, t) if document.published else "",
        language=document.language,
        url=document.url,
        status=home.status,
        note=home.note,
        part=part,
        parts=len(parts),
        blocks=show_text(document.text, marks, claims, document.furniture, span),
        claims=tuple(sorted(here, key=lambda claim: (claim.trigger, claim.id))),
        total=len(claims),
    )


def part_of(text: str, at: int) -> int:
    """Return the number, from 1, of the part of a document in which a character is shown."""
    parts = find_parts(text, LONGEST_PART)
    return next((number for number, span in enumerate(parts, start=1) if at < span.end), len(parts))


def show_text(
    text: str, marks: Sequence[Mark], claims: Iterable[ShownClaim], furniture: Sequence[TextSpan], span: TextSpan
) -> tuple[ShownBlock, ...]:
    """Return a stretch of a text in blocks, with the marks of these claims."""
    drawing = _Drawing(marks, {claim.id: claim for claim in claims})
    paragraphs = lay_out(cut(text, marks, furniture, span))
    return tuple(
        ShownBlock(folded, tuple(drawing.paragraph(paragraph) for paragraph in group))
        for folded, group in groupby(paragraphs, key=lambda paragraph: paragraph.furniture and not paragraph.claims)
    )


class _Drawing:
    """Draws paragraphs of one document: knows its claims, and the lanes of their rails."""

    def __init__(self, marks: Sequence[Mark], claims: Mapping[str, ShownClaim]) -> None:
        """Draw these claims."""
        self._claims = claims
        self._lanes, self._extents = find_lanes(marks), find_extents(marks)
        self._anchored: set[str] = set()

    def paragraph(self, paragraph: Paragraph) -> ShownParagraph:
        """Return a paragraph as it is shown."""
        here = [claim for claim in paragraph.claims if claim in self._extents]
        rails = [self._rail(claim) for claim in here if self._extents[claim].overlaps(paragraph.span)]
        return ShownParagraph(
            segments=tuple(self._segment(segment) for segment in paragraph.segments),
            rails=tuple(rails),
            chains=tuple(self._chains(paragraph)),
            blank=paragraph.blank,
        )

    def _rail(self, claim: str) -> ShownRail:
        """Return the rail of a claim."""
        extent = self._extents[claim]
        return ShownRail(claim, self._lanes[claim], self._claims[claim].forms, extent.start, extent.end)

    def _chains(self, paragraph: Paragraph) -> Iterable[ShownChain]:
        """Yield the chains that are named in a paragraph, once each."""
        found: dict[tuple[str, ...], list[Mark]] = {}
        for claim, mark in paragraph.first_marks.items():
            names = tuple(source.text for source in self._claims[claim].sources)
            found.setdefault(names, []).append(mark)
        for marks in found.values():
            first = self._claims[marks[0].claim]
            claims = " ".join(mark.claim for mark in marks)
            yield ShownChain(first.sources, claims, first.id, min(mark.span.start for mark in marks))

    def _segment(self, segment: Segment) -> ShownSegment:
        """Return a segment as it is shown."""
        parts = {str(mark.part) for mark in segment.marks}
        classes = ["s", *sorted(parts), *(["furniture"] if segment.furniture else [])]
        return ShownSegment(
            start=segment.span.start,
            pieces=segment.pieces,
            classes=" ".join(classes),
            claims=" ".join(segment.claims),
            lines=tuple(self._lines(segment)),
            link=segment.claims[0] if Part.TRIGGER in parts else "",
        )

    def _lines(self, segment: Segment) -> Iterable[ShownLine]:
        """Yield the lines under a segment, one a claim, as many as can be told apart; anchors are never left out."""
        drawn = [mark for mark in segment.marks if mark.part in {Part.TRIGGER, Part.ARGUMENT}]
        by_claim = {mark.claim: mark for mark in reversed(drawn)}
        for number, mark in enumerate(reversed(by_claim.values())):
            anchor = mark.part == Part.TRIGGER and mark.claim not in self._anchored
            if anchor:
                self._anchored.add(mark.claim)
            if number < _MOST_LINES or anchor:
                part = mark.role or str(mark.part)
                yield ShownLine(mark.claim, self._claims[mark.claim].forms, part, anchor)
