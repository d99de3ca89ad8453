"""Quiet: when nobody has asked for anything for a moment, what takes long may be done aside."""

from __future__ import annotations

from threading import Event
from time import monotonic

_STEP = 0.1


class Quiet:
    """Knows when somebody asked last.

    >>> quiet = Quiet()
    >>> quiet.note()
    >>> quiet.wait(0.01)
    """

    def __init__(self) -> None:
        """Begin with somebody who has just come."""
        self._asked = monotonic()

    def note(self) -> None:
        """Take note that somebody asks now."""
        self._asked = monotonic()

    def wait(self, still: float = 1.5, most: float = 10.0) -> None:
        """Wait until nobody has asked for so many seconds, but no longer than `most`."""
        began = monotonic()
        while monotonic() - began < most and monotonic() - self._asked < still:
            Event().wait(_STEP)
