"""The desk at which documents are handed in: one reading at a time, aside from the pages, with counts as they come.

Each document is read and written in a transaction of its own and then linked; what was written before a stop stays
whole, and handing the same files in again completes it. The list of readings lives as long as the server.
"""

from __future__ import annotations

import logging
import os
from collections import Counter, deque
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import count
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from selon.errors import RecordError, SelonError
from selon.ingest import Ingest, ReadsDocuments, What
from selon.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from selon.ingest import Outcome
    from selon.record.record import Record
    from selon.web.parcel import Parcel

_LOG = logging.getLogger("selon.web")
_MOST_KEPT = 50
_MOST_WAITING = 20
_MOST_NOTES = 1000
_READ = frozenset({What.NEW, What.AGAIN})


class Stage(StrEnum):
    """How far a reading is."""

    WAITING = "waiting"
    READING = "reading"
    LINKING = "linking"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Note:
    """A document that could not be read, or not be used, and why."""

    name: str
    what: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one reading is: what became of how many documents, how many claims, and what could not be read.

    `latest` is the document that was read last; `linked` says how linking ended: "", "linked", "unlinked" where the
    record was never linked or with other outlets or sides, which only `selon link` knows.
    """

    id: str
    who: str
    made: str
    names: tuple[str, ...]
    files: int
    stage: Stage = Stage.WAITING
    counts: Counter[str] = field(default_factory=Counter)
    claims: int = 0
    latest: str = ""
    notes: tuple[Note, ...] = ()
    more_notes: int = 0
    step: str = ""
    linked: str = ""
    fault: str = ""

    @property
    def done(self) -> int:
        """How many documents were looked at."""
        return self.counts.total()

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.stage in {Stage.DONE, Stage.FAILED}


def open_reader() -> ReadsDocuments:
    """Return the real reader, set as for `selon ingest`; this loads the language model."""
    from selon.pipeline import Reader  # noqa: PLC0415 - the model is loaded with the first document

    return Reader(Settings.from_environment(os.environ))


class Desk:
    """Takes parcels of documents in and reads them one after the other."""

    def __init__(self, open_reader: Callable[[], ReadsDocuments] = open_reader) -> None:
        """Read with what `open_reader` returns, opened with the first document and kept."""
        self._open_reader = open_reader
        self._reader: ReadsDocuments | None = None
        self._lock = Lock()
        self._numbers = count(1)
        self._waiting: deque[tuple[str, Record, Parcel]] = deque()
        self._progress: dict[str, Progress] = {}
        self._thread: Thread | None = None

    def hand_in(self, record: Record, parcel: Parcel, who: str) -> Progress:
        """Return how far the reading of a parcel is: it waits; raises RecordError where too many wait already."""
        with self._lock:
            if len(self._waiting) >= _MOST_WAITING:
                parcel.throw_away()
                remedy = "Wait until some of them are read"
                raise RecordError("too many readings are waiting already", where="ingest", remedy=remedy)
            made = datetime.now(UTC).isoformat(timespec="seconds")
            begun = Progress(
                id=str(next(self._numbers)),
                who=who,
                made=made,
                names=parcel.names,
                files=parcel.files,
                notes=tuple(Note(fault.where, str(What.FAULT), _advice(fault)) for fault in parcel.faults),
                counts=Counter({str(What.FAULT): len(parcel.faults)} if parcel.faults else {}),
            )
            self._progress[begun.id] = begun
            self._waiting.append((begun.id, record, parcel))
            self._forget_oldest()
            if self._thread is None:
                self._thread = Thread(target=self._work, name="selon-desk", daemon=True)
                self._thread.start()
        return begun

    def all(self) -> list[Progress]:
        """Return how far each reading is, the latest first."""
        with self._lock:
            return list(reversed(self._progress.values()))

    def get(self, id_: str) -> Progress:
        """Return how far a reading is; raises RecordError where there is none such."""
        with self._lock:
            if id_ in self._progress:
                return self._progress[id_]
        remedy = "See /ingest for those since the server was started"
        raise RecordError("there is no document handed in under this number", where=id_[:40], remedy=remedy)

    def finish(self, seconds: float) -> None:
        """Wait until nothing is left to read, at most so many seconds."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def _forget_oldest(self) -> None:
        """Forget readings that were over long ago."""
        over = [id_ for id_, progress in self._progress.items() if progress.over]
        for id_ in over[: max(0, len(self._progress) - _MOST_KEPT)]:
            del self._progress[id_]

    def _work(self) -> None:
        """Read what waits, one parcel after the other."""
        while True:
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                id_, record, parcel = self._waiting.popleft()
            try:
                self._read(id_, record, parcel)
            except SelonError as error:
                self._change(id_, stage=Stage.FAILED, fault=str(error))
            except Exception as error:  # noqa: BLE001 - whatever happens to one parcel, the next one is read
                _LOG.exception("the reading %s failed", id_)
                self._change(id_, stage=Stage.FAILED, fault=f"{type(error).__name__}: {error}")
            finally:
                parcel.throw_away()

    def _read(self, id_: str, record: Record, parcel: Parcel) -> None:
        """Read one parcel into a record, and link what is new."""
        self._change(id_, stage=Stage.READING)
        for outcome in Ingest(record, self._get_reader).run(parcel.documents()):
            self._count(id_, outcome)
        counts = self.get(id_).counts
        linked = ""
        if any(counts[str(what)] for what in _READ):
            self._change(id_, stage=Stage.LINKING)
            linked = self._link(id_, record)
        self._change(id_, stage=Stage.DONE, linked=linked, step="")

    def _get_reader(self) -> ReadsDocuments:
        """Return the reader, opened once."""
        if self._reader is None:
            self._reader = self._open_reader()
        return self._reader

    def _link(self, id_: str, record: Record) -> str:
        """Link a record on with what it was linked with before, and return how that ended."""
        from selon.linking import build_stamp, link_record  # noqa: PLC0415 - what joins tellings is loaded when needed

        before = record.links.stamp()
        if before is not None and before.stamp != build_stamp(record, (), {}).stamp:
            return "unlinked"
        link_record(record, tell=lambda step: self._change(id_, step=step))
        return "linked"

    def _count(self, id_: str, outcome: Outcome) -> None:
        """Count what became of one document."""
        before = self.get(id_)
        notes, more = before.notes, before.more_notes
        if outcome.note:
            room = len(notes) < _MOST_NOTES
            notes = (*notes, Note(outcome.name, str(outcome.what), outcome.note)) if room else notes
            more += not room
        self._change(
            id_,
            counts=before.counts + Counter({str(outcome.what): 1}),
            claims=before.claims + outcome.claims,
            latest=outcome.name,
            notes=notes,
            more_notes=more,
        )

    def _change(self, id_: str, **changes: Any) -> None:  # noqa: ANN401 - the fields of Progress
        """Write down how far a reading is."""
        with self._lock:
            self._progress[id_] = replace(self._progress[id_], **changes)


def _advice(error: SelonError) -> str:
    """Return what is wrong and what to do, without where: that stands beside it."""
    return str(type(error)(error.fault, remedy=error.remedy))
