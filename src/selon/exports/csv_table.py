"""Claims as a flat table (CSV): one line a claim, its exact words, its chain as text, for spreadsheets and R.

A cell of text that a spreadsheet would take for a formula gets an apostrophe before it: no text is ever run.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TextIO

ROLES = ("agent", "target", "theme", "place", "origin", "destination", "instrument")
PLACE_ROLES = ("place", "origin", "destination")
COLUMNS = (
    "id",
    "document",
    "publisher",
    "published",
    "type",
    "polarity",
    "status",
    "words",
    *(column for role in ROLES for column in (role, *((f"{role}_entity",) if role not in PLACE_ROLES else ()))),
    *(f"{role}_{part}" for role in PLACE_ROLES for part in ("name", "lat", "lon", "precision", "id")),
    "time_text",
    "time_start",
    "time_end",
    "killed_low",
    "killed_high",
    "wounded_low",
    "wounded_high",
    "quantities",
    "chain",
    "chain_kinds",
    "sentence",
    "start",
    "end",
    "why",
)
JUDGED = ("verdict", "disagreement", "machine")
_SEPARATOR = "; "
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_claims(rows: Iterable[Mapping[str, Any]], file: TextIO, *, judged: bool = False) -> int:
    """Write rows of the contract as lines of a table under one line of column names, and return how many.

    With `judged`, three columns tell what reviewers made of each claim, and what the machine had read.
    """
    table = csv.DictWriter(file, [*COLUMNS, *(JUDGED if judged else ())], lineterminator="\r\n")
    table.writeheader()
    written = 0
    for row in rows:
        cells = flatten(row) | (judged_cells(row) if judged else {})
        table.writerow({column: disarm(value) for column, value in cells.items()})
        written += 1
    return written


def flatten(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of the contract as cells by column; several values of a role are divided by semicolons."""
    time = row.get("time") or {}
    cells = {column: row.get(column) for column in COLUMNS[:8]}
    cells |= _argument_cells(row.get("arguments") or [])
    cells |= {"time_text": time.get("text"), "time_start": time.get("start"), "time_end": time.get("end")}
    cells |= _quantity_cells(row.get("quantities") or [])
    chain = row.get("attribution") or []
    cells |= {
        "chain": " > ".join(source["text"] for source in chain),
        "chain_kinds": " > ".join(s["kind"] for s in chain),
    }
    start, end = row["trigger"]
    cells |= {"sentence": row.get("sentence"), "start": start, "end": end, "why": _joined(row.get("why") or [])}
    return {column: cells.get(column) for column in COLUMNS}


def judged_cells(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what reviewers made of a claim."""
    judged = row.get("judged") or {}
    machine = row.get("machine") or {}
    return {
        "verdict": judged.get("verdict", ""),
        "disagreement": judged.get("disagreement", False),
        "machine": json.dumps(machine, ensure_ascii=False) if machine else "",
    }


def _argument_cells(arguments: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the cells of the arguments; position and id are those of the first place of a role."""
    cells: dict[str, Any] = {}
    for role in ROLES:
        mine = [argument for argument in arguments if argument["role"] == role]
        cells[role] = _joined([argument["text"] for argument in mine])
        cells[f"{role}_entity"] = _joined(
            [name for argument in mine if (name := argument.get("actor") or argument.get("entity"))]
        )
        place: Mapping[str, Any] = next((argument["place"] for argument in mine if argument.get("place")), {})
        cells |= {f"{role}_{part}": place.get(part) for part in ("name", "lat", "lon", "precision", "id")}
    return cells


def _quantity_cells(quantities: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the cells of the quantities: killed and wounded in columns, all of them as text."""
    cells: dict[str, Any] = {}
    for quantity in reversed(quantities):
        if quantity["kind"] in {"killed", "wounded"}:
            cells[f"{quantity['kind']}_low"] = quantity["low"]
            cells[f"{quantity['kind']}_high"] = quantity["high"]
    cells["quantities"] = _joined([f"{quantity['kind']} {_range(quantity)}" for quantity in quantities])
    return cells


def _range(quantity: Mapping[str, Any]) -> str:
    """Return a count as text: "40", "40–60", "40+", "≤60", with "~" where it is approximate."""
    low, high = quantity["low"], quantity["high"]
    about = "~" if quantity.get("approx") else ""
    if low == high:
        return f"{about}{'?' if low is None else low}"
    if high is None:
        return f"{about}{low}+"
    return f"{about}≤{high}" if low is None else f"{about}{low}–{high}"


def _joined(words: Sequence[str]) -> str:
    """Return several stretches of text in one cell."""
    return _SEPARATOR.join(words)


def disarm(value: object) -> object:
    """Return a value as it may stand in a cell: text that looks like a formula is disarmed."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
