"""Commands that write what the record holds into files: export."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from selon.cli.options import About, Outlet, Place, RecordOption, Since, Statuses, Types, Until, build_filter
from selon.cli.output import say


class FileFormat(StrEnum):
    """The formats that claims are written in."""

    JSONL = "jsonl"
    CSV = "csv"


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file to the program."""
    group = typer.Typer(rich_markup_mode=None, help="Write claims into files.", no_args_is_help=True)
    group.command(
        epilog="Examples:\n\nselon export claims --format jsonl -o claims.jsonl\n\n"
        "selon export claims --format csv --about daech > daech.csv"
    )(claims)
    app.add_typer(group, name="export")


def claims(  # noqa: PLR0913 - one parameter an option
    *,
    record: RecordOption = "war.selon",
    form: Annotated[
        FileFormat, typer.Option("--format", help="jsonl is the public contract, csv a flat table.")
    ] = FileFormat.JSONL,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="The file; - is standard output.")
    ] = "-",
    about: About = "",
    place: Place = "",
    since: Since = None,
    until: Until = None,
    types: Types = None,
    statuses: Statuses = None,
    outlet: Outlet = "",
) -> None:
    """Write claims into a file.

    All of them, or those asked for. The file appears only when all is written.
    """
    asked = build_filter(
        about=about, place=place, since=since, until=until, types=types, statuses=statuses, outlet=outlet
    )
    from selon.exports import csv_table, jsonl  # noqa: PLC0415 - loaded when they are needed
    from selon.exports.files import written_whole  # noqa: PLC0415
    from selon.record.record import Record  # noqa: PLC0415

    write = jsonl.write_claims if form is FileFormat.JSONL else csv_table.write_claims
    with Record.open(record) as store, written_whole(output) as file:
        written = write((claim.row for claim in store.view.claims(asked)), file)
    say(f"{written} claims written{'' if output == '-' else f' to {output}'}.")
