"""A worker: a process that does slices of a linking, given over its standard input, for the process that started it.

Nobody calls it by hand; `selon.linking.crew` does.
"""

from __future__ import annotations

import os
import pickle  # both ends of the pipes are our own
import sys
from typing import IO

from selon.linking.crew import unhurried
from selon.linking.reused import Shelf
from selon.origins.book import OriginBook
from selon.record.record import Record


def main() -> int:
    """Do what is asked until nobody asks any more; return 1 where it could not be done."""
    asked, told = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # what is printed by chance is no answer
    try:
        _work(asked, told)
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        return 0
    return 0


def _work(asked: IO[bytes], told: IO[bytes]) -> None:
    """Answer every slice with what comes of it."""
    ground = pickle.load(asked)  # noqa: S301 - from the process that started this one
    with unhurried(), Record.open(ground.target) as record:
        shelf = Shelf(record.linking, OriginBook.load(ground.outlets, ground.sides))
        while True:
            part = pickle.load(asked)  # noqa: S301
            pickle.dump(part.work(shelf), told, pickle.HIGHEST_PROTOCOL)
            told.flush()


if __name__ == "__main__":
    sys.exit(main())
