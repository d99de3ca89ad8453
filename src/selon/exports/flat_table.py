"""Rows as a flat table (CSV): lists joined, counts told in words; incidents with their ranges in columns."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from selon.exports.csv_table import disarm

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

_SEPARATOR = "; "


def write_rows(rows: Iterable[Mapping[str, Any]], file: TextIO) -> int:
    """Write rows that share their fields as lines of a table under one line of column names, and return how many.

    >>> import sys
    >>> write_rows([{"key": "osdh", "publishers": {"AFP": 2}}], sys.stdout)
    key,publishers
    osdh,AFP 2
    1
    """
    table, written = None, 0
    for row in rows:
        if table is None:
            table = csv.DictWriter(file, list(row), lineterminator="\n")
            table.writeheader()
        table.writerow({column: _cell(value) for column, value in row.items()})
        written += 1
    return written


def write_incidents(rows: Iterable[Mapping[str, Any]], file: TextIO) -> int:
    """Write incidents of the contract as lines of a table, and return how many."""
    return write_rows((flatten_incident(row) for row in rows), file)


def flatten_incident(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return an incident of the contract as cells by column; the claims of the incident are counted."""
    place, first = row.get("place") or {}, row.get("first_told") or {}
    tolls = {
        f"{kind}_{end}": (row.get(kind) or {}).get(end) for kind in ("killed", "wounded") for end in ("low", "high")
    }
    return {
        **{column: row.get(column) for column in ("id", "type", "start", "end")},
        "place": place.get("name"),
        **{column: place.get(column) for column in ("lat", "lon", "precision", "country")},
        "claims": len(row["claims"]),
        **{column: row.get(column) for column in ("documents", "outlets", "independent", "unknown_origins")},
        "origins": [origin["source"] for origin in row["origins"]],
        "disputed": row["disputed"],
        "denied_by": list(dict.fromkeys(denial["source"] for denial in row["denials"])),
        "grade": row["grade"],
        **tolls,
        "first_told": first.get("published"),
        "first_outlet": first.get("outlet"),
        "types": row["types"],
    }


def _cell(value: object) -> object:
    """Return a value as it may stand in a cell."""
    if isinstance(value, Mapping):
        value = _SEPARATOR.join(f"{name} {number}" for name, number in value.items())
    elif isinstance(value, list | tuple):
        value = _SEPARATOR.join(map(str, value))
    elif isinstance(value, bool):
        value = "true" if value else "false"
    return disarm(value)
