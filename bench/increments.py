"""Measure linking on a record of synthetic claims: the whole record, then one document after another.

bench/increments.py FILE [--claims 100000] [--seed N] [--added 3]

The record is made where there is none, and linked where it is not. Times are of the clock and, in brackets, of the
processors, helping processes included: they differ where others use the machine. The whole path is measured: from the
record and back into it. Memory is the peak of this process, and after it that of the largest process that helped.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
from dataclasses import replace
from pathlib import Path
from random import Random
from time import perf_counter

from room import build, tell_all  # beside this file
from selon.claims.reading import ReaderStamp, Reading
from selon.codebook.actors import load_actors
from selon.incidents.synthetic import invent_documents
from selon.linking import link_record
from selon.record.record import Record

BAR_ADDED = 3.0
BAR_SECONDS = {100_000: 60, 1_000_000: 720}
BAR_MEMORY_MB = 6000
_STAMP = ReaderStamp(program="bench", model="none", codebook="none")


def main() -> int:
    """Print the figures; return 1 where adding a document is past its bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--added", type=int, default=3)
    asked = parser.parse_args()
    if not asked.file.exists():
        build(asked.file, asked.claims, asked.seed)
    with Record.open(asked.file) as record:
        clock = _Clock()
        linked = link_record(record)
        print(f"{record.view.count_claims():,} claims, {record.links.count_incidents():,} incidents")
        peaks = [resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        bar = BAR_SECONDS.get(asked.claims) if linked.whole else None
        print(
            f"  {'whole record' if linked.whole else 'what was new':14} {clock}" + (f" (bar: {bar} s)" if bar else "")
        )
        print(f"  memory         {peaks[0]:,} MB, {peaks[1]:,} MB (bar for all: {BAR_MEMORY_MB:,})")
        times = [_add(record, number, asked.seed) for number in range(asked.added)]
    print(f"  one document   {max(times):.2f} s of the processor at most (bar: {BAR_ADDED:.0f})")
    return 0 if max(times) <= BAR_ADDED else 1


class _Clock:
    """How long something takes, by the clock and by the processor."""

    def __init__(self) -> None:
        """Begin now."""
        self._began, self._worked = perf_counter(), _worked()

    @property
    def worked(self) -> float:
        """Seconds of the processors."""
        return _worked() - self._worked

    def __str__(self) -> str:
        """Return both in words."""
        return f"{perf_counter() - self._began:7.2f} s ({self.worked:.2f} s)"


def _worked() -> float:
    """Return for how many seconds this process and those that it started have worked."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _add(record: Record, number: int, seed: int) -> float:
    """Add one document to the record, link it, print how long that took, and return the seconds of the processor."""
    chance = Random(f"{seed} {number} {record.view.totals().documents}")  # noqa: S311 - no secret hangs on it
    invented = invent_documents(20, chance.randrange(10**6))
    document, claims, _, _ = next(tell_all(invented, sorted(load_actors().listed_ids()), chance))
    named = replace(document, name=f"added-{chance.randrange(10**9)}.txt")
    told = tuple(replace(claim, document=named.id) for claim in claims)
    record.writer(_STAMP).add(Reading(document=named, claims=told))
    clock = _Clock()
    linked = link_record(record)
    print(f"  one document   {clock}, {linked.documents} told anew")
    return clock.worked


if __name__ == "__main__":
    sys.exit(main())
