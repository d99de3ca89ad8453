"""Columns in memory: whatever is asked, they give the rows, the order and the totals that the store gives."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from datetime import date
from random import Random
from time import sleep
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fake_reader import FakeReader
from selon.claims.claim import Argument, Factuality, Polarity, Role, Status
from selon.cli.serve import _take
from selon.documents.document import Document
from selon.incidents.movements import build_movement_row
from selon.ingest import Ingest
from selon.linking import link_record
from selon.record.columns import keeping
from selon.record.columns.aside import read_aside
from selon.record.columns.coded import Coded
from selon.record.filters import Circle, Filter
from selon.record.moves import find_moves
from selon.record.record import Record
from selon.web.api.answering import encode
from selon.web.app import build_app
from selon.web.asking import Asked
from selon.web.room import Room
from selon.web.shown import lists
from selon.web.warming import warm_up
from stores import make_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from selon.claims.claim import Claim
    from selon.claims.reading import Reading
    from selon.record.paging import Page
    from selon.web.paging import Leaf

TOWNS = ("Sorane", "Kadirabad", "Tel", "Mervan", "Oul")
OUTLETS = ("L’Écho", "Le Phare", "SANA", "")
WHOM = ("convoi", "ligue", "syria/military")
CAMPS = ("state", "state:syria", "State:syria", "armed", "private")


class VariedReader(FakeReader):
    """The fake reader, but how surely it is told and to whom it is done varies, and some go away from the place."""

    def read(self, document: Document) -> Reading:
        """Return the reading of one document."""
        reading = super().read(document)
        return replace(reading, claims=tuple(self._vary(claim, document) for claim in reading.claims))

    def _vary(self, claim: Claim, document: Document) -> Claim:
        chance = Random(f"{document.name} {claim.trigger.start}")  # noqa: S311 - no secret hangs on it
        told = Factuality(polarity=chance.choice(list(Polarity)), status=chance.choice(list(Status)))
        place = next(argument for argument in claim.arguments if argument.role is Role.PLACE)
        going = (Argument(role=Role.ORIGIN, span=place.span, place=place.place),) if claim.type == "movement" else ()
        done_to = Argument(
            role=Role.TARGET, span=place.span, entity=chance.choice(("convoi", "ligue", "syria/military"))
        )
        return replace(claim, factuality=told, arguments=(*claim.arguments, done_to, *going))


def invent(count: int) -> Iterator[Document]:
    chance = Random(7)  # noqa: S311 - no secret hangs on it
    for number in range(count):
        said = [
            f"{chance.choice(('Selon Vigie, la', 'Selon Phare, la', 'La'))} {chance.choice(('Garde', 'Ligue'))} "
            f"bombardement de {chance.choice(TOWNS)} : {chance.randint(1, 9)} morts."
            for _ in range(chance.randint(0, 2))
        ]
        if chance.random() < 0.4:
            said.append(f"Un Convoi évacué {chance.choice(TOWNS)}.")
        day = date(2031, 8, chance.randint(1, 9)) if chance.random() < 0.9 else None
        outlet = chance.choice(OUTLETS)
        if number % 4 == 0:
            said = [f"« {sentence} »" for sentence in said]
        yield Document(
            name=f"{'Été' if number % 5 == 0 else 'n'}{number:03d}.txt", text=" ".join(said) or "Rien.",
            publisher=outlet, published=day, language="fr",
        )  # fmt: skip


def ingest(record: Record, documents: object) -> None:
    list(Ingest(record, VariedReader).run(documents))


def make(name: str) -> None:
    with Record.create(name) as made:
        ingest(made, invent(60))
        link_record(made)
        claims = [claim.id for claim in made.view.claims(limit=3)]
        made.judgements.add("correct", claims[0], who="ana", field="status", value="possible")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def name(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the name of a linked record of sixty reports, on either server."""
    found = make_name(request, tmp_path_factory, "columns")
    make(found)
    return found


@pytest.fixture(scope="module")
def both(name: str) -> Iterator[tuple[Record, Record]]:
    """Return the record as a server holds it, with its columns, and as the command line does, without."""
    with Record.open(name) as served, Record.open(name) as plain:
        served.columns.keep()
        yield served, plain


@pytest.fixture
def kept(tmp_path: object) -> Iterator[Record]:
    """Return a linked record in a file, held as a server holds it."""
    make(f"{tmp_path}/war.selon")
    with Record.open(f"{tmp_path}/war.selon") as record:
        record.columns.keep()
        yield record


