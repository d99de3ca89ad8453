"""Counting: what takes long to find out is found aside, and a page that waits says so instead of standing still."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Found = TypeVar("Found")
_PATIENCE = 4.0


class Counting:
    """Finds things out in threads of their own, each once however many ask; who asks waits for some seconds.

    >>> Counting().find("sum", lambda: 1 + 1)
    2
    """

    def __init__(self, *, patience: float = _PATIENCE) -> None:
        """Let those who ask wait for so many seconds."""
        self._patience = patience
        self._running: dict[Hashable, Future[Any]] = {}
        self._lock = Lock()

    def find(self, key: Hashable, find: Callable[[], Found]) -> Found | None:
        """Return what is found, None where it is not found yet; raises what the finding raised."""
        future = self._start(key, find)
        try:
            found: Found = future.result(timeout=self._patience)
        except TimeoutError:
            if not future.done():
                return None
            raise
        finally:
            self._forget(key, future)
        return found

    def _start(self, key: Hashable, find: Callable[[], Found]) -> Future[Any]:
        """Return what stands for the finding, begun now where it is not on its way."""
        with self._lock:
            if key in self._running:
                return self._running[key]
            future: Future[Any] = Future()
            self._running[key] = future
        Thread(target=_run, args=(future, find), name="selon-counting", daemon=True).start()
        return future

    def _forget(self, key: Hashable, future: Future[Any]) -> None:
        """Forget a finding that is done."""
        if future.done():
            with self._lock:
                if self._running.get(key) is future:
                    del self._running[key]


def _run(future: Future[Any], find: Callable[[], Any]) -> None:
    """Find something out, and hand over what it is, or the error."""
    try:
        future.set_result(find())
    except BaseException as error:  # noqa: BLE001 - it is raised again where it was asked for
        future.set_exception(error)
