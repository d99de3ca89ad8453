"""The review queue as it is shown: the claims that wait, and one of them in context with all that was said of it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selon.errors import RecordError
from selon.record import doubt
from selon.record.judged import disagree
from selon.record.judgement import VERDICTS
from selon.values import TextSpan
from selon.web.shown.claim import ShownClaim, show_claim
from selon.web.shown.corrections import CorrectionForm, build_form
from selon.web.shown.document import ShownBlock, show_text
from selon.web.shown.judgements import ShownJudgement, show_judgement
from selon.web.shown.marks import find_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from selon.record.filters import Filter
    from selon.record.judgement import Judgement
    from selon.record.record import Record
    from selon.record.view import RecordedClaim, RecordedDocument

MOST_AT_ONCE = 10_000
_AROUND = 600
_MOST_DISPUTED = 500


@dataclass(frozen=True, slots=True)
class ReviewedClaim:
    """One claim under review: in its context, with what is open about its reading and the form to correct it."""

    claim: ShownClaim
    blocks: tuple[ShownBlock, ...]
    start: int
    end: int
    points: int
    doubts: tuple[str, ...]
    form: CorrectionForm


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """A page of the queue, and the way from the claim at hand to the next and the one before."""

    claims: tuple[ShownClaim, ...]
    total: int
    unjudged: int
    next_cursor: str
    chosen: str
    following: str
    preceding: str


def read_queue(  # noqa: PLR0913 - what a queue is asked by
    record: Record, asked: Filter, chosen: str, *, order: str, state: str, cursor: str, limit: int
) -> ReviewQueue:
    """Return a page of the queue around the claim at hand: those that nobody judged first, or those in dispute."""
    if state == "disagreement":
        rows = [claim.row for claim in _find_claims(record, find_disputed(record))]
        total, unjudged, following = len(rows), 0, ""
    else:
        page = record.view.review_page(asked, order, cursor, limit)
        rows = [claim.row for claim in page.rows]
        total, unjudged, following = page.total, record.view.count_unjudged(asked), page.next_cursor
    claims = tuple(show_claim(row) for row in record.judgements.applied(rows))
    ids = [claim.id for claim in claims]
    at = ids.index(chosen) if chosen in ids else -1 if chosen else 0
    return ReviewQueue(
        claims=claims,
        total=total,
        unjudged=unjudged,
        next_cursor=following,
        chosen=chosen or (ids[0] if ids else ""),
        following=ids[at + 1] if at + 1 < len(ids) else "",
        preceding=ids[at - 1] if at > 0 else "",
    )


def read_reviewed(record: Record, claim: str) -> ReviewedClaim:
    """Return one claim as it is reviewed; raises RecordError where it is not read now."""
    found = record.view.claim(claim)
    row = next(iter(record.judgements.applied([found.row])))
    home = record.view.document(found.row["document_id"])
    return show_reviewed(row, home, record.judgements.history(found.id))


def find_unsaid(record: Record, asked: Filter, who: str) -> list[str]:
    """Return the claims that the filter asks for and that this reviewer has neither accepted nor rejected.

    One more than may be judged at once are looked for, so that the caller can tell that there are too many.
    """
    ids = [claim.id for claim in record.view.claims(asked, limit=MOST_AT_ONCE + 1)]
    said = record.judgements.of_many(ids)
    return [id_ for id_ in ids if not any(j.who == who and j.kind in VERDICTS for j in said.get(id_, ()))]


def show_orphans(record: Record) -> tuple[tuple[str, ShownJudgement], ...]:
    """Return the judgements on claims that are no longer read, each with its subject."""
    lost = record.judgements.orphans()
    found = [judgement for judgement in record.judgements.all() if judgement.id in lost]
    return tuple((judgement.subject, show_judgement(judgement)) for judgement in found)


def _find_claims(record: Record, ids: Iterable[str]) -> Iterator[RecordedClaim]:
    """Yield the claims with these ids that are read now."""
    for id_ in ids:
        with suppress(RecordError):
            yield record.view.claim(id_)


def find_disputed(record: Record) -> list[str]:
    """Return the ids of the claims on which two reviewers disagree, at most some hundred."""
    by_claim: dict[str, list[Judgement]] = {}
    for judgement in record.judgements.all(held=True):
        by_claim.setdefault(judgement.subject, []).append(judgement)
    return [claim for claim, held in by_claim.items() if disagree(held)][:_MOST_DISPUTED]


def show_reviewed(row: Mapping[str, Any], home: RecordedDocument, history: Sequence[Judgement]) -> ReviewedClaim:
    """Return a claim as judged as it is reviewed."""
    text = home.document.text
    claim = show_claim(row, text, history)
    span = find_context(text, [mark.span for mark in find_marks(row)])
    return ReviewedClaim(
        claim=claim,
        blocks=show_text(text, find_marks(row), [claim], home.document.furniture, span),
        start=span.start,
        end=span.end,
        points=doubt.find_doubt(row),
        doubts=tuple(word.replace(" ", "_") for _, word in doubt.find_reasons(row)),
        form=build_form(row),
    )


def find_context(text: str, spans: Sequence[TextSpan]) -> TextSpan:
    r"""Return the stretch of a text around some spans: whole lines where they are not too long.

    >>> find_context("Un.\nLa ville est tombée.\nFin.", [TextSpan(17, 23)])
    TextSpan(start=0, end=29)
    """
    near = [span for span in spans if abs(span.start - spans[0].start) < 2 * _AROUND]
    first, last = min(span.start for span in near), max(span.end for span in near)
    start, end = max(0, first - _AROUND), min(len(text), last + _AROUND)
    if start:
        start = next((at + 1 for at in (text.find("\n", start, first), text.find(" ", start, first)) if at >= 0), start)
    if end < len(text):
        end = next((at for at in (text.rfind("\n", last, end), text.rfind(" ", last, end)) if at >= 0), end)
    return TextSpan(start, end)
