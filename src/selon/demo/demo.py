"""The demonstration: read the small corpus into a record and show on one screen what Selon is for."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from shlex import quote
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any

from rich.text import Text

from selon.codebook.entries import codebook_files, read_entries
from selon.codebook.triggers import ClaimType
from selon.demo.corpus import demo_folder, read_demo_documents, read_demo_outlets
from selon.demo.gathering import gather
from selon.demo.screen import draw_event, draw_movements, draw_sources, draw_totals
from selon.ingest import Ingest, What
from selon.record.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from selon.demo.gathering import Gathering
    from selon.ingest import ReadsDocuments

_MOVES = frozenset({"movement", "transfer", "displacement"})
_TEMPORARY = "demo.selon"


def run_demo(console: Console, record_path: Path | str | None = None) -> int:
    """Read the demonstration corpus, print the screen, and return the exit code: 1 where a report could not be read.

    Without a path the record is temporary; with one it is kept, and can be asked further questions.
    """
    with ExitStack() as stack:
        target = record_path or Path(stack.enter_context(TemporaryDirectory())) / _TEMPORARY
        record = stack.enter_context(Record.create(target))
        reader = _open_reader()
        began = perf_counter()
        outcomes = list(Ingest(record, lambda: reader).run(read_demo_documents()))
        seconds = perf_counter() - began
        rows = [recorded.row for recorded in record.view.claims()]
    print_screen(console, rows, seconds, kept=str(record_path) if record_path else "")
    faults = [outcome for outcome in outcomes if outcome.what is What.FAULT]
    for fault in faults:
        console.print(f"not read: {fault.name}: {fault.note}", style="red")
    return 1 if faults or not rows else 0


def print_screen(console: Console, rows: Sequence[Mapping[str, Any]], seconds: float, *, kept: str = "") -> None:
    """Print what the claims show; `kept` is the record in which they can be looked up, "" where it is gone."""
    types = read_entries(codebook_files() / "types.toml", ClaimType, lambda entry: entry.id)
    sides = {name: outlet.side for outlet in read_demo_outlets() for name in outlet.names}
    gatherings = gather(rows, {entry.id: entry.family for entry in types})
    console.print(Text("Selon: who says what, on whose word", style="bold underline"))
    console.print(draw_totals(rows, seconds))
    if gatherings:
        console.print()
        console.print(draw_event(gatherings[0], sides))
    moves = [row for row in rows if row["type"] in _MOVES]
    console.print()
    console.print(draw_movements(_with_route(moves), [row for row in moves if row["polarity"] == "negated"]))
    console.print()
    console.print(draw_sources(rows))
    console.print()
    console.print(_next_steps(gatherings, kept))


def _with_route(moves: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the movements told with both ends, none of them denied."""
    return [
        row
        for row in moves
        if row["polarity"] == "affirmed" and {"origin", "destination"} <= {a["role"] for a in row["arguments"]}
    ]


def _next_steps(gatherings: Sequence[Gathering], kept: str) -> Text:
    """Return two commands to try."""
    if kept and gatherings:
        first = f"selon show {gatherings[0].rows[0]['id'][:8]} --record {quote(kept)}"
    else:
        first = f"selon ingest {quote(_path_of_reports())} --record {_TEMPORARY}"
    place = f" --place {quote(gatherings[0].spot.name)}" if gatherings else ""
    second = f"selon claims --record {quote(kept or _TEMPORARY)}{place}"
    return Text.assemble(("Try next:  ", "bold"), first, "\n           ", second)


def _path_of_reports() -> str:
    """Return where the reports lie, from here if they lie below."""
    path = Path(str(demo_folder() / "reports"))
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _open_reader() -> ReadsDocuments:
    """Return the reader; spaCy is loaded only here."""
    from selon.pipeline import Reader  # noqa: PLC0415 - loading spaCy takes a second, and `selon --help` needs none of it

    return Reader()
