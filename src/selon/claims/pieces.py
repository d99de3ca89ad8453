"""Pieces: a text too long to be read in one go is cut where a paragraph or a sentence ends, its claims are put back.

Time and memory of a reading grow faster than a text does; in pieces they grow as the text does. Who is who and what
day it is are worked out in each piece by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selon.claims.claim import Claim
    from selon.documents.document import Document

MOST_SIGNS = 50_000  # ten times a long report
_HALF_SIGNS = re.compile(r"[\ud800-\udfff]")  # what is left of a character cut in two: no parser takes it
_ENDS = ("\n\n", "\n", ". ", " ")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a document as a document of its own, and the offset at which it starts."""

    document: Document
    start: int = 0


def cut_document(document: Document, most: int = MOST_SIGNS) -> tuple[Piece, ...]:
    """Return the pieces of a document in text order, each of at most so many characters: one where it is short.

    >>> from selon.documents.document import Document
    >>> [piece.start for piece in cut_document(Document(name="a", text="Gao brûle. Tout fuit."), 12)]
    [0, 11]
    """
    text = _HALF_SIGNS.sub("\ufffd", document.text)
    if text == document.text and len(text) <= most:
        return (Piece(document),)
    return tuple(Piece(_part_of(document, text, span), span.start) for span in _cut(text, most))


def join_claims(document: Document, read: Iterable[tuple[Piece, Iterable[Claim]]]) -> tuple[Claim, ...]:
    """Return the claims of a document's pieces as claims of the document, in text order."""
    found: list[Claim] = []
    whose = ""  # the digest of a long text, taken once
    for piece, claims in read:
        if piece.document is document:
            found += claims
        else:
            whose = whose or document.id
            found += (_move(claim, whose, piece.start) for claim in claims)
    return tuple(found)


def _cut(text: str, most: int) -> Iterator[TextSpan]:
    """Yield the stretches of a text, each ended by the strongest break in its second half."""
    start = 0
    while len(text) - start > most:
        ends = (text.rfind(mark, start + most // 2, start + most) + len(mark) for mark in _ENDS)
        end = next((end for end in ends if end > start + most // 2), start + most)
        yield TextSpan(start, end)
        start = end
    yield TextSpan(start, len(text))


def _part_of(document: Document, text: str, span: TextSpan) -> Document:
    """Return a stretch of a document as a document, with the site furniture that lies in it."""
    inside = (
        TextSpan(max(one.start, span.start) - span.start, min(one.end, span.end) - span.start)
        for one in document.furniture
        if one.overlaps(span)
    )
    return replace(document, text=span.quote(text), furniture=tuple(inside))


def _move(claim: Claim, document: str, by: int) -> Claim:
    """Return a claim of a piece as one of the document, its spans moved."""
    return replace(
        claim,
        document=document,
        trigger=_later(claim.trigger, by),
        arguments=tuple(replace(one, span=_later(one.span, by)) for one in claim.arguments),
        time=claim.time and replace(claim.time, span=_later(claim.time.span, by)),
        quantities=tuple(replace(one, span=_later(one.span, by)) for one in claim.quantities),
        attribution=tuple(
            replace(one, span=_later(one.span, by), cue=one.cue and _later(one.cue, by)) for one in claim.attribution
        ),
    )


def _later(span: TextSpan, by: int) -> TextSpan:
    """Return a span so many characters later."""
    return TextSpan(span.start + by, span.end + by)
