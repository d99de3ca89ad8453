"""Turns: few questions are worked at at once, first come first served: threads would keep each other waiting."""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_ONCE = 1
_PATIENCE = 0.25


class Turns:
    """Hands out turns in the order in which they are asked for; who waited for long goes on without one.

    Of threads that all compute, Python lets one run at a time, and each would wait for all others at every row that it
    takes from the store.

    >>> turns = Turns(at_once=2)
    >>> with turns.take():
    ...     turns.free
    1
    """

    def __init__(self, *, at_once: int = _AT_ONCE, patience: float = _PATIENCE) -> None:
        """Hand out so many turns at once; nobody waits for longer than so many seconds."""
        self.free = at_once
        self._patience = patience
        self._waiting: deque[Lock] = deque()
        self._lock = Lock()

    @property
    def waiting(self) -> int:
        """How many wait for a turn."""
        return len(self._waiting)

    @contextmanager
    def take(self) -> Iterator[None]:
        """Let the block run when it is its turn."""
        taken = self._begin()
        try:
            yield
        finally:
            if taken:
                self._end()

    def _begin(self) -> bool:
        """Return whether a turn was given, after waiting for one."""
        with self._lock:
            if self.free:
                self.free -= 1
                return True
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=self._patience):
            return True
        with self._lock:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True  # it was given at the last moment

    def _end(self) -> None:
        """Give the turn to who waits the longest."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self.free += 1
