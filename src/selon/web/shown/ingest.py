"""Readings of documents that were handed in, in words and as the API gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selon.ingest import What
from selon.web.shown.faults import say_fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selon.record.document_lists import ListedDocument
    from selon.record.record import Record
    from selon.web.desk import Progress
    from selon.web.shown.days import Say

_NOT_READ = ("unreadable language", "empty")
_MOST_LISTED = 100
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownIngest:
    """The page at which documents are handed in: the readings so far, and what the record holds that was not read."""

    readings: tuple[ShownReading, ...]
    not_read: tuple[ListedDocument, ...]
    not_read_total: int
    documents: int
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReading:
    """One reading; `counts` are words and numbers, `percent` is how much of it was looked at."""

    id: str
    who: str
    made: str
    title: str
    stage: str
    over: bool
    files: int
    done: int
    percent: int
    claims: int
    latest: str
    counts: tuple[tuple[str, str, int], ...]
    notes: tuple[tuple[str, str, str], ...]
    more_notes: int
    step: str
    linked: str
    fault: str


def build_ingest(record: Record, readings: Sequence[Progress], t: Say) -> ShownIngest:
    """Return the page at which documents are handed in."""
    pages = [record.view.document_page(status=status, limit=_MOST_LISTED) for status in _NOT_READ]
    totals = record.view.totals()
    return ShownIngest(
        readings=tuple(show_reading(progress, t) for progress in readings),
        not_read=tuple(document for page in pages for document in page.rows),
        not_read_total=sum(page.total for page in pages),
        documents=totals.documents,
        claims=totals.claims,
    )


def show_reading(progress: Progress, t: Say) -> ShownReading:
    """Return a reading in words."""
    names = ", ".join(progress.names[:_NAMED])
    rest = len(progress.names) - _NAMED
    return ShownReading(
        id=progress.id,
        who=progress.who,
        made=progress.made,
        title=t("ingest.and_more", rest, names=names) if rest > 0 else names,
        stage=str(progress.stage),
        over=progress.over,
        files=max(progress.files, progress.done),
        done=progress.done,
        percent=100 if progress.over else min(99, 100 * progress.done // max(progress.files, 1)),
        claims=progress.claims,
        latest=progress.latest,
        counts=tuple(_counts(progress, t)),
        notes=tuple((note.name, _say_outcome(note.what, 1, t), say_fault(note.note, t)) for note in progress.notes),
        more_notes=progress.more_notes,
        step=progress.step,
        linked=progress.linked,
        fault=progress.fault,
    )


def _counts(progress: Progress, t: Say) -> Iterator[tuple[str, str, int]]:
    """Yield what became of documents, with how many."""
    for what in What:
        count = progress.counts[str(what)]
        yield _key(str(what)), _say_outcome(str(what), count, t), count


def _say_outcome(what: str, count: int, t: Say) -> str:
    """Return what became of so many documents, in words."""
    return t(f"ingest.what.{_key(what)}", count)


def _key(what: str) -> str:
    """Return the outcome of a document as a key of words."""
    return what.replace(" ", "_")


def build_reading_row(progress: Progress) -> dict[str, Any]:
    """Return a reading as an object."""
    return {
        "id": progress.id,
        "who": progress.who,
        "made": progress.made,
        "names": list(progress.names),
        "stage": str(progress.stage),
        "over": progress.over,
        "files": max(progress.files, progress.done),
        "done": progress.done,
        "claims": progress.claims,
        "latest": progress.latest,
        "documents": {str(what): progress.counts[str(what)] for what in What},
        "notes": [{"name": note.name, "what": note.what, "note": note.note} for note in progress.notes],
        "more_notes": progress.more_notes,
        "step": progress.step,
        "linked": progress.linked,
        "fault": progress.fault,
    }
