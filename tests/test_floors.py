"""Floors of quality: no figure sinks under what was reached, on gold that is known by its digest.

`python tools/raise_floors.py` raises the floors; it lowers none unless it is told why.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from quality import GROUPS, NOISE, digest_of, find_lowered, find_sunken, measure, read_floors

if TYPE_CHECKING:
    from selon.pipeline import Reader

HOUSE = Path(__file__).resolve().parents[1]
FILE = Path(__file__).parent / "floors.json"
FLOORS = read_floors(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reader_at_rest() -> Reader:
    """Return the reader as it is shipped: by rules alone."""
    from selon.pipeline import Reader

    return Reader()


@pytest.mark.parametrize("group", GROUPS)
def test_no_figure_sinks(group: str, shared: Path, reader_at_rest: Reader) -> None:
    assert FLOORS[group]["gold"] == digest_of(group, shared), "the gold is not the one that the floors were taken on"
    sunken = find_sunken(measure(group, reader_at_rest, shared), FLOORS[group]["floors"])
    assert sunken == {}, "figure: (measured, floor)"


def test_no_floor_is_lower_than_the_committed_one() -> None:
    git = ["git", "-C", str(HOUSE), "show", "HEAD:tests/floors.json"]
    try:
        done = subprocess.run(git, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("git is not there: nothing to compare with")
    if done.returncode:
        pytest.skip("no floors are committed yet, or this is no checkout")
    assert find_lowered(FLOORS, read_floors(done.stdout)) == []


def test_a_figure_under_its_floor_is_told() -> None:
    floors = {"record": 0.5, "time": 0.7}
    assert find_sunken({"record": 0.5 - NOISE, "time": 0.9}, floors) == {}
    assert find_sunken({"record": 0.49, "time": 0.9}, floors) == {"record": (0.49, 0.5)}
    assert find_sunken({"time": 0.9}, floors) == {"record": (0.0, 0.5)}


def test_a_lowered_floor_is_told_unless_it_says_why() -> None:
    old = {"seeds": {"gold": "a", "floors": {"record": 0.5}}}
    lower = {"seeds": {"gold": "a", "floors": {"record": 0.4}}}
    assert find_lowered(old, old) == []
    assert find_lowered(lower, old) == ["seeds.record: 0.5 became 0.4"]
    assert find_lowered({}, old) == ["seeds.record: 0.5 became None"]
    assert find_lowered({"seeds": {**lower["seeds"], "lowered": "the gold was mended"}}, old) == []
