"""Read codebook files: TOML tables in order, each once, each with its reason and its example."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, fields
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from selon.errors import CodebookError

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.resources.abc import Traversable

Entry = TypeVar("Entry")


def codebook_files() -> Traversable:
    """Return the folder of the codebook that the package carries."""
    return files("selon.codebook")


def read_entries(file: Traversable, kind: type[Entry], order: Callable[[Entry], object]) -> tuple[Entry, ...]:
    """Return the `[[entry]]` tables of a TOML file as records of `kind`.

    Lists become tuples. Raises CodebookError for TOML that cannot be read, unknown or missing keys, entries out of
    order (by `order`) and entries that stand twice.
    """
    where = str(file.name)
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8")).get("entry", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CodebookError(str(error), where=where, remedy="Mend the file so that it is valid TOML") from error
    entries = tuple(_read_entry(table, kind, where) for table in tables)
    for before, after in pairwise(entries):
        if order(before) == order(after):
            raise CodebookError(f"{order(after)!r} stands twice", where=where, remedy="Delete one of the two entries")
        if order(before) > order(after):  # type: ignore[operator]
            fault = f"{order(after)!r} stands after {order(before)!r}"
            raise CodebookError(fault, where=where, remedy="Sort the entries")
    return entries


def _read_entry(table: dict[str, Any], kind: type[Entry], where: str) -> Entry:
    """Return one table as a record; raises CodebookError for keys that do not fit."""
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    needed = {n for n, f in known.items() if f.default is MISSING and f.default_factory is MISSING}
    name = next(iter(table.values()), "?")
    if unknown := table.keys() - known.keys():
        fault = f"entry {name!r} has unknown keys: {', '.join(sorted(unknown))}"
        raise CodebookError(fault, where=where, remedy=f"Known keys are {', '.join(known)}")
    if missing := needed - table.keys():
        fault = f"entry {name!r} lacks {', '.join(sorted(missing))}"
        raise CodebookError(fault, where=where, remedy="Write the missing keys")
    return kind(**{key: _freeze(value) for key, value in table.items()})


def _freeze(value: object) -> object:
    """Return lists as tuples, tables as sorted tuples of pairs, and anything else as it is."""
    if isinstance(value, list):
        return tuple(_freeze(item) for item in value)
    if isinstance(value, dict):
        return tuple(sorted((key, _freeze(item)) for key, item in value.items()))
    return value
