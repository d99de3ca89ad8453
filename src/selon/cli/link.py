"""The command that joins claims over documents: link."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path  # noqa: TC003 - Typer looks at it now
from typing import TYPE_CHECKING, Annotated, Any

import typer

from selon.cli.options import Form, RecordOption, SummaryFormat
from selon.cli.output import console, plain, print_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from selon.linking import Linked


def add_commands(app: typer.Typer) -> None:
    """Add the command of this file to the program."""
    app.command(
        epilog="Examples:\n\nselon link --record war.selon\n\n"
        "selon link --record war.selon --sides sides.csv    (name,side: your own sides before those of the codebook)"
    )(link)


def link(
    *,
    record: RecordOption = "war.selon",
    sides: Annotated[Path | None, typer.Option(help="Your own sides: CSV with name and side, or TOML.")] = None,
    outlets: Annotated[Path | None, typer.Option(help="Further outlets: TOML as in the codebook.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Link the whole record anew.")] = False,
    form: SummaryFormat = Form.TABLE,
) -> None:
    """Find origins, shared passages and incidents.

    On whose word each claim rests in the end, which documents repeat each other, and which claims speak of one event.
    Only what was read or judged since is looked at, with what it touches; the result is that of linking all anew. A
    record in which nothing changed is left alone.
    """
    from dataclasses import asdict  # noqa: PLC0415 - loaded when it is needed

    from selon.codebook.outlets import read_outlets  # noqa: PLC0415
    from selon.linking import link_record  # noqa: PLC0415
    from selon.origins.camps import read_sides  # noqa: PLC0415
    from selon.record.record import Record  # noqa: PLC0415

    own = read_sides(sides) if sides else None
    further = read_outlets(outlets) if outlets else ()
    with Record.open(record) as store, _progress() as tell:
        done = link_record(store, outlets=further, sides=own, again=again, tell=tell)
        totals = store.links.totals()
    summary = {"linked": bool(done), **asdict(totals), "overruled": list(done.overruled)}
    if form is Form.JSON:
        print_json(summary)
    else:
        console().print(_words(done))
        _print_summary(summary)


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Yield a function that tells the step which is being done, on standard error where somebody looks on."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    screen = console(errors=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=screen, disable=not screen.is_terminal, transient=True) as progress:
        task = progress.add_task("Looking at the record …", total=None)
        yield lambda step: progress.update(task, description=f"{plain(step)} …")


def _words(done: Linked) -> str:
    """Return in words what a linking did."""
    if not done:
        return "Nothing was read or judged since the record was linked: it is left alone."
    return "Linked, the whole record." if done.whole else f"Linked, {done.documents} documents and what they touch."


def _print_summary(summary: dict[str, Any]) -> None:
    """Print what a linking found."""
    screen = console()
    for id_ in summary["overruled"]:
        screen.print(f"A newer judgement contradicts {id_[:8]}, which is not followed.")
    screen.print(
        f"{summary['claims']} claims rest on {summary['origins']} origins; "
        f"{summary['reuses']} pairs of documents share passages."
    )
    screen.print(
        f"{summary['incidents']} incidents, {summary['several']} told by several documents, "
        f"{summary['disputed']} denied by somebody."
    )
