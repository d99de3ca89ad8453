"""Lists of the reading room: one filter, pages that go on, the queue for review, and what was known on a day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select

from fake_reader import FakeReader
from selon.demo.corpus import read_demo_documents
from selon.documents.document import Document
from selon.errors import RecordError
from selon.incidents.incident import GradeWord
from selon.ingest import Ingest
from selon.linking import link_record
from selon.record import known, tables
from selon.record.connection import connect
from selon.record.doubt import MOST, find_doubt, find_reasons
from selon.record.filters import Circle, ClaimFilter, Filter, IncidentFilter
from selon.record.paging import build_cursor, read_cursor
from selon.record.record import Record
from selon.values import Period
from stores import make_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from selon.claims.reading import Reading
    from selon.pipeline import Reader
    from selon.record.paging import Page

TOWNS = ("Sorane", "Kadirabad", "Tel")  # the fake reader puts each at a latitude of its length


def report(name: str, words: str, day: int | None, publisher: str = "L’Écho") -> Document:
    published = date(2031, 8, day) if day else None
    return Document(name=name, text=words, publisher=publisher, published=published, language="fr")


REPORTS = (
    report("a.txt", "Selon Vigie, la Garde bombardement de Sorane : 12 morts.", 5),
    report("b.txt", "Selon Phare, la Garde bombardement de Sorane : 15 morts.", 5, "Le Phare"),
    report("c.txt", "La Ligue bombardement de Kadirabad : 3 morts.", 7),
    report("d.txt", "Un Convoi évacué Tel. Un Convoi évacué Sorane.", 9, "Le Phare"),
    report("e.txt", "La Ligue bombardement de Tel : 2 morts.", None),
)


class OneDayReader(FakeReader):
    """The fake reader, but every event is of one day, whenever it was published."""

    def read(self, document: Document) -> Reading:
        """Return the reading of one document."""
        reading = super().read(document)
        day = Period(date(2031, 8, 5), date(2031, 8, 5))
        claims = (replace(c, time=replace(c.time, period=day) if c.time else None) for c in reading.claims)
        return replace(reading, claims=tuple(claims))


def ingest(record: Record, documents: object = REPORTS, reader: type[FakeReader] = FakeReader) -> None:
    list(Ingest(record, reader).run(documents))


@pytest.fixture(scope="module")
def demo_record(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """Return the linked record of the demonstration corpus."""
    with Record.create(tmp_path_factory.mktemp("demo") / "demo.selon") as made:
        list(Ingest(made, lambda: reader).run(read_demo_documents()))
        link_record(made)
        yield made


@pytest.fixture
def record(target: str) -> Iterator[Record]:
    """Return a linked record of five reports, on either server."""
    with Record.create(target) as made:
        ingest(made)
        link_record(made)
        yield made


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Record]:
    """Return the same record in a file."""
    with Record.create(tmp_path / "war.selon") as made:
        ingest(made)
        link_record(made)
        yield made


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def linked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """Return the same record, made once for all tests that only ask, on either server."""
    with Record.create(make_name(request, tmp_path_factory, "lists")) as made:
        ingest(made)
        link_record(made)
        yield made


def all_pages(ask: Callable[[str, int], Page[Any]], limit: int) -> list[Any]:
    rows: list[Any] = []
    cursor = ""
    while True:
        page = ask(cursor, limit)
        assert len(page.rows) <= limit
        rows += page.rows
        if not page.next_cursor:
            assert page.total == len(rows)
            return rows
        assert len(page.rows) == limit
        cursor = page.next_cursor


def test_the_old_names_are_the_one_filter() -> None:
    assert ClaimFilter is IncidentFilter is Filter


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_pages_give_the_whole_list_in_its_order(linked: Record, limit: int) -> None:
    claims = [claim.id for claim in linked.view.claims()]
    asked = Filter()
    assert [c.id for c in all_pages(lambda at, n: linked.view.claim_page(asked, at, n), limit)] == claims
    incidents = [row["id"] for row in linked.links.incidents()]
    assert [r["id"] for r in all_pages(lambda at, n: linked.links.incident_page(asked, at, n), limit)] == incidents
    for by in ("uncertainty", "date"):
        queue = all_pages(lambda at, n, by=by: linked.view.review_page(asked, by, at, n), limit)
        assert sorted(c.id for c in queue) == sorted(claims)
    assert list(all_pages(linked.links.cited_page, limit)) == list(linked.links.cited())


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_the_last_day_first_and_what_has_no_day_at_the_end(linked: Record, limit: int) -> None:
    rows = all_pages(lambda at, n: linked.view.claim_page(None, at, n, latest=True), limit)
    days = [claim.row["published"] for claim in rows]
    assert days == [*sorted((day for day in days if day), reverse=True), None]
    found = all_pages(lambda at, n: linked.links.incident_page(None, at, n, latest=True), limit)
    starts = [row["start"] for row in found]
    dated = [day for day in starts if day]
    assert starts == [*sorted(dated, reverse=True), *[None] * (len(starts) - len(dated))]


def test_a_page_goes_on_where_it_ended_whatever_came_in(record: Record) -> None:
    first = record.view.claim_page(None, "", 2)
    ingest(record, [report("0.txt", "La Garde bombardement de Kadir : 1 morts.", 1)])
    rest = record.view.claim_page(None, first.next_cursor, 50)
    assert [c.row["document"] for c in (*first.rows, *rest.rows)] == [
        "a.txt",
        "b.txt",
        "c.txt",
        "d.txt",
        "d.txt",
        "e.txt",
    ]
    assert rest.total == 7


@pytest.mark.parametrize(
    "cursor", ["x", "é", "====", "Y2xhaW1z", build_cursor("incidents", "a"), build_cursor("claims")]
)
def test_a_cursor_that_is_none_is_told(linked: Record, cursor: str) -> None:
    with pytest.raises(RecordError, match="is no cursor of this list"):
        linked.view.claim_page(None, cursor)
    with pytest.raises(RecordError, match="is no cursor of this list"):
        linked.view.review_page(None, "date", build_cursor("review uncertainty", "open", "1", "x"))


def test_what_cannot_be_asked_is_told(linked: Record) -> None:
    for limit in (0, 100_000):
        with pytest.raises(RecordError, match="a page has 1 to"):
            linked.view.claim_page(None, "", limit)
    with pytest.raises(RecordError, match="cannot be reviewed by"):
        linked.view.review_page(None, "hunger")


@given(parts=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1e")), max_size=3))
def test_a_cursor_gives_back_its_parts(parts: list[str]) -> None:
    assert read_cursor(build_cursor("list", *parts), "list", len(parts)) == parts


FILTERS: list[tuple[dict[str, Any], list[str], int]] = [
    ({}, ["a.txt", "b.txt", "c.txt", "d.txt", "d.txt", "e.txt"], 5),
    ({"about": "ligue"}, ["c.txt", "e.txt"], 2),
    ({"outlet": "phare"}, ["b.txt", "d.txt", "d.txt"], 3),
    ({"source": "vigie"}, ["a.txt"], 1),
    ({"text": "ligue kadirabad"}, ["c.txt"], 1),
    ({"polarity": "affirmed", "outlet": "phare"}, ["b.txt", "d.txt", "d.txt"], 3),
    ({"statuses": ("possible",)}, [], 0),
    ({"document": "c.txt"}, ["c.txt"], 1),
    ({"types": ("movement",)}, ["d.txt", "d.txt"], 2),
    ({"place": "Sorane"}, ["a.txt", "b.txt", "d.txt"], 2),
    ({"box": (40.0, 8.5, 41.0, 9.5)}, ["c.txt"], 1),
    ({"box": (170.0, -90.0, -170.0, 90.0)}, [], 0),
    ({"near": Circle(6.0, 40.5, 50)}, ["a.txt", "b.txt", "d.txt"], 2),
    ({"since": date(2031, 8, 7), "until": date(2031, 8, 8)}, ["c.txt"], 1),
    ({"as_of": date(2031, 8, 5)}, ["a.txt", "b.txt"], 1),
    ({"as_of": date(2031, 8, 4)}, [], 0),
    ({"as_of": date(2031, 8, 9), "several": True}, ["a.txt", "b.txt"], 1),
    ({"several": True}, ["a.txt", "b.txt"], 1),
    ({"grades": ("several independent origins",)}, ["a.txt", "b.txt"], 1),
    ({"grades": ("several_independent_origins", "denied")}, ["a.txt", "b.txt"], 1),
    ({"disputed": True}, [], 0),
    ({"origin": "name:vigia"}, ["a.txt"], 1),
    ({"camp": "state:nowhere"}, [], 0),
    ({"several": True, "outlet": "phare", "place": "Sorane"}, ["b.txt"], 1),
]


@pytest.mark.parametrize(("asked", "documents", "incidents"), FILTERS)
def test_one_filter_for_claims_and_incidents(
    linked: Record, asked: dict[str, Any], documents: list[str], incidents: int
) -> None:
    filter_ = Filter(**asked)
    found = linked.view.claim_page(filter_)
    assert [claim.row["document"] for claim in found.rows] == documents
    assert found.total == linked.view.count_claims(filter_) == sum(linked.view.facets(filter_)["types"].values())
    page = linked.links.incident_page(filter_)
    assert page.total == len(page.rows) == len(linked.links.points(filter_)) == incidents
    assert [row["id"] for row in page.rows] == [point["id"] for point in linked.links.points(filter_)]
    assert sum(linked.links.facets(filter_)["types"].values()) == incidents


def test_what_needs_linking_says_so(tmp_path: Path) -> None:
    with Record.create(tmp_path / "war.selon") as bare:
        ingest(bare)
        assert bare.view.claim_page().total == 6
        for asked in (Filter(camp="state"), Filter(disputed=True), Filter(origin="x")):
            with pytest.raises(RecordError, match="not linked yet"):
                bare.view.claim_page(asked)
        with pytest.raises(RecordError, match="not linked yet"):
            bare.links.points()


def test_points_say_what_maps_need(linked: Record) -> None:
    point = next(p for p in linked.links.points() if p["documents"] == 2)
    row = linked.links.incident(point["id"])
    assert (point["lat"], point["lon"], point["precision"]) == (6.0, 40.5, "locality")
    assert (point["low"], point["high"]) == (12, 15)
    assert (point["start"], point["published"]) == ("2031-08-05", "2031-08-05")
    assert point["grades"] == [grade["word"] for grade in row["grades"]]
    assert point["independent"] == row["independent"] == 2
    assert {point["disputed"] for point in linked.links.points()} == {False}


def test_facets_count_incidents_and_claims(linked: Record) -> None:
    facets = linked.links.facets()
    assert facets["outlets"] == {"L’Écho": 3, "Le Phare": 3}
    assert facets["grades"][GradeWord.SEVERAL_ORIGINS] == 1
    assert facets["several"] == {"yes": 1}
    assert linked.view.facets()["outlets"] == {"L’Écho": 3, "Le Phare": 3}


# The queue


def test_the_most_doubtful_first_and_the_judged_last(record: Record) -> None:
    queue = record.view.review_page().rows
    assert [claim.doubt for claim in queue] == sorted((claim.doubt for claim in queue), reverse=True)
    assert all(claim.doubt == find_doubt(claim.row) for claim in queue)
    record.judgements.add("accept", queue[0].id, who="ana")
    note = record.judgements.add("note", queue[1].id, value="voir", who="ana")
    after = [claim.id for claim in record.view.review_page().rows]
    assert after == [claim.id for claim in (*queue[1:], queue[0])]
    assert record.view.count_unjudged() == len(queue) - 1
    record.judgements.withdraw(record.judgements.of(queue[0].id)[0].id, "ana")
    assert [claim.id for claim in record.view.review_page().rows] == [claim.id for claim in queue]
    assert note.holds


def test_doubt_grows_with_what_is_open() -> None:
    row: dict[str, Any] = {
        "status": "occurred", "polarity": "affirmed", "time": {"start": "2031-08-05"}, "attribution": [], "why": [],
        "arguments": [
            {"role": "agent", "actor": "daech"},
            {"role": "place", "place": {"lat": 1.0, "lon": 1.0, "precision": "locality"}},
        ],
    }  # fmt: skip
    assert find_reasons(row) == []
    for change in (
        {"status": "possible"},
        {"polarity": "negated"},
        {"time": None},
        {"arguments": row["arguments"][:1]},
        {"arguments": [{"role": "agent"}, row["arguments"][1]]},
        {"attribution": [{"kind": "outlet"}, {"kind": "anonymous"}]},
        {"why": ["learnt 0.62: shelling"]},
    ):
        assert 0 < find_doubt(row | change) <= MOST


# What was known


def told(record: Record, day: date) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in record.links.incidents(Filter(as_of=day))}


def test_what_was_known_is_built_from_what_was_published(target: str, tmp_path: Path) -> None:
    later = replace(REPORTS[1], published=date(2031, 8, 8))
    with Record.create(target) as record, Record.create(tmp_path / "then.selon") as then:
        for store, documents in ((record, (REPORTS[0], later)), (then, REPORTS[:1])):
            ingest(store, documents, OneDayReader)
            link_record(store)
        [whole] = [row["id"] for row in record.links.incidents() if row["documents"] == 2]
        known_then = record.links.incident_as_of(whole, date(2031, 8, 6))
        [alone] = then.links.incidents()
        assert known_then | {"id": "", "as_of": ""} == alone | {"id": "", "as_of": ""}
        assert [c["document"] for c in record.links.claims_of(whole, date(2031, 8, 6))] == ["a.txt"]
        assert record.links.count_incidents(Filter(as_of=date(2031, 8, 6), several=True)) == 0
        assert record.links.count_incidents(Filter(as_of=date(2031, 8, 8), several=True)) == 1
        assert record.links.incident_as_of(whole, date(2031, 8, 8))["documents"] == 2
        with pytest.raises(RecordError, match="nothing was known"):
            record.links.incident_as_of(whole, date(2031, 8, 4))
        [point] = record.links.points(Filter(as_of=date(2031, 8, 6)))
        assert (point["low"], point["high"], point["documents"]) == (12, 12, 1)


def test_nothing_is_known_of_what_has_no_day(linked: Record) -> None:
    assert "e.txt" not in json.dumps(list(told(linked, date(2099, 1, 1)).values()))
    assert len(told(linked, date(2099, 1, 1))) == linked.links.count_incidents() - 1


def test_all_documents_together_give_back_every_incident(demo_record: Record) -> None:
    incident = tables.incident
    with demo_record._engine.connect() as connection:  # noqa: SLF001
        rows = connection.execute(incident.select()).mappings().all()
        rebuilt = dict(known._rebuild(connection, rows, date.max))  # noqa: SLF001
    assert {row["id"] for row in rows} == set(rebuilt)
    for row in rows:
        contract = {key: value for key, value in rebuilt[row["id"]].contract.items() if key != "as_of"}
        assert contract == json.loads(row["contract"])


# Older records, and data frames


def test_an_older_record_is_filled(kept: Record, tmp_path: Path) -> None:
    claim, incident = tables.claim, tables.incident
    listed = (claim.c.id, claim.c.published, claim.c.outlet, claim.c.position, claim.c.certainty)
    cells = [column for column in incident.c if column.name != "radius_km"]
    queries = (select(*listed).order_by(claim.c.id), select(*cells).order_by(incident.c.id))

    def look(record: Record) -> list[list[tuple[Any, ...]]]:
        with record._engine.connect() as connection:  # noqa: SLF001
            return [[tuple(row) for row in connection.execute(query)] for query in queries]

    before = look(kept)
    kept.close()
    config = Config()
    config.set_main_option("script_location", "selon.record:migrations")
    engine = connect(str(tmp_path / "war.selon"), patience=5)
    with engine.connect().execution_options(selon_writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
    engine.dispose()
    with Record.open(tmp_path / "war.selon") as again:
        assert look(again) == before
        assert again.verify().differences == ()


def test_frames_hold_what_the_record_holds(linked: Record) -> None:
    claims = linked.claims(Filter(about="garde"))
    assert list(claims["document"]) == ["a.txt", "b.txt"]
    assert list(claims["killed_low"]) == [12, 15]
    assert str(claims["published"].dtype).startswith("datetime64")
    assert list(claims["place"]) == ["Sorane", "Sorane"]
    judged = linked.claims(judged=True)
    assert set(judged["verdict"]) == {""}
    incidents = linked.incidents(Filter(several=True))
    assert list(zip(incidents["killed_low"], incidents["killed_high"], strict=True)) == [(12, 15)]
    assert list(incidents["place"]) == ["Sorane"]
    assert len(linked.incidents()) == linked.links.count_incidents()
    assert list(linked.origins()["key"]) == [row["key"] for row in linked.links.cited()]
    assert list(linked.movements().columns[:2]) == ["claim", "document"]
    assert "own_voice" in linked.naming().columns
    assert "curve" in linked.narratives(documents=1, places=True).columns


def test_an_empty_frame_has_its_columns(linked: Record) -> None:
    nothing = Filter(about="nobody")
    assert list(linked.claims(nothing).columns) == list(linked.claims().columns)
    assert list(linked.incidents(nothing).columns) == list(linked.incidents().columns)


def test_the_mark_changes_with_the_record(kept: Record) -> None:
    marks = [kept.mark()]
    made = kept.judgements.add("accept", next(kept.view.claims()).id, who="ana")
    marks.append(kept.mark())
    kept.judgements.withdraw(made.id, "ana")
    marks.append(kept.mark())
    ingest(kept, [report("0.txt", "La Garde bombardement de Kadir : 1 morts.", 1)])
    marks.append(kept.mark())
    link_record(kept)
    marks.append(kept.mark())
    assert len(set(marks)) == len(marks)
    assert kept.mark() == marks[-1]


def test_the_mark_is_counted_anew_only_after_somebody_wrote(kept: Record) -> None:
    asked: list[str] = []
    event.listen(kept._engine, "before_cursor_execute", lambda _c, _d, statement, *_: asked.append(statement))  # noqa: SLF001
    before = kept.mark()
    asked.clear()
    assert kept.mark() == before
    assert not asked
    with Record.open(kept.target) as other:
        other.judgements.add("accept", next(other.view.claims()).id, who="ana")
    assert kept.mark() != before
    assert sum(statement.startswith("SELECT") for statement in asked) == 1