def maybe(strategy: st.SearchStrategy[Any], empty: object) -> st.SearchStrategy[Any]:
    return st.just(empty) | st.just(empty) | strategy


days = st.dates(date(2031, 7, 31), date(2031, 8, 10))
names = st.sampled_from(TOWNS) | st.sampled_from(("sor", "x:Tel", "an", "l’", "?"))
FILTERS = st.builds(
    Filter,
    about=maybe(st.sampled_from(("garde", "Ligue", "convoi", "gar", "personne")), ""),
    place=maybe(names, ""),
    box=maybe(st.sampled_from(((40.0, 2.5, 41.0, 6.5), (170.0, -90.0, 41.0, 7.0))), None),
    near=maybe(st.builds(Circle, st.sampled_from((3.0, 6.2)), st.just(40.5), st.sampled_from((30.0, 300.0))), None),
    since=maybe(days, None),
    until=maybe(days, None),
    as_of=maybe(days, None),
    types=maybe(st.sampled_from((("movement",), ("shelling", "movement"))), ()),
    statuses=maybe(st.sampled_from((("possible",), ("occurred", "hearsay"))), ()),
    polarity=maybe(st.sampled_from(("affirmed", "negated")), ""),
    grades=maybe(st.sampled_from((("single origin",), ("several_independent_origins", "denied"))), ()),
    disputed=maybe(st.booleans(), False),  # noqa: FBT003 - what is usual
    several=maybe(st.booleans(), False),  # noqa: FBT003 - what is usual
    outlet=maybe(st.sampled_from(("echo", "PHARE", "sa", "!")), ""),
    source=maybe(st.sampled_from(("vigie", "Phare", "h")), ""),
    origin=maybe(st.sampled_from(("sana", "name:vigia", "Vigie")), ""),
    camp=maybe(st.sampled_from(CAMPS), ""),
    text=maybe(st.sampled_from(("garde", "morts tel", "évacué", "É")), ""),
    document=maybe(st.sampled_from(("n001.txt", "Été000.txt", "0", "a", "f0")), ""),
    roles=maybe(st.sampled_from((("origin",), ("origin", "agent"))), ()),
)
ASKED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def all_pages(ask: Callable[[str], Page[Any]]) -> tuple[list[Any], set[int]]:
    rows: list[Any] = []
    totals: set[int] = set()
    cursor = ""
    while True:
        page = ask(cursor)
        rows += page.rows
        totals.add(page.total)
        cursor = page.next_cursor
        if not cursor:
            return rows, totals


@ASKED
@given(asked=FILTERS, latest=st.booleans(), limit=st.sampled_from((3, 50)))
def test_claims_by_columns_are_those_of_the_store(
    both: tuple[Record, Record],
    asked: Filter,
    latest: bool,  # noqa: FBT001 - hypothesis gives it by name
    limit: int,
) -> None:
    assert both[0].columns.now() is not None
    found, slow = (
        all_pages(lambda cursor: record.view.claim_page(asked, cursor, limit, latest=latest))  # noqa: B023 - now
        for record in both
    )
    assert found == slow
    assert found[1] == {len(found[0])}
    assert both[0].view.count_claims(asked) == len(list(both[1].view.claims(asked)))


@ASKED
@given(asked=FILTERS, latest=st.booleans(), limit=st.sampled_from((3, 50)))
def test_incidents_by_columns_are_those_of_the_store(
    both: tuple[Record, Record],
    asked: Filter,
    latest: bool,  # noqa: FBT001 - hypothesis gives it by name
    limit: int,
) -> None:
    found, slow = (
        all_pages(lambda cursor: record.links.incident_page(asked, cursor, limit, latest=latest))  # noqa: B023 - now
        for record in both
    )
    assert found == slow
    assert found[1] == {len(found[0])}
    assert both[0].links.count_incidents(asked) == len(list(both[1].links.incidents(asked)))


@ASKED
@given(asked=FILTERS, limit=st.sampled_from((7, 50)))
def test_documents_by_columns_are_those_of_the_store(both: tuple[Record, Record], asked: Filter, limit: int) -> None:
    asked = replace(asked, text=asked.text.replace("É", "n"))  # SQLite knows no capitals with accents
    found, slow = (
        all_pages(lambda cursor: record.view.document_page(asked, cursor=cursor, limit=limit))  # noqa: B023 - now
        for record in both
    )
    assert found == slow
    assert found[1] == {len(found[0])}


