"""A form that came back: what it changes in a claim, field by field, and what it leaves alone."""

from __future__ import annotations

import pytest

from selon.web.errors import Refusal
from selon.web.shown.corrections import build_form, read_corrections

PLACE = {
    "name": "Alep",
    "lat": 36.2,
    "lon": 37.16,
    "precision": "locality",
    "radius_km": 3.0,
    "id": "g1",
    "country": "SY",
}
ROW = {
    "type": "shelling",
    "status": "occurred",
    "polarity": "affirmed",
    "trigger": [10, 18],
    "arguments": [
        {"role": "agent", "start": 0, "end": 9, "text": "Les Alphas", "actor": "alphas"},
        {"role": "place", "start": 21, "end": 25, "text": "Alep", "place": PLACE},
    ],
    "time": {"text": "mardi", "start": "2031-08-05", "end": "2031-08-05", "span": [30, 35]},
    "quantities": [
        {"kind": "killed", "low": 12, "high": 12, "approx": False, "start": 40, "end": 50, "text": "12 morts"}
    ],
    "attribution": [{"kind": "official", "start": 60, "end": 70, "text": "le ministre", "entity": "alphas/government"}],
}


def form_of(row, **changes: str):
    """Return what a browser sends for the form of a claim, with some fields changed."""
    form = build_form(row)
    sent = {name: row[name] for name in ("type", "status", "polarity")}
    sent |= {"trigger-start": str(row["trigger"][0]), "trigger-end": str(row["trigger"][1])}
    sent |= {f"time-{edge}": form.time[edge] for edge in ("start", "end")}
    for name, lines in (("argument", form.arguments), ("source", form.sources), ("quantity", form.quantities)):
        for number, line in enumerate(lines):
            sent |= {f"{name}-{number}-{key}": value for key, value in line.items() if key not in {"text", "approx"}}
            sent |= {f"{name}-{number}-approx": "1"} if line.get("approx") else {}
    return sent | {name.replace("__", "-"): value for name, value in changes.items()}


def test_a_form_that_nobody_touched_changes_nothing():
    assert read_corrections(form_of(ROW), ROW) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"type": "air_strike"}, [("type", "air_strike")]),
        ({"status": "hearsay", "polarity": "negated"}, [("status", "hearsay"), ("polarity", "negated")]),
        ({"trigger__end": "19"}, [("trigger", {"start": 10, "end": 19})]),
        ({"time__end": "2031-08-07"}, [("time", {"start": "2031-08-05", "end": "2031-08-07"})]),
        ({"time__start": "", "time__end": ""}, [("time", None)]),
        ({"argument__0__entity": ""}, [("argument.agent", [{"start": 0, "end": 9, "entity": None, "place": None}])]),
        ({"argument__0__remove": "1"}, [("argument.agent", [])]),
        (
            {"argument__1__lat": "36,5", "argument__1__place": "Ailleurs"},
            [("argument.place", [{"start": 21, "end": 25, "entity": None,
                                  "place": {"name": "Ailleurs", "lat": 36.5, "lon": 37.16, "precision": "locality"}}])],
        ),
        (
            {"argument__1__role": "origin"},
            [("argument.place", []),
             ("argument.origin", [{"start": 21, "end": 25, "entity": None,
                                   "place": {**PLACE}}])],
        ),
        (
            {"argument__2__start": "80", "argument__2__end": "88", "argument__2__role": "target"},
            [("argument.target", [{"start": 80, "end": 88, "entity": None, "place": None}])],
        ),
        ({"source__0__remove": "1"}, [("attribution", [])]),
        (
            {"source__0__kind": "person"},
            [("attribution", [{"start": 60, "end": 70, "kind": "person", "entity": "alphas/government"}])],
        ),
        (
            {"quantity__0__high": "", "quantity__0__approx": "1"},
            [("quantities", [{"kind": "killed", "low": 12, "high": None, "approx": True, "start": 40, "end": 50}])],
        ),
    ],
)  # fmt: skip
def test_a_form_tells_what_it_changes(changes, found):
    assert read_corrections(form_of(ROW, **changes), ROW) == found


@pytest.mark.parametrize(
    "changes", [{"trigger__start": "dix"}, {"argument__1__lat": "nord"}, {"quantity__0__low": "x"}]
)
def test_what_is_no_number_is_refused(changes):
    with pytest.raises(Refusal, match="is no number"):
        read_corrections(form_of(ROW, **changes), ROW)


def test_a_form_without_lists_leaves_them_alone():
    assert read_corrections({"status": "possible"}, ROW) == [("status", "possible")]
