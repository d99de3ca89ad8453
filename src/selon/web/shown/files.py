"""Files of claims, incidents and movements, written whole before the first piece of them is sent."""

from __future__ import annotations

import io
from enum import StrEnum
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any

from selon.exports import csv_table, flat_table, geojson, jsonl
from selon.incidents.movements import build_movement_row
from selon.record.moves import find_moves

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import IO, TextIO

    from selon.record.filters import Filter
    from selon.record.record import Record

_IN_MEMORY = 8_000_000
_PIECE = 65_536


class Form(StrEnum):
    """The formats of files."""

    JSONL = "jsonl"
    CSV = "csv"
    GEOJSON = "geojson"


class Noun(StrEnum):
    """What files hold."""

    CLAIMS = "claims"
    INCIDENTS = "incidents"
    MOVEMENTS = "movements"


MEDIA: Mapping[Form, str] = {
    Form.JSONL: "application/x-ndjson",
    Form.CSV: "text/csv; charset=utf-8",
    Form.GEOJSON: "application/geo+json",
}
_WRITERS: Mapping[tuple[Noun, Form], Any] = {
    (Noun.CLAIMS, Form.JSONL): jsonl.write_claims,
    (Noun.CLAIMS, Form.CSV): partial(csv_table.write_claims, judged=True),
    (Noun.CLAIMS, Form.GEOJSON): partial(geojson.write_claims, judged=True),
    (Noun.INCIDENTS, Form.JSONL): jsonl.write_claims,
    (Noun.INCIDENTS, Form.CSV): flat_table.write_incidents,
    (Noun.INCIDENTS, Form.GEOJSON): geojson.write_incidents,
    (Noun.MOVEMENTS, Form.JSONL): jsonl.write_claims,
    (Noun.MOVEMENTS, Form.CSV): flat_table.write_rows,
}


def write_file(record: Record, noun: Noun, form: Form, asked: Filter) -> IO[bytes]:
    """Return a file, open at its beginning, of what is asked for; it leaves the disk when it is closed."""
    file: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed when all is sent
    text = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="", write_through=True)
    _write(record, noun, form, asked, text)
    text.detach()
    file.seek(0)
    return file


def read_pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Yield a file piece by piece, and close it."""
    with file:
        while piece := file.read(_PIECE):
            yield piece


def _write(record: Record, noun: Noun, form: Form, asked: Filter, file: TextIO) -> None:
    """Write what is asked for."""
    if noun is Noun.MOVEMENTS and form is Form.GEOJSON:
        geojson.write_movements(find_moves(record, asked), file)
        return
    rows: Iterator[Mapping[str, Any]]
    if noun is Noun.CLAIMS:
        rows = record.judgements.applied(claim.row for claim in record.view.claims(asked))
    elif noun is Noun.INCIDENTS:
        rows = record.links.incidents(asked)
    else:
        rows = (build_movement_row(move) for move in find_moves(record, asked))
    _WRITERS[noun, form](rows, file)
