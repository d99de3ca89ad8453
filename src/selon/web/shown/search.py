"""Search as it is shown: documents with the words found in them, each a link to its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.record.folding import fold
from selon.web.paging import leaf_of
from selon.web.shown.days import say_day
from selon.web.shown.quoting import address_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selon.record.record import Record
    from selon.record.view import Hit
    from selon.values import TextSpan
    from selon.web.asking import Asked
    from selon.web.shown.days import Say

MOST = 1000
_ON_A_PAGE = 20
_EXCERPTS = 3
_BEFORE, _AFTER = 70, 150


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an excerpt, and whether it is what was looked for."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a document around words that were found, and the address of that place."""

    pieces: tuple[Piece, ...]
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDocument:
    """A document that was found; `more` places in it are not shown."""

    id: str
    name: str
    title: str
    publisher: str
    day: str
    excerpts: tuple[Excerpt, ...]
    places: int
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSearch:
    """A page of what was found; `cut` where there is more than a search gives."""

    words: str
    documents: tuple[FoundDocument, ...]
    total: int
    cut: bool
    next_cursor: str
    first: bool


def find_hits(record: Record, asked: Asked) -> list[Hit]:
    """Return the documents that hold all words of q, of the outlet and the days of publication that are asked for."""
    if not asked.q:
        return []
    since, until = (day.isoformat() if day else "" for day in (asked.since, asked.until))
    known = asked.as_of.isoformat() if asked.as_of else ""
    last = min((day for day in (until, known) if day), default="")
    return [
        hit
        for hit in record.view.search(asked.q, limit=MOST)
        if fold(asked.outlet) in fold(hit.publisher)
        and (not since or hit.published >= since)
        and (not last or "" < hit.published <= last)
    ]


def build_search(found: Sequence[Hit], record: Record, asked: Asked, t: Say) -> ShownSearch:
    """Return a page of what was found."""
    question = asked.model_dump_json(exclude={"cursor", "limit"})
    limit = min(asked.limit, _ON_A_PAGE)
    leaf = leaf_of(found, cursor=asked.cursor, limit=limit, of=f"search page {question}")
    return ShownSearch(
        words=asked.q,
        documents=tuple(_found(hit, record, t) for hit in leaf.rows),
        total=leaf.total,
        cut=len(found) >= MOST,
        next_cursor=leaf.next_cursor,
        first=not asked.cursor,
    )


def _found(hit: Hit, record: Record, t: Say) -> FoundDocument:
    """Return a document that was found, with some of the places."""
    text = record.view.document(hit.id).document.text
    groups = group_spans(hit.spans)
    shown = groups[:_EXCERPTS]
    return FoundDocument(
        id=hit.id,
        name=hit.name,
        title=next((line.strip() for line in text[:4000].splitlines() if line.strip()), "")[:160],
        publisher=hit.publisher,
        day=say_day(hit.published, t) if hit.published else "",
        excerpts=tuple(_excerpt(hit.id, text, group) for group in shown),
        places=len(hit.spans),
        more=len(hit.spans) - sum(map(len, shown)),
    )


def group_spans(spans: Sequence[TextSpan]) -> list[list[TextSpan]]:
    """Return the places in groups that one excerpt shows."""
    groups: list[list[TextSpan]] = []
    for span in spans:
        if groups and span.start < groups[-1][-1].end:
            continue
        if groups and span.end <= groups[-1][0].start + _AFTER:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _excerpt(document: str, text: str, group: Sequence[TextSpan]) -> Excerpt:
    """Return the stretch around a group of places, cut between words."""
    first = group[0].start
    start = max(0, first - _BEFORE)
    if start:
        start = text.find(" ", start, first) + 1 or start
    end = min(len(text), max(first + _AFTER, group[-1].end))
    if end < len(text):
        space = text.rfind(" ", group[-1].end, end)
        end = space if space > 0 else end
    pieces, at = [], start
    if start:
        pieces.append(Piece("… ", found=False))
    for span in group:
        pieces += [Piece(text[at : span.start], found=False), Piece(span.quote(text), found=True)]
        at = span.end
    pieces.append(Piece(text[at:end] + (" …" if end < len(text) else ""), found=False))
    return Excerpt(tuple(piece for piece in pieces if piece.text), address_at(document, text, first))
