"""A reader in a real browser, who notices what no reader should: errors, scripts of strangers, requests to elsewhere.

`serving` runs `selon serve` over a record as its users do (three seconds of computing); `sharing` serves a room from
within the tests, which costs nothing. A Visitor opens its pages; `inspect` is what every page has to pass.
"""

from __future__ import annotations

import logging
import re
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error

from selon.record.record import Record
from selon.web.app import build_app
from selon.web.headers import security_headers
from selon.web.room import Room

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1440, "height": 900}
POLICY = security_headers(Room(record=None))["Content-Security-Policy"]  # type: ignore[arg-type]
_PATIENCE = 60.0
_ADDRESS = re.compile(r"at (http://\S+)/ ")
# Rows made by one template: where a page is not looked at as a whole, the first of them stand for all.
_REPEATED = (
    "[data-walk] > :nth-child(n+7)",
    "#list li:nth-child(n+7)",
    ".waiting > :nth-child(n+7)",
    "tbody > tr:nth-child(n+7)",
)
_AT_REST = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(
  () => done(document.readyState === "complete" ? document.querySelectorAll("[aria-busy]").length : 1))))"""
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
                ended = server.poll()
                server.terminate()
                server.wait(timeout=30)
        log.seek(0)
        said = log.read()
    assert ended is None, f"the server ended by itself ({ended}): {said}"
    assert "Traceback" not in said, said


@contextmanager
def sharing(file: Path, **settings: Any) -> Iterator[str]:  # noqa: ANN401 - what a room is built with
    """Yield the address at which this process serves a record, as `selon serve` does; no fault may be logged."""
    heard = _Heard(logging.ERROR)
    logs = [logging.getLogger(name) for name in ("uvicorn.error", "selon.web")]
    for log in logs:
        log.addHandler(heard)
    with Record.open(file) as record, socket.create_server(("127.0.0.1", 0)) as listening:
        room = Room(**{"record": record, "user": "essai", **settings})
        config = uvicorn.Config(build_app(room, warm=True), log_level="warning", server_header=False, log_config=None)
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, args=([listening],), name="serving", daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(30)
        room.desk.finish(30)
    for log in logs:
        log.removeHandler(heard)
    assert heard.faults == []


class _Heard(logging.Handler):
    """Keeps what a server says went wrong."""

    def __init__(self, level: int) -> None:
        """Hear what is at least so bad."""
        super().__init__(level)
        self.faults: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.faults.append(self.format(record))


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
    scripts: bool = True
    faults: list[str] = field(default_factory=list)
    answers: dict[str, Response] = field(default_factory=dict)
    asked: set[Request] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Open a page and watch it."""
        self.context.set_default_timeout(20_000)
        self.context.on("console", self._note_message)
        self.context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))
        self.context.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.context.on("request", self._note_request)
        self.context.on("response", self._note_answer)
        self.context.on("requestfinished", self._note_end)
        self.context.on("requestfailed", self._note_end)
        self.page: Page = self.context.new_page()

    def _note_message(self, message: ConsoleMessage) -> None:
        """Keep what a page complains of."""
        if message.type in {"error", "warning"}:
            self.faults.append(f"console: {message.text} ({message.location.get('url')})")

    def _note_request(self, request: Request) -> None:
        """Keep a request that is under way, and one that is not for our server as a fault."""
        self.asked.add(request)
        if not request.url.startswith((f"{self.address}/", "data:", "blob:")):
            self.faults.append(f"request: {request.url[:200]}")

    def _note_end(self, request: Request) -> None:
        """Forget a request that is over."""
        self.asked.discard(request)

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
        """Wait until nothing more is loaded or drawn anew: two looks in a row find nothing under way."""
        until = time.monotonic() + _PATIENCE
        quiet = 0
        while quiet < 2:
            self.page.wait_for_load_state("load")
            quiet = 0 if self._is_busy() or self.asked else quiet + 1
            assert time.monotonic() < until, f"{self.page.url} does not come to rest: {self.asked}"

    def _is_busy(self) -> bool:
        """Return whether the page says that it is busy, or is just being left."""
        try:
            return bool(self.page.evaluate(_AT_REST)) if self.scripts else False
        except Error as error:
            if "context was destroyed" in error.message or "navigation" in error.message:
                return True
            raise

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

    def inspect(self, *, whole: bool = False) -> None:
        """Look that a page has one heading, fits its window, and has no barriers: narrow by night, wide by day.

        With `whole` also the rows that repeat themselves are looked at, once: in the wide window, by day.
        """
        assert self.page.locator("main h1").count() == 1
        for size, theme in ((NARROW, "dark"), (WIDE, "light")):
            self.page.set_viewport_size(size)
            self.page.emulate_media(color_scheme=theme)
            assert self.page.evaluate(_WIDER) == [], f"{self.page.url} is wider than {size['width']}"
            found = self.barriers(whole=whole and size is WIDE)
            assert found == [], f"{self.page.url} at {size['width']}, {theme}"
        self.check()

    def barriers(self, *, whole: bool = False) -> list[str]:
        """Return what axe finds on the page by all its rules: on the `whole` of it, or without what repeats itself."""
        if self.page.evaluate("typeof axe") == "undefined":
            self.page.evaluate(axe_script())
        given = [{"exclude": [] if whole else list(_REPEATED)}, {"resultTypes": ["violations"]}]
        found: list[dict[str, Any]] = self.page.evaluate("(given) => axe.run(...given)", given)["violations"]
        return [
            f"{one['impact']} {one['id']}: {node['html'][:160]} {node['failureSummary'][-200:]}"
            for one in found
            for node in one["nodes"][:3]
        ]
