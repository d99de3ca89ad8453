"""Commands that write a record and check it: ingest, verify."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from selon.cli.inputs import load_documents
from selon.cli.options import (
    Form,
    Language,
    Manifest,
    Paths,
    Published,
    Publisher,
    RecordOption,
    SummaryFormat,
    as_date,
)
from selon.cli.output import build_table, console, plain, print_json, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selon.ingest import Outcome

_SHOWN_FAULTS = 20
_DONE = ("new", "known", "read again", "unreadable language", "empty")


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file to the program."""
    app.command(
        epilog="Examples:\n\nselon ingest reports/ --record war.selon\n\n"
        "selon ingest dispatch.txt --published 2017-02-24 --publisher AFP\n\n"
        "selon ingest reports/ --record war.selon --again    (after an update of Selon)"
    )(ingest)
    app.command(epilog="Example:\n\nselon verify --record war.selon")(verify)


def ingest(  # noqa: PLR0913 - one parameter an option
    paths: Paths,
    *,
    record: RecordOption = "war.selon",
    manifest: Manifest = None,
    published: Published = None,
    publisher: Publisher = "",
    language: Language = "",
    again: Annotated[
        bool, typer.Option("--again", help="Read again what an older version of the reader read.")
    ] = False,
    form: SummaryFormat = Form.TABLE,
) -> None:
    """Read documents into a record.

    What the record knows already is not read again, so a run that was stopped is completed by repeating it.
    """
    from selon.ingest import Ingest  # noqa: PLC0415 - the database is loaded when it is needed
    from selon.record.record import Record  # noqa: PLC0415
    from selon.settings import Settings  # noqa: PLC0415

    settings = Settings.from_environment(os.environ)
    arrivals = load_documents(
        paths, manifest=manifest, published=as_date(published), publisher=publisher, language=language
    )
    with Record.create(record, patience=settings.patience) as store:
        run = Ingest(store, lambda: _open_reader(settings), again=again)
        outcomes = list(_with_progress(run.run(arrivals)))
        totals = store.view.totals()
    summary = summarise(outcomes, record, totals.documents, totals.claims)
    if form is Form.JSON:
        print_json(summary)
    else:
        _print_summary(summary)
    if not any(outcome.what in _DONE for outcome in outcomes):
        raise typer.Exit(1)


def _open_reader(settings: Any) -> Any:  # noqa: ANN401 - the reader's types are loaded with it
    """Return the reader; this loads the French model."""
    from selon.pipeline import Reader  # noqa: PLC0415

    say("Loading the French model …")
    return Reader(settings)


def _with_progress(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Yield the outcomes, with a running count on standard error where somebody looks on."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    screen = console(errors=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=screen, disable=not screen.is_terminal, transient=True) as progress:
        task = progress.add_task("Looking for documents …", total=None)
        claims = 0
        for number, outcome in enumerate(outcomes, 1):
            claims += outcome.claims
            progress.update(task, description=f"{number} documents, {claims} claims  {plain(outcome.name)[:60]}")
            yield outcome


def summarise(outcomes: Iterable[Outcome], record: str, documents: int, claims: int) -> dict[str, Any]:
    """Return what an ingest did, as one object."""
    from selon.record.connection import shown  # noqa: PLC0415

    outcomes = list(outcomes)
    counts = Counter(str(outcome.what) for outcome in outcomes)
    notes = [outcome for outcome in outcomes if outcome.note]
    return {
        "record": shown(record),
        "documents": {what: counts.get(what, 0) for what in (*_DONE, "problem")},
        "claims": sum(outcome.claims for outcome in outcomes),
        "notes": [{"name": o.name, "what": str(o.what), "note": o.note} for o in notes],
        "record_documents": documents,
        "record_claims": claims,
    }


def _print_summary(summary: dict[str, Any]) -> None:
    """Print what an ingest did, as tables."""
    screen = console()
    counted = ", ".join(f"{number} {what}" for what, number in summary["documents"].items() if number)
    screen.print(f"Documents: {counted or 'none found'}.  Claims read: {summary['claims']}.")
    notes = summary["notes"]
    if notes:
        table = build_table("document", "outcome", "why")
        for note in notes[:_SHOWN_FAULTS]:
            table.add_row(plain(note["name"]), note["what"], plain(note["note"]))
        screen.print(table)
    if len(notes) > _SHOWN_FAULTS:
        screen.print(f"… and {len(notes) - _SHOWN_FAULTS} more; see all with --format json.")
    held = f"{summary['record_documents']} documents and {summary['record_claims']} claims"
    screen.print(f"The record {plain(summary['record'])} now holds {held}.")


def verify(record: RecordOption = "war.selon", form: SummaryFormat = Form.TABLE) -> None:
    """Check a record against its texts and digests.

    Every stored span is compared with the stored text; exit status 1 where anything differs.
    """
    from selon.record.record import Record  # noqa: PLC0415 - the database is loaded when it is needed

    with Record.open(record) as store:
        checked = store.verify()
        fingerprint = store.view.fingerprint()
    differences = [{"where": item.where, "fault": item.fault} for item in checked.differences]
    if form is Form.JSON:
        counts = {"documents": checked.documents, "claims": checked.claims, "spans": checked.spans}
        print_json({**counts, "differences": differences, "fingerprint": fingerprint})
    else:
        screen = console()
        looked = f"{checked.documents} documents, {checked.claims} claims, {checked.spans} spans"
        screen.print(f"Looked at {looked}: {len(differences) or 'no'} differences.  Fingerprint {fingerprint}.")
        if differences:
            table = build_table("where", "what differs")
            for item in differences:
                table.add_row(plain(item["where"]), plain(item["fault"]))
            screen.print(table)
    if differences:
        raise typer.Exit(1)
