"""The overview: points, timeline, figures in words, arcs, and the page with its filters."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace

import pytest

from selon.record.filters import Filter
from selon.web.asking import Asked, build_address
from selon.web.shown.arcs import build_arcs
from selon.web.shown.days import say_day, say_days
from selon.web.shown.figures import say_origins, say_range, say_reports, say_toll
from selon.web.shown.form import build_form
from selon.web.shown.neighbours import _near
from selon.web.shown.overview import build_picture, find_points
from selon.web.shown.points import COLUMNS, find_lines, pack
from selon.web.shown.scale import day_ticks, nice_ticks
from selon.web.shown.timeline import WIDTH, build_stretches, build_timeline
from selon.web.words import read_words

FR, EN = read_words("fr").t, read_words("en").t


def point(number: int, start: str | None, type_: str = "air_strike", end: str | None = None, **more: object) -> dict:
    return {
        "id": f"{number:020x}", "type": type_, "place": "Gao", "country": "ML", "lat": 16.27, "lon": -0.04,
        "precision": "locality", "radius": 0.0, "start": start, "end": end or start, "published": start, "low": None,
        "high": None, "independent": 1, "unknown": 0, "disputed": False, "documents": 1, "standing": False, **more,
    }  # fmt: skip


def test_days_say_no_month_and_no_year_twice() -> None:
    assert say_days("2020-02-01", "2020-02-06", FR) == "1er–6 février 2020"
    assert say_days("2020-02-01", "2020-03-06", FR) == "1er février – 6 mars 2020"
    assert say_days("2019-12-30", date(2020, 1, 2), EN) == "30 December 2019 – 2 January 2020"
    assert say_days("2020-02-06", None, EN) == "6 February 2020"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2020-02-01", "2020-02-29", "février 2020"),
        ("2020-02-01", "2020-02-28", "1er–28 février 2020"),
        ("2020-01-01", "2020-12-31", "2020"),
        ("2018-01-01", "2020-12-31", "2018 – 2020"),
    ],
)
def test_whole_months_and_years_have_their_names(start: str, end: str, words: str) -> None:
    assert say_days(start, end, FR) == words


def test_one_is_told_in_the_singular() -> None:
    assert say_toll("killed", {"low": 1, "high": 1}, FR) == "1 tué"
    assert say_toll("killed", {"low": 1, "high": None}, FR) == "au moins 1 tué"
    assert say_toll("killed", {"low": 0, "high": 3}, FR) == "de 0 à 3 tués"
    assert say_toll("civilians", {"low": 1, "high": 1}, EN) == "1 civilian"
    assert say_day(None, FR) == "jour inconnu"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(3, 3, "3"), (5, 19, "de 5 à 19"), (3, None, "au moins 3"), (None, 9, "au plus 9"), (None, None, "")],
)
def test_a_range_is_said_as_it_is_told(low, high, words) -> None:
    assert say_range({"low": low, "high": high}, FR) == words


def test_origins_that_nobody_can_tell_are_counted_apart() -> None:
    assert say_origins(2, 1, FR) == "2 origines indépendantes, 1 inconnue"
    assert say_origins(0, 1, FR) == "1 inconnue"
    row = {"documents": 7, "outlets": 5, "independent": 2, "unknown_origins": 1}
    assert say_reports(row, EN) == "7 reports, 5 outlets, 2 origins known to be independent, 1 unknown."
    origins = [{"known": True, "denies": True}, {"known": True, "denies": False}, {"known": False, "denies": True}]
    denied = "7 reports, 5 outlets, 2 origins known to be independent (1 of them denies it), 1 unknown."
    assert say_reports({**row, "origins": origins}, EN) == denied


def test_scales_are_round_and_hold_what_they_show() -> None:
    for highest in (1, 7, 12, 99, 100, 101, 8000):
        ticks = nice_ticks(highest)
        assert ticks[0] == 0
        assert ticks[-2] < highest <= ticks[-1]
    assert len(day_ticks(date(1990, 1, 1), date(2024, 1, 1))) <= 10


def test_a_tick_stands_for_an_incident_in_the_row_of_its_family() -> None:
    timeline = build_timeline([point(1, "2020-01-01"), point(2, "2020-12-31", "agreement"), point(3, None)], FR)
    assert timeline is not None
    by_family = {lane.family: lane for lane in timeline.lanes}
    assert by_family["violence"].ticks.count("M") == by_family["politics"].ticks.count("M") == 1
    assert by_family["protest"].ticks == ""
    assert timeline.undated == 1
    assert all(0 <= float(x) <= WIDTH for lane in timeline.lanes for x in re.findall(r"M([\d.]+)", lane.ticks))


def test_a_far_off_day_does_not_stretch_the_line_and_is_counted() -> None:
    near = [point(number, f"2020-0{1 + number % 6}-1{number % 9}") for number in range(60)]
    timeline = build_timeline([*near, point(99, "1944-06-06"), point(100, "2011-01-01", end="2016-01-01")], FR)
    assert timeline is not None
    assert timeline.start.year >= 2019
    assert (timeline.earlier, timeline.lasting) == (1, 1)


def test_the_table_of_the_timeline_says_the_same() -> None:
    points = [point(1, "2020-01-05"), point(2, "2020-01-31"), point(3, "2020-02-01", "protest")]
    stretches = build_stretches(points, EN)
    assert [(s.words, s.total, s.since, s.until) for s in stretches] == [
        ("February 2020", 1, "2020-02-01", "2020-02-29"),
        ("January 2020", 2, "2020-01-01", "2020-01-31"),
    ]
    assert build_stretches([point(1, "2020-12-05")], EN)[0].until == "2020-12-31"


def test_no_timeline_without_a_day() -> None:
    assert build_timeline([point(1, None)], FR) is None


def test_days_at_the_ends_of_the_calendar_break_nothing() -> None:
    ends = [point(1, "0001-01-01"), point(2, "9999-12-31", end="9999-12-31")]
    for points in (ends, ends[:1], ends[1:]):
        assert build_timeline(points, FR) is not None
    assert build_stretches(ends, FR)[0].until == "9999-12-31"
    place = {"lat": 36.2, "lon": 37.1}
    asked = _near({"start": "0001-01-01", "end": "9999-12-31", "place": place})
    assert (asked.since, asked.until) == (date.min, date.max)


def test_places_are_told_with_a_range_and_never_a_sum() -> None:
    picture = build_picture([point(1, "2020-01-01", low=5, high=9), point(2, "2020-01-02", low=2, high=None)], FR)
    assert [(line.place, line.incidents, line.killed) for line in picture.places] == [("Gao", 2, "de 2 à 9")]


def test_points_are_packed_in_columns_of_one_length() -> None:
    packed = pack([point(1, "2020-01-01"), point(2, "2020-01-02", "agreement", precision="province", radius=0)])
    assert set(packed["columns"]) == set(COLUMNS)
    assert {len(column) for column in packed["columns"].values()} == {packed["count"]} == {2}
    assert packed["columns"]["radius"] == [0, 90]
    assert [packed["families"][at] for at in packed["columns"]["type"]] == [0, 5]
    assert packed["lines"] == {}


def test_a_stretch_between_two_places_is_a_line_on_the_map() -> None:
    stretch = {"lat": 17.37, "lon": 0.68, "precision": "line", "named": {"lat": 16.27, "lon": -0.04}}
    points = [point(1, "2020-01-01"), point(2, "2020-01-02", precision="line", lat=17.37, lon=0.68)]
    told = {"arguments": [{"role": "agent"}, {"role": "place", "place": stretch}]}
    record = SimpleNamespace(links=SimpleNamespace(claims_of_each=lambda ids: ((id_, told) for id_ in ids)))
    packed = pack(points, find_lines(record, points))
    assert packed["lines"] == {"1": (16.27, -0.04, 18.47, 1.4)}


def test_claims_of_several_incidents_are_those_of_each(demo) -> None:
    incidents = [row["id"] for row in demo.links.incidents()]
    each: dict[str, list] = {id_: [] for id_ in incidents}
    for id_, claim in demo.links.claims_of_each(incidents):
        each[id_].append(claim)
    assert each == {id_: list(demo.links.claims_of(id_)) for id_ in incidents}


def test_every_filter_that_is_set_can_be_taken_back() -> None:
    asked = Asked(place="Gao", type=["clash", "bombing"], since=date(2020, 1, 1), disputed=True)
    params = [("place", "Gao"), ("type", "clash"), ("type", "bombing"), ("since", "2020-01-01"), ("disputed", "1")]
    form = build_form(asked, FR, lambda path="", /, **changes: build_address(path or "/", params, **changes))
    assert len(form.chips) == 5
    assert [chip.without for chip in form.chips if chip.words == "combat"] == [
        "/?disputed=1&place=Gao&since=2020-01-01&type=bombing"
    ]
    assert not build_form(Asked(), FR, lambda path="", /, **_: path).set


def test_the_overview_says_the_same_as_the_record(demo, client) -> None:
    points = find_points(demo, Filter())
    page = client.get("/", params={"lang": "en"}).text
    assert f"{len(points)} incidents" in page
    assert page.count('class="incident family-') == min(50, len(points))
    assert client.get("/api/incidents/points").json()["count"] == len(points)


def test_the_form_works_without_a_script(client) -> None:
    page = client.get("/", params={"lang": "en", "type": "clash", "q": "", "place": "", "box": ""}).text
    assert re.search(r'value="clash" checked', page)
    assert set(re.findall(r'class="incident family-(\w+)"', page)) == {"violence"}
    assert 'href="/"' in page


def test_nothing_found_is_a_state_of_its_own(client) -> None:
    page = client.get("/", params={"lang": "en", "place": "Xyzzy"}).text
    assert "No incident answers to these filters" in page
    assert "No incident has a date." in page


def test_an_empty_record_says_what_to_do_first(empty) -> None:
    assert "Nothing has been read yet" in empty.get("/", params={"lang": "en"}).text


def test_an_arc_is_as_wide_as_its_origins(demo) -> None:
    arcs = build_arcs(demo, Filter())
    assert arcs
    assert all(arc["origins"] <= max(1, arc["documents"]) * 3 and arc["from"] != arc["to"] for arc in arcs)
    assert [arc["origins"] for arc in arcs] == sorted((arc["origins"] for arc in arcs), reverse=True)
    assert build_arcs(demo, Filter(types=("clash",))) == []
