"""Take pictures of every page of the reading room: python tools/take_screenshots.py [--record FILE] [--out FOLDER].

Serves the record (or the demonstration corpus, read and linked in a passing folder) on a free port of this machine and
opens each page in Chromium at 360 and 1440 pixels, light and dark. Pictures go to a folder beside other passing files,
whose name is said at the end, as PAGE-WIDTH-THEME.png; with --readme the four that the README shows go to docs/images/.
Exits with 1 where a page has an error in its console, asks for anything outside this machine, or answers with an error.
"""

from __future__ import annotations

import argparse
import base64
import shutil
import socket
import sqlite3
import sys
import tempfile
import threading
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from playwright.sync_api import sync_playwright

from selon.codebook.outlets import read_outlets
from selon.demo.corpus import demo_folder, read_demo_documents
from selon.ingest import Ingest
from selon.linking import link_record
from selon.pipeline import Reader
from selon.record.record import Record
from selon.settings import Settings
from selon.web.app import build_app
from selon.web.room import Room

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

HOUSE = Path(__file__).resolve().parents[1]
WIDTHS = (1440, 360)
HEIGHTS = {1440: 960, 360: 740}
THEMES = ("light", "dark")
PAGES = {
    "overview": "/",
    "incident": "/incidents/{incident}",
    "documents": "/documents",
    "document": "/documents/{document}#claim-{claim}",
    "review": "/review",
    "origins": "/origins",
    "outlets": "/outlets",
    "narratives": "/narratives",
    "naming": "/naming",
    "movements": "/movements",
    "search": "/search?q={word}",
    "ingest": "/ingest",
    "help": "/help",
}
README = {  # of the overview only the war told most of, so that its marks are seen and not their bunches
    "overview": "/?box=38,32.5,44.5,37.5",
    **{name: PAGES[name] for name in ("incident", "document", "review")},
}
QUALITY = 82
CHROMIUM = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass(slots=True)
class Sitting:
    """What is photographed, where the pictures go, whole or `packed` small, and what went wrong on the way."""

    address: str
    out: Path
    whole: bool
    packed: bool
    faults: list[str] = field(default_factory=list)

    def watch(self, page: Page, name: str) -> None:
        """Note whatever goes wrong on a page."""

        def hear(message: ConsoleMessage) -> None:
            """Note an error of the console."""
            if message.type == "error":
                self.faults.append(f"{name}: {message.text}")

        def see(request: Request) -> None:
            """Note a request that leaves the machine."""
            if not request.url.startswith((self.address, "data:", "blob:")):
                self.faults.append(f"{name}: asks for {request.url}")

        page.on("console", hear)
        page.on("request", see)
        page.on("pageerror", lambda error: self.faults.append(f"{name}: {error}"))

    def take(self, browser: Browser, name: str, path: str, width: int, theme: str) -> None:
        """Take one picture."""
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            color_scheme="dark" if theme == "dark" else "light",
            locale="fr-FR",
            reduced_motion="reduce",
        )
        page = context.new_page()
        self.watch(page, f"{name} {width} {theme}")
        answer = page.goto(self.address + path, wait_until="networkidle")
        if answer is None or not answer.ok:
            self.faults.append(f"{name}: {answer.status if answer else 'no answer'}")
        page.wait_for_timeout(1200)  # maps draw their provinces last
        page.evaluate("scrollTo(0, 0)")
        if self.packed:
            given = {"format": "webp", "quality": QUALITY}
            shot = context.new_cdp_session(page).send("Page.captureScreenshot", given)["data"]
            (self.out / f"{name}.webp").write_bytes(base64.b64decode(shot))
        else:
            page.screenshot(path=self.out / f"{name}-{width}-{theme}.png", full_page=self.whole)
        context.close()


def build_demo(folder: Path) -> Path:
    """Return the linked record of the demonstration corpus, made in a folder."""
    file = folder / "demo.selon"
    with Record.create(file) as record:
        list(Ingest(record, lambda: Reader(Settings())).run(read_demo_documents()))
        link_record(record, outlets=read_outlets(demo_folder() / "outlets.toml"))
    return file


def copy_record(record: Path, folder: Path) -> Path:
    """Return a copy of a record, whole even where somebody has it open."""
    file = folder / "shown.selon"
    with closing(sqlite3.connect(record)) as given, closing(sqlite3.connect(file)) as copy:
        given.backup(copy)
    return file


@contextmanager
def serve(file: Path) -> Iterator[tuple[str, Record]]:
    """Serve a record on a free port while the block lasts; gives the address and the record."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with Record.open(file) as record:
        config = uvicorn.Config(build_app(Room(record=record)), host="127.0.0.1", port=port, log_level="warning")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}", record
        server.should_exit = True
        thread.join(timeout=10)


def choose(record: Record) -> dict[str, str]:
    """Return the incident with the most to show, its longest document, a claim in this, and a word to look for."""
    incident = max(
        record.links.incidents(), key=lambda row: (len(row["denials"]) > 0, row["documents"], len(row["grades"]))
    )
    claims = list(record.links.claims_of(incident["id"]))
    documents = {claim["document_id"] for claim in claims}
    longest = max(documents, key=lambda name: len(record.view.document(name).document.text))
    inside = [claim for claim in claims if claim["document_id"] == longest]
    claim = max(inside, key=lambda row: (len(row["attribution"]), len(row["arguments"])))
    word = (incident["place"] or {}).get("name") or "frappe"
    return {"incident": incident["id"], "document": longest, "claim": claim["id"], "word": word}


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--record", type=Path, help="a linked record; a copy of it is served")
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "selon-screenshots")
    parser.add_argument("--readme", action="store_true", help="only the pictures of the README, into docs/images/")
    parser.add_argument("--pages", nargs="*", default=list(PAGES), choices=list(PAGES))
    parser.add_argument("--whole", action="store_true", help="the whole length of each page")
    parser.add_argument("--chromium", default=shutil.which("chromium") or "/usr/bin/chromium")
    given = parser.parse_args()
    out = HOUSE / "docs/images" if given.readme else given.out
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as passing:
        folder = Path(passing)
        file = copy_record(given.record, folder) if given.record else build_demo(folder)
        with serve(file) as (address, record), sync_playwright() as player:
            browser = player.chromium.launch(executable_path=given.chromium, args=CHROMIUM)
            sitting, named = Sitting(address, out, given.whole, given.readme), choose(record)
            if given.readme:
                for name, path in README.items():
                    sitting.take(browser, name, path.format(**named), WIDTHS[0], THEMES[0])
            else:
                for name, width, theme in product(given.pages, WIDTHS, THEMES):
                    sitting.take(browser, name, PAGES[name].format(**named), width, theme)
            browser.close()
    sys.stdout.write(f"{out}\n")
    for fault in sitting.faults:
        sys.stderr.write(f"{fault}\n")
    sys.exit(1 if sitting.faults else 0)


if __name__ == "__main__":
    main()
