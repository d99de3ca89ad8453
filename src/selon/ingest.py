"""Ingest: bring documents into a record, each read once, each in a transaction of its own.

Nothing depends on the order in which documents come or on how often they come, so a run that was killed is completed by
starting it again, and two runs at once end with the record of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from selon.claims.reading import ReadingStatus
from selon.documents.document import Document
from selon.errors import DocumentError, ReaderError, SelonError
from selon.record.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from selon.claims.reading import ReaderStamp, Reading
    from selon.record.record import Record

_CHUNK = 64  # documents looked up together before those not yet known are read


class ReadsDocuments(Protocol):
    """Anything that reads documents into claims and says who it is."""

    @property
    def stamp(self) -> ReaderStamp:
        """Who reads."""

    def read(self, document: Document) -> Reading:
        """Return the reading of one document."""

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield the readings of documents, in their order."""


class What(StrEnum):
    """What became of one document."""

    NEW = "new"
    KNOWN = "known"
    AGAIN = "read again"
    UNREADABLE = "unreadable language"
    EMPTY = "empty"
    FAULT = "problem"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document, and how many claims it gave."""

    name: str
    what: What
    claims: int = 0
    note: str = ""


class Ingest:
    """Brings documents into one record."""

    def __init__(self, record: Record, open_reader: Callable[[], ReadsDocuments], *, again: bool = False) -> None:
        """Read into the record; the reader is opened with the first document that is to be read."""
        self._record, self._open_reader, self._again = record, open_reader, again
        self._reader: ReadsDocuments | None = None

    def run(self, arrivals: Iterable[Document | SelonError]) -> Iterator[Outcome]:
        """Yield what became of each document; a document that cannot be read does not stop the rest."""
        rest = iter(arrivals)
        while chunk := list(islice(rest, _CHUNK)):
            wanted: list[tuple[Document, Standing]] = []
            for arrival in chunk:
                if isinstance(arrival, Document):
                    yield from self._sort(arrival, wanted)
                else:
                    yield Outcome(arrival.where, What.FAULT, note=_advice(arrival))
            yield from self._read(wanted)

    @property
    def reader(self) -> ReadsDocuments:
        """The reader, opened when it is first needed."""
        if self._reader is None:
            self._reader = self._open_reader()
        return self._reader

    def _sort(self, document: Document, wanted: list[tuple[Document, Standing]]) -> Iterator[Outcome]:
        """Put a document that is to be read to the wanted ones; yield the outcome of one that is known."""
        arrival = self._record.look_up(document, self.reader.stamp if self._again else None)
        known = arrival.standing is Standing.KNOWN or (arrival.standing is Standing.OLDER and not self._again)
        if known:
            yield Outcome(document.name, What.KNOWN)
        else:
            wanted.append((arrival.document, arrival.standing))

    def _read(self, wanted: list[tuple[Document, Standing]]) -> Iterator[Outcome]:
        """Read documents and write their readings to the record."""
        if not wanted:
            return
        documents = [document for document, _ in wanted]
        for (document, standing), reading in zip(wanted, read_on(self.reader, documents), strict=True):
            if isinstance(reading, ReaderError):
                yield Outcome(document.name, What.FAULT, note=_advice(reading))
            else:
                yield self._keep(reading, standing)

    def _keep(self, reading: Reading, standing: Standing) -> Outcome:
        """Write a reading to the record."""
        name = reading.document.name
        try:
            written = self._record.writer(self.reader.stamp).add(reading, again=self._again)
        except (ReaderError, DocumentError) as error:
            return Outcome(name, What.FAULT, note=_advice(error))
        if not written:
            return Outcome(name, What.KNOWN)
        if reading.status is not ReadingStatus.READ:
            return Outcome(name, What(str(reading.status)), note=reading.note)
        return Outcome(name, What.NEW if standing is Standing.NEW else What.AGAIN, len(reading.claims))


def read_on(reader: ReadsDocuments, documents: Iterable[Document]) -> Iterator[Reading | ReaderError]:
    """Yield a reading for each document, in order, or the error for one that makes the reader fail."""
    rest = iter(documents)
    while left := list(islice(rest, _CHUNK)):
        readings = reader.read_many(tuple(left))
        while left:
            try:
                reading = next(readings)
            except Exception:  # noqa: BLE001 - whatever one text does to the reader, the others are read
                break
            left.pop(0)
            yield reading
        yield from (_read_alone(reader, document) for document in left)


def _read_alone(reader: ReadsDocuments, document: Document) -> Reading | ReaderError:
    """Return the reading of one document, or what went wrong with it."""
    try:
        return reader.read(document)
    except Exception as error:  # noqa: BLE001 - the fault is told, with its kind, beside the document's name
        fault = f"the reader failed on it ({type(error).__name__}: {error})"
        return ReaderError(fault, where=document.name, remedy="Please report it, with the text")


def _advice(error: SelonError) -> str:
    """Return what is wrong and what to do, without where: that stands beside it."""
    return str(type(error)(error.fault, remedy=error.remedy))
