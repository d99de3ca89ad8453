"""The record: the store of documents, readings and claims, in one SQLite file or one PostgreSQL database.

`Record` is the whole, `Writer` its write side, `View` its read side, `Links` what linking found, `Judgements`
what reviewers said, `Accounts` who they are, `Columns` what a server keeps in memory of it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Self

from selon.errors import RecordError
from selon.record import frames
from selon.record.accounts import Accounts
from selon.record.columns.keeping import Columns
from selon.record.connection import connect, count_anew, is_address, refusals
from selon.record.judgements import Judgements
from selon.record.link_state import LinkState
from selon.record.link_writing import LinkWriter
from selon.record.links import Links
from selon.record.marked import Marks
from selon.record.migration import bring_up_to_date
from selon.record.standing import Arrival, find_standing
from selon.record.verification import Verification, verify
from selon.record.view import View
from selon.record.writer import Writer

if TYPE_CHECKING:
    from types import TracebackType

    from pandas import DataFrame  # type: ignore[import-untyped]
    from sqlalchemy.engine import Engine

    from selon.claims.reading import ReaderStamp
    from selon.documents.document import Document
    from selon.record.filters import Filter

_SQLITE_SIGN = b"SQLite format 3\x00"
_PATIENCE = 60.0


class Record:
    """A record that is open. Use it in a `with` block, or close it.

    >>> with Record.open("war.selon") as record:    # doctest: +SKIP
    ...     record.view.totals().documents
    """

    def __init__(self, engine: Engine, target: str, *, patience: float = _PATIENCE) -> None:
        """Take over an engine whose tables are up to date; `Record.open` and `Record.create` do all that."""
        self._engine, self.target, self._patience = engine, target, patience
        self._marks = Marks(engine, target)
        self.judgements = Judgements(engine, target, self._marks, patience=patience)
        self.columns = Columns(engine, target, self._marks, self.judgements)
        self.view = View(engine, target, self._marks, self.columns)
        self.links = Links(engine, target, self._marks, self.columns, patience=patience)
        self.linking, self.link_writer = LinkState(engine, target), LinkWriter(engine, target, patience=patience)
        self.accounts = Accounts(engine, target, patience=patience)

    @classmethod
    def create(cls, target: str | Path, *, patience: float = _PATIENCE) -> Self:
        """Return the record of this name, made where there is none, its tables brought up to date."""
        return cls._open(str(target), create=True, patience=patience)

    @classmethod
    def open(cls, target: str | Path, *, patience: float = _PATIENCE) -> Self:
        """Return the record of this name; raises RecordError where there is none."""
        return cls._open(str(target), create=False, patience=patience)

    @classmethod
    def _open(cls, target: str, *, create: bool, patience: float) -> Self:
        """Return the record, made where there is none and that is allowed."""
        frozen = False
        if not is_address(target):
            _look_at_file(Path(target), create=create)
            frozen = not create and _is_frozen(Path(target))
        engine = connect(target, patience=patience, frozen=frozen)
        try:
            bring_up_to_date(engine, target, create=create, patience=patience)
        except RecordError:
            engine.dispose()
            raise
        return cls(engine, target, patience=patience)

    def writer(self, stamp: ReaderStamp) -> Writer:
        """Return the write side, for what the reader with this stamp reads."""
        return Writer(self._engine, self.target, stamp, patience=self._patience)

    def look_up(self, document: Document, stamp: ReaderStamp | None = None) -> Arrival:
        """Return the document, completed by what the record knows of it, and how it stands there for a reader."""
        with refusals(self.target), self._engine.connect() as connection:
            return find_standing(connection, document, stamp.digest if stamp else "")

    def claims(self, asked: Filter | None = None, *, judged: bool = False) -> DataFrame:
        """Return claims as a data frame of pandas, one a row; with `judged` as reviewers corrected them.

        >>> record.claims(selon.Filter(about="daech")).groupby("publisher").size()    # doctest: +SKIP
        """
        return frames.build_claims(self, asked, judged=judged)

    def incidents(self, asked: Filter | None = None) -> DataFrame:
        """Return incidents as a data frame of pandas, one a row; RecordError where the record is not linked."""
        return frames.build_incidents(self, asked)

    def origins(self) -> DataFrame:
        """Return who is cited as a data frame, the most cited first; RecordError where the record is not linked."""
        return frames.build_origins(self)

    def movements(self) -> DataFrame:
        """Return who goes or is taken from where to where as a data frame; RecordError where it is not linked."""
        return frames.build_movements(self)

    def narratives(self, *, documents: int = 2, places: bool = False) -> DataFrame:
        """Return who is told to do what to whom by so many documents, as a data frame; RecordError if not linked."""
        return frames.build_narratives(self, documents=documents, places=places)

    def naming(self, actor: str = "") -> DataFrame:
        """Return what each outlet calls each actor, or one of them, as a data frame."""
        return frames.build_naming(self, actor)

    def mark(self) -> str:
        """Return a text that is another one whenever documents, links or judgements changed; asked for cheaply."""
        return str(self._marks.read())

    def verify(self) -> Verification:
        """Return what differs from what digests and texts say, after looking at everything."""
        return verify(self._engine, self.target)

    def close(self) -> None:
        """Let go of the store."""
        self._marks.close()
        self.columns.close()
        count_anew(self._engine)
        with refusals(self.target):
            self._engine.dispose()

    def __enter__(self) -> Self:
        """Return the record itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the record."""
        self.close()


def _look_at_file(path: Path, *, create: bool) -> None:
    """Raise RecordError for a file that cannot be a record, before a database touches it."""
    try:
        if path.is_dir():
            remedy = f"Name a file in it, for instance {path / 'war.selon'}"
            raise RecordError("this is a folder, not a record", where=str(path), remedy=remedy)
        if not path.exists():
            _look_for_folder(path, create=create)
            return
        with path.open("rb") as file:
            beginning = file.read(len(_SQLITE_SIGN))
    except OSError as error:
        fault = f"the file cannot be opened ({error.strerror or error})"
        raise RecordError(fault, where=str(path), remedy="Look whether you may read it, and its folder") from error
    if beginning and beginning != _SQLITE_SIGN:
        raise RecordError("this file is no record", where=str(path), remedy="Name another file with --record")


def _look_for_folder(path: Path, *, create: bool) -> None:
    """Raise RecordError where a record is not there and cannot be made."""
    if not create:
        remedy = "Make one with `selon ingest PATHS --record FILE`, or name another with --record"
        raise RecordError("there is no record", where=str(path), remedy=remedy)
    folder = path.absolute().parent
    if not folder.is_dir():
        raise RecordError(
            "the folder for the record is not there", where=str(folder), remedy="Make it, or name another"
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        remedy = "Give yourself the right to write there, or name a record elsewhere with --record"
        raise RecordError("the folder for the record cannot be written to", where=str(folder), remedy=remedy)


def _is_frozen(path: Path) -> bool:
    """Return whether a record can be read and nothing be written beside it (a read-only disk, somebody else's)."""
    log = path.with_name(f"{path.name}-wal")
    return not os.access(path.absolute().parent, os.W_OK) and not (log.exists() and log.stat().st_size)
