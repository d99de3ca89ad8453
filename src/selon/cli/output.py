"""How things are shown: consoles, tables, claims, errors. Text from documents is shown, never interpreted."""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console
    from rich.table import Table

    from selon.cli.options import ListForm
    from selon.errors import SelonError

_WIDTH_OF_A_PIPE = 140
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_WHITE = re.compile(r"\s+")


def console(*, errors: bool = False) -> Console:
    """Return the console for answers, or the one for messages and progress."""
    from rich.console import Console  # noqa: PLC0415 - loaded when something is shown

    stream = sys.stderr if errors else sys.stdout
    width = None if stream.isatty() or os.environ.get("COLUMNS") else _WIDTH_OF_A_PIPE
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)


def show_error(error: SelonError) -> None:
    """Tell an error on standard error: what, where, and what to do."""
    console(errors=True).print(f"selon: {plain(str(error))}", style="red", soft_wrap=True)


def say(message: str) -> None:
    """Tell something on standard error, beside the answer."""
    console(errors=True).print(plain(message), style="dim", soft_wrap=True)


def plain(words: str) -> str:
    r"""Return words that are safe to show: in one line, without control signs and changes of direction.

    >>> plain("une\nligne\x1b[31m rouge")
    'une ligne�[31m rouge'
    """
    words = _DIRECTIONS.sub("", _WHITE.sub(" ", words))
    return "".join("\ufffd" if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in words)


def print_json(value: object) -> None:
    """Print a value as JSON on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def print_rows(rows: Sequence[Mapping[str, Any]], form: ListForm) -> None:
    """Print rows as JSON, JSON Lines or CSV."""
    from selon.exports import flat_table, jsonl  # noqa: PLC0415 - loaded when they are needed

    if form == "json":
        print_json(rows)
    elif form == "jsonl":
        jsonl.write_claims(rows, sys.stdout)
    else:
        flat_table.write_rows(rows, sys.stdout)


# Columns whose words are never broken over two lines.
_WHOLE = frozenset({"id", "what", "killed", "wounded", "told as", "read as", "outcome"})


def build_table(*columns: str, title: str = "") -> Table:
    """Return an empty table with these columns."""
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="ellipsis" if column in _WHOLE else "fold", no_wrap=column in _WHOLE)
    return table


def print_claims(rows: Iterable[Mapping[str, Any]], form: ListForm) -> int:
    """Print claims in the form asked for, and return how many."""
    from selon.exports import csv_table, jsonl  # noqa: PLC0415

    if form == "jsonl":
        return jsonl.write_claims(rows, sys.stdout)
    if form == "csv":
        return csv_table.write_claims(rows, sys.stdout)
    listed = list(rows)
    if form == "json":
        print_json(listed)
    elif listed:
        console().print(_claims_table(listed))
    return len(listed)


def _claims_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Return claims as a table: when, who does what to whom where, on whose word, how surely, who published."""
    table = build_table(
        "id", "when", "what", "who → to whom", "where", "how many", "on whose word", "told as", "outlet"
    )
    table.columns[0].no_wrap = True
    table.columns[1].min_width = 11
    for row in rows:
        cells = (when(row), row["type"], parties(row), places(row), tolls(row), chain(row), told_as(row))
        table.add_row(row["id"][:8], *(plain(cell) for cell in cells), plain(row.get("publisher") or row["document"]))
    return table


def when(row: Mapping[str, Any]) -> str:
    """Return the days of a claim; "≤" and the day of publication where the text names none."""
    time = row.get("time") or {}
    start, end = time.get("start"), time.get("end")
    if start and end and start != end:
        return f"{start} –{end}"
    return start or end or (f"≤{row['published']}" if row.get("published") else "?")


def parties(row: Mapping[str, Any]) -> str:
    """Return who does what to whom, in the document's words."""
    by_role = {role: _words(row, role) for role in ("agent", "target", "theme", "instrument")}
    rest = ", ".join(words for words in (by_role["target"], by_role["theme"], by_role["instrument"]) if words)
    return f"{by_role['agent'] or '·'} → {rest}" if rest else by_role["agent"]


def places(row: Mapping[str, Any]) -> str:
    """Return where, and for movements from where to where."""
    route = " → ".join(words for words in (_words(row, "origin"), _words(row, "destination")) if words)
    if route and not _words(row, "destination"):
        route += " →"
    elif route and not _words(row, "origin"):
        route = f"→ {route}"
    return ", ".join(words for words in (_words(row, "place"), route) if words)


def _words(row: Mapping[str, Any], role: str) -> str:
    """Return the words of the arguments with a role."""
    return ", ".join(argument["text"] for argument in row["arguments"] if argument["role"] == role)


def tolls(row: Mapping[str, Any]) -> str:
    """Return how many of what."""
    from selon.exports.csv_table import flatten  # noqa: PLC0415

    return str(flatten(row)["quantities"])


def chain(row: Mapping[str, Any]) -> str:
    """Return the chain of sources, the outermost first; the publisher in its own voice is a dash."""
    return " > ".join(source["text"] for source in row["attribution"]) or "–"


def told_as(row: Mapping[str, Any]) -> str:
    """Return polarity and status in one or two words."""
    return f"not {row['status']}" if row["polarity"] == "negated" else str(row["status"])
