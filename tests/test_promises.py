"""Promises: the public door, quick help, help with examples on every command, cheap imports."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest
import typer  # noqa: TC002 - the commands are looked at now
from typer.testing import CliRunner

import selon
from selon.cli import app

HEAVY = ("spacy", "thinc", "numpy", "sqlalchemy", "alembic", "py3langid")


def commands(group: typer.Typer = app, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every command of the program, as the words that call it."""
    found = [(*before, command.name or command.callback.__name__) for command in group.registered_commands]
    for inner in group.registered_groups:
        found += [(*before, str(inner.name)), *commands(inner.typer_instance, (*before, str(inner.name)))]  # type: ignore[arg-type]
    return found


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "selon", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_public_names_are_sorted_and_there() -> None:
    assert selon.__all__ == sorted(selon.__all__)
    for name in selon.__all__:
        assert getattr(selon, name).__doc__, name
    assert set(dir(selon)) == set(selon.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = selon.nothing


@pytest.mark.parametrize("name", selon.__all__)
def test_public_name_says_what_it_is(name: str) -> None:
    assert len((getattr(selon, name).__doc__ or "").strip().splitlines()[0]) > 20


def test_every_command_is_known() -> None:
    words = {" ".join(command) for command in commands()}
    assert words == {
        "ingest", "link", "verify", "read", "claims", "show", "documents", "search", "export", "export claims",
        "incidents", "incident", "origins", "narratives", "naming", "export incidents", "export movements",
        "judge", "judge accept", "judge reject", "judge correct", "judge note", "judge undo", "judge history",
        "judge same", "judge apart", "judge withdraw", "judgements", "export judgements",
        "import", "import judgements", "serve",
        "accounts", "accounts add", "accounts list", "accounts password", "accounts remove", "accounts role",
        "accounts token",
        "eval", "eval entities", "eval timebank", "eval framenet",
        "codebook", "codebook check", "codebook show", "demo",
    }  # fmt: skip


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_has_help(command: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, [*command, "--help"])
    assert done.exit_code == 0, done.output
    assert "Usage: " in done.output
    if command[-1] not in {"export", "codebook", "timebank", "framenet"}:
        assert f"selon {' '.join(command)}" in done.output.split("Example")[-1]


def seconds_of_children() -> float:
    """Return the seconds that the processor gave to processes which have ended; other work does not count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_help_is_quick() -> None:
    best = 10.0
    for _ in range(5):
        before = seconds_of_children()
        assert run("--help").returncode == 0
        best = min(best, seconds_of_children() - before)
    assert best < 0.5, "the promise, in seconds"


@pytest.mark.parametrize("statement", ["import selon", "import selon.cli", "import selon; selon.Claim, selon.TextSpan"])
def test_import_is_cheap(statement: str) -> None:
    probe = f"import sys; {statement}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout.split()
    assert not [name for name in HEAVY if name in loaded]


def test_version() -> None:
    said = run("--version").stdout
    assert said.startswith("selon ")
    assert said.split()[1][0].isdigit()


def test_marked_as_typed() -> None:
    assert Path(selon.__file__).with_name("py.typed").exists()
