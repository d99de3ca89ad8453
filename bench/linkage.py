"""Measure linking: speed, growth, memory and accuracy on synthetic claims with known incidents.

bench/linkage.py [--sizes 100000 1000000] [--seed N]

This is the heart of linking alone: tellings compared, joined and gathered in memory. The whole path, from a record and
back into it, is measured by bench/increments.py. Each size runs in a process of its own, so that the peak of memory is
its own. One document is added at each size.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from math import log
from time import perf_counter

from selon.incidents.linkage import Linkage
from selon.incidents.synthetic import invent_documents, pairwise_f1
from selon.incidents.tellings import Telling, find_tellings

BAR_SECONDS = {100_000: 60.0, 1_000_000: 720.0}
BAR_MEMORY_MB = 6000
BAR_GROWTH = 1.15
BAR_F1 = 0.95
BAR_ADDED = 3.0


def main() -> int:
    """Print the figures; return 1 where one is past its bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--one", type=int, help="measure one size in this process and print it as JSON")
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measure(asked.one, asked.seed)))
        return 0
    passed, before = True, None
    for size in asked.sizes:
        command = [sys.executable, __file__, "--one", str(size), "--seed", str(asked.seed)]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603 - ourselves
        passed &= show(size, found)
        if before is not None:
            growth = log(found["seconds"] / before[1]) / log(size / before[0])
            passed &= growth <= BAR_GROWTH
            print(f"  growth     {growth:.2f} (bar: {BAR_GROWTH} or less)")
        before = (size, found["seconds"])
    return 0 if passed else 1


def show(size: int, found: dict[str, float]) -> bool:
    """Print the figures of one size and return whether they pass."""
    bar = BAR_SECONDS.get(size)
    print(f"{size:,} claims in {found['documents']:,.0f} documents, {found['tellings']:,.0f} tellings")
    print(f"  linked in  {found['seconds']:.1f} s" + (f" (bar: {bar:.0f})" if bar else ""))
    print(f"  memory     {found['memory']:,.0f} MB at the peak (bar: {BAR_MEMORY_MB:,})")
    print(f"  pairwise   P {found['precision']:.3f}  R {found['recall']:.3f}  F1 {found['f1']:.3f} (bar: {BAR_F1})")
    print(f"  added      one document in {found['added']:.2f} s (bar: {BAR_ADDED:.0f})")
    good = found["f1"] >= BAR_F1 and found["memory"] <= BAR_MEMORY_MB and found["added"] <= BAR_ADDED
    return good and (bar is None or found["seconds"] <= bar)


def measure(size: int, seed: int) -> dict[str, float]:
    """Return the figures of one size; the synthetic claims are made before the clock runs."""
    documents = list(invent_documents(size, seed))
    late = documents.pop()
    truth = {
        claim.id: number
        for document in documents
        for claim, number in zip(document.claims, document.truth, strict=True)
    }
    count = len(documents)
    began = perf_counter()
    tellings: list[Telling] = []
    for document in documents:
        tellings += find_tellings(document.claims)
    documents.clear()
    with Linkage.open() as linkage:
        linkage.add(tellings)
        seconds = perf_counter() - began
        groups = [[truth[c.id] for n in group for c in tellings[n].claims] for group in linkage.groups.values()]
        began = perf_counter()
        linkage.add(find_tellings(late.claims))
        added = perf_counter() - began
    precision, recall, f1 = pairwise_f1(groups)
    return {
        "seconds": seconds,
        "documents": count,
        "tellings": len(tellings),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "added": added,
    }


if __name__ == "__main__":
    sys.exit(main())
