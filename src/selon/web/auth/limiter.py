"""Rates: how often somebody may try to log in."""

from __future__ import annotations

import time
from collections import deque
from threading import Lock

_OFTEN, _WHILE, _MOST_KEPT = 8, 300.0, 20_000


class Limiter:
    """Counts failures by key (a user, an address) over the last minutes; in memory, so a restart forgets them.

    >>> limiter = Limiter(often=2)
    >>> limiter.fail("zoe"); limiter.fail("zoe"); limiter.wait("zoe") > 0, limiter.wait("ali")
    (True, 0.0)
    """

    def __init__(self, *, often: int = _OFTEN, during: float = _WHILE) -> None:
        """Allow so many failures during so many seconds."""
        self._often, self._during = often, during
        self._failures: dict[str, deque[float]] = {}
        self._lock = Lock()

    def fail(self, *keys: str) -> None:
        """Count a failure."""
        with self._lock:
            if len(self._failures) > _MOST_KEPT:
                self._forget()
            for key in keys:
                self._failures.setdefault(key, deque(maxlen=self._often)).append(time.monotonic())

    def wait(self, *keys: str) -> float:
        """Return how many seconds to wait before another attempt, 0 for none."""
        with self._lock:
            return max((self._wait(key) for key in keys), default=0.0)

    def clear(self, *keys: str) -> None:
        """Forget the failures of keys, after a success."""
        with self._lock:
            for key in keys:
                self._failures.pop(key, None)

    def _wait(self, key: str) -> float:
        """Return how many seconds to wait for one key."""
        failures = self._failures.get(key)
        if not failures or len(failures) < self._often:
            return 0.0
        return max(0.0, failures[0] + self._during - time.monotonic())

    def _forget(self) -> None:
        """Forget keys whose last failure is old."""
        old = time.monotonic() - self._during
        self._failures = {key: times for key, times in self._failures.items() if times[-1] > old}
