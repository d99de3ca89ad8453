"""Measure the reading room over HTTP on a record of synthetic claims: its first view in a browser, its lists at once.

bench/serving.py FILE [--clients 8] [--chromium PATH]

The record is made where there is none (see bench/room.py). `selon serve` runs as its users run it, started three times:
how long it takes until it answers, and until a Chromium that has kept nothing and waits for that moment shows marks on
the map. Then the lists, each asked for once ("first"), and by so many clients at once: under filters that nobody asked
for before ("filters", and "as of" for days of which nobody asked), page after page ("pages", each asked for once) and
one page by all ("again"), beside a bare FastAPI route served in the same way. While what lists go by is being read
after the start, incidents are asked for as well ("at once"). Times are of the clock; what the server's processor spent
stands in brackets, for they differ where others use the machine.
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
from urllib.parse import quote

from room import build  # beside this file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser

BAR_VIEW_S, BAR_VIEW_MB, BAR_LIST_MS = 2.0, 1.5, 150.0
_STARTS = 3
_ROUNDS = 12  # questions of each client
_LONGEST_S = 120.0
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
_LISTS = (
    *("claims", "incidents", "documents", "origins", "outlets", "narratives", "naming", "movements", "search"),
    "naming/words",
)
_NARROWED = (
    *("type=air_strike", "type=clash", "type=shelling", "type=bombing", "status=possible", "status=hearsay"),
    *("camp=state", "camp=rights", "outlet=radio+valmer", "outlet=gazette+de+torcel", "source=ligue", "disputed=1"),
    *("actor=daech", "place=T3-17", "near=-5,-80,300", "box=-60,-10,0,20", "several=1", "polarity=negated"),
    *("since=2013-09-01", "until=2014-02-01&type=movement", "actor=syria&status=occurred", "grade=denied"),
)
_WORDS = (
    "frappe",
    "ligue",
    "valdonie",
    "ministere",
    "affronte",
    "morts",
    "t3",
    "frappe morts",
    "pilonne",
    "observatoire",
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
    command = [sys.executable, "-m", "selon", "serve", "--record", str(asked.file), "--port"]
    passed = True
    if asked.chromium:
        passed &= view(command, asked.chromium)
    else:
        print("no chromium: the first view is not measured")
    with serving(command) as (port, server, _):
        at_once = [f"/api/incidents?{narrowed}&limit=48" for narrowed in _NARROWED]
        measure("/api/incidents at once", port, server, asked.clients, at_once)  # no bar: it lasts some seconds
        began = perf_counter()
        while children(server) and perf_counter() - began < _LONGEST_S:
            sleep(0.05)
        print(f"what lists go by is read {perf_counter() - began:.1f} s later")
        for name in _LISTS:
            for kind, questions in _questions(port, name):
                passed &= measure(f"/api/{name} {kind}", port, server, asked.clients, questions)
    with serving([sys.executable, "-c", _BARE]) as (port, server, _):
        measure("bare route", port, server, asked.clients, ["/api/claims"] * asked.clients * _ROUNDS)
    print("all bars are met" if passed else "not all bars are met")
    return 0 if passed else 1


def _questions(port: int, name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield what is asked of a list, under a name."""
    searching = name == "search"
    path = f"/api/{name}?" + ("q=selon&" if searching else "")
    yield "first", [f"{path}limit=50"]
    if name == "naming/words":  # counted over all texts, which takes seconds: pages say so and let it be done aside
        return
    filters = [f"q={quote(word)}" for word in _WORDS] if searching else list(_NARROWED)
    yield "filters", [f"/api/{name}?{narrowed}" for narrowed in filters]
    if name in {"claims", "incidents"}:
        yield "as of", [f"/api/{name}?as_of=2013-{month:02}-15" for month in range(6, 13)]
    pages = find_pages(port, path)
    yield "pages", pages
    yield "again", pages[:1] * len(pages)


@contextmanager
def serving(command: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Run a server while the block lasts; gives its port, the id of the process, and seconds until it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryFile() as log:
        began = perf_counter()
        server = subprocess.Popen([*command, str(port)], stdout=log, stderr=log)  # noqa: S603 - our own programs
        try:
            while not _answers(port):
                if server.poll() is not None:
                    log.seek(0)
                    raise SystemExit(log.read().decode(errors="replace")[-2000:])
                sleep(0.02)
            yield port, server.pid, perf_counter() - began
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


def children(pid: int) -> list[str]:
    """Return the processes that a process has started and that still run."""
    return [child for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()]


def view(command: Sequence[str], program: str) -> bool:
    """Print how long the overview takes to be seen after a start, and once more; return whether it keeps the bars."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    found = []
    with sync_playwright() as playwright:
        for number in range(_STARTS):
            browser = playwright.chromium.launch(executable_path=program)
            look(browser, "data:text/html,<p>awake</p>", marks="p")
            with serving(command) as (port, server, ready):
                for when in ("right after", "later"):
                    before = spent(server)
                    paint, loaded, marks, sent = look(browser, f"http://127.0.0.1:{port}/")
                    found.append((marks, sent, when))
                    print(
                        f"start {number + 1}, answering after {ready:.1f} s; view {when}: first words {paint:.2f} s, "
                        f"loaded {loaded:.2f} s, marks on the map {marks:.2f} s, {sent / 1e6:.2f} MB  "
                        f"(server {spent(server) - before:.2f} s)"
                    )
            browser.close()
    seen = median(marks for marks, _, when in found if when == "right after")
    kept = seen <= BAR_VIEW_S and max(sent for _, sent, _ in found) <= BAR_VIEW_MB * 1e6
    print(f"first view right after the start: {seen:.2f} s{'' if kept else '  past the bar'}")
    return kept


def look(browser: Browser, address: str, marks: str = _MARKS) -> tuple[float, float, float, int]:
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
    page.locator(marks).first.wait_for(state="attached")
    marked = perf_counter() - began
    page.wait_for_load_state("networkidle")
    paint = page.evaluate("(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0) / 1000")
    context.close()
    return paint, loaded, marked, sum(sent)


def find_pages(port: int, path: str) -> list[str]:
    """Return questions for the pages of a list, none of which anybody asked before.

    Of a list that has few pages the same ones are asked for with other numbers of rows.
    """
    cursors, cursor = [], ""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    while len(cursors) < 8 * _ROUNDS and cursor is not None:
        cursors.append(cursor)
        connection.request("GET", f"{path}limit=50&cursor={cursor}")
        cursor = json.loads(connection.getresponse().read())["next"]
    connection.close()
    many = len(cursors)
    return [f"{path}limit={49 - at // many % 40}&cursor={cursors[at % many]}" for at in range(8 * _ROUNDS)]


def measure(title: str, port: int, server: int, clients: int, questions: Sequence[str]) -> bool:
    """Print how long clients wait who ask at once; return whether that keeps the bar."""
    began, before = perf_counter(), spent(server)
    with ThreadPoolExecutor(clients) as pool:
        shares = pool.map(lambda at: _ask(port, questions[at::clients]), range(clients))
        waits = sorted(wait for share in shares for wait in share)
    took, used = perf_counter() - began, spent(server) - before
    p95 = waits[ceil(0.95 * len(waits)) - 1]
    print(
        f"{title:24} {len(waits):4} answers: middle {median(waits):6.1f} ms, p95 {p95:6.1f} ms, "
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
