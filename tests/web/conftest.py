"""Fixtures of the reading room, and what they cost.

`demo_file` is the linked record of the demonstration corpus, read once for all workers (some seconds).
`demo` is a copy of it that a test may write to, open; `room` the room of one user over it, `client` asks that room.
`guarded` is a room with accounts: ana (admin), rita (reviewer) and leo (reader), each with the password PASSWORD.
Clients speak to the app within the process; tests that need a real browser start a server of their own.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from shared_files import made_once
from starlette.testclient import TestClient
from web_client import PASSWORD

from selon.codebook.outlets import read_outlets
from selon.demo.corpus import demo_folder, read_demo_documents
from selon.ingest import Ingest
from selon.linking import link_record
from selon.record.record import Record
from selon.web.app import build_app
from selon.web.auth.limiter import Limiter
from selon.web.auth.passwords import hash_password
from selon.web.room import Room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi import FastAPI

    from selon.pipeline import Reader

ADDRESS = "http://127.0.0.1"


@pytest.fixture(scope="session")
def demo_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the linked record of the demonstration corpus; not to be written to."""

    def make(file: Path) -> None:
        """Read the corpus into a record, and link it."""
        reader: Reader = request.getfixturevalue("reader")
        with Record.create(file) as record:
            list(Ingest(record, lambda: reader).run(read_demo_documents()))
            link_record(record, outlets=read_outlets(demo_folder() / "outlets.toml"))

    return made_once(tmp_path_factory, "demo.selon", make)


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path) -> Iterator[Record]:
    """Return an open copy of the record of the demonstration corpus."""
    with Record.open(shutil.copy(demo_file, tmp_path / "demo.selon")) as record:
        yield record


@pytest.fixture
def room(demo: Record) -> Room:
    """Return the room of one user, who signs as "essai"."""
    return Room(record=demo, user="essai")


@pytest.fixture(scope="session")
def apps() -> dict[str, FastAPI]:
    """Return apps to put rooms into: an app takes its time to build its routes at the first request."""
    return {name: build_app(Room(record=None)) for name in ("client", "guarded", "empty")}  # type: ignore[arg-type]


def ask(app: FastAPI, room: Room) -> TestClient:
    """Return what asks an app with another room in it."""
    app.state.room, app.state.limiter, app.state.ended = room, Limiter(), set()
    return TestClient(app, base_url=ADDRESS, follow_redirects=False)


@pytest.fixture
def client(room: Room, apps: dict[str, FastAPI]) -> TestClient:
    """Return what asks the room of one user."""
    return ask(apps["client"], room)


@pytest.fixture(scope="session")
def password_hash() -> str:
    """Return the hash of PASSWORD: argon2 takes its time, so once a session."""
    return hash_password(PASSWORD)


@pytest.fixture
def guarded(demo: Record, apps: dict[str, FastAPI], password_hash: str) -> TestClient:
    """Return what asks a room with accounts, nobody logged in."""
    for name, role in (("ana", "admin"), ("rita", "reviewer"), ("leo", "reader")):
        demo.accounts.add(name, role, password_hash)
    return ask(apps["guarded"], Room(record=demo, accounts=True))


@pytest.fixture
def empty(apps: dict[str, FastAPI], tmp_path: Path) -> Iterator[TestClient]:
    """Return what asks the room of a record that holds nothing."""
    with Record.create(tmp_path / "empty.selon") as record:
        yield ask(apps["empty"], Room(record=record))
