"""Fixtures of the tests in a real browser, and what they cost.

One Chromium for all tests of this folder, started when the first of them runs (a second). A browser context, with its
own cookies, for each test. One room for all who read, one for all who work and one over real articles are served from
within this process, which costs nothing; the room with users by `selon serve`, as its users run it (three seconds).
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from shared_files import made_once
from visiting import WIDE, Visitor, serving, sharing

from selon.cli.inputs import load_documents
from selon.ingest import Ingest
from selon.linking import link_record
from selon.record.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
ARTICLES = 25
USUAL: dict[str, Any] = {"viewport": WIDE, "reduced_motion": "reduce", "locale": "fr-FR"}


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Return a Chromium that can reach this machine only."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no chromium is installed, which these tests drive (apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[NOWHERE])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """Return what lets a visitor in: `visit(address)`; whatever went wrong before their eyes fails the test."""
    visitors: list[Visitor] = []

    def enter(address: str, **settings: object) -> Visitor:
        """Return a visitor with a browser of their own."""
        scripts = bool(settings.get("java_script_enabled", True))
        visitors.append(Visitor(chromium.new_context(**{**USUAL, **settings}), address, scripts))
        return visitors[-1]

    yield enter
    for visitor in visitors:
        visitor.context.close()
    for visitor in visitors:
        visitor.check()


@pytest.fixture(scope="package")
def tourists(chromium: Browser) -> Iterator[dict[str, Visitor]]:
    """Return the visitors who go through a room from page to page, by its address."""
    found: dict[str, Visitor] = {}
    yield found
    for visitor in found.values():
        visitor.context.close()


@pytest.fixture
def tour(chromium: Browser, tourists: dict[str, Visitor]) -> Iterator[Callable[[str], Visitor]]:
    """Return what leads the one visitor on who reads all pages of a room, which is quicker: `tour(address)`."""
    gone: list[Visitor] = []

    def lead(address: str) -> Visitor:
        """Return the visitor of a room."""
        if address not in tourists:
            tourists[address] = Visitor(chromium.new_context(**USUAL), address)
        gone.append(tourists[address])
        gone[0].faults.clear()
        gone[0].page.set_viewport_size(WIDE)
        return gone[0]

    yield lead
    for visitor in gone:
        visitor.check()


@pytest.fixture(scope="package")
def reading_room(demo_file: Path) -> Iterator[str]:
    """Return the address of the room over the demonstration corpus, for those who only read."""
    with sharing(demo_file) as address:
        yield address


@pytest.fixture(scope="package")
def desk_file(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the record of the demonstration corpus, on which tests work: each on claims of its own."""
    return Path(shutil.copy(demo_file, tmp_path_factory.mktemp("desk") / "war.selon"))


@pytest.fixture(scope="package")
def desk(desk_file: Path) -> Iterator[str]:
    """Return the address of the room in which tests work."""
    with sharing(desk_file) as address:
        yield address


@pytest.fixture(scope="package")
def guarded_file(demo_file: Path, password_hash: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a record with users: ana (admin), rita (reviewer) and leo (reader), each with PASSWORD."""
    file = Path(shutil.copy(demo_file, tmp_path_factory.mktemp("guarded") / "war.selon"))
    with Record.open(file) as record:
        for name, role in (("ana", "admin"), ("rita", "reviewer"), ("leo", "reader")):
            record.accounts.add(name, role, password_hash)
    return file


@pytest.fixture(scope="package")
def guarded_room(guarded_file: Path) -> Iterator[str]:
    """Return the address of the room with users."""
    with serving(guarded_file, "--accounts") as address:
        yield address


@pytest.fixture(scope="package")
def press_room(shared: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the room over real articles."""
    corpus = shared / "corpora/wikinews-fr"

    def make(file: Path) -> None:
        """Read every so many articles into a record, and link it."""
        names = sorted(path.name.partition(".")[0] for path in (shared / "gold/wikinews").glob("*.json"))
        texts = [str(corpus / f"texts/{name}.txt") for name in names[:ARTICLES]]
        reader = request.getfixturevalue("reader")
        with Record.create(file) as record:
            list(Ingest(record, lambda: reader).run(load_documents(texts, manifest=corpus / "manifest.csv")))
            link_record(record)

    with sharing(made_once(tmp_path_factory, "press.selon", make)) as address:
        yield address
