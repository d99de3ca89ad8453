"""Commands about what the reader knows: codebook."""

from __future__ import annotations

from typing import Annotated

import typer

from selon.cli.output import console, plain, say


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file to the program."""
    group = typer.Typer(help="Check and explain the codebook.", no_args_is_help=True)
    group.command(epilog="Example:\n\nselon codebook check")(check)
    group.command(epilog="Examples:\n\nselon codebook show évacuer\n\nselon codebook show daech")(show)
    app.add_typer(group, name="codebook")


def check() -> None:
    """Check the codebook.

    Disorder, duplicates and examples that cannot be read are listed; exit status 1 where there are any.
    """
    from selon.codebook.check import check_codebook  # noqa: PLC0415 - loaded when it is needed

    faults = [str(fault) for fault in check_codebook()]
    screen = console()
    for fault in faults:
        screen.print(plain(fault), soft_wrap=True)
    say(f"{len(faults) or 'No'} faults.")
    if faults:
        raise typer.Exit(1)


def show(word: Annotated[str, typer.Argument(metavar="WORD", help="A lemma, a phrase, a name or an id.")]) -> None:
    """Explain what the codebook knows of a word.

    Exit status 1 where it knows nothing.
    """
    from selon.codebook.check import explain  # noqa: PLC0415 - loaded when it is needed

    lines = list(explain(word))
    screen = console()
    for line in lines:
        screen.print(plain(line), soft_wrap=True)
    if not lines:
        say(f"The codebook knows nothing of {word!r}.")
        raise typer.Exit(1)
