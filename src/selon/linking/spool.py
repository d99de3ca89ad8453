"""A spool: rows that are kept in a file of their own until they are written, so that a large record fits in memory."""

from __future__ import annotations

import pickle  # the file is our own, and nobody else sees it
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Generic, TypeVar
from weakref import finalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Item = TypeVar("Item")

_IN_MEMORY = 5000  # items


class Spool(Generic[Item]):
    """Items in the order in which they were put there, to be read any number of times.

    >>> spool: Spool[int] = Spool()
    >>> spool.extend([1, 2])
    >>> list(spool)
    [1, 2]
    """

    def __init__(self) -> None:
        """Begin with no items."""
        self._file: IO[bytes] | None = None
        self._last: list[Item] = []

    def append(self, item: Item) -> None:
        """Put one item to the others."""
        self._last.append(item)
        if len(self._last) < _IN_MEMORY:
            return
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 - it is closed when the spool goes
            finalize(self, self._file.close)
        pickle.dump(self._last, self._file, pickle.HIGHEST_PROTOCOL)
        self._last = []

    def extend(self, items: Iterable[Item]) -> None:
        """Put items to the others."""
        for item in items:
            self.append(item)

    def __iter__(self) -> Iterator[Item]:
        """Return the items."""
        if self._file is not None:
            end = self._file.tell()
            self._file.seek(0)
            while self._file.tell() < end:
                yield from pickle.load(self._file)  # noqa: S301 - our own file
            self._file.seek(end)
        yield from self._last
