"""What leaves the program comes back the same, and a table is safe to open."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selon.claims.claim import (
    Argument,
    Claim,
    EventTime,
    Factuality,
    Polarity,
    Quantity,
    Role,
    Source,
    SourceKind,
    Status,
)
from selon.claims.contract import build_row, find_sentence, read_row
from selon.documents.document import Document
from selon.errors import SelonError
from selon.exports import csv_table, jsonl
from selon.exports.files import written_whole
from selon.mentions.mention import Place
from selon.values import Count, Period, Position, Precision, TextSpan

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
DAYS = st.dates(date(1990, 1, 1), date(2040, 1, 1))
POSITIONS = st.builds(
    Position,
    lat=st.floats(-90, 90),
    lon=st.floats(-180, 180),
    precision=st.sampled_from(Precision),
    radius_km=st.floats(0, 500),
)
PLACES = st.builds(Place, id=WORDS, name=WORDS, position=POSITIONS, country=st.sampled_from(["", "SY", "ML"]))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    published = draw(st.none() | DAYS)
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
    return Document(name=draw(WORDS), text=text, publisher=draw(WORDS), published=published)


def spans(text: str) -> st.SearchStrategy[TextSpan]:
    bound = st.integers(0, len(text))
    return st.tuples(bound, bound).map(lambda pair: TextSpan(min(pair), max(pair)))


@st.composite
def counts(draw: st.DrawFn) -> Count:
    low, high = draw(st.none() | st.integers(0, 10**12)), draw(st.none() | st.integers(0, 10**12))
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Count(low, high, approx=draw(st.booleans()))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start, length = draw(st.none() | DAYS), draw(st.none() | st.integers(0, 400))
    if start is None or length is None:
        return Period(start, None)
    return Period(start, start + timedelta(length))


@st.composite
def claims(draw: st.DrawFn) -> tuple[Claim, Document]:
    document = draw(documents())
    span, reasons = spans(document.text), st.lists(WORDS, max_size=3).map(tuple)
    entities = st.none() | st.sampled_from(["daech", "syria/military", ""])
    argument = st.builds(
        Argument,
        role=st.sampled_from(Role),
        span=span,
        entity=entities,
        place=st.none() | PLACES,
        position=st.none() | POSITIONS,
        why=WORDS,
    )
    source = st.builds(
        Source, span=span, kind=st.sampled_from(SourceKind), cue=st.none() | span, entity=entities, why=WORDS
    )
    quantity = st.builds(Quantity, kind=st.sampled_from(["killed", "other"]), count=counts(), span=span)
    claim = Claim(
        document=document.id,
        type=draw(st.sampled_from(["clash", "aid"])),
        trigger=draw(span),
        arguments=tuple(draw(st.lists(argument, max_size=3))),
        time=draw(st.none() | st.builds(EventTime, span=span, period=periods())),
        quantities=tuple(draw(st.lists(quantity, max_size=2))),
        attribution=tuple(draw(st.lists(source, max_size=2))),
        factuality=Factuality(
            polarity=draw(st.sampled_from(Polarity)), status=draw(st.sampled_from(Status)), why=draw(reasons)
        ),
        why=draw(reasons),
    )
    return claim, document


@settings(deadline=None, max_examples=60)
@given(st.lists(claims(), max_size=3))
def test_claims_come_back_as_they_left(pairs: list[tuple[Claim, Document]]) -> None:
    file = io.StringIO()
    assert jsonl.write_claims((build_row(claim, document) for claim, document in pairs), file) == len(pairs)
    lines = file.getvalue().split("\n")
    assert list(jsonl.read_claims(lines)) == [claim for claim, _ in pairs]


@settings(deadline=None, max_examples=60)
@given(claims())
def test_every_span_of_a_row_quotes_its_document(pair: tuple[Claim, Document]) -> None:
    claim, document = pair
    row = build_row(claim, document)
    for item in (*row["arguments"], *row["quantities"], *row["attribution"]):
        assert document.text[item["start"] : item["end"]] == item["text"]
    assert document.text[slice(*row["trigger"])] == row["words"]
    start = row["sentence_start"]
    assert document.text[start : start + len(row["sentence"])] == row["sentence"]
    assert start <= claim.trigger.start <= claim.trigger.end <= start + len(row["sentence"])


@settings(deadline=None, max_examples=60)
@given(claims())
def test_a_table_has_one_line_a_claim_and_the_same_words(pair: tuple[Claim, Document]) -> None:
    claim, document = pair
    row = build_row(claim, document)
    file = io.StringIO(newline="")
    assert csv_table.write_claims([row, row], file) == 2
    table = list(csv.DictReader(io.StringIO(file.getvalue(), newline="")))
    assert len(table) == 2
    assert table[0]["id"] == claim.id
    assert table[0]["words"] in {row["words"], f"'{row['words']}"}


DOCUMENT = Document(
    name="a.txt", text="=1+1 a bombardé Kadir, selon la Vigie, citant un officier.", publisher="Le Phare"
)


def claim_of(*words: str) -> dict[str, object]:
    def span(piece: str) -> TextSpan:
        start = DOCUMENT.text.index(piece)
        return TextSpan(start, start + len(piece))

    claim = Claim(
        document=DOCUMENT.id,
        type="shelling",
        trigger=span("bombardé"),
        arguments=tuple(Argument(role=Role.AGENT, span=span(piece)) for piece in words),
        attribution=(
            Source(span=span("la Vigie"), kind=SourceKind.OUTLET),
            Source(span=span("un officier"), kind=SourceKind.ANONYMOUS),
        ),
    )
    return build_row(claim, DOCUMENT)


def test_contract_has_the_public_fields() -> None:
    row = claim_of("=1+1")
    public = [
        "id",
        "document",
        "type",
        "trigger",
        "arguments",
        "time",
        "quantities",
        "attribution",
        "polarity",
        "status",
    ]
    assert list(row)[: len(public)] == public
    assert row["document"] == "a.txt"
    assert row["arguments"] == [{"role": "agent", "start": 0, "end": 4, "text": "=1+1"}]
    assert row["why"] == []


def test_place_is_told_by_the_position_that_is_meant() -> None:
    town, meant = Position(35.0, 40.0), Position(35.2, 40.0, Precision.NEAR, 10.0)
    place = Place(id="x:1", name="Kadir", position=town, country="SY")
    argument = Argument(role=Role.PLACE, span=TextSpan(16, 21), place=place, position=meant)
    row = build_row(Claim(document=DOCUMENT.id, type="clash", trigger=TextSpan(0, 1), arguments=(argument,)), DOCUMENT)
    told = row["arguments"][0]["place"]
    assert (told["name"], told["lat"], told["precision"], told["id"]) == ("Kadir", 35.2, "near", "x:1")
    assert told["named"]["lat"] == 35.0
    assert read_row(row).arguments == (argument,)


def test_chain_is_text_and_formulas_are_disarmed() -> None:
    file = io.StringIO()
    csv_table.write_claims([claim_of("=1+1")], file)
    (line,) = csv.DictReader(io.StringIO(file.getvalue()))
    assert line["chain"] == "la Vigie > un officier"
    assert line["chain_kinds"] == "outlet > anonymous"
    assert line["agent"] == "'=1+1"


@pytest.mark.parametrize(
    ("low", "high", "approx", "told"),
    [
        (4, 4, False, "4"),
        (4, 6, False, "4–6"),
        (4, None, True, "~4+"),
        (None, 6, False, "≤6"),
        (None, None, False, "?"),
    ],
)
def test_counts_in_a_table(low: int | None, high: int | None, approx: bool, told: str) -> None:  # noqa: FBT001
    quantity = {"kind": "killed", "low": low, "high": high, "approx": approx}
    cells = csv_table.flatten({"trigger": [0, 1], "quantities": [quantity]})
    assert cells["quantities"] == f"killed {told}"
    assert (cells["killed_low"], cells["killed_high"]) == (low, high)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "no JSON"),
        ("[]", "no claim"),
        ('{"type": "aid"}', "no claim"),
        ('{"document": "a", "type": "aid", "trigger": [5, 1]}', "cannot be read"),
        ('{"document": "a", "type": "aid", "trigger": [0, 1], "status": "sure"}', "cannot be read"),
        ('{"document": "a", "type": "aid", "trigger": [0, 1], "arguments": [{"role": "agent"}]}', "cannot be read"),
    ],
)
def test_line_that_is_no_claim_is_named(line: str, fault: str) -> None:
    with pytest.raises(SelonError, match=rf"claims\.jsonl:1: .*{fault}"):
        list(jsonl.read_claims([line], where="claims.jsonl"))


def test_least_row_of_the_contract_is_a_claim() -> None:
    (claim,) = jsonl.read_claims([json.dumps({"document": "a.txt", "type": "aid", "trigger": [0, 1]}), "", "  "])
    assert (claim.document, claim.type, claim.factuality.status) == ("a.txt", "aid", Status.OCCURRED)


def write_half(target: Path) -> None:
    with written_whole(str(target)) as file:
        file.write("half")
        raise KeyError


def test_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "claims.jsonl"
    target.write_text("before", encoding="utf-8")
    with pytest.raises(KeyError):
        write_half(target)
    assert target.read_text(encoding="utf-8") == "before"
    with written_whole(str(target)) as file:
        file.write("whole")
    assert target.read_text(encoding="utf-8") == "whole"
    assert list(tmp_path.iterdir()) == [target]


def test_full_device_is_told() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    fault = r"/dev/full: the file cannot be written \(No space left on device\)"
    with pytest.raises(SelonError, match=fault), written_whole("/dev/full") as file:
        file.write("x" * 100_000)


def test_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SelonError, match="the file cannot be written"), written_whole(str(tmp_path / "no" / "x")):
        pass


@pytest.mark.parametrize(
    ("text", "trigger", "sentence"),
    [
        ("Calme hier. La ville est prise. Suite.", "prise", "La ville est prise."),
        ("« Rien. » Le chef a dit « non ». Fin.", "dit", "Le chef a dit « non »."),
        ("Titre\n\nLa ville est prise\nFin", "prise", "La ville est prise"),
        ("M. B. Ali a fui la ville. Fin.", "fui", "M. B. Ali a fui la ville."),
        ("x" * 2000 + " prise " + "y" * 2000, "prise", None),
    ],
)
def test_sentence_around_a_trigger(text: str, trigger: str, sentence: str | None) -> None:
    start = text.index(trigger)
    found = find_sentence(text, TextSpan(start, start + len(trigger)))
    if sentence is None:
        assert len(found.quote(text)) <= 1300
    else:
        assert found.quote(text) == sentence
