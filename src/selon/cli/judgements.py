"""Commands with which judgements are looked at, and travel: judgements, export judgements, import judgements."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer looks at it now
from typing import TYPE_CHECKING, Annotated, Any

import typer

from selon.cli.options import Limit, ListForm, ListFormat, RecordOption
from selon.cli.output import build_table, console, plain, print_rows, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from selon.record.record import Record

_LISTED = 50
_CUT = 60

Output = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="The file; - is standard output.")]
Held = Annotated[bool, typer.Option("--held", help="Only those that were not withdrawn.")]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file to the program."""
    app.command(
        epilog="Examples:\n\nselon judgements --record war.selon\n\nselon judgements --held --format csv > judged.csv"
    )(judgements)
    group = typer.Typer(rich_markup_mode=None, help="Take in what was exported from a record.", no_args_is_help=True)
    group.command("judgements", epilog="Example:\n\nselon import judgements judgements.jsonl --record war.selon")(
        import_judgements
    )
    app.add_typer(group, name="import")


def judgements(
    *,
    record: RecordOption = "war.selon",
    held: Held = False,
    limit: Limit = None,
    form: ListFormat = ListForm.TABLE,
) -> None:
    """List what reviewers said.

    Each judgement with its claim or pair of claims, what it says of which field, who made it and when, and whether it
    was withdrawn. One whose claim is no longer read stays, and is marked as an orphan.
    """
    from selon.record.record import Record  # noqa: PLC0415 - the database is loaded when it is needed

    with Record.open(record) as store:
        rows = _rows_of(store, held=held)
    shown = rows[: limit or (_LISTED if form is ListForm.TABLE else None)]
    if form is not ListForm.TABLE:
        print_rows(shown, form)
    elif shown:
        console().print(_table_of(shown))
    if not rows:
        say("Nobody judged anything yet.")
    elif len(shown) < len(rows) and form is ListForm.TABLE:
        say(f"{len(shown)} of {len(rows)} judgements; see more with --limit.")


def export_judgements(*, record: RecordOption = "war.selon", output: Output = "-") -> None:
    """Write judgements into a file, as JSON Lines.

    All of them, withdrawn ones too. `selon import judgements` takes them into another record.
    """
    from selon.exports import jsonl  # noqa: PLC0415 - loaded when they are needed
    from selon.exports.files import written_whole  # noqa: PLC0415
    from selon.record.judged import build_judgement_row  # noqa: PLC0415
    from selon.record.record import Record  # noqa: PLC0415

    with Record.open(record) as store, written_whole(output) as file:
        written = jsonl.write_claims(map(build_judgement_row, store.judgements.all()), file)
    say(f"{written} judgements written{'' if output == '-' else f' to {output}'}.")


def import_judgements(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `selon export judgements` wrote.", dir_okay=False)],
    *,
    record: RecordOption = "war.selon",
) -> None:
    """Take judgements of another record into this one.

    All of the file, or nothing where one of them cannot be meant. What is known already stays as it is; what was
    withdrawn there is withdrawn here.
    """
    from selon.record.judged import read_judgement_rows  # noqa: PLC0415 - the database is loaded when it is needed
    from selon.record.record import Record  # noqa: PLC0415

    found = read_judgement_rows(file.read_text(encoding="utf-8"), str(file))
    with Record.open(record) as store:
        new = store.judgements.take_in(found)
    say(f"{new} of {len(found)} judgements were new; `selon link` follows those on pairs of claims.")


def _rows_of(store: Record, *, held: bool) -> list[dict[str, Any]]:
    """Return the judgements of a record as rows, each with whether it is an orphan."""
    from selon.record.judged import build_judgement_row  # noqa: PLC0415 - loaded when it is needed

    orphans = store.judgements.orphans()
    return [
        {**build_judgement_row(judgement), "orphan": judgement.id in orphans}
        for judgement in store.judgements.all(held=held)
    ]


def _table_of(rows: Sequence[dict[str, Any]]) -> Table:
    """Return judgements as a table."""
    import json  # noqa: PLC0415 - loaded when it is needed

    table = build_table("id", "made", "who", "says", "of", "field", "reads", "note", "outcome")
    for row in rows:
        value = "" if row["value"] is None else json.dumps(row["value"], ensure_ascii=False)
        cut = value if len(value) <= _CUT else f"{value[:_CUT]}…"
        of = " ".join(id_[:8] for id_ in row["subject"].split(" "))
        ended = f"withdrawn by {row['withdrawn_by']}" if row["withdrawn"] else "orphan" if row["orphan"] else "holds"
        cells = (row["id"][:8], row["made"][:16], row["who"], row["kind"], of, row["field"], cut, row["note"], ended)
        table.add_row(*(plain(cell) for cell in cells))
    return table
