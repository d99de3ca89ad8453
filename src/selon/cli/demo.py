"""The command that shows what Selon is for: demo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.cli.output import console

if TYPE_CHECKING:
    import typer


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file to the program."""
    app.command(epilog="Example:\n\nselon demo")(demo)


def demo() -> None:
    """Show what Selon is for.

    A small corpus of invented reports is read into a temporary record, and what it holds is printed.
    """
    from selon.demo import run_demo  # noqa: PLC0415 - loaded when it is needed

    run_demo(console())
