"""The manifest: a CSV table beside the files that says who published each one, and when.

Columns: `file`, `publisher`, `published` (2017-02-24), `language` (fr), `url`; further columns are kept.
One bad row never stops the rest: what is wrong is listed in `problems`, each with its line and its remedy.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING

from selon.documents.decoding import decode
from selon.documents.files import MOST_BYTES, is_file, read_bytes, readable_name
from selon.errors import ManifestError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

COLUMNS = ("file", "publisher", "published", "language", "url")
_DELIMITERS = (",", ";", "\t", "|")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ][\d:.+Z-]*)?$")
_CODE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*$")
_EARLIEST_YEAR = 1800
_REMEDIES = MappingProxyType(
    {
        "published": ("date", "Write the day as 2017-02-24"),
        "language": ("language code", "Write a code such as fr"),
        "url": ("web address", "Write an address that begins with https://"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestRow:
    """What a manifest says of one file."""

    file: str
    line: int
    publisher: str = ""
    published: date | None = None
    language: str = ""
    url: str = ""
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The rows of a manifest by file, and the problems found in reading it."""

    path: Path
    rows: Mapping[str, ManifestRow]
    problems: tuple[ManifestError, ...] = ()

    def find_row(self, path: Path) -> ManifestRow | None:
        """Return the row of a file, found by the longest stretch of its path that the manifest names, or None."""
        parts = _file_key(readable_name(str(path))).split("/")
        keys = ("/".join(parts[at:]) for at in range(len(parts)))
        return next((self.rows[key] for key in keys if key in self.rows), None)

    def find_missing(self, found: Mapping[str, Path]) -> Iterator[ManifestError]:
        """Yield a problem for each row whose file was not found, and stands neither here nor beside those found."""
        folders = sorted({self.path.parent, *found.values()})
        for row in self.rows.values():
            if row.file not in found and not any(is_file(folder / row.file) for folder in folders):
                remedy = "Put the file there, or delete the row"
                yield ManifestError(
                    f"the file {row.file!r} is not there", where=_where(self.path, row.line), remedy=remedy
                )


def read_manifest(path: Path, *, most_bytes: int = MOST_BYTES) -> Manifest:
    """Return the rows of a manifest and the problems in it.

    Raises DocumentError where the file cannot be read at all, and ManifestError where it has no column `file`.
    """
    name = readable_name(str(path))
    text = decode(read_bytes(path, most_bytes=most_bytes), name).removeprefix("\ufeff")
    header, lines = _read_table(text)
    if "file" not in header:
        fault = f"the manifest has no column 'file' (it has: {', '.join(column or '?' for column in header[:12])})"
        raise ManifestError(
            fault, where=f"{name}:1", remedy=f"Write the columns {', '.join(COLUMNS)} in the first line"
        )
    problems = [_missing_column(path, column) for column in ("publisher", "published") if column not in header]
    rows: dict[str, ManifestRow] = {}
    for line, cells in lines:
        row, faults = _read_row(header, cells, line, path)
        problems.extend(faults)
        if row is not None and row.file in rows:
            fault = f"the file {row.file!r} has a row already, in line {rows[row.file].line}"
            problems.append(ManifestError(fault, where=_where(path, line), remedy="Delete one of the two rows"))
        elif row is not None:
            rows[row.file] = row
    return Manifest(path=path, rows=MappingProxyType(rows), problems=tuple(problems))


def _where(path: Path, line: int) -> str:
    """Return the place of a line of a manifest."""
    return f"{readable_name(str(path))}:{line}"


def _missing_column(path: Path, column: str) -> ManifestError:
    """Return the problem of a manifest that lacks a column which a reader would miss."""
    remedy = f"Add it to the first line: {', '.join(COLUMNS)}"
    return ManifestError(f"the column {column!r} is missing", where=_where(path, 1), remedy=remedy)


def _read_table(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the header, in small letters, and the rows with the line on which each starts; empty rows are left out."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    limit = csv.field_size_limit(len(text) + 1)
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        rows, start = [], 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((start, [cell.strip() for cell in cells]))
            start = reader.line_num + 1
    finally:
        csv.field_size_limit(limit)
    return [column.lower() for column in rows[0][1]], rows[1:]


def _read_row(
    header: list[str], cells: list[str], line: int, path: Path
) -> tuple[ManifestRow | None, list[ManifestError]]:
    """Return one row and its problems; None where the row cannot be used."""
    if len(cells) > len(header):
        fault = f"the row has {len(cells)} cells, the first line {len(header)}"
        remedy = 'Put quotation marks ("…") around a cell with commas'
        return None, [ManifestError(fault, where=_where(path, line), remedy=remedy)]
    values = dict(zip(header, cells, strict=False))
    file = _file_key(values.get("file", ""))
    if fault := _file_fault(file):
        remedy = "Write the file's name, or its path below the manifest's folder"
        return None, [ManifestError(fault, where=_where(path, line), remedy=remedy)]
    further = {column: text for column, text in values.items() if column and column not in COLUMNS and text}
    row = ManifestRow(
        file=file,
        line=line,
        publisher=values.get("publisher", ""),
        published=read_day(values.get("published", "")),
        language=_read_code(values.get("language", "").lower()),
        url=_read_address(values.get("url", "")),
        metadata=MappingProxyType(further),
    )
    return row, [
        _cell_fault(row, column, values[column], path) for column in _REMEDIES if _is_lost(row, column, values)
    ]


def _is_lost(row: ManifestRow, column: str, values: Mapping[str, str]) -> bool:
    """Return whether a cell says something that could not be read."""
    return bool(values.get(column)) and not getattr(row, column)


def _cell_fault(row: ManifestRow, column: str, text: str, path: Path) -> ManifestError:
    """Return the problem of a cell that could not be read."""
    what, remedy = _REMEDIES[column]
    return ManifestError(f"{column} {text!r} of {row.file!r} is no {what}", where=_where(path, row.line), remedy=remedy)


def _file_key(file: str) -> str:
    """Return a file's path as manifests and file systems can be compared: composed accents, slashes."""
    return unicodedata.normalize("NFC", file.replace("\\", "/")).removeprefix("./")


def _file_fault(file: str) -> str:
    """Return what is wrong with the path of a file in a manifest, or ""."""
    if not file:
        return "the row names no file"
    if ".." in file.split("/") or PurePosixPath(file).is_absolute() or re.match(r"[A-Za-z]:/", file):
        return f"the file {file!r} stands outside the manifest's folder"
    return ""


def read_day(text: str) -> date | None:
    """Return the day that an ISO date (or date and time) names, or None.

    >>> read_day("2017-02-24T06:00:00Z")
    datetime.date(2017, 2, 24)
    """
    found = _DAY.match(text)
    try:
        day = date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
    return day if day and day.year >= _EARLIEST_YEAR else None


def _read_code(text: str) -> str:
    """Return the language code at the head of "fr" or "fr-ML", or ""."""
    found = _CODE.match(text)
    return found[1] if found else ""


def _read_address(text: str) -> str:
    """Return a web address as it is, or "" where it is none."""
    return text if re.match(r"https?://\S+$", text) else ""
