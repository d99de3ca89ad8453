"""The program `selon`: its commands, and what happens to errors."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from selon.cli import (
    accounts,
    ask,
    codebook,
    demo,
    evaluate,
    export,
    incidents,
    ingest,
    judge,
    judgements,
    link,
    patterns,
    read,
    serve,
)
from selon.cli.output import show_error
from selon.errors import SelonError

app = typer.Typer(
    name="selon",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="From a pile of press reports to a record of claims: who says, on whose word, that who did what to whom, "
    "where, when, with how many dead, and how surely. It never decides what is true.",
    epilog="Begin with:  selon demo\n\nThen:  selon ingest reports/ --record war.selon\n\n"
    "And ask:  selon claims --record war.selon --about daech --place Raqqa",
)
for module in (
    *(ingest, link, judge, judgements, read, ask, incidents, patterns, export, evaluate, codebook, demo),
    *(serve, accounts),
):
    module.add_commands(app)


def _show_version(asked: bool) -> None:  # noqa: FBT001 - the shape that Typer calls
    """Print the version and leave."""
    if asked:
        typer.echo(f"selon {version('selon')}")
        raise typer.Exit


@app.callback()
def selon(
    *,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Read the options that stand before the command."""


def main() -> None:
    """Run the program: an error of Selon is told in one line on standard error, with exit status 1.

    Where nobody reads on, as with `selon … | head`, Typer ends it quietly. SIGPIPE stays ignored, as Python leaves it:
    otherwise one browser that hangs up at a bad moment would end `selon serve`, and a lost worker `selon link`.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except SelonError as error:
        show_error(error)
        sys.exit(1)
    except OSError as error:  # a full disk or a lost file system, wherever it strikes
        remedy = "Look for space, and for the right to read and write"
        show_error(
            SelonError(f"the system refuses: {error.strerror or error}", where=str(error.filename or ""), remedy=remedy)
        )
        sys.exit(1)
