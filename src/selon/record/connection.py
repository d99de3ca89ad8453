"""Open connections to a record's store, and say in plain words what a database refuses."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from pathlib import Path
from sqlite3 import Error as SQLiteError
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from selon.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TypeVar

    from sqlalchemy.engine import Connection, Engine

    Result = TypeVar("Result")

APPLICATION_ID = 0x53454C4E  # "SELN" at byte 68 of the SQLite file: this is a record of ours
_LOCKED = ("database is locked", "database table is locked", "deadlock detected", "could not serialize")

# What a database says, and what it means for whoever runs the program.
_REFUSALS = (
    ("database or disk is full", "the disk is full", "Free some space and start again; what was read so far is kept"),
    ("disk i/o error", "the file cannot be written", "Look for a full or failing disk, or a limit on file sizes"),
    ("file is not a database", "this file is no record", "Name another file, or leave --record out"),
    (
        "database disk image is malformed",
        "the record is damaged",
        "Restore it from a copy, or ingest the documents anew",
    ),
    (
        "readonly database",
        "the record cannot be written to",
        "Give yourself the right to write the file and its folder",
    ),
    (
        "unable to open database",
        "the file cannot be opened",
        "Look whether its folder is there and you may write in it",
    ),
    ("database is locked", "another program keeps the record busy", "Wait for it to end, or end it, and start again"),
    ("could not connect", "the database server does not answer", "Look at address, user and password"),
    ("connection failed", "the database server does not answer", "Look at address, user and password"),
    ("could not extend file", "the disk of the database server is full", "Free some space there and start again"),
)


def is_address(target: str) -> bool:
    """Return whether a record is named by the address of a server, not by a file.

    >>> is_address("postgresql://desk@localhost/war"), is_address("war.selon")
    (True, False)
    """
    return "://" in target


def shown(target: str) -> str:
    """Return the record's name as it may be shown: an address without its password."""
    if not is_address(target):
        return target
    scheme, _, rest = target.partition("://")
    user, at, host = rest.rpartition("@")
    return f"{scheme}://{user.partition(':')[0]}{at}{host}"


def connect(target: str, *, patience: float, frozen: bool = False) -> Engine:
    """Return the engine of a file or a PostgreSQL address; `frozen` reads a file where nothing can be written."""
    if is_address(target):
        scheme, _, rest = target.partition("://")
        if scheme.partition("+")[0] not in {"postgresql", "postgres"}:
            remedy = "Name a file, or an address that begins with postgresql://"
            raise RecordError(f"a record cannot be kept in {scheme}", where=shown(target), remedy=remedy)
        with refusals(target):
            return create_engine(f"postgresql+psycopg://{rest}", pool_pre_ping=True)
    path = Path(target).absolute().as_posix().replace("?", "%3f").replace("#", "%23")
    address = f"sqlite:///file:{path}?uri=true" + ("&immutable=1" if frozen else "")
    once = {"timeout": patience, "check_same_thread": False}
    engine = create_engine(address, connect_args=once, pool_use_lifo=True)  # the one that has most in its memory first
    same = SameFile(Path(target).absolute())
    engine.update_execution_options(selon_file=same)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", lambda _connection: same.check())
    event.listen(engine, "begin", _begin_sqlite)
    return engine


class SameFile:
    """Sees to it that a record is still the file that was opened: what is written to a deleted one is lost."""

    def __init__(self, path: Path) -> None:
        """Look at this file; it may be made only now, so the first look tells which one it is."""
        self._path = path
        self._seen: tuple[int, int] | None = None

    def check(self) -> None:
        """Let the file pass that was there at first; raises RecordError where it is gone or another one."""
        remedy = "Put the file back, or stop the program and start it anew on the file that is there"
        try:
            found = self._path.stat()
        except OSError as error:
            fault = f"the record's file is gone ({error.strerror or error})"
            raise RecordError(fault, where=str(self._path), remedy=remedy) from error
        here = (found.st_dev, found.st_ino)
        if self._seen is None:
            self._seen = here
        if here != self._seen:
            raise RecordError("the record's file was replaced by another one", where=str(self._path), remedy=remedy)


def check_file(engine: Engine) -> None:
    """Let an engine pass whose record is still the file that was opened; raises RecordError."""
    same = engine.get_execution_options().get("selon_file")
    if isinstance(same, SameFile):
        same.check()


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - whatever the driver gives
    """Leave transactions to us, and turn on what SQLite leaves off."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA recursive_triggers=ON")
    connection.execute("PRAGMA cache_size=-32768")  # 32 MB: a list looks at all of its index


def _begin_sqlite(connection: Connection) -> None:
    """Begin a transaction; one that writes takes its lock at once, so that it never has to give up half-way."""
    writes = connection.get_execution_options().get("selon_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def count_anew(engine: Engine) -> None:
    """Let SQLite count again how its tables are filled, where that changed much: by this it chooses how to look.

    Nobody waits for it, and nothing is lost where it cannot be done now.
    """
    if engine.dialect.name != "sqlite":
        return
    with suppress(SQLAlchemyError), engine.connect() as connection:
        driver = connection.connection.driver_connection
        if driver is None:
            return
        with suppress(SQLiteError):
            for order in ("busy_timeout=0", "analysis_limit=1000", "optimize=0x10002"):
                driver.execute(f"PRAGMA {order}")


@contextmanager
def refusals(target: str) -> Iterator[None]:
    """Turn whatever the database refuses within the block into a RecordError that names the record and the remedy."""
    try:
        yield
    except ModuleNotFoundError as error:
        remedy = "Install the driver: pip install 'selon[postgresql]'"
        raise RecordError("the PostgreSQL driver is not installed", where=shown(target), remedy=remedy) from error
    except SQLAlchemyError as error:
        raise refusal(target, error) from error


def refusal(target: str, error: Exception) -> RecordError:
    """Return the RecordError that says what the database meant."""
    said = str(getattr(error, "orig", None) or error).strip()
    for sign, fault, remedy in _REFUSALS:
        if sign in said.lower():
            return RecordError(fault, where=shown(target), remedy=remedy)
    first = said.splitlines()[0] if said else type(error).__name__
    return RecordError(f"the database refuses: {first}", where=shown(target), remedy="Run `selon verify` on the record")


def patiently(work: Callable[[], Result], *, patience: float) -> Result:
    """Return what the work returns, tried again while another writer holds the record, up to `patience` seconds."""
    until = time.monotonic() + patience
    pause = 0.02
    while True:
        try:
            return work()
        except DBAPIError as error:
            busy = any(sign in str(error.orig).lower() for sign in _LOCKED)
            if not busy or time.monotonic() > until:
                raise
        time.sleep(pause)
        pause = min(1.0, pause * 1.7)
