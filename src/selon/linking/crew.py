"""Crew: slices of documents worked on here, or by processes of their own where there is enough for them to do.

These are started as programs (`python -m selon.linking.worker`) and spoken to over pipes, so that it does not matter
from where linking is called. They end when their work is done, or when nobody listens to them any more.
"""

from __future__ import annotations

import gc
import pickle  # both ends of the pipes are our own
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from os import cpu_count
from queue import Full, Queue
from threading import Event, Thread
from typing import IO, TYPE_CHECKING, Any, Protocol, Self, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType

    from selon.codebook.outlets import Outlet
    from selon.linking.reused import Shelf

Result = TypeVar("Result")
Done_co = TypeVar("Done_co", covariant=True)

_WAITING = 8  # results that may wait to be taken
_PATIENCE = 1.0  # seconds after which a process looks whether somebody still waits for it
_MOST = 4  # processes
_FAULTS = (OSError, EOFError, pickle.UnpicklingError)


class Slice(Protocol[Done_co]):
    """A piece of work that can be done with a shelf of documents."""

    def work(self, shelf: Shelf) -> Done_co:
        """Return what comes of it."""


_Done: TypeAlias = tuple[Slice[Result], Result | None]


@dataclass(frozen=True, slots=True)
class Ground:
    """What every process of a crew starts from: the record's name, and a user's own outlets and sides."""

    target: str
    outlets: tuple[Outlet, ...] = ()
    sides: Mapping[str, str] = field(default_factory=dict)


def count_workers() -> int:
    """Return how many processes may work at once."""
    return min(_MOST, cpu_count() or 1) if sys.executable else 1


@dataclass(slots=True)
class Crew:
    """Some processes and this one, to work through slices. Use it in a `with` block: its processes end with that.

    With one worker everything is done here, with this shelf.
    """

    shelf: Shelf
    ground: Ground
    workers: int = 1
    _processes: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    def work_through(self, slices: Sequence[Slice[Result]]) -> Iterator[Result]:
        """Yield what comes of each slice, in any order; each worker has slices that follow each other."""
        if self.workers < 2 or len(slices) < self.workers:  # noqa: PLR2004 - one alone needs no other process
            yield from (part.work(self.shelf) for part in slices)
            return
        size, done, over = -(-len(slices) // self.workers), Queue[_Done[Result]](_WAITING), Event()
        for number, at in enumerate(range(0, len(slices), size)):
            Thread(target=self._drive, args=(number, slices[at : at + size], done, over), daemon=True).start()
        try:
            for _ in slices:
                part, found = done.get()
                yield part.work(self.shelf) if found is None else found
        finally:
            over.set()

    def _drive(self, number: int, share: Sequence[Slice[Result]], done: Queue[_Done[Result]], over: Event) -> None:
        """Have one process do its share, and pass on what comes of it: None for each slice from its first fault on."""
        failed = False
        for part in share:
            found: Result | None = None
            with suppress(*_FAULTS):
                if not failed:
                    failed = True
                    found = _ask(self._find_process(number), part)
                    failed = False
            while not over.is_set():
                with suppress(Full):
                    done.put((part, found), timeout=_PATIENCE)
                    break

    def _find_process(self, number: int) -> subprocess.Popen[bytes]:
        """Return the process of this number, started where it is not there yet, told from what it starts."""
        if number not in self._processes:
            command = [sys.executable, "-m", "selon.linking.worker"]
            process = subprocess.Popen(  # noqa: S603 - ourselves
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            self._processes[number] = process
            _send(self.ground, _pipe(process.stdin))
        return self._processes[number]

    def __enter__(self) -> Self:
        """Return the crew itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all processes, whatever they do."""
        for process in self._processes.values():
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    _pipe(pipe).close()
        self._processes.clear()


def _ask(process: subprocess.Popen[bytes], part: Any) -> Any:  # noqa: ANN401 - any work, and what comes of it
    """Return what a process makes of a slice."""
    _send(part, _pipe(process.stdin))
    return pickle.load(_pipe(process.stdout))  # noqa: S301 - our own process


def _send(value: object, pipe: IO[bytes]) -> None:
    """Write a value to a pipe."""
    pickle.dump(value, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    """Return a pipe that is there."""
    if pipe is None:
        raise OSError("a process has no pipe")
    return pipe


@contextmanager
def unhurried() -> Iterator[None]:
    """Have Python look for no rings of objects: linking makes millions of objects and hardly a ring among them."""
    watched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if watched:
            gc.enable()
