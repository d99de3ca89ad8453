"""A reader in a real browser, who notices what no reader should: errors, scripts of strangers, requests to elsewhere.

`serving` runs `selon serve` over a record; a Visitor opens its pages; `inspect` is what every page has to pass.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe

from selon.web.headers import security_headers
from selon.web.room import Room

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1440, "height": 900}
POLICY = security_headers(Room(record=None))["Content-Security-Policy"]  # type: ignore[arg-type]
_PATIENCE = 60.0
_ADDRESS = re.compile(r"at (http://\S+)/ ")
_WIDER = """() => { const wide = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll("body *")].filter((item) => item.getBoundingClientRect().right > wide + 1);
  return document.documentElement.scrollWidth > wide
    ? [wide, document.documentElement.scrollWidth].concat(out.slice(0, 3).map((item) => item.outerHTML.slice(0, 120)))
    : [] }"""


@contextmanager
def serving(record: Path, *options: str, program: Sequence[str] = ("-m", "selon")) -> Iterator[str]:
    """Yield the address at which `selon serve` serves a record; no fault of the server may be in its log."""
    command = [sys.executable, *program, "serve", "--record", str(record), "--port", "0", *options]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        with subprocess.Popen(command, stdout=log, stderr=log) as server:
            try:
                yield _wait_for_address(server, log.fileno())
            finally:
                server.terminate()
                server.wait(timeout=30)
        log.seek(0)
        said = log.read()
    assert "Traceback" not in said, said


def _wait_for_address(server: subprocess.Popen[bytes], log: int) -> str:
    """Return the address that a server says, once it does."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and server.poll() is None:
        said = Path(f"/proc/self/fd/{log}").read_text(encoding="utf-8")
        if found := _ADDRESS.search(said):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(Path(f"/proc/self/fd/{log}").read_text(encoding="utf-8") or "the server said nothing")


@cache
def axe_script() -> str:
    """Return the script of axe-core, which looks for barriers."""
    script: str = Axe().axe_script
    return script


@dataclass
class Visitor:
    """A reader with a browser of their own, and what went wrong before their eyes."""

    context: BrowserContext
    address: str
    faults: list[str] = field(default_factory=list)
    answers: dict[str, Response] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open a page and watch it."""
        self.context.set_default_timeout(20_000)
        self.context.on("console", self._note_message)
        self.context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))
        self.context.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.context.on("request", self._note_request)
        self.context.on("response", self._note_answer)
        self.page: Page = self.context.new_page()

    def _note_message(self, message: ConsoleMessage) -> None:
        """Keep what a page complains of."""
        if message.type in {"error", "warning"}:
            self.faults.append(f"console: {message.text} ({message.location.get('url')})")

    def _note_request(self, request: Request) -> None:
        """Keep a request that is not for our server."""
        if not request.url.startswith((f"{self.address}/", "data:", "blob:")):
            self.faults.append(f"request: {request.url[:200]}")

    def _note_answer(self, answer: Response) -> None:
        """Keep an answer without the headers that bind the browser, and each last answer by its path."""
        self.answers[urlsplit(answer.url).path] = answer
        if answer.url.startswith(self.address) and answer.headers.get("content-security-policy") != POLICY:
            self.faults.append(f"no policy: {answer.url[:200]}")

    def open(self, path: str, status: int = 200) -> Page:
        """Return a page, opened and at rest."""
        answer = self.page.goto(self.address + path, wait_until="load")
        self.rest()
        assert answer is not None
        assert answer.status == status, self.page.inner_text("main")
        return self.page

    def rest(self) -> None:
        """Wait until nothing more is loaded or drawn anew."""
        self.page.wait_for_load_state("networkidle")
        self.page.locator("[aria-busy]").wait_for(state="detached")

    def key(self, key: str, *, times: int = 1) -> None:
        """Press a key."""
        for _ in range(times):
            self.page.keyboard.press(key)

    def go(self, key: str) -> None:
        """Press a key that leads to another page."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press(key)
        self.rest()

    def enter(self, name: str, password: str, path: str) -> None:
        """Ask for a page of a room with users, and log in."""
        page = self.open(path)
        assert urlsplit(page.url).path == "/login"
        page.fill("#name", name)
        page.fill("#password", password)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        self.rest()

    def read(self) -> str:
        """Return the words of the main part of the page, in one line."""
        return " ".join(self.page.inner_text("main").split())

    def check(self) -> None:
        """Look that nothing went wrong so far."""
        assert self.faults == []

    def inspect(self) -> None:
        """Look that a page has one heading, fits narrow and wide windows, can be used by everybody, and is quiet."""
        assert self.page.locator("main h1").count() == 1
        for size in (NARROW, WIDE):
            self.page.set_viewport_size(size)
            assert self.page.evaluate(_WIDER) == [], f"{self.page.url} is wider than {size['width']}"
            assert self.barriers(colours=size is WIDE) == [], f"{self.page.url} at {size['width']}"
        self.check()

    def barriers(self, *, colours: bool = True) -> list[str]:
        """Return the serious findings of axe on the page; contrasts take it as long as all else together."""
        if self.page.evaluate("typeof axe") == "undefined":
            self.page.evaluate(axe_script())
        options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": colours}}}
        found: list[dict[str, Any]] = self.page.evaluate("(options) => axe.run(options)", options)["violations"]
        return [
            f"{one['id']}: {node['html'][:160]} {node['failureSummary'][-200:]}"
            for one in found
            if one["impact"] in {"serious", "critical"}
            for node in one["nodes"][:3]
        ]