def test_the_filters_of_these_tests_find_something(both: tuple[Record, Record]) -> None:
    table = both[0].columns.now()
    assert table is not None
    assert len(table.claims) > 50
    assert table.incidents.disputed.any()
    assert (table.incidents.documents > 1).any()
    for asked in (Filter(camp="state"), Filter(source="vigie"), Filter(roles=("origin",)), Filter(several=True)):
        assert 0 < both[0].view.count_claims(asked) < len(table.claims)


def test_pages_of_texts_are_those_of_rows(both: tuple[Record, Record]) -> None:
    for record in both:
        claims, texts = record.view.claim_page(limit=20), record.view.claim_texts(limit=20)
        assert [json.loads(text) for _, text in texts.rows] == [claim.row for claim in claims.rows]
        assert (texts.next_cursor, texts.total) == (claims.next_cursor, claims.total)
        for asked in (Filter(), Filter(as_of=date(2031, 8, 5))):
            incidents, texts_of = record.links.incident_page(asked), record.links.incident_texts(asked)
            assert [json.loads(text) for text in texts_of.rows] == list(incidents.rows)


FEW = (
    Filter(),
    Filter(types=("shelling",)),
    Filter(about="garde"),
    Filter(since=date(2031, 8, 4), outlet="phare"),
    Filter(camp="state"),
    Filter(several=True, statuses=("occurred", "possible")),
    Filter(text="personne"),
)


def in_full(find: Callable[[Room, Asked], Leaf[Any]], record: Record, asked: Asked) -> list[Any]:
    room = Room(record=record)
    return list(all_pages(lambda cursor: find(room, asked.model_copy(update={"cursor": cursor, "limit": 7})))[0])


LISTS = (lists.list_outlets, lists.list_cited, lists.list_narratives, lists.list_labels, lists.list_movements)


@pytest.mark.parametrize("find", [*LISTS, lists.list_word_choices, lists.search], ids=lambda find: find.__name__)
@pytest.mark.parametrize("asked", FEW, ids=range(len(FEW)))
def test_what_is_counted_by_columns_is_what_is_counted_claim_by_claim(
    both: tuple[Record, Record], find: Callable[[Room, Asked], Leaf[Any]], asked: Filter
) -> None:
    question = Asked(
        type=list(asked.types), actor=asked.about, since=asked.since, outlet=asked.outlet, camp=asked.camp,
        several=asked.several, status=list(asked.statuses), q=asked.text or ("garde" if find is lists.search else ""),
    )  # fmt: skip
    found, slow = (in_full(find, record, question) for record in both)
    assert json.loads(encode(found)) == json.loads(encode(slow))
    if asked == Filter():
        assert found or find is lists.list_movements


def test_movements_are_read_from_the_contract_as_from_claims(both: tuple[Record, Record]) -> None:
    rows = in_full(lists.list_movements, both[0], Asked())
    moves = find_moves(both[1], Filter())
    points = [[[spot.lat, spot.lon] if spot else None for spot in (move.origin, move.destination)] for move in moves]
    assert [list(row.items())[:-2] for row in rows] == [list(build_movement_row(move).items()) for move in moves]
    assert [[row["from_point"], row["to_point"]] for row in rows] == points
    assert any(row["from_point"] for row in rows)


def judge_all_sorts(record: Record) -> None:
    """Let a reviewer reject some claims, and correct others in all that lists count."""
    chance = Random(3)  # noqa: S311 - no secret hangs on it
    for claim in list(record.view.claims())[::3]:
        target = next(a for a in claim.row["arguments"] if a["role"] == "target")
        stretch = {"start": target["start"], "end": target["end"], "text": target["text"]}
        length = record.view.document(claim.row["document_id"]).row["characters"]
        end = {"start": length - 1, "end": length, "text": "."}
        values: dict[str, Any] = {
            "status": chance.choice(list(map(str, Status))),
            "polarity": chance.choice(list(map(str, Polarity))),
            "type": "arrest",
            "argument.target": [{**stretch, "entity": chance.choice(("daech", "ligue"))}],
            "attribution": chance.choice(([], [{**stretch, "kind": "official", "entity": "daech"}])),
        }
        if not claim.row["sentence"].startswith("«"):
            values["trigger"] = end
        for field in chance.sample(sorted(values), chance.randint(0, 3)):
            record.judgements.add("correct", claim.id, who="ana", field=field, value=values[field])
        if chance.random() < 0.2:
            record.judgements.add("reject", claim.id, who="ana")


