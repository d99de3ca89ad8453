"""Check the codebook, every file readable, in order, with examples that hold; and explain what it says of a word."""

from __future__ import annotations

import csv
import io
import tomllib
from functools import partial
from typing import TYPE_CHECKING, Any

from selon.codebook.actors import load_actors
from selon.codebook.codebook import Codebook, data_files
from selon.codebook.entries import codebook_files
from selon.codebook.marked import read_marked
from selon.codebook.outlets import load_outlets
from selon.codebook.places import read_place_rows
from selon.codebook.speech import SpeechCodebook
from selon.errors import CodebookError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from importlib.resources.abc import Traversable

_NAME_KEYS = (
    "lemma",
    "names",
    "name",
    "word",
    "variants",
    "id",
    "short",
    "phrase",
    "form",
    "adjectives",
    "inhabitants",
    "seats",
    "forms",
)
_TITLE_KEYS = ("lemma", "id", "name", "word", "short")


def check_codebook() -> list[str]:
    """Return every fault of the codebook, one line each; an empty list where all is well."""
    faults = [fault for loader in _loaders() for fault in _fault_of(loader)]
    for path, entry in _entries(codebook_files()):
        example = entry.get("example")
        if not example:
            faults.append(f"{path}: {_title(entry)!r} has no example. Write a sentence of your own that shows it.")
            continue
        if path.endswith(".toml"):
            faults += _fault_of(partial(read_marked, example, where=path))
    return faults


def explain(word: str) -> list[str]:
    """Return what the codebook says of a word or name, one line an entry: its file and its fields."""
    lemmas = {lemma.casefold() for lemma in Codebook.load().lemmas(word)} | {word.casefold()}
    lines = []
    for path, entry in _entries(codebook_files()):
        if lemmas & set(_names(entry)):
            told = "  ".join(f"{key}={_show(value)}" for key, value in entry.items() if value not in ("", [], {}, None))
            lines.append(f"{path}: {told}")
    return lines


def _loaders() -> Iterator[Callable[[], object]]:
    """Yield the functions that load each part of the codebook."""
    yield Codebook.load
    yield load_actors
    yield load_outlets
    yield read_place_rows
    yield SpeechCodebook.load


def _fault_of(act: Callable[[], object]) -> list[str]:
    """Return the fault that an act raises, as a list of at most one line."""
    try:
        act()
    except CodebookError as error:
        return [str(error)]
    return []


def _entries(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every entry of every file of the codebook with the file's path."""
    for path, file in data_files(folder, prefix):
        if path.endswith(".toml"):
            for table in tomllib.loads(file.read_text(encoding="utf-8")).get("entry", []):
                yield path, table
        elif path.endswith(".csv"):
            for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))):
                yield path, dict(row)


def _names(entry: dict[str, Any]) -> Iterator[str]:
    """Yield the words by which an entry is found, case folded."""
    for key in _NAME_KEYS:
        value = entry.get(key)
        for item in value if isinstance(value, list) else str(value).split("|") if value else ():
            yield str(item).casefold()


def _title(entry: dict[str, Any]) -> str:
    """Return what to call an entry in a message."""
    named = (entry[key] for key in _TITLE_KEYS if key in entry)
    return str(next(named, next(iter(entry.values()), "?")))


def _show(value: object) -> str:
    """Return a field as a reader would write it."""
    if isinstance(value, list):
        return ", ".join(_show(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}→{_show(item)}" for key, item in value.items())
    return str(value)
