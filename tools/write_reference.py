"""Write the generated pages of docs/reference/: what is told by the code and the codebook is not typed twice.

With --check nothing is written, and the exit code is 1 where a page is not what it would be.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click
import typer

from selon.cli import app
from selon.codebook.entries import codebook_files, read_entries
from selon.codebook.outlets import load_outlets
from selon.codebook.triggers import ClaimType

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = Path(__file__).resolve().parent.parent / "docs" / "reference"
MARK = "<!-- Written by tools/write_reference.py: change the source, then run `make docs`. -->\n\n"


def claim_types_page() -> str:
    """Return the page of the claim types and their counterparts."""
    types = read_entries(codebook_files() / "types.toml", ClaimType, lambda entry: entry.id)
    lines = ["# Claim types", "", "| type | family | what | ACLED | PLOVER |", "| --- | --- | --- | --- | --- |"]
    lines += [f"| `{t.id}` | {t.family} | {t.meaning} | {t.acled} | {t.plover} |" for t in types]
    return "\n".join(lines) + "\n"


def outlets_page() -> str:
    """Return the page of the outlets."""
    outlets = load_outlets()
    kinds = Counter(outlet.kind for outlet in outlets)
    told = ", ".join(f"{number} {kind.replace('_', ' ')}" for kind, number in sorted(kinds.items()))
    lines = ["# Outlets", "", f"{len(outlets)} outlets: {told}.", ""]
    lines += ["A side is a fact about ownership or allegiance, with its source; no command filters by it.", ""]
    lines += ["| id | names | country | kind | side | owner |", "| --- | --- | --- | --- | --- | --- |"]
    for outlet in outlets:
        names = ", ".join(outlet.names)
        lines.append(f"| `{outlet.id}` | {names} | {outlet.country} | {outlet.kind} | {outlet.side} | {outlet.owner} |")
    return "\n".join(lines) + "\n"


def commands_page() -> str:
    """Return the page of the commands, from the help that they give themselves."""
    command = typer.main.get_command(app)
    with click.Context(command, info_name="selon") as context:
        parts = [f"# Commands\n\n{command.help or ''}\n", *_describe(command, context)]
    return "\n".join(parts)


def _describe(group: click.Command, context: click.Context) -> Iterator[str]:
    """Yield a section for each command of a group, its groups included."""
    for name, command in sorted(getattr(group, "commands", {}).items()):
        if command.hidden:
            continue
        with click.Context(command, info_name=name, parent=context) as inner:
            if not getattr(command, "commands", None) or getattr(command, "invoke_without_command", False):
                yield _section(command, inner)
            yield from _describe(command, inner)


def _section(command: click.Command, context: click.Context) -> str:
    """Return the section of one command: usage, help, options."""
    path = context.command_path
    usage = " ".join(command.collect_usage_pieces(context))
    text = f"## {path}\n\n```text\n{path} {usage}\n```\n\n{_unwrap(command.help or '')}\n"
    rows = [row for parameter in command.params if (row := _parameter(parameter, context))]
    return text + ("\n| option | what |\n| --- | --- |\n" + "\n".join(rows) + "\n" if rows else "")


def _parameter(parameter: click.Parameter, context: click.Context) -> str:
    """Return the row of one option or argument, "" for one without help."""
    record = parameter.get_help_record(context)
    if not record:
        return ""
    name, help_ = (" ".join(words.replace("|", "\\|").split()) for words in record)
    return f"| `{name}` | {help_} |"


def _unwrap(text: str) -> str:
    """Return a docstring without its indentation."""
    return "\n".join(line.strip() for line in text.replace("\b", "").strip().splitlines())


def main() -> int:
    """Write or check every page; return the exit code."""
    pages = {"claim-types.md": claim_types_page(), "outlets.md": outlets_page(), "commands.md": commands_page()}
    stale = [name for name, page in pages.items() if _read(PAGES / name) != MARK + page]
    for name in stale:
        if "--check" in sys.argv:
            print(f"docs/reference/{name} is not up to date: run `make docs`")
        else:
            (PAGES / name).write_text(MARK + pages[name], encoding="utf-8")
            print(f"wrote docs/reference/{name}")
    return 1 if stale and "--check" in sys.argv else 0


def _read(path: Path) -> str:
    """Return the page as it stands, "" where there is none."""
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
