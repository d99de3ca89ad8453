"""Commands that write what the record holds into files: export."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from selon.cli.incidents import Disputed, Several, build_incident_filter, tell_if_behind
from selon.cli.judgements import export_judgements
from selon.cli.options import About, Outlet, Place, RecordOption, Since, Statuses, Types, Until, build_filter
from selon.cli.output import say


class FileFormat(StrEnum):
    """The formats that claims are written in."""

    JSONL = "jsonl"
    CSV = "csv"


class LineFormat(StrEnum):
    """The formats that movements are written in."""

    JSONL = "jsonl"
    CSV = "csv"
    GEOJSON = "geojson"


FileForm = Annotated[FileFormat, typer.Option("--format", help="jsonl is the public contract, csv a flat table.")]
LineForm = Annotated[
    LineFormat, typer.Option("--format", help="geojson has those with both ends as lines, jsonl and csv all as rows.")
]
Judged = Annotated[bool, typer.Option("--judged", help="As reviewers corrected them.")]
Output = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="The file; - is standard output.")]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file to the program."""
    group = typer.Typer(
        rich_markup_mode=None, help="Write claims, incidents, movements or judgements into files.", no_args_is_help=True
    )
    group.command(
        epilog="Examples:\n\nselon export claims --format jsonl -o claims.jsonl\n\n"
        "selon export claims --format csv --about daech > daech.csv\n\n"
        "selon export claims --judged -o judged.jsonl"
    )(claims)
    group.command(
        epilog="Examples:\n\nselon export incidents --format jsonl -o incidents.jsonl\n\n"
        "selon export incidents --format csv --since 2017-12-01 --disputed > disputed.csv"
    )(incidents)
    group.command(
        epilog="Examples:\n\nselon export movements --format geojson -o movements.geojson\n\n"
        "selon export movements --format csv > movements.csv"
    )(movements)
    group.command("judgements", epilog="Example:\n\nselon export judgements -o judgements.jsonl")(export_judgements)
    app.add_typer(group, name="export")


def claims(  # noqa: PLR0913 - one parameter an option
    *,
    record: RecordOption = "war.selon",
    form: FileForm = FileFormat.JSONL,
    output: Output = "-",
    about: About = "",
    place: Place = "",
    since: Since = None,
    until: Until = None,
    types: Types = None,
    statuses: Statuses = None,
    outlet: Outlet = "",
    judged: Judged = False,
) -> None:
    """Write claims into a file.

    All of them, or those asked for; with --judged as reviewers corrected them, what the machine read beside it in the
    field `machine`, and what they say in `judged`. The file appears only when all is written.
    """
    asked = build_filter(
        about=about, place=place, since=since, until=until, types=types, statuses=statuses, outlet=outlet
    )
    from selon.exports import csv_table, jsonl  # noqa: PLC0415 - loaded when they are needed
    from selon.exports.files import written_whole  # noqa: PLC0415
    from selon.record.record import Record  # noqa: PLC0415

    with Record.open(record) as store, written_whole(output) as file:
        rows = (claim.row for claim in store.view.claims(asked))
        told = store.judgements.applied(rows) if judged else rows
        if form is FileFormat.JSONL:
            written = jsonl.write_claims(told, file)
        else:
            written = csv_table.write_claims(told, file, judged=judged)
    say(f"{written} claims written{'' if output == '-' else f' to {output}'}.")


def incidents(  # noqa: PLR0913 - one parameter an option
    *,
    record: RecordOption = "war.selon",
    form: FileForm = FileFormat.JSONL,
    output: Output = "-",
    since: Since = None,
    until: Until = None,
    place: Place = "",
    types: Types = None,
    disputed: Disputed = False,
    several: Several = False,
) -> None:
    """Write incidents into a file.

    All of them, or those asked for. The record has to be linked; the file appears only when all is written.
    """
    asked = build_incident_filter(
        since=since, until=until, place=place, types=types, disputed=disputed, several=several
    )
    from selon.exports import flat_table, jsonl  # noqa: PLC0415 - loaded when they are needed
    from selon.exports.files import written_whole  # noqa: PLC0415
    from selon.record.record import Record  # noqa: PLC0415

    write = jsonl.write_claims if form is FileFormat.JSONL else flat_table.write_incidents
    with Record.open(record) as store, written_whole(output) as file:
        tell_if_behind(store)
        written = write(store.links.incidents(asked), file)
    say(f"{written} incidents written{'' if output == '-' else f' to {output}'}.")


def movements(*, record: RecordOption = "war.selon", form: LineForm = LineFormat.GEOJSON, output: Output = "-") -> None:
    """Write movements into a file.

    Who goes or is taken from where to where, how many, when, and on whose word. The record has to be linked.
    """
    import json  # noqa: PLC0415 - loaded when it is needed

    from selon.exports import flat_table, jsonl  # noqa: PLC0415
    from selon.exports.files import written_whole  # noqa: PLC0415
    from selon.incidents.movements import build_lines, build_movement_row  # noqa: PLC0415
    from selon.record.filters import Filter  # noqa: PLC0415
    from selon.record.moves import find_moves  # noqa: PLC0415
    from selon.record.record import Record  # noqa: PLC0415

    with Record.open(record) as store, written_whole(output) as file:
        tell_if_behind(store)
        found = find_moves(store, Filter())
        if form is LineFormat.GEOJSON:
            lines = build_lines(found)
            file.write(json.dumps(lines, ensure_ascii=False, indent=1) + "\n")
            written = len(lines["features"])
        else:
            write = jsonl.write_claims if form is LineFormat.JSONL else flat_table.write_rows
            written = write((build_movement_row(move) for move in found), file)
    say(f"{written} movements written{'' if output == '-' else f' to {output}'}.")
