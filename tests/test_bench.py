"""The benchmark runs and prints what it promises; how fast this machine is at this moment is no test."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parents[1] / "bench" / "reading.py"


def run_bench(*arguments: str) -> object:
    done = subprocess.run([sys.executable, BENCH, *arguments], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def test_speed_is_told_for_both_readers(tmp_path):
    ours, stock = run_bench(str(tmp_path), "--documents", "2", "--rounds", "1", "--only", "speed")
    assert len(ours) == len(stock) == 1
    assert ours[0] > 0
    assert stock[0] > 0


def test_memory_is_told_in_megabytes(tmp_path):
    (tmp_path / "un.txt").write_text("L'armée a repris le village mardi.", encoding="utf-8")
    assert 100 < run_bench(str(tmp_path), "--only", "memory") < 100_000


def test_help_loads_no_parser():
    told = "import sys, selon.cli.app; print({'spacy', 'thinc', 'sqlalchemy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"
