"""Crew: several processes, one that fails, and every server give what one process gives."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from piles import DAYS, SENTENCES, SOURCES, Report, Told, write
from test_increments import snapshot

from selon.linking import crew, link, link_record, slices
from selon.record.record import Record

if TYPE_CHECKING:
    from pathlib import Path

PILE = [
    Report(
        name=f"d{n}",
        publisher="AFP" if n % 3 else "La Rive",
        published=DAYS[n % len(DAYS)],
        copied=(n % len(SENTENCES),),
        told=(
            Told(("Timba",), DAYS[0], "air_strike", (8, 8 + n), "france", n == 2, SOURCES[n % len(SOURCES)]),
            Told(("Oro",), DAYS[n % 2], "clash", None, None, negated=False, source=None),
        ),
    )
    for n in range(7)
]


def link_pile(target: str | Path) -> tuple[dict[str, Any], list[str]]:
    """Return what linking the pile gives, and the steps that were told."""
    told: list[str] = []
    with Record.create(target) as record:
        for report in PILE:
            write(record, report.reading())
        link_record(record, tell=told.append)
        return snapshot(record), told


@pytest.fixture
def helped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have two processes help with a few documents already."""
    monkeypatch.setattr(link, "_MANY", 1)
    monkeypatch.setattr(slices, "_SLICE", 2)
    monkeypatch.setattr(link, "count_workers", lambda: 2)


def test_several_processes_give_what_one_gives(tmp_path: Path, helped: None, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []
    start = crew.subprocess.Popen

    def count(*asked: Any, **how: Any) -> Any:  # noqa: ANN401
        started.append(start(*asked, **how))
        return started[-1]

    monkeypatch.setattr(crew.subprocess, "Popen", count)
    by_two, told = link_pile(tmp_path / "two.selon")
    assert len(started) == 2
    assert all(process.poll() is not None for process in started)
    assert f"Reading claims and comparing texts: {len(PILE)} of {len(PILE)} documents" in told
    monkeypatch.setattr(link, "_MANY", 1000)
    assert link_pile(tmp_path / "one.selon")[0] == by_two
    assert len(started) == 2
    assert by_two["reuse"]
    assert by_two["incident"]


def test_what_a_failing_process_leaves_is_done_here(
    tmp_path: Path, helped: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    without, _ = link_pile(tmp_path / "failed.selon")
    monkeypatch.setattr(link, "_MANY", 1000)
    assert link_pile(tmp_path / "one.selon")[0] == without


def test_every_server_links_alike(target: str, tmp_path: Path) -> None:
    here, _ = link_pile(tmp_path / "file.selon")
    with Record.create(target) as record:
        for n, report in enumerate(PILE):
            if n == 4:
                assert link_record(record).whole
            write(record, report.reading())
        assert not link_record(record).whole
        assert not link_record(record)
        assert snapshot(record) == here
        incidents = list(record.links.incidents())
        assert len(incidents) == len(here["incident"]) > 1
        assert {claim["document"] for row in incidents for claim in row["claims"]} == {report.name for report in PILE}