def test_what_reviewers_change_is_counted_by_columns_as_claim_by_claim(kept: Record) -> None:
    before = [in_full(find, kept, Asked()) for find in LISTS]
    judge_all_sorts(kept)
    with Record.open(kept.target) as plain:
        for asked in (Asked(), Asked(type=["shelling"]), Asked(several=True), Asked(outlet="phare")):
            for find in (*LISTS, lists.list_word_choices):
                found, slow = in_full(find, kept, asked), in_full(find, plain, asked)
                assert json.loads(encode(found)) == json.loads(encode(slow)), find.__name__
    assert [in_full(find, kept, Asked()) != rows for find, rows in zip(LISTS, before, strict=True)] == [
        *(True, False, True, True, False),  # who is cited and who moves is told as it was read
    ]


def test_one_more_correction_of_a_claim_is_followed(kept: Record) -> None:
    claim = next(claim for claim in kept.view.claims() if claim.row["status"] == "occurred")
    hedged = []
    for status in ("occurred", "possible", "occurred"):
        kept.judgements.add("correct", claim.id, who="ana", field="status", value=status)
        hedged.append(sum(row["hedged"] for row in in_full(lists.list_outlets, kept, Asked())))
    assert hedged == [hedged[0], hedged[0] + 1, hedged[0]]


def test_labels_are_told_apart_by_quotes(both: tuple[Record, Record]) -> None:
    found = in_full(lists.list_labels, both[0], Asked())
    assert any(row["quoted"] for row in found)
    assert any(row["own_voice"] for row in found)
    assert {row["actor"] for row in in_full(lists.list_labels, both[0], Asked(actor="ligue"))} == {"ligue"}


def test_without_keeping_there_are_no_columns(both: tuple[Record, Record]) -> None:
    assert both[1].columns.now() is None


def test_columns_are_those_of_one_state(kept: Record) -> None:
    before = kept.view.count_claims()
    new = Document(name="z.txt", text="La Garde bombardement de Tel : 2 morts.", publisher="Le Phare", language="fr")
    with Record.open(kept.target) as other:
        ingest(other, [new])
    assert kept.view.count_claims() == before + 1
    assert kept.view.claim_page().total == before + 1
    kept.columns.keep()
    assert kept.columns.now() is not None
    assert kept.view.claim_page(latest=True, limit=500).total == before + 1


def test_a_judgement_leaves_the_columns_as_they_are(kept: Record) -> None:
    table = kept.columns.now()
    mark = kept.mark()
    kept.judgements.add("accept", next(kept.view.claims()).id, who="ana")
    assert kept.mark() != mark
    assert kept.columns.now() is table


def test_columns_follow_the_record(kept: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_REST", 0.0)
    monkeypatch.setattr(keeping, "_LARGE", 0)  # so that a process of its own reads them
    kept.columns.keep()
    ingest(kept, [Document(name="z.txt", text="Rien.", language="fr")])
    state = str(kept.mark())
    for _ in range(600):
        table = kept.columns.now()
        if table is not None:
            break
        kept.columns.wait(0.1)
        sleep(0.05)
    assert table is not None
    assert state.startswith(table.state)
    assert "z.txt" in table.documents.name


def test_columns_are_read_here_where_no_process_can_be_started(kept: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_LARGE", 0)
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with Record.open(kept.target) as other:
        other.columns.follow()
        other.columns.wait(60)
        assert other.columns.now() is not None


def test_what_the_first_visitor_asks_for_is_found_before(kept: Record) -> None:
    room = Room(record=kept)
    warm_up(build_app(room))
    for key in (("picture", Filter(), room.language), ("points", Filter()), ("arcs", Filter())):
        assert room.keep(key, lambda: None) is not None
    assert room.answers.get(room.state(), "/api/incidents/points?", lambda: None) is not None


def test_answers_are_not_held_back() -> None:
    with _take("127.0.0.1", 0) as taken:  # only a socket that is said to be TCP sends each answer at once
        assert taken.proto == socket.IPPROTO_TCP


def test_a_process_reads_the_columns_that_are_read_here(name: str, both: tuple[Record, Record]) -> None:
    table, here = read_aside(name), both[0].columns.now()
    assert here is not None
    assert (table.state, table.claims.position, table.incidents.id) == (
        here.state,
        here.claims.position,
        here.incidents.id,
    )


def test_the_mark_is_told_what_others_write(name: str) -> None:
    with Record.open(name) as one, Record.open(name) as other:
        before = one.mark()
        assert one.mark() == before
        other.judgements.add("accept", next(other.view.claims()).id, who="bea")
        assert one.mark() != before
        assert one.mark() == other.mark()


def test_a_column_without_words() -> None:
    column = Coded.build([None, None])
    assert column.values == ()
    assert not column.holding("").any()
