"""A shelf for what takes long to find out: kept until the record changes, and found once where several ask at once."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Found = TypeVar("Found")
_MOST = 48


class Shelf:
    """Keeps the latest findings of one state of a record; those of an earlier state are thrown away.

    >>> shelf = Shelf()
    >>> shelf.get("state 1", "sum", lambda: 1 + 1), shelf.get("state 1", "sum", lambda: 0)
    (2, 2)
    """

    def __init__(self, *, most: int = _MOST) -> None:
        """Keep at most so many findings."""
        self._most = most
        self._state = ""
        self._found: OrderedDict[Hashable, Any] = OrderedDict()
        self._locks: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, state: str, key: Hashable, find: Callable[[], Found]) -> Found:
        """Return what is kept under a key for this state of the record, found now where it is not there."""
        with self._lock:
            if state != self._state:
                self._state, self._found, self._locks = state, OrderedDict(), {}
            lock = self._locks.setdefault(key, Lock())
        with lock:
            with self._lock:
                if state == self._state and key in self._found:
                    self._found.move_to_end(key)
                    kept: Found = self._found[key]
                    return kept
            found = find()
            self._keep(state, key, found)
        return found

    def _keep(self, state: str, key: Hashable, found: object) -> None:
        """Keep a finding, and throw away the one that was not asked for the longest."""
        with self._lock:
            if state != self._state:
                return
            self._found[key] = found
            while len(self._found) > self._most:
                oldest, _ = self._found.popitem(last=False)
                self._locks.pop(oldest, None)
