"""Measure the reading room over HTTP on a record of synthetic claims: its first view in a browser, its lists at once.

bench/serving.py FILE [--clients 8] [--chromium PATH]

The record is made where there is none (see bench/room.py). `selon serve` runs as its users run it. The first view is
opened by a Chromium that has kept nothing, three times; the lists are asked for by so many clients at once: under
filters that nobody asked for before ("filters"), page after page ("pages", each asked for once) and one page by all
("again"), beside a bare FastAPI route served in the same way. Times are of the clock; what the server's processor
spent stands in brackets, for they differ where others use the machine.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from math import ceil
from os import sysconf
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import TYPE_CHECKING

from room import build  # beside this file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser

BAR_VIEW_S, BAR_VIEW_MB, BAR_LIST_MS = 2.0, 1.5, 150.0
_VIEWS = 3
_ROUNDS = 12  # questions of each client
_BARE = """
import sys, uvicorn
from fastapi import FastAPI
app = FastAPI()
@app.get("/api/claims")
def bare() -> dict[str, str]:
    return {"bare": "yes"}
uvicorn.run(app, port=int(sys.argv[1]), log_level="warning")
"""
_MARKS = ".leaflet-marker-pane > *"
_NARROWED = (
    *("type=air_strike", "type=clash", "type=shelling", "type=bombing", "status=possible", "status=hearsay"),
    *("camp=state", "camp=rights", "outlet=radio+valmer", "outlet=gazette+de+torcel", "source=ligue", "disputed=1"),
    *("actor=daech", "place=T3-17", "near=-5,-80,300", "box=-60,-10,0,20", "several=1"),
)


def main() -> int:
    """Print the figures; return 1 where one is past its bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("chromium-browser") or "")
    asked = parser.parse_args()
    if not asked.file.exists():
        build(asked.file, 100_000, 0)
    print(f"one minute's load of the machine: {Path('/proc/loadavg').read_text().split()[0]}")
    passed = True
    with serving([sys.executable, "-m", "selon", "serve", "--record", str(asked.file), "--port"]) as (port, server):
        if asked.chromium:
            passed &= view(port, server, asked.chromium)
        else:
            print("no chromium: the first view is not measured")
        for name in ("claims", "incidents", "documents"):
            filters = [f"/api/{name}?{narrowed}" for narrowed in _NARROWED]
            pages = find_pages(port, name)
            for kind, questions in (("filters", filters), ("pages", pages), ("again", pages[:1] * len(pages))):
                passed &= measure(f"/api/{name} {kind}", port, server, asked.clients, questions)
    with serving([sys.executable, "-c", _BARE]) as (port, server):
        measure("bare route", port, server, asked.clients, ["/api/claims"] * asked.clients * _ROUNDS)
    return 0 if passed else 1


@contextmanager
def serving(command: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Run a server on a free port while the block lasts; gives the port and the id of the process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen([*command, str(port)], stdout=log, stderr=log)  # noqa: S603 - our own programs
        try:
            while server.poll() is None and not _answers(port):
                sleep(0.05)
            yield port, server.pid
        finally:
            server.terminate()
            server.wait(timeout=30)


def _answers(port: int) -> bool:
    """Return whether a server listens."""
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def spent(pid: int) -> float:
    """Return the seconds that the processor has spent on a process."""
    cells = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(cells[11]) + int(cells[12])) / sysconf("SC_CLK_TCK")


def view(port: int, server: int, program: str) -> bool:
    """Print how long the overview takes to be seen, and how much is sent; return whether that keeps the bars."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        found = []
        for number in range(_VIEWS):
            before = spent(server)
            paint, loaded, marks, sent = look(browser, f"http://127.0.0.1:{port}/")
            found.append((marks, sent))
            print(
                f"view {number + 1}: first words {paint:.2f} s, loaded {loaded:.2f} s, marks on the map {marks:.2f} s, "
                f"{sent / 1e6:.2f} MB  (server {spent(server) - before:.2f} s)"
            )
        browser.close()
    return median(marks for marks, _ in found) <= BAR_VIEW_S and max(sent for _, sent in found) <= BAR_VIEW_MB * 1e6


def look(browser: Browser, address: str) -> tuple[float, float, float, int]:
    """Return the seconds until first words, load and marks of a page that is opened by a stranger, and bytes sent."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    sent: list[int] = []
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: sent.append(int(event["encodedDataLength"])))
    began = perf_counter()
    page.goto(address, wait_until="load")
    loaded = perf_counter() - began
    page.locator(_MARKS).first.wait_for(state="attached")
    marks = perf_counter() - began
    page.wait_for_load_state("networkidle")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000")
    context.close()
    return paint, loaded, marks, sum(sent)


def find_pages(port: int, name: str) -> list[str]:
    """Return questions for the pages of a list, none of which anybody asked before."""
    questions: list[str] = []
    path = f"/api/{name}?limit=50"
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    while len(questions) < 8 * _ROUNDS:
        connection.request("GET", path)
        cursor = json.loads(connection.getresponse().read())["next"]
        path = f"/api/{name}?limit=50&cursor={cursor}"
        questions.append(f"/api/{name}?limit=49&cursor={cursor}")  # as much work, and kept by nobody
    connection.close()
    return questions


def measure(title: str, port: int, server: int, clients: int, questions: Sequence[str]) -> bool:
    """Print how long clients wait who ask at once; return whether that keeps the bar."""
    began, before = perf_counter(), spent(server)
    with ThreadPoolExecutor(clients) as pool:
        shares = pool.map(lambda at: _ask(port, questions[at::clients]), range(clients))
        waits = sorted(wait for share in shares for wait in share)
    took, used = perf_counter() - began, spent(server) - before
    p95 = waits[ceil(0.95 * len(waits)) - 1]
    print(
        f"{title:22} {len(waits):4} answers: middle {median(waits):6.1f} ms, p95 {p95:6.1f} ms, "
        f"{len(waits) / took:5.0f} a second  (server {1000 * used / len(waits):.1f} ms each)"
        f"{'' if p95 <= BAR_LIST_MS else '  past the bar'}"
    )
    return p95 <= BAR_LIST_MS


def _ask(port: int, questions: Sequence[str]) -> list[float]:
    """Return the milliseconds that one client waits for each answer."""
    waits = []
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    for question in questions:
        began = perf_counter()
        connection.request("GET", question, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        waits.append(1000 * (perf_counter() - began))
        if answer.status != 200:  # noqa: PLR2004 - all went well
            raise SystemExit(f"{question} is answered with {answer.status}")
    connection.close()
    return waits


if __name__ == "__main__":
    raise SystemExit(main())
