"""Ingest survives: killed at any moment and started again, or run thrice at once, it ends with the same record."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fake_reader import FakeReader
from selon.cli.inputs import load_documents
from selon.errors import RecordError
from selon.ingest import Ingest
from selon.record.record import Record

PROGRAM = Path(__file__).with_name("fake_selon.py")
DOCUMENTS = 36
TOWNS = ("Kadir", "Sorane", "Malda", "Tirven", "Oubal")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of short reports with their manifest."""
    reports = tmp_path / "reports"
    reports.mkdir()
    lines = ["file,publisher,published,language,url"]
    for number in range(DOCUMENTS):
        town = TOWNS[number % len(TOWNS)]
        words = f"Selon Vigie{number}, la Garde bombardement de {town} : {number} morts. Un Convoi évacué {town}. "
        (reports / f"{number:02}.txt").write_text(words * (1 + number % 7), encoding="utf-8")
        lines.append(f"{number:02}.txt,Le Phare,2031-08-{1 + number % 28:02},fr,")
    (reports / "manifest.csv").write_text("\n".join(lines), encoding="utf-8")
    return reports


def expected(folder: Path, tmp_path: Path) -> str:
    """Return the fingerprint of the record that one undisturbed run makes."""
    with Record.create(tmp_path / "undisturbed.selon") as record:
        list(Ingest(record, FakeReader).run(load_documents([str(folder)])))
        assert record.view.totals().documents == DOCUMENTS
        return record.view.fingerprint()


def start(folder: Path, record: Path, seconds: float) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(PROGRAM), "ingest", str(folder), "--record", str(record)]
    environment = {**os.environ, "FAKE_SECONDS": str(seconds)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def finish(process: subprocess.Popen[bytes]) -> str:
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors.decode()
    return errors.decode()


def count(record: Path) -> int:
    """Return how many documents a record holds, 0 where it is not there yet."""
    try:
        with Record.open(record) as made:
            return made.view.totals().documents
    except RecordError:
        return 0


def wait_for(record: Path, documents: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until the record holds more than so many documents, or nobody writes to it any more."""
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until and count(record) <= documents:
        time.sleep(0.005)


def test_killed_ten_times_it_ends_where_one_run_does(folder: Path, tmp_path: Path) -> None:
    whole = expected(folder, tmp_path)
    record = tmp_path / "killed.selon"
    chance = random.Random(20310805)  # noqa: S311 - moments, not secrets
    held = [0]
    for kill in range(10):
        process = start(folder, record, 0.01)
        if kill < 4:  # while it starts, or makes the record
            time.sleep(chance.uniform(0.1, 0.9))
        else:  # while it reads and writes
            wait_for(record, held[-1] + chance.randrange(5), process)
            time.sleep(chance.uniform(0, 0.03))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
        held.append(count(record))
        if held[-1]:
            with Record.open(record) as made:
                assert made.verify().differences == ()
    assert held == sorted(held), "what was read before a kill stays read"
    assert 0 < held[5] < DOCUMENTS, "the kills came too early or too late to prove anything"
    finish(start(folder, record, 0))
    with Record.open(record) as made:
        assert made.view.fingerprint() == whole
        assert made.verify().differences == ()


def test_three_at_once_make_the_record_of_one(folder: Path, tmp_path: Path) -> None:
    whole = expected(folder, tmp_path)
    record = tmp_path / "together.selon"
    for process in [start(folder, record, 0.005) for _ in range(3)]:
        finish(process)
    with Record.open(record) as made:
        assert made.view.fingerprint() == whole
        assert made.view.totals().documents == DOCUMENTS
        assert made.verify().differences == ()


def test_record_can_be_asked_while_it_is_written(folder: Path, tmp_path: Path) -> None:
    record = tmp_path / "busy.selon"
    process = start(folder, record, 0.02)
    counts = []
    until = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < until:
        if record.exists() and record.stat().st_size:
            with Record.create(record) as made:
                counts.append(made.view.count_claims())
        time.sleep(0.02)
    finish(process)
    assert counts == sorted(counts)
    assert counts, "nobody asked while it was written"
